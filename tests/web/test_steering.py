"""The page of the whole, the sums for those who are elected, and the first page of each role, as they are read."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import httpx
import pytest

from kontroll.domain.access import Role
from kontroll.report.summary import Summaries
from kontroll.web.steering_words import per_cent
from kontroll.wiring import Desk
from served import text_of
from village import MARCH

SignedIn = Callable[..., httpx.Client]


def linked_numbers(page: str, start: str) -> list[tuple[str, int]]:
    """Address and number of the links whose text is a number and whose address begins so."""
    found = re.findall(
        rf'<a class="[^"]*" href="({re.escape(start)}[^"]*)"[^>]*>(?:<svg.*?</svg>)?([\d\s\xa0]+)</a>', page
    )
    return [(unescape(href), int(re.sub(r"\s", "", text))) for href, text in found]


# --- /styring


@pytest.mark.parametrize("person", ["TOPP", "KARI"])
def test_every_number_that_is_a_link_leads_to_a_list_of_so_many(signed_in: SignedIn, person: str):
    client = signed_in(person)
    page = client.get("/styring").text

    numbers = linked_numbers(page, "/styring/")
    assert len(numbers) > 10
    for address, number in numbers:
        if "ikke-kontrollert" in address:
            continue
        told = re.search(
            r'role="status" class="muted"><strong>([\d\s\xa0]+) (sak|avvik|tall)', client.get(address).text
        )
        assert told is not None, address
        assert number == int(re.sub(r"\s", "", told[1])), address


def test_the_sum_is_what_the_database_holds(signed_in: SignedIn, desk: Desk):
    with desk.database.reading() as tx:
        open_ones = sum(sak.closed_on is None for sak in tx.saker.all())

    assert ("/styring/saker", open_ones) in linked_numbers(signed_in("TOPP").get("/styring").text, "/styring/saker")


def test_an_enhet_of_which_nothing_is_known_is_not_measured_and_never_in_order(
    signed_in: SignedIn, village_seen: tuple[Summaries, Desk]
):
    """Lia skole: all that was judged in March is unknown."""
    assert ["2"] == village_seen[0].measured(MARCH).unmeasured()
    client = signed_in("TOPP")

    whole, lacks = text_of(client.get("/styring")), text_of(client.get("/styring/ikke-kontrollert"))

    assert re.search(r"Lia skole Berit Bø .*? 1 av 1 ", whole)
    assert "Lia skole Ikke målt" in lacks


@pytest.mark.parametrize(
    ("part", "whole", "told"),
    [(0, 0, "–"), (0, 200, "0 %"), (1, 200, "under 1 %"), (2, 200, "1 %"), (199, 200, "99 %"), (200, 200, "100 %")],
)
def test_a_share_that_is_not_nought_is_never_called_so(part: int, whole: int, told: str):
    assert told == per_cent(part, whole).replace("\N{NO-BREAK SPACE}", " ")


def test_a_month_that_was_not_run_has_no_nought(signed_in: SignedIn):
    text = text_of(signed_in("TOPP").get("/styring"))

    assert "desember 2025 – – – Ikke kjørt" in text
    assert "Kontrollen" in text


def test_a_leader_with_nobody_below_is_shown_the_way_to_hers(signed_in: SignedIn):
    answer = signed_in("ANNE").get("/styring")

    assert 200 == answer.status_code
    assert 'href="/enhet/1' in answer.text
    assert "Lia skole" not in answer.text


@pytest.mark.parametrize("address", ["saker?hva=tull", "saker?alvor=tull", "saker?ved=i-fjor", "maalekart?farge=blå"])
def test_what_cannot_be_asked_for_is_refused_in_words(signed_in: SignedIn, address: str):
    answer = signed_in("TOPP").get(f"/styring/{address}")

    assert 422 == answer.status_code


@pytest.mark.parametrize("address", ["saker?del=finnes-ikke", "ikke-kontrollert?del=1", "maalekart?del=0"])
def test_a_part_that_is_not_hers_is_not_there(signed_in: SignedIn, address: str):
    assert 404 == signed_in("BERIT").get(f"/styring/{address}").status_code


# --- /politisk


def test_those_who_are_elected_see_no_small_number_and_no_enhet(signed_in: SignedIn):
    answer = signed_in(None, [Role.POLITICIAN]).get("/politisk")

    tables = re.findall(r'<td class="num">(.*?)</td>|<dd class="figure">(.*?)</dd>', answer.text, re.DOTALL)
    numbers = [int(one) for cell in tables for part in cell for one in re.findall(r">?\b(\d+)\b", part)]
    assert all(number >= 5 for number in numbers), numbers
    assert "vises ikke" in answer.text
    for name in ("Bygda skole", "Lia skole", "Berit", "S2026-", "/sak/", 'href="/styring'):
        assert name not in answer.text, name


@pytest.mark.parametrize("address", ["/oversikt", "/styring", "/styring/saker", "/styring/avvik", "/ko"])
def test_nothing_behind_the_sums_is_open_to_those_who_are_elected(signed_in: SignedIn, address: str):
    assert 403 == signed_in(None, [Role.POLITICIAN]).get(address).status_code


# --- the first page


@pytest.mark.parametrize(
    ("who", "says", "goes_to"),
    [
        (("TOPP",), "Du er her som kommunedirektør.", "/styring"),
        ((None, [Role.AUDITOR]), "endrer ingenting", "/ko"),
        ((None, [Role.ADMIN]), "ser verken avvik, saker eller personlige felt", "/brukere"),
        ((None, [Role.POLITICIAN]), "aldri enkeltsaker eller personer", "/politisk"),
        ((None, [Role.HR]), "Du er her som HR.", "/personal"),
        ((None, [Role.UNION]), "Du er her som tillitsvalgt.", "/reglement"),
        ((None, [Role.SAFETY]), "Du er her som verneombud.", "/reglement"),
        ((None, [Role.PRIVACY]), "Du er her som personvernombud.", "/reglement"),
        ((None, [Role.SUPERVISORY]), "Du er her som kontrollutvalget.", "/styring"),
        ((None, []), "Du er her som ansatt.", "/regler"),
    ],
)
def test_the_first_page_says_what_she_is_what_waits_and_where_to_go(
    signed_in: SignedIn, who: tuple[object, ...], says: str, goes_to: str
):
    answer = signed_in(*who).get("/")

    assert says in text_of(answer)
    assert "Venter på deg" in text_of(answer)
    assert f'href="{goes_to}"' in answer.text


def test_a_place_that_is_shown_on_the_first_page_is_open_to_her(signed_in: SignedIn):
    for roles in ([Role.AUDITOR], [Role.ADMIN], [Role.POLITICIAN], [Role.HR], [Role.SUPERVISORY], []):
        client = signed_in(None, roles)
        places = re.search(r'<ul class="places">(.*?)</ul>', client.get("/").text, re.DOTALL)
        assert places is not None
        for address in re.findall(r'href="([^"]+)"', places[1]):
            assert 200 == client.get(address).status_code, (roles, address)


def test_internal_control_has_what_waits_above_the_month(client: httpx.Client):
    text = text_of(client.get("/"))

    assert text.index("Venter på deg") < text.index("Utslag etter område og alvor")
