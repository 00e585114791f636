"""Saker in a list: as they were asked for, narrowed, ordered and paged by the database; or the whole list, for a file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kontroll.domain.access import Viewer
from kontroll.domain.sak import SakState
from kontroll.flows.paged import PER_PAGE, Paged, offset_of
from kontroll.flows.people.today import Today
from kontroll.flows.saker.seen_saker import seen_saker
from kontroll.flows.showing.queue_order import Sort, order_of
from kontroll.flows.showing.saker_pages import ShownSak, shown_sak
from kontroll.flows.showing.saker_words import with_words
from kontroll.store.transaction import Transaction

#: Saker that are written to one file.
MOST_WRITTEN = 50_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SakerAsked:
    """state: None = all that are not closed, or, with `closed_too`, all. enhet: a part of its name or its id; "" = all.

    word: in numbers, and in names of rules and enheter. sort: None = the nearest deadline first; closed ones by when they
    were closed.
    """

    state: SakState | None = None
    closed_too: bool = False
    enhet: str = ""
    word: str = ""
    sort: Sort | None = None
    down: bool = False


def saker_page(
    tx: Transaction, today: Today, viewer: Viewer, asked: SakerAsked, number: int, most: int = PER_PAGE
) -> Paged[ShownSak]:
    """Those that the viewer may see. most: on a page."""
    conditions = _conditions(tx, today, viewer, asked)
    found = tx.saker.ordered(_order(tx, today, asked, conditions), *conditions, limit=most, offset=offset_of(number))
    return Paged([shown_sak(today, sak) for sak in found], number, tx.saker.count(*conditions))


def whole_list(tx: Transaction, today: Today, viewer: Viewer, asked: SakerAsked) -> list[ShownSak]:
    return list(saker_page(tx, today, viewer, asked, 1, MOST_WRITTEN).items)


def _conditions(tx: Transaction, today: Today, viewer: Viewer, asked: SakerAsked) -> list[Any]:
    return [*seen_saker(tx, viewer), *_asked(tx, today, asked), *with_words(tx, today, asked.word)]


def _asked(tx: Transaction, today: Today, asked: SakerAsked) -> Iterator[Any]:
    at, part = tx.saker.table.c, asked.enhet.strip().casefold()
    if asked.state is not None:
        yield at.state == asked.state
    elif not asked.closed_too:
        yield at.state != SakState.CLOSED
    if part:
        directory = today.directory
        named = [i for i in directory.enheter() if part in directory.name_of(i, today.day).casefold()]
        yield at.enhet.in_(sorted({*named, asked.enhet.strip()}))


def _order(tx: Transaction, today: Today, asked: SakerAsked, conditions: list[Any]) -> list[Any]:
    at = tx.saker.table.c
    if asked.sort is not None:
        return [*order_of(tx, today, asked.sort, asked.down, conditions), at.id]
    return [at.deadline.is_(None), at.deadline, at.closed_on.is_(None), at.closed_on.desc(), at.id]
