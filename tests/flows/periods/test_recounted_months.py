"""Every figure of the reports of a month and a tertial, counted again by plain SQL: of random villages, with faults planted.

A figure that nobody re-counts fails: a new one needs a line in tests/recounted/periods.py.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

from differential.seed import by_turns, rotating_seed
from kontroll.domain.month import Month
from kontroll.domain.monthly import Explanation
from kontroll.domain.sak import Sak
from kontroll.flows.people.looking import looking
from kontroll.flows.periods import followed_figures
from kontroll.flows.periods import period_report as module
from kontroll.flows.periods.followed_figures import Followed
from kontroll.flows.periods.judged import Judged
from kontroll.flows.periods.period_report import PeriodReport, period_report
from kontroll.flows.showing.month_figures import Figures
from kontroll.flows.yearly.year import Year
from kontroll.flows.yearly.yearly_report import yearly_report
from kontroll.report.document.kinds import ReportKind, period_of
from kontroll.report.document.model import Figure, How, Table
from kontroll.report.few import LEAST
from kontroll.store.database import Database
from recounted.periods import AskedMonth, AskedTheme, recounted_months
from recounted.plain import Plain
from recounted.planted_months import plant_months
from village import TODAY

from .measured_village import THEMES, Measured, hidden_of, measured_village

MONTH, FEBRUARY, TERTIAL = (ReportKind.MONTH, "2026-03"), (ReportKind.MONTH, "2026-02"), (ReportKind.TERTIAL, "2026-T1")
#: Counts of what stands on the map are held against the map; the books of the village are of before the last delivery.
ELSEWHERE = re.compile(r"maalekart-(?!tall)|maalekart-tall-fravaer|enheter-|tema-frav.*-tall-")


@pytest.fixture(scope="module", params=by_turns(range(6), 1))
def built(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Measured]:
    made = measured_village(tmp_path_factory.mktemp("measured"), Random(f"{rotating_seed()}-{request.param}"))
    yield made
    made.desk.database.close()


@pytest.fixture
def planted(built: Measured, tmp_path: Path) -> Iterator[Measured]:
    file = tmp_path / "kontroll.db"
    with (
        closing(sqlite3.connect(built.desk.settings.home / "kontroll.db")) as kept,
        closing(sqlite3.connect(file)) as opened,
    ):
        kept.backup(opened)
        plant_months(opened, built.enheter, [one.id for one in THEMES], Random(f"{rotating_seed()}-{tmp_path.name}"))
        opened.commit()
    database = Database(f"sqlite:///{file}")
    settings = built.desk.settings.model_copy(update={"home": tmp_path})
    yield replace(built, desk=replace(built.desk, database=database, settings=settings))
    database.close()


def report_of(of: Measured, asked: tuple[ReportKind, str]) -> PeriodReport:
    period = period_of(*asked)
    assert period is not None
    with looking(of.desk, TODAY) as look:
        found = period_report(look.tx, look.today, of.summaries, asked[0], period)
    assert found is not None
    return found


def again(of: Measured, month: Month) -> Mapping[str, float | None]:
    situation = of.summaries.situation
    published = {}
    for theme in THEMES:
        known = {one for one, (_v, count) in Figures(situation, month).of(theme.indicator).items()
                 if theme.indicator != "fravaer" or (count is not None and count >= 5)}  # fmt: skip
        published[theme.indicator] = frozenset(known) - hidden_of(situation, theme.indicator, month, known)
    asked = AskedMonth(
        month=str(month),
        today=TODAY,
        themes=[
            AskedTheme(
                id=one.id, indicator=one.indicator, limit=one.limit or Decimal(0), kroner=one.kroner,
                sign=situation.rulebook.indicators[one.indicator].better.sign,
            )
            for one in THEMES
        ],
        types=frozenset({"tjenestested"}),
        shown=published,
        joined={"saldo": (False, 1), "avvik_kr": (True, 0)},
    )  # fmt: skip
    plain = Plain(of.desk.settings.home / "kontroll.db", of.desk.rule_folders)
    found = recounted_months(plain, asked)
    plain.close()
    return found


def differing(of: Measured, asked: tuple[ReportKind, str]) -> dict[str, tuple[object, object]]:
    """Figure -> what the report has behind it, and what is counted again."""
    report = report_of(of, asked)
    second, wrong = again(of, report.month), {}
    shown = {one.id: one.value for one in report.document.figures()}
    for id, grounds in report.behind.items():
        if not ELSEWHERE.match(id):
            read = shown.get(id) if grounds.how is How.READ else sum(Decimal(one.value) for one in grounds.records)
            has, counted = float(read or 0), second.get(id, "nobody counts it again")
            if has != counted:
                wrong[id] = has, counted
    return wrong


@pytest.mark.parametrize("asked", [MONTH, FEBRUARY, TERTIAL], ids=lambda one: one[1])
def test_every_figure_is_what_a_second_count_of_the_database_gives(planted: Measured, asked: tuple[ReportKind, str]):
    assert {} == differing(planted, asked)


def test_every_number_in_a_table_or_a_sentence_opens(planted: Measured):
    report = report_of(planted, MONTH)
    figures = list(report.document.figures())
    assert {one.id for one in figures} <= set(report.behind)
    bare = [
        cell
        for section in report.document.walked()
        for table in (block for block in section.blocks if isinstance(block, Table))
        for row in table.rows
        for cell in row
        if isinstance(cell, int | Decimal)
    ]
    assert [] == bare


@pytest.mark.parametrize("asked", [MONTH, TERTIAL], ids=lambda one: one[1])
def test_it_begins_with_a_few_lines_whose_figures_stand_in_the_chapters_too(planted: Measured, asked):
    report = report_of(planted, asked)
    brief, *chapters = report.document.sections
    figures = {one for item in brief.blocks[0].items for one in item.parts if isinstance(one, Figure)}
    below = set(replace(report.document, sections=tuple(chapters)).figures())

    assert ("kort", True, ()) == (brief.id, brief.is_mandatory, brief.drafted)
    assert figures
    assert figures <= below
    assert not [one.id for one in figures if one.value is None]


def test_a_figure_is_as_many_as_are_listed_behind_it(planted: Measured):
    report = report_of(planted, TERTIAL)
    for figure in report.document.figures():
        grounds = report.behind[figure.id]
        if figure.value is not None and grounds.how is not How.READ:
            assert figure.value == sum(Decimal(one.value) for one in grounds.records), figure.id


def test_what_few_stand_behind_is_in_no_list_and_in_no_count(planted: Measured):
    situation, month = planted.summaries.situation, Month(2026, 3)
    few = hidden_of(situation, "fravaer", month, planted.enheter)
    report = report_of(planted, MONTH)
    listed = {
        record.id
        for id, grounds in report.behind.items()
        if id.startswith("tema-frav")
        for record in grounds.records
        if record.kind == "enhet"
    }
    assert few.isdisjoint(listed)
    assert all(
        "fravær" not in one.id or one.id.split("-")[2] not in few for g in report.behind.values() for one in g.records
    )


def test_a_measured_figure_leads_to_the_file_and_the_line_and_names_the_deliveries(planted: Measured):
    known = report_of(planted, MONTH).behind["tema-okonomi-kjent"]
    file = next(iter(planted.summaries.situation.data.rglob("tall.csv")))
    lines = file.read_text(encoding="utf-8").split("\n")
    for record in known.records:
        line = int(record.name.rsplit(" ", 1)[1])
        assert lines[line - 1].startswith(f"{record.id};saldo;2026-03;")
    with closing(sqlite3.connect(planted.desk.settings.home / "kontroll.db")) as file:
        kept = set(file.execute("select name, digest from delivery"))
    assert "maalinger/nye.csv" in dict(known.data)
    assert set(known.data) <= kept


# --- what one report hides, the others do not tell --------------------------------------------------------------------


def test_what_is_hidden_has_no_list_in_the_document(planted: Measured):
    document = report_of(planted, MONTH).document
    hidden = {one.id for one in document.figures() if one.value is None}
    assert hidden
    assert all(not document.grounds[id].records for id in hidden)
    small = [
        one.id
        for one in document.figures()
        if one.value is not None and one.id.startswith(("saker-", "avvik-")) and one.value < LEAST
    ]
    assert [] == small


def test_a_month_hides_of_saker_what_the_year_hides_on_the_same_day(planted: Measured, monkeypatch: pytest.MonkeyPatch):
    """Seen on the last day of March, the year so far tells of the same saker as the month and the tertial."""
    month = report_of(planted, MONTH)
    with looking(planted.desk, Month(2026, 3).last_day) as look:
        year = yearly_report(look.tx, look.today, planted.summaries, 2026)
    assert year is not None
    of_year = {one.id: one.value for one in year.document.figures()}
    for report in (month, report_of(planted, TERTIAL)):
        for figure in report.document.figures():
            if figure.id.startswith(("saker-", "avvik-nye-2026")) and figure.id in of_year:
                assert of_year[figure.id] == figure.value, figure.id


def test_no_hidden_number_is_the_rest_of_its_column(planted: Measured):
    for asked in (MONTH, FEBRUARY, TERTIAL):
        for section in report_of(planted, asked).document.walked():
            for table in (block for block in section.blocks if isinstance(block, Table)):
                if table.rows and table.rows[-1][0] == "Sum":
                    for column in zip(*table.rows, strict=True):
                        cells = [cell for cell in column if isinstance(cell, Figure)]
                        hidden = [cell.id for cell in cells[:-1] if cell.value is None]
                        assert not cells or cells[-1].value is None or len(hidden) != 1, hidden


# --- planted faults ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "fault", ["boundary", "until", "limit", "few", "part", "withdrawn", "lapsed", "attempt", "types"]
)
def test_a_fault_in_the_report_is_caught(planted: Measured, monkeypatch: pytest.MonkeyPatch, fault: str):
    monkeypatch.setattr(module, "_LAST", type(module._LAST)())
    _break(monkeypatch, fault)
    assert {} != {**differing(planted, MONTH), **differing(planted, FEBRUARY)}


def _break(patch: pytest.MonkeyPatch, fault: str) -> None:
    if fault == "boundary":
        patch.setattr(Year, "still_open", property(_open_on_the_last_day))
    elif fault == "until":
        patch.setattr(Year, "last_day", property(lambda year: year.today.day))
    elif fault == "limit":
        patch.setattr(followed_figures, "deviates", lambda value, limit, sign: sign * value <= sign * limit)
    elif fault == "few":
        patch.setattr(Figures, "for_all", lambda figures, id: {one: v for one, (v, _n) in figures.of(id).items()})
    elif fault == "part":
        patch.setattr(Judged, "part_of", lambda judged, enhet: next(iter(judged.parts)))
    elif fault == "withdrawn":
        patch.setattr(Year, "avvik", property(lambda year: year.tx.avvik.all()))
    elif fault == "lapsed":
        patch.setattr(Followed, "_asked", _also_lapsed)
    elif fault == "attempt":
        patch.setattr(Year, "coverage", property(lambda year: year.tx.coverage.where(month=Month(2026, 3))))
    else:
        patch.setattr(Judged, "followed", _of_every_kind)


def _open_on_the_last_day(year: Year) -> list[Sak]:
    return [one for one in year.saker if one.closed_on is None or one.closed_on >= year.last_day]


def _also_lapsed(of: Followed) -> list[Explanation]:
    found = of._judged.year.tx.explanations.where(month=of._judged.month, theme=of._theme.id)
    return [one for one in found if one.enhet in of._known]


def _of_every_kind(judged: Judged, id: str) -> dict[str, Decimal]:
    return {one: value for one, value in judged.figures.for_all(id).items() if one in judged.places.of}
