"""Quality: the rule that is always there: a record whose enhet is missing, unknown or inactive is an utslag."""

from __future__ import annotations

from kontroll.domain.month import Month
from kontroll.domain.truth import Result
from kontroll.engine.plain.record import Record
from kontroll.engine.plain.recordset import RecordSet
from kontroll.engine.plain.units import Units


def has_enhet_and_date(records: RecordSet) -> bool:
    """Only a data set that says whose its records are, and when, can be asked."""
    return records.dataset.has_enhet and records.dataset.dated_by is not None


def enhet_quality(record: Record, units: Units, month: Month) -> Result | None:
    """Whether the enhet of the record is missing, not in the organisation or not active; None = not judged that month."""
    if not record.judged_in(month):
        return None
    return Result.TRUE if units.row(record.enhet, month) is None else Result.FALSE
