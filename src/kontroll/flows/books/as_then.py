"""As then: a month of long ago computed again with the rules and the data as they were then known, held against its book.

«Etter reglene da / etter reglene nå»: the same month also with the rules, or the data, as they are today.

Why nothing is written but that it was done: the answers of the month stand. That somebody asked whether they still follow,
and what came of it, is itself a part of the proof.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import polars as pl

from kontroll.domain.month import Month
from kontroll.domain.problem import Gravity, Problem
from kontroll.domain.recomputed import Compared, Now, Recomputed, Then
from kontroll.domain.rulebook import Rulebook
from kontroll.domain.rulebookkept import digest_of, file_list
from kontroll.facts.facts import Facts
from kontroll.flows.books.judge import JudgedMonth, changed_cells, judge, printed_digest
from kontroll.flows.books.kept_rules import read_kept
from kontroll.flows.books.on_trail import OnTrail, on_trail
from kontroll.flows.books.rules_in_use import InUse, rules_in_use
from kontroll.flows.books.then import then_of
from kontroll.flows.books.untouched import changed_delivery, not_untouched
from kontroll.flows.deliveries.known_facts import known_facts
from kontroll.flows.last import Last
from kontroll.rulebook.stamps import engine_stamp
from kontroll.store.transaction import Transaction
from kontroll.wiring import Desk

ENTRY = "gjenskaping"
#: Months that are judged at once, at most.
_TOGETHER = 6


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
    asks_rules = any(one.rules for one in against)
    in_use = rules_in_use(desk.database, desk.rulebook, desk.rule_files, now) if asks_rules else InUse("", {})
    with desk.database.reading() as tx:
        trail = on_trail(tx)
        thens = [then_of(tx, trail, month, run) for month in months]
        again = _Again(tx, trail, desk, in_use, engine_stamp() if engine is None else engine, _spans(thens))
        found: list[Recomputed | Problem] = []
        for month, then in zip(months, thens, strict=True):
            tell(month)
            found.append(again.recomputed(then, against) if isinstance(then, Then) else then)
    with desk.database.transaction(actor, now) as tx:
        for one in found:
            if isinstance(one, Recomputed):
                tx.trail.append(ENTRY, _told(one))
    return found


def _spans(thens: Sequence[Then | Problem]) -> dict[tuple[str, int], tuple[Month, Month]]:
    """By `_part`: the first and the last month of those that are judged together."""
    months = defaultdict[tuple[str, int], list[Month]](list)
    for then in thens:
        if isinstance(then, Then):
            months[_part(then)].append(then.month)
    return {part: (min(some), max(some)) for part, some in months.items()}


def _part(then: Then) -> tuple[str, int]:
    """Months near each other that stand on the same: several at once take little longer than one, and some more memory."""
    return then.run.id, then.month.ordinal // _TOGETHER


class _CannotBeComputed(Exception):
    """problems: why."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


@dataclass(slots=True)
class _Rules:
    """What judges. files: digest of the rule files alone, the same whichever engine reads them."""

    files: str
    rulebook: Rulebook
    left_out: frozenset[str]


