"""Chart table: the numbers of a chart, for whoever reads them rather than the drawing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from kontroll.report.document.model import Block, Cell, Chart, Figure, Section, Series, Table
from kontroll.report.document.shown import captioned
from kontroll.texts import _

#: So many short labels stand beside each other on a sheet of A4.
_MOST_ACROSS, _SHORT = 13, 8


def table_of(chart: Chart, *, is_narrow: bool = False) -> Table:
    """A row for each series where the labels are few and short, else a row for each label. is_narrow: always the latter.

    A value that lacks is not known, or is not shown: a chart does not say which.
    """
    unit = chart.unit[:1].upper() + chart.unit[1:]
    note = _("– er et tall som ikke er kjent, eller som ikke vises.")
    lacks = any(value is None for one in chart.series for value in one.values)
    is_across = len(chart.labels) <= _MOST_ACROSS and max(map(len, chart.labels), default=0) <= _SHORT
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    if is_across and not is_narrow:
        headings = (unit, *chart.labels)
        rows = tuple((one.name, *(_value(one, n) for n, _label in enumerate(chart.labels))) for one in chart.series)
    else:
        # The first column is what stands along the drawing, and not what is counted.
        headings = (_("Langs aksen"), *(one.name for one in chart.series))
        rows = tuple((label, *(_value(one, n) for one in chart.series)) for n, label in enumerate(chart.labels))
    return Table(
        caption=_("Tallene i figuren «{name}»").format(name=chart.caption),
        headings=(headings[0] or _("Tall"), *headings[1:]),
        numeric=(False, *(True for _heading in headings[1:])),
        rows=rows,
        note=note if lacks else "",
    )


def tables_of(section: Section) -> Iterator[Table]:
    """All that a section shows as tables, each chart as the table of its numbers, unless they stand beside it already."""
    for n, block in enumerate(section.blocks):
        if isinstance(block, Table):
            yield block
        elif isinstance(block, Chart) and not stands_beside(section.blocks, n):
            yield replace(table_of(block, is_narrow=True), caption=captioned(block))


def stands_beside(blocks: Sequence[Block], n: int) -> bool:
    """Whether the numbers of the chart that is block n stand in the table before it or after it: a row for each label, and a
    column for each series with the same numbers.
    """
    chart = blocks[n]
    beside = [*blocks[max(0, n - 1) : n], *blocks[n + 1 : n + 2]]
    return isinstance(chart, Chart) and any(isinstance(one, Table) and _holds(one, chart) for one in beside)


def _holds(table: Table, chart: Chart) -> bool:
    # One more row is their sum.
    if len(table.rows) - len(chart.labels) not in (0, 1):
        return False
    columns = [
        tuple(_number(row[n]) for row in table.rows[: len(chart.labels)]) for n, _heading in enumerate(table.headings)
    ]
    return all(one.values in columns for one in chart.series)


def _number(cell: Cell) -> int | Decimal | None:
    """As a series has it: None where no number is shown."""
    value = cell.value if isinstance(cell, Figure) else cell
    return value if isinstance(value, int | Decimal) else None


def _value(series: Series, n: int) -> Cell:
    value = series.values[n]
    return "–" if value is None else value
