"""Equivalent: a change that no value can show, because something else in the rule is about the same figure or field.

Why: «minst 50 000 and a whole number of ten thousands» says the same from 49 999,99 as from 50 000. No test can tell
the two apart, so none must be asked for. Tried are the values at and beside every limit of the figure or field, each
with every answer that the other parts of the rule may give.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import product

from kontroll.domain.condition import (
    AllOf,
    AnyOf,
    Compare,
    Condition,
    FieldCompare,
    FieldIn,
    FieldMissing,
    FieldMultiple,
    Grouped,
    IndicatorLeaf,
    Leaf,
    Lookup,
    NoneOf,
    Not,
    Reading,
    RuleLeaf,
    children,
    leaves,
)
from kontroll.domain.dataset import DataSet
from kontroll.domain.operand import Literal, ParameterRef
from kontroll.domain.parameter import Parameter
from kontroll.domain.rulebook import Rulebook
from kontroll.domain.truth import Truth, all_of, any_of
from kontroll.engine.plain.comparison import compare, compare_numbers
from kontroll.engine.plain.record import Content
from kontroll.engine.plain.recordleaves import field_truth
from kontroll.proving.mutation.change import is_moved, moved
from kontroll.proving.mutation.mutant import Mutant
from kontroll.proving.thresholds import step_of

#: More free answers than this are not tried in every combination: the change is then taken to be one that shows.
_MOST_FREE = 7
#: A text that no rule names.
_OTHER = "\N{NULL}"


def is_equivalent(rulebook: Rulebook, mutant: Mutant) -> bool:
    """True where no answer of the rule differs, whatever the value of what the changed part is about."""
    return _Trial(rulebook, mutant).shows_nothing()


class _Trial:
    """One change, the figure or field that it is about, and the trees before and after it."""

    def __init__(self, rulebook: Rulebook, mutant: Mutant) -> None:
        self._parameters = dict(rulebook.parameters)
        self._mutant = mutant
        self._rulebook = rulebook
        rule = mutant.rule
        self._dataset: DataSet | None = rulebook.dataset(rule.dataset) if rule.dataset is not None else None
        self._about = _about(mutant.before)

    def shows_nothing(self) -> bool:
        before, after = _trees(self._rulebook, self._mutant)
        if self._about is None or self._about != _about(self._mutant.after) or before is None or after is None:
            return False
        mine = {leaf for tree in (before, after) for leaf in leaves(tree) if _about(leaf) == self._about}
        free = list(dict.fromkeys(leaf for leaf in leaves(before) if leaf not in mine))
        if len(free) > _MOST_FREE or self._about[0] in {name for leaf in free for name in _touches(leaf)}:
            return False
        parted = False
        for value in self._values(mine):
            known = {leaf: self._truth(leaf, value) for leaf in mine}
            # Only where the changed part itself can be told apart has anything been tried.
            parted = parted or _walk(self._mutant.before, known) is not _walk(self._mutant.after, known)
            for truths in product(Truth, repeat=len(free)):
                answers = known | dict(zip(free, truths, strict=True))
                if _walk(before, answers) is not _walk(after, answers):
                    return False
        return parted

    # --- values -----------------------------------------------------------------------------------------------

    def _values(self, mine: set[Leaf]) -> Iterator[Content | None]:
        """Missing; each limit and one step to both sides; and the nearest multiples of what must be a multiple."""
        yield None
        limits = [limit for leaf in mine for limit in self._limits(leaf)]
        for limit in limits:
            if isinstance(limit, Decimal):
                yield from (limit, limit + self._step(), limit - self._step())
                for leaf in mine:
                    if isinstance(leaf, FieldMultiple):
                        yield from (limit // leaf.of * leaf.of + by * leaf.of for by in (-1, 0, 1))
            elif isinstance(limit, date):
                yield from (limit, limit + timedelta(days=1), limit - timedelta(days=1))
            else:
                yield limit
                if isinstance(limit, str):
                    yield _OTHER

    def _limits(self, leaf: Leaf) -> list[Content]:
        if isinstance(leaf, FieldIn):
            return [one.value for one in leaf.values]
        asked = [t.threshold for t in leaf.tests if isinstance(t, Compare)] if isinstance(leaf, IndicatorLeaf) else []
        operands = [*asked, *([leaf.operand] if isinstance(leaf, FieldCompare) else [])]
        return [value for operand in operands if (value := self._value(operand)) is not None]

    def _step(self) -> Decimal:
        before = self._mutant.before
        if isinstance(before, IndicatorLeaf):
            return Decimal(1).scaleb(-self._rulebook.indicators[before.indicator].decimals)
        assert self._dataset is not None
        assert self._about is not None
        return step_of(self._dataset, self._about[0])

    def _value(self, operand: object) -> Content | None:
        """A constant, or the latest value of a parameter."""
        if isinstance(operand, ParameterRef):
            values = [one.value for one in self._parameter(operand.parameter).values if one.value is not None]
            return values[-1] if values else None
        return operand.value if isinstance(operand, Literal) and not operand.plus_days else None

    def _parameter(self, id: str) -> Parameter:
        return moved(self._parameters, id) if is_moved(id) else self._parameters[id]

    # --- truths -----------------------------------------------------------------------------------------------

    def _truth(self, leaf: Leaf, value: Content | None) -> Truth:
        if isinstance(leaf, IndicatorLeaf):
            sign = self._rulebook.indicators[leaf.indicator].better.sign
            assert value is None or isinstance(value, Decimal)
            return all_of(
                compare_numbers(test.op.directed(sign), value, _decimal(self._value(test.threshold)))
                for test in leaf.tests
                if isinstance(test, Compare)
            )
        if isinstance(leaf, FieldCompare):
            return compare(leaf.op, value, self._value(leaf.operand))
        assert isinstance(leaf, FieldMissing | FieldIn | FieldMultiple)
        return field_truth(leaf, value)


def _decimal(value: Content | None) -> Decimal | None:
    assert value is None or isinstance(value, Decimal)
    return value


def _about(part: Condition) -> tuple[str, Reading] | None:
    """The one figure or field that a leaf is a function of, and when it is read; None for all other parts."""
    if isinstance(part, IndicatorLeaf):
        simple = part.window is None and part.change is None
        constant = all(isinstance(t, Compare) and isinstance(t.threshold, Literal | ParameterRef) for t in part.tests)
        return (part.indicator, part.reading) if simple and constant else None
    if isinstance(part, FieldCompare):
        plain = isinstance(part.operand, ParameterRef) or (
            isinstance(part.operand, Literal) and not part.operand.plus_days
        )
        return (part.field, Reading.CONTAINING) if plain and part.window is None else None
    if isinstance(part, FieldMissing | FieldIn | FieldMultiple):
        return (part.field, Reading.CONTAINING) if part.window is None else None
    return None


def _touches(leaf: Leaf) -> set[str]:
    """Figures and fields that a leaf reads, as far as they may be the one that is tried."""
    if isinstance(leaf, IndicatorLeaf):
        return {leaf.indicator}
    # What they read is never missing or there by itself: taking their answer as free only finds more that shows.
    return set() if isinstance(leaf, RuleLeaf | Lookup | Grouped) else {leaf.field}


def _trees(rulebook: Rulebook, mutant: Mutant) -> tuple[Condition | None, Condition | None]:
    """The whole condition that the changed part stands in, before and after."""
    original = rulebook.rules.get(mutant.rule.id)
    if original is None:
        return None, None
    if mutant.site.exemption:
        pair = [
            next(e.condition for e in r.exemptions if e.id == mutant.site.exemption) for r in (original, mutant.rule)
        ]
    else:
        first = mutant.site.versions[0]
        pair = [next(v.condition for v in r.versions if v.valid_from == first) for r in (original, mutant.rule)]
    return pair[0], pair[1]


def _walk(condition: Condition, answers: dict[Leaf, Truth]) -> Truth:
    if isinstance(condition, Not):
        return ~_walk(condition.child, answers)
    if isinstance(condition, AllOf | AnyOf | NoneOf):
        truths = [_walk(child, answers) for child in children(condition)]
        if isinstance(condition, AllOf):
            return all_of(truths)
        return any_of(truths) if isinstance(condition, AnyOf) else ~any_of(truths)
    return answers[condition]
