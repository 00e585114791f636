"""The pages: what stands on them, what never does, and how wrong addresses are answered."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urldefrag

import pytest

from followed_village import WITHOUT_FIGURES
from served import text_of
from village import PERSONAL

EVERY_PAGE = [
    "/",
    "/?maaned=2026-01",
    "/regler",
    "/regel/to-personer",
    "/regel/to-personer?vis=alle",
    "/regel/stort-kjop?maaned=2026-02",
    "/regel/utkast",
    "/regel/befaring",
    "/regel/datakvalitet-enhet",
    "/enhet/1",
    "/enhet/2?maaned=2026-02",
    "/enhet/3",
    "/forklaring/merforbruk/1/2026-03",
    "/forklaring/merforbruk/2/2026-03",
    "/forklaring/merforbruk/3/2026-03",
    "/forklaring/to-personer/1/2026-03?post=B1",
    "/forklaring/to-personer/2/2026-03?post=B3",
    "/forklaring/datakvalitet-enhet/77/2026-03?post=B6",
    "/forklaring/bonus/1/2026-02",
]


# --- what stands on them


def test_the_first_page_has_the_four_blocks(client):
    text = text_of(client.get("/"))

    for heading in (
        "Bygda kommune",
        "Hva som er kontrollert",
        "De ti som betyr mest",
        "Utslag etter område og alvor",
        "Hva som ikke er kontrollert, og hvorfor",
    ):
        assert heading in text


def test_the_first_page_shows_the_latest_month_unless_another_is_chosen(client):
    assert "Kontroll for mars 2026" in text_of(client.get("/"))
    assert "Kontroll for januar 2026" in text_of(client.get("/?maaned=2026-01"))
    assert "Kontroll for mars 2026" in text_of(client.get("/?maaned="))


def test_severity_is_told_in_words_and_the_shape_is_hidden_from_a_screen_reader(client):
    page = client.get("/").text

    assert re.search(r'<svg [^>]*aria-hidden="true".*?</svg>Kritisk</span>', page, flags=re.DOTALL)


def test_a_rule_shows_its_hjemmel_its_file_and_what_it_found(client):
    text = text_of(client.get("/regel/to-personer"))

    assert "Kommuneloven § 25-1" in text
    assert "skal: {felt: attestant, er: ulik, verdi: {felt: anviser}}" in text
    assert "B1 Brudd" in text
    assert "B3 Ikke dokumentert anviser: mangler" in text


def test_a_rule_is_read_in_norwegian_with_its_numbers_and_what_follows(client):
    text = text_of(client.get("/regel/to-personer"))

    assert "Regelen på norsk Hva den er Regelen er et krav. Er det ikke oppfylt, er det et brudd." in text
    assert "Kravet er oppfylt når dette stemmer: 1 «Attestant» er ulik «anviser»." in text
    assert "Hver post med brudd gir et avvik." in text


def test_a_rule_shows_what_is_in_order_only_when_asked(client):
    assert "Oppfylt" not in text_of(client.get("/regel/to-personer"))
    assert "B6 Oppfylt" in text_of(client.get("/regel/to-personer?vis=alle"))


def test_a_rule_that_is_left_out_says_why(client):
    assert "Regelen er ikke med i svarene: Utkast: ikke tatt i bruk." in text_of(client.get("/regel/utkast"))


def test_a_unit_shows_what_struck_and_what_it_owes(client):
    text = text_of(client.get("/enhet/2"))

    assert "Regnskap mot budsjett 2026-03 Mangler" in text
    assert "Ingen utslag." in text


def test_a_unit_that_was_closed_says_so(client):
    assert "Enheten var ikke aktiv i mars 2026." in text_of(client.get("/enhet/3"))


def test_an_answer_is_explained_with_where_its_values_stand(client):
    text = text_of(client.get("/forklaring/merforbruk/1/2026-03"))

    assert "Regelen «Merforbruk» (merforbruk) har slått ut for Bygda skole i mars 2026." in text
    assert "«Regnskap mot budsjett» var −0,5 prosent i mars 2026, og det er under 0 prosent." in text
    assert "maalinger/tall.csv linje 4" in text
    assert "som er −0,5 prosent, vært 0,0 prosent, hadde regelen ikke slått ut." in text


def test_an_answer_about_a_record_holds_its_persons_back(signed_in):
    text = text_of(signed_in("TOPP").get("/forklaring/to-personer/1/2026-03?post=B1"))

    assert "er brutt for posten B1 i «Faktura» hos Bygda skole i mars 2026." in text
    assert "personopplysning, vises ikke" in text


def test_that_there_is_no_answer_is_explained_too(client):
    text = text_of(client.get("/forklaring/merforbruk/3/2026-03"))

    assert "Enheten var ikke aktiv i mars 2026. Den er aktiv fra januar 2020 til og med februar 2026." in text


@pytest.mark.parametrize("address", ["/enhet/1", "/regel/merforbruk", "/regel/to-personer", "/sak/S2026-00001"])
def test_an_answer_leads_to_its_explanation(client, address):
    (found, *_more) = re.findall(r'href="(/forklaring/[^"]+)"', client.get(address).text)

    assert "Hvorfor" in text_of(client.get(unescape(found)))


def test_every_link_leads_somewhere(client):
    seen, waiting = set(), ["/"]
    while waiting:
        address = waiting.pop()
        if address in seen or address == WITHOUT_FIGURES:
            continue
        seen.add(address)
        answer = client.get(address)
        assert 200 == answer.status_code, address
        if answer.headers["content-type"].startswith("text/html"):
            shown = re.sub(r'<form[^>]*method="post".*?</form>', "", answer.text, flags=re.DOTALL)
            found = re.findall(r'(?:href|src|action)="(/[^"]*)"', shown)
            waiting += [urldefrag(unescape(one)).url for one in found]

    assert len(seen) > 30


# --- what never does


@pytest.mark.parametrize("address", EVERY_PAGE)
def test_no_page_shows_a_personal_field_to_who_may_not_see_it(signed_in, address):
    answer = signed_in("TOPP").get(address)

    assert 200 == answer.status_code
    assert PERSONAL not in answer.text


@pytest.mark.parametrize(
    "address", [*EVERY_PAGE, "/finnes-ikke", "/?maaned=tull", "/static/kontroll.css", "/helse/live"]
)
def test_every_answer_has_strict_headers(client, address):
    headers = client.get(address).headers

    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert "'none'" == policy["default-src"]
    assert "'self'" == policy["script-src"]
    assert "unsafe" not in headers["content-security-policy"]
    assert "nosniff" == headers["x-content-type-options"]


@pytest.mark.parametrize("address", EVERY_PAGE)
def test_no_page_asks_another_machine_or_carries_script_or_style(client, address):
    page = client.get(address).text

    assert not re.findall(r'(?:href|src|action)="(?!/|#|data:)', page)
    assert not re.search(r"<script|<style|\sstyle=|\son[a-z]+=", page)


def test_pages_are_kept_in_no_cache_and_styles_are(client):
    assert "no-store" == client.get("/").headers["cache-control"]
    assert "max-age" in client.get("/static/kontroll.css").headers["cache-control"]


# --- structure


@pytest.mark.parametrize("address", EVERY_PAGE)
def test_every_table_has_a_caption_and_every_heading_cell_a_scope(client, address):
    page = client.get(address).text

    tables = re.findall(r"<table.*?</table>", page, flags=re.DOTALL)
    assert all("<caption" in table for table in tables)
    assert not re.findall(r"<th(?![^>]*\bscope=)[\s>]", page)


@pytest.mark.parametrize("address", EVERY_PAGE)
def test_every_page_has_a_language_a_title_and_one_main_heading(client, address):
    page = client.get(address).text

    assert '<html lang="nb"' in page
    assert re.search(r"<title>[^<]*Bygda kommune[^<]*</title>", page)
    assert 1 == page.count("<h1")


# --- wrong addresses


@pytest.mark.parametrize(
    ("address", "status", "told"),
    [
        ("/finnes-ikke", 404, "Siden finnes ikke"),
        ("/regel/ingen", 404, "Det finnes ingen regel med id «ingen»."),
        ("/enhet/ingen", 404, "Det finnes ingen enhet med id «ingen»."),
        ("/?maaned=2025-12", 404, "Månedene fra januar 2026 til mars 2026 er vurdert."),
        ("/?maaned=tull", 422, "Måneden skrives på formen 2026-10."),
        ("/forklaring/ingen/1/2026-03", 404, "Det finnes ingen regel med id «ingen»."),
        ("/forklaring/merforbruk/1/mars", 422, "Måneden skrives på formen 2026-10."),
        ("/forklaring/to-personer/1/2026-03", 404, "Regelen handler om poster."),
        ("/regel/to-personer?side=0", 422, "Adressen kan ikke leses"),
        ("/regel/to-personer?side=9", 404, "Listen har 1 sider."),
        ("/regel/to-personer?vis=noe", 422, "Adressen kan ikke leses"),
        ("/static/ingen.css", 404, "Siden finnes ikke"),
    ],
)
def test_a_wrong_address_is_answered_in_bokmal(client, address, status, told):
    answer = client.get(address)

    assert status == answer.status_code
    assert told in text_of(answer)


def test_what_is_typed_in_the_address_is_escaped(client):
    answer = client.get("/regel/%3Cscript%3Ealert(1)%3C%2Fscript%3E")

    assert 404 == answer.status_code
    assert "<script>" not in answer.text


def test_a_page_takes_nothing_in(client):
    answer = client.post("/")

    assert 405 == answer.status_code
    assert "Siden kan bare leses" in text_of(answer)


def test_an_unexpected_failure_tells_nothing_of_the_inside(client, monkeypatch):
    def fails(*_given):
        raise RuntimeError(f"a value that is {PERSONAL}")

    monkeypatch.setattr("kontroll.report.summary.Summaries.of", fails)

    answer = client.get("/")

    assert 500 == answer.status_code
    assert "Noe gikk galt" in text_of(answer)
    assert PERSONAL not in answer.text
    assert "RuntimeError" not in answer.text
    assert "content-security-policy" in answer.headers


def test_it_says_that_it_lives(client):
    answer = client.get("/helse/live")

    assert (200, "ok\n") == (answer.status_code, answer.text)
