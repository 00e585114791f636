"""Internal control's pages in a real browser: accessible at the widest and the narrowest, and worked by keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from visited import DESK, NARROWEST, Visit, machines_browser

pytestmark = pytest.mark.e2e

#: The list, the list with all that it can be narrowed by, an empty one, one to decide, and what was delivered.
PAGES = ["/ko", "/ko?venter=meg&sorter=alvor&retning=ned", "/ko?ord=ingenting", "/sak/S2026-00003", "/sak/S2026-00001",
         "/leveranser?vis=feil", "/vaktliste"]  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with machines_browser() as browser:
        yield browser


@pytest.mark.parametrize(("width", "scheme"), [(DESK, "light"), (NARROWEST, "dark")])
def test_axe_finds_nothing_wrong_and_nothing_scrolls_sideways(browser, served_at, control, width, scheme):
    for page in PAGES:
        with Visit(browser, served_at + page, width, scheme, cookies=control) as visit:
            visit.page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")

            assert [] == visit.violations(), page
            assert visit.page.evaluate("document.documentElement.scrollWidth") <= width, page


def test_many_are_looked_over_by_keyboard_and_without_script(browser, served_at, control):
    with Visit(browser, f"{served_at}/ko?velg=alle", DESK, script=False, cookies=control) as visit:
        chosen = visit.page.get_by_role("checkbox", checked=True).count()
        visit.page.get_by_role("button", name="Kommenter").focus()
        with visit.page.expect_navigation():
            visit.page.keyboard.press("Enter")

        expect(visit.page).to_have_url(re.compile(re.escape("/ko/flere")))
        assert chosen >= 4
        expect(visit.page.get_by_role("checkbox")).to_have_count(chosen)
        visit.page.get_by_role("link", name="Hopp til innholdet").focus()
        visit.page.keyboard.press("Enter")
        expect(visit.page).to_have_url(re.compile("#innhold$"))
        for _tab in range(3):  # back to the queue, then what is written
            visit.page.keyboard.press("Tab")
            if visit.page.locator("textarea:focus").count():
                break
        visit.page.keyboard.type("Skrevet uten mus.")
        expect(visit.page.locator("textarea")).to_have_value("Skrevet uten mus.")


def test_a_form_that_comes_back_is_where_the_reader_is(browser, served_at, control):
    with Visit(browser, f"{served_at}/sak/S2026-00003", DESK, cookies=control) as visit:
        visit.page.get_by_role("button", name="Avgjør").click()

        expect(visit.page.locator("[role=alert]:focus")).to_contain_text("Velg ett av alternativene.")
        assert [] == visit.violations()
