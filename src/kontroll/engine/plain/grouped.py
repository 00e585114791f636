"""Grouped: the sum or number of like records in the days up to and with a record's date (rule language 2.6)."""

from __future__ import annotations

from decimal import Decimal, localcontext

from kontroll.domain.condition import Grouped
from kontroll.engine.plain.answer import FieldValue
from kontroll.engine.plain.recordset import Record, RecordSet


def grouped_amount(leaf: Grouped, record: Record, records: RecordSet) -> tuple[Decimal | None, tuple[FieldValue, ...]]:
    """The amount, and what it was made of; None = unknown: the record has no date or lacks a like field, or an amount lacks.

    A record that is itself without one of the like fields equals no other.
    """
    own = tuple(record.read(field) for field in leaf.like)
    if record.day is None or any(read.value is None for read in own):
        return None, own
    newest = record.day.toordinal()
    inside = [
        other
        for other in records.alike(leaf.like, record)
        if other.day is not None and newest - leaf.days < other.day.toordinal() <= newest
    ]
    if leaf.sum_field is None:
        return Decimal(len(inside)), tuple(other.read(leaf.like[0]) for other in inside)
    reads = tuple(other.read(leaf.sum_field) for other in inside)
    amounts = [read.value for read in reads if isinstance(read.value, Decimal)]
    return (_total(amounts) if len(amounts) == len(reads) else None), reads


def _total(amounts: list[Decimal]) -> Decimal:
    with localcontext() as exact:
        exact.prec = 100  # money of 15 digits and 9 decimals, however many records: nothing is rounded
        return sum(amounts, Decimal(0))
