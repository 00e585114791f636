"""Look-ups: is there a row in another data set for which all terms hold? Three-valued, by joins.

For each distinct combination of this record's operands (a question): sann if some row satisfies every term; else ukjent if some
row fails none (a missing operand could decide); else usann. Rows and questions are matched by the terms of equality that both
know; the rest of the terms is tried on what matches. Where there is no such term, every question meets every row: then only the
rows that decide are kept, or ten thousand invoices without a purchase would each be held against ten thousand purchases.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import product
from typing import Any

import narwhals as nw

from kontroll.domain.condition import Lookup, LookupTerm
from kontroll.domain.dataset import FieldType
from kontroll.domain.operand import FieldRef, Literal, Op, ParameterRef
from kontroll.engine.backend import Frame, stacked
from kontroll.engine.inputs import Table
from kontroll.engine.names import field_column, moment_column
from kontroll.engine.operands import Operands
from kontroll.engine.thresholds import by_day, decimals_of, whole
from kontroll.engine.truths import all_true, check_bound, compare_same, possibly, surely, unknown


class _Known(Enum):
    """Which side of a term of equality is known in the pairs at hand."""

    BOTH = 0
    OWN_MISSING = 1
    THEIRS_MISSING = 2


@dataclass(frozen=True, slots=True)
class _Term:
    """own, theirs: columns of the question and of the row, in the same scale and kind. known: column, is the operand known?"""

    op: Op
    own: str
    known: str
    theirs: str
    own_gaps: bool
    their_gaps: bool

    @property
    def cases(self) -> tuple[_Known, ...]:
        """All pairs of a question and a row, divided by what is known; a side without gaps needs no case."""
        if self.op is not Op.EQUAL:
            return (_Known.BOTH,)
        missing = {_Known.OWN_MISSING: self.own_gaps, _Known.THEIRS_MISSING: self.their_gaps}
        return (_Known.BOTH, *(case for case, there in missing.items() if there))

    def truth(self) -> nw.Expr:
        return compare_same(self.op, nw.col(self.theirs), nw.when(nw.col(self.known)).then(nw.col(self.own)))


@dataclass(slots=True)
class Lookups:
    operands: Operands
    other: Table
    back: int

    def column(self, leaf: Lookup) -> nw.Expr:
        """Truth of «such a row exists»."""
        records = self.operands.records
        key = ("lookup", leaf.dataset, leaf.terms, self.back)
        if key not in records.made:
            name = records.new_name("lookup", key)
            terms, rows = self._asked(leaf, name)
            on = [column for term in terms for column in (term.own, term.known)]
            questions = records.backend.settled(records.frame.select(*on).unique())
            records.join(self._answers(questions, rows, terms, name), on=on)
            surely_so, perhaps = nw.col(f"{name}:sure"), nw.col(f"{name}:possible")
            truth = nw.when(surely(surely_so)).then(nw.lit(True)).when(~surely(perhaps)).then(nw.lit(False))
            records.add({name: truth})
            records.frame = records.frame.drop([*on, f"{name}:sure", f"{name}:possible"])
        return nw.col(records.made[key])

    def _asked(self, leaf: Lookup, name: str) -> tuple[list[_Term], Frame]:
        """The terms with their operands as columns of the records, and the other data set's distinct rows."""
        records = self.operands.records
        terms: list[_Term] = []
        own_columns: dict[str, nw.Expr] = {}
        their_columns: dict[str, nw.Expr] = {}
        for i, term in enumerate(leaf.terms):
            own, theirs, nothing = self._pair(term)
            made = _Term(
                op=term.op.plain,
                own=f"{name}:y{i}",
                known=f"{name}:known{i}",
                theirs=f"{name}:x{i}",
                own_gaps=self._own_gaps(term),
                their_gaps=term.field in self.other.gaps,
            )
            terms.append(made)
            # A missing operand is a value of its own here: two unknown questions are the same question.
            own_columns |= {made.own: own.fill_null(nothing), made.known: ~own.is_null()}
            their_columns[made.theirs] = theirs
        records.add(own_columns)
        read = self.other.columns({term.field for term in leaf.terms})
        rows = records.backend.frame([read])
        return terms, rows.select(**their_columns).unique()

    def _own_gaps(self, term: LookupTerm) -> bool:
        if isinstance(term.operand, FieldRef):
            return term.operand.field in self.operands.records.table.gaps
        return isinstance(term.operand, ParameterRef)

    # --- answers ----------------------------------------------------------------------------------------------

    def _answers(self, questions: Frame, rows: Frame, terms: Sequence[_Term], name: str) -> Frame:
        """The questions that some row may answer, with `name:sure`: one surely does, and `name:possible`: one may."""
        on = [column for term in terms for column in (term.own, term.known)]
        found: list[Frame] = []
        for cases in product(*(term.cases for term in terms)):
            compared = [t for t, case in zip(terms, cases, strict=True) if case is _Known.BOTH]
            equal = [t for t in compared if t.op is Op.EQUAL]
            left, right = _questions(questions, terms, cases), _rows(rows, terms, cases)
            if compared and not equal:
                right = _decisive(right, compared)
            nobody_knows = [unknown()] * (len(terms) - len(compared))
            for pairs in self.operands.records.backend.matched(left, right, {t.own: t.theirs for t in equal}):
                rest = all_true(
                    [*(term.truth() for term in compared if term not in equal), *nobody_knows, nw.lit(True)]
                )
                claims = {f"{name}:sure": surely(rest), f"{name}:possible": possibly(rest)}
                found.append(pairs.select(*on, **claims).filter(nw.col(f"{name}:possible")))
        if not found:
            return questions.head(0).with_columns(
                **{f"{name}:{column}": nw.lit(None, nw.Boolean) for column in ("sure", "possible")}
            )
        columns = [nw.col(f"{name}:{column}").cast(nw.Int64).max() for column in ("sure", "possible")]
        answered = stacked(found).group_by(*on).agg(*columns)
        return answered.with_columns(nw.col(f"{name}:sure") > 0, nw.col(f"{name}:possible") > 0)

    # --- operands ---------------------------------------------------------------------------------------------

    def _pair(self, term: LookupTerm) -> tuple[nw.Expr, nw.Expr, Any]:
        """This record's operand and the other's field, in the same scale and kind, and a value of that kind."""
        described = self.other.dataset.field(term.field)
        assert described is not None
        theirs = nw.col(field_column(term.field))
        if described.type.is_number:
            return (*self._numbers(term), 0)
        if described.type.is_time:
            if described.type is FieldType.MOMENT and self.operands.is_moment(term.operand):
                return self.operands.moment(term.operand), nw.col(moment_column(term.field)), 0
            return self.operands.day(term.operand, self.back), theirs, 0
        nothing = False if described.type is FieldType.YES_NO else ""
        if isinstance(term.operand, FieldRef):
            return nw.col(field_column(term.operand.field)), theirs, nothing
        assert isinstance(term.operand, Literal)
        return nw.lit(term.operand.value), theirs, nothing

    def _numbers(self, term: LookupTerm) -> tuple[nw.Expr, nw.Expr]:
        records, decimals = self.operands.records, self.other.decimals[term.field]
        if isinstance(term.operand, FieldRef):
            scale = max(decimals, self.operands.decimals(term.operand))
            own = self.operands.reckoned(term.operand, scale)
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
        check_bound(self.other.largest[term.field] * factor, term.field)
        return own, nw.col(field_column(term.field)) * factor


