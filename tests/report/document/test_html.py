"""A document as a page that stands alone."""

from __future__ import annotations

import itertools
import re

from kontroll.report.document.html import as_html
from report.document.small import CHART, DOCUMENT

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


def test_a_figure_with_grounds_opens_and_another_does_not():
    page = as_html(DOCUMENT, AT).decode()

    assert f'href="{AT}/tall/avvik-lukket"' in page
    assert f'href="{AT}/tall/sett"' not in page
    assert "/tall/" not in as_html(DOCUMENT).decode()


def test_it_asks_for_nothing_from_elsewhere_and_a_drawing_has_no_style_of_its_own():
    page = as_html(DOCUMENT).decode()

    assert not re.findall(r'(?:src|href)="(?!#)', page.replace('xlink:href="#', 'xlink:href="#'))
    assert not re.findall(r"<script|style=|<link|@import|url\(", page)


def test_the_same_document_is_the_same_bytes():
    assert as_html(DOCUMENT, AT) == as_html(DOCUMENT, AT)
