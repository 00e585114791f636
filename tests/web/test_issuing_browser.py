"""The pages of reports in a real browser, in states that nobody is in by chance: axe finds nothing, nothing scrolls sideways."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser, expect

from differential.seed import by_turns
from flows.issuing.made import STATEMENT, YEAR, one_file
from friday import Friday, friday_of
from kontroll.domain.access import Role, Viewer
from kontroll.domain.issuing import Report
from kontroll.domain.user import User, UserState
from kontroll.flows.issuing.check_report import check_report
from kontroll.flows.issuing.confirm_statement import confirm_statement, proof_wanted
from kontroll.flows.issuing.correct_report import begin_correction
from kontroll.flows.issuing.issue_report import issue_report
from kontroll.flows.issuing.send_report import seen_of, send_report
from kontroll.flows.people.passwords import hashed
from kontroll.flows.people.prove_again import PASSWORD, Proved
from kontroll.flows.people.sign_in import sign_in
from kontroll.report.document.model import Document
from kontroll.report.summary import Summaries
from kontroll.web.signed_in import COOKIE
from kontroll.wiring import Desk
from signed_in import NOW, cookies
from visited import DESK, NARROWEST, Visit, machines_browser

pytestmark = pytest.mark.e2e

KARI = Viewer(user="1", person="KARI", name="Kari Kontroll", places={Role.INTERNAL_CONTROL: None})
TOPP = Viewer(user="3", person="TOPP", name="Tora Topp", places={Role.TOP: None})
FIGURE = "tall/avvik-lukket"
SECRET = "riktig hest batteri stift"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with machines_browser() as browser:
        yield browser


@pytest.fixture(scope="module")
def friday(village_seen: tuple[Summaries, Desk], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Friday]:
    """2023 is issued and replaced, 2024 waits to be checked, and 2025 for the kommunedirektør, who has a password."""
    summaries, desk = village_seen
    with friday_of(summaries.situation, desk, tmp_path_factory.mktemp("issuing")) as friday:
        _issued(friday, of_year(2023))
        draft = begin_correction(friday.desk, 2026, 1, KARI, "Ett tall var feil.", NOW)
        _issued(friday, of_year(2023), draft.version)
        _sent(friday, of_year(2024))
        check_report(friday.desk, _sent(friday, of_year(2025)).id, KARI, NOW, "Leste <alt>.")
        user = User(
            id="U-topp", login="topp", person="TOPP", name="Tora Topp", password=hashed(SECRET), state=UserState.ACTIVE,
            created=NOW, given="",
        )  # fmt: skip
        with friday.desk.database.transaction("test", NOW) as tx:
            tx.users.add(user)
        yield friday


def of_year(year: int) -> Document:
    return replace(YEAR, period=str(year), title=f"Internkontroll i {year}", known=date(year + 1, 1, 10))


def _sent(friday: Friday, document: Document, version: int = -1) -> Report:
    return send_report(friday.desk, document, TOPP, "KARI", seen_of(document), NOW, version)


def _issued(friday: Friday, document: Document, version: int = -1) -> None:
    report = check_report(friday.desk, _sent(friday, document, version).id, KARI, NOW)
    confirm_statement(friday.desk, report.id, TOPP, STATEMENT, Proved(PASSWORD, "3", proof_wanted(report)), NOW)
    issue_report(friday.desk, report.id, KARI, NOW, one_file)


def topp(friday: Friday) -> dict[str, str]:
    return {COOKIE: sign_in(friday.desk.database, "topp", SECRET, lasts=timedelta(hours=1), now=NOW)}


@pytest.mark.parametrize(("width", "scheme"), by_turns([(DESK, "light"), (NARROWEST, "dark")], 1))
def test_axe_finds_nothing_wrong_and_nothing_scrolls_sideways(
    browser: Browser, friday: Friday, width: int, scheme: str
):
    pages = [
        (topp(friday), ["/rapporter", "/rapporter/2026/1", "/rapporter/2026/2", "/rapporter/utkast/arsrapport/2025",
                        "/rapporter/utkast/manedsrapport/2026-03"]),
        (friday.cookies("KARI"), ["/rapporter/utkast/arsrapport/2024"]),
        (cookies(friday.desk, None, [Role.POLITICIAN]), ["/rapporter", "/rapporter/2026/2", f"/rapporter/2026/2/{FIGURE}"]),
    ]  # fmt: skip
    for held, addresses in pages:
        with Visit(browser, friday.address + addresses[0], width, scheme, cookies=held) as visit:
            for page in addresses:
                visit.page.goto(friday.address + page)

                assert [] == visit.violations(), page
                assert visit.page.evaluate("document.documentElement.scrollWidth") <= width, page
                assert not visit.complaints, page


def test_without_scripts_a_wrong_password_is_told_and_the_right_one_goes_on(browser: Browser, friday: Friday):
    at = f"{friday.address}/rapporter/utkast/arsrapport/2025"
    with Visit(browser, at, DESK, script=False, cookies=topp(friday)) as visit:
        page = visit.page
        page.get_by_label("Erklæringen", exact=True).fill("Jeg står for dette.")
        page.get_by_label("Passordet ditt").fill("feil")
        page.get_by_role("button", name="Bekreft erklæringen").click()
        expect(page.get_by_role("alert")).to_contain_text("Vi fikk ikke bekreftet at det er deg.")
        expect(page.get_by_label("Erklæringen", exact=True)).to_have_value("Jeg står for dette.")
        expect(page.get_by_label("Passordet ditt")).to_have_value("")

        page.get_by_label("Passordet ditt").fill(SECRET)
        page.get_by_role("button", name="Bekreft erklæringen").click()
        expect(page.get_by_role("button", name="Utgi rapporten")).to_be_visible()
