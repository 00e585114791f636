"""From the mail to the answer by keyboard alone: the link is opened by somebody who is not signed in; also without script."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from friday import SAK, Friday, friday_of
from kontroll.domain.sak import Answer
from kontroll.flows.people.users import choose_password, new_user
from kontroll.report.summary import Summaries
from kontroll.wiring import Desk
from signed_in import NOW
from visited import DESK, Visit, machines_browser

pytestmark = pytest.mark.e2e
#: Tab stops that whatever she is looking for is reached within.
MOST_TABS = 80
PASSWORD = "tre epler og en kniv"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with machines_browser() as browser:
        yield browser


@pytest.fixture
def friday(tmp_path: Path, village_seen: tuple[Summaries, Desk]) -> Iterator[Friday]:
    with friday_of(village_seen[0].situation, village_seen[1], tmp_path) as friday:
        _user, code = new_user(
            friday.desk.database, "berit", name="Berit Bø", person="BERIT", roles=[], by="test", now=NOW
        )
        choose_password(friday.desk.database, "berit", code, PASSWORD, NOW)
        yield friday


def link_in_mail(friday: Friday) -> str:
    """The way to the sak, as it stands in what was sent to her."""
    with friday.desk.database.reading() as tx:
        bodies = [message.text for message in tx.messages.where(recipient="BERIT")]
    (path,) = {found for body in bodies for found in re.findall(rf"https?://\S+?(/sak/{SAK})\b", body)}
    return friday.address + path


def answer_of(friday: Friday) -> Answer | None:
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


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_by_keyboard_alone_she_gets_from_the_mail_to_an_answer(browser: Browser, friday: Friday, script: bool):
    with Visit(browser, link_in_mail(friday), DESK, script=script, cookies={}) as visit:
        page = visit.page
        tab_to(page, "brukernavn")
        page.keyboard.type("berit")
        page.keyboard.press("Tab")
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(f"**/sak/{SAK}")

        tab_to(page, "svar-rettet")
        page.keyboard.press("Space")
        tab_to(page, "gjort")
        page.keyboard.type("Kjøpet er ført om.")
        page.keyboard.press("Tab")
        while page.evaluate("document.activeElement.type") != "submit":
            page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_url("**/svart")

        expect(page.get_by_role("heading", name="Svaret er sendt")).to_be_visible()
        assert [] == visit.complaints
    assert Answer.FIXED is answer_of(friday)
