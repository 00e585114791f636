"""Grouped: the sum or number of like records in the days up to and with a record's date (rule language 2.6)."""

from __future__ import annotations

from decimal import Decimal, localcontext

from kontroll.domain.condition import Grouped
from kontroll.engine.plain.record import FieldValue, Record
from kontroll.engine.plain.recordset import RecordSet


def grouped_amount(
    leaf: Grouped, record: Record, records: RecordSet
) -> tuple[Decimal | None, tuple[FieldValue | Record, ...]]:
    """The amount; the record's like fields and the records the amount was made of.

    None = unknown: the record has no date or lacks a like field, or an amount in the window is missing. A record that
    is itself without one of the like fields equals no other.
    """
    own = tuple(record.read(field) for field in leaf.like)
    if record.day is None or any(read.value is None for read in own):
        return None, own
    inside = records.alike(leaf.like, record, leaf.days)
    if leaf.sum_field is None:
        return Decimal(len(inside)), (*own, *inside)
    contents = [other.contents[leaf.sum_field] for other in inside]
    amounts = [content for content in contents if isinstance(content, Decimal)]
    return (_total(amounts) if len(amounts) == len(contents) else None), (*own, *inside)


def _total(amounts: list[Decimal]) -> Decimal:
    with localcontext() as exact:
        exact.prec = 100  # money of 15 digits and 9 decimals, however many records: nothing is rounded
        return sum(amounts, Decimal(0))
