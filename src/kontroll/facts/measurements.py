"""Measurements and ambitions: what each enhet delivered for each indicator and period."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

import polars as pl

from kontroll.domain.indicator import Indicator
from kontroll.domain.month import Frequency
from kontroll.domain.problem import Gravity, Place, Problem
from kontroll.domain.spelling import nearest
from kontroll.facts.facts import ValueState
from kontroll.facts.numbers import read_rounded
from kontroll.facts.quoting import quoted
from kontroll.facts.sheet import FILE, LINE, TORN, Sheet, pick_columns
from kontroll.texts import _

_COLUMNS = [(name, name) for name in ("enhet", "indikator", "periode", "verdi", "antall")]
_SCHEMA = {
    "enhet": pl.String,
    "indikator": pl.String,
    "period": pl.Int64,
    "value": pl.Int64,
    "count": pl.Int64,
    "state": pl.String,
    "superseded": pl.Boolean,
    FILE: pl.String,
    LINE: pl.Int64,
}


def read_measurements(
    sheets: Sequence[Sheet], indicators: Mapping[str, Indicator]
) -> tuple[pl.DataFrame, list[Problem]]:
    """All delivered rows as typed values, in delivery order; see Facts.measurements for the columns.

    Rows without a usable enhet, indicator or period cannot be placed: they are told and left out.
    """
    problems: list[Problem] = []
    frames = []
    for sheet in sheets:
        frame, found = pick_columns(sheet, _COLUMNS, optional=("antall",))
        problems.extend(found)
        if frame is not None:
            frames.append(frame)
    if not frames:
        return pl.DataFrame(schema=_SCHEMA), problems
    frame = _with_period(pl.concat(frames), indicators)
    problems.extend(_unplaced(frame, indicators))
    frame = frame.filter(pl.col("period").is_not_null() & (pl.col("enhet") != ""))
    if frame.is_empty():
        return pl.DataFrame(schema=_SCHEMA), problems
    frame, found = _with_values(frame, indicators)
    problems.extend(found)
    return frame.select(*_SCHEMA), problems


def _with_period(frame: pl.DataFrame, indicators: Mapping[str, Indicator]) -> pl.DataFrame:
    """Adds `period`: the index of the period in the indicator's own frequency, null where it has no such form."""
    delivered = {id: i.frequency.months for id, i in indicators.items() if i.computed is None}
    known = pl.DataFrame(
        {"indikator": list(delivered), "_months": list(delivered.values())},
        schema={"indikator": pl.String, "_months": pl.Int64},
    )
    # Few distinct texts among very many rows: read each once.
    texts = frame.select(pl.col("periode").unique())
    year = (
        pl.col("periode").str.extract(r"^([1-9][0-9]{3}|0[0-9]{2}[1-9]|0[0-9][1-9][0-9]|0[1-9][0-9]{2})").cast(pl.Int64)
    )
    month = pl.col("periode").str.extract(r"^[0-9]{4}-(0[1-9]|1[0-2])$").cast(pl.Int64)
    tertial = pl.col("periode").str.extract(r"^[0-9]{4}-T([1-3])$").cast(pl.Int64)
    whole_year = pl.when(pl.col("periode").str.contains(r"^[0-9]{4}$")).then(year)
    texts = texts.with_columns(
        (year * 12 + month - 1).alias("_m"), (year * 3 + tertial - 1).alias("_t"), whole_year.alias("_y")
    )
    by_length = (
        pl.when(pl.col("_months") == Frequency.MONTH.months)
        .then(pl.col("_m"))
        .when(pl.col("_months") == Frequency.TERTIAL.months)
        .then(pl.col("_t"))
        .when(pl.col("_months") == Frequency.YEAR.months)
        .then(pl.col("_y"))
    )
    return (
        frame.join(known, on="indikator", how="left", maintain_order="left")
        .join(texts, on="periode", how="left", maintain_order="left")
        .with_columns(by_length.alias("period"))
    )


