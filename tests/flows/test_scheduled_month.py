"""Scheduled month: a month is run on the first morning everything is in, or when the last deadline is over."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kontroll.domain.month import Frequency, Month
from kontroll.domain.policy import ExpectedDelivery
from kontroll.domain.truth import Result
from kontroll.flows.month.scheduled_month import failed_months, last_deadline, scheduled_month, unfinished

from .lying import plant
from .small import POLICIES, Kommune, Make, at, rule

JANUARY, FEBRUARY = Month(2026, 1), Month(2026, 2)
#: Ten working days after January; the last day to deliver.
DEADLINE = date(2026, 2, 13)


def ran(bygda: Kommune, day: date) -> list[str]:
    return [one.run.id for one in scheduled_month(bygda.desk, at(day)).ran if one.run is not None]


def test_a_month_waits_for_what_is_not_delivered(make: Make):
    bygda = make(rule("minus"))
    bygda.measure("2025-12", date(2026, 1, 5), e1=1, e2=1, e3=1)
    bygda.measure("2026-01", date(2026, 2, 2), e1=-2, e2=1)  # nothing from unit 3

    done = scheduled_month(bygda.desk, at(date(2026, 2, 3)))

    assert ((), (JANUARY,)) == (done.ran, done.waiting)


def test_a_kommune_that_has_delivered_nothing_is_not_run_on_nothing(make: Make):
    bygda = make(rule("minus"))

    assert [] == ran(bygda, DEADLINE)
    assert ["2026-01-1"] == ran(bygda, date(2026, 2, 14))


def test_a_month_is_run_when_all_is_in_though_the_deadline_is_not_over(make: Make):
    bygda = make(rule("minus"))
    bygda.measure("2026-01", date(2026, 2, 2), e1=-2, e2=1, e3=0)

    assert ["2026-01-1"] == ran(bygda, date(2026, 2, 3))
    assert 1 == len(bygda.saker())


def test_a_month_is_run_the_day_after_the_last_deadline_and_says_what_it_ran_without(make: Make):
    bygda = make(rule("minus"))
    bygda.measure("2025-12", date(2026, 1, 5), e1=1, e2=1, e3=1)
    bygda.measure("2026-01", date(2026, 2, 2), e1=-2, e2=1)
    assert DEADLINE == last_deadline(bygda.desk, JANUARY)

    assert [] == ran(bygda, DEADLINE)
    (one,) = scheduled_month(bygda.desk, at(date(2026, 2, 14))).ran

    assert one.run is not None
    assert "okonomi" == one.run.without


def test_the_last_deadline_counts_a_tertial_only_where_it_ends(make: Make):
    tertial = ExpectedDelivery(
        id="t", source="Arkiv", owner="okonomi", due_working_days=20, frequency=Frequency.TERTIAL
    )
    bygda = make(rule("minus"), policies=replace(POLICIES, deliveries=(*POLICIES.deliveries, tertial)))

    assert DEADLINE == last_deadline(bygda.desk, JANUARY)
    assert date(2026, 5, 18) < last_deadline(bygda.desk, Month(2026, 4))


def test_a_month_that_has_not_ended_is_not_run(make: Make):
    bygda = make(rule("minus"))
    bygda.measure("2026-01", date(2026, 1, 30), e1=-2, e2=1, e3=0)

    done = scheduled_month(bygda.desk, at(date(2026, 1, 31)))

    assert (Month(2025, 12),) == tuple(one.run.period for one in done.ran if one.run) + done.waiting


def test_what_came_since_is_judged_the_next_day_and_nothing_otherwise(make: Make):
    bygda = make(rule("minus"))
    bygda.measure("2026-01", date(2026, 2, 2), e1=1, e2=1, e3=0)
    ran(bygda, date(2026, 2, 3))

    assert [] == ran(bygda, date(2026, 2, 4))
    bygda.measure("2026-01", date(2026, 2, 4), e1=-2)

    assert ["2026-01-2"] == ran(bygda, date(2026, 2, 5))
    assert 1 == len(bygda.saker())


def test_months_without_a_worker_are_run_in_order(make: Make):
    bygda = make(rule("minus"))
    bygda.measure("2026-01", date(2026, 2, 2), e1=1, e2=1, e3=0)
    ran(bygda, date(2026, 2, 3))

    assert ["2026-02-1", "2026-03-1"] == ran(bygda, date(2026, 4, 30))


def test_a_kommune_that_begins_runs_the_newest_month_only(make: Make):
    bygda = make(rule("minus"))
    bygda.measure("2025-06", date(2026, 2, 2), e1=1)

    assert ["2026-01-1"] == ran(bygda, date(2026, 2, 20))


def test_a_month_that_waits_does_not_keep_corrections_of_the_last_one_back(make: Make):
    bygda = make(rule("minus"))
    bygda.measure("2026-01", date(2026, 2, 2), e1=1, e2=1, e3=0)
    ran(bygda, date(2026, 2, 3))
    bygda.measure("2026-01", date(2026, 3, 2), e1=-2)

    done = scheduled_month(bygda.desk, at(date(2026, 3, 3)))

    assert ["2026-01-2"] == [one.run.id for one in done.ran if one.run is not None]
    assert (FEBRUARY,) == done.waiting


# --- where the evaluators disagree


def test_a_month_that_failed_is_tried_again_the_next_time_and_holds_the_later_ones_back(make: Make):
    bygda = make(rule("minus"))
    bygda.measure("2026-01", date(2026, 2, 2), e1=-2, e2=1, e3=0)
    with pytest.MonkeyPatch.context() as patch:
        plant("plain", ("minus", "1", "2026-01", Result.FALSE), patch)
        assert ["2026-01-1"] == ran(bygda, date(2026, 2, 3))
        bygda.measure("2026-02", date(2026, 3, 2), e1=-2, e2=1, e3=0)
        assert ["2026-01-2"] == ran(bygda, date(2026, 3, 3))

    assert ["2026-01-3", "2026-02-1"] == ran(bygda, date(2026, 3, 4))


def test_a_month_that_failed_is_told_by_itself_and_not_as_one_that_did_not_run(make: Make):
    bygda = make(rule("minus"))
    bygda.measure("2026-01", date(2026, 2, 2), e1=-2, e2=1, e3=0)
    with pytest.MonkeyPatch.context() as patch:
        plant("plain", ("minus", "1", "2026-01", Result.FALSE), patch)
        ran(bygda, date(2026, 2, 3))

    with bygda.desk.database.reading() as tx:
        assert {JANUARY} == failed_months(tx)
        assert [JANUARY] == unfinished(tx, at(date(2026, 2, 4)))
    ran(bygda, date(2026, 2, 4))
    with bygda.desk.database.reading() as tx:
        assert set() == failed_months(tx)
