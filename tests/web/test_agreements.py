"""Resultatavtaler on the pages: from a draft to what both have signed, and what is told to whom it is not for."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from itertools import product

import httpx
import pytest
from playwright.sync_api import Browser

from friday import Friday, friday_of
from kontroll.domain.access import Role
from kontroll.domain.notice import OF_AGREEMENTS, Notice
from served import text_of
from signed_in import cookies
from visited import Visit, machines_browser

FIRST = "/resultatavtale/2026-1-1"


@pytest.fixture(scope="module")
def friday(village_seen, tmp_path_factory) -> Iterator[Friday]:
    summaries, desk = village_seen
    with friday_of(summaries.situation, desk, tmp_path_factory.mktemp("agreements")) as friday:
        yield friday


def send(client: httpx.Client, address: str, seen: str = FIRST, **fields: str) -> httpx.Response:
    page = client.get(seen).text
    token = re.findall(r'name="skjema" value="([^"]+)"', page)[0]
    version = (re.findall(r'name="versjon" value="([^"]+)"', page) or ["0"])[0]
    return client.post(address, data={"skjema": token, "versjon": version, **fields})


def act(client: httpx.Client, what: str, at: str = FIRST, **fields: str) -> httpx.Response:
    return send(client, f"{at}/handling/{what}", at, **fields)


def test_a_leader_and_the_one_above_her_make_one(friday: Friday):
    anne, topp, berit = (friday.leader(person) for person in ("ANNE", "TOPP", "BERIT"))
    begun = send(anne, "/resultatavtaler", "/resultatavtaler", enhet="1", aar="2026")
    assert (303, FIRST) == (begun.status_code, begun.headers["location"])
    assert "Lag utkast" not in text_of(anne.get("/resultatavtaler"))

    goal = {"tekst": "Selvbetjente <b>tjenester</b>.", "antall": "15", "frist": "2026-12-31"}
    assert 303 == act(anne, "nytt-mal", slag="antall", **goal).status_code
    refused = act(anne, "nytt-mal", slag="antall", **goal | {"frist": "2027-12-31"})
    assert 422 == refused.status_code
    assert "Fristen må være i avtalens år" in text_of(refused)
    assert "&lt;b&gt;tjenester" in refused.text

    early = act(anne, "samtale", samtale="2026-04-21")
    assert 303 == early.status_code
    assert 422 == act(anne, "samtale-holdt").status_code
    assert 303 == act(topp, "samtale", samtale="2026-04-17").status_code
    assert 422 == act(anne, "bekreft").status_code
    for one in (anne, topp):
        assert 303 == act(one, "samtale-holdt").status_code
    assert 303 == act(topp, "bekreft").status_code
    assert "venter på deg" in text_of(anne.get("/"))
    assert 303 == act(anne, "bekreft").status_code

    shown = text_of(anne.get(FIRST))
    assert "Inngått" in shown
    assert "minst 15 innen 31. desember 2026" in shown.lower()
    assert 404 == berit.get(FIRST).status_code
    assert FIRST not in berit.get("/resultatavtaler").text
    assert f'href="{FIRST}"' in anne.get("/enhet/1").text
    assert f'href="{FIRST}"' in topp.get("/enhet/1").text
    paper = anne.get(f"{FIRST}/avtale.pdf")
    assert ("application/pdf", b"%PDF") == (paper.headers["content-type"], paper.content[:4])
    assert 404 == berit.get(f"{FIRST}/avtale.pdf").status_code

    # What is signed is not changed, and an old page changes nothing.
    assert 404 == anne.get(f"{FIRST}/mal/1").status_code
    assert 422 == act(anne, "nytt-mal", slag="skjønn", tekst="Et til.").status_code
    assert 409 == send(anne, f"{FIRST}/handling/ny-versjon", tekst="Ny.", versjon="1").status_code
    assert 422 == act(anne, "ny-versjon", tekst=" ").status_code
    revised = act(anne, "ny-versjon", tekst="Budsjettet er endret.")
    assert "/resultatavtale/2026-1-2" == revised.headers["location"]
    assert "Budsjettet er endret." in text_of(anne.get("/resultatavtale/2026-1-2"))

    followed = anne.get(f"{FIRST}/oppfolging?runde=halvaar")
    assert 200 == followed.status_code
    wrong = send(anne, f"{FIRST}/handling/oppfolging", runde="halvaar", **{"vurdering-1": "delvis nådd"})
    assert (422, True) == (wrong.status_code, "Halvårsoppfølging" in text_of(wrong))
    done = send(
        anne, f"{FIRST}/handling/oppfolging", runde="halvaar", **{"vurdering-1": "på vei", "tekst-1": "Ti av 15."}
    )
    assert 303 == done.status_code
    assert "Ti av 15." in text_of(topp.get(FIRST))
    assert 404 == anne.get(f"{FIRST}/oppfolging?runde=resultat").status_code


def test_what_she_was_told_of_it_is_seen_when_she_opens_it_herself(friday: Friday):
    anne, topp = (friday.leader(person) for person in ("ANNE", "TOPP"))
    send(anne, "/resultatavtaler", "/resultatavtaler", enhet="1", aar="2027")
    at = "/resultatavtale/2027-1-1"
    assert 303 == act(topp, "samtale", at, samtale="2027-01-15").status_code
    assert 1 == len(told(friday, "ANNE"))

    anne.get(at, headers={"sec-purpose": "prefetch"})
    topp.get(at)
    assert 1 == len(told(friday, "ANNE"))
    anne.get(at)
    for _attempt in range(600):
        if not told(friday, "ANNE"):
            break
        time.sleep(0.05)
    assert not told(friday, "ANNE")

    # The page of the enhet leads to this year's, not to one of the year to come.
    assert at not in anne.get("/enhet/1").text


def told(friday: Friday, person: str) -> list[Notice]:
    """What she has been told of next year's, and not opened."""
    with friday.desk.database.reading() as tx:
        unseen = tx.notices.where(recipient=person, seen_at=None)
    return [one for one in unseen if one.reason in OF_AGREEMENTS and one.subject_key.startswith("2027-")]


