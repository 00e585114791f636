"""The evaluation of the control: what rules did, counted by hand, and what is not known said to be so."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from statistics import median as of_the_library

import pytest
from hypothesis import given
from hypothesis import strategies as st

from databases import address_of
from kontroll.domain.month import Month
from kontroll.flows.internal_control.evaluate import evaluation
from kontroll.flows.internal_control.sections import evaluation_chapter
from kontroll.flows.saker.acting import today_of
from kontroll.report.few import LEAST
from kontroll.report.internal_control.counted import Counted
from kontroll.report.internal_control.evaluation import ControlEvaluation, RuleEvaluation, median
from kontroll.report.internal_control.evaluation_section import EvaluatedYear, evaluation_section

from ..small import Kommune, Make, at
from .bygda import MAY, bygda, look_of

JANUARY, FEBRUARY = Month(2026, 1), Month(2026, 2)


@pytest.fixture
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return address_of(getattr(request, "param", "sqlite"), request, tmp_path)


@pytest.fixture
def made(make: Make) -> Kommune:
    return bygda(make)


def found_in(made: Kommune, first: Month = JANUARY, last: Month = FEBRUARY) -> ControlEvaluation:
    with made.desk.database.reading() as tx:
        return evaluation(look_of(made, tx), first, last)


def test_what_each_rule_did_is_counted(made: Kommune):
    rules = {one.rule: one for one in found_in(made).rules}

    overspent = rules["merforbruk"]
    assert (2, 6, 3, 2) == (overspent.months, overspent.known, overspent.struck, overspent.worked)
    large = rules["stort-kjop"]
    assert (2, 0, True, True) == (large.known, large.struck, large.never_struck, large.bites)
    assert "utkast" not in rules


def test_days_are_from_opened_to_closed(made: Kommune):
    (sak,) = [one for one in made.saker() if one.closed_on is not None]
    (closed,) = [one for rule in found_in(made, last=Month(2026, 4)).rules for one in rule.closed]

    assert sak.closed_on is not None
    assert (sak.closed_on - sak.opened).days == closed.days
    # It was closed in April: in a period that ends in March it is not.
    assert [] == [one for rule in found_in(made, last=Month(2026, 3)).rules for one in rule.closed]


def test_a_period_is_its_own_months(made: Kommune):
    january, february = (found_in(made, month, month).rules for month in (JANUARY, FEBRUARY))

    assert [2] == [one.struck for one in january if one.rule == "merforbruk"]
    assert [1] == [one.struck for one in february if one.rule == "merforbruk"]
    assert () == found_in(made, Month(2025, 1), Month(2025, 12)).rules


def test_every_skal_sentence_stands_one_way_and_none_is_left_out(made: Kommune):
    for one in found_in(made).sentences:
        parts = [*one.machine, *one.sample, *one.none]
        assert sorted(record.id for record in parts) == sorted(record.id for record in one.all)
        assert set(one.gravest) <= set(one.none)


def test_where_nothing_ran_it_is_told_that_nothing_is_known(made: Kommune):
    with made.desk.database.reading() as tx:
        chapter = evaluation_chapter(tx, today_of(made.desk, tx, at(date(2026, 5, 20))), 2024)

    assert not chapter.grounds
    assert "ikke kjent om kontrollen virker" in str(chapter.section.drafted)


@pytest.mark.parametrize(("others", "told"), [(0, True), (1, False), (LEAST - 1, False), (LEAST, True)])
def test_false_alarms_are_not_told_where_they_leave_few_of_the_table_of_outcomes(others: int, told: bool):
    """The report has how many ended with medhold: without the false alarms, what is left is of saker that are of no rule."""
    decided = tuple(f"S2026-{n:05}" for n in range(20))
    rule = RuleEvaluation(
        rule="merforbruk", name="Merforbruk", area="", judged=True, months=1, worked=1, known=20, unknown=0, struck=20,
        quiet=0, bites=True, decided=decided, false=decided[:8], closed=(),
    )  # fmt: skip
    found = ControlEvaluation(
        first=JANUARY, last=JANUARY, every=(rule,), areas=(), sentences=(), controls=(), others_right=others
    )
    counted = Counted()

    evaluation_section(counted, EvaluatedYear(found=found, last=JANUARY, agenda=(), control_risk=5))

    assert told is ("ev-falske" in counted.grounds)
    assert "ev-avgjort" in counted.grounds


def test_the_chapter_names_no_sak_where_few_were_decided(made: Kommune):
    with made.desk.database.reading() as tx:
        chapter = evaluation_chapter(tx, today_of(made.desk, tx, at(MAY)), 2026)

    assert "ev-avgjort" not in chapter.grounds
    assert () == chapter.grounds["ev-lukket-okonomi"].records


@given(st.lists(st.integers(0, 400), max_size=30))
def test_the_median_is_exact(days: list[int]):
    found = median(days)

    assert (found is None) == (not days)
    if days:
        assert found == Decimal(str(of_the_library(days)))
