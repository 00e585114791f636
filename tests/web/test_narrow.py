"""The narrowest telephone, by the style sheet alone: the longest Norwegian words are broken, and choices can be read."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

STATIC = Path(__file__).parents[2] / "src" / "kontroll" / "web" / "static"
NARROWEST = 320


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    found = shutil.which("chromium") or shutil.which("google-chrome")
    if found is None:
        pytest.fail("there is no browser on this machine; `make system` installs chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu"])
        yield browser.new_page(viewport={"width": NARROWEST, "height": 800})
        browser.close()


def show(page: Page, body: str) -> None:
    page.set_content(f"<!doctype html><body style='margin: 14px'>{body}")
    page.add_style_tag(path=STATIC / "kontroll.css")


def test_a_heading_of_one_long_word_stays_within_the_page(page: Page):
    show(page, "<h1 class='ds-heading' style='font-size: 28px'>Reglement for dokumentasjonsforvalting og arkiv</h1>")

    assert page.evaluate("document.documentElement.scrollWidth") <= NARROWEST


def test_three_choices_beside_each_other_are_wide_enough_to_read(page: Page):
    choice = "<div class='ds-field'><select class='ds-input'><option>Kontrolleres maskinelt</option></select></div>"
    show(page, f"<form class='period filter'>{choice * 3}<button>Vis</button></form>")

    widths = page.evaluate("[...document.querySelectorAll('select')].map(one => one.clientWidth)")

    assert min(widths) >= 120, widths
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROWEST


@pytest.mark.parametrize(("width", "told"), [(300, False), (900, True)])
def test_a_table_that_is_cut_tells_that_there_is_more_of_it(page: Page, width: int, told: bool):
    table = f"<table class='ds-table' style='width: {width}px'><tr><td>Merforbruk</td></tr></table>"
    show(
        page,
        f"<div style='--ds-color-neutral-border-default: gray; width: 300px'><div class='scroll'>{table}</div></div>",
    )
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")

    shade = page.evaluate("getComputedStyle(document.querySelector('.scroll')).boxShadow")

    assert told == (shade != "none"), shade