@pytest.mark.parametrize(
    ("person", "role", "status"),
    [
        ("KARI", Role.INTERNAL_CONTROL, 200), (None, Role.HR, 200), (None, Role.AUDITOR, 200), (None, Role.UNION, 403),
        (None, Role.POLITICIAN, 403), (None, Role.ADMIN, 403), (None, Role.SAFETY, 403),
    ],
)  # fmt: skip
def test_who_reads_the_list_and_nobody_of_them_acts(friday: Friday, person: str | None, role: Role, status: int):
    held = cookies(friday.desk, person, [role])
    with httpx.Client(base_url=friday.address, trust_env=False, timeout=60, cookies=held) as client:
        assert status == client.get("/resultatavtaler").status_code
        if status == 200:
            shown = client.get("/resultatavtaler")
            assert "Lag utkast" not in shown.text
            assert 200 == client.get("/resultatavtaler?aar=2025").status_code
            assert 422 == client.get("/resultatavtaler?aar=tull").status_code


@pytest.mark.e2e
def test_every_page_of_one_holds_on_every_screen(friday: Friday):
    """From the draft of another leader, with all its forms, to its follow-up; nothing scrolls sideways."""
    of, at = friday.cookies("BERIT"), "/resultatavtale/2026-2-1"
    berit, topp = friday.leader("BERIT"), friday.leader("TOPP")
    send(berit, "/resultatavtaler", "/resultatavtaler", enhet="2", aar="2026")
    act(berit, "nytt-mal", at, slag="skjønn", tekst="Ha forankret arbeidsmiljøutvalgsrepresentantskapsmøteprotokollen.")
    act(berit, "nytt-mal", at, slag="målekart", indikator="balanse", gronn="1,5", gul="0")
    act(berit, "samtale", at, samtale="2026-04-17")
    pages = ["/resultatavtaler", at, f"{at}/mal/1"]

    with machines_browser() as browser:
        assert [] == wrong_on(browser, friday.address, of, pages)
        for one in (berit, topp):
            act(one, "samtale-holdt", at)
        for one in (berit, topp):
            act(one, "bekreft", at)
        act(topp, "ny-versjon", at, tekst="Ett mål til.")
        pages = [at, "/resultatavtale/2026-2-2", f"{at}/oppfolging?runde=underveis"]
        assert [] == wrong_on(browser, friday.address, of, pages)


def wrong_on(browser: Browser, address: str, held: dict[str, str], pages: list[str]) -> list[str]:
    found = []
    for page, (width, scheme) in product(pages, [(320, "light"), (1280, "dark"), (1920, "light")]):
        with Visit(browser, address + page, width, scheme, cookies=held) as visit:
            visit.page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
            found += [f"{page} {width} {scheme}: {told}" for told in visit.violations()]
            wide = visit.page.evaluate("document.documentElement.scrollWidth")
            found += [f"{page} {width}: scrolls sideways: {wide}"] if wide > width else []
    return found
