"""Changes: which rows of a new delivery come again under a key that was delivered before, with other content.

Why on typed values: «1,0» and «1.0» are the same figure, and a change of dialect is no change of what was delivered.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from kontroll.domain.dataset import LINE_KEY, DataSet
from kontroll.domain.indicator import Indicator
from kontroll.facts.facts import ENHET, KEY, SUPERSEDED
from kontroll.facts.measurements import read_ambitions, read_measurements
from kontroll.facts.organisation import read_organisation
from kontroll.facts.records import read_records
from kontroll.facts.sheet import FILE, LINE, Sheet, plain_heading

_NEW = "_new"


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """line of the new delivery; earlier: number of the delivery, and the line in it, that held the key. fields: their ids."""

    line: int
    key: str
    earlier: int
    earlier_line: int
    fields: tuple[str, ...]


def changed_measurements(
    earlier: Mapping[int, Sheet], new: Sheet, indicators: Mapping[str, Indicator]
) -> list[ChangedLine]:
    """Key: enhet, indicator and period."""
    frame, _problems = read_measurements(_numbered(earlier, new), indicators)
    keyed = frame.with_columns(_joined("enhet", "indikator", "period"))
    return _changed(keyed, {"value": "verdi", "count": "antall", "state": "verdi"})


def changed_ambitions(
    earlier: Mapping[int, Sheet], new: Sheet, indicators: Mapping[str, Indicator]
) -> list[ChangedLine]:
    """Key: enhet (or service, or all), indicator and year."""
    frame, _problems = read_ambitions(_numbered(earlier, new), indicators)
    return _changed(frame.with_columns(_joined("enhet", "indikator", "year")), {"green": "gronn", "yellow": "gul"})


def changed_records(earlier: Mapping[int, Sheet], new: Sheet, dataset: DataSet) -> list[ChangedLine]:
    """Key: the data set's own. Where that is the line of the file, nothing can be recognised again."""
    if dataset.key == LINE_KEY:
        return []
    again = _coming_again(earlier, new, dataset)
    if not again:
        return []
    table, _problems = read_records(dataset, _numbered(again, new))
    fields = {field.id: field.id for field in dataset.fields if field.id != dataset.key}
    return _changed(table.frame.drop(SUPERSEDED, ENHET), fields)


def _coming_again(earlier: Mapping[int, Sheet], new: Sheet, dataset: DataSet) -> Mapping[int, Sheet]:
    """Only the rows whose key stands in the new delivery: of years of records, few come again, and only those are typed."""
    heading = next(field.heading for field in dataset.fields if field.id == dataset.key)
    keys = _texts(new, heading)
    if keys is None:
        return earlier
    found = {}
    for number, sheet in earlier.items():
        own = _texts(sheet, heading)
        again = own.is_in(keys.implode()) if own is not None else None
        if again is None or again.any():
            found[number] = sheet if again is None else Sheet(sheet.file, sheet.frame.filter(again))
    return found


def _texts(sheet: Sheet, heading: str) -> pl.Series | None:
    """The column as `pick_columns` reads it; None where it is absent."""
    name = next((own for own in sheet.headings if plain_heading(own) == plain_heading(heading)), None)
    return sheet.frame.get_column(name).str.strip_chars() if name is not None else None


def changed_organisation(earlier: Mapping[int, Sheet], new: Sheet) -> list[ChangedLine]:
    """Key: enhet and the first month of the row."""
    old = pl.concat(
        [_organisation(number, sheet) for number, sheet in earlier.items()] or [_organisation(0, new).clear()]
    )
    frame = pl.concat([old, _organisation(None, new)]).with_columns(_joined("enhet", "first"))
    fields = ("navn", "enhetstype", "overordnet", "tjeneste", "leder_id", "last", "etterfolger")
    return _changed(frame, {name: "gjelder_til" if name == "last" else name for name in fields})


def gone_enheter(earlier: Mapping[int, Sheet], new: Sheet) -> list[str]:
    """Units of the last list that the new one does not know, sorted."""
    if not earlier:
        return []
    before = _organisation(0, earlier[max(earlier)]).get_column("enhet").to_list()
    return sorted(set(before) - set(_organisation(0, new).get_column("enhet").to_list()))


def _organisation(number: int | None, sheet: Sheet) -> pl.DataFrame:
    """Read alone: in one list the rows may not overlap, in two they do."""
    frame, _problems = read_organisation([sheet])
    return frame.with_columns(pl.lit(_NEW if number is None else f"{number}/").alias(FILE))


def _numbered(earlier: Mapping[int, Sheet], new: Sheet) -> list[Sheet]:
    """Read together, so that their numbers have one scale, and told apart by a name that begins with the number."""
    old = [Sheet(f"{number}/{sheet.file.rpartition('/')[2]}", sheet.frame) for number, sheet in sorted(earlier.items())]
    return [*old, Sheet(_NEW, new.frame)]


def _joined(*columns: str) -> pl.Expr:
    return pl.concat_str([pl.col(c).cast(pl.String) for c in columns], separator=" ").alias(KEY)


def _changed(frame: pl.DataFrame, fields: Mapping[str, str]) -> list[ChangedLine]:
    """frame: all rows in order of receipt. fields: column -> the name people know."""
    new = frame.filter(pl.col(FILE) == _NEW).unique(KEY, keep="last", maintain_order=True)
    old = frame.filter((pl.col(FILE) != _NEW) & pl.col(KEY).is_not_null()).unique(KEY, keep="last")
    differs = [pl.col(c).ne_missing(pl.col(f"{c}_earlier")).alias(f"{c}_differs") for c in fields]
    both = new.join(old, on=KEY, how="inner", suffix="_earlier", maintain_order="left").with_columns(differs)
    changed = both.filter(pl.any_horizontal([f"{c}_differs" for c in fields]))
    return [
        ChangedLine(
            line=row[LINE],
            key=row[KEY],
            earlier=int(row[f"{FILE}_earlier"].partition("/")[0]),
            earlier_line=row[f"{LINE}_earlier"],
            fields=tuple(dict.fromkeys(name for c, name in fields.items() if row[f"{c}_differs"])),
        )
        for row in changed.to_dicts()
    ]
