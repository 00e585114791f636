"""The map of the internal control, the evaluation and the agenda on the pages: who reads them, and who says what of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO

import httpx
import openpyxl
import pytest

from friday import Friday, friday_of
from kontroll.domain.access import Role
from kontroll.flows.internal_control.keep_maturity import keep_maturity
from kontroll.flows.internal_control.make_agenda import make_agenda
from served import text_of
from signed_in import NOW, cookies


@pytest.fixture
def friday(village_seen, tmp_path) -> Iterator[Friday]:
    summaries, desk = village_seen
    with friday_of(summaries.situation, desk, tmp_path) as friday:
        keep_maturity(friday.desk, NOW)
        make_agenda(friday.desk, NOW)
        yield friday


def client_of(friday: Friday, *roles: Role) -> httpx.Client:
    held = cookies(friday.desk, None, roles)
    return httpx.Client(base_url=friday.address, trust_env=False, timeout=60, cookies=held)


def send(client: httpx.Client, page: str, address: str, **fields: str) -> httpx.Response:
    token = re.findall(r'name="skjema" value="([^"]+)"', client.get(page).text)[0]
    return client.post(address, data={"skjema": token, **fields})


def test_whoever_answers_for_it_sees_what_is_shown_and_what_lacks(friday: Friday):
    told = text_of(friday.leader("TOPP").get("/internkontroll"))

    # Of the village nothing is known of routines and risk: that is what lacks, and no level is reached.
    assert "b Rutiner og prosedyrer ○○○○ 0 av 4, ikke vist Ikke vist" in told
    assert "Ikke kjent: hvor mange reglementer og rutiner i kommunens liste er innenfor datoen for revisjon?" in told
    assert "Hele loggen ble sist regnet etter" in told
    assert "Måned for måned" in told
    for place in ("Anskaffelser", "Bygda skole"):
        assert place in told


def test_every_letter_has_a_page_for_each_place_on_the_map(friday: Friday):
    top = friday.leader("TOPP")
    links = set(re.findall(r'href="(/internkontroll/[a-e](?:\?sted=[^"]+)?)"', top.get("/internkontroll").text))

    assert len(links) > 20
    for link in sorted(links)[::3]:
        assert 200 == top.get(link.replace("&amp;", "&")).status_code, link
    assert [404, 404] == [top.get(f"/internkontroll/{bad}").status_code for bad in ("f", "a?sted=omraade:okonomi")]


def test_what_was_counted_is_opened_and_taken_out_whole(friday: Friday):
    top = friday.leader("TOPP")
    page = top.get("/internkontroll/c")
    book = openpyxl.load_workbook(BytesIO(top.get("/internkontroll/c/grunnlag.xlsx").content))
    rows = [row for row in book.active.iter_rows(values_only=True) if row[2] == "sak"]

    (of,) = {int(n) for n in re.findall(r"av (\d+) saker er lukket", text_of(page))}
    assert of == sum(str(row[0]).startswith("saker er lukket") for row in rows)
    assert all(f'href="/sak/{row[3]}"' in page.text for row in rows)


def test_the_kontrollutvalg_reads_the_numbers_and_not_the_names_behind_them(friday: Friday):
    with client_of(friday, Role.SUPERVISORY) as client:
        page, file = client.get("/internkontroll/c"), client.get("/internkontroll/c/grunnlag.xlsx")

    assert (200, 404) == (page.status_code, file.status_code)
    assert 'href="/sak/' not in page.text


def test_a_level_is_lowered_with_a_reason_and_told_with_who_said_it(friday: Friday):
    top = friday.leader("TOPP")
    page = "/internkontroll/d"
    refused = send(top, page, f"{page}/nivaa", sted="alt", sett="0", nivaa="0", tekst=" ")
    sent = send(top, page, f"{page}/nivaa", sted="alt", sett="0", nivaa="0", tekst="Ingen <b>leser</b> den.")
    again = send(top, page, f"{page}/nivaa", sted="alt", sett="0", nivaa="0", tekst="Også jeg.")

    assert [422, 303, 422] == [one.status_code for one in (refused, sent, again)]
    assert "Skriv hvorfor." in text_of(refused)
    assert "En annen har satt nivået" in text_of(again)
    shown = top.get(page)
    assert "Tora Topp har satt nivået til 0." in text_of(shown)
    assert "Ingen &lt;b&gt;leser&lt;/b&gt; den." in shown.text
    assert "Satt lavere enn vist" in text_of(top.get("/internkontroll"))
    with client_of(friday, Role.AUDITOR) as auditor:
        assert "Sett nivået lavere" not in auditor.get(page).text
        assert 403 == send(auditor, "/", f"{page}/nivaa", sted="alt", sett="1", nivaa="0", tekst="Nei.").status_code


def test_the_evaluation_tells_what_is_known_and_what_is_not(friday: Friday):
    told = text_of(friday.leader("TOPP").get("/internkontroll/evaluering"))

    assert "Tallene er fra april 2025 til mars 2026." in told
    assert "Kommunen har ingen kontrollplan, så det er ukjent hva reglene overser." in told
    assert "Personalreglementet" in told


def test_the_agenda_is_dealt_with_on_its_pages(friday: Friday):
    top = friday.leader("TOPP")
    listed = top.get("/internkontroll/arshjul")
    (id, *_others) = re.findall(r'href="/internkontroll/arshjul/(2026-\d+)"', listed.text)
    page = f"/internkontroll/arshjul/{id}"
    assert "Laget av kontroll, 20. april 2026" in text_of(top.get(page))

    empty = send(top, page, f"{page}/avgjor", versjon="0", tekst="", endret="ja")
    unsaid = send(top, page, f"{page}/avgjor", versjon="0", tekst="Vi lager en kontroll.")
    moved = send(top, page, f"{page}/ta-opp", versjon="0", maaned="9", eier="internkontroll", tekst="")
    stale = send(top, page, f"{page}/avgjor", versjon="0", tekst="Vi lager en kontroll.", endret="ja")
    done = send(top, page, f"{page}/avgjor", versjon="1", tekst="Vi lager en <i>kontroll</i>.", endret="ja")

    assert [422, 422, 303, 422, 303] == [one.status_code for one in (empty, unsaid, moved, stale, done)]
    assert "Velg om noe skal endres." in text_of(unsaid)
    told = text_of(top.get(page))
    assert "Avgjort av Tora Topp, 20. april 2026" in told
    assert "Vi lager en <i>kontroll</i>." in told
    assert "Åpne igjen" in told
    assert "1 avgjort" in text_of(top.get("/internkontroll/arshjul"))
    assert 404 == top.get("/internkontroll/arshjul/2026-999").status_code


def test_whoever_leads_is_told_on_the_first_page_when_the_month_of_a_point_has_come(friday: Friday):
    top = friday.leader("TOPP")
    (id, *_others) = re.findall(r'href="/internkontroll/arshjul/(2026-\d+)"', top.get("/internkontroll/arshjul").text)
    page = f"/internkontroll/arshjul/{id}"
    assert "årshjulet for internkontrollen" not in text_of(top.get("/"))
    send(top, page, f"{page}/ta-opp", versjon="0", maaned="4", eier="internkontroll", tekst="")

    assert "1 punkt i årshjulet for internkontrollen skal tas opp" in text_of(top.get("/"))
    assert "årshjulet for internkontrollen skal" not in text_of(friday.leader("KARI").get("/"))


def test_a_point_of_ones_own_and_new_ones(friday: Friday):
    top, page = friday.leader("TOPP"), "/internkontroll/arshjul"
    refused = send(top, page, f"{page}/nytt", tittel="", tekst="Vi leier inn mye.", maaned="9", eier="okonomi")
    made = send(top, page, f"{page}/nytt", tittel="Innleie", tekst="Vi leier inn mye.", maaned="9", eier="okonomi")

    assert [422, 303, 303] == [refused.status_code, made.status_code, send(top, page, page).status_code]
    assert "Innleie" in text_of(top.get(made.headers["location"]))
