"""The pages in a real browser: accessible, self-contained, whole without script, on wide and narrow screens, light and dark."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from differential.seed import by_turns, rotating_seed
from signed_in import cookies
from visited import DESK, NARROWEST, SIGNED_IN, TELEPHONE, Visit, machines_browser

pytestmark = pytest.mark.e2e

PAGES = [
    "/",
    "/regler",
    "/regel/to-personer?vis=alle",
    "/regel/bonus",
    "/enhet/1",
    "/enhet/2",
    "/forklaring/merforbruk/1/2026-03",
    "/forklaring/to-personer/2/2026-03?post=B3",
    "/saker",
    "/sak/S2026-00001",
    "/meldinger",
    "/kjoringer",
    "/kjoringer/2026-03-1",
    "/reglement?ord=skal",
    "/reglement/skal-register?status=ikke",
    "/reglement/okonomireglementet",
    "/finnes-ikke",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with machines_browser() as browser:
        yield browser


@pytest.fixture(autouse=True)
def _signed_in(control: dict[str, str]) -> None:
    SIGNED_IN.update(control)


@pytest.mark.parametrize(("width", "scheme"), [(DESK, "light"), (TELEPHONE, "dark")])
def test_axe_finds_nothing_wrong(browser, served_at, width, scheme):
    """On some of the pages today; test_axe_matrix looks at all of them, as everybody sees them, in `make proof`."""
    for page in Random(f"{rotating_seed()} {width}").sample(PAGES, 6):
        with Visit(browser, served_at + page, width, scheme) as visit:
            assert [] == visit.violations(), page


@pytest.mark.parametrize(("width", "scheme"), [(DESK, "light"), (NARROWEST, "dark")])
def test_axe_finds_nothing_wrong_where_nobody_is_signed_in(browser, served_at, width, scheme):
    for page in ("/logg-inn", "/logg-inn?til=/saker", "/velg-passord"):
        with Visit(browser, served_at + page, width, scheme, cookies={}) as visit:
            assert [] == visit.violations(), page
            assert width >= visit.page.evaluate("document.documentElement.scrollWidth"), page


def test_a_form_is_sent_from_the_page_and_she_is_told_what_is_wrong_without_script(browser, served_at):
    """What a browser says of where a form comes from is taken as these pages' own."""
    with Visit(browser, served_at + "/saker", DESK, script=False, cookies={}) as visit:
        expect(visit.page).to_have_url(re.compile(re.escape("/logg-inn?til=%2Fsaker")))
        visit.page.get_by_label("Brukernavn").fill("ingen")
        visit.page.get_by_label("Passord").fill("feil passord her")
        visit.page.get_by_role("button", name="Logg inn").click()

        visit.page.get_by_role("alert").wait_for()
        expect(visit.page.get_by_role("alert")).to_contain_text("feil, eller brukeren er sperret")


def test_she_logs_out_from_any_page(browser, served_at, desk):
    with Visit(browser, served_at + "/saker", DESK, script=False, cookies=cookies(desk)) as visit:
        visit.page.get_by_role("button", name="Logg ut").click()

        visit.page.get_by_role("heading", name="Logg inn").wait_for()


def test_axe_finds_what_is_wrong(browser, served_at):
    """The test above proves nothing unless the tool sees a fault."""
    with Visit(browser, served_at, DESK) as visit:
        visit.page.evaluate("document.querySelector('main label').remove()")

        assert any("select-name" in violation for violation in visit.violations())


@pytest.mark.parametrize("page", by_turns(PAGES[:-1], 5))
def test_nothing_is_asked_of_another_machine_and_nothing_is_blocked(browser, served_at, page):
    with Visit(browser, served_at + page, DESK) as visit:
        visit.page.wait_for_load_state("networkidle")

        assert {"127.0.0.1"} == {urlsplit(one).hostname for one in visit.asked if not one.startswith("data:")}
        assert [] == visit.complaints


def test_the_styles_and_the_font_arrive(browser, served_at):
    with Visit(browser, served_at, DESK) as visit:
        visit.page.wait_for_load_state("networkidle")

        assert visit.page.evaluate("document.fonts.check('16px Inter')")
        assert "Inter" in visit.page.evaluate("getComputedStyle(document.body).fontFamily")
        assert 0 == visit.page.evaluate("parseFloat(getComputedStyle(document.body).marginTop)")


