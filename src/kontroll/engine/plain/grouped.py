"""Grouped: the sum or number of like records in the days up to and with a record's date (rule language 2.6)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, localcontext
from fractions import Fraction

from kontroll.domain.condition import Grouped
from kontroll.engine.plain.answer import Number
from kontroll.engine.plain.record import FieldValue, Record
from kontroll.engine.plain.recordset import RecordSet


def grouped_amount(
    leaf: Grouped, record: Record, records: RecordSet
) -> tuple[Number | None, tuple[FieldValue | Record, ...]]:
    """The amount or the share; the record's like fields and the records it was made of, those of the amount first.

    None = unknown: the record has no date or lacks a like field, or an amount in the window is missing; a share also where the
    whole is not above 0. A record that is itself without one of the like fields equals no other.
    """
    own = tuple(record.read(field) for field in leaf.like)
    if record.day is None or any(read.value is None for read in own):
        return None, own
    inside = records.alike(leaf.like, record, leaf.days)
    amount = total(leaf, inside)
    if leaf.share_of is None:
        return amount, (*own, *inside)
    keys = {one.key for one in inside}
    around = records.alike(leaf.share_of, record, leaf.days)
    whole = total(leaf, around)
    share = None if amount is None or whole is None or whole <= 0 else Fraction(amount) * 100 / Fraction(whole)
    return share, (*own, *inside, *(one for one in around if one.key not in keys))


def total(leaf: Grouped, inside: Sequence[Record]) -> Decimal | None:
    """Their number, or what their amounts add up to; None where one is missing."""
    if leaf.sum_field is None:
        return Decimal(len(inside))
    contents = [other.contents[leaf.sum_field] for other in inside]
    amounts = [content for content in contents if isinstance(content, Decimal)]
    return _sum(amounts) if len(amounts) == len(contents) else None


def _sum(amounts: list[Decimal]) -> Decimal:
    with localcontext() as exact:
        exact.prec = 100  # money of 15 digits and 9 decimals, however many records: nothing is rounded
        return sum(amounts, Decimal(0))
