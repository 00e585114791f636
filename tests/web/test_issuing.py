"""A report on the pages from draft to issue: who sees what, who may do what, and what those who are elected read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256

import httpx
import pytest

from flows.issuing.made import STATEMENT, YEAR, one_file
from friday import Friday, again, friday_of
from kontroll.domain.access import Role, Viewer
from kontroll.domain.user import PER_USER, User, UserState
from kontroll.flows.home.check_trail import check_trail
from kontroll.flows.issuing.check_report import check_report
from kontroll.flows.issuing.confirm_statement import confirm_statement, proof_wanted
from kontroll.flows.issuing.issue_report import issue_report
from kontroll.flows.issuing.send_report import seen_of, send_report
from kontroll.flows.people.passwords import hashed
from kontroll.flows.people.prove_again import Proved
from kontroll.flows.people.sign_in import attempted, sign_in
from kontroll.report.summary import Summaries
from kontroll.wiring import Desk
from served import text_of
from signed_in import NOW, cookies

MONTH, YEAR_AT = "/rapporter/utkast/manedsrapport/2026-03", "/rapporter/utkast/arsrapport/2025"
PASSWORD = "riktig hest batteri stift"
KARI = Viewer(user="1", person="KARI", name="Kari Kontroll", places={Role.INTERNAL_CONTROL: None})
TOPP = Viewer(user="3", person="TOPP", name="Tora Topp", places={Role.TOP: None})


@pytest.fixture(scope="module")
def shared(village_seen: tuple[Summaries, Desk], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Friday]:
    summaries, desk = village_seen
    with friday_of(summaries.situation, desk, tmp_path_factory.mktemp("issuing")) as friday:
        yield friday


@pytest.fixture
def friday(shared: Friday, village_seen: tuple[Summaries, Desk]) -> Friday:
    """One server for them all, with a state of its own for each."""
    again(village_seen[1], shared.desk)
    return shared


def somebody(friday: Friday, *roles: Role) -> httpx.Client:
    held = cookies(friday.desk, None, roles)
    return httpx.Client(base_url=friday.address, trust_env=False, timeout=60, cookies=held)


def do(client: httpx.Client, at: str, what: str, **fields: str) -> httpx.Response:
    """One of the forms on the page, with what it brings back."""
    page = client.get(at).text
    found = re.search(rf'action="{at}/{what}"(.*?)</form>', page, re.DOTALL)
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', found[1] if found else page))
    return client.post(f"{at}/{what}", data={**hidden, **fields})


def sent_month(friday: Friday) -> None:
    assert 303 == do(friday.leader("TOPP"), MONTH, "send", hvem="KARI").status_code


def issued_month(friday: Friday) -> None:
    sent_month(friday)
    assert 303 == do(friday.leader("KARI"), MONTH, "godkjenn", tekst="Alt er riktig.").status_code
    assert "/rapporter/2026/1" == do(friday.leader("TOPP"), MONTH, "utgi").headers["location"]


# --- a month ----------------------------------------------------------------------------------------------------------


def test_a_month_goes_from_one_to_another_and_is_read_by_the_elected_when_it_is_issued(friday: Friday):
    topp, kari = friday.leader("TOPP"), friday.leader("KARI")
    with somebody(friday, Role.POLITICIAN) as elected:
        sent_month(friday)
        assert "Kari Kontroll kvalitetssikrer." in text_of(topp.get(MONTH))
        assert "Rapporten slik den ble sendt" in text_of(kari.get(MONTH))
        assert "venter på deg" in text_of(kari.get("/rapporter"))
        assert 403 == elected.get(MONTH).status_code
        assert "Ingen rapport er utgitt ennå." in text_of(elected.get("/rapporter"))

        do(kari, MONTH, "godkjenn", tekst="Alt er riktig.")
        assert 303 == do(topp, MONTH, "utgi").status_code

        page = elected.get("/rapporter/2026/1")
        assert "Rapport 2026/1. Utgitt 20. april 2026." in text_of(page)
        assert "Kvalitetssikret av Kari Kontroll, 20. april 2026" in text_of(page)
        assert "<form class" not in page.text.partition("<main")[2]
        assert "/rapporter/2026/1" in elected.get("/manedsrapport/2026-03").text
        _every_file_is_as_its_hash_says(elected)
    assert [] == check_trail(friday.desk.database).problems


def _every_file_is_as_its_hash_says(elected: httpx.Client) -> None:
    page = elected.get("/rapporter/2026/1").text
    for name in ("rapport.pdf", "rapport.html", "rapport.docx", "rapport.xlsx", "rapport.zip", "rapport.json"):
        file = elected.get(f"/rapporter/2026/1/{name}")
        assert 200 == file.status_code
        assert sha256(file.content).hexdigest() in page
    assert "Stemmer ikke" not in page
    assert 404 == elected.get("/rapporter/2026/1/finnes-ikke.pdf").status_code
    assert 404 == elected.get("/rapporter/2026/2").status_code


def test_it_is_sent_back_with_what_must_be_righted(friday: Friday):
    sent_month(friday)
    kari = friday.leader("KARI")

    silent = do(kari, MONTH, "send-tilbake", tekst=" ")
    assert (422, True) == (silent.status_code, "Skriv hva som må rettes." in text_of(silent))

    do(kari, MONTH, "send-tilbake", tekst="Skolene <mangler>.")
    page = text_of(friday.leader("TOPP").get(MONTH))
    assert "Utkastet skrives." in page
    assert "Skolene <mangler>." in page


def test_whoever_sends_it_chooses_another_to_check_it(friday: Friday):
    topp = friday.leader("TOPP")
    assert "Velg hvem som skal kvalitetssikre rapporten." in text_of(do(topp, MONTH, "send", hvem=""))
    own = do(topp, MONTH, "send", hvem="TOPP")
    assert (422, True) == (own.status_code, "kan ikke kvalitetssikre den" in text_of(own))


def test_whoever_was_not_asked_is_shown_no_form_and_is_refused(friday: Friday):
    sent_month(friday)
    topp = friday.leader("TOPP")
    page = topp.get(MONTH).text

    assert "/godkjenn" not in page
    refused = do(topp, MONTH, "godkjenn")
    assert (422, True) == (refused.status_code, "Det er en annen som er bedt om" in text_of(refused))


def test_a_period_that_is_not_over_is_told_so(friday: Friday):
    refused = do(friday.leader("TOPP"), "/rapporter/utkast/arsrapport/2026", "send", hvem="KARI")
    assert "Perioden er ikke over." in text_of(refused)


def test_figures_that_moved_since_the_page_was_opened_are_not_sent_unseen(friday: Friday):
    refused = do(friday.leader("TOPP"), MONTH, "send", hvem="KARI", sett="0" * 64)
    assert "Tall eller tekster er endret siden du åpnet siden" in text_of(refused)


def test_whoever_answers_an_older_page_is_told(friday: Friday):
    sent_month(friday)
    kari = friday.leader("KARI")
    assert 409 == do(kari, MONTH, "godkjenn", versjon="0").status_code


def test_a_correction_is_begun_with_a_reason_and_replaces_the_first(friday: Friday):
    issued_month(friday)
    topp, kari = friday.leader("TOPP"), friday.leader("KARI")
    assert "Skriv hvorfor rapporten må rettes." in text_of(do(topp, "/rapporter/2026/1", "rett", tekst=""))

    begun = do(topp, "/rapporter/2026/1", "rett", tekst="Ett tall var feil.")
    assert MONTH == begun.headers["location"]
    do(topp, MONTH, "send", hvem="KARI")
    do(kari, MONTH, "godkjenn")
    assert "/rapporter/2026/2" == do(topp, MONTH, "utgi").headers["location"]

    with somebody(friday, Role.POLITICIAN) as elected:
        assert "Rapporten er erstattet av rapport 2026/2" in text_of(elected.get("/rapporter/2026/1"))
        second = text_of(elected.get("/rapporter/2026/2"))
        assert "Den erstatter rapport 2026/1. Grunn: Ett tall var feil." in second
        assert "Erstattet av 2026/2" in text_of(elected.get("/rapporter"))


def test_what_stands_behind_a_figure_of_a_month_is_frozen_with_it_and_the_records_are_for_few(friday: Friday):
    issued_month(friday)
    at = "/rapporter/2026/1"
    kari, counted = friday.leader("KARI"), f"{at}/tall/svar-kjente-2026-03"

    assert f'href="{counted}"' in kari.get(at).text
    assert "merforbruk 2026-03" in text_of(kari.get(counted))
    assert 200 == kari.get(f"{at}/grunnlag.xlsx").status_code
    with somebody(friday, Role.POLITICIAN) as elected:
        told = text_of(elected.get(counted))
        assert "Kjente svar i mars 2026." in told
        assert "merforbruk 2026-03" not in told
        assert "Hvilke saker og poster som er telt, ser de som fører kontroll i kommunen." in told
        assert 404 == elected.get(f"{at}/grunnlag.xlsx").status_code
        assert 404 == elected.get(f"{at}/tall/saker-aapne").status_code, "so few that it is not shown"


# --- the year and the statement ---------------------------------------------------------------------------------------


@pytest.fixture
def checked(friday: Friday) -> Friday:
    """The report of a year waits for the kommunedirektør."""
    document = replace(YEAR, period="2025", known=date(2026, 4, 1))
    report = send_report(friday.desk, document, TOPP, "KARI", seen_of(document), NOW, -1)
    check_report(friday.desk, report.id, KARI, NOW)
    return friday


def with_password(friday: Friday) -> httpx.Client:
    """The kommunedirektør, signed in with hers."""
    user = User(
        id="U-topp", login="topp", person="TOPP", name="Tora Topp", password=hashed(PASSWORD), state=UserState.ACTIVE,
        created=NOW, given="",
    )  # fmt: skip
    with friday.desk.database.transaction("test", NOW) as tx:
        tx.users.add(user)
    token = sign_in(friday.desk.database, "topp", PASSWORD, lasts=timedelta(hours=1), now=NOW)
    from kontroll.web.signed_in import COOKIE

    return httpx.Client(base_url=friday.address, trust_env=False, timeout=60, cookies={COOKIE: token})


def test_the_kommunedirektor_vouches_with_her_password_once_more(checked: Friday):
    with with_password(checked) as topp:
        wrong = do(topp, YEAR_AT, "bekreft", tekst=STATEMENT, passord="feil")
        assert (403, True) == (wrong.status_code, "Vi fikk ikke bekreftet at det er deg." in text_of(wrong))
        assert "feil" not in wrong.text.partition("<form")[2].partition("</form")[0]

        assert 303 == do(topp, YEAR_AT, "bekreft", tekst=STATEMENT, passord=PASSWORD).status_code
        assert "/rapporter/2026/1" == do(topp, YEAR_AT, "utgi").headers["location"]
        page = text_of(topp.get("/rapporter/2026/1"))
    assert "Kommunedirektørens erklæring" in page
    assert "Den gir et riktig bilde." in page
    assert "Erklæring bekreftet av Tora Topp, 20. april 2026" in page
    assert [] == check_trail(checked.desk.database).problems


def test_too_many_wrong_passwords_close_it_for_a_while(checked: Friday):
    with with_password(checked) as topp:
        for _n in range(PER_USER - 1):
            attempted(checked.desk.database, "topp", NOW)
        assert 403 == do(topp, YEAR_AT, "bekreft", tekst=STATEMENT, passord="feil").status_code
        closed = do(topp, YEAR_AT, "bekreft", tekst=STATEMENT, passord=PASSWORD)
        assert (429, True) == (closed.status_code, "Det er prøvd for mange ganger." in text_of(closed))


def test_whoever_can_show_nothing_cannot_vouch(checked: Friday):
    topp = checked.leader("TOPP")

    assert "verken passord eller innloggingstjeneste" in text_of(topp.get(YEAR_AT))
    assert 403 == do(topp, YEAR_AT, "bekreft", tekst=STATEMENT).status_code


def test_what_stands_behind_a_figure_is_told_to_all_and_the_records_to_few(checked: Friday):
    with checked.desk.database.reading() as tx:
        kept = tx.reports.get("arsrapport-2025-1")
    assert kept is not None
    confirm_statement(checked.desk, kept.id, TOPP, STATEMENT, Proved("passord", "3", proof_wanted(kept)), NOW)
    issue_report(checked.desk, kept.id, TOPP, NOW, one_file)
    topp, behind = checked.leader("TOPP"), "/rapporter/2026/1/tall/avvik-lukket"
    assert "S1" in text_of(topp.get(behind))
    assert "HEMMELIG" in text_of(topp.get("/rapporter/2026/1/tall/fa"))
    assert 200 == topp.get("/rapporter/2026/1/grunnlag.xlsx").status_code
    with somebody(checked, Role.POLITICIAN) as elected:
        told = text_of(elected.get(behind))
        assert "Avvik som ble lukket i 2026." in told
        assert "S1" not in told
        assert "Hvilke saker og poster som er telt, ser de som fører kontroll i kommunen." in told
        assert 404 == elected.get("/rapporter/2026/1/tall/fa").status_code
        assert 404 == elected.get("/rapporter/2026/1/grunnlag.xlsx").status_code
        assert "grunnlag.xlsx" not in elected.get("/rapporter/2026/1").text
