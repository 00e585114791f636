"""The header of a SAF-T file: whose ledger, which period, which version; refused where it is not a Norwegian one in kroner."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass

import polars as pl
from lxml import etree

from kontroll.domain.dataset import CheckedNumber
from kontroll.facts.checknumbers import checked
from kontroll.sources.saft.elements import (
    CODE,
    LONG,
    LONGEST,
    MIDDLE,
    SHORT,
    Child,
    Kind,
    child,
    contents,
    fix,
    text,
)
from kontroll.sources.xmlfile import Told, whole
from kontroll.texts import _

_HEADER = (
    text("AuditFileVersion", CODE), text("AuditFileCountry", 2), Child("AuditFileDateCreated", Kind.DAY, required=True),
    text("SoftwareCompanyName", LONG), text("SoftwareID", LONGEST), text("SoftwareVersion", SHORT),
    text("DefaultCurrencyCode", 3), text("TaxAccountingBasis", SHORT),
)  # fmt: skip
_COMPANY = (text("RegistrationNumber", MIDDLE), text("Name", LONGEST))
_SELECTION = (
    Child("SelectionStartDate", Kind.DAY), Child("SelectionEndDate", Kind.DAY), Child("PeriodStart", Kind.COUNT),
    Child("PeriodStartYear", Kind.COUNT), Child("PeriodEnd", Kind.COUNT), Child("PeriodEndYear", Kind.COUNT),
)  # fmt: skip
_MONTHS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """company: its organisation number. start, end: the days the file is about, YYYY-MM-DD; "" where it does not say."""

    version: str
    software: str
    company: str
    start: str
    end: str

    @property
    def is_130(self) -> bool:
        return self.version.startswith("1.3")


def read_header(element: etree._Element, told: Told) -> Header:
    found = contents(element, _HEADER, told)
    line = element.sourceline or 0
    if found["AuditFileCountry"] not in ("NO", ""):
        told.refuse(line, _("filen er ikke norsk: AuditFileCountry er ikke NO"), fix())
    if found["DefaultCurrencyCode"] not in ("NOK", ""):
        what = _("beløpene er ikke i kroner: DefaultCurrencyCode er ikke NOK")
        told.refuse(line, what, _("Hent ut filen med norske kroner som valuta."))
    company = child(element, "Company")
    if company is None:
        told.refuse(line, _("{parent} mangler {name}").format(parent="Header", name="Company"), fix())
    own = {} if company is None else contents(company, _COMPANY, told)
    _number(own.get("RegistrationNumber", ""), line, told)
    selection = child(element, "SelectionCriteria")
    start, end = ("", "") if selection is None else _period(contents(selection, _SELECTION, told))
    return Header(
        version=found["AuditFileVersion"],
        software=found["SoftwareID"],
        company=own.get("RegistrationNumber", ""),
        start=start,
        end=end,
    )


def _number(company: str, line: int, told: Told) -> None:
    """Told once, and not of every row: it is the same in all of them."""
    _numbers, wrong = checked(pl.Series([company], dtype=pl.String), CheckedNumber.ORGANISATION)
    if wrong[0]:
        what = _("selskapets organisasjonsnummer stemmer ikke (kontrollsifferet)")
        told.notice(
            line, what, _("Filen kan være fra et annet selskap enn det ser ut til."), _("Kontroller avsenderen.")
        )


def _period(found: dict[str, str]) -> tuple[str, str]:
    """Dates as they stand, else the first and last day of the accounting periods; a 13th period is December."""
    start, end = found["SelectionStartDate"], found["SelectionEndDate"]
    if start or end:
        return start, end
    first = _day(whole(found["PeriodStart"]), whole(found["PeriodStartYear"]), last=False)
    return first, _day(whole(found["PeriodEnd"]), whole(found["PeriodEndYear"]), last=True)


def _day(period: int | None, year: int | None, *, last: bool) -> str:
    if period is None or year is None or not 1 <= year <= 9999:
        return ""
    month = min(max(period, 1), _MONTHS)
    return f"{year:04d}-{month:02d}-{monthrange(year, month)[1] if last else 1:02d}"