def _questions(questions: Frame, terms: Sequence[_Term], cases: Sequence[_Known]) -> Frame:
    """Those of the case: an equality takes part with its operand, or because it is missing."""
    claims = [
        nw.col(term.known) if case is not _Known.OWN_MISSING else ~nw.col(term.known)
        for term, case in zip(terms, cases, strict=True)
        if term.op is Op.EQUAL and term.own_gaps
    ]
    return questions.filter(all_true(claims)) if claims else questions


def _rows(rows: Frame, terms: Sequence[_Term], cases: Sequence[_Known]) -> Frame:
    """Those of the case. A row that lacks what is joined on finds no question by itself."""
    missing = [term for term, case in zip(terms, cases, strict=True) if case is _Known.THEIRS_MISSING]
    return rows.filter(all_true([nw.col(term.theirs).is_null() for term in missing])) if missing else rows


def _decisive(rows: Frame, compared: Sequence[_Term]) -> Frame:
    """As few rows as say the same by the compared terms: of one that asks for more or for less, the outermost will do."""
    rows = rows.select(*(term.theirs for term in compared)).unique()
    (first, *others), outermost = compared, {Op.UNDER: "min", Op.AT_MOST: "min", Op.OVER: "max", Op.AT_LEAST: "max"}
    if others or first.op not in outermost:
        return rows
    theirs = nw.col(first.theirs)
    ends = rows.select(getattr(theirs, outermost[first.op])())
    missing = rows.filter(theirs.is_null())
    return stacked([ends.filter(~theirs.is_null()), missing])
