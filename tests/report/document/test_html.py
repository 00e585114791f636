"""A document as a page that stands alone."""

from __future__ import annotations

import itertools
import re

from kontroll.report.document.html import as_html, cell, opens
from report.document.small import CHART, CLOSED, DOCUMENT, FEW

AT = "https://kontroll.furuvik.example/arsrapport/2026"


def test_the_page_holds_all_that_stands_in_the_document():
    page = as_html(DOCUMENT).decode()

    for text in (
        "Furuvik kommune",
        "Avvik og oppfølging",
        "18,50\N{NO-BREAK SPACE}dager",
        "vises ikke",
        "Små tall vises ikke.",
    ):
        assert text in page
    assert CHART.told in page
    assert "<b>Barnehagene" not in page
    assert "<i>avsnitt" not in page


def test_headings_go_down_one_step_at_a_time():
    levels = [int(n) for n in re.findall(r"<h(\d)", as_html(DOCUMENT).decode())]

    assert 1 == levels[0]
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


def test_a_figure_with_grounds_leads_to_the_appendix_and_from_there_to_its_records_and_another_does_not():
    page = as_html(DOCUMENT, AT).decode()

    assert 'href="#tall-avvik-lukket"' in page
    assert 1 == page.count('<tr id="tall-avvik-lukket">')
    assert f'href="{AT}/tall/avvik-lukket"' in page
    assert "tall-sett" not in page
    assert "/tall/" not in as_html(DOCUMENT).decode()


def test_the_pieces_on_a_page_of_kontroll_open_the_records_at_once():
    found = opens(DOCUMENT, "/arsrapport/2026")

    assert '<a class="ds-link figure-link" href="/arsrapport/2026/tall/avvik-lukket">12</a>' == cell(CLOSED, found)
    assert "vises ikke" in cell(FEW, found)
    assert "href" not in cell(FEW, found)


def test_it_asks_for_nothing_from_elsewhere_and_a_drawing_has_no_style_of_its_own():
    page = as_html(DOCUMENT).decode()

    assert not re.findall(r'(?:src|href)="(?!#)', page)
    assert not re.findall(r"<script|style=|<link|@import|url\(", page)


def test_the_same_document_is_the_same_bytes():
    assert as_html(DOCUMENT, AT) == as_html(DOCUMENT, AT)
