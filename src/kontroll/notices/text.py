"""Text: a letter as subject, plain text and HTML, which say the same.

Why one list of sections behind both templates: what is added to the one cannot be forgotten in the other. The
templates hold the order and the looks; the sentences are those of `wording` and `opening`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import count
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from kontroll.domain.rule import Severity
from kontroll.notices import wording
from kontroll.notices.groups import Group, group_of
from kontroll.notices.letter import Item, Letter, Missing
from kontroll.notices.opening import opening, subject
from kontroll.notices.together import Place, instead, meta, places, together, told
from kontroll.texts import _, language_code, listed, month_name, ngettext, number

_HERE = Path(__file__).parent
_MOST_NAMED = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One item as it is read, or several that say the same: then places are they, and link is "".

    expected: what to do and by when. lines: whole sentences.
    """

    number: int
    heading: str
    meta: str
    expected: str
    lines: list[str]
    link: str
    link_text: str
    severity: Severity | None
    places: list[Place] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    heading: str
    entries: list[Entry]


def render(letter: Letter) -> Rendered:
    """The letter in the language of the context. Raises ValueError if it tells nothing, or has an item that is Missing."""
    if not (letter.items or letter.missing):
        raise ValueError("a letter that tells nothing")
    if any(group_of(i.reason) is Group.MISSING for i in letter.items):
        raise ValueError("data that has not come is told as Missing, not as Item")
    shown = {
        "letter": letter,
        "language": language_code(),
        "subject": subject(letter),
        "opening": opening(letter),
        "sections": _sections(letter),
        "asks_for_answer": any(wording.asks_for_answer(i) for i in letter.items),
        "standings": _standings(letter),
    }
    text = _ENVIRONMENT.get_template("message.txt").render(shown)
    html = _ENVIRONMENT.get_template("message.html").render(shown)
    return Rendered(subject=subject(letter), text=text, html=html)


def _sections(letter: Letter) -> list[Section]:
    numbers = count(1)
    return [
        Section(heading=_(group.value), entries=entries)
        for group in Group
        if (entries := list(_entries(letter, group, numbers)))
    ]


def _entries(letter: Letter, group: Group, numbers: Iterator[int]) -> Iterator[Entry]:
    hers = sorted((i for i in letter.items if group_of(i.reason) is group), key=_gravest_first)
    for alike in together(hers):
        entry = _one_entry(alike[0], next(numbers), letter.day)
        yield entry if len(alike) == 1 else _entry_of_many(entry, alike, letter.day)
    if group is Group.MISSING:
        for missing in sorted(letter.missing, key=lambda m: (m.since, m.source, m.what)):
            yield _missing_entry(missing, next(numbers), letter.day)


def _one_entry(item: Item, number: int, today: date) -> Entry:
    return Entry(
        number=number,
        heading=item.rule_name,
        meta=wording.meta(item),
        expected=wording.expected(item, today),
        lines=wording.told(item),
        link=item.link,
        link_text=wording.link_text(item),
        severity=item.severity,
    )


def _entry_of_many(first: Entry, alike: list[Item], today: date) -> Entry:
    asked = replace(alike[0], expected=instead(alike[0]) or alike[0].expected)
    return replace(
        first,
        meta=meta(alike),
        expected=wording.expected(asked, today),
        lines=told(alike),
        link="",
        places=places(alike),
    )


def _missing_entry(missing: Missing, number: int, today: date) -> Entry:
    return Entry(
        number=number,
        heading=missing.what,
        meta=" · ".join([missing.source, month_name(missing.month)]),
        expected=_("Lever så snart du kan."),
        lines=wording.lacking(missing, today),
        link=missing.link,
        link_text=_("Se hva som mangler"),
        severity=None,
    )


def _gravest_first(item: Item) -> tuple[int, date, str, str]:
    rank = list(Severity).index(item.severity) if item.severity else -1
    return -rank, item.deadline or date.max, item.rule_name, item.enhet_name or ""


def _standings(letter: Letter) -> list[str]:
    """Why the recipient is the one, once for each way of being so, with the enheter and sources it is for."""
    abouts: dict[str, dict[str, None]] = {}
    for about, standing in [
        *((i.enhet_name or "", i.standing) for i in letter.items),
        *((m.source, m.standing) for m in letter.missing),
    ]:
        abouts.setdefault(standing, {})[about] = None
    # A role without an enhet holds for the whole kommune, and so for the enheter of the same letter too.
    return [
        f"{standing[:1].upper()}{standing[1:]}." if "" in of else f"{_named(list(of))}: {standing}."
        for standing, of in abouts.items()
        if standing
    ]


def _named(enheter: list[str]) -> str:
    """The first of them, where they are many: each stands above, at its sak."""
    more = len(enheter) - _MOST_NAMED
    if more < 2:
        return listed(enheter)
    rest = _("{count} andre enheter").format(count=number(more))
    return listed([*enheter[:_MOST_NAMED], rest])


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=select_autoescape(["html"], default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_callables(_, ngettext, newstyle=False)  # type: ignore[attr-defined]
    return environment


_ENVIRONMENT = _environment()
