"""Winners: what everybody learns of figures that are not published from who won: nobody else did better.

Each comparison leaves a hidden figure less room. Where it is between two years, half of the distance goes to each, so that
what is hidden in both is hidden whichever of them moves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from kontroll.disclosure.survey import Cell, Scale
from kontroll.domain.condition import BestAmong, Change, ChangeKind, IndicatorLeaf, leaves
from kontroll.domain.indicator import Indicator
from kontroll.domain.month import Month, Period
from kontroll.domain.rule import Rule
from kontroll.domain.truth import Truth
from kontroll.engine.plain import Measured, PlainEvaluator


@dataclass(frozen=True, slots=True)
class Won:
    """An answer that is published: the rule gave grounds for a bonus to the enhet."""

    rule: Rule
    enhet: str
    month: Month


@dataclass(frozen=True, slots=True)
class Contest:
    """Of one period. rooms: what is left for the figure of a rival. winners: whose own figures follow from their having won."""

    rooms: dict[Cell, Scale] = field(default_factory=dict)
    winners: set[str] = field(default_factory=set)


def contests(
    won: Iterable[Won], indicators: Mapping[str, Indicator], evaluator: PlainEvaluator, scales: Mapping[str, Scale]
) -> dict[Period, Contest]:
    found: dict[Period, Contest] = {}
    for one in won:
        for leaf, own, rival in _comparisons(one, evaluator):
            better = indicators[leaf.indicator].better.sign
            share = _apart(leaf.change, better, own, rival) / len(own.values)
            for n, (winner, value) in enumerate(zip(own.values, rival.values, strict=True)):
                contest = found.setdefault(winner.period, Contest())
                contest.winners.add(own.enhet)
                if value.number is not None and leaf.indicator in scales:
                    cell, at = Cell(leaf.indicator, rival.enhet), Fraction(value.number)
                    room = contest.rooms.get(cell, scales[leaf.indicator])
                    # With more now, or less before, the rival would have won.
                    upwards = (better > 0) == (n == 0)
                    contest.rooms[cell] = (
                        Scale(room.lowest, min(room.highest, at + share))
                        if upwards
                        else Scale(max(room.lowest, at - share), room.highest)
                    )
    return found


def _comparisons(one: Won, evaluator: PlainEvaluator) -> Iterator[tuple[IndicatorLeaf, Measured, Measured]]:
    """The winner beside each rival of whom the rules knew enough."""
    version = one.rule.version_in(one.month)
    for leaf in leaves(version.condition) if version is not None else ():
        if not isinstance(leaf, IndicatorLeaf) or not any(isinstance(test, BestAmong) for test in leaf.tests):
            continue
        for test in evaluator.leaf(one.rule, leaf, one.enhet, one.month).children:
            if isinstance(test.asked, BestAmong) and test.truth is Truth.TRUE:
                own, *rivals = [read for read in test.reads if isinstance(read, Measured)]
                yield from ((leaf, own, rival) for rival in rivals if rival.operand is not None)


def _apart(change: Change | None, better: int, own: Measured, rival: Measured) -> Fraction:
    """How much better the winner did, in the indicator's own unit."""
    assert own.operand is not None
    assert rival.operand is not None
    if change is not None and change.kind is ChangeKind.PERCENT:
        return Fraction(0)  # A per cent of what, differs from enhet to enhet: no room is the least there can be.
    # Progress is larger when it is better, whichever way the figure goes.
    sign = 1 if change is not None and change.kind is ChangeKind.PROGRESS else better
    return max(sign * (Fraction(own.operand) - Fraction(rival.operand)), Fraction(0))
