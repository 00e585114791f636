"""Queue: the saker somebody works with, as she asked for them: narrowed, ordered and paged by the database.

Why all of it in the query: five years of saker are many thousands, and fifty are shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Any

from kontroll.domain.access import Thing, Viewer, seen
from kontroll.domain.rule import Severity
from kontroll.domain.sak import ALL_REPORTED, MISSING_DATA, Answer, Sak, SakState
from kontroll.flows.paged import PER_PAGE, Paged, offset_of
from kontroll.flows.people.today import Today
from kontroll.flows.saker.seen_saker import seen_saker
from kontroll.flows.saker.waiting import waiting_for
from kontroll.flows.showing.queue_order import Sort, order_of
from kontroll.flows.showing.saker_pages import ShownSak, shown_sak
from kontroll.flows.showing.saker_words import with_words
from kontroll.store.transaction import Transaction
from kontroll.texts import N_, _

#: Saker that are shown of a search in personal fields, and written to one file.
MOST_FOUND, MOST_WRITTEN = 200, 50_000


class Whose(Enum):
    """Who in internal control has it."""

    MINE = "meg"
    NOBODYS = "ingen"
    OTHERS = "andre"


class Due(Enum):
    """How its deadline stands. OF_DOCUMENTS: documentation was asked for and has not come in time."""

    OVER = "ute"
    WEEK = "uke"
    OF_DOCUMENTS = "dokumentasjon"


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueAsked:
    """state: None = all that are not closed. enhet: an id, its subtree too. days: open for at least so long. times:
    which time in a row, at least. word: in the names of rules and enheter and in numbers of saker. ownerless: those that
    nobody owns. waits: for the viewer. among: ids, where they were found in another way; None = not narrowed. reported:
    those that somebody has reported by hand.
    """

    state: SakState | None = None
    severity: Severity | None = None
    rule: str = ""
    area: str = ""
    enhet: str = ""
    ownerless: bool = False
    whose: Whose | None = None
    days: int = 0
    times: int = 0
    due: Due | None = None
    waits: bool = False
    word: str = ""
    sort: Sort = Sort.URGENCY
    down: bool = False
    among: frozenset[str] | None = None
    reported: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Queued:
    """A line of the queue. days: open for so many. handler: a name; "" = nobody. step: what it waits for, in words."""

    shown: ShownSak
    days: int
    handler: str
    step: str

    @property
    def sak(self) -> Sak:
        return self.shown.sak


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What there is to choose from. Ids and names, by name."""

    rules: tuple[tuple[str, str], ...]
    areas: tuple[str, ...]
    enheter: tuple[tuple[str, str], ...]


def queue_page(tx: Transaction, today: Today, viewer: Viewer, asked: QueueAsked, number: int) -> Paged[Queued]:
    conditions = _conditions(tx, today, viewer, asked)
    found = tx.saker.ordered(
        order_of(tx, today, asked.sort, asked.down, conditions), *conditions, limit=PER_PAGE, offset=offset_of(number)
    )
    return Paged([queued(today, sak) for sak in found], number, tx.saker.count(*conditions))


def whole_queue(tx: Transaction, today: Today, viewer: Viewer, asked: QueueAsked) -> list[Queued]:
    """All of it, for a file."""
    conditions = _conditions(tx, today, viewer, asked)
    order = order_of(tx, today, asked.sort, asked.down, conditions)
    return [queued(today, sak) for sak in tx.saker.ordered(order, *conditions, limit=MOST_WRITTEN)]


def chosen_saker(tx: Transaction, today: Today, viewer: Viewer, ids: list[str]) -> list[Queued]:
    """Those of them that she may see."""
    found = tx.saker.where(tx.saker.table.c.id.in_(ids), *seen_saker(tx, viewer))
    return [queued(today, sak) for sak in found]


