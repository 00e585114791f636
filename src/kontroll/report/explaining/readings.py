"""Readings: the delivered values of an answer, named, with where they stand, and without what their reader may not see.

Who sees what: a field marked `personlig`, and a figure that fewer persons than `vis_min_antall` stand behind, are told to be
there and held back, unless `Seen` says otherwise; of a record of an enhet that is not the reader's, only that it is there is
told. Figures of enheter are open: the kommune compares itself. A *skjermet* figure is unknown to the rules themselves and
shown to nobody.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import islice

from kontroll.domain.condition import Lookup
from kontroll.domain.dataset import DataSet, Field
from kontroll.domain.indicator import FromRecords, Indicator
from kontroll.domain.month import Month, Period
from kontroll.domain.operand import AmbitionRef, Colour
from kontroll.domain.parameter import ParameterValue
from kontroll.domain.rule import Rule
from kontroll.domain.rulebook import Rulebook
from kontroll.domain.truth import Truth
from kontroll.engine.plain import (
    AmbitionRow,
    FieldSite,
    FieldValue,
    Measured,
    MeasuredSite,
    PlainEvaluator,
    Record,
    Value,
)
from kontroll.engine.plain.answer import Limit as Threshold
from kontroll.engine.plain.answer import Number
from kontroll.engine.plain.record import Content
from kontroll.facts.due import is_due
from kontroll.facts.facts import ValueState
from kontroll.report.causes import Reason, lacks_basis
from kontroll.report.explaining.lookups import held, nearly
from kontroll.report.explaining.rows import Rows, changed_from
from kontroll.report.explaining.sites import Places, Site
from kontroll.report.explaining.tree import Near
from kontroll.report.explaining.values import Earlier, Limit, Masked, Operand, Reading, Records, RecordShown, Source
from kontroll.report.plainly.wording import unit_of
from kontroll.texts import _

#: Records that are shown of those that were counted.
SHOWN = 5

_REASONS = {
    ValueState.MISSING: Reason.MISSING,
    ValueState.INVALID: Reason.INVALID,
    ValueState.SUPPRESSED: Reason.SUPPRESSED,
    ValueState.NOT_DUE: Reason.NOT_DUE,
}


@dataclass(frozen=True, slots=True)
class Seen:
    """What the reader may see. persons: personal fields, and figures that few persons stand behind.

    enheter: whose records, and of whom persons; None = all. hidden: whether others are not shown an indicator of an enhet in
    a period, few or not: the figures of rivals are shown here too. guarded: that is so of every enhet, also those whose records
    she sees.
    """

    persons: bool = False
    enheter: frozenset[str] | None = None
    hidden: Callable[[str, str, Period], bool] = lambda _indicator, _enhet, _period: False
    guarded: bool = False

    def holds(self, enhet: str | None) -> bool:
        """What has no enhet, such as a supplier, is no other enhet's."""
        return self.enheter is None or not enhet or enhet in self.enheter


