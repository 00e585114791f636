"""RecordSet: the records of one data set that stand, with the months in which each is judged."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from kontroll.domain.dataset import DataSet, Stock
from kontroll.domain.month import Month
from kontroll.engine.plain.comparison import day_of, plain_text, unscaled
from kontroll.engine.plain.record import Content, Record
from kontroll.facts.facts import ENHET, KEY, RecordTable
from kontroll.facts.sheet import FILE, LINE

#: Day numbers and the records of those days, in the same order, oldest first.
_Dated = tuple[list[int], list[Record]]
_NONE_DATED: _Dated = ([], [])
_OPEN = 10000 * 12


class RecordSet:
    """The standing records of a data set by key, in delivery order of the rows that stand."""

    def __init__(self, dataset: DataSet, table: RecordTable | None) -> None:
        self.dataset = dataset
        self.delivered = table is not None and table.delivered
        self.records: dict[str, Record] = {}
        if table is not None:
            scales = {f.id: table.decimals.get(f.id, 0) if f.type.is_number else None for f in dataset.fields}
            for row in table.frame.iter_rows(named=True):
                # The later row wins per key; taking the key out first keeps the order of the rows that stand.
                self.records.pop(row[KEY], None)
                self.records[row[KEY]] = _record(dataset, row, scales)
        self._equal: dict[str, tuple[dict[Content | None, list[Record]], list[Record]]] = {}
        self._alike: dict[tuple[str, ...], dict[tuple[Content | None, ...], _Dated]] = {}
        self._months: dict[str, tuple[dict[int, list[Record]], list[Record]]] = {}
        #: The records these were supposed from, and the key of the one that is another.
        self._origin: tuple[RecordSet, str] | None = None

    def supposing(self, key: str, field: str, content: Content | None) -> RecordSet:
        """The same records, had one field of one of them been delivered so; the others keep their order."""
        record = self.records[key]
        contents = {**record.contents, field: content}
        enhet = record.enhet
        if field == self.dataset.enhet_field:
            enhet = None if content is None else str(content)
        other = RecordSet(self.dataset, None)
        other.delivered = self.delivered
        other._origin = self, key
        other.records = {
            **self.records,
            key: _made(self.dataset, contents, key=key, enhet=enhet, file=record.file, line=record.line),
        }
        return other

    def __iter__(self) -> Iterator[Record]:
        return iter(self.records.values())

    @cached_property
    def by_enhet(self) -> dict[str, list[Record]]:
        found: dict[str, list[Record]] = {}
        for record in self:
            if record.enhet is not None:
                found.setdefault(record.enhet, []).append(record)
        return found

    def judged_between(self, enhet: str, first: int, last: int) -> list[Record]:
        """The enhet's records that are judged in some month of the two and those between (Month.ordinal), in order."""
        if enhet not in self._months:
            self._months[enhet] = _by_month(self.by_enhet.get(enhet, ()))
        months, several = self._months[enhet]
        found = [record for month in range(first, last + 1) for record in months.get(month, ())]
        lasting = [record for record in several if record.judged_between(first, last)]
        if first == last and not lasting:
            return found
        return sorted([*found, *lasting], key=lambda one: self.places[one.key])

    def may_equal(self, field: str, wanted: str | Decimal) -> Sequence[Record]:
        """The records whose field is that text or number, or missing; all others differ for certain."""
        if field not in self._equal:
            known: dict[Content | None, list[Record]] = {}
            missing: list[Record] = []
            for record in self:
                content = record.contents[field]
                (missing if content is None else known.setdefault(_alike(content), [])).append(record)
            self._equal[field] = known, missing
        known, missing = self._equal[field]
        return [*known.get(_alike(wanted), ()), *missing]

    def alike(self, fields: tuple[str, ...], record: Record, days: int) -> list[Record]:
        """The records with the same contents in all the fields, of the latest `days` days up to the record's own date.

        The record must have a date; it is among them itself.
        """
        assert record.day is not None
        if self._origin is not None:
            return self._alike_but_one(*self._origin, fields, record, days)
        if fields not in self._alike:
            self._alike[fields] = self._grouped(fields)
        ordinals, dated = self._alike[fields].get(_contents(record, fields), _NONE_DATED)
        newest = record.day.toordinal()
        return dated[bisect_right(ordinals, newest - days) : bisect_right(ordinals, newest)]

    def _alike_but_one(
        self, origin: RecordSet, key: str, fields: tuple[str, ...], record: Record, days: int
    ) -> list[Record]:
        # Hundreds of suppositions are tried for one explanation: grouping all records anew for each took minutes.
        assert record.day is not None
        inside = [one for one in origin.alike(fields, record, days) if one.key != key]
        changed = self.records[key]
        if changed.day is not None and _contents(changed, fields) == _contents(record, fields):
            if 0 <= (record.day - changed.day).days < days:
                inside.append(changed)
        return sorted(inside, key=lambda one: (one.day or date.min, origin.places[one.key]))

    @cached_property
    def places(self) -> dict[str, int]:
        """key -> its place in delivery order."""
        return self._origin[0].places if self._origin is not None else {key: i for i, key in enumerate(self.records)}

    def _grouped(self, fields: tuple[str, ...]) -> dict[tuple[Content | None, ...], _Dated]:
        groups: dict[tuple[Content | None, ...], _Dated] = {}
        for record in self._by_day:
            assert record.day is not None
            ordinals, records = groups.setdefault(_contents(record, fields), ([], []))
            ordinals.append(record.day.toordinal())
            records.append(record)
        return groups

    @cached_property
    def _by_day(self) -> list[Record]:
        """Those with a date, oldest first."""
        return sorted((one for one in self if one.day is not None), key=lambda one: one.day or date.min)


