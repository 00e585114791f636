"""Records: the rows of a data set as typed columns, described by rules/datasett and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl

from kontroll.domain.dataset import LINE_KEY, DataSet, Field, FieldType, Stock
from kontroll.domain.problem import Gravity, Place, Problem
from kontroll.facts.checknumbers import checked
from kontroll.facts.facts import ENHET, KEY, SUPERSEDED, RecordTable
from kontroll.facts.numbers import read_exact
from kontroll.facts.quoting import quoted
from kontroll.facts.sheet import FILE, LINE, TORN, Sheet, pick_columns
from kontroll.facts.times import read_dates, read_moments
from kontroll.texts import _

#: Which of the sheets a row came in, in their order.
_SHEET = "_sheet"
_YES, _NO = ("ja", "j", "true", "sann", "1", "x"), ("nei", "n", "false", "usann", "0")


def read_records(dataset: DataSet, sheets: Sequence[Sheet]) -> tuple[RecordTable, list[Problem]]:
    """The typed records of all sheets in order, and every cell that could not be read."""
    problems: list[Problem] = []
    frames = [_empty(dataset)]
    for number, sheet in enumerate(sheets):
        wanted = [(field.id, field.heading) for field in dataset.fields]
        frame, found = pick_columns(sheet, wanted, [field.id for field in dataset.fields if field.optional])
        problems.extend(found)
        if frame is not None:
            frames.append(frame.with_columns(pl.lit(number, pl.Int64).alias(_SHEET)))
    raw = pl.concat(frames)
    # A torn row is kept as delivered evidence of a record, but none of its values can be trusted.
    raw = raw.with_columns(
        pl.when(pl.col(TORN)).then(pl.lit("")).otherwise(pl.col(field.id)).alias(field.id) for field in dataset.fields
    )
    decimals: dict[str, int] = {}
    columns: list[pl.Series] = []
    told = raw.get_column(TORN)
    for field in dataset.fields:
        values, invalid, places = _typed(raw.get_column(field.id), field, dataset)
        columns.append(values.alias(field.id))
        if places is not None:
            decimals[field.id] = places
        problems.extend(_unreadable(raw, field, dataset, invalid, dates=field.id in _dating(dataset)))
        if field.id in _dating(dataset):
            told |= invalid
    frame = raw.select(FILE, LINE, _key(dataset, problems, raw), _enhet(dataset)).with_columns(columns)
    frame = frame.with_columns(raw.get_column(_SHEET), pl.int_range(pl.len(), dtype=pl.Int64).alias("_row"))
    frame = frame.with_columns(_superseded(dataset).alias(SUPERSEDED)).drop("_row", _SHEET)
    problems.extend(_undated(frame, dataset, told))
    return RecordTable(dataset=dataset, frame=frame, decimals=decimals, delivered=bool(sheets)), problems


def _empty(dataset: DataSet) -> pl.DataFrame:
    schema = {field.id: pl.String for field in dataset.fields}
    return pl.DataFrame(schema={**schema, FILE: pl.String, LINE: pl.Int64, TORN: pl.Boolean, _SHEET: pl.Int64})


def _superseded(dataset: DataSet) -> pl.Expr:
    """A later row has the key; or a later file is the whole of what the row is part of."""
    again = pl.col("_row") < pl.col("_row").max().over(KEY)
    if dataset.whole_by is None:
        return again
    last = pl.col(_SHEET).max()
    return again | (pl.col(_SHEET) < (last.over(*dataset.whole_by) if dataset.whole_by else last))


def _key(dataset: DataSet, problems: list[Problem], raw: pl.DataFrame) -> pl.Expr:
    """The key as delivered; a row without one is known by its file and line, so that it is still judged."""
    by_line = pl.col(FILE).str.split("/").list.last() + ":" + pl.col(LINE).cast(pl.String)
    if dataset.key == LINE_KEY:
        return by_line.alias(KEY)
    without = raw.filter((pl.col(dataset.key) == "") & ~pl.col(TORN))
    for file, line in without.select(FILE, LINE).iter_rows():
        problems.append(
            Problem(
                Place(file, line),
                _("raden mangler nøkkel ({key})").format(key=dataset.key),
                _("Posten er tatt med under filnavn og linje; en rettelse kan ikke kobles til den."),
                _("Rett posten i kildesystemet og lever filen på nytt."),
                Gravity.NOTICE,
            )
        )
    return pl.when(pl.col(dataset.key) == "").then(by_line).otherwise(pl.col(dataset.key)).alias(KEY)


def _enhet(dataset: DataSet) -> pl.Expr:
    if dataset.enhet_field is not None:
        own = pl.col(dataset.enhet_field)
        return pl.when(own != "").then(own).alias(ENHET)
    return pl.lit(dataset.enhet_fixed, pl.String).alias(ENHET)


def _typed(text: pl.Series, field: Field, dataset: DataSet) -> tuple[pl.Series, pl.Series, int | None]:
    """(values, which cells could not be read, decimals of a number column)."""
    if field.type.is_number:
        read = read_exact(text, dataset.number_format, integer=field.type is FieldType.INTEGER)
        return read.values, read.invalid, read.decimals
    if field.type is FieldType.DATE:
        days = read_dates(text, dataset.date_format)
        return days.values, days.invalid, None
    if field.type is FieldType.MOMENT:
        moments = read_moments(text, dataset.date_format)
        return moments.values, moments.invalid, None
    if field.type is FieldType.YES_NO:
        lower = text.str.to_lowercase()
        words = pl.DataFrame({"t": lower}).select(
            pl.when(pl.col("t").is_in(_YES)).then(True).when(pl.col("t").is_in(_NO)).then(False).alias("v")
        )
        values = words.get_column("v")
        return values, values.is_null() & (text != ""), None
    if field.check is not None:
        return *checked(text, field.check), None
    frame = pl.DataFrame({"t": text}).select(pl.when(pl.col("t") != "").then(pl.col("t")).alias("v"))
    return frame.get_column("v"), pl.repeat(False, len(text), eager=True), None


def _dating(dataset: DataSet) -> tuple[str, ...]:
    """The field that decides the month, or the first month."""
    by = dataset.dated_by
    return () if by is None or isinstance(by, date) else (by if isinstance(by, str) else by.start,)


def _unreadable(raw: pl.DataFrame, field: Field, dataset: DataSet, invalid: pl.Series, *, dates: bool) -> list[Problem]:
    kind = {
        FieldType.DATE: _("en dato"),
        FieldType.MOMENT: _("et tidspunkt med klokkeslett"),
        FieldType.YES_NO: _("ja eller nei"),
        FieldType.INTEGER: _("et helt tall"),
        FieldType.TEXT: _("et nummer der kontrollsifrene stemmer"),
    }.get(field.type, _("et tall kontroll kan regne med"))
    wrong = raw.select(pl.col(field.id).alias("text"), FILE, LINE).filter(invalid)
    if wrong.is_empty():
        return []
    texts = wrong.get_column("text").implode()
    personal: set[str] = set()
    for other in (other for other in dataset.fields if other.personal):
        column = raw.get_column(other.id)
        personal.update(column.filter(column.is_in(texts)))
    return [
        Problem(
            Place(file, line),
            _("{found} er ikke {kind} ({column})").format(
                # A personal value is never repeated, not even a wrong one or one in another field of a shifted row.
                found=_("verdien") if field.personal or text in personal else quoted(text),
                kind=kind,
                column=field.heading,
            ),
            _("Posten hører da ikke til noen måned, og ingen regel har vurdert den.")
            if dates
            else _("Verdien er satt som manglende; regler som trenger den svarer «ukjent»."),
            _("Rett verdien i kildesystemet og lever filen på nytt."),
            Gravity.NOTICE,
        )
        for text, file, line in wrong.iter_rows()
    ]


def _undated(frame: pl.DataFrame, dataset: DataSet, told: pl.Series) -> list[Problem]:
    """Records that belong to no month are not judged: said here, so that nobody believes they passed.

    told: rows about which the same has been said already.
    """
    headings = {field.id: field.heading for field in dataset.fields}
    wrong = []
    for id in _dating(dataset):
        undated = frame.filter(pl.col(id).is_null() & ~pl.col(SUPERSEDED) & ~told).select(FILE, LINE)
        what = _("posten har ingen dato ({column})").format(column=headings[id])
        wrong += [(Place(file, line), what) for file, line in undated.iter_rows()]
    if isinstance(dataset.dated_by, Stock):
        start, end = dataset.dated_by.start, dataset.dated_by.end
        backwards = frame.filter((pl.col(end) < pl.col(start)) & ~pl.col(SUPERSEDED)).select(FILE, LINE)
        what = _("{end} er før {start}").format(end=headings[end], start=headings[start])
        wrong += [(Place(file, line), what) for file, line in backwards.iter_rows()]
    return [
        Problem(
            place,
            what,
            _("Posten hører da ikke til noen måned, og ingen regel har vurdert den."),
            _("Rett datoen i kildesystemet og lever filen på nytt."),
            Gravity.NOTICE,
        )
        for place, what in wrong
    ]
