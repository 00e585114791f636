"""Queue form: what stands in the address of the queue, read and written back, and told in words."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import Annotated, TypeVar

from fastapi import Depends, HTTPException, Query

from kontroll.domain.rule import Severity
from kontroll.domain.sak import SakState
from kontroll.flows.showing.queue import Choices, Due, QueueAsked, Whose
from kontroll.flows.showing.queue_order import Sort
from kontroll.report import words
from kontroll.texts import N_, _, number

Of = TypeVar("Of", bound=Enum)
_PART = Query(max_length=100)
#: Days open, and times in a row, that can be asked for.
AGES, TIMES = (14, 30, 90, 180, 365), (2, 3, 5)
WHOSE = {Whose.MINE: N_("Meg"), Whose.NOBODYS: N_("Ingen"), Whose.OTHERS: N_("Andre")}
DUE = {
    Due.OVER: N_("Fristen er ute"),
    Due.WEEK: N_("Neste sju dager"),
    Due.OF_DOCUMENTS: N_("Dokumentasjon er for sen"),
}
#: The order that a heading begins with: the gravest, the longest and the most times first.
_FALLING = (Sort.SEVERITY, Sort.AGE, Sort.TIMES)


def asked_queue(
    tilstand: Annotated[str, _PART] = "",
    alvor: Annotated[str, _PART] = "",
    regel: Annotated[str, _PART] = "",
    omraade: Annotated[str, _PART] = "",
    enhet: Annotated[str, _PART] = "",
    eier: Annotated[str, _PART] = "",
    hos: Annotated[str, _PART] = "",
    alder: Annotated[str, _PART] = "",
    gang: Annotated[str, _PART] = "",
    frist: Annotated[str, _PART] = "",
    venter: Annotated[str, _PART] = "",
    slag: Annotated[str, _PART] = "",
    ord: Annotated[str, _PART] = "",
    sorter: Annotated[str, _PART] = "",
    retning: Annotated[str, _PART] = "",
) -> QueueAsked:
    """422 for a word that is none of those there are."""
    return QueueAsked(
        state=_one(SakState, tilstand),
        severity=_one(Severity, alvor),
        rule=regel,
        area=omraade,
        enhet=enhet,
        ownerless=_yes(eier, "ingen"),
        whose=_one(Whose, hos),
        days=_count(alder),
        times=_count(gang),
        due=_one(Due, frist),
        waits=_yes(venter, "meg"),
        reported=_yes(slag, "meldt"),
        word=ord.strip(),
        sort=_one(Sort, sorter) or Sort.URGENCY,
        down=_yes(retning, "ned"),
    )


AskedQueue = Annotated[QueueAsked, Depends(asked_queue)]


def query_of(asked: QueueAsked) -> dict[str, str | None]:
    """As it stands in the address; None = not there."""
    return {
        "tilstand": asked.state.value if asked.state else None,
        "alvor": asked.severity.value if asked.severity else None,
        "regel": asked.rule or None,
        "omraade": asked.area or None,
        "enhet": asked.enhet or None,
        "eier": "ingen" if asked.ownerless else None,
        "hos": asked.whose.value if asked.whose else None,
        "alder": str(asked.days) if asked.days else None,
        "gang": str(asked.times) if asked.times else None,
        "frist": asked.due.value if asked.due else None,
        "venter": "meg" if asked.waits else None,
        "slag": "meldt" if asked.reported else None,
        "ord": asked.word or None,
        "sorter": asked.sort.value if asked.sort is not Sort.URGENCY else None,
        "retning": "ned" if asked.down else None,
    }


def sorting(asked: QueueAsked, by: Sort) -> dict[str, str | None]:
    """The address that a heading leads to: the other way where it is sorted by it already."""
    down = not asked.down if asked.sort is by else by in _FALLING
    return {**query_of(asked), "sorter": by.value, "retning": "ned" if down else None}


def aria_sort(asked: QueueAsked, by: Sort) -> str:
    """The attribute of the heading that the list is sorted by; "" for the others, which have none."""
    if asked.sort is not by:
        return ""
    return "descending" if asked.down else "ascending"


def told(asked: QueueAsked, choices: Choices, whole: str) -> list[str]:
    """What the list was narrowed to, in words: one sentence for each. whole: what is said where it was not."""
    return list(_told(asked, choices)) or [whole]


def _told(asked: QueueAsked, choices: Choices) -> Iterator[str]:
    if asked.state is not None:
        yield _("Tilstand: {one}").format(one=asked.state.value)
    if asked.severity is not None:
        yield _("Alvor: {one}").format(one=words.severity_name(asked.severity).lower())
    if asked.rule:
        yield _("Regel: {one}").format(one=dict(choices.rules).get(asked.rule, asked.rule))
    if asked.area:
        yield _("Område: {one}").format(one=words.area_name(asked.area))
    if asked.enhet:
        name = dict(choices.enheter).get(asked.enhet, asked.enhet)
        yield _("Enhet: {one}, med det som ligger under").format(one=name)
    if asked.ownerless:
        yield _("Uten eier")
    if asked.whose is not None:
        yield _("Saksbehandler: {one}").format(one=_(WHOSE[asked.whose]).lower())
    if asked.days:
        yield _("Åpen i minst {count} dager").format(count=number(asked.days))
    if asked.times:
        yield _("Minst {count}. gang ved enheten").format(count=asked.times)
    if asked.due is not None:
        yield _("Frist: {one}").format(one=_(DUE[asked.due]).lower())
    if asked.waits:
        yield _("Venter på meg")
    if asked.reported:
        yield _("Bare det noen har meldt for hånd")
    if asked.word:
        yield _("Med «{word}» i regel, enhet eller saksnummer").format(word=asked.word)


def _one(kind: type[Of], text: str) -> Of | None:
    if not text:
        return None
    try:
        return kind(text)
    except ValueError:
        raise _wrong() from None


def _count(text: str) -> int:
    if not text:
        return 0
    if not (text.isascii() and text.isdigit() and len(text) < 5):
        raise _wrong()
    return int(text)


def _yes(text: str, word: str) -> bool:
    if text not in ("", word):
        raise _wrong()
    return text == word


def _wrong() -> HTTPException:
    return HTTPException(422, _("Utvalget finnes ikke. Gå til listen uten utvalg, og velg på nytt."))
