"""Organisation and persons: who is who and what belongs where, month by month."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl

from kontroll.domain.dataset import ORGANISATION, PERSONS, DataSet
from kontroll.domain.month import Month
from kontroll.domain.problem import Gravity, Place, Problem
from kontroll.facts.facts import ENHET, KEY, SUPERSEDED, RecordTable
from kontroll.facts.quoting import quoted
from kontroll.facts.sheet import FILE, LINE, TORN, Sheet, pick_columns
from kontroll.texts import _

TEXTS = ("enhet", "navn", "enhetstype", "overordnet", "tjeneste", "leder_id", "etterfolger")
_OPTIONAL = ("navn", "overordnet", "tjeneste", "leder_id", "etterfolger", "enhetstype", "gjelder_til", "gjelder_fra")
_FIRST, _LAST = 0, 9999 * 12 + 11
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

_SCHEMA = {
    **dict.fromkeys(TEXTS, pl.String),
    "first": pl.Int64,
    "last": pl.Int64,
    FILE: pl.String,
    LINE: pl.Int64,
}


def read_organisation(sheets: Sequence[Sheet]) -> tuple[pl.DataFrame, list[Problem]]:
    """One row per enhet and span of months; a row that cannot be placed in time, or overlaps an earlier, is left out."""
    problems: list[Problem] = []
    rows: list[dict[str, object]] = []
    taken: dict[str, list[tuple[int, int, Place]]] = {}
    for row in _rows(sheets, ORGANISATION, problems):
        place = Place(row[FILE], row[LINE])
        enhet = str(row["enhet"])
        span = _span(row, place, problems)
        if not enhet:
            problems.append(_left_out(place, _("raden mangler enhet"), _("Skriv enhetens id i kolonnen «enhet».")))
            continue
        if span is None:
            continue
        first, last = span
        earlier = next((at for a, b, at in taken.get(enhet, []) if first <= b and a <= last), None)
        if earlier is not None:
            problems.append(
                _left_out(
                    place,
                    _("enheten «{enhet}» har to rader som gjelder samme måned").format(enhet=enhet),
                    _("Rett gjelder_fra eller gjelder_til her eller i {other}.").format(
                        other=_("linje {line}").format(line=earlier.line) if earlier.file == place.file else earlier
                    ),
                )
            )
            continue
        taken.setdefault(enhet, []).append((first, last, place))
        kept: dict[str, object] = {name: row[name] or None for name in TEXTS}
        kept |= {"first": first, "last": None if last == _LAST else last, FILE: row[FILE], LINE: row[LINE]}
        rows.append(kept)
    return pl.DataFrame(rows, schema=_SCHEMA), problems


def organisation_records(organisation: pl.DataFrame, *, delivered: bool) -> RecordTable:
    """The same rows as a look-up table: months as their first and last day."""
    frame = organisation.with_columns(
        _first_day("first").alias("gjelder_fra"), _last_day("last").alias("gjelder_til")
    ).drop("first", "last")
    return _lookup_table(ORGANISATION, frame, delivered=delivered)


def _first_day(column: str) -> pl.Expr:
    # A span without a start reads as a missing date, like an empty gjelder_til.
    known = pl.when(pl.col(column) > _FIRST).then(pl.col(column))
    return pl.date(known // 12, known % 12 + 1, 1)


def _last_day(column: str) -> pl.Expr:
    return pl.date(pl.col(column) // 12, pl.col(column) % 12 + 1, 1).dt.month_end()


def _rows(sheets: Sequence[Sheet], dataset: DataSet, problems: list[Problem]) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for sheet in sheets:
        wanted = [(field.id, field.heading) for field in dataset.fields]
        frame, found = pick_columns(sheet, wanted, _OPTIONAL if dataset is ORGANISATION else _PERSON_OPTIONAL)
        problems.extend(found)
        if frame is not None:
            rows.extend(frame.filter(~pl.col(TORN)).to_dicts())
    return rows


def _span(row: dict[str, Any], place: Place, problems: list[Problem]) -> tuple[int, int] | None:
    bounds = []
    for column, open_end in (("gjelder_fra", _FIRST), ("gjelder_til", _LAST)):
        text = str(row[column])
        try:
            bounds.append(_month(text).ordinal if text else open_end)
        except ValueError:
            problems.append(
                _left_out(
                    place,
                    _("{found} er ikke en måned ({column})").format(found=_month_text(text), column=column),
                    _("Skriv måneden på formen 2026-10, eller la den stå tom når den er åpen."),
                )
            )
            return None
    if bounds[0] > bounds[1]:
        problems.append(_left_out(place, _("gjelder_til er før gjelder_fra"), _("Rett månedene i kildesystemet.")))
        return None
    return bounds[0], bounds[1]


def _month_text(text: str) -> str:
    """Quoted only where it looks like a botched date: the field beside it holds the leader's id."""
    return quoted(text) if re.search(r"\W|^[0-9]{4}$", text) else _("verdien")


