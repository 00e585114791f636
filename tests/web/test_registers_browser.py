"""The pages of the registers in a real browser: read by everybody, at every width, in both schemes, and without script."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest
from playwright.sync_api import Browser, expect

from differential.seed import by_turns
from friday import Friday, friday_of
from kontroll.domain.access import Viewer
from kontroll.flows.people.viewing import viewer_of
from kontroll.flows.registers import findings
from kontroll.flows.saker.acting import today_of
from signed_in import NOW
from visited import DESK, NARROWEST, Visit, machines_browser
from web.test_registers import DECIDED, FOUND, LAID, entered

pytestmark = pytest.mark.e2e
PAGES = [
    "/vedtak", "/vedtak?vis=ferdige", "/vedtak/ny", "/vedtak/PV2026-0001", "/tilsyn", "/tilsyn/ny", "/tilsyn/TF2026-0001",
    "/utredninger", "/utredninger/ny", "/utredninger/SU2026-0001",
]  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with machines_browser() as browser:
        yield browser


@pytest.fixture(scope="module")
def friday(village_seen, tmp_path_factory) -> Iterator[Friday]:
    summaries, desk = village_seen
    with friday_of(summaries.situation, desk, tmp_path_factory.mktemp("registers-seen")) as friday:
        kari, anne = friday.leader("KARI"), friday.leader("ANNE")
        entered(kari, "/vedtak", **DECIDED)
        finding = entered(kari, "/tilsyn", **FOUND).rsplit("/", 1)[-1]
        entered(anne, "/utredninger", **LAID, ansvarlig="meg")
        by, deadline = viewer(friday, "ANNE"), NOW.date().replace(day=30)
        findings.add_measure(friday.desk, finding, by, 0, text="Lage planer", deadline=deadline, now=NOW)
        yield friday


def viewer(friday: Friday, person: str) -> Viewer:
    with friday.desk.database.reading() as tx:
        directory = today_of(friday.desk, tx, NOW).directory
    return viewer_of(person, person, person, (), directory, friday.desk.policies, NOW.date())


@pytest.mark.parametrize(
    ("page", "width", "scheme"), by_turns(list(product(PAGES, (NARROWEST, DESK), ("light", "dark"))), 8)
)
def test_a_page_can_be_read_by_everybody(browser: Browser, friday: Friday, page: str, width: int, scheme: str):
    with Visit(browser, f"{friday.address}{page}", width, scheme, cookies=friday.cookies("ANNE")) as visit:
        assert [] == visit.violations()
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
        assert [] == visit.complaints


def test_without_script_a_decision_is_carried_out_where_the_mail_leads(browser: Browser, friday: Friday):
    at = f"{friday.address}/vedtak/PV2026-0001"
    with Visit(browser, at, DESK, script=False, cookies=friday.cookies("ANNE")) as visit:
        page = visit.page
        page.get_by_label("Når?", exact=True).first.fill("2026-04-22")
        page.get_by_role("button", name="Lagre").first.click()
        expect(page.get_by_role("alert")).to_have_text("Dagen er ikke kommet ennå.")
        page.get_by_label("Når?", exact=True).first.fill("2026-04-20")
        page.get_by_role("button", name="Lagre").first.click()

        expect(page.get_by_text("Iverksatt, ikke meldt til organet")).to_be_visible()
