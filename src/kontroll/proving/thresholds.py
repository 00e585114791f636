"""Thresholds: each numeric threshold of a rule, and whether the tests stand on both sides of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from kontroll.domain.condition import (
    ChangeKind,
    Compare,
    FieldCompare,
    Grouped,
    IndicatorLeaf,
    Leaf,
    single_period,
)
from kontroll.domain.dataset import DataSet, FieldType
from kontroll.domain.operand import (
    FieldRef,
    Literal,
    Op,
    Operand,
    ParameterRef,
    PeriodEnd,
)
from kontroll.domain.rule import Rule
from kontroll.domain.rulebook import Rulebook
from kontroll.engine.plain import Comparison


@dataclass(frozen=True, slots=True)
class NumericThreshold:
    """A leaf that compares with a number. step: the smallest difference its operand can make; None = any."""

    leaf: Leaf
    asked: object
    op: Op
    step: Decimal | None
    name: str


def numeric_thresholds(rulebook: Rulebook, rule: Rule) -> list[NumericThreshold]:
    """Each one once, in reading order. Not counted: comparisons with other fields, ambitions and texts."""
    dataset = rulebook.dataset(rule.dataset) if rule.dataset else None
    found: dict[object, NumericThreshold] = {}
    for leaf in rule.leaves():
        for threshold in _of_leaf(rulebook, dataset, leaf):
            found.setdefault((threshold.asked, threshold.name), threshold)
    return list(found.values())


def _of_leaf(rulebook: Rulebook, dataset: DataSet | None, leaf: Leaf) -> Iterable[NumericThreshold]:
    if isinstance(leaf, IndicatorLeaf):
        indicator = rulebook.indicators[leaf.indicator]
        progress = leaf.change is not None and leaf.change.kind is ChangeKind.PROGRESS
        percent = leaf.change is not None and leaf.change.kind is ChangeKind.PERCENT
        for test in leaf.tests:
            if isinstance(test, Compare) and isinstance(test.threshold, Literal | ParameterRef):
                op = test.op.directed(1 if progress else indicator.better.sign)
                step = None if percent else Decimal(1).scaleb(-indicator.decimals)
                yield NumericThreshold(leaf, test, op, step, leaf.indicator)
    elif isinstance(leaf, Grouped) and _sets_limit(leaf.threshold) and dataset is not None:
        yield NumericThreshold(
            leaf, single_period(leaf), leaf.op, _step_of_group(dataset, leaf), leaf.sum_field or "antall"
        )
    elif isinstance(leaf, FieldCompare) and dataset is not None and _is_numeric(leaf, dataset):
        field = dataset.field(leaf.field)
        step = Decimal(1) if field is not None and field.type.is_time else step_of(dataset, leaf.field)
        yield NumericThreshold(leaf, single_period(leaf), leaf.op.plain, step, leaf.field)


def _is_numeric(leaf: FieldCompare, dataset: DataSet) -> bool:
    """A number of its own, a parameter, a field with a number of its own in it, or a number of days added to a date."""
    if isinstance(leaf.operand, PeriodEnd):
        return leaf.operand.plus_days != 0
    if isinstance(leaf.operand, FieldRef):
        return leaf.operand.plus_days != 0 or leaf.operand.is_reckoned
    field = dataset.field(leaf.field)
    return field is not None and field.type.is_number


def _step_of_group(dataset: DataSet, leaf: Grouped) -> Decimal | None:
    """A share makes no smallest difference."""
    if leaf.share_of is not None:
        return None
    return Decimal(1) if leaf.sum_field is None else step_of(dataset, leaf.sum_field)


def _sets_limit(threshold: Operand) -> bool:
    return not isinstance(threshold, FieldRef) or threshold.is_reckoned


def step_of(dataset: DataSet, id: str) -> Decimal:
    """The smallest difference between two values of a field of numbers."""
    field = dataset.field(id)
    whole = field is not None and field.type is FieldType.INTEGER
    return Decimal(1) if whole else Decimal("0.01")


def unproven(threshold: NumericThreshold, compared: Sequence[Comparison]) -> list[str]:
    """What the tests lack: «på grensen», «ett steg over», «ett steg under»; empty when both sides are there."""
    distances = [d for c in compared if _same(threshold, c) and (d := _distance(c)) is not None]
    needed = _needed(threshold)
    if threshold.step is None:
        beyond = any(d > 0 for d in distances) if needed[1] > 0 else any(d < 0 for d in distances)
        return ([] if 0 in distances else [ON]) + ([] if beyond else [ABOVE if needed[1] > 0 else BELOW])
    step = Fraction(threshold.step)
    off_grid = [d for d in distances if d % step != 0]
    if off_grid and 0 not in distances:
        # The threshold lies between two values that can be measured: both of them must be tried.
        return ([] if any(0 < d < step for d in off_grid) else [ABOVE]) + (
            [] if any(-step < d < 0 for d in off_grid) else [BELOW]
        )
    lacking = [] if 0 in distances else [ON]
    if needed == (1, -1):
        return lacking + ([] if step in distances or -step in distances else [ABOVE])
    return lacking + ([] if needed[1] * step in distances else [ABOVE if needed[1] > 0 else BELOW])


ON, ABOVE, BELOW = "på grensen", "ett steg over", "ett steg under"


def _same(threshold: NumericThreshold, compared: Comparison) -> bool:
    if isinstance(threshold.asked, Compare):
        return compared.asked is threshold.asked
    return compared.asked == threshold.asked


def _needed(threshold: NumericThreshold) -> tuple[int, int]:
    """(side that is not enough, side one step beyond that flips the answer)."""
    above = threshold.op in (Op.OVER, Op.AT_MOST)
    if threshold.op in (Op.EQUAL, Op.UNEQUAL):
        return 1, -1
    return (-1, 1) if above else (0, -1)


def _distance(compared: Comparison) -> Fraction | None:
    """Operand minus threshold, in the operand's unit or in days; None where either is unknown."""
    operand, limit = compared.operand, compared.limit.value
    if isinstance(operand, datetime):
        operand = operand.date()
    if isinstance(limit, datetime):
        limit = limit.date()
    if isinstance(operand, date) and isinstance(limit, date):
        return Fraction((operand - limit).days - compared.limit.plus_days)
    if isinstance(operand, Decimal | Fraction) and isinstance(limit, Decimal | Fraction):
        return Fraction(operand) - Fraction(limit)
    return None