def test_the_headings_tell_the_four_blocks(browser, served_at):
    with Visit(browser, served_at, DESK) as visit:
        assert ["Bygda kommune"] == visit.page.locator("h1").all_inner_texts()
        assert [
            "Venter på deg",
            "Hva som er kontrollert",
            "De ti som betyr mest",
            "Utslag etter område og alvor",
            "Hva som ikke er kontrollert, og hvorfor",
        ] == visit.page.locator("h2").all_inner_texts()


@pytest.mark.parametrize("page", by_turns(PAGES, 8))
def test_a_page_never_scrolls_sideways(browser, served_at, page):
    """WCAG 1.4.10: tables scroll in a frame of their own."""
    with Visit(browser, served_at + page, TELEPHONE) as visit:
        for width in (TELEPHONE, NARROWEST):
            visit.page.set_viewport_size({"width": width, "height": 900})
            assert width >= visit.page.evaluate("document.documentElement.scrollWidth"), width


def test_a_month_is_chosen_and_a_rule_opened_without_script(browser, served_at):
    with Visit(browser, served_at, DESK, script=False) as visit:
        visit.page.get_by_label("Måned").select_option("2026-02")
        visit.page.get_by_role("button", name="Vis").click()
        expect(visit.page.get_by_text("Kontroll for februar 2026")).to_be_visible()

        visit.page.get_by_role("link", name="Stort kjøp").first.click()
        expect(visit.page.get_by_role("heading", name="Stort kjøp")).to_be_visible()
        expect(visit.page).to_have_url(re.compile(re.escape("maaned=2026-02")))


def test_the_keyboard_goes_first_to_the_content(browser, served_at):
    with Visit(browser, served_at, DESK) as visit:
        visit.page.keyboard.press("Tab")
        assert "Hopp til innholdet" == visit.page.evaluate("document.activeElement.textContent")

        visit.page.keyboard.press("Enter")
        expect(visit.page).to_have_url(re.compile("#innhold$"))


@pytest.mark.parametrize(("width", "scheme"), [(DESK, "light"), (TELEPHONE, "dark")])
def test_a_message_is_found_opened_and_read_without_script(browser, served_at, width, scheme):
    with Visit(browser, served_at + "/meldinger", width, scheme, script=False) as visit:
        visit.page.get_by_label("Mottaker eller enhet").fill("bygda")
        visit.page.get_by_role("button", name="Vis").click()
        visit.page.get_by_role("table").get_by_role("link").first.click()

        expect(visit.page.get_by_role("heading", name="Slik leses den", exact=True)).to_be_visible()
        address = visit.page.url
    with Visit(browser, address, width, scheme) as visit:
        assert [] == visit.violations()
        assert width >= visit.page.evaluate("document.documentElement.scrollWidth")


@pytest.mark.parametrize(("width", "script"), [(DESK, True), (NARROWEST, False)])
def test_the_menu_is_folded_out_with_the_keyboard(browser, served_at, width: int, script: bool):
    with Visit(browser, served_at + "/regler", width, script=script) as visit:
        way = visit.page.get_by_role("link", name="Vaktliste", exact=True)
        expect(way).to_be_hidden()
        assert visit.page.locator(".top nav").bounding_box()["height"] < (40 if width == DESK else 80)

        visit.page.locator(".top summary", has_text="Kontroll").press("Enter")

        expect(way).to_be_visible()
        assert way.bounding_box()["x"] + way.bounding_box()["width"] <= width
        assert not script or [] == visit.violations()
        way.press("Enter")
        visit.page.wait_for_url("**/vaktliste")


#: What is left of an A4 sheet between its margins, in pixels of 1/96 inch.
SHEET = 688
ON_PAPER = ["/", "/regler", "/enhet/1", "/saker", "/ko", "/styring", "/vaktliste", "/personvern", "/finnes-ikke"]


@pytest.mark.parametrize("page", by_turns(ON_PAPER, 4))
def test_on_paper_a_page_says_where_and_when_it_is_from_and_nothing_of_it_is_cut(browser, served_at, page):
    with Visit(browser, served_at + page, SHEET) as visit:
        visit.page.emulate_media(media="print")
        assert visit.page.locator("nav, .who, .seek, button:visible").filter(visible=True).count() == 0
        told = visit.page.locator(".on-paper")
        assert told.count() == (page != "/finnes-ikke")
        assert not told.count() or told.inner_text().endswith(f"{page} · 20. april 2026"), told.inner_text()
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= SHEET
