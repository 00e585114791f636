"""Winners: what everybody learns of figures that are not published from who won: nobody else did better.

Each comparison leaves a hidden figure less room. Where it is between two years, half of the distance goes to each, so that
what is hidden in both is hidden whichever of them moves.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

from kontroll.disclosure.survey import Cell, Scale
from kontroll.domain.condition import BestAmong, Change, ChangeKind, IndicatorLeaf, leaves
from kontroll.domain.indicator import Indicator
from kontroll.domain.month import Month, Period
from kontroll.domain.rule import Rule, RuleType, Status
from kontroll.domain.rulebook import Rulebook
from kontroll.domain.truth import Truth
from kontroll.engine.columnar import evaluate
from kontroll.engine.plain import Measured, PlainEvaluator
from kontroll.engine.verdicts import CODES
from kontroll.facts.facts import Facts


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
            share = _share(leaf.change, better, own, rival)
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


def won_in(rulebook: Rulebook, facts: Facts, months: Iterable[Month]) -> Iterator[Won]:
    """Who had ground for bonus in each of the months, by the rules as they were then."""
    rules = {
        id: rule for id, rule in rulebook.rules.items() if rule.type is RuleType.BONUS and rule.status is Status.IN_USE
    }
    if not rules:
        return
    asked = replace(rulebook, rules=rules)
    for month in sorted({*months}):
        answers = evaluate(asked, facts, month, month).frame.select("regel", "enhet", "resultat").sort("regel", "enhet")
        for id, enhet, result in answers.iter_rows():
            # What is built in answers too, of data that are wrong.
            if id in rules and result == CODES[RuleType.BONUS.strikes_at]:
                yield Won(rules[id], enhet, month)


def measured_years(rulebook: Rulebook, facts: Facts, before: Month) -> list[Month]:
    """The last month of each year that anything is measured of, and that was over before the month."""
    found: set[int] = set()
    for id, index in facts.measurements.select("indikator", "period").unique().iter_rows():
        if id in rulebook.indicators:
            found.add(Period(rulebook.indicators[id].frequency.months, index).last_month.year)
    return [month for year in sorted(found) if (month := Month(year, 12)) < before]


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


def _share(change: Change | None, better: int, own: Measured, rival: Measured) -> Fraction:
    """How much each figure of the rival could have been better without her having won, in the indicator's own unit."""
    assert own.operand is not None
    assert rival.operand is not None
    if change is not None and change.kind is ChangeKind.PERCENT:
        return _share_of_percent(better, Fraction(own.operand), [one.number for one in rival.values])
    # Progress is larger when it is better, whichever way the figure goes.
    sign = 1 if change is not None and change.kind is ChangeKind.PROGRESS else better
    return max(sign * (Fraction(own.operand) - Fraction(rival.operand)), Fraction(0)) / len(own.values)


def _share_of_percent(better: int, won_by: Fraction, values: Sequence[Decimal | None]) -> Fraction:
    """The same of a change in per cent: now + s = (then - s) × what the winner's figure was multiplied by.

    Where the figure before was not above zero, a per cent of it says nothing of that: no room is the least there can be.
    """
    times = 1 + won_by / 100
    now, then = values
    if now is None or then is None or then <= 0 or times <= 0:
        return Fraction(0)
    return max(better * (Fraction(then) * times - Fraction(now)), Fraction(0)) / (1 + times)
