"""Avvik to be read on a page: those that opened, or were løst, in one month, each with its record and its sak."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kontroll.domain.access import Thing, Viewer, seen
from kontroll.domain.avvik import Avvik
from kontroll.domain.month import Month
from kontroll.flows.paged import PER_PAGE, Paged, offset_of
from kontroll.flows.people.today import Today
from kontroll.flows.showing.queue import MOST_WRITTEN
from kontroll.flows.showing.queue_order import severity_order
from kontroll.store.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class AvvikAsked:
    """Both None: all that ever opened. Withdrawn ones, those of rules on trial and confined ones are never among them."""

    opened: Month | None = None
    resolved: Month | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownAvvik:
    avvik: Avvik
    rule: str
    enhet: str


def avvik_page(tx: Transaction, today: Today, viewer: Viewer, asked: AvvikAsked, number: int) -> Paged[ShownAvvik]:
    """The gravest first."""
    conditions = list(_asked(tx, viewer, asked))
    at = tx.avvik.table.c
    order = [severity_order(at.severity), at.rule, at.enhet]
    found = tx.avvik.ordered(order, *conditions, limit=PER_PAGE, offset=offset_of(number))
    return Paged([_shown(today, one) for one in found], number, tx.avvik.count(*conditions))


def all_avvik(tx: Transaction, today: Today, viewer: Viewer, asked: AvvikAsked) -> list[ShownAvvik]:
    """The same, for a file."""
    at = tx.avvik.table.c
    order = [severity_order(at.severity), at.rule, at.enhet]
    found = tx.avvik.ordered(order, *_asked(tx, viewer, asked), limit=MOST_WRITTEN)
    return [_shown(today, one) for one in found]


def _asked(tx: Transaction, viewer: Viewer, asked: AvvikAsked) -> Iterator[Any]:
    at, sees = tx.avvik.table.c, seen(viewer, Thing.SAK)
    yield at.withdrawn.is_(False) & at.trial.is_(False) & at.confined.is_(False) & at.opened.is_not(None)
    if sees.enheter is not None:
        yield at.enhet.in_(sorted(sees.enheter))
    if asked.opened is not None:
        yield at.opened == asked.opened
    if asked.resolved is not None:
        yield at.resolved == asked.resolved


def _shown(today: Today, one: Avvik) -> ShownAvvik:
    rule = today.desk.rulebook.rules.get(one.rule)
    return ShownAvvik(
        avvik=one,
        rule=rule.name if rule is not None else one.rule,
        enhet=today.directory.name_of(one.enhet, today.day) if one.enhet else "",
    )
