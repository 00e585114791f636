"""The leader's walk in a real browser: without script, by keyboard alone, on every width and in both schemes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from differential.seed import by_turns
from friday import SAK, Friday, friday_of
from kontroll.domain.sak import Answer
from kontroll.report.summary import Summaries
from kontroll.wiring import Desk
from visited import DESK, NARROWEST, Visit, machines_browser

pytestmark = pytest.mark.e2e
#: Tab stops that any form on the page is reached within.
MOST_TABS = 80


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with machines_browser() as browser:
        yield browser


@pytest.fixture
def friday(tmp_path: Path, village_seen: tuple[Summaries, Desk]) -> Iterator[Friday]:
    with friday_of(village_seen[0].situation, village_seen[1], tmp_path) as friday:
        yield friday


def given(friday: Friday) -> Answer | None:
    with friday.desk.database.reading() as tx:
        sak = tx.saker.get(SAK)
    assert sak is not None
    return sak.answer


def tab_to(page: Page, id: str) -> None:
    """As whoever has no mouse does it."""
    for _stop in range(MOST_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == id:
            return
    raise AssertionError(f"{id} is not reached by {MOST_TABS} tab stops")


def test_without_script_a_tiltak_is_promised_from_the_link_of_a_mail(browser: Browser, friday: Friday):
    with Visit(browser, f"{friday.address}/sak/{SAK}", DESK, script=False, cookies=friday.cookies("BERIT")) as visit:
        page = visit.page
        page.get_by_role("link", name="Gå til svaret").click()
        expect(page.get_by_label("Hva skal gjøres?")).to_be_hidden()
        page.get_by_label("Tiltak", exact=True).check()
        page.get_by_label("Hva skal gjøres?").fill("Gå gjennom kjøpene")
        page.get_by_role("button", name="Send svaret").click()
        # The deadline was forgotten; what was written stands.
        expect(page.get_by_role("link", name="Velg en frist.")).to_be_visible()
        expect(page.get_by_label("Hva skal gjøres?")).to_have_value("Gå gjennom kjøpene")
        page.get_by_label("Innen når?").fill("2026-05-04")
        page.get_by_role("button", name="Legg til et tiltak").click()
        expect(page.locator(":focus")).to_have_id("hva-2")
        page.get_by_label("Hva skal gjøres?").last.fill("Endre fullmakten")
        page.get_by_label("Innen når?").last.fill("2026-05-11")
        page.get_by_role("button", name="Send svaret").click()

        expect(page.get_by_role("heading", name="Svaret er sendt")).to_be_visible()
        # That the first answer was refused is no fault of the page.
        assert [] == [one for one in visit.complaints if "status of 422" not in one]
    assert Answer.MEASURE is given(friday)


def test_by_keyboard_alone_a_sak_is_found_on_the_start_page_and_answered(browser: Browser, friday: Friday):
    with Visit(browser, friday.address, DESK, cookies=friday.cookies("BERIT")) as visit:
        page = visit.page
        for _stop in range(MOST_TABS):
            page.keyboard.press("Tab")
            if "Svar: Stort kjøp" == page.evaluate("document.activeElement.textContent"):
                break
        page.keyboard.press("Enter")
        page.wait_for_url("**/sak/**")
        tab_to(page, "svar-rettet")
        for _answer in range(2):
            page.keyboard.press("ArrowDown")
        assert page.evaluate("document.activeElement.id") == "svar-uenig"
        tab_to(page, "uenig")
        page.keyboard.type("Kjøpet var avtalt.")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_url("**/svart")

        expect(page.get_by_role("heading", name="Svaret er sendt")).to_be_visible()
    assert Answer.DISAGREE is given(friday)


def test_enter_in_a_field_sends_the_answer_and_adds_no_row(browser: Browser, friday: Friday):
    with Visit(browser, f"{friday.address}/sak/{SAK}", DESK, cookies=friday.cookies("BERIT")) as visit:
        visit.page.get_by_label("Tiltak", exact=True).check()
        visit.page.get_by_label("Innen når?").fill("2026-05-04")
        visit.page.get_by_label("Innen når?").press("Enter")

        expect(visit.page.get_by_role("link", name="Skriv hva som skal gjøres.")).to_be_visible()
        expect(visit.page.get_by_label("Hva skal gjøres?")).to_have_count(1)
        expect(visit.page).to_have_title(re.compile("Feil:"))


@pytest.mark.parametrize(
    ("width", "scheme"), by_turns([(DESK, "light"), (NARROWEST, "dark"), (NARROWEST, "light"), (DESK, "dark")], 1)
)
def test_axe_finds_nothing_wrong_in_any_state_and_nothing_scrolls_sideways(
    browser: Browser, friday: Friday, width: int, scheme: str
):
    def sound(visit: Visit, state: str) -> None:
        assert [] == visit.violations(), state
        assert width >= visit.page.evaluate("document.documentElement.scrollWidth"), state

    for who, path in [
        ("BERIT", "/"),
        ("ANNE", "/enhet/1"),
        ("ANNE", "/enhet/1/tall/balanse"),
        ("ANNE", "/sak/S2026-00001"),
    ]:
        with Visit(browser, friday.address + path, width, scheme, cookies=friday.cookies(who)) as visit:
            visit.page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
            sound(visit, path)
    with Visit(browser, f"{friday.address}/sak/{SAK}", width, scheme, cookies=friday.cookies("BERIT")) as visit:
        sound(visit, "unanswered")
        for answer in ("Tiltak", "Unntak"):
            visit.page.get_by_label(answer, exact=True).check()
            # The page before it may have the same title: it is the next one that is waited for.
            with visit.page.expect_navigation():
                visit.page.get_by_role("button", name="Send svaret").click()
            expect(visit.page).to_have_title(re.compile("Feil:"))
            sound(visit, f"{answer} with errors")
        visit.page.get_by_label("Rettet", exact=True).check()
        visit.page.get_by_role("button", name="Send svaret").click()
        expect(visit.page.get_by_role("heading", name="Svaret er sendt")).to_be_visible()
        sound(visit, "answered")
