"""Sites of records: where a field of a record turns what is asked of it, of rows like it, or of another table."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from itertools import islice

from kontroll.domain.condition import (
    FieldClock,
    FieldCompare,
    FieldIn,
    FieldLeaf,
    FieldMissing,
    FieldMultiple,
    FieldWeekday,
    Grouped,
    Lookup,
)
from kontroll.domain.dataset import FieldType
from kontroll.domain.month import Month
from kontroll.domain.operand import FieldRef, Operand
from kontroll.domain.rulebook import Rulebook
from kontroll.domain.truth import Truth
from kontroll.engine.plain import Answer, FieldSite, PlainEvaluator, Record
from kontroll.engine.plain.comparison import compare
from kontroll.engine.plain.record import Content
from kontroll.report.explaining.axis import Axis, axis_of
from kontroll.report.explaining.lookups import held
from kontroll.report.explaining.sites import Places, Sites

_KINDS = {FieldType.DATE: date, FieldType.MOMENT: datetime}
#: Rows of another table, or records like this one, whose contents are tried.
MOST_ROWS = 400

#: (data set, field) -> the smallest step of a number in it.
StepOf = Callable[[str, str], Decimal]


class RecordSites:
    def __init__(self, rulebook: Rulebook, evaluator: PlainEvaluator, sites: Sites, step_of: StepOf) -> None:
        self._rulebook = rulebook
        self._evaluator = evaluator
        self._sites = sites
        self._step_of = step_of

    def of_leaf(self, answer: Answer, leaf: FieldLeaf, record: Record) -> None:
        """Adds the places of every field that the leaf read of the record, and of the amounts added to its own."""
        if isinstance(leaf, Lookup):
            assert isinstance(answer.when, Month)
            self._lookup(leaf, record, answer.when)
        elif isinstance(leaf, Grouped):
            self._grouped(answer, leaf, record)
        else:
            self._field(answer, leaf, record)

    # --- one field --------------------------------------------------------------------------------------------------

    def _field(self, answer: Answer, leaf: FieldLeaf, record: Record) -> None:
        assert not isinstance(leaf, Lookup | Grouped)
        places = self._at(record, leaf.field)
        if isinstance(leaf, FieldMissing):
            places.may_lack = True
        elif isinstance(leaf, FieldIn):
            for one in leaf.values:
                self._meet(record, leaf.field, one.value, one.plus_days)
        elif isinstance(leaf, FieldWeekday):
            places.week = True
        elif isinstance(leaf, FieldClock):
            places.clocks |= {leaf.start, leaf.end}
        elif isinstance(leaf, FieldMultiple):
            places.multiples.add(Fraction(leaf.of))
        else:
            self._compare(answer, leaf, record)

    def _compare(self, answer: Answer, leaf: FieldCompare, record: Record) -> None:
        (limit,) = answer.limits
        if limit.value is not None:
            self._meet(record, leaf.field, limit.value, limit.plus_days)
        own = record.contents[leaf.field]
        if isinstance(leaf.operand, FieldRef):
            self._at(record, leaf.operand.field).personal |= self._is_personal(record.dataset, leaf.field)
            self._at(record, leaf.field).personal |= self._is_personal(record.dataset, leaf.operand.field)
            if own is not None:
                self._meet_by(record, leaf.operand, own)
            if leaf.operand.field == leaf.field and leaf.operand.times != 1:
                # Held against itself: where x is times · x + plus.
                at = Fraction(leaf.operand.plus) / (1 - Fraction(leaf.operand.times))
                self._at(record, leaf.field).points.add(at)

    def _is_personal(self, dataset: str, field: str) -> bool:
        described = self._rulebook.dataset(dataset).field(field)
        return described is not None and described.personal

    def _at(self, record: Record, field: str) -> Places:
        return self._sites.at(FieldSite(record.dataset, record.key, field))

    def _meet(self, record: Record, field: str, content: Content, plus_days: int = 0) -> None:
        """The field would be as the content is, days added. A day among moments is met at both its ends."""
        places, axis = self._at(record, field), self.axis(record, field)
        if axis is None:
            places.contents.add(content)
            return
        at = axis.at(content) + plus_days * axis.day
        places.points.add(at)
        if axis.kind is datetime and not isinstance(content, datetime):
            places.points.add(at + axis.day)

    def _meet_by(self, record: Record, operand: FieldRef, content: Content) -> None:
        """The field of the operand would be such that what is made of it is as the content."""
        if isinstance(content, Decimal) and operand.is_reckoned:
            at = (Fraction(content) - Fraction(operand.plus)) / Fraction(operand.times)
            self._at(record, operand.field).points.add(at)
        else:
            self._meet(record, operand.field, content, -operand.plus_days)

    def axis(self, record: Record, field: str) -> Axis | None:
        """None for words, and ja or nei."""
        described = self._rulebook.dataset(record.dataset).field(field)
        assert described is not None
        if described.type in (FieldType.TEXT, FieldType.YES_NO):
            return None
        kind = _KINDS.get(described.type, Decimal)
        return axis_of(kind, self._step_of(record.dataset, field), record.contents[field])

    # --- other rows -------------------------------------------------------------------------------------------------

    def _lookup(self, leaf: Lookup, record: Record, month: Month) -> None:
        terms = held(self._rulebook, leaf, record, month)
        rows = list(self._evaluator.records(leaf.dataset))
        for field in {term.operand.field for term in leaf.terms if isinstance(term.operand, FieldRef)}:
            self._at(record, field)
            others = [one for one in terms if getattr(one.term.operand, "field", None) != field]
            mine = [one for one in terms if one not in others]
            held_back = any(self._is_personal(leaf.dataset, one.term.field) for one in mine)
            self._at(record, field).personal |= held_back
            tried: set[tuple[Operand, Content]] = set()
            for row in rows:
                # A row that another term rules out is not found, whatever stands in this field.
                found = (compare(o.term.op, row.contents[o.term.field], o.content, o.plus_days) for o in others)
                if Truth.FALSE in found:
                    continue
                for one in mine:
                    content, operand = row.contents[one.term.field], one.term.operand
                    assert isinstance(operand, FieldRef)
                    if content is not None and (operand, content) not in tried and len(tried) < MOST_ROWS:
                        tried.add((operand, content))
                        self._meet_by(record, operand, content)
        if leaf.dataset == record.dataset:
            for one in terms:
                if one.content is not None:
                    self._meet(record, one.term.field, one.content, one.plus_days)

    def _grouped(self, answer: Answer, leaf: Grouped, record: Record) -> None:
        """The sum meets its limit; or the record, by its date or by what it is alike in, has other company."""
        inside = [read for read in answer.reads if isinstance(read, Record)]
        (limit,) = answer.limits
        amount = answer.operand
        if isinstance(leaf.threshold, FieldRef) and isinstance(amount, Decimal):
            self._meet_by(record, leaf.threshold, amount)
        if leaf.sum_field is not None and isinstance(limit.value, Decimal):
            if leaf.share_of is not None:
                self._shares(leaf, leaf.sum_field, inside, record, Fraction(limit.value))
            else:
                self._amounts(leaf.sum_field, inside, Fraction(limit.value))
        self._company(leaf, record)

    def _amounts(self, field: str, inside: list[Record], limit: Fraction) -> None:
        """Each amount that alone could bring the sum to the limit."""
        known = {one.key: one.contents[field] for one in inside}
        lacking = [key for key, content in known.items() if content is None]
        total = sum((Fraction(content) for content in known.values() if isinstance(content, Decimal)), Fraction(0))
        for one in inside:
            own = known[one.key]
            if not lacking or lacking == [one.key]:
                rest = total - (Fraction(own) if isinstance(own, Decimal) else 0)
                self._at(one, field).points.add(limit - rest)

    def _shares(self, leaf: Grouped, field: str, inside: list[Record], record: Record, limit: Fraction) -> None:
        """Each amount that alone could bring the share to the limit, or the whole to nothing."""
        known = {one.key: one.contents[field] for one in inside}
        lacking = [key for key, content in known.items() if content is None]
        in_part = {one.key for one in inside if _is_alike(one, record, leaf.like)}
        amounts = {key: Fraction(content) for key, content in known.items() if isinstance(content, Decimal)}
        part = sum((amount for key, amount in amounts.items() if key in in_part), Fraction(0))
        whole = sum(amounts.values(), Fraction(0))
        for one in inside:
            if lacking and lacking != [one.key]:
                continue
            own = amounts.get(one.key, Fraction(0))
            points = self._at(one, field).points
            rest = whole - own
            points.add(-rest)
            if one.key in in_part and limit != 100:
                points.add((limit * rest - 100 * (part - own)) / (100 - limit))
            elif one.key not in in_part and limit != 0:
                points.add(100 * part / limit - rest)

    def _company(self, leaf: Grouped, record: Record) -> None:
        day_field = self._rulebook.dataset(record.dataset).dated_by
        others = [one for one in self._evaluator.records(record.dataset) if one.key != record.key]
        for field in leaf.like:
            self._at(record, field)
            if self.axis(record, field) is None:
                continue
            # Company is found with those that are alike in the rest; no other content brings the record to anyone.
            rest = [one for one in leaf.like if one != field]
            near = (one.contents[field] for one in others if _is_alike(one, record, rest))
            for content in islice(dict.fromkeys(content for content in near if content is not None), MOST_ROWS):
                self._meet(record, field, content)
        start = day_field if isinstance(day_field, str) else getattr(day_field, "start", None)
        if start is None:
            return
        alike = [one for one in others if _is_alike(one, record, leaf.within)]
        for day in {one.day for one in alike if one.day is not None}:
            for plus in (0, leaf.days):
                self._meet(record, start, day, plus)


def _is_alike(one: Record, other: Record, fields: Iterable[str]) -> bool:
    return all(one.contents[field] == other.contents[field] for field in fields)
