"""The yearly report on its pages: every figure opens, and so does what is behind it; who writes, and what nobody may."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

import httpx
import pytest

from differential.seed import by_turns
from followed_village import WITHOUT_FIGURES
from friday import Friday, friday_of
from kontroll.domain.access import Role
from kontroll.flows.people.looking import looking
from kontroll.flows.yearly.yearly_report import YearlyReport, yearly_report
from kontroll.report.summary import Summaries
from kontroll.wiring import Desk
from served import text_of
from signed_in import cookies
from two_clicks import MEDIAN, READ, SUM, Listed, Thing, figures_on, listed, numbers_that_open_nothing, pages_of
from village import TODAY

YEAR = "/arsrapport/2026"
_MOST = 24


@pytest.fixture(scope="module")
def report(village_seen: tuple[Summaries, Desk]) -> YearlyReport:
    summaries, desk = village_seen
    with looking(desk, TODAY) as look:
        found = yearly_report(look.tx, look.today, summaries, 2026)
    assert found is not None
    return found


@pytest.fixture
def friday(village_seen: tuple[Summaries, Desk], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Friday]:
    with friday_of(village_seen[0].situation, village_seen[1], tmp_path_factory.mktemp("yearly")) as made:
        yield made


def test_the_years_that_are_judged_are_listed_and_the_one_that_is_not_over_says_so(client: httpx.Client):
    found = client.get("/arsrapport")
    assert 200 == found.status_code
    assert "2026" in text_of(found)
    assert "hittil i år" in text_of(found)


def test_a_year_nobody_has_judged_is_not_there(client: httpx.Client):
    assert [404, 404] == [client.get(f"/arsrapport/{year}").status_code for year in ("2019", "i-fjor")]


def test_the_report_has_its_chapters_and_what_was_not_controlled(client: httpx.Client):
    told = text_of(client.get(YEAR))
    for chapter in (
        "Kort fortalt",
        "Kontroller som er gjennomført",
        "Avvik og oppfølging",
        "Dette har vi ikke kontrollert",
    ):
        assert chapter in told
    assert "Hittil i år" in told


@pytest.mark.parametrize("turn", by_turns(range(_MOST), 1))
def test_every_number_is_a_link_whose_list_carries_it_and_each_thing_there_opens(client: httpx.Client, turn: int):
    """Two clicks: the number's page is the first, and each thing that is listed there the second."""
    page = client.get(YEAR).text
    found = figures_on(page)
    assert len(found) > 100
    assert [] == numbers_that_open_nothing(page)
    things = []
    for address in sorted(found)[turn::_MOST]:
        (number,) = found[address]
        behind = listed(client, address)
        assert "" == behind.fault(number), address
        things += behind.things
    for one in sorted(pages_of(things)):
        assert one == WITHOUT_FIGURES or 200 == client.get(one).status_code, one


def test_every_figure_that_is_shown_is_a_link_on_the_page(client: httpx.Client, report: YearlyReport):
    found = {address.rpartition("/")[2] for address in figures_on(client.get(YEAR).text)}
    assert found == {figure.id for figure in report.document.figures() if figure.value is not None}


@pytest.mark.parametrize("fault", ["a sum too small", "a thing left out", "a median of others", "nothing to open"])
def test_a_list_that_does_not_carry_its_number_is_told(fault: str):
    one, two = Thing("a", "/sak/a", Decimal(1)), Thing("b", "/sak/b", Decimal(5))
    of = {
        "a sum too small": (Listed(Decimal(7), 2, SUM, (one, two)), Decimal(7)),
        "a thing left out": (Listed(Decimal(6), 3, SUM, (one, two)), Decimal(6)),
        "a median of others": (Listed(Decimal(5), 2, MEDIAN, (one, two)), Decimal(5)),
        "nothing to open": (Listed(Decimal(5), 1, READ, (Thing("a", "", Decimal(1)),)), Decimal(5)),
    }
    right = Listed(Decimal(6), 2, SUM, (one, two)), Listed(Decimal(3), 2, MEDIAN, (one, two))
    behind, number = of[fault]
    assert behind.fault(number)
    assert ["", ""] == [right[0].fault(Decimal(6)), right[1].fault(Decimal(3))]


def test_what_is_not_shown_is_opened_from_a_list_of_its_own(client: httpx.Client, report: YearlyReport):
    hidden = next(
        figure for figure in report.document.figures() if figure.value is None and report.behind[figure.id].records
    )
    page = client.get(YEAR).text
    assert f"{YEAR}/tall/{hidden.id}" in page[page.index("Tall som ikke vises") :]
    told = text_of(client.get(f"{YEAR}/tall/{hidden.id}"))
    assert "Vises ikke i rapporten" in told
    assert report.behind[hidden.id].records[0].id in told


def test_a_figure_there_is_not_is_not_found(client: httpx.Client):
    assert 404 == client.get(f"{YEAR}/tall/finnes-ikke").status_code


@pytest.mark.parametrize("ending", by_turns(["html", "pdf", "docx", "xlsx", "zip", "json"], 2))
def test_the_report_is_read_as_a_file(client: httpx.Client, ending: str):
    found = client.get(f"{YEAR}/rapport.{ending}")
    assert 200 == found.status_code
    assert len(found.content) > 1_000


def test_a_text_is_written_in_place_of_what_was_made_and_counted_tables_stand(friday: Friday):
    with friday.leader("KARI") as kari:
        form = {"skjema": form_of(kari), "omrade": "reglementer", "versjon": "0", "tekst": "Vi har gått gjennom alle."}
        assert 303 == kari.post(YEAR, data=form).status_code
        told = text_of(kari.get(YEAR))
        assert "Vi har gått gjennom alle." in told
        assert "Skrevet av Kari Kontroll" in told
        assert "Reglementene og når de skal revideres" in told


def test_nobody_writes_over_what_was_not_controlled(friday: Friday):
    with friday.leader("KARI") as kari:
        skjema = form_of(kari)
        for chapter in ("ikke-kontrollert", "ukjente-svar", "data-mangler", "kort"):
            form = {"skjema": skjema, "omrade": chapter, "versjon": "0", "tekst": "Alt er kontrollert."}
            assert 404 == kari.post(YEAR, data=form).status_code
        assert "Alt er kontrollert." not in kari.get(YEAR).text


def test_whoever_overlooks_reads_and_writes_nothing(friday: Friday):
    held = cookies(friday.desk, None, [Role.SUPERVISORY])
    with httpx.Client(base_url=friday.address, trust_env=False, timeout=60, cookies=held) as overseer:
        page = overseer.get(YEAR)
        assert 200 == page.status_code
        assert "Lagre teksten" not in page.text


def form_of(client: httpx.Client) -> str:
    found = re.search(r'name="skjema" value="([^"]+)"', client.get(YEAR).text)
    assert found is not None
    return found[1]