def _unplaced(frame: pl.DataFrame, indicators: Mapping[str, Indicator]) -> list[Problem]:
    problems = []
    near: dict[str, str | None] = {}
    wrong = frame.filter(pl.col("period").is_null() | (pl.col("enhet") == ""))
    for row in wrong.select("enhet", "indikator", "periode", FILE, LINE).to_dicts():
        place = Place(row[FILE], row[LINE])
        indicator = indicators.get(row["indikator"])
        if indicator is None:
            what, fix = _unknown_indicator(row["indikator"], indicators, near)
        elif indicator.computed is not None:
            what = _("indikatoren «{id}» beregnes av kontroll og kan ikke leveres").format(id=indicator.id)
            fix = _("Fjern raden, eller ta bort «beregnet» i beskrivelsen.")
        elif not row["enhet"]:
            what, fix = _("raden mangler enhet"), _("Skriv enhetens id i kolonnen «enhet».")
        else:
            what = _("{found} er ikke en periode for en indikator som måles per {unit} (periode)").format(
                found=quoted(row["periode"]) if row["periode"] else _("et tomt felt"), unit=indicator.frequency.value
            )
            fix = _("Skriv {form}.").format(form=_PERIOD_FORMS[indicator.frequency])
        problems.append(Problem(place, what, _("Raden kan ikke plasseres og er ikke brukt."), fix, Gravity.NOTICE))
    return problems


def _unknown_indicator(id: str, known: Mapping[str, Indicator], near: dict[str, str | None]) -> tuple[str, str]:
    """What was found and what to do. near: the guesses made so far, since one slip is often in very many rows."""
    if not id:
        return _("raden mangler indikator"), _("Skriv indikatorens id i kolonnen «indikator».")
    if id not in near:
        near[id] = nearest(id, known)
    what = _("indikatoren «{id}» er ikke beskrevet").format(id=id[:60])
    if near[id] is not None:
        return what, _("Mente du «{guess}»?").format(guess=near[id])
    return what, _("Rett navnet, eller beskriv indikatoren under rules/indikatorer.")


_PERIOD_FORMS = {Frequency.MONTH: "2026-10", Frequency.TERTIAL: "2026-T2", Frequency.YEAR: "2026"}


def _with_values(frame: pl.DataFrame, indicators: Mapping[str, Indicator]) -> tuple[pl.DataFrame, list[Problem]]:
    """Adds value, count, state and superseded."""
    decimals = {id: i.decimals for id, i in indicators.items()}
    frame = frame.with_row_index("_row").with_columns(
        pl.col("indikator").replace_strict(decimals, return_dtype=pl.Int64).alias("_decimals")
    )
    parts = []
    for (places,), part in frame.group_by("_decimals", maintain_order=True):
        read = read_rounded(part.get_column("verdi"), int(places))
        parts.append(part.select("_row").with_columns(read.values.alias("value"), read.invalid.alias("_invalid")))
    frame = frame.join(pl.concat(parts), on="_row", how="left", maintain_order="left")
    counts = read_rounded(frame.get_column("antall"), 0)
    whole = ~frame.get_column("antall").str.contains(r"[.,][0-9]*[1-9]")
    frame = frame.with_columns(
        counts.values.alias("count"), (counts.invalid | ~whole | (counts.values < 0)).alias("_bad_count")
    ).with_columns(
        pl.when(~pl.col(TORN) & ~pl.col("_bad_count")).then(pl.col("count")).alias("count"),
        pl.when(~pl.col(TORN)).then(pl.col("value")).alias("value"),
        pl.when(pl.col("_invalid") | pl.col(TORN))
        .then(pl.lit(ValueState.INVALID.value))
        .when(pl.col("value").is_null())
        .then(pl.lit(ValueState.MISSING.value))
        .otherwise(pl.lit(ValueState.VALUE.value))
        .alias("state"),
    )
    latest = pl.struct("enhet", "indikator", "period").is_last_distinct()
    frame = frame.with_columns((~latest).alias("superseded"))
    return frame, _bad_cells(frame)


def _bad_cells(frame: pl.DataFrame) -> list[Problem]:
    problems = []
    for column, flag in (("verdi", "_invalid"), ("antall", "_bad_count")):
        wrong = frame.filter(pl.col(flag).fill_null(False) & ~pl.col(TORN))
        problems += [
            bad_number(Place(file, line), text, column)
            for text, file, line in wrong.select(column, FILE, LINE).iter_rows()
        ]
    return problems


