"""The report of a month and of a tertial: drafted from the figures, written on, and read by the elected once it is presented."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import httpx
import openpyxl
import pytest

from friday import Friday, friday_of
from kontroll.domain.access import Role
from kontroll.domain.issuing import Report, ReportState
from kontroll.domain.month import Period
from kontroll.domain.monthly import MonthlyPolicy, Theme, YearIs
from kontroll.flows.people.looking import looking
from kontroll.flows.periods.period_report import PeriodReport, period_report
from kontroll.report.document.html import as_html
from kontroll.report.document.kinds import ReportKind, period_of
from kontroll.report.document.model import Cell, Chart, Figure, Section, Table
from kontroll.report.document.shown import said
from kontroll.report.document.xlsx import as_xlsx
from kontroll.report.summary import Summaries
from served import text_of
from signed_in import NOW, cookies
from village import TODAY, village

MARCH, TERTIAL = "/manedsrapport/2026-03", "/tertialrapport/2026-T1"
THEME = Theme(id="okonomi", name="Økonomi", indicator="balanse", year_is=YearIs.LAST, limit=Decimal(0))
#: Two areas: twelve schools, of which six are below balance in March, and three barnehager, of which one is.
_ROWS = [f"{n};Skole {n};tjenestested;S;skole;;2020-01;;" for n in range(10, 22)]
_ROWS += [f"{n};Barnehage {n};tjenestested;B;barnehage;;2020-01;;" for n in range(30, 33)]
ORGANISATION = "\n".join(
    [
        "enhet;navn;enhetstype;overordnet;tjeneste;leder_id;gjelder_fra;gjelder_til;etterfolger",
        "0;Kommunedirektøren;kommunedirektør;;;L-HEMMELIG;2020-01;;", "S;Skolene;kommunalsjef;0;;;2020-01;;",
        "B;Barnehagene;kommunalsjef;0;;;2020-01;;", *_ROWS, "",
    ]
)  # fmt: skip
_BELOW = [10, 11, 12, 13, 14, 15, 30]
FIGURES = "\n".join(
    ["enhet;indikator;periode;verdi;antall"]
    + [f"{n};balanse;2026-03;{'-1,0' if n in _BELOW else '0,5'};" for n in (*range(10, 22), *range(30, 33))]
    + [""]
)


@pytest.fixture(scope="module")
def shared(village_seen, tmp_path_factory) -> Iterator[tuple[Friday, Summaries]]:
    situation = village(tmp_path_factory.mktemp("areas"), organisasjon=ORGANISATION, tall=FIGURES)
    monthly = MonthlyPolicy(themes=(THEME,), unit_types=("tjenestested",))
    desk = replace(village_seen[1], policies=replace(village_seen[1].policies, monthly=monthly))
    with friday_of(situation, desk, tmp_path_factory.mktemp("report")) as friday:
        yield friday, Summaries(situation)


@pytest.fixture
def friday(shared: tuple[Friday, Summaries]) -> Iterator[Friday]:
    yield shared[0]
    with shared[0].desk.database.transaction("test", NOW) as tx:
        tx.report_texts.delete(tx.report_texts.table.c.number > 0)
        tx.reports.delete(period="2026-03")


def report_of(
    shared: tuple[Friday, Summaries], kind: ReportKind = ReportKind.MONTH, period: str = "2026-03"
) -> PeriodReport:
    friday, summaries = shared
    asked = period_of(kind, period)
    assert asked is not None
    with looking(friday.desk, TODAY) as look:
        found = period_report(look.tx, look.today, summaries, kind, asked)
    assert found is not None
    return found


def drafted_of(section: Section) -> str:
    return " ".join(said(one) for one in section.drafted)


def value_of(cell: Cell) -> int | Decimal | None:
    assert isinstance(cell, Figure)
    return cell.value


def tables_of(section: Section) -> list[Table]:
    return [block for block in section.blocks if isinstance(block, Table)]


def somebody(friday: Friday, *roles: Role) -> httpx.Client:
    held = cookies(friday.desk, None, roles)
    return httpx.Client(base_url=friday.address, trust_env=False, timeout=60, cookies=held)


def send(client: httpx.Client, **fields: str) -> httpx.Response:
    token = re.findall(r'name="skjema" value="([^"]+)"', client.get(MARCH).text)[0]
    return client.post(MARCH, data={"skjema": token, **fields})


# --- what stands in it ------------------------------------------------------------------------------------------------


def test_the_draft_says_how_many_are_worse_than_the_limit(shared):
    area = report_of(shared).document.section("fokus-okonomi")

    assert area is not None
    assert "Økonomi: tallet er kjent for 15 enheter." in drafted_of(area)
    assert "7 av dem er dårligere enn grensen i mars 2026." in drafted_of(area)


def test_it_begins_with_the_most_important_in_a_few_lines(shared):
    brief = report_of(shared).document.sections[0]
    (items,) = brief.blocks
    lines = [said(one) for one in items.items]

    assert "Kort fortalt" == brief.title
    assert "7 enheter er dårligere enn grensen." in lines[0]


def test_a_small_number_of_an_area_is_hidden_and_nothing_tells_it(shared):
    area = report_of(shared).document.section("fokus-okonomi")
    assert area is not None

    by_area = {row[0]: value_of(row[2]) for row in tables_of(area)[0].rows}

    assert None is by_area["Barnehagene"], "one of three: so few are easily guessed"
    assert None is by_area["Skolene"], "the sum less six would be the one"


def test_a_tertial_that_is_not_over_says_so(shared):
    report = report_of(shared, ReportKind.TERTIAL, "2026-T1")

    assert (False, "Tertialrapport 1 for 2026") == (report.is_over, report.document.title)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (ReportKind.MONTH, "2026-T1"),
        (ReportKind.TERTIAL, "2026-01"),
        (ReportKind.MONTH, "mars"),
        (ReportKind.MONTH, "2026"),
    ],
)
def test_a_period_of_another_kind_is_none(kind: ReportKind, text: str):
    assert period_of(kind, text) is None


def test_its_files_hold_the_same_and_nothing_from_elsewhere(shared):
    report = report_of(shared)

    page = as_html(report.document).decode()
    assert "7</a> av dem er dårligere enn grensen i mars 2026." in page
    assert "http" not in page.replace("http-equiv", "")
    assert "HEMMELIG" not in page
    book = openpyxl.load_workbook(BytesIO(as_xlsx(report.document)))
    blocks = [block for section in report.document.walked() for block in section.blocks]
    in_it = sum(isinstance(block, Table | Chart) for block in blocks)
    assert ["Tallene", "Grunnlag", "Leveranser"] == [name for name in book.sheetnames[1 + in_it :] if name != "Regler"]
    assert "vises ikke" in {cell.value for row in book.worksheets[1].iter_rows() for cell in row}


# --- who writes and who reads -----------------------------------------------------------------------------------------


def test_the_top_leader_writes_in_an_area_and_takes_it_back(friday: Friday):
    topp = friday.leader("TOPP")

    written = send(topp, omrade="fokus-okonomi", versjon="0", tekst="Vi er <b>i rute</b>.\n\nNesten.")
    assert 303 == written.status_code
    page = topp.get(MARCH).text
    assert "Vi er &lt;b&gt;i rute&lt;/b&gt;." in page
    assert "7 av dem er dårligere" not in text_of(topp.get(MARCH)).partition("Skriv om")[0]

    stale = send(topp, omrade="fokus-okonomi", versjon="0", tekst="Noe annet.")
    assert 422 == stale.status_code
    assert "Noen andre skrev her samtidig" in text_of(stale)

    send(topp, omrade="fokus-okonomi", versjon="1", tekst="")
    assert "7 av dem er dårligere enn grensen" in text_of(topp.get(MARCH))


@pytest.mark.parametrize("chapter", ["kort", "ikke-kontrollert"])
def test_nobody_writes_over_what_is_only_counted(friday: Friday, chapter: str):
    topp = friday.leader("TOPP")
    page = topp.get(MARCH).text

    assert f'name="omrade" value="{chapter}"' not in page
    assert 'name="omrade" value="fokus-okonomi"' in page
    assert 404 == send(topp, omrade=chapter, versjon="0", tekst="Alt er kontrollert.").status_code
    assert "Alt er kontrollert." not in text_of(topp.get(MARCH))


def test_the_elected_do_not_read_a_draft(friday: Friday):
    with somebody(friday, Role.POLITICIAN) as elected:
        assert "Rapporten er ikke utgitt ennå." in text_of(elected.get(MARCH))
        assert 404 == elected.get(f"{MARCH}/rapport.html").status_code


def test_what_is_sent_to_be_checked_is_not_written_over(friday: Friday):
    topp = friday.leader("TOPP")
    token = re.findall(r'name="skjema" value="([^"]+)"', topp.get(MARCH).text)[0]
    with friday.desk.database.transaction("test", NOW) as tx:
        report = Report(id="manedsrapport-2026-03-1", kind="manedsrapport", period="2026-03", edition=1)
        tx.reports.add(replace(report, state=ReportState.CHECKING, checker="KARI"))

    late = topp.post(MARCH, data={"skjema": token, "omrade": "fokus-okonomi", "versjon": "0", "tekst": "Nei."})

    assert 422 == late.status_code
    assert "Rapporten er sendt til kvalitetssikring" in text_of(late)
    assert "Skriv om" not in text_of(topp.get(MARCH))


def test_a_leader_of_an_enhet_neither_reads_nor_writes_it(friday: Friday):
    anne = friday.leader("ANNE")
    token = re.findall(r'name="skjema" value="([^"]+)"', anne.get("/").text)[0]

    assert 403 == anne.get(MARCH).status_code
    assert 403 == anne.post(MARCH, data={"skjema": token, "omrade": "fokus-okonomi", "tekst": "Nei."}).status_code


@pytest.mark.parametrize(
    ("ending", "begins"),
    [
        ("pdf", b"%PDF"),
        ("docx", b"PK"),
        ("xlsx", b"PK"),
        ("zip", b"PK"),
        ("html", b"\n<!doctype html>"),
        ("json", b"{"),
    ],
)
def test_each_file_that_the_page_offers_is_given(friday: Friday, ending: str, begins: bytes):
    topp = friday.leader("TOPP")

    found = topp.get(f"{MARCH}/rapport.{ending}")

    assert f'href="{MARCH}/rapport.{ending}"' in topp.get(MARCH).text
    assert found.content.lstrip().startswith(begins.strip())
    assert found.headers["content-disposition"] == f'attachment; filename="manedsrapport-2026-03.{ending}"'


@pytest.mark.parametrize("address", [f"{MARCH}/rapport.exe", "/manedsrapport/2020-01", "/manedsrapport/2026-T1"])
def test_what_is_not_there_is_told_as_that(friday: Friday, address: str):
    assert 404 == friday.leader("TOPP").get(address).status_code


def test_a_sum_that_the_table_hides_is_not_told_in_a_sentence_either(village_seen, tmp_path):
    figures = FIGURES.replace("balanse;2026-03;-1,0", "balanse;2026-03;0,5", 4)
    situation = village(tmp_path / "few", organisasjon=ORGANISATION, tall=figures)
    policies = replace(village_seen[1].policies, monthly=MonthlyPolicy(themes=(THEME,), unit_types=("tjenestested",)))

    with looking(replace(village_seen[1], policies=policies), TODAY) as look:
        found = period_report(look.tx, look.today, Summaries(situation), ReportKind.MONTH, Period.parse("2026-03"))

    area = found.document.section("fokus-okonomi") if found is not None else None
    assert area is not None
    assert None is value_of(tables_of(area)[0].rows[-1][2])
    assert "Hvor mange av dem som er dårligere enn grensen, er så få at det ikke vises." in drafted_of(area)


# --- every number opens -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "at"), [(ReportKind.MONTH, MARCH), (ReportKind.TERTIAL, TERTIAL)])
def test_every_figure_is_two_clicks_from_what_was_counted(shared, friday: Friday, kind: ReportKind, at: str):
    """The figure's page is the first, and each thing listed there the second."""
    report = report_of(shared, kind, at.rsplit("/", 1)[1])
    kari, at_once = friday.leader("KARI"), set()

    opened = set(re.findall(rf'href="({at}/tall/[^"]+)"', kari.get(at).text))
    assert {f"{at}/tall/{one.id}" for one in report.document.figures()} == opened
    for address in sorted(opened):
        figure = kari.get(address)
        grounds = report.behind[address.rsplit("/", 1)[1]]
        assert (200, True) == (figure.status_code, grounds.counted in text_of(figure)), address
        at_once |= {record.address for record in grounds.records[:3] if record.address}
    assert at_once
    for address in sorted(at_once):
        assert 200 == kari.get(address).status_code, address


