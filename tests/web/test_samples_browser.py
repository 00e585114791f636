"""The pages of stikkprøver in a real browser: the plan answers while it is written, and every step is accessible."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, expect

from village_draws import WAITING, WORKED_ON, drawn
from visited import DESK, NARROWEST, Visit, machines_browser

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with machines_browser() as browser:
        yield browser


@pytest.mark.parametrize(("width", "scheme"), [(DESK, "light"), (NARROWEST, "dark")])
def test_axe_finds_nothing_wrong_and_nothing_scrolls_sideways(browser, served_at, control, desk, width, scheme):
    last = quote(drawn(desk)[-1], safe="")
    pages = [
        "/stikkprover/ny",
        "/stikkprover/ny?datasett=faktura",
        f"/stikkprove/{WAITING}",
        f"/stikkprove/{WORKED_ON}",
        f"/stikkprove/{WORKED_ON}/arbeid",
        f"/stikkprove/{WORKED_ON}/post?id={last}",
        f"/offentlig/stikkprove/{WORKED_ON}",
    ]
    with Visit(browser, served_at + pages[0], width, scheme, cookies=control) as visit:
        for page in pages:
            visit.page.goto(served_at + page)
            visit.page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")

            assert [] == visit.violations(), page
            assert visit.page.evaluate("document.documentElement.scrollWidth") <= width, page


def test_the_plan_is_calculated_while_it_is_written(browser, served_at, control):
    with Visit(browser, f"{served_at}/stikkprove/{WAITING}", DESK, cookies=control) as visit:
        visit.page.get_by_text("Endre planen").click()
        answer, most = visit.page.locator("#svar"), visit.page.get_by_label("Hvor mange prosent feil")

        most.fill("70")
        expect(answer).to_contain_text("høyst 70 % av alle")
        most.fill("mange")
        expect(answer).to_contain_text("Skriv en prosent")

        expect(visit.page).to_have_url(re.compile(re.escape(f"/stikkprove/{WAITING}")))
