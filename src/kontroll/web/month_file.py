"""Month file: the list of the monthly follow-up as an Excel sheet, with what its page shows and no more."""

from __future__ import annotations

from collections.abc import Iterator

from kontroll.domain.month import Month
from kontroll.domain.monthly import Explanation, MonthlyState
from kontroll.flows.showing.month_figures import Measured
from kontroll.flows.showing.months import MonthList, MonthOfEnhet
from kontroll.report.spreadsheet import Cell, Column, workbook
from kontroll.texts import _, month_name


def months_workbook(municipality: str, month: Month, found: MonthList) -> bytes:
    columns = [Column(_("Enhet"), 32)]
    for theme, indicator in found.themes:
        columns += [
            Column(_("{theme}, {unit}").format(theme=theme.name, unit=indicator.unit), 18),
            Column(_("{theme}: grense").format(theme=theme.name), 14),
            Column(_("{theme}: forklaring").format(theme=theme.name), 24),
            Column(_("{theme}: frist").format(theme=theme.name), 14),
            Column(_("{theme}: prognose for året").format(theme=theme.name), 18),
        ]
    told = [municipality, _("Månedsoppfølging for {month}").format(month=month_name(month))]
    return workbook(_("Månedsoppfølging"), told, columns, (list(_row(one)) for one in found.enheter))


def _row(one: MonthOfEnhet) -> Iterator[Cell]:
    yield one.name
    for measured, explanation in one.themes:
        yield from _cells(measured, explanation)


def _cells(measured: Measured, explanation: Explanation | None) -> Iterator[Cell]:
    asked = explanation is not None and explanation.state is not MonthlyState.LAPSED
    if measured.few:
        yield _("skjermet")
    else:
        yield float(measured.value) if measured.value is not None else _("ikke kjent")
    yield float(measured.limit) if measured.limit is not None else None
    yield explanation.state.value if explanation is not None and asked else None
    yield explanation.deadline if explanation is not None and asked else None
    hidden = measured.few or explanation is None or explanation.expected is None
    yield None if hidden or explanation is None or explanation.expected is None else float(explanation.expected)
