"""Period report: what a month's or a tertial's report to those who are elected is made of, before anybody sets it in type.

Each area has sentences that were made of the figures, and what somebody wrote in their place. No enhet that is a person's, and no
small number: `None` in a cell is a number that is not shown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from kontroll.domain.month import Month, Period
from kontroll.domain.operand import Colour
from kontroll.texts import _, month_name, number

#: None = not shown. A Decimal is shown with the decimals it has.
Cell = str | int | Decimal | Colour | None


class ReportKind(Enum):
    """The value is the command's name and the beginning of the address."""

    MONTH = "maanedsrapport"
    TERTIAL = "tertialrapport"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportTable:
    """The first column is the heading of each row. numeric: which columns hold numbers."""

    caption: str
    headings: tuple[str, ...]
    numeric: tuple[bool, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportArea:
    """drafted: sentences made of the figures. text: what was written in their place; None = nothing was. number: of the text that
    stands, 0 = none: whoever writes the next says which she saw. by: who wrote it.
    """

    id: str
    title: str
    drafted: tuple[str, ...]
    tables: tuple[ReportTable, ...] = ()
    text: str | None = None
    number: int = 0
    by: str = ""

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """What stands in the report."""
        if self.text is None:
            return (" ".join(self.drafted),) if self.drafted else ()
        return tuple(part.strip() for part in self.text.split("\n\n") if part.strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodReport:
    """month: the last month of the period that is judged. is_over: whether all of the period is. presented: the day it was
    laid before those who are elected; None = a draft. known: the day its figures are of.
    """

    kind: ReportKind
    period: Period
    month: Month
    is_over: bool
    municipality: str
    areas: tuple[ReportArea, ...]
    known: date
    presented: date | None = None

    @property
    def title(self) -> str:
        if self.kind is ReportKind.MONTH:
            return _("Månedsrapport for {month}").format(month=month_name(self.month))
        tertial = self.period.index % 3 + 1
        return _("Tertialrapport {number} for {year}").format(number=tertial, year=self.period.first_month.year)

    def area(self, id: str) -> ReportArea | None:
        return next((one for one in self.areas if one.id == id), None)

    @property
    def tables(self) -> Iterator[tuple[ReportArea, ReportTable]]:
        for area in self.areas:
            yield from ((area, table) for table in area.tables)


def shown(cell: Cell) -> str:
    """As it is read."""
    if cell is None:
        return _("vises ikke")
    if isinstance(cell, Colour):
        return cell.value.capitalize()
    return cell if isinstance(cell, str) else number(cell)


def period_of(kind: ReportKind, text: str) -> Period | None:
    """`2026-10` for a month, `2026-T2` for a tertial; None for anything else."""
    try:
        found = Period.parse(text)
    except ValueError:
        return None
    return found if found.frequency_months == {ReportKind.MONTH: 1, ReportKind.TERTIAL: 4}[kind] else None
