"""The queue: how it is narrowed, sorted and paged, what many are done with at once, and the list as a file of Excel."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from html import unescape
from io import BytesIO
from pathlib import Path

import httpx
import openpyxl
import pytest

from friday import untouched
from kontroll.domain.access import Role
from kontroll.report.spreadsheet import Column, workbook
from kontroll.report.summary import Summaries
from kontroll.web.app import create_app
from kontroll.wiring import Desk
from served import served, text_of
from signed_in import clock

from .test_acting import HOSTILE, Town, token_on

WAITING, PROMISED, DISPUTED, LATE_DATA = "S2026-00002", "S2026-00001", "S2026-00003", "D2026-03-okonomi"
EVIL = ['=HYPERLINK("http://x";"y")', "+1+1", "-1", "@SUM(A1)", "\t=1", "http://evil.example", HOSTILE, "\x00\x08a"]


def listed(answer: httpx.Response) -> list[str]:
    """Ids of the saker, in order."""
    return re.findall(r'<th scope="row" class="wide"><a class="ds-link" href="/sak/([^"]+)"', answer.text)


@pytest.fixture
def town(tmp_path: Path, village_seen: tuple[Summaries, Desk]) -> Iterator[Town]:
    desk = untouched(village_seen[1], tmp_path)
    with served(create_app(Summaries(village_seen[0].situation), desk, clock)) as address:
        yield Town(desk, address)
    desk.database.close()


# --- what is asked for


def test_what_waits_for_internal_control_stands_first(client):
    assert [DISPUTED, WAITING, LATE_DATA, PROMISED] == listed(client.get("/ko"))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("tilstand=besvart", [DISPUTED]),
        ("tilstand=lukket", []),
        ("slag=meldt", []),
        ("alvor=h%C3%B8y", [PROMISED]),
        ("regel=stort-kjop", [WAITING]),
        ("omraade=faktura", [DISPUTED, WAITING]),
        ("enhet=2", [WAITING]),
        ("enhet=0", [DISPUTED, WAITING, LATE_DATA, PROMISED]),  # the whole tree below it
        ("alder=30", [WAITING, PROMISED]),
        ("alder=365", []),
        ("frist=ute", [WAITING]),
        ("frist=uke", [LATE_DATA]),
        ("gang=2", []),
        ("venter=meg", [DISPUTED]),
        ("hos=meg", []),
        ("hos=ingen", [DISPUTED, WAITING, LATE_DATA, PROMISED]),
        ("eier=ingen", []),
        ("ord=lia", [WAITING]),
        ("ord=MERFORBRUK", [PROMISED]),
        ("ord=00003", [DISPUTED]),
        ("ord=%25", []),  # a sign of the database means itself
        ("alvor=h%C3%B8y&enhet=2", []),
    ],
)
def test_the_queue_is_narrowed_and_says_so(client, query: str, expected: list[str]):
    answer = client.get(f"/ko?{query}")

    assert expected == listed(answer)
    # Drawn again from its own address, it is the same.
    assert expected == listed(client.get(str(answer.url)))


@pytest.mark.parametrize(
    ("by", "up"),
    [
        ("alvor", [WAITING, LATE_DATA, PROMISED, DISPUTED]),
        ("hva", [PROMISED, WAITING, DISPUTED, LATE_DATA]),  # what has no rule stands last
        ("hvor", [PROMISED, DISPUTED, LATE_DATA, WAITING]),
        ("frist", [WAITING, LATE_DATA, PROMISED, DISPUTED]),  # what has no deadline stands last
        ("eier", [PROMISED, DISPUTED, WAITING, LATE_DATA]),
        ("alder", [LATE_DATA, DISPUTED, WAITING, PROMISED]),
    ],
)
def test_the_queue_is_sorted_both_ways_and_the_heading_says_how(client, by: str, up: list[str]):
    rising, falling = client.get(f"/ko?sorter={by}"), client.get(f"/ko?sorter={by}&retning=ned")

    assert sorted(up) == sorted(listed(rising))
    if by in ("frist", "hva"):
        last = [up[-1]]
        assert [up, up[-2::-1] + last] == [listed(rising), listed(falling)]
    else:
        assert up[0] == listed(rising)[0]
        assert up[-1] == listed(falling)[0]
    assert 1 == rising.text.count('aria-sort="ascending"')
    assert 1 == falling.text.count('aria-sort="descending"')


@pytest.mark.parametrize(
    "query",
    [
        "tilstand=tull",
        "alvor=tull",
        "alder=-1",
        "alder=1e3",
        "hos=tull",
        "venter=deg",
        "slag=regel",
        "sorter=id",
        "side=0",
    ],
)
def test_a_word_that_is_none_is_refused_in_bokmal(client, query: str):
    answer = client.get(f"/ko?{query}")

    assert 422 == answer.status_code
    assert "Adressen kan ikke leses" in text_of(answer)


def test_leaders_see_their_own_and_an_auditor_all_without_boxes_and_buttons(signed_in):
    assert [DISPUTED, PROMISED] == listed(signed_in("ANNE").get("/ko"))
    assert [] == listed(signed_in("ANNE").get("/ko?enhet=2"))
    auditor = signed_in(None, [Role.AUDITOR]).get("/ko")
    assert 4 == len(listed(auditor))
    for answer in (auditor, signed_in("ANNE").get("/ko")):
        assert 'type="checkbox"' not in answer.text
        assert "/ko/flere" not in answer.text


# --- persons


@pytest.mark.parametrize(
    ("person", "roles", "word", "expected"),
    [
        ("KARI", [], "Berit", {WAITING}),
        ("KARI", [], "berit bø", {WAITING}),
        ("KARI", [], "P-HEMMELIG", {DISPUTED, WAITING}),  # in a personal field of their records
        ("KARI", [], "q-hemmelig", {WAITING}),
        (None, [Role.AUDITOR], "P-HEMMELIG", {DISPUTED, WAITING}),
        ("ANNE", [], "Berit", set()),
        ("ANNE", [], "P-HEMMELIG", {DISPUTED}),
        ("BERIT", [], "P-HEMMELIG", {WAITING}),
        ("ANNE", [], "Q-HEMMELIG", set()),
        ("TOPP", [], "P-HEMMELIG", set()),  # she sees no persons of records
        ("TOPP", [], "Berit", {WAITING}),
    ],
)
def test_persons_are_sought_among_what_the_searcher_may_see(signed_in, person, roles, word, expected):
    client = signed_in(person, roles)
    token = token_on(client.get("/ko").text)

    answer = client.post("/ko/sok", data={"skjema": token, "navn": word}, headers={"origin": str(client.base_url)})

    assert 200 == answer.status_code
    assert expected == set(listed(answer))


def test_a_name_that_is_sought_stands_in_no_address_and_in_no_log(client, capsys):
    token = token_on(client.get("/ko").text)

    answer = client.post("/ko/sok", data={"skjema": token, "navn": "Berit"}, headers={"origin": str(client.base_url)})

    assert "Berit" not in str(answer.url)
    assert not [link for link in re.findall(r'href="([^"]*)"', answer.text) if "erit" in link]
    logged = capsys.readouterr()
    assert "erit" not in logged.out + logged.err


def test_two_letters_are_too_few(client):
    token = token_on(client.get("/ko").text)
    answer = client.post("/ko/sok", data={"skjema": token, "navn": "Be"}, headers={"origin": str(client.base_url)})

    assert 422 == answer.status_code
    assert "Skriv minst 3 tegn" in text_of(answer)


# --- many at once


def chosen(client: httpx.Client, act: str, saker: list[str]) -> httpx.Response:
    page = client.get("/ko?velg=alle")
    boxes = [unescape(one) for one in re.findall(r'name="sak" value="([^"]+)"[^>]* checked', page.text)]
    picked = [box for box in boxes if box.split("@")[0] in saker]
    assert len(picked) == len(saker)
    return client.post("/ko/flere", data={"skjema": token_on(page.text), "gjor": act, "sak": picked})


def carried_out(client: httpx.Client, over: httpx.Response, **fields: str) -> httpx.Response:
    boxes = [unescape(one) for one in re.findall(r'name="sak" value="([^"]+)"', over.text)]
    act = re.search(r'name="gjor" value="([a-z]+)"', over.text)
    assert act is not None
    given = {"skjema": token_on(over.text), "gjor": act[1], "sak": boxes, **fields}
    return client.post("/ko/flere/utfor", data=given)


def test_nothing_is_done_before_it_is_looked_over_and_then_it_is_told_sak_by_sak(town: Town):
    with town.client() as client:
        over = chosen(client, "kommenter", [WAITING, DISPUTED])
        assert [0, 1] == [town.sak(WAITING).version, town.sak(DISPUTED).version]
        town.send(client, WAITING, "kommenter", tekst="Imens.")

        done = carried_out(client, over, tekst=f"Til begge. {HOSTILE}")

        text = text_of(done)
        assert "Gjort i 1 sak." in text
        assert "I 1 sak ble det ikke gjort." in text
        assert f"{WAITING} Saken er endret siden du så listen." in text
        assert f"Til begge. {HOSTILE}" in text_of(client.get(f"/sak/{DISPUTED}"))
        assert "Til begge." not in text_of(client.get(f"/sak/{WAITING}"))


def test_many_are_given_to_one_and_many_owners_are_asked(town: Town):
    with town.client() as client:
        assert "Gjort i 2 saker." in text_of(
            carried_out(client, chosen(client, "tildel", [WAITING, DISPUTED]), hvem="KARI")
        )
        assert [DISPUTED, WAITING] == listed(client.get("/ko?hos=meg"))

        asked = carried_out(
            client, chosen(client, "dokumentasjon", [WAITING, DISPUTED]), tekst="Vis det.", frist="2026-04-30"
        )

        assert "Gjort i 2 saker." in text_of(asked)
        assert "2026-04-30" == str(town.sak(DISPUTED).documents_by)


def test_whoever_was_given_internal_control_does_what_the_queue_offers_her(town: Town):
    with town.client("OLGA", (Role.INTERNAL_CONTROL,)) as client:
        done = carried_out(client, chosen(client, "tildel", [WAITING, DISPUTED]), hvem="OLGA")

        assert "Gjort i 2 saker." in text_of(done)
        assert [DISPUTED, WAITING] == listed(client.get("/ko?hos=meg"))
        assert 'action="/sak/S2026-00003/handling/uenighet"' in client.get(f"/sak/{DISPUTED}").text


@pytest.mark.parametrize(
    ("act", "fields", "told"),
    [
        ("kommenter", {"tekst": " "}, "Det er ikke skrevet noe."),
        ("dokumentasjon", {"tekst": "Vis det.", "frist": ""}, "Velg en frist."),
        ("dokumentasjon", {"tekst": "Vis det.", "frist": "2026-04-20"}, "allerede ute"),
        ("tildel", {"hvem": "ANNE"}, "arbeider ikke med internkontroll"),
    ],
)
def test_what_is_wrong_with_the_form_itself_comes_back_and_nothing_is_done(town: Town, act, fields, told):
    with town.client() as client:
        answer = carried_out(client, chosen(client, act, [WAITING, DISPUTED]), **fields)

    assert 422 == answer.status_code
    assert told in text_of(answer)
    assert fields.get("tekst", "").strip() in answer.text
    assert [0, 1] == [town.sak(WAITING).version, town.sak(DISPUTED).version]


def test_none_chosen_is_told(town: Town):
    with town.client() as client:
        answer = chosen(client, "tildel", [])

    assert 422 == answer.status_code
    assert "Ingen saker er valgt." in text_of(answer)


def test_a_leader_does_nothing_with_many(town: Town):
    with town.client("ANNE") as leader:
        token = token_on(leader.get("/ko").text)
        given = {"skjema": token, "gjor": "kommenter", "sak": [f"{DISPUTED}@1"], "tekst": "Hei"}
        assert [403, 403] == [leader.post(f"/ko/flere{rest}", data=given).status_code for rest in ("", "/utfor")]
    assert 1 == town.sak(DISPUTED).version


# --- the file


def cells(content: bytes) -> list[list[object]]:
    return [list(row) for row in openpyxl.load_workbook(BytesIO(content)).active.iter_rows(values_only=True)]


def test_the_file_holds_the_list_as_it_was_narrowed_and_says_so(client):
    answer = client.get("/ko.xlsx?enhet=1&sorter=alvor")

    rows = cells(answer.content)
    told = [row[0] for row in rows[:5]]
    assert "Saker – Bygda kommune" == told[0]
    assert "Enhet: Bygda skole, med det som ligger under" == told[1]
    assert "2 saker" in told
    head = next(n for n, row in enumerate(rows) if row[0] == "Alvor")
    assert [PROMISED, DISPUTED] == [row[1] for row in rows[head + 1 :]]
    assert "Anne <b>Aas</b>" in rows[head + 1]
    assert "attachment" in answer.headers["content-disposition"]


def test_persons_stand_in_the_file_of_those_who_may_see_them(signed_in):
    def headings(*who: object) -> list[object]:
        return next(row for row in cells(signed_in(*who).get("/ko.xlsx").content) if row[0] == "Alvor")

    assert "Eier" in headings("KARI")
    assert "Eier" in headings(None, [Role.AUDITOR])
    # She leads one enhet, and sees the persons of no other.
    assert not [row for row in cells(signed_in("TOPP").get("/ko.xlsx").content) if "Anne <b>Aas</b>" in row]
    assert "Anne <b>Aas</b>" in str(cells(signed_in("KARI").get("/ko.xlsx").content))
    hers = cells(signed_in("ANNE").get("/ko.xlsx").content)
    assert not [row for row in hers if WAITING in row]
    assert 403 == signed_in("OLGA").get("/ko.xlsx").status_code


def test_every_text_in_a_file_is_inert():
    content = workbook(EVIL[0], EVIL, [Column("Tekst"), Column("Tall")], [[one, 1] for one in EVIL])

    with zipfile.ZipFile(BytesIO(content)) as book:
        parts = {name: book.read(name).decode() for name in book.namelist() if name.endswith((".xml", ".rels"))}
    assert not [
        name for name, text in parts.items() if "<f>" in text or "hyperlink" in name.lower() or "<hyperlink" in text
    ]
    written = [row[0] for row in cells(content)[len(EVIL) + 3 :]]
    assert EVIL[:4] == written[:4]
    assert "\N{REPLACEMENT CHARACTER}" in str(written[-1])
