"""Rule counts: what each rule said in a month, of the answers that the viewer may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from kontroll.domain.access import EVERYWHERE, Act, Seen, Thing, Viewer, may_enter, seen
from kontroll.domain.coverage import Coverage
from kontroll.domain.month import Month
from kontroll.domain.rule import Rule
from kontroll.domain.truth import Result
from kontroll.engine.verdicts import CODES
from kontroll.report.few import split
from kontroll.report.proof import Proof, proof
from kontroll.report.situation import Situation, rank


@dataclass(frozen=True, slots=True)
class RuleCounts:
    """Answers of one rule in one month; judged counts all but `not in force`. proof: that it bites, and on how much it looked."""

    rule: Rule
    judged: int
    struck: int
    unknown: int
    proof: Proof


@dataclass(frozen=True, slots=True)
class ShownCounts:
    """The same as she may see it. A number that is None is not shown."""

    rule: Rule
    judged: int | None
    struck: int | None
    unknown: int | None
    proof: Proof


def hides_small(viewer: Viewer) -> bool:
    """Whether small numbers are hidden from her: what is counted is the whole, and she sees nothing of what is behind it."""
    return counted_for(viewer).is_all and not may_enter(viewer, Act.SEE, Thing.SMALL)


def without_small(judged: int, struck: int, unknown: int) -> tuple[int | None, int | None, int | None]:
    """The three as those who see no small numbers see them, on every page alike."""
    found = split([("struck", struck), ("fine", judged - struck - unknown), ("unknown", unknown)])
    parts = {one.name: one.value for one in found.parts}
    return found.total, parts["struck"], parts["unknown"]


def shown_counts(viewer: Viewer, counts: RuleCounts) -> ShownCounts:
    numbers: tuple[int | None, int | None, int | None] = (counts.judged, counts.struck, counts.unknown)
    if hides_small(viewer):
        numbers = without_small(counts.judged, counts.struck, counts.unknown)
    return ShownCounts(counts.rule, *numbers, counts.proof)


def counted_for(viewer: Viewer) -> Seen:
    """Whose answers are counted: all, for those who see sums; else those of her own enheter."""
    return EVERYWHERE if may_enter(viewer, Act.SEE, Thing.AGGREGATE) else seen(viewer, Thing.UNIT)


def within(rows: pl.DataFrame, whose: Seen) -> pl.DataFrame:
    """Answers about the enheter alone."""
    return rows if whose.enheter is None else rows.filter(pl.col("enhet").is_in(list(whose.enheter)))


def rule_counts(
    situation: Situation, month: Month, coverage: Mapping[str, Coverage], whose: Seen = EVERYWHERE
) -> list[RuleCounts]:
    """Every shown rule, gravest first within each area; also one that said nothing. whose: the answers that are counted."""
    counts = _counts(situation, month, whose)
    found = [
        RuleCounts(rule, *counts.get(id, (0, 0, 0)), proof([coverage[id]] if id in coverage else []))
        for id, rule in situation.shown.items()
    ]
    return sorted(found, key=lambda one: (one.rule.area, -rank(one.rule.severity), one.rule.id))


def confined_counts(situation: Situation, coverage: Mapping[str, Coverage]) -> list[ShownCounts]:
    """The rules whose answers are for few: that they ran, and of what they found no number, whoever looks."""
    return [
        ShownCounts(situation.rulebook.rules[id], None, None, None, proof([coverage[id]] if id in coverage else []))
        for id in situation.confined
    ]


def _counts(situation: Situation, month: Month, whose: Seen) -> dict[str, tuple[int, int, int]]:
    """Rule -> answers, utslag and ukjente."""
    if whose.is_all:
        return {rule: counts for (at, rule), counts in situation.counted.items() if at == month.ordinal}
    rows = within(situation.of_month(month), whose).filter(pl.col("resultat") != CODES[Result.NOT_IN_FORCE])
    unknown = (pl.col("resultat") == CODES[Result.UNKNOWN]).sum().alias("unknown")
    counted = rows.group_by("regel").agg(pl.len(), pl.col("struck").sum(), unknown)
    return {rule: (judged, struck, n) for rule, judged, struck, n in counted.iter_rows()}
