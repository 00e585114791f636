"""Every figure of the yearly report, counted again by plain SQL: of a village that is filled with what lies at the boundaries.

A figure that nobody re-counts fails: a new one needs a line in tests/recounted/yearly.py.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random
from statistics import median

import pytest

from differential.seed import by_turns, rotating_seed
from flows.internal_control.test_recounted import as_shipped
from followed_village import at, followed_village
from kontroll.domain.month import Month
from kontroll.flows.internal_control.evaluate import evaluation
from kontroll.flows.internal_control.keep_maturity import keep_maturity
from kontroll.flows.internal_control.look import Look
from kontroll.flows.internal_control.make_agenda import make_agenda
from kontroll.flows.people.looking import looking
from kontroll.flows.people.superiors import superiors_of
from kontroll.flows.yearly import counting as counting_module
from kontroll.flows.yearly.things import own_id
from kontroll.flows.yearly.year import Year
from kontroll.flows.yearly.yearly_report import YearlyReport, yearly_report
from kontroll.report.document.model import Figure, How, Table
from kontroll.report.few import LEAST
from kontroll.report.summary import Summaries
from kontroll.settings import shipped_policies
from kontroll.store.database import Database
from kontroll.wiring import Desk, stack
from recounted.asked import Asked
from recounted.plain import Plain
from recounted.planted import plant
from recounted.planted_control import plant_control
from recounted.yearly import recounted
from village import village

#: Held against sums of their own.
ELSEWHERE = ("maalekart",)
#: The village is shown without the unit that everything is below, and its database has it.
_OF_VILLAGE = (*ELSEWHERE, "enheter-uten-svar")
#: The year before has its last weeks, and the year after its first: what belongs to neither must not be in the middle.
YEAR, TODAY = 2026, date(2027, 2, 15)


@dataclass(frozen=True)
class Told:
    report: YearlyReport
    again: Mapping[str, float | None]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Summaries, Desk]]:
    situation = village(tmp_path_factory.mktemp("village"), today=TODAY)
    desk = as_shipped(followed_village(tmp_path_factory.mktemp("followed"), situation))
    make_agenda(desk, at(date(YEAR, 4, 20)))
    keep_maturity(desk, at(date(YEAR, 4, 20)))
    yield Summaries(situation), desk
    desk.database.close()


@pytest.fixture
def planted(
    built: tuple[Summaries, Desk], tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[tuple[Summaries, Desk]]:
    """The village with a hundred saker, avvik and deliveries of every kind, on the first and last days of years."""
    summaries, desk = built
    file = tmp_path / "kontroll.db"
    with (
        closing(sqlite3.connect(desk.settings.home / "kontroll.db")) as kept,
        closing(sqlite3.connect(file)) as open_file,
    ):
        kept.backup(open_file)
        chance = Random(f"{rotating_seed()}-{getattr(request, 'param', 0)}")
        plant(open_file, YEAR, chance)
        plant_control(open_file, YEAR, shipped_policies(), chance)
        open_file.commit()
    database = Database(f"sqlite:///{file}")
    yield summaries, replace(desk, database=database, settings=desk.settings.model_copy(update={"home": tmp_path}))
    database.close()


def told(summaries: Summaries, desk: Desk, today: date = TODAY, year: int = YEAR) -> Told:
    with looking(desk, today) as look:
        report = yearly_report(look.tx, look.today, summaries, year)
        superiors = {enhet: one.person for enhet, one in superiors_of(look.today).items() if one.person}
    assert report is not None
    plain = Plain(desk.settings.home / "kontroll.db", desk.rule_folders)
    again = recounted(
        plain, Asked(year=year, today=today, superiors=superiors), stack(shipped_policies(), desk.settings.policies)
    )
    plain.close()
    return Told(report, again)


def differing(found: Told, elsewhere: tuple[str, ...] = _OF_VILLAGE) -> dict[str, tuple[object, object]]:
    """Figure -> what the report has behind it, and what is counted again."""
    wrong: dict[str, tuple[object, object]] = {}
    shown = {figure.id: figure.value for figure in found.report.document.figures()}
    for id, grounds in found.report.behind.items():
        # Nothing stands behind a number of the internal control that is too small to be shown.
        if not id.startswith(elsewhere) and not (id.startswith(("ik-", "ev-")) and shown[id] is None):
            values = [Decimal(one.value) for one in grounds.records]
            is_middle = grounds.how is How.MEDIAN
            if grounds.how is How.READ:
                values = [Decimal(shown[id] or 0)]
            has = float(median(values) if is_middle else sum(values)) if values or not is_middle else None
            again = found.again.get(id, "nobody counts it again")
            if has != again:
                wrong[id] = has, again
    return wrong


@pytest.mark.parametrize("planted", by_turns(range(8), 2), indirect=True)
def test_every_figure_is_what_a_second_count_of_the_database_gives(planted):
    assert differing(told(*planted)) == {}


def test_of_a_part_of_the_year_nothing_after_the_day_is_counted(planted):
    assert differing(told(*planted, today=date(YEAR, 9, 1))) == {}


def test_a_figure_is_as_many_as_are_listed_behind_it(planted):
    report = told(*planted).report
    assert report.document.title
    for figure in report.document.figures():
        grounds = report.behind[figure.id]
        values = [Decimal(one.value) for one in grounds.records]
        if figure.value is not None and grounds.how is not How.READ:
            assert figure.value == (median(values) if grounds.how is How.MEDIAN else sum(values)), figure.id


def test_what_is_not_shown_has_no_list_in_the_document_and_is_small_or_hides_a_small_one(planted):
    report = told(*planted).report
    hidden = {figure.id for figure in report.document.figures() if figure.value is None}
    assert hidden
    assert all(not report.document.grounds[id].records for id in hidden)
    shown = [figure for figure in report.document.figures() if figure.value is not None]
    small = [f.id for f in shown if f.id.startswith(("saker-", "avvik-", "utslag", "unntak")) and f.value < LEAST]
    assert small == []


def test_no_hidden_number_is_the_rest_of_its_column_or_of_what_came_and_went(planted):
    """With what was open a year ago, two of opened, closed and open tell the third. A sum less the others tells the last."""
    document = told(*planted).report.document
    value = {figure.id: figure.value for figure in document.figures()}
    assert sum(value[f"saker-{one}"] is None for one in ("aapnet", "lukket", "aapne") if f"saker-{one}" in value) != 1
    for section in document.walked():
        for table in (block for block in section.blocks if isinstance(block, Table)):
            rows = [[cell for cell in row if isinstance(cell, Figure)] for row in table.rows]
            is_of_few = any(cell.id.startswith(("saker-", "avvik-")) for row in rows for cell in row)
            if is_of_few and table.rows[-1][0] == "Sum":
                for column in zip(*rows, strict=True):
                    hidden = [cell.id for cell in column[:-1] if cell.value is None]
                    assert column[-1].value is None or len(hidden) != 1, hidden


@pytest.mark.parametrize(
    ("months", "tells"),
    [((9, 7), True), ((9, 4), False), ((9, 4, 4), False), ((9, 0, 0), False), ((9, 2, 1), True), ((9, 0, 1), False)],
)
def test_a_sum_over_months_is_told_where_each_small_month_may_still_be_several(months: tuple[int, ...], tells: bool):
    assert tells is counting_module.months_tell(months)


def test_answers_name_the_version_of_each_rule_and_the_deliveries_it_read(built):
    summaries, desk = built
    behind = told(summaries, desk).report.behind
    with closing(sqlite3.connect(desk.settings.home / "kontroll.db")) as file:
        kept = dict(file.execute("select name, digest from delivery"))
        stamps = set(file.execute("select rule, substr(stamp, 1, 12) from coverage where month = '2026-03'"))
    march = behind["svar-kjente-2026-03"]
    assert {record.id.split(" ")[0] for record in march.records} == {rule for rule, _version in march.rules}
    assert all((rule, version[-13:-1]) in stamps or (rule, version) in stamps for rule, version in march.rules)
    assert march.data
    assert all(kept[name] == digest for name, digest in march.data)
    assert set(march.data) <= set(behind["svar-kjente"].data)


def test_every_skal_sentence_stands_in_one_place(planted):
    behind = told(*planted).report.behind
    count = {id: len(grounds.records) for id, grounds in behind.items() if id.startswith("skal")}
    assert count["skal"] == count["skal-maskinelt"] + count["skal-stikkprove"] + count["skal-ikke"]
    assert count["skal"] == sum(n for id, n in count.items() if id.startswith("skal-i-"))
    without = [n for id, n in count.items() if id.startswith("skal-ikke-") and id != "skal-ikke-i-alt"]
    assert count["skal-ikke"] == count["skal-ikke-i-alt"] == sum(without)


@pytest.mark.parametrize("planted", by_turns(range(8), 2), indirect=True)
def test_the_evaluation_calls_the_same_saker_false_alarms_as_the_report_says_that_a_leader_was_right_in(planted):
    summaries, desk = planted
    behind = told(summaries, desk).report.behind
    with looking(desk, TODAY) as look:
        found = evaluation(Look(look.tx, look.today), Month(YEAR, 1), Month(YEAR, 12))
    right = {one.id for one in behind["saker-medhold-regler"].records}
    assert right == {id for rule in found.every for id in rule.false}
    # Others were right too, where no rule was: they are in the table of outcomes alone.
    every = {one.id for one in behind["saker-utfall-medhold"].records}
    assert right < every
    assert found.others_right == len(every - right)


@pytest.mark.parametrize("fault", by_turns(["boundary", "utc", "top", "withdrawn", "attempt", "confined"], 2))
def test_a_fault_in_the_report_is_caught(planted, monkeypatch: pytest.MonkeyPatch, fault: str):
    _break(monkeypatch, fault)
    assert differing(told(*planted)) != {}


def _break(patch: pytest.MonkeyPatch, fault: str) -> None:
    holds = Year.holds
    if fault == "boundary":
        patch.setattr(Year, "holds", lambda year, day: holds(year, day) and day != year.first_day)
    elif fault == "utc":
        patch.setattr(Year, "holds_moment", lambda year, at: at is not None and year.holds(at.date()))
    elif fault == "top":
        patch.setattr("kontroll.flows.yearly.year.REPORTED_OF_TOP", "ingen slik")
    elif fault == "withdrawn":
        _property(patch, "avvik", lambda year: year.tx.avvik.where(year.tx.avvik.table.c.opened <= year.last))
    elif fault == "confined":
        _property(patch, "saker", lambda year: year.tx.saker.where(year.tx.saker.table.c.kind != "meldt-toppleder"))
    else:
        _property(
            patch, "coverage", lambda year: [one for one in year.tx.coverage.all() if one.month.year == year.number]
        )


def _property(patch: pytest.MonkeyPatch, name: str, made: object) -> None:
    patch.setattr(Year, name, property(made))


def test_names_that_the_kommune_chose_never_give_two_figures_one_id():
    names = ["Formannskapet", "formannskapet", "Formannskapet ", "kort/x", "kort-x", "", "åpent", "apent", "A-1", "A.1"]
    assert len(names) == len({own_id(name) for name in names})


def test_two_figures_of_one_name_are_refused(planted):
    summaries, desk = planted
    with looking(desk, TODAY) as look:
        counting = counting_module.Counting(Year(tx=look.tx, today=look.today, summaries=summaries, number=YEAR))
        counting.figure("svar", (), "Ingenting.")
        with pytest.raises(ValueError, match="two figures"):
            counting.figure("svar", (), "Ingenting.")
