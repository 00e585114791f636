"""Exports: each list as a file holds what its page holds, and is there for those who may take lists out alone."""

from __future__ import annotations

from io import BytesIO

import openpyxl
import pytest

from kontroll.domain.access import Role
from kontroll.domain.operand import Colour
from kontroll.web.list_files import figures_file

FILES = [
    "/saker.xlsx",
    "/kjoringer.xlsx",
    "/leveranser.xlsx",
    "/regler.xlsx",
    "/reglement/skal-register.xlsx",
    "/meldinger.xlsx",
    "/vaktliste.xlsx",
    "/stikkprover.xlsx",
    "/styring/saker.xlsx",
    "/styring/avvik.xlsx",
    "/styring/maalekart.xlsx",
    "/styring/ikke-kontrollert.xlsx",
]


def rows(answer) -> list[list[object]]:
    assert 200 == answer.status_code
    (sheet,) = openpyxl.load_workbook(BytesIO(answer.content)).worksheets
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def below(answer, heading: str) -> list[list[object]]:
    """The rows under the headings."""
    every = rows(answer)
    return every[next(n for n, row in enumerate(every) if heading in row) + 1 :]


@pytest.mark.parametrize("path", FILES)
def test_each_list_is_a_file_with_a_title_and_what_it_is(client, path):
    answer = client.get(path)

    assert "Bygda kommune" in str(rows(answer)[0][0])
    assert any("Listen viser bare det du har tilgang til." in str(row[0]) for row in rows(answer)[:6])
    assert f'filename="{path.rsplit("/", 1)[1].removesuffix(".xlsx")}-' in answer.headers["content-disposition"]


@pytest.mark.parametrize("path", FILES)
def test_whoever_may_take_nothing_out_gets_none_of_them(signed_in, path):
    assert 403 == signed_in(None, [Role.POLITICIAN]).get(path).status_code
    assert 403 == signed_in(None, [Role.ADMIN]).get(path).status_code


def test_a_list_that_she_may_not_see_is_no_file_to_her_either(signed_in):
    assert 404 == signed_in("BERIT").get("/kjoringer.xlsx").status_code


def test_a_list_behind_a_number_is_a_file_of_what_its_page_shows(signed_in, client):
    assert 4 == len(below(client.get("/styring/saker.xlsx?hva=apne"), "Sak"))
    assert ["S2026-00002"] == [row[1] for row in below(signed_in("BERIT").get("/styring/saker.xlsx"), "Sak")]
    avvik = below(client.get("/styring/avvik.xlsx"), "Post")
    assert len(avvik) > len(below(signed_in("BERIT").get("/styring/avvik.xlsx"), "Post")) > 0
    assert [404, 422] == [client.get(f"/styring/saker.xlsx?{q}").status_code for q in ("del=finnes-ikke", "hva=tull")]


def test_figures_are_written_with_their_colour_in_words_also_the_unmeasured(desk):
    trivsel = desk.rulebook.indicators["trivsel"]

    content = figures_file(
        "Bygda kommune", [], [("Skolen", "1", trivsel, Colour.RED), ("Biblioteket", "2", trivsel, None)]
    )

    (sheet,) = openpyxl.load_workbook(BytesIO(content)).worksheets
    assert [("Skolen", "1", "Trivsel", "Rød"), ("Biblioteket", "2", "Trivsel", "Ikke målt")] == [
        *sheet.iter_rows(values_only=True)
    ][-2:]


def test_what_was_not_controlled_is_a_file_of_what_its_page_shows(signed_in, client):
    page = client.get("/styring/ikke-kontrollert").text
    unknown = {row[1]: row[3] for row in below(client.get("/styring/ikke-kontrollert.xlsx"), "Slag") if row[3]}
    hers = below(signed_in("BERIT").get("/styring/ikke-kontrollert.xlsx"), "Slag")

    assert unknown
    assert "/styring/ikke-kontrollert.xlsx" in page
    assert all(name in page for name in unknown if name)
    assert 200 == client.get("/styring/maalekart?farge=rød").status_code
    assert not {"Kontroller som uteble", "Regel som ble stanset"} & {row[0] for row in hers}
    assert 404 == client.get("/styring/ikke-kontrollert.xlsx?del=finnes-ikke").status_code


def test_the_file_of_messages_says_what_it_was_narrowed_to(client):
    first = [str(row[0]) for row in rows(client.get("/meldinger.xlsx?tilstand=sendt&emne=avvik"))[:6]]

    assert "Tilstand: sendt" in first
    assert "Emne: avvik" in first


def test_a_leader_takes_out_her_own_saker_alone(signed_in, client):
    hers = below(signed_in("BERIT").get("/saker.xlsx"), "Sak")

    assert ["S2026-00002"] == [row[1] for row in hers]
    assert 4 == len(below(client.get("/saker.xlsx"), "Sak"))


def test_a_file_is_narrowed_and_sorted_as_the_page_is(client):
    found = below(client.get("/saker.xlsx?ord=kjøp&tilstand=alle"), "Sak")
    assert ["S2026-00002"] == [row[1] for row in found]

    by_name = below(client.get("/saker.xlsx?sorter=hva&retning=ned"), "Sak")
    names = [row[2] for row in by_name if not str(row[1]).startswith("D")]
    assert sorted(names, reverse=True) == names
    assert 422 == client.get("/saker.xlsx?sorter=tull").status_code


def test_who_is_paid_is_in_no_file_of_somebody_who_may_not_see_persons(signed_in):
    text = str(rows(signed_in("TOPP").get("/vaktliste.xlsx")))

    assert "HEMMELIG" not in text


def test_the_heading_that_a_list_is_sorted_by_says_so_and_turns_it(client):
    page = client.get("/saker?sorter=frist").text

    assert 'aria-sort="ascending"' in page
    assert "/saker?sorter=frist&amp;retning=ned" in page


def test_rules_and_deliveries_are_searched(client):
    assert "Stort kjøp" in client.get("/regler?ord=kjøpene").text
    assert "To personer" not in client.get("/regler?ord=kjøpene").text
    assert "faktura.csv" in client.get("/leveranser?ord=faktura").text
    assert "Ingen filer passer til dette." in client.get("/leveranser?ord=finnes-ikke").text
