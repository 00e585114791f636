"""Sheet: what the archive keeps of one decision as a document that can be read in a hundred years."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kontroll.report.typeset import pdf
from kontroll.texts import _


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """The first row of a table are its headings. Every row is as long as they are."""

    caption: str = ""
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """told: paragraphs. items: a list. lines: sentences in their order, with how far in each stands in a list; 0 = in none."""

    title: str
    told: tuple[str, ...] = ()
    lines: tuple[tuple[int, str], ...] = ()
    items: tuple[str, ...] = ()
    tables: tuple[Rows, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """facts: pairs of what it is and what it is here. foot: what it is called at the foot of each page."""

    title: str
    foot: str
    facts: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]


def sheet_pdf(sheet: Sheet, municipality: str, made: datetime) -> bytes:
    """made: aware; when what it tells of was ended, so that it is the same file each time."""
    shown = {
        "title": sheet.title,
        "owner": municipality,
        "foot": f"{municipality} · {sheet.foot}",
        "facts": [[name, value or "–"] for name, value in sheet.facts],
        "parts": [
            {
                "title": part.title,
                "told": [line for line in part.told if line],
                "lines": _nested(part.lines),
                "items": list(part.items),
                "tables": [
                    {
                        "caption": one.caption,
                        "headings": one.headings,
                        "rows": [[c or "–" for c in row] for row in one.rows],
                    }
                    for one in part.tables
                    if one.rows
                ],
            }
            for part in sheet.parts
        ],
        "words": {"paged": _("side {n} av {of}")},
    }
    return pdf("archived", shown, made)


def _nested(lines: Iterable[tuple[int, str]]) -> list[dict[str, Any]]:
    """Each sentence that stands in no list, with the list that follows it."""
    top: list[dict[str, Any]] = []
    open_lists: list[tuple[int, list[dict[str, Any]]]] = [(-1, top)]
    for level, text in lines:
        while open_lists[-1][0] >= level:
            open_lists.pop()
        if level and len(open_lists) == 1:
            # A list that no sentence leads to.
            top.append({"text": "", "under": []})
            open_lists.append((0, top[-1]["under"]))
        one: dict[str, Any] = {"text": text, "under": []}
        open_lists[-1][1].append(one)
        open_lists.append((level, one["under"]))
    return top
