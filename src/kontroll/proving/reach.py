"""Which answers a rule can give at all: a test for *ukjent* is asked for only where something can be unknown.

How: for every choice of which fields are missing, the answers that each leaf can give are combined by Kleene's tables. So
«the date is missing, or it is too late» is known never to be unknown, though each part of it looks at a field that may be.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from kontroll.domain.condition import (
    AllOf,
    AnyOf,
    Condition,
    FieldCompare,
    FieldMissing,
    Grouped,
    IndicatorLeaf,
    Leaf,
    Lookup,
    NoneOf,
    Not,
    RuleLeaf,
    children,
)
from kontroll.domain.dataset import DataSet, Stock
from kontroll.domain.operand import (
    FieldRef,
    ParameterRef,
)
from kontroll.domain.rule import Rule
from kontroll.domain.rulebook import ENHET_RULE, Rulebook
from kontroll.domain.truth import Truth, all_of, any_of

_ALL = frozenset(Truth)
_KNOWN = frozenset({Truth.TRUE, Truth.FALSE})
#: Fields whose absence is tried in every combination; a rule with more is taken to be able to be unknown.
_MOST_FIELDS = 10


def can_be_unknown(rulebook: Rulebook, rule: Rule) -> bool:
    """True where some version, or an exception to it, can be unknown for some subject."""
    dataset = rulebook.dataset(rule.dataset) if rule.dataset else None
    fields = sorted({f for f in _fields(rule) if dataset is not None and not _always_there(dataset, f)})
    if len(fields) > _MOST_FIELDS:
        return True
    for gone in product((False, True), repeat=len(fields)):
        missing = frozenset(field for field, is_gone in zip(fields, gone, strict=True) if is_gone)
        if any(Truth.UNKNOWN in _answers(rulebook, condition, missing) for condition in rule.conditions()):
            return True
    return False


def _fields(rule: Rule) -> Iterator[str]:
    """Fields of the record itself that the rule's leaves look at."""
    for leaf in rule.leaves():
        if isinstance(leaf, Grouped):
            yield from leaf.like
        elif not isinstance(leaf, IndicatorLeaf | RuleLeaf | Lookup):
            yield leaf.field
            if isinstance(leaf, FieldCompare) and isinstance(leaf.operand, FieldRef):
                yield leaf.operand.field


def _always_there(dataset: DataSet, field: str) -> bool:
    """A record without its date is not judged at all."""
    by = dataset.dated_by
    return field == by or (isinstance(by, Stock) and field == by.start)


def _answers(rulebook: Rulebook, condition: Condition, missing: frozenset[str]) -> frozenset[Truth]:
    """The answers that the tree can give, its leaves taken as independent of each other."""
    if isinstance(condition, Not):
        return frozenset(~truth for truth in _answers(rulebook, condition.child, missing))
    if isinstance(condition, AllOf | AnyOf | NoneOf):
        combine = all_of if isinstance(condition, AllOf) else any_of
        so_far = _answers(rulebook, condition.children[0], missing)
        for child in children(condition)[1:]:
            so_far = frozenset(combine(pair) for pair in product(so_far, _answers(rulebook, child, missing)))
        return frozenset(~truth for truth in so_far) if isinstance(condition, NoneOf) else so_far
    return _of_leaf(rulebook, condition, missing)


def _of_leaf(rulebook: Rulebook, leaf: Leaf, missing: frozenset[str]) -> frozenset[Truth]:
    if isinstance(leaf, FieldMissing):
        return frozenset({Truth.of((leaf.field in missing) is leaf.missing)})
    if isinstance(leaf, IndicatorLeaf | Lookup):
        return _ALL
    if isinstance(leaf, RuleLeaf):
        known = leaf.rule == ENHET_RULE or not can_be_unknown(rulebook, rulebook.rules[leaf.rule])
        return _KNOWN if known else _ALL
    if isinstance(leaf, Grouped):
        if missing.intersection(leaf.like):
            return frozenset({Truth.UNKNOWN})
        return _KNOWN if leaf.sum_field is None and not isinstance(leaf.threshold, ParameterRef) else _ALL
    if leaf.field in missing:
        return frozenset({Truth.UNKNOWN})
    if isinstance(leaf, FieldCompare):
        if isinstance(leaf.operand, FieldRef) and leaf.operand.field in missing:
            return frozenset({Truth.UNKNOWN})
        if isinstance(leaf.operand, ParameterRef):
            return _ALL
    return _KNOWN
