"""Lookup: is there a row in another data set for which all terms hold? (rule language 2.6)"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from kontroll.domain.condition import Lookup
from kontroll.domain.operand import Op
from kontroll.domain.truth import Truth, all_of, any_of
from kontroll.engine.plain.answer import Limit
from kontroll.engine.plain.comparison import compare
from kontroll.engine.plain.record import Record
from kontroll.engine.plain.recordset import RecordSet


def lookup_rows(leaf: Lookup, limits: Sequence[Limit], rows: RecordSet) -> tuple[Truth, tuple[Record, ...]]:
    """Whether a row is found, and the rows that were found or might be.

    limits: what each term of the leaf compares with, in the same order.
    A missing operand leaves a row in doubt unless another term rules it out; one sure row decides for all.
    """
    # When this record's own operand is missing no row can be sure, and one in doubt says all there is to say.
    in_doubt_at_best = any(limit.value is None for limit in limits)
    truths: list[Truth] = []
    found: dict[Truth, list[Record]] = {Truth.TRUE: [], Truth.UNKNOWN: []}
    for row in _candidates(leaf, limits, rows):
        terms = zip(leaf.terms, limits, strict=True)
        truth = all_of(compare(term.op, row.contents[term.field], lim.value, lim.plus_days) for term, lim in terms)
        truths.append(truth)
        if truth is not Truth.FALSE:
            found[truth].append(row)
            if in_doubt_at_best:
                break
    truth = any_of(truths)
    return truth, tuple(found.get(truth, ()))


def _candidates(leaf: Lookup, limits: Sequence[Limit], rows: RecordSet) -> Sequence[Record]:
    """All rows, less those that a text or a number known to differ rules out."""
    for term, limit in zip(leaf.terms, limits, strict=True):
        if term.op is Op.EQUAL and isinstance(limit.value, str | Decimal):
            return rows.may_equal(term.field, limit.value)
    return list(rows)