@dataclass(slots=True)
class _Again:
    """Months computed again, in one picture of the database. What the last ones stood on is held for the next."""

    tx: Transaction
    trail: OnTrail
    desk: Desk
    in_use: InUse
    engine: str
    spans: Mapping[tuple[str, int], tuple[Month, Month]]
    changed: dict[int, bool] = field(init=False)
    rules_now: _Rules = field(init=False)
    rulebooks: dict[str, tuple[Rulebook | None, list[Problem]]] = field(default_factory=dict)
    # By whether rules and data are those of today, so that going from one to the other forgets none of them.
    facts: defaultdict[tuple[bool, bool], Last[tuple[Facts, list[Problem]]]] = field(init=False)
    judged: defaultdict[tuple[bool, bool], Last[dict[Month, JudgedMonth]]] = field(init=False)

    def __post_init__(self) -> None:
        self.changed = self.trail.changed_deliveries(self.tx)
        files = digest_of(file_list(self.desk.rule_files).encode())
        self.rules_now = _Rules(files, self.desk.rulebook, frozenset(self.in_use.left_out))
        self.facts, self.judged = defaultdict(Last), defaultdict(Last)

    def recomputed(self, then: Then, against: Collection[Now]) -> Recomputed:
        book, digest = self._book(then)
        found = Recomputed(
            then=then,
            engine=self.engine,
            problems=not_untouched(then, self.trail, self.changed, digest),
            deleted=len(self.trail.deleted_since(then.run)),
        )
        before = book
        try:
            again = self._judged(self._rules_then(then), then, then.run.upto)
            cells = changed_cells(book, again, then.run.id) if book is not None else []
            found = replace(found, digest=again.digest, cells=cells)
            before = again.verdicts
        except _CannotBeComputed as why:
            found = replace(found, problems=[*found.problems, *why.problems])
        return replace(found, compared=[self._compared(then, before, now) for now in against])

    def _book(self, then: Then) -> tuple[pl.DataFrame | None, str]:
        """The answers that lie in the database and their digest; None where they were changed so that none can be read."""
        try:
            book = self.tx.books.verdicts(then.book)
            return book, printed_digest(book)
        except (Exception, pl.exceptions.PanicException):  # columns that somebody changed may fail in any way
            return None, ""

    def _compared(self, then: Then, before: pl.DataFrame | None, now: Now) -> Compared:
        """before: what the month came out as, with everything as then; None where nobody can say."""
        if before is None:
            return Compared(now=now)
        try:
            rules = self.rules_now if now.rules else self._rules_then(then)
            again = self._judged(rules, then, None if now.data else then.run.upto)
        except _CannotBeComputed as why:
            return Compared(now=now, problems=why.problems)
        return Compared(
            now=now,
            digest=again.digest,
            struck=again.struck,
            unknown=again.unknown,
            cells=changed_cells(before, again, then.run.id),
        )

    def _rules_then(self, then: Then) -> _Rules:
        digest = then.run.rulebook
        if digest not in self.rulebooks:
            self.rulebooks[digest] = read_kept(self.tx, digest)
        rulebook, problems = self.rulebooks[digest]
        kept = self.tx.rulebooks.get(digest)
        if rulebook is None or kept is None:
            raise _CannotBeComputed(problems)
        return _Rules(digest_of(kept.files.encode()), rulebook, then.left_out)

    def _judged(self, rules: _Rules, then: Then, upto: int | None) -> JudgedMonth:
        # Bytes that somebody changed are not even unpacked: what they would be read as, nobody can foresee.
        other = [seq for seq, content in self.changed.items() if content and (upto is None or seq <= upto)]
        if other:
            # Those that it knew are told already.
            raise _CannotBeComputed([changed_delivery(seq) for seq in other if seq > then.run.upto])
        # The newest delivery is the same whether it is asked for or not.
        upto = None if upto == self.tx.deliveries.newest() else upto
        kind = rules.files == self.rules_now.files, upto is None
        facts, problems = self.facts[kind].of((rules.files, upto), lambda: known_facts(self.tx, rules.rulebook, upto))
        stopping = [problem for problem in problems if problem.gravity is Gravity.STOPS]
        if stopping:
            raise _CannotBeComputed(stopping)
        first, last = self.spans[_part(then)]
        source = rules.files, rules.left_out, upto, first, last
        months = self.judged[kind].of(source, lambda: judge(rules.rulebook, facts, first, last, rules.left_out))
        return months[then.month]


def _told(one: Recomputed) -> dict[str, str | int | bool | None]:
    then = one.then
    return {
        "month": str(then.month), "book": then.book.number, "run": then.run.id, "identical": one.identical,
        "digest": one.digest, "cells": len(one.cells), "problems": len(one.problems), "engine": one.engine,
    }  # fmt: skip
