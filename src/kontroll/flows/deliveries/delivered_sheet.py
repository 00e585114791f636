"""A delivered sheet, read by the descriptions of its kind: how many rows, which months, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from kontroll.domain.dataset import DataSet, Stock
from kontroll.domain.indicator import Indicator
from kontroll.domain.month import Month, Period
from kontroll.domain.problem import Gravity, Place, Problem
from kontroll.domain.rulebook import Rulebook
from kontroll.facts.changes import (
    ChangedLine,
    changed_ambitions,
    changed_measurements,
    changed_organisation,
    changed_records,
    gone_enheter,
)
from kontroll.facts.measurements import read_ambitions, read_measurements
from kontroll.facts.organisation import read_organisation, read_persons
from kontroll.facts.records import read_records
from kontroll.facts.sheet import Sheet
from kontroll.flows.deliveries.strangers import DATASETS, MEASUREMENTS
from kontroll.texts import _, ngettext


@dataclass(frozen=True, slots=True)
class Content:
    """rows: delivered rows. first, last: the months they are about, None where they are about none. refused: none usable."""

    rows: int = 0
    first: Month | None = None
    last: Month | None = None
    refused: bool = False


def content_of(kind: str, sheet: Sheet, rulebook: Rulebook) -> tuple[Content, list[Problem]]:
    """What the sheet holds, and every problem with it."""
    months: tuple[Month | None, Month | None] = (None, None)
    if kind == MEASUREMENTS:
        frame, problems = read_measurements([sheet], rulebook.indicators)
        months = _measured_months(frame, rulebook.indicators)
    elif kind == "ambisjoner":
        frame, problems = read_ambitions([sheet], rulebook.indicators)
    elif kind == "organisasjon":
        frame, problems = read_organisation([sheet])
    elif kind == "personer":
        table, problems = read_persons([sheet])
        frame = table.frame
    else:
        dataset = rulebook.datasets[kind.removeprefix(f"{DATASETS}/")]
        table, problems = read_records(dataset, [sheet])
        frame, months = table.frame, _record_months(table.frame, dataset)
    if kind == "organisasjon" and frame.is_empty():
        problems.append(_empty(sheet.file))
    refused = any(p.gravity is not Gravity.NOTICE for p in problems)
    return Content(sheet.frame.height, *months, refused), problems


def changed_lines(
    kind: str, earlier: Mapping[int, Sheet], sheet: Sheet, rulebook: Rulebook
) -> tuple[list[ChangedLine], list[Problem]]:
    """Rows *endret etter levering*, and what a new list no longer holds. earlier: deliveries of the kind, by number."""
    if kind == MEASUREMENTS:
        return changed_measurements(earlier, sheet, rulebook.indicators), []
    if kind == "ambisjoner":
        return changed_ambitions(earlier, sheet, rulebook.indicators), []
    if kind == "organisasjon":
        last = {max(earlier): earlier[max(earlier)]} if earlier else {}
        gone = gone_enheter(last, sheet)
        return changed_organisation(last, sheet), [_gone(sheet.file, gone)] if gone else []
    if kind == "personer":
        # What distinguishes two rows of a person is personal, and a key ends in addresses.
        return [], []
    return changed_records(earlier, sheet, rulebook.datasets[kind.removeprefix(f"{DATASETS}/")]), []


def _measured_months(frame: pl.DataFrame, indicators: Mapping[str, Indicator]) -> tuple[Month | None, Month | None]:
    spans = frame.group_by("indikator").agg(pl.col("period").min().alias("a"), pl.col("period").max().alias("b"))
    months = [
        (Period(indicators[id].frequency.months, a).first_month, Period(indicators[id].frequency.months, b).last_month)
        for id, a, b in spans.iter_rows()
    ]
    return (min(a for a, _b in months), max(b for _a, b in months)) if months else (None, None)


def _record_months(frame: pl.DataFrame, dataset: DataSet) -> tuple[Month | None, Month | None]:
    by = dataset.dated_by
    if by is None or isinstance(by, date):
        return None, None
    start = frame.get_column(by.start if isinstance(by, Stock) else by).drop_nulls()
    end = frame.get_column(by.end if isinstance(by, Stock) else by).drop_nulls()
    # A stock without end goes on: which months it is about is not known.
    if start.is_empty() or end.is_empty() or (isinstance(by, Stock) and frame.get_column(by.end).null_count()):
        return (_month(start.min()), None) if not start.is_empty() else (None, None)
    return _month(start.min()), _month(end.max())


def _month(value: object) -> Month | None:
    return Month.of(value) if isinstance(value, date) else None


def _empty(file: str) -> Problem:
    """Refused: a list of units without units would empty the kommune."""
    return Problem(
        Place(file),
        _("listen har ingen enheter"),
        _("Ingenting i filen er tatt med. Den forrige listen, om det var en, gjelder fortsatt."),
        _("Skriv én rad for hver enhet, og lever listen på nytt."),
        Gravity.INCOMPLETE,
    )


def _gone(file: str, enheter: list[str]) -> Problem:
    shown = ", ".join(enheter[:10]) + (" …" if len(enheter) > 10 else "")
    what = ngettext(
        "{count} enhet i forrige liste står ikke i denne: {shown}",
        "{count} enheter i forrige liste står ikke i denne: {shown}",
        len(enheter),
    ).format(count=len(enheter), shown=shown)
    return Problem(
        Place(file),
        what,
        _("Listen gjelder som den er: enhetene finnes da ikke i noen måned, og åpne avvik der får ikke svar."),
        _("Er en enhet lagt ned, behold raden og skriv gjelder_til og etterfolger. Lever listen på nytt."),
        Gravity.NOTICE,
    )