def _by_month(records: Iterable[Record]) -> tuple[dict[int, list[Record]], list[Record]]:
    """Those judged in one month, by it, and those judged in several. Each month of each enhet is asked about by itself."""
    months: dict[int, list[Record]] = {}
    several: list[Record] = []
    for record in records:
        if record.first == record.last:
            months.setdefault(record.last, []).append(record)
        elif record.first is not None:
            several.append(record)
    return months, several


def _contents(record: Record, fields: tuple[str, ...]) -> tuple[Content | None, ...]:
    contents = record.contents
    return tuple([_alike(contents[field]) for field in fields])


def _alike(content: Content | None) -> Content | None:
    """Contents that are equal as the rule language compares them."""
    return plain_text(content) if isinstance(content, str) else content


def _record(dataset: DataSet, row: Mapping[str, Any], scales: Mapping[str, int | None]) -> Record:
    """scales: of every field, the decimals that its scaled integers have; None where it is no number."""
    contents: dict[str, Content | None] = {
        id: row[id] if scale is None else unscaled(row[id], scale) for id, scale in scales.items()
    }
    enhet = None if not row[ENHET] else str(row[ENHET])
    return _made(dataset, contents, key=str(row[KEY]), enhet=enhet, file=str(row[FILE]), line=int(str(row[LINE])))


def _made(
    dataset: DataSet, contents: Mapping[str, Content | None], *, key: str, enhet: str | None, file: str, line: int
) -> Record:
    """The record, with the months in which it is judged."""
    day, until = _span(dataset, contents)
    stock = isinstance(dataset.dated_by, Stock)
    first = None if day is None else Month.of(day).ordinal
    last = (_OPEN if until is None else Month.of(until).ordinal) if stock else first or 0
    if first is not None and last < first:
        first = None
    return Record(
        dataset=dataset.id,
        key=key,
        enhet=enhet,
        contents=contents,
        day=day,
        first=first,
        last=last,
        is_stock=stock,
        file=file,
        line=line,
    )


def _span(dataset: DataSet, contents: Mapping[str, Content | None]) -> tuple[date | None, date | None]:
    """(date or first day, last day of a stock; None = missing or open)."""
    by = dataset.dated_by
    if isinstance(by, Stock):
        return _day(contents[by.start]), _day(contents[by.end])
    if isinstance(by, str):
        return _day(contents[by]), None
    return by, None


def _day(content: Content | None) -> date | None:
    assert content is None or isinstance(content, date)
    return day_of(content)
