"""Sight: which texts of a rule test may be written otherwise, and how far it sees when they are.

A rule that only asks whether two texts are the same answers the same when both are written otherwise. When each test
among others writes them in a way of its own, a look-up finds the rows of its own test alone, and a sum the records of its
own test alone. Texts that a rule holds against a word of its own are left as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kontroll.domain.condition import Condition, FieldCompare, FieldIn, Grouped, Leaf, Lookup, leaves
from kontroll.domain.dataset import BUILT_IN, DataSet, Field, FieldType
from kontroll.domain.indicator import FromRecords
from kontroll.domain.operand import FieldRef, Op
from kontroll.domain.rulebook import Rulebook
from kontroll.proving.described import Described, Row

#: A data set and one of its fields.
Column = tuple[str, str]
#: What may be asked of texts that are written otherwise.
_SAME = (Op.EQUAL, Op.UNEQUAL)


@dataclass(frozen=True, slots=True)
class Seen:
    """Rows of a data set that a test would see though they are a neighbour's: those without the field; None: all of them."""

    dataset: str
    without: str | None


def otherwise_written(rulebook: Rulebook) -> frozenset[Column]:
    """Texts that no rule and no figure holds against anything but texts that are written otherwise with them."""
    same: dict[Column, Column] = {}
    as_they_are: set[Column] = set()
    for dataset, leaf in _leaves(rulebook):
        for one, other in _held_together(dataset, leaf):
            if other is None:
                as_they_are.add(one)
            else:
                same[_first(same, one)] = _first(same, other)
    columns = {(d.id, field.id): field for d in rulebook.datasets.values() for field in d.fields}
    free = {column for column, field in columns.items() if is_free_text(field)} - as_they_are
    # With what stands in a built-in list, or is no text, nothing of the same kind can be written otherwise.
    bound = {_first(same, column) for column in (columns.keys() | same.keys() | set(same.values())) - free}
    return frozenset(column for column in free if _first(same, column) not in bound)


def is_free_text(field: Field) -> bool:
    """Whether anything may stand in it."""
    return field.type is FieldType.TEXT and field.check is None


def _first(same: dict[Column, Column], column: Column) -> Column:
    """One that stands for all that are held against each other."""
    while column in same and same[column] != column:
        column = same[column]
    return column


def _held_together(dataset: str, leaf: Leaf) -> Iterator[tuple[Column, Column | None]]:
    """Each field that a leaf about records compares, and what with; None: with something else than a field for sameness."""
    if isinstance(leaf, FieldIn):
        yield (dataset, leaf.field), None
    elif isinstance(leaf, FieldCompare):
        yield from _compared((dataset, leaf.field), leaf.op, leaf.operand, dataset)
    elif isinstance(leaf, Lookup):
        for term in leaf.terms:
            yield from _compared((leaf.dataset, term.field), term.op, term.operand, dataset)


def _compared(column: Column, op: Op, operand: object, own: str) -> Iterator[tuple[Column, Column | None]]:
    other = (own, operand.field) if isinstance(operand, FieldRef) else None
    yield column, other if op in _SAME else None
    if other is not None and op not in _SAME:
        yield other, None


def _leaves(rulebook: Rulebook) -> Iterator[tuple[str, Leaf]]:
    """Every leaf about records, with their data set."""
    for dataset, condition in _conditions(rulebook):
        yield from ((dataset, leaf) for leaf in leaves(condition))


def _conditions(rulebook: Rulebook) -> Iterator[tuple[str, Condition]]:
    for rule in rulebook.rules.values():
        if rule.dataset is not None:
            yield from ((rule.dataset, condition) for condition in rule.conditions())
    for indicator in rulebook.indicators.values():
        if isinstance(indicator.computed, FromRecords) and indicator.computed.where is not None:
            yield indicator.computed.dataset, indicator.computed.where


# --- what is seen -----------------------------------------------------------------------------------------------------


def seen_by(one: Described, renamed: frozenset[Column]) -> frozenset[Seen] | None:
    """Rows that the test would see in others. None: it looks where everybody stands, and must stand alone.

    renamed: columns that each test writes in a way of its own.
    """
    found = set()
    for dataset, leaf in _leaves(one.rulebook):
        if isinstance(leaf, Lookup):
            if leaf.dataset in BUILT_IN:
                return None
            found.add(Seen(leaf.dataset, _told_apart_by(one, dataset, leaf, renamed)))
        elif isinstance(leaf, Grouped) and not any((dataset, field) in renamed for field in leaf.within):
            found.add(Seen(dataset, None))
    return frozenset(found)


def _told_apart_by(one: Described, dataset: str, leaf: Lookup, renamed: frozenset[Column]) -> str | None:
    """A field of the other data set that rules out all rows of neighbours in which it is known; None where there is none."""
    for term in leaf.terms:
        if term.op is Op.EQUAL and isinstance(term.operand, FieldRef) and (leaf.dataset, term.field) in renamed:
            own = term.operand.field
            # Whoever lacks it herself is in doubt about every row.
            if all(row.get(own, "").strip() for row in one.records.get(dataset, ())):
                return term.field
    return None


def lacking(dataset: DataSet, rows: Sequence[Row]) -> frozenset[str]:
    """Fields that one of the rows is without."""
    return frozenset(field.id for field in dataset.fields if any(not row.get(field.id, "").strip() for row in rows))
