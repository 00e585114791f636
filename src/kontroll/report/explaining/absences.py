"""Absences: why a rule has no answer at all about an enhet or a record in a month."""

from __future__ import annotations

from collections.abc import Iterator

from kontroll.domain.month import Month
from kontroll.domain.rule import Rule
from kontroll.domain.rulebook import Rulebook
from kontroll.engine.plain import PlainEvaluator, Record
from kontroll.report.explaining.rows import Rows
from kontroll.report.explaining.tree import Absence, NoRow


class Absences:
    def __init__(self, rulebook: Rulebook, evaluator: PlainEvaluator, rows: Rows) -> None:
        self._rulebook = rulebook
        self._evaluator = evaluator
        self._rows = rows

    def of(self, rule: Rule, enhet: str, post: str, month: Month) -> Absence:
        """In the order of the rule language, 3: first whether there is anything to judge, then `gjelder`."""
        if rule.dataset is None:
            if self._evaluator.unit(enhet, month) is None:
                return self.of_enhet(enhet)
            return self._outside(rule, enhet, month)
        record = self._evaluator.record(rule.dataset, post)
        if record is None:
            return self.of_no_record()
        if not record.judged_in(month):
            return _not_judged(record)
        return self._outside(rule, record.enhet or "", month)

    def of_enhet(self, enhet: str) -> Absence:
        """Unknown, or not active; "" = the record names none."""
        rows = self._rows.units(enhet)
        if not rows:
            return Absence(why=NoRow.UNKNOWN_ENHET)
        months = tuple((_month(row["first"]), None if row["last"] is None else _month(row["last"])) for row in rows)
        return Absence(why=NoRow.NOT_ACTIVE, months=months)

    def of_no_record(self) -> Absence:
        return Absence(why=NoRow.UNKNOWN_RECORD)

    def _outside(self, rule: Rule, enhet: str, month: Month) -> Absence:
        return Absence(why=NoRow.OUTSIDE, actual=tuple(self._actual(rule, enhet, month)))

    def _actual(self, rule: Rule, enhet: str, month: Month) -> Iterator[tuple[str, str]]:
        """Of what `gjelder` names: that in which the enhet is another."""
        row = self._evaluator.unit(enhet, month)
        scope = rule.scope
        unit_type, service = (row.unit_type or "", row.service or "") if row is not None else ("", "")
        if scope.unit_types is not None and unit_type not in scope.unit_types:
            yield "enhetstype", unit_type
        if scope.services is not None and service not in scope.services:
            yield "tjeneste", service
        if scope.enheter is not None and enhet not in scope.enheter:
            yield "enhet", enhet


def _month(ordinal: int) -> Month | None:
    """None before the calendar's first month: the row has no beginning."""
    return Month.from_ordinal(ordinal) if ordinal >= Month(1, 1).ordinal else None


def _not_judged(record: Record) -> Absence:
    if record.first is None:
        return Absence(why=NoRow.NOT_DATED)
    last = Month.from_ordinal(record.last) if record.last < 9999 * 12 else None
    return Absence(why=NoRow.OTHER_MONTH, months=((Month.from_ordinal(record.first), last),))
