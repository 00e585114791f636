"""The monthly follow-up on the pages: the leader explains, the one above reads, and others see no more than is theirs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import httpx
import openpyxl
import pytest

from differential.seed import by_turns
from friday import Friday, friday_of
from kontroll.domain.access import Role
from kontroll.domain.monthly import MonthlyPolicy, MonthlyState, Theme, YearIs
from kontroll.flows.monthly.ask_month import ask_month
from served import text_of
from signed_in import NOW, cookies

LIST, PAGE = "/manedsoppfolging?maaned=2026-03", "/manedsoppfolging/1/2026-03"
THEMES = (Theme(id="okonomi", name="Økonomi", indicator="balanse", year_is=YearIs.LAST, limit=Decimal(0)),)
SAID = {
    "okonomi-hvorfor": "Vikarer i <b>mars</b>.", "okonomi-prognose": "−1,5", "okonomi-hva-1": "Si opp avtalen.",
    "okonomi-hvem-1": "ANNE", "okonomi-frist-1": "2026-05-04", "okonomi-versjon": "0",
}  # fmt: skip


@pytest.fixture(scope="module")
def shared(village_seen, tmp_path_factory) -> Iterator[Friday]:
    """Anne is asked to explain March; nobody has said anything yet."""
    summaries, desk = village_seen
    monthly = replace(desk, policies=replace(desk.policies, monthly=MonthlyPolicy(themes=THEMES)))
    with friday_of(summaries.situation, monthly, tmp_path_factory.mktemp("monthly")) as friday:
        ask_month(friday.desk, NOW)
        yield friday


@pytest.fixture
def friday(shared: Friday) -> Iterator[Friday]:
    """As it was before the test before this one."""
    yield shared
    with shared.desk.database.transaction("test", NOW) as tx:
        for rows in (tx.monthly_tiltak, tx.monthly_events, tx.explanations):
            rows.delete(rows.table.c[rows.key[0]] != "")
        tx.marks.set("maanedsoppfolging", "")
    ask_month(shared.desk, NOW)


def somebody(friday: Friday, *roles: Role) -> httpx.Client:
    return httpx.Client(base_url=friday.address, trust_env=False, timeout=60, cookies=cookies(friday.desk, None, roles))


def send(client: httpx.Client, address: str, **fields: str) -> httpx.Response:
    token = re.findall(r'name="skjema" value="([^"]+)"', client.get(PAGE).text)[0]
    return client.post(address, data={"skjema": token, **fields})


def states(friday: Friday) -> list[MonthlyState]:
    with friday.desk.database.reading() as tx:
        return [one.state for one in tx.explanations.all()]


# --- the list ---------------------------------------------------------------------------------------------------------


def test_a_leader_sees_that_her_own_waits_for_her_and_nothing_of_others(friday: Friday):
    page = text_of(friday.leader("ANNE").get(LIST))

    assert "Bygda skole Venter på deg" in page
    assert "−0,5 avvik" in page
    assert "Lia skole" not in page


def test_the_top_leader_sees_them_all_with_what_is_above_them(friday: Friday):
    page = text_of(friday.leader("TOPP").get("/manedsoppfolging?maaned=2026-01"))

    assert "Etter linjen" in page
    assert "Bygda skole" in page
    assert "Lia skole" in page


def test_a_month_without_figures_says_so(friday: Friday):
    page = friday.leader("BERIT").get(LIST)

    assert 200 == page.status_code
    assert "Ingen tall som følges, er kjent for mars 2026" in text_of(page)


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.AUDITOR, 200), (Role.HR, 200), (Role.POLITICIAN, 403), (Role.UNION, 403), (Role.ADMIN, 403)],
)
def test_who_gets_in(friday: Friday, role: Role, status: int):
    with somebody(friday, role) as client:
        assert status == client.get(LIST).status_code


# --- one month of one enhet -------------------------------------------------------------------------------------------


def test_the_leader_explains_and_what_she_wrote_stands_there_unrun(friday: Friday):
    anne = friday.leader("ANNE")

    sent = send(anne, f"{PAGE}/forklaring", **SAID)

    assert 303 == sent.status_code
    shown = anne.get(PAGE).text
    assert "Vikarer i &lt;b&gt;mars&lt;/b&gt;." in shown
    page = text_of(anne.get(PAGE))
    assert "Lederens prognose for året −1,5 prosent" in page
    assert "Si opp avtalen." in page
    assert "frist 4. mai 2026" in page
    assert [MonthlyState.EXPLAINED] == states(friday)


@pytest.mark.parametrize(
    ("changed", "told"),
    by_turns([
        ({"okonomi-hvorfor": ""}, "Skriv noe, så den som leser, forstår."),
        ({"okonomi-prognose": "mye"}, "Skriv prognosen som et tall"),
        ({"okonomi-prognose": ""}, "Skriv hva du venter for året"),
        ({"okonomi-frist-1": "i morgen"}, "Skriv fristen som dag, måned og år"),
        ({"okonomi-frist-1": "2026-01-01"}, "Fristen for et tiltak må være i dag eller senere."),
        ({"okonomi-hvem-1": "INGEN"}, "Velg hvem som har ansvaret"),
        ({"okonomi-versjon": "7"}, "Noen andre skrev her samtidig"),
    ], 3),
)  # fmt: skip
def test_what_is_wrong_is_told_and_what_she_wrote_comes_back(friday: Friday, changed: dict[str, str], told: str):
    given = SAID | changed

    answer = send(friday.leader("ANNE"), f"{PAGE}/forklaring", **given)

    assert 422 == answer.status_code
    assert told in text_of(answer)
    assert "Si opp avtalen." in answer.text
    assert [MonthlyState.ASKED] == states(friday)


def test_the_one_above_asks_and_the_leader_answers_and_she_accepts(friday: Friday):
    anne, topp = friday.leader("ANNE"), friday.leader("TOPP")
    send(anne, f"{PAGE}/forklaring", **SAID)

    empty = send(topp, f"{PAGE}/lest/okonomi", valg="spor", tekst="", versjon="1")
    assert (422, [MonthlyState.EXPLAINED]) == (empty.status_code, states(friday))
    send(topp, f"{PAGE}/lest/okonomi", valg="spor", tekst="Hvor mange vikarer?", versjon="1")
    assert "Hvor mange vikarer?" in text_of(anne.get(PAGE))

    send(anne, f"{PAGE}/forklaring", **{"okonomi-hvorfor": "Fire.", "okonomi-versjon": "2"})
    assert 303 == send(topp, f"{PAGE}/lest/okonomi", valg="godta", tekst="", versjon="3").status_code

    assert [MonthlyState.ACCEPTED] == states(friday)
    assert "Send forklaringen" not in anne.get(PAGE).text


def test_the_leader_has_no_form_to_accept_her_own_and_others_have_none_at_all(friday: Friday):
    anne = friday.leader("ANNE")
    send(anne, f"{PAGE}/forklaring", **SAID)

    assert "Har du lest det?" not in anne.get(PAGE).text
    assert 422 == send(anne, f"{PAGE}/lest/okonomi", valg="godta", versjon="1").status_code
    with somebody(friday, Role.AUDITOR) as auditor:
        page = auditor.get(PAGE)
        assert 200 == page.status_code
        assert "<form method" not in page.text.partition("<main")[2]


def test_another_leaders_month_is_not_there(friday: Friday):
    berit = friday.leader("BERIT")

    assert 404 == berit.get(PAGE).status_code
    token = re.findall(r'name="skjema" value="([^"]+)"', berit.get("/").text)[0]
    assert 404 == berit.post(f"{PAGE}/forklaring", data={"skjema": token, **SAID}).status_code
    assert [MonthlyState.ASKED] == states(friday)


def test_a_tiltak_is_told_done(friday: Friday):
    anne = friday.leader("ANNE")
    send(anne, f"{PAGE}/forklaring", **SAID)

    assert 303 == send(anne, f"{PAGE}/tiltak/M2026-03-1-okonomi-T1").status_code
    assert "gjort 20. april 2026" in text_of(anne.get(PAGE))
    assert 422 == send(anne, f"{PAGE}/tiltak/M2026-03-1-okonomi-T1").status_code


def test_whoever_promised_something_in_anothers_month_sees_that_and_nothing_else_of_it(friday: Friday):
    anne, berit, olga = (friday.leader(person) for person in ("ANNE", "BERIT", "OLGA"))
    send(anne, f"{PAGE}/forklaring", **SAID | {"okonomi-hvem-1": "BERIT"})

    page = berit.get(PAGE)
    assert 200 == page.status_code
    assert "Si opp avtalen." in text_of(page)
    for hidden in ("Vikarer i", "1,5", "Regnskap", "Send forklaringen"):
        assert hidden not in text_of(page).partition("det du har lovet")[2], hidden
    assert 404 == olga.get(PAGE).status_code
    token = re.findall(r'name="skjema" value="([^"]+)"', olga.get("/").text)[0]
    assert 404 == olga.post(f"{PAGE}/tiltak/M2026-03-1-okonomi-T1", data={"skjema": token}).status_code

    assert 303 == send(berit, f"{PAGE}/tiltak/M2026-03-1-okonomi-T1").status_code
    assert "gjort 20. april 2026" in text_of(berit.get(PAGE))
    assert 422 == send(berit, f"{PAGE}/tiltak/M2026-03-1-okonomi-T1").status_code


@pytest.mark.parametrize("address", ["/manedsoppfolging/1/2026-13", "/manedsoppfolging/finnes-ikke/2026-03"])
def test_what_is_not_there_is_told_as_that(friday: Friday, address: str):
    assert friday.leader("TOPP").get(address).status_code in (404, 422)


def test_what_waits_stands_on_the_first_page_of_each(friday: Friday):
    anne, topp = friday.leader("ANNE"), friday.leader("TOPP")

    assert "1 måned å forklare" in text_of(anne.get("/"))
    send(anne, f"{PAGE}/forklaring", **SAID)

    assert "måned å forklare" not in text_of(anne.get("/"))
    assert "1 forklaring av en måned å lese" in text_of(topp.get("/"))


def test_the_list_as_a_file_holds_what_the_page_shows_her(friday: Friday):
    book = openpyxl.load_workbook(BytesIO(friday.leader("ANNE").get("/manedsoppfolging.xlsx?maaned=2026-03").content))

    rows = [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]

    assert ["Bygda skole", -0.5, 0, "venter på forklaring"] == rows[-1][:4]
    assert "Lia skole" not in {row[0] for row in rows}
