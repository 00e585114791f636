"""Look-ups: is there a row in another data set for which all terms hold? Three-valued, by joins.

For each distinct combination of this record's operands: sann if some row satisfies every term; else ukjent if some row
fails none (a missing operand could decide); else usann. Rows and operands are matched by the terms of equality that both
know; the rest of the terms is tried on what matches.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import Any

import narwhals as nw
import polars as pl

from kontroll.domain.condition import (
    Lookup,
    LookupTerm,
)
from kontroll.domain.dataset import FieldType
from kontroll.domain.operand import (
    FieldRef,
    Literal,
    Op,
    ParameterRef,
)
from kontroll.engine.operands import Operands
from kontroll.engine.recordgrid import field_column, fields_as_columns, largest_magnitudes, moment_column
from kontroll.engine.thresholds import by_day, decimals_of, whole
from kontroll.engine.truths import all_true, check_bound, compare_same, possibly, surely
from kontroll.facts.facts import RecordTable

#: Pairs compared at a time where no equality narrows them down.
_CHUNK = 2_000_000


@dataclass(slots=True)
class Lookups:
    operands: Operands
    other: RecordTable
    back: int

    def column(self, leaf: Lookup) -> nw.Expr:
        """Truth of «such a row exists»."""
        records = self.operands.records
        key = ("lookup", leaf.dataset, leaf.terms, self.back)
        if key not in records.made:
            name = records.new_name("lookup", key)
            rows = fields_as_columns(self.other)
            pairs = [self._pair(term, rows) for term in leaf.terms]
            asked = {f"{name}:y{i}": own for i, (own, _theirs) in enumerate(pairs)}
            records.add(asked)
            questions = _native(records.frame).select(list(asked)).unique()
            answers = rows.select(theirs.alias(f"{name}:x{i}") for i, (_own, theirs) in enumerate(pairs)).unique()
            found = _answers(questions, answers, leaf.terms, name)
            # A missing operand is a value of its own here: two unknown questions are the same question.
            joined = _native(records.frame).join(
                found, on=list(asked), how="left", nulls_equal=True, maintain_order="left"
            )
            records.frame = nw.from_native(joined.drop(list(asked)), eager_only=True)
        return nw.col(records.made[key])

    def _pair(self, term: LookupTerm, rows: pl.DataFrame) -> tuple[nw.Expr, pl.Expr]:
        """This record's operand and the other's field, brought to the same scale and kind."""
        described = self.other.dataset.field(term.field)
        assert described is not None
        theirs = pl.col(field_column(term.field))
        if described.type.is_number:
            return self._numbers(term)
        if described.type.is_time:
            if described.type is FieldType.MOMENT and self.operands.is_moment(term.operand):
                return self.operands.moment(term.operand), pl.col(moment_column(term.field))
            return self.operands.day(term.operand, self.back), theirs
        if isinstance(term.operand, FieldRef):
            return nw.col(field_column(term.operand.field)), theirs
        assert isinstance(term.operand, Literal)
        return nw.lit(term.operand.value), theirs

    def _numbers(self, term: LookupTerm) -> tuple[nw.Expr, pl.Expr]:
        records, decimals = self.operands.records, self.other.decimals[term.field]
        if isinstance(term.operand, FieldRef):
            scale = max(decimals, records.decimals[term.operand.field])
            own = self.operands.number(term.operand.field, scale)
        elif isinstance(term.operand, ParameterRef):
            parameter = self.operands.parameters[term.operand.parameter]
            known = [v.value for v in parameter.values if v.value is not None]
            scale = max([decimals, *(decimals_of(value) for value in known)])
            own = by_day(parameter, records.judged_on(self.back), scale).floor
        else:
            value: Any = term.operand.value if isinstance(term.operand, Literal) else None
            scale = max(decimals, decimals_of(value))
            own = whole(int(value.scaleb(scale)))
        factor = 10 ** (scale - decimals)
        check_bound(largest_magnitudes(self.other)[term.field] * factor, term.field)
        return own, pl.col(field_column(term.field)) * factor


def _native(frame: nw.DataFrame[Any]) -> pl.DataFrame:
    native = frame.to_native()
    assert isinstance(native, pl.DataFrame)
    return native


def _answers(questions: pl.DataFrame, rows: pl.DataFrame, terms: tuple[LookupTerm, ...], name: str) -> pl.DataFrame:
    """The questions with a truth column `name`."""
    questions = questions.with_row_index("question")
    equal = [i for i, term in enumerate(terms) if term.op is Op.EQUAL]
    sure, possible = [], []
    for known_own, known_theirs in product(
        _patterns(questions, equal, f"{name}:y"), _patterns(rows, equal, f"{name}:x")
    ):
        (own_mask, some_questions), (their_mask, some_rows) = known_own, known_theirs
        keys = [i for i, own, theirs in zip(equal, own_mask, their_mask, strict=True) if own and theirs]
        for matched in _matches(some_questions, some_rows, keys, name):
            truths = nw.from_native(matched, eager_only=True).select(
                "question",
                sure=surely(_terms(terms, keys, name)),
                possible=possibly(_terms(terms, keys, name)),
            )
            native = _native(truths)
            sure.append(native.filter("sure").get_column("question").unique())
            possible.append(native.filter("possible").get_column("question").unique())
    known = pl.concat(sure) if sure else pl.Series(dtype=pl.UInt32)
    open_ = pl.concat(possible) if possible else pl.Series(dtype=pl.UInt32)
    truth = (
        pl.when(pl.col("question").is_in(known.implode()))
        .then(True)
        .when(pl.col("question").is_in(open_.implode()))
        .then(None)
        .otherwise(False)
    )
    return questions.with_columns(truth.alias(name)).drop("question")


def _terms(terms: tuple[LookupTerm, ...], matched: list[int], name: str) -> nw.Expr:
    """All terms together; those that the join has matched are true."""
    rest = [
        compare_same(term.op, nw.col(f"{name}:x{i}"), nw.col(f"{name}:y{i}"))
        for i, term in enumerate(terms)
        if i not in matched
    ]
    return all_true([*rest, nw.lit(True)])


def _patterns(frame: pl.DataFrame, equal: list[int], prefix: str) -> list[tuple[tuple[bool, ...], pl.DataFrame]]:
    """The rows divided by which of their equality columns are known."""
    if not equal:
        return [((), frame)]
    known = [pl.col(f"{prefix}{i}").is_not_null().alias(f"known{i}") for i in equal]
    marks = [f"known{i}" for i in equal]
    divided = frame.with_columns(known).partition_by(marks, as_dict=True, include_key=False)
    return [(tuple(bool(mark) for mark in mask), part) for mask, part in divided.items()]


def _matches(questions: pl.DataFrame, rows: pl.DataFrame, keys: list[int], name: str) -> list[pl.DataFrame]:
    if keys:
        own, theirs = [f"{name}:y{i}" for i in keys], [f"{name}:x{i}" for i in keys]
        return [questions.join(rows, left_on=own, right_on=theirs, how="inner", coalesce=False)]
    at_a_time = max(1, _CHUNK // max(1, len(rows)))
    return [questions.slice(i, at_a_time).join(rows, how="cross") for i in range(0, len(questions), at_a_time)]