class Readings:
    """Makes what an answer read into what is shown of it."""

    def __init__(
        self,
        rulebook: Rulebook,
        rows: Rows,
        seen: Seen,
        today: date,
        evaluator: PlainEvaluator,
        delivered: Callable[[str], bool],
    ) -> None:
        """delivered: whether a data set came at all."""
        self._rulebook = rulebook
        self._rows = rows
        self._seen = seen
        self._today = today
        self._evaluator = evaluator
        self._delivered = delivered
        # Indicators of which some value that was read is held back.
        self._held_back: set[str] = set()

    def indicator(self, id: str) -> Indicator:
        return self._rulebook.indicators[id]

    # --- indicators -----------------------------------------------------------------------------------------------

    def value(self, value: Value, month: Month) -> Reading:
        """month: whose names of enheter are used."""
        indicator = self._rulebook.indicators[value.indicator]
        masked = self._few(indicator, value)
        if masked is not None:
            self._held_back |= {indicator.id, *(part.indicator for part in value.parts)}
        site, source, earlier = None, None, None
        if indicator.computed is None:
            site = MeasuredSite(indicator.id, value.enhet, value.period)
            source = self._rows.source(value.file, value.line) if value.file else None
            earlier = self._earlier(indicator, value)
        return Reading(
            id=indicator.id,
            name=indicator.name,
            unit=indicator.unit,
            content=None if masked else value.number,
            site=site,
            enhet=value.enhet,
            enhet_name=self.enhet_name(value.enhet, month),
            period=value.period,
            reason=self._reason(indicator, value),
            masked=masked,
            source=source,
            earlier=earlier,
            parts=tuple(self.value(part, month) for part in value.parts),
            made_of=self._made_of(indicator, value),
        )

    def enhet_name(self, enhet: str, month: Month) -> str:
        return self._rows.name_of(enhet, month.ordinal)

    def service(self, enhet: str, when: Month | Period) -> str:
        """The tjeneste of the enhet in the month, or the last one of the period; "" where it has none."""
        row = self._evaluator.unit(enhet, when if isinstance(when, Month) else when.last_month)
        return row.service or "" if row is not None else ""

    def _few(self, indicator: Indicator, value: Value) -> Masked | None:
        """A figure that few persons stand behind, or that is made of one."""
        if value.number is None or self._sees_few(value.enhet):
            return None
        is_other = self._seen.guarded or not self._seen.holds(value.enhet)
        aside = is_other and self._seen.hidden(indicator.id, value.enhet, value.period)
        if aside or _is_few(indicator, value.count):
            return Masked.FEW
        parts = (self._few(self._rulebook.indicators[part.indicator], part) for part in value.parts)
        return next((masked for masked in parts if masked is not None), None)

    def _sees_few(self, enhet: str) -> bool:
        return self._seen.persons and self._seen.holds(enhet)

    def _earlier(self, indicator: Indicator, value: Value) -> Earlier | None:
        rows = self._rows.measured(indicator, value.enhet, value.period)
        found = changed_from([((row.number, row.persons), row.source) for row in rows])
        if found is None:
            return None
        (number, count), source = found
        hidden = indicator.min_count > 0 and (count is None or count < indicator.min_count)
        few = self._few(indicator, value) is not None or (not self._sees_few(value.enhet) and _is_few(indicator, count))
        masked = Masked.FEW if number is not None and (hidden or few) else None
        return Earlier(None if masked else number, masked, source)

    def _reason(self, indicator: Indicator, value: Value) -> Reason | None:
        if value.number is not None:
            return None
        reason = _REASONS[value.state]
        if reason is not Reason.SUPPRESSED and not is_due(indicator, value.period, self._today):
            return Reason.NOT_DUE
        if isinstance(indicator.computed, FromRecords) and reason is Reason.MISSING:
            if not self._delivered(indicator.computed.dataset):
                return Reason.NOT_DELIVERED
            return Reason.NO_BASE if lacks_basis(indicator.computed, value) else reason
        return reason

    def _made_of(self, indicator: Indicator, value: Value) -> Records | None:
        if not isinstance(indicator.computed, FromRecords) or not self._delivered(indicator.computed.dataset):
            return None
        truths = [truth for _key, truth in value.records]
        # First those that nobody can say of whether they count.
        telling = [key for key, truth in value.records if truth is Truth.UNKNOWN]
        telling += [key for key, truth in value.records if truth is Truth.TRUE]
        dataset = self._rulebook.dataset(indicator.computed.dataset)
        fields = [indicator.computed.field] if indicator.computed.field is not None else []
        found = (self._evaluator.record(dataset.id, key) for key in telling[:SHOWN])
        return Records(
            dataset.name,
            total=len(truths),
            counted=truths.count(Truth.TRUE),
            unknown=truths.count(Truth.UNKNOWN),
            shown=tuple(self.record(record, fields) for record in found if record is not None),
        )

    def operand(self, operand: Number | Content | None, unit: str, readings: tuple[Reading, ...]) -> Operand:
        """What was compared, held back where any of what it is made of is."""
        masked = next((reading.masked for reading in readings if reading.masked is not None), None)
        masked = masked if operand is not None else None
        return Operand(None if masked else operand, unit, readings, masked)

    def measured(self, measured: Measured, unit: str, month: Month) -> Operand:
        return self.operand(measured.operand, unit, tuple(self.value(value, month) for value in measured.values))

    # --- records --------------------------------------------------------------------------------------------------

    def masked(self, field: Field | None) -> Masked | None:
        """Whether what stands in the field, or is added up of it, is held back from this reader."""
        return Masked.PERSONAL if field is not None and field.personal and not self._seen.persons else None

    def hides(self, site: Site, places: Places) -> bool:
        """Whether a content that would turn the answer is held back: it is a person's, or tells a figure of few persons.

        A figure that would turn it may be another's, or be reckoned from another period's: where any of the same
        indicator that was read is held back, so is this.
        """
        if isinstance(site, MeasuredSite):
            return site.indicator in self._held_back
        if self._is_elsewhere(site.dataset, site.key):
            return True
        personal = places.personal and not self._seen.persons
        return personal or self.masked(self._rulebook.dataset(site.dataset).field(site.field)) is not None

    def _is_elsewhere(self, dataset: str, key: str) -> bool:
        """Whether the record is of an enhet whose records this reader does not see."""
        record = self._evaluator.record(dataset, key)
        return record is not None and not self._seen.holds(record.enhet)

    def field(self, read: FieldValue) -> Reading:
        dataset = self._rulebook.dataset(read.dataset)
        described = dataset.field(read.field)
        assert described is not None
        elsewhere = self._is_elsewhere(read.dataset, read.key)
        masked = Masked.ELSEWHERE if elsewhere else self.masked(described)
        masked = masked if read.value is not None else None
        found = None if elsewhere else changed_from(self._rows.field(read.dataset, read.key, read.field))
        earlier = None
        if found is not None:
            content, source = found
            hidden = self.masked(described) if content is not None else None
            earlier = Earlier(None if hidden else content, hidden, source)
        return Reading(
            id=read.field,
            name=described.called,
            unit=unit_of(described.type),
            content=None if masked else read.value,
            site=FieldSite(read.dataset, read.key, read.field),
            reason=Reason.MISSING if read.value is None else None,
            masked=masked,
            source=None if elsewhere else self._rows.source(read.file, read.line),
            earlier=earlier,
        )

    def record(self, record: Record, fields: list[str]) -> RecordShown:
        """The record with some of its fields."""
        readings = tuple(self.field(record.read(field)) for field in fields)
        if not self._seen.holds(record.enhet):
            return RecordShown(_("en post hos en annen enhet"), Source("", 0), readings)
        return RecordShown(record.key, self._rows.source(record.file, record.line), readings)

    def record_of(self, rule: Rule | None, key: str) -> RecordShown:
        """The record with that key that a rule was asked about; None = the rule that is always there, of any data set."""
        datasets = [rule.dataset] if rule is not None and rule.dataset is not None else list(self._rulebook.datasets)
        found = (self._evaluator.record(dataset, key) for dataset in datasets)
        record = next((one for one in found if one is not None), None)
        return RecordShown(key, Source("", 0)) if record is None else self.record(record, [])

    def near(self, asked: Lookup, subject: FieldValue | None, month: Month) -> tuple[Near, ...]:
        """The first rows that only one term rules out. subject: any field of the record that asks."""
        record = self._evaluator.record(subject.dataset, subject.key) if subject is not None else None
        if record is None:
            return ()
        terms = held(self._rulebook, asked, record, month)
        found = islice(nearly(terms, self._evaluator.records(asked.dataset)), SHOWN)
        return tuple(Near(self.record(row, [term.field]), term) for row, term in found)

    def dataset(self, id: str) -> DataSet:
        return self._rulebook.dataset(id)

    # --- limits ---------------------------------------------------------------------------------------------------

    def limit(self, limit: Threshold, unit: str, period: Period | None = None) -> Limit:
        """unit: of what it is compared with. period: whose ambition it is."""
        origin = limit.origin
        if isinstance(origin, FieldValue):
            reading = self.field(origin)
            return Limit(
                asked=limit, content=reading.content, unit=reading.unit, masked=reading.masked, reading=reading
            )
        parameter = getattr(limit.asked, "parameter", "")
        if parameter:
            described = self._rulebook.parameters[parameter]
            held = origin if isinstance(origin, ParameterValue) else None
            return Limit(
                asked=limit,
                content=limit.value,
                unit=described.unit or unit,
                parameter=parameter,
                name=described.name,
                valid_from=held.valid_from if held else None,
                hjemmel=held.hjemmel if held else (),
            )
        if isinstance(limit.asked, AmbitionRef) and isinstance(origin, AmbitionRow):
            return self._ambition(limit, origin, limit.asked.colour, unit)
        return Limit(asked=limit, content=limit.value, unit=unit)

    def _ambition(self, limit: Threshold, row: AmbitionRow, colour: Colour, unit: str) -> Limit:
        column = "green" if colour is Colour.GREEN else "yellow"
        found = changed_from(self._rows.ambition(row, column))
        return Limit(
            asked=limit,
            content=limit.value,
            unit=unit,
            holder=row.enhet,
            source=self._rows.source(row.file, row.line),
            earlier=None if found is None else Earlier(found[0], None, found[1]),
        )


def _is_few(indicator: Indicator, count: int | None) -> bool:
    return indicator.shown_from_count > 0 and (count is None or count < indicator.shown_from_count)
