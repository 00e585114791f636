"""Charts of a document: what the drawing holds, and what it must not."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from kontroll.report.document import charts
from kontroll.report.document.chart_table import stands_beside, table_of
from kontroll.report.document.model import Chart, ChartKind, Series, Table, Told
from report.document.small import CHART


@pytest.mark.parametrize("kind", ChartKind)
def test_a_drawing_may_stand_on_a_page_that_takes_no_style_and_no_script(kind: ChartKind):
    drawn = charts.svg(replace(CHART, kind=kind))

    assert drawn.startswith("<svg")
    assert not re.findall(r"<script|<style|style=|aria-|role=|href", drawn)


def test_what_somebody_wrote_in_a_chart_is_text_of_the_drawing():
    drawn = charts.svg(replace(CHART, labels=("<script>", "b&c", "c")))

    assert "<script" not in drawn
    assert "&lt;script&gt;" in drawn


@pytest.mark.parametrize(
    "labels", [("a\x00b", "😀", "]]>"), ("a", "a", "b"), ("", "\ufffe", "\x1b[0m"), ("x" * 300, "中", "\ue000")]
)
@pytest.mark.parametrize("kind", ChartKind)
def test_no_label_ends_the_process_that_draws(labels: tuple[str, ...], kind: ChartKind):
    """The drawer ends the whole process at a letter that XML does not know: such a letter must not come to it."""
    odd = replace(CHART, labels=labels, kind=kind, series=(Series(name="N\x01", values=(1, None, 3)),))

    ET.fromstring(charts.svg(odd))
    assert charts.png(odd).startswith(b"\x89PNG")


def test_a_value_that_is_not_known_is_a_gap_and_no_nought():
    with_gap = charts.svg(replace(CHART, kind=ChartKind.BARS, series=(Series(name="Nye", values=(3, None, 5)),)))
    nought = charts.svg(replace(CHART, kind=ChartKind.BARS, series=(Series(name="Nye", values=(3, 0, 5)),)))

    assert 2 == len(re.findall(r'<path d="M[^"]*" fill="#1f6fb5"', with_gap))
    assert with_gap != nought


def test_the_ink_of_a_drawing_on_a_page_is_that_of_the_page():
    assert "currentColor" in charts.svg_of_page(CHART)
    assert "#1b1f24" not in charts.svg_of_page(CHART)


def test_numbers_are_written_as_here():
    chart = replace(CHART, series=(Series(name="Kroner", values=(1_500_000, 3_000_000, 4_500_000)),), unit="kroner")

    assert "2\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}000" in charts.svg(chart)


def test_the_table_of_a_chart_lies_down_when_its_labels_are_short_and_says_what_lacks():
    across, down = table_of(CHART), table_of(CHART, is_narrow=True)

    assert ("Avvik", "jan. 26", "feb. 26", "mars 26") == across.headings
    assert ("feb. 26", "–", 2) == down.rows[1]
    assert "ikke er kjent" in across.note


def test_long_labels_stand_below_each_other():
    chart = Chart(id="x", caption="x", kind=ChartKind.BARS, labels=("Kommunalteknikk",),
                  series=(Series(name="Antall", values=(1,)),), told="x")  # fmt: skip

    assert (("Kommunalteknikk", 1),) == table_of(chart).rows


def test_numbers_that_stand_in_a_table_beside_the_chart_are_not_written_twice():
    months = Table(caption="x", headings=("Måned", "Nye"), numeric=(False, True),
                   rows=(("jan.", 3), ("feb.", "–"), ("mars", 5), ("Sum", 8)))  # fmt: skip
    text = Told(("Noe annet.",))
    new = replace(CHART, series=CHART.series[:1])

    assert stands_beside((months, new), 1)
    assert stands_beside((new, months), 0)
    assert not stands_beside((months, text, new), 2)
    assert not stands_beside((replace(months, rows=months.rows[:2]), new), 1)
    assert not stands_beside((months, CHART), 1), "the numbers of the other line stand nowhere"
    other = replace(months, rows=(("Skolene", 3), ("Barnehagene", 4), ("Sykehjemmene", 5)))
    assert not stands_beside((other, new), 1), "as many rows, of other numbers"
    assert not stands_beside((months, CHART), 0), "a table is no chart"
