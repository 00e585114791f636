"""Search from the top of every page: each finds what is hers, in any inflection, and persons are in no address or log."""

from __future__ import annotations

import pytest

from kontroll.domain.access import Role
from kontroll.web.signed_in import form_token
from served import text_of
from signed_in import cookies


def hits(answer) -> set[str]:
    """What was found, by its address."""
    main = answer.text[answer.text.index("<main") :]
    return {part.split('"')[0] for part in main.split('<a class="ds-link" href="')[1:]}


def test_a_sak_is_found_by_its_number_its_rule_and_its_enhet(client):
    for asked in ("S2026-00002", "00002", "stort kjøp", "kjøpet lia", "LIA SKOLE"):
        assert "/sak/S2026-00002" in hits(client.get("/sok", params={"ord": asked})), asked


def test_every_word_must_be_found(client):
    assert "/sak/S2026-00002" not in hits(client.get("/sok?ord=kjøp+grenda"))


def test_each_kind_is_found_with_its_own_page(client):
    found = hits(client.get("/sok?ord=faktura")) | hits(client.get("/sok?ord=mars")) | hits(client.get("/sok?ord=Lia"))

    assert "/leveranser?ord=datasett%2Ffaktura%2Ffaktura.csv" in found
    assert "/kjoringer/2026-03-1" in found
    assert "/enhet/2?maaned=2026-03" in found
    assert any(one.startswith("/reglement/") for one in found)


def test_words_are_found_in_other_forms(client):
    assert "/regel/to-personer?maaned=2026-03" in hits(client.get("/sok?ord=person"))
    assert "/hjelp/svar" in hits(client.get("/sok?ord=tiltakene"))


def test_what_is_anothers_is_neither_found_nor_counted(signed_in):
    berit = signed_in("BERIT")

    assert "/sak/S2026-00002" in hits(berit.get("/sok?ord=S2026"))
    assert "1 treff på «S2026»" in text_of(berit.get("/sok?ord=S2026"))
    assert "/enhet/1?maaned=2026-03" not in hits(berit.get("/sok?ord=Bygda"))
    assert "passer til «2026-03»" in text_of(berit.get("/sok?ord=2026-03"))  # the runs are not hers to see


def test_a_politician_finds_no_sak_and_no_enhet(signed_in):
    found = hits(signed_in(None, [Role.POLITICIAN]).get("/sok?ord=skole"))

    assert not [one for one in found if one.startswith(("/sak/", "/enhet/"))]


def test_names_are_not_found_by_words(client):
    assert "/sak/" not in " ".join(hits(client.get("/sok?ord=Berit")))


def test_a_person_is_found_by_post_and_stands_in_no_address(client, control):
    token = form_token(next(iter(control.values())))
    answer = client.post("/sok/person", data={"skjema": token, "navn": "berit"})

    assert {"/sak/S2026-00002"} == {one for one in hits(answer) if one.startswith("/sak/")}
    assert "1 sak du har tilgang til" in text_of(answer)
    assert 405 == client.get("/sok/person?navn=berit").status_code


def test_too_short_a_name_is_told_beside_the_field(client, control):
    token = form_token(next(iter(control.values())))
    answer = client.post("/sok/person", data={"skjema": token, "navn": "be"})

    assert 422 == answer.status_code
    assert "Skriv minst 3 tegn av navnet." in text_of(answer)
    assert 'aria-invalid="true"' in answer.text


def test_a_search_for_a_person_is_for_those_who_see_saker(signed_in, desk):
    held = cookies(desk, None, [Role.ADMIN])
    token = form_token(next(iter(held.values())))

    answer = signed_in(None, [Role.ADMIN]).post("/sok/person", data={"skjema": token, "navn": "berit"})

    assert 403 == answer.status_code
    assert "Søk etter en person" not in signed_in(None, [Role.ADMIN]).get("/sok").text


@pytest.mark.parametrize("asked", ["", "   ", "%", "<script>alert(1)</script>", "' OR 1=1 --", "_", "-", "å" * 100])
def test_whatever_is_asked_is_answered_and_inert(client, asked):
    answer = client.get("/sok", params={"ord": asked})

    assert 200 == answer.status_code
    assert "<script>" not in answer.text


def test_the_field_stands_at_the_top_of_every_page_for_the_signed_in_alone(client, signed_in):
    assert 'action="/sok"' in client.get("/saker").text
    assert 'action="/sok"' not in signed_in().get("/logg-inn").text
