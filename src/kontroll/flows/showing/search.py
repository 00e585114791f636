"""Search: what the words are found in, of all that the viewer may see: enheter, saker, registers, rules and more.

Why never in persons: what is searched for here stands in the address. Who is in a sak is asked by `find_persons`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from kontroll.domain.access import Act, Thing, Viewer, may_enter, seen
from kontroll.domain.register import Register
from kontroll.domain.rule import Rule
from kontroll.domain.run import Run
from kontroll.flows.month.monthly_run import JOB
from kontroll.flows.people.today import Today
from kontroll.flows.registers.acting import sees
from kontroll.flows.registers.known import Known, known_of
from kontroll.flows.registers.listed import name_of
from kontroll.flows.showing.deliveries_pages import Came, deliveries_page
from kontroll.flows.showing.saker_list import SakerAsked, saker_page
from kontroll.flows.showing.saker_pages import ShownSak
from kontroll.report import reglement_search
from kontroll.report.inflection import Wanted
from kontroll.report.situation import Situation
from kontroll.store.transaction import Transaction
from kontroll.texts import month_name

T = TypeVar("T")
#: Of each kind that are shown; the rest stand on the list of their own.
MOST_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Hits(Generic[T]):
    """shown: the first of them. total: how many there are."""

    shown: Sequence[T] = ()
    total: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundAll:
    """enheter: id and name."""

    enheter: Hits[tuple[str, str]]
    saker: Hits[ShownSak]
    entries: Hits[Known]
    rules: Hits[Rule]
    passages: Hits[reglement_search.Hit]
    deliveries: Hits[Came]
    runs: Hits[Run]


def search(tx: Transaction, today: Today, viewer: Viewer, situation: Situation, text: str) -> FoundAll:
    """Every word of the text must be found, in whatever form. Of each kind only what she may see is counted."""
    wanted = Wanted.of(text)
    return FoundAll(
        enheter=_first(_enheter(today, viewer, situation, wanted, text.casefold())),
        saker=_saker(tx, today, viewer, text),
        entries=_first(_entries(tx, today, viewer, wanted, text.casefold())),
        rules=_first(_rules(viewer, situation, wanted, text.casefold())),
        passages=_first(_passages(today, viewer, text)),
        deliveries=_deliveries(tx, today, viewer, text),
        runs=_first(_runs(tx, viewer, wanted)),
    )


def _first(found: Iterable[T]) -> Hits[T]:
    every = list(found)
    return Hits(every[:MOST_SHOWN], len(every))


def _enheter(today: Today, viewer: Viewer, situation: Situation, wanted: Wanted, part: str) -> list[tuple[str, str]]:
    sees = seen(viewer, Thing.UNIT)
    named = [
        (id, today.directory.name_of(id, today.day))
        for id in today.directory.enheter()
        if sees.holds(id) and situation.knows_unit(id)
    ]
    found = [one for one in named if part == one[0].casefold() or part in one[1].casefold() or wanted.is_in(one[1])]
    return sorted(found, key=lambda one: (part != one[0].casefold(), one[1].casefold()))


def _saker(tx: Transaction, today: Today, viewer: Viewer, text: str) -> Hits[ShownSak]:
    if not may_enter(viewer, Act.SEE, Thing.SAK):
        return Hits()
    found = saker_page(tx, today, viewer, SakerAsked(word=text, closed_too=True), 1, MOST_SHOWN)
    return Hits(found.items, found.total)


def _entries(tx: Transaction, today: Today, viewer: Viewer, wanted: Wanted, part: str) -> list[Known]:
    """Of the registers, by number of the case, body, source, theme and what was decided or found."""
    if not may_enter(viewer, Act.SEE, Thing.REGISTER):
        return []
    every = (one for register in Register for one in known_of(tx, today.desk.rulebook, register))
    hers = [one for one in every if sees(viewer, one.enhet, one.owner)]
    found = [
        one
        for one in hers
        if part in (one.id.casefold(), one.case.casefold()) or wanted.is_in(name_of(one), one.text or "")
    ]
    return sorted(found, key=lambda one: part not in (one.id.casefold(), one.case.casefold()))


def _rules(viewer: Viewer, situation: Situation, wanted: Wanted, part: str) -> list[Rule]:
    if not may_enter(viewer, Act.SEE, Thing.RULE):
        return []
    rules = situation.shown.values()
    found = [r for r in rules if part in r.id.casefold() or part in r.name.casefold() or wanted.is_in(r.name)]
    return sorted(found, key=lambda rule: (rule.id.casefold() != part, rule.name.casefold()))


def _passages(today: Today, viewer: Viewer, text: str) -> list[reglement_search.Hit]:
    if not may_enter(viewer, Act.SEE, Thing.REGLEMENT):
        return []
    return reglement_search.search(today.desk.reglementer, text)


def _deliveries(tx: Transaction, today: Today, viewer: Viewer, text: str) -> Hits[Came]:
    if not may_enter(viewer, Act.SEE, Thing.DELIVERY):
        return Hits()
    found = deliveries_page(tx, today, viewer, None, (), 1, word=text, most=MOST_SHOWN)
    return Hits(found.items, found.total)


def _runs(tx: Transaction, viewer: Viewer, wanted: Wanted) -> list[Run]:
    if not may_enter(viewer, Act.SEE, Thing.RUN):
        return []
    runs = [run for run in tx.runs.where(job=JOB) if wanted.is_in(f"{month_name(run.period)} {run.period}", run.id)]
    return sorted(runs, key=lambda run: run.started, reverse=True)
