"""The registers on their pages: entered in a form, done something with, listed, and shown to nobody they are not for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO

import httpx
import openpyxl
import pytest

from friday import Friday, friday_of
from served import text_of

DECIDED = {
    "organ": "Kommunestyret", "sak": "PS 26/14", "tekst": "Det bygges <b>ny</b> skolegård.", "dato": "2026-03-02",
    "enhet": "1", "frist": "2026-04-10",
}  # fmt: skip
FOUND = {
    "kilde": "Statsforvalteren", "slag": "pålegg", "tema": "skolemiljø", "hjemmel": "opplæringslova § 12-4",
    "alvor": "høy", "tekst": "Planene mangler.", "dato": "2026-03-02", "enhet": "1", "frist": "2026-05-10",
}  # fmt: skip
LAID = {"sak": "26/101", "organ": "Formannskapet", "tekst": "Ny skolegård", "dato": "2026-04-28", "enhet": "1"}


@pytest.fixture(scope="module")
def friday(village_seen, tmp_path_factory) -> Iterator[Friday]:
    summaries, desk = village_seen
    with friday_of(summaries.situation, desk, tmp_path_factory.mktemp("registers")) as friday:
        yield friday


def send(client: httpx.Client, address: str, seen: str, **fields: str) -> httpx.Response:
    page = client.get(seen).text
    token = re.findall(r'name="skjema" value="([^"]+)"', page)[0]
    version = (re.findall(r'name="versjon" value="([^"]+)"', page) or ["0"])[0]
    return client.post(address, data={"skjema": token, "versjon": version, **fields})


def entered(client: httpx.Client, base: str, **fields: str) -> str:
    answer = send(client, base, f"{base}/ny", **fields)
    assert answer.status_code == 303, text_of(answer)
    return answer.headers["location"]


def test_a_decision_from_the_form_to_the_body(friday: Friday):
    kari, anne, berit = (friday.leader(person) for person in ("KARI", "ANNE", "BERIT"))
    at = entered(kari, "/vedtak", **DECIDED)

    late = text_of(anne.get("/vedtak?vis=forfalte"))
    refused = send(anne, f"{at}/meldt", at, dato="2026-04-16", henvisning="RS 26/9")
    early = send(anne, f"{at}/iverksatt", at, dato="2026-04-21")
    done = send(anne, f"{at}/iverksatt", at, dato="2026-04-16", tekst="Anlegget er tatt i bruk.")
    bare = send(anne, f"{at}/meldt", at, dato="2026-04-17", henvisning=" ")
    told = send(anne, f"{at}/meldt", at, dato="2026-04-17", henvisning="RS 26/9")

    assert "PS 26/14 (Kommunestyret)" in late
    assert "Fristen er ute" in late
    assert [one.status_code for one in (refused, early, done, bare, told)] == [422, 422, 303, 422, 303]
    assert "Dagen er ikke kommet ennå." in text_of(early)
    assert "Skriv saken eller dokumentet som viser det." in text_of(bare)
    page = anne.get(at).text
    assert "Iverksatt og meldt" in page
    assert "&lt;b&gt;ny&lt;/b&gt; skolegård" in page
    assert berit.get(at).status_code == 404
    assert "PS 26/14" not in text_of(berit.get("/vedtak?vis=alle"))


def test_a_finding_is_mended_by_one_and_closed_by_another(friday: Friday):
    kari, anne = friday.leader("KARI"), friday.leader("ANNE")
    at = entered(kari, "/tilsyn", **FOUND)

    assert 303 == send(anne, f"{at}/tiltak", at, tekst="Lage planer", frist="2026-05-01").status_code
    undone = send(anne, f"{at}/rettet", at, dato="2026-04-20", dokumentasjon="26/88-4")
    assert 303 == send(anne, f"{at}/gjort", at, nr="1", dato="2026-04-20").status_code
    nothing_to_show = send(anne, f"{at}/rettet", at, dato="2026-04-20", dokumentasjon="")
    assert 303 == send(anne, f"{at}/rettet", at, dato="2026-04-20", dokumentasjon="26/88-4").status_code
    own = send(anne, f"{at}/lukk", at)
    assert "Lukk funnet" not in anne.get(at).text
    assert 303 == send(kari, f"{at}/lukk", at, tekst="Sett.").status_code

    assert "Tiltakene må være gjort først." in text_of(undone)
    assert "Uten dokumentasjon kan ikke funnet lukkes." in text_of(nothing_to_show)
    assert "Ingen kontrollerer sitt eget arbeid." in text_of(own)
    assert "26/88-4" in text_of(kari.get(at))
    assert "Statsforvalteren: skolemiljø" in text_of(kari.get("/tilsyn?vis=ferdige"))


def test_a_check_list_is_filled_in_at_once_and_sent_back_and_controlled(friday: Friday):
    anne, topp = friday.leader("ANNE"), friday.leader("TOPP")
    at = entered(anne, "/utredninger", **LAID, ansvarlig="meg")
    answers = {
        "svar-fakta": "utredet", "svar-rett": "utredet", "svar-okonomi": "utredet", "svar-alternativer": "utredet",
        "svar-barn": "utredet", "svar-klima": "ikke relevant", "svar-folkehelse": "utredet", "svar-horing": "utredet",
    }  # fmt: skip

    unsaid = send(anne, f"{at}/fyll-ut", at, **answers, ferdig="ja")
    left = send(anne, f"{at}/fyll-ut", at, **answers, **{"tekst-klima": "Ingen bygging."}, ferdig="ja")
    assert 303 == send(anne, f"{at}/fyll-ut", at, **answers, **{"tekst-klima": "Ingen bygging."}).status_code
    kept = anne.get(at).text
    full = {**answers, "tekst-klima": "Ingen bygging.", "svar-habilitet": "utredet", "ferdig": "ja"}
    assert 303 == send(anne, f"{at}/fyll-ut", at, **full).status_code
    assert "Kontroller" not in anne.get(at).text
    assert 303 == send(topp, f"{at}/tilbake", at, tekst="Hva koster det?").status_code
    assert 303 == send(anne, f"{at}/fyll-ut", at, **full).status_code
    assert 303 == send(topp, f"{at}/kontroller", at).status_code

    assert (unsaid.status_code, left.status_code) == (422, 422)
    assert "Skriv hvorfor." in text_of(unsaid)
    assert "Svar på alle punktene først." in text_of(left)
    assert "Ingen bygging." in kept
    assert "Kontrollert av" in topp.get(at).text
    assert "Hva koster det?" in text_of(topp.get(at))


def test_what_is_missing_in_a_form_is_told_at_its_field_and_nothing_is_kept(friday: Friday):
    kari = friday.leader("KARI")
    before = text_of(kari.get("/vedtak?vis=alle"))

    wanted = ("organ", "sak", "tekst", "dato", "enhet")
    answers = {field: send(kari, "/vedtak", "/vedtak/ny", **{**DECIDED, field: ""}) for field in wanted}

    assert {field: answer.status_code for field, answer in answers.items()} == dict.fromkeys(answers, 422)
    for field, answer in answers.items():
        assert re.search(rf'name="{field}"[^>]*aria-invalid="true"', answer.text), field
        assert "Det bygges" in answer.text or field == "tekst"
    assert text_of(kari.get("/vedtak?vis=alle")) == before


def test_the_file_holds_what_the_page_shows(friday: Friday):
    kari, anne = friday.leader("KARI"), friday.leader("ANNE")
    entered(kari, "/vedtak", **{**DECIDED, "sak": "=1+1", "enhet": "2", "frist": "2026-12-01"})

    def cells(client: httpx.Client) -> list[str]:
        answer = client.get("/vedtak.xlsx?vis=alle")
        sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
        return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]

    assert "=1+1 (Kommunestyret)" in cells(kari)
    assert not any("=1+1" in cell for cell in cells(anne))


def test_an_empty_register_says_that_nobody_has_kept_it(friday: Friday):
    assert "Det betyr ikke at det ikke finnes noe å føre" in text_of(friday.leader("OLGA").get("/tilsyn"))


def test_what_waits_is_told_on_the_first_page_of_whoever_it_waits_for(friday: Friday):
    kari, anne, berit = (friday.leader(person) for person in ("KARI", "ANNE", "BERIT"))
    at = entered(kari, "/tilsyn", **{**FOUND, "enhet": "2", "frist": "2026-04-24"})
    far = entered(kari, "/vedtak", **{**DECIDED, "sak": "PS 26/77", "enhet": "2", "frist": "2026-09-01"})

    before = text_of(berit.get("/"))
    assert 303 == send(berit, f"{at}/rettet", at, dato="2026-04-20", dokumentasjon="26/88-4").status_code

    assert "1 funn fra tilsyn eller revisjon venter på deg" in before
    assert "politisk vedtak venter på deg" not in before, far
    assert "tilsyn eller revisjon venter på deg" not in text_of(berit.get("/"))
    assert "1 funn fra tilsyn eller revisjon venter på deg" in text_of(kari.get("/"))
    assert "tilsyn eller revisjon venter" not in text_of(anne.get("/"))


def test_an_entry_is_found_by_its_case_and_its_words_by_whoever_may_see_it(friday: Friday):
    kari, anne, berit = (friday.leader(person) for person in ("KARI", "ANNE", "BERIT"))
    at = entered(
        kari, "/vedtak", **{**DECIDED, "sak": "PS 26/55", "tekst": "Svømmehallen pusses opp.", "frist": "2026-12-01"}
    )

    for word in ("PS 26/55", "svømmehall", at.rsplit("/", 1)[-1]):
        assert f'href="{at}"' in kari.get("/sok", params={"ord": word}).text, word
        assert f'href="{at}"' in anne.get("/sok", params={"ord": word}).text, word
        assert f'href="{at}"' not in berit.get("/sok", params={"ord": word}).text, word