def test_what_is_not_shown_is_opened_from_a_list_of_its_own(shared, friday: Friday):
    hidden = next(
        one for one in report_of(shared).document.figures() if one.value is None and "barnehage" not in one.id
    )
    kari = friday.leader("KARI")
    page = kari.get(MARCH).text

    assert f"{MARCH}/tall/{hidden.id}" in page[page.index("Tall som ikke vises") :]
    assert "Vises ikke i rapporten" in text_of(kari.get(f"{MARCH}/tall/{hidden.id}"))
    assert 404 == kari.get(f"{MARCH}/tall/finnes-ikke").status_code


@pytest.mark.parametrize("roles", [(Role.POLITICIAN,), (Role.HR,), (Role.POLITICIAN, Role.HR)], ids=str)
def test_what_stands_behind_a_figure_is_for_those_who_oversee_the_whole(friday: Friday, roles: tuple[Role, ...]):
    with somebody(friday, *roles) as reader:
        assert 403 == reader.get(f"{MARCH}/tall/tema-okonomi-kjent").status_code
        assert reader.get(f"{MARCH}/rapport.xlsx").status_code in (403, 404)
    with somebody(friday, Role.SUPERVISORY) as overseer:
        assert 200 == overseer.get(f"{MARCH}/tall/tema-okonomi-kjent").status_code


def test_the_files_tell_behind_each_figure_what_was_counted(shared):
    report = report_of(shared)
    at = "https://kontroll.example/manedsrapport/2026-03"

    page = as_html(report.document, at).decode()
    assert "Grunnlaget for tallene" in page
    assert f'href="{at}/tall/tema-okonomi-kjent"' in page
    book = openpyxl.load_workbook(BytesIO(as_xlsx(report.document, at)))
    listed = {row[0].value for row in book["Grunnlag"].iter_rows(min_row=4)}
    assert "tema-okonomi-kjent" in listed
    assert not {one.id for one in report.document.figures() if one.value is None} & listed
