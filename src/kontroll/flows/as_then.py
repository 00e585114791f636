"""As then: a month of long ago computed again with the rules and the data as they were then known, held against its book.

«Etter reglene da / etter reglene nå»: the same month also with the rules, or the data, as they are today.

Why nothing is written but that it was done: the answers of the month stand. That somebody asked whether they still follow,
and what came of it, is itself a part of the proof.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import polars as pl

from kontroll.domain.month import Month
from kontroll.domain.problem import Gravity, Problem
from kontroll.domain.recomputed import Compared, Now, Recomputed, Then
from kontroll.domain.rulebook import Rulebook
from kontroll.facts.facts import Facts
from kontroll.flows.judge import JudgedMonth, changed_cells, judge, printed_digest
from kontroll.flows.kept_rules import read_kept
from kontroll.flows.known_facts import known_facts
from kontroll.flows.last import Last
from kontroll.flows.on_trail import OnTrail, on_trail
from kontroll.flows.rules_in_use import InUse, rules_in_use
from kontroll.flows.then import then_of
from kontroll.flows.untouched import not_untouched
from kontroll.rulebook.stamps import engine_stamp
from kontroll.store.transaction import Transaction
from kontroll.wiring import Desk

ENTRY = "gjenskaping"


def as_then(
    desk: Desk,
    months: Sequence[Month],
    now: datetime,
    actor: str,
    *,
    run: str | None = None,
    against: Collection[Now] = (),
    engine: str | None = None,
    tell: Callable[[Month], None] = lambda _month: None,
) -> list[Recomputed | Problem]:
    """Each month, in order, or why it has no answers. Raises TooLarge where 64 bits would not do.

    run: as that run found it, instead of as it stands. against: what of today it is also computed with.
    engine: the stamp of what computes; None = the one that does. tell: called with each month as it begins.
    """
    stamp = engine_stamp() if engine is None else engine
    asks_rules = any(one.rules for one in against)
    in_use = rules_in_use(desk.database, desk.rulebook, desk.rule_files, now) if asks_rules else InUse("", {})
    found = []
    with desk.database.reading() as tx:
        again = _Again(tx, on_trail(tx), desk.rulebook, in_use, stamp)
        for month in months:
            tell(month)
            found.append(again.month(month, run, against))
    with desk.database.transaction(actor, now) as tx:
        for one in found:
            if isinstance(one, Recomputed):
                tx.trail.append(ENTRY, _told(one))
    return found


class _CannotBeComputed(Exception):
    """problems: why."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


@dataclass(slots=True)
class _Rules:
    """What judges. digest: under which its facts are remembered."""

    digest: str
    rulebook: Rulebook
    left_out: frozenset[str]


@dataclass(slots=True)
class _Again:
    """Months computed again, in one picture of the database."""

    tx: Transaction
    trail: OnTrail
    rulebook_now: Rulebook
    in_use: InUse
    engine: str
    changed: list[int] = field(init=False)
    rulebooks: dict[str, tuple[Rulebook | None, list[Problem]]] = field(default_factory=dict)
    # Months in a row have often been judged by one run: what it knew is put together once. By whether rules and data are
    # those of today, so that going from one to the other forgets none of them.
    held: defaultdict[tuple[bool, bool], Last[tuple[Facts, list[Problem]]]] = field(
        default_factory=lambda: defaultdict(Last)
    )

    def __post_init__(self) -> None:
        self.changed = self.trail.changed_deliveries(self.tx)

    def month(self, month: Month, run: str | None, against: Collection[Now]) -> Recomputed | Problem:
        then = then_of(self.tx, self.trail, month, run)
        if isinstance(then, Problem):
            return then
        book = self.tx.books.verdicts(then.book)
        problems = not_untouched(then, self.trail, self.changed, printed_digest(book))
        found = Recomputed(
            then=then, engine=self.engine, problems=problems, deleted=len(self.trail.deleted_since(then.run))
        )
        again: JudgedMonth | None = None
        try:
            again = self._judge(self._rules_then(then), month, then.run.upto)
            found = replace(found, digest=again.digest, cells=changed_cells(book, again, then.run.id))
        except _CannotBeComputed as why:
            found = replace(found, problems=[*problems, *why.problems])
        before = book if again is None else again.verdicts
        compared = [self._compared(then, now, before, again) for now in against]
        return replace(found, compared=compared)

    def _compared(self, then: Then, now: Now, before: pl.DataFrame, same: JudgedMonth | None) -> Compared:
        """before: what the month came out as, with everything as then. same: so computed, where it could be."""
        try:
            rules = self._rules_now() if now.rules else self._rules_then(then)
            is_same = not now.data and (rules.digest, rules.left_out) == (then.run.rulebook, then.left_out)
            known = same if is_same else None
            again = known or self._judge(rules, then.month, None if now.data else then.run.upto)
        except _CannotBeComputed as why:
            return Compared(now=now, problems=why.problems)
        return Compared(
            now=now,
            digest=again.digest,
            struck=again.struck,
            unknown=again.unknown,
            cells=changed_cells(before, again, then.run.id),
        )

    # --- rules and facts ------------------------------------------------------------------------------------------

    def _rules_then(self, then: Then) -> _Rules:
        digest = then.run.rulebook
        if digest not in self.rulebooks:
            self.rulebooks[digest] = read_kept(self.tx, digest)
        rulebook, problems = self.rulebooks[digest]
        if rulebook is None:
            raise _CannotBeComputed(problems)
        return _Rules(digest, rulebook, then.left_out)

    def _rules_now(self) -> _Rules:
        return _Rules(self.in_use.digest, self.rulebook_now, frozenset(self.in_use.left_out))

    def _judge(self, rules: _Rules, month: Month, upto: int | None) -> JudgedMonth:
        last = self.held[rules.digest == self.in_use.digest, upto is None]
        facts, problems = last.of((rules.digest, upto), lambda: known_facts(self.tx, rules.rulebook, upto))
        stopping = [problem for problem in problems if problem.gravity is Gravity.STOPS]
        if stopping:
            raise _CannotBeComputed(stopping)
        return judge(rules.rulebook, facts, month, month, rules.left_out)[month]


def _told(one: Recomputed) -> dict[str, str | int | bool | None]:
    then = one.then
    return {
        "month": str(then.month), "book": then.book.number, "run": then.run.id, "identical": one.identical,
        "digest": one.digest, "cells": len(one.cells), "problems": len(one.problems), "engine": one.engine,
    }  # fmt: skip
