"""Files: what a person is handed, as a page to read, one CSV for each category, and everything as JSON.

Why each field on a line of its own in the CSV: rows of one category come from different tables, and a program reads them all
the same. A text that a spreadsheet would take for a formula gets an apostrophe in front.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path

from jinja2 import Environment

from kontroll.domain.policy import RetentionRule
from kontroll.report.handout.categories import CATEGORIES, Category, retention_of
from kontroll.report.standing_alone import templates
from kontroll.texts import NORWAY, _, day

OVERVIEW, EVERYTHING = "oversikt.html", "alt.json"
#: Rows of one kind that the page shows; all of them stand in the files.
SHOWN = 100
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing that is held. place: what it is, in words. where: fields she stands in, where that is not plain to see.

    file, line: where it was delivered. values: heading -> what stands there, others left out.
    """

    category: str
    place: str
    values: Mapping[str, str]
    where: tuple[str, ...] = ()
    file: str = ""
    line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Handout:
    """about: sentences of what could not be searched, or is not handed out. rules: how long things are kept.

    called: kind of delivery -> what people call it.
    """

    municipality: str
    name: str
    person: str
    made: datetime
    contact: str
    lines: Sequence[Line]
    rules: Sequence[RetentionRule]
    about: Sequence[str] = ()
    called: Mapping[str, str] = field(default_factory=dict)

    def of(self, category: Category) -> list[Line]:
        return [line for line in self.lines if line.category == category.id]


def files_of(handout: Handout) -> dict[str, bytes]:
    """Name -> content. A category that holds nothing has no CSV; the page says that it holds nothing."""
    found = {OVERVIEW: _page(handout).encode(), EVERYTHING: _json(handout)}
    for category in CATEGORIES:
        lines = handout.of(category)
        if lines:
            found[f"{category.id}.csv"] = _csv(lines)
    return found


# --- files for programs -----------------------------------------------------------------------------------------------


def _csv(lines: Sequence[Line]) -> bytes:
    written = io.StringIO()
    out = csv.writer(written, delimiter=";", lineterminator="\r\n")
    out.writerow([_("nr"), _("hva"), _("fil"), _("linje"), _("felt"), _("verdi")])
    for n, line in enumerate(lines, start=1):
        place = [n, _plain(line.place), _plain(line.file), "" if line.line is None else line.line]
        for name, value in line.values.items() or [("", "")]:
            out.writerow([*place, _plain(name), _plain(value)])
    # With a BOM: the spreadsheet she opens it in would else take æ, ø and å for something else.
    return written.getvalue().encode("utf-8-sig")


def _plain(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _json(handout: Handout) -> bytes:
    told = {
        "kommune": handout.municipality,
        "person": handout.person,
        "laget": handout.made.isoformat(timespec="seconds"),
        "kategorier": {
            category.id: {
                "navn": _(category.name),
                "formaal": _(category.purpose),
                "hjemmel": _(category.basis),
                "kilde": _(category.source),
                "mottakere": _(category.recipients),
                "lagres": retention_of(category, handout.rules, handout.called),
                "poster": [_as_json(line) for line in handout.of(category)],
            }
            for category in CATEGORIES
        },
    }
    return (json.dumps(told, ensure_ascii=False, indent=1) + "\n").encode()


def _as_json(line: Line) -> dict[str, object]:
    return {"hva": line.place, "fil": line.file, "linje": line.line, "funnet_i": list(line.where)} | {
        "felter": dict(line.values)
    }


# --- the page ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Table:
    """Lines of one place, as the page shows them. amount: all of them."""

    place: str
    headings: tuple[str, ...]
    lines: Sequence[Line]
    amount: int
    has_file: bool


def _tables(lines: Sequence[Line]) -> list[_Table]:
    groups: dict[str, list[Line]] = {}
    for line in lines:
        groups.setdefault(line.place, []).append(line)
    return [
        _Table(place, _used(some), some[:SHOWN], len(some), any(line.file for line in some))
        for place, some in groups.items()
    ]


def _used(lines: Sequence[Line]) -> tuple[str, ...]:
    """The headings under which something stands: empty columns only make the page wide."""
    return tuple(dict.fromkeys(name for line in lines[:SHOWN] for name, value in line.values.items() if value.strip()))


def _page(handout: Handout) -> str:
    made = handout.made.astimezone(NORWAY)
    return (
        _environment()
        .get_template("oversikt.html")
        .render(
            handout=handout,
            categories=[(one, handout.of(one), _tables(handout.of(one))) for one in CATEGORIES],
            retention_of=retention_of,
            made=f"{day(made.date())} {made:%H:%M}",
        )
    )


@cache
def _environment() -> Environment:
    return templates(Path(__file__).parent / "templates")
