"""Shown: a cell or a figure as it is read, the same words in every file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from kontroll.domain.operand import Colour
from kontroll.report.document.model import Cell, Chart, Figure, Table, Told
from kontroll.texts import _, number


def shown(cell: Cell) -> str:
    if cell is None:
        return _("vises ikke")
    if isinstance(cell, Figure):
        return _figure(cell)
    if isinstance(cell, Colour):
        return cell.value.capitalize()
    if isinstance(cell, date):
        # Short, for several may stand beside each other in a table.
        return f"{cell:%d.%m.%Y}"
    return cell if isinstance(cell, str) else number(cell)


def is_sum(table: Table, row: int) -> bool:
    """Whether the row is the sum of those above it."""
    return row == len(table.rows) - 1 and table.rows[row][0] == _("Sum")


def told_of_hidden(rows: Iterable[Sequence[Cell]]) -> str:
    """What stands below a table in which something is not shown for it is of few; nothing below any other."""
    if not any(cell is None or (isinstance(cell, Figure) and cell.value is None) for row in rows for cell in row):
        return ""
    return _("Små tall vises ikke, og heller ikke tall de kunne vært regnet ut av.")


def said(told: Told) -> str:
    """The paragraph as plain text."""
    return "".join(shown(part) for part in told.parts)


def captioned(chart: Chart) -> str:
    """What the chart is of, and in what it is measured."""
    return f"{chart.caption} ({chart.unit})" if chart.unit else chart.caption


def _figure(figure: Figure) -> str:
    if figure.value is None:
        return _("vises ikke")
    return f"{number(figure.value)}\N{NO-BREAK SPACE}{figure.unit}" if figure.unit else number(figure.value)
