"""Look-ups seen from near by: what each term compares with, and the rows that only one term rules out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kontroll.domain.condition import Lookup, LookupTerm
from kontroll.domain.month import Month
from kontroll.domain.operand import FieldRef, Literal, ParameterRef
from kontroll.domain.rulebook import Rulebook
from kontroll.domain.truth import Truth
from kontroll.engine.plain import Record
from kontroll.engine.plain.comparison import compare, referred
from kontroll.engine.plain.record import Content


class Held(NamedTuple):
    """A term with what it compares a row with; content None = missing. plus_days is still to be added."""

    term: LookupTerm
    content: Content | None
    plus_days: int


def held(rulebook: Rulebook, asked: Lookup, record: Record, month: Month) -> tuple[Held, ...]:
    """Each term as it stands for the record in the month."""
    return tuple(_held(rulebook, term, record, month) for term in asked.terms)


def _held(rulebook: Rulebook, term: LookupTerm, record: Record, month: Month) -> Held:
    operand = term.operand
    plus_days = 0 if isinstance(operand, ParameterRef) else operand.plus_days
    if isinstance(operand, Literal):
        return Held(term, operand.value, plus_days)
    if isinstance(operand, ParameterRef):
        return Held(term, rulebook.parameters[operand.parameter].value_on(record.parameter_day(month)), 0)
    if isinstance(operand, FieldRef):
        return Held(term, referred(operand, record.contents[operand.field]), plus_days)
    return Held(term, month.last_day, plus_days)


def truths(terms: Iterable[Held], row: Record) -> list[Truth]:
    return [compare(one.term.op, row.contents[one.term.field], one.content, one.plus_days) for one in terms]


def nearly(terms: tuple[Held, ...], rows: Iterable[Record]) -> Iterator[tuple[Record, LookupTerm]]:
    """Rows for which all terms hold but one, and which that is."""
    for row in rows:
        found = truths(terms, row)
        if found.count(Truth.FALSE) == 1 and found.count(Truth.TRUE) == len(found) - 1:
            yield row, terms[found.index(Truth.FALSE)].term