def bad_number(place: Place, text: str, column: str) -> Problem:
    """A cell that should hold a number and does not."""
    return Problem(
        place,
        _("{found} er ikke et tall kontroll kan regne med ({column})").format(found=quoted(text), column=column),
        _("Verdien er satt som manglende; regler som trenger den svarer «ukjent»."),
        _("Rett tallet i kildesystemet og lever filen på nytt."),
        Gravity.NOTICE,
    )


# --- ambitions ------------------------------------------------------------------------------------------------

_YEAR = re.compile(r"[1-9][0-9]{3}")
_AMBITION_COLUMNS = [(name, name) for name in ("enhet", "indikator", "aar", "gronn", "gul")]
_AMBITION_SCHEMA = {
    "enhet": pl.String,
    "indikator": pl.String,
    "year": pl.Int64,
    "green": pl.String,
    "yellow": pl.String,
    "superseded": pl.Boolean,
    FILE: pl.String,
    LINE: pl.Int64,
}


def read_ambitions(sheets: Sequence[Sheet], indicators: Mapping[str, Indicator]) -> tuple[pl.DataFrame, list[Problem]]:
    """All delivered thresholds as exact decimals in text; see Facts.ambitions for the columns."""
    problems: list[Problem] = []
    rows: list[dict[str, object]] = []
    latest: dict[tuple[str, str, int], int] = {}
    for sheet in sheets:
        frame, found = pick_columns(sheet, _AMBITION_COLUMNS)
        problems.extend(found)
        for row in frame.to_dicts() if frame is not None else ():
            place = Place(row[FILE], row[LINE])
            if (wrong := _ambition_fault(row, indicators)) is not None:
                problems.append(Problem(place, wrong[0], _("Raden er ikke brukt."), wrong[1], Gravity.NOTICE))
                continue
            key = (row["enhet"], row["indikator"], int(row["aar"]))
            if key in latest:
                rows[latest[key]]["superseded"] = True
            latest[key] = len(rows)
            green = _exact(row["gronn"], place, "gronn", row[TORN], problems)
            yellow = _exact(row["gul"], place, "gul", row[TORN], problems)
            if green is not None and yellow is not None:
                if (Decimal(green) - Decimal(yellow)) * indicators[key[1]].better.sign < 0:
                    problems.append(_yellow_beyond_green(place))
            rows.append(
                {
                    "enhet": key[0],
                    "indikator": key[1],
                    "year": key[2],
                    "green": green,
                    "yellow": yellow,
                    "superseded": False,
                    FILE: row[FILE],
                    LINE: row[LINE],
                }
            )
    return pl.DataFrame(rows, schema=_AMBITION_SCHEMA), problems


def _yellow_beyond_green(place: Place) -> Problem:
    return Problem(
        place,
        _("grensen for gul er strengere enn grensen for grønn (gronn, gul)"),
        _("Da kan ingen verdi bli gul; grensene er brukt slik de står."),
        _("Kontroller om tallene er byttet om."),
        Gravity.NOTICE,
    )


def _ambition_fault(row: dict[str, str], indicators: Mapping[str, Indicator]) -> tuple[str, str] | None:
    if not row["enhet"]:
        return _("raden mangler enhet"), _("Skriv enhetens id, «tjeneste:NAVN» eller «*».")
    if row["indikator"] not in indicators:
        return _unknown_indicator(row["indikator"], indicators, {})
    if not _YEAR.fullmatch(row["aar"]):
        found = quoted(row["aar"]) if row["aar"] else _("et tomt felt")
        return _("{found} er ikke et årstall (aar)").format(found=found), _("Skriv året på formen 2026.")
    return None


def _exact(text: str, place: Place, column: str, torn: bool, problems: list[Problem]) -> str | None:
    """The exact decimal as text, or None where empty, torn or unreadable."""
    compact = "".join(text.split()).replace("\u2212", "-").replace(",", ".")
    if torn or not compact:
        return None
    body = compact[1:] if compact[0] in "+-" else compact
    if body.count(".") <= 1 and body.replace(".", "").isascii() and body.replace(".", "").isdigit():
        value = Decimal(compact)
        if abs(value) < Decimal(10) ** 15 and len(body) <= 30:
            return str(value)
    problems.append(bad_number(place, text, column))
    return None
