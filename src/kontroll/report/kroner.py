"""Kroner: how much had gone through when a rule first found something, of the amounts of the data set it is about."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import polars as pl

from kontroll.domain.condition import FieldCompare, FieldMultiple, Grouped, Lookup
from kontroll.domain.dataset import DataSet, FieldType, Stock
from kontroll.domain.operand import FieldRef, Op
from kontroll.domain.rule import Rule
from kontroll.facts.facts import ENHET, KEY, RecordTable

#: The field that says who is paid, in the data sets that come with kontroll.
SUPPLIER = "leverandor"


def ore_until(rule: Rule, table: RecordTable, post: str, first: date, last: date) -> int | None:
    """Øre of all records like the one with the key, dated from first to last, both included.

    Like it: of the same enhet, and of the same supplier where the rule groups or looks up by that. A missing amount
    counts as none. None where the rule's data set has no amounts or no dates.
    """
    amount, dated = amount_field(rule, table.dataset), _date_field(table.dataset)
    standing = table.standing()
    own = standing.filter(pl.col(KEY) == post)
    if amount is None or dated is None or own.is_empty():
        return None
    like = [ENHET, *([SUPPLIER] if asks_by_supplier(rule, table.dataset) and own.item(0, SUPPLIER) is not None else [])]
    same = [pl.col(name).eq_missing(pl.lit(own.item(0, name), dtype=pl.String)) for name in like]
    within = pl.col(dated).cast(pl.Date).is_between(first, last)
    total = standing.filter(within, *same).get_column(amount).cast(pl.Int128).sum()
    exact = Decimal(int(total)).scaleb(2 - table.decimals[amount])
    return int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def money_fields(rule: Rule, dataset: DataSet) -> set[str]:
    """The fields that `ore_until` reads, besides those that every record has."""
    amount = amount_field(rule, dataset)
    supplier = {SUPPLIER} if asks_by_supplier(rule, dataset) else set[str]()
    return supplier if amount is None else {amount, *supplier}


def amount_field(rule: Rule, dataset: DataSet) -> str | None:
    """The first field in kroner that the rule reads; else the first one of the data set."""
    read = [name for name in _fields_read(rule) if _is_amount(dataset, name)]
    other = [field.id for field in dataset.fields if field.type is FieldType.KRONER]
    return next(iter([*read, *other]), None)


def asks_by_supplier(rule: Rule, dataset: DataSet) -> bool:
    """Whether the rule counts a supplier's records together, or looks something up about the supplier."""
    if dataset.field(SUPPLIER) is None:
        return False
    for leaf in rule.leaves():
        if isinstance(leaf, Grouped) and SUPPLIER in leaf.like:
            return True
        if isinstance(leaf, Lookup):
            terms = (term for term in leaf.terms if term.op is Op.EQUAL)
            if any(isinstance(term.operand, FieldRef) and term.operand.field == SUPPLIER for term in terms):
                return True
    return False


def _fields_read(rule: Rule) -> Iterator[str]:
    for leaf in rule.leaves():
        if isinstance(leaf, FieldCompare | FieldMultiple):
            yield leaf.field
        elif isinstance(leaf, Grouped) and leaf.sum_field is not None:
            yield leaf.sum_field


def _is_amount(dataset: DataSet, name: str) -> bool:
    field = dataset.field(name)
    return field is not None and field.type is FieldType.KRONER


def _date_field(dataset: DataSet) -> str | None:
    by = dataset.dated_by
    if isinstance(by, Stock):
        return by.start
    return by if isinstance(by, str) else None
