"""Saker, messages and runs on the pages: what is told, how it is found, and that what people wrote stays text."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import httpx
import pytest

from followed_village import followed_village
from kontroll.report.summary import Summaries
from kontroll.web.app import create_app
from served import text_of, visitor
from signed_in import clock, cookies
from village import PERSONAL, village

PAGES = ["/saker", "/saker?tilstand=lukket", "/sak/S2026-00001", "/meldinger", "/kjoringer", "/kjoringer/2026-03-1"]


def rows(answer: httpx.Response) -> list[str]:
    """The rows of the page's first table, without the headings."""
    body = re.search(r"<tbody>(.*?)</tbody>", answer.text, flags=re.DOTALL)
    found = re.findall(r"<tr>(.*?)</tr>", body[1], flags=re.DOTALL) if body else []
    return [" ".join(unescape(re.sub(r"<[^>]+>", " ", row)).split()) for row in found]


def links(answer: httpx.Response, beginning: str) -> list[str]:
    return [unescape(one) for one in re.findall(rf'href="({beginning}[^"]*)"', answer.text)]


# --- saker


def test_saker_that_are_not_closed_are_listed_with_owner_deadline_and_state(client):
    listed = rows(client.get("/saker"))

    assert any("Bygda skole" in row and "Anne <b>Aas</b>" in row and "Tiltak pågår" in row for row in listed)
    assert not any("Lukket" in row for row in listed)


def test_a_list_of_saker_is_narrowed_by_unit_and_by_state(client):
    assert {True} == {"Lia skole" in row for row in rows(client.get("/saker?enhet=LIA"))}
    assert {True} == {"Besvart" in row for row in rows(client.get("/saker?tilstand=besvart"))}
    assert "Ingen saker passer til dette." in text_of(client.get("/saker?tilstand=lukket"))


def test_a_sak_shows_what_was_answered_what_was_promised_and_who_was_told(client):
    (answered,) = links(client.get("/saker?tilstand=tiltak+pågår"), "/sak/")

    text = text_of(client.get(answered))

    assert "Svar: tiltak av Anne <b>Aas</b>, 13. april 2026" in text
    assert "Vi tar tak i det." in text
    assert "Gå gjennom <innkjøpene>" in text
    assert "Anne <b>Aas</b> ny sak, " in text


def test_what_people_wrote_is_shown_as_text(client):
    (disputed,) = links(client.get("/saker?tilstand=besvart"), "/sak/")

    page = client.get(disputed).text

    assert "Det er &lt;ikke&gt; riktig." in page
    assert "<b>Aas" not in page


# --- messages


def test_the_newest_message_stands_first(client):
    listed = rows(client.get("/meldinger"))

    assert listed[0].startswith("20. april 2026")
    assert listed[-1].startswith("20. februar 2026")


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("mottaker=berit", "Berit Bø"),
        ("mottaker=lia+skole", "Berit Bø"),
        ("maaned=2026-02", "februar 2026"),
        ("tilstand=feilet", "mottakeren har ingen e-postadresse"),
        ("emne=kritisk", "ritisk"),
    ],
)
def test_messages_are_narrowed_by_recipient_month_state_and_subject(client, query, told):
    listed = rows(client.get(f"/meldinger?{query}"))

    assert listed
    assert all(told in row for row in listed)
    assert len(listed) < len(rows(client.get("/meldinger")))


def test_a_message_is_read_as_it_was_sent_and_leads_to_its_saker(client):
    address = links(client.get("/meldinger?mottaker=anne"), "/melding/")[0]

    answer = client.get(address)

    assert '<pre class="letter"' in answer.text
    assert "anne@bygda.example" not in answer.text
    assert ".eml" in answer.text
    assert all(200 == client.get(sak).status_code for sak in links(answer, "/sak/"))
    assert links(answer, "/sak/")


# --- runs


def test_the_runs_tell_what_they_did_without(client):
    listed = rows(client.get("/kjoringer"))

    assert ["mars 2026", "februar 2026", "januar 2026"] == [" ".join(row.split()[:2]) for row in listed]
    assert "Økonomisystemet" in listed[0]


def test_a_run_has_a_page_with_the_whole_account_of_it(client):
    (first, *_others) = links(client.get("/kjoringer"), "/kjoringer/")

    page = client.get(first)

    told = " ".join(text_of(page).split())
    assert "/kjoringer/2026-03-1" == first
    assert "Kjøringen av mars 2026" in told
    assert re.search(r"svar er regnet ut på nytt fra de leverte radene, celle for celle, og kom likt ut\.", told)
    assert re.search(r"Kontrollen (virket|er ikke vist å virke): \d+ av \d+ egne tester holdt", told)
    assert any(row.startswith("Merforbruk") or "Virket" in row for row in rows(page))


# --- all of them


@pytest.mark.parametrize("address", PAGES)
def test_personal_fields_of_records_stand_nowhere(client, address):
    answer = client.get(address)

    assert 200 == answer.status_code
    assert PERSONAL not in answer.text


@pytest.mark.parametrize("address", PAGES)
def test_they_carry_no_script_or_style_and_have_one_main_heading(client, address):
    page = client.get(address).text

    assert not re.search(r"<script|<style|\sstyle=|\son[a-z]+=", page)
    assert 1 == page.count("<h1")
    assert not re.findall(r"<th(?![^>]*\bscope=)[\s>]", page)


@pytest.mark.parametrize(
    ("address", "status", "told"),
    [
        ("/sak/ingen", 404, "Det finnes ingen sak med nummer «ingen»."),
        ("/kjoringer/ingen", 404, "Det finnes ingen kjøring med nummer «ingen»."),
        ("/melding/ingen", 404, "Det finnes ingen melding med denne adressen."),
        ("/saker?tilstand=tull", 422, "Tilstanden finnes ikke."),
        ("/meldinger?tilstand=tull", 422, "Tilstanden finnes ikke."),
        ("/meldinger?maaned=tull", 422, "Måneden skrives på formen 2026-10."),
        ("/meldinger?side=99", 404, "Listen har 1 sider."),
        ("/kjoringer?side=0", 422, "Adressen kan ikke leses"),
    ],
)
def test_a_wrong_address_is_answered_in_bokmal(client, address, status, told):
    answer = client.get(address)

    assert status == answer.status_code
    assert told in text_of(answer)


@pytest.mark.parametrize("address", PAGES)
def test_without_a_database_they_say_that_nothing_is_followed_up(tmp_path: Path, address):
    with visitor(create_app(Summaries(village(tmp_path)))) as alone:
        answer = alone.get(address)

    assert 200 == answer.status_code
    assert "Ingenting er fulgt opp ennå" in text_of(answer)


def test_long_lists_have_fifty_on_a_page(tmp_path: Path, monkeypatch):
    monkeypatch.setattr("kontroll.flows.paged.PER_PAGE", 2)
    monkeypatch.setattr("kontroll.flows.showing.saker_list.saker_page.__defaults__", (2,))
    (tmp_path / "home").mkdir()
    situation = village(tmp_path)
    desk = followed_village(tmp_path / "home", situation)
    with visitor(create_app(Summaries(situation), desk, clock), cookies(desk)) as client:
        first, second = (client.get(f"/saker?side={number}") for number in (1, 2))
    desk.database.close()

    assert 2 == len(rows(first))
    assert "side=2" in first.text
    assert not set(rows(first)) & set(rows(second))