def _month(text: str) -> Month:
    """A month; a whole date is taken for its month, since a spreadsheet likes to make dates of months."""
    return Month.of(date.fromisoformat(text)) if _DAY.fullmatch(text) else Month.parse(text)


def _left_out(place: Place, what: str, fix: str) -> Problem:
    return Problem(place, what, _("Raden er utelatt, og enheten finnes da ikke i disse månedene."), fix, Gravity.NOTICE)


# --- persons --------------------------------------------------------------------------------------------------

_PERSON_OPTIONAL = ("navn", "epost", "rolle", "enhet", "gjelder_fra", "gjelder_til")
_PERSON_SCHEMA = {
    **{field.id: pl.Date if field.type.is_time else pl.String for field in PERSONS.fields},
    FILE: pl.String,
    LINE: pl.Int64,
}


def read_persons(sheets: Sequence[Sheet]) -> tuple[RecordTable, list[Problem]]:
    """One row per person, role and span; dates may be written as months: then from its first to its last day."""
    problems: list[Problem] = []
    rows = []
    for row in _rows(sheets, PERSONS, problems):
        place = Place(row[FILE], row[LINE])
        kept: dict[str, object] = {name: row[name] or None for name in PERSONS_TEXTS}
        kept |= {FILE: row[FILE], LINE: row[LINE]}
        before = len(problems)
        kept["gjelder_fra"] = _day(str(row["gjelder_fra"]), place, problems, last=False)
        kept["gjelder_til"] = _day(str(row["gjelder_til"]), place, problems, last=True)
        problems.extend(_person_faults(kept, place, readable=len(problems) == before))
        rows.append(kept)
    return _lookup_table(PERSONS, pl.DataFrame(rows, schema=_PERSON_SCHEMA), delivered=bool(sheets)), problems


def _person_faults(person: Mapping[str, object], place: Place, *, readable: bool) -> list[Problem]:
    """What is wrong with a person's row as a whole. Its values are personal and never repeated.

    readable: its dates are; else the row is probably shifted, which is told already.
    """
    start, end, address = person["gjelder_fra"], person["gjelder_til"], person["epost"]
    found = []
    if person["person_id"] is None:
        found.append((_("raden mangler person_id"), _("Ingen leder eller rolle kan kobles til personen.")))
    if isinstance(start, date) and isinstance(end, date) and end < start:
        found.append((_("gjelder_til er før gjelder_fra"), _("Personen har da ikke rollen på noen dag.")))
    if isinstance(address, str) and not _ADDRESS.fullmatch(address) and readable:
        found.append((_("adressen er ikke en e-postadresse (epost)"), _("Personen kan ikke varsles.")))
    fix = _("Rett raden i kildesystemet og lever filen på nytt.")
    return [Problem(place, what, why, fix, Gravity.NOTICE) for what, why in found]


_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
PERSONS_TEXTS = tuple(field.id for field in PERSONS.fields if not field.type.is_time)


def _day(text: str, place: Place, problems: list[Problem], *, last: bool) -> date | None:
    if not text:
        return None
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
        month = Month.parse(text)
        return month.last_day if last else month.first_day
    except ValueError:
        problems.append(
            Problem(
                place,
                _("datoen kan ikke leses (gjelder_{which})").format(which="til" if last else "fra"),
                _("Datoen er satt som manglende; oppslag som trenger den svarer «ukjent»."),
                _("Skriv datoen på formen 2026-10-31 eller måneden på formen 2026-10."),
                Gravity.NOTICE,
            )
        )
        return None


def _lookup_table(dataset: DataSet, frame: pl.DataFrame, *, delivered: bool) -> RecordTable:
    frame = frame.with_columns(
        (pl.col(FILE) + ":" + pl.col(LINE).cast(pl.String)).alias(KEY),
        pl.lit(None, pl.String).alias(ENHET),
        pl.lit(False).alias(SUPERSEDED),
    )
    return RecordTable(dataset=dataset, frame=frame, delivered=delivered)