def choices(today: Today, viewer: Viewer) -> Choices:
    rules = today.desk.rulebook.rules.values()
    sees = seen(viewer, Thing.SAK)
    enheter = [(id, today.directory.name_of(id, today.day)) for id in today.directory.enheter() if sees.holds(id)]
    return Choices(
        rules=tuple(sorted(((rule.id, rule.name) for rule in rules), key=lambda one: one[1].casefold())),
        areas=tuple(sorted({rule.area.split("/")[0] for rule in rules if rule.area})),
        enheter=tuple(sorted(enheter, key=lambda one: (one[1].casefold(), one[0]))),
    )


# --- what is asked ----------------------------------------------------------------------------------------------------


def _conditions(tx: Transaction, today: Today, viewer: Viewer, asked: QueueAsked) -> list[Any]:
    return [*seen_saker(tx, viewer), *_asked(tx, today, viewer, asked)]


def _asked(tx: Transaction, today: Today, viewer: Viewer, asked: QueueAsked) -> Iterator[Any]:
    at = tx.saker.table.c
    if asked.among is not None:
        yield at.id.in_(sorted(asked.among)[:MOST_FOUND])
    else:
        yield at.state == asked.state if asked.state is not None else at.state != SakState.CLOSED
    if asked.severity is not None:
        yield at.severity == asked.severity
    if asked.rule:
        yield at.rule == asked.rule
    if asked.area:
        yield at.rule.in_(_rules_of(today, asked.area))
    if asked.enhet:
        yield at.enhet.in_(sorted(today.directory.under([asked.enhet], today.day) | {asked.enhet}))
    if asked.ownerless:
        yield at.owner.is_(None)
    if asked.days:
        yield at.opened <= today.day - timedelta(days=asked.days)
    if asked.times:
        yield at.occurrence >= asked.times
    if asked.word:
        yield from with_words(tx, today, asked.word)
    if asked.whose is not None:
        yield _whose(at, asked.whose, viewer.person or "")
    if asked.due is not None:
        yield _due(at, asked.due, today.day)
    if asked.reported:
        yield at.kind.in_(ALL_REPORTED)
    if asked.waits:
        yield waiting_for(tx, today, viewer)


def _rules_of(today: Today, area: str) -> list[str]:
    return [r.id for r in today.desk.rulebook.rules.values() if r.area == area or r.area.startswith(f"{area}/")]


def _whose(at: Any, whose: Whose, person: str) -> Any:
    if whose is Whose.MINE:
        return at.handler == person
    return at.handler.is_(None) if whose is Whose.NOBODYS else at.handler.is_not(None) & (at.handler != person)


def _due(at: Any, due: Due, day: date) -> Any:
    if due is Due.OF_DOCUMENTS:
        return at.documents_by < day
    return at.deadline < day if due is Due.OVER else at.deadline.between(day, day + timedelta(days=7))


# --- as it is shown ---------------------------------------------------------------------------------------------------

_ASKED_OF_CONTROL = {
    Answer.DISAGREE: N_("Lederen er uenig: avgjør"),
    Answer.EXEMPTION: N_("Ber om unntak: avgjør"),
}
_STEPS = {
    SakState.OPEN: N_("Venter på svar"),
    SakState.MEASURE: N_("Tiltak pågår"),
    SakState.RETEST: N_("Prøves av regelen"),
    SakState.ANSWERED: N_("Besvart"),
}


def queued(today: Today, sak: Sak) -> Queued:
    until = sak.closed_on or today.day
    handler = today.directory.person(sak.handler, today.day) if sak.handler else None
    return Queued(
        shown=shown_sak(today, sak),
        days=max(0, (until - sak.opened).days),
        handler=handler.name if handler is not None else sak.handler or "",
        step=_step(sak),
    )


def _step(sak: Sak) -> str:
    if sak.outcome is not None:
        return _("Lukket: {outcome}").format(outcome=sak.outcome.value)
    if sak.kind == MISSING_DATA and sak.state is SakState.OPEN:
        return _("Venter på data")
    if sak.state is SakState.ANSWERED and sak.answer in _ASKED_OF_CONTROL:
        return _(_ASKED_OF_CONTROL[sak.answer])
    return _(_STEPS[sak.state]) if sak.state in _STEPS else sak.state.value.capitalize()
