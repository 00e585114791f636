"""The watch: a month that nobody judged is told of, when the run after its last deadline should have done it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from flows.lying import plant
from kontroll.domain.notice import Reason
from kontroll.domain.policy import ScheduledJob
from kontroll.domain.truth import Result
from kontroll.jobs.register import FLOWS

from .plan import Works

PLAN = (ScheduledJob(id="maanedskjoring", at=time(5, 30)), ScheduledJob(id="tilsyn", every_minutes=30))
#: Ten working days after September; the run is to judge the month on the morning after.
DEADLINE, AFTER = date(2026, 10, 14), date(2026, 10, 15)


@pytest.fixture
def works(make) -> Works:
    """The worker has run since the first of October, and the month's run does nothing."""
    made: Works = make(PLAN)
    made.at(date(2026, 10, 1), 5)
    made.shift()
    return made


def watched(works: Works, day: date, hour: int, minute: int) -> list[str]:
    works.at(day, 5, 30)
    shift = works.shift()
    works.at(day, hour, minute)
    shift.tick("tilsyn")
    return [sak.id for sak in works.bygda.saker()]


def test_a_month_is_late_two_hours_after_the_run_that_should_have_judged_it(works: Works):
    assert "K2026-09-maanedskjoring" not in watched(works, DEADLINE, 23, 59)
    assert "K2026-09-maanedskjoring" not in watched(works, AFTER, 7, 29)
    assert "K2026-09-maanedskjoring" in watched(works, AFTER, 7, 30)


def test_that_it_is_late_is_told_to_internal_control_in_words(works: Works):
    watched(works, AFTER, 7, 30)

    told = {n.why for n in works.bygda.notices() if n.sak == "K2026-09-maanedskjoring"}
    assert {"September 2026 er ikke vurdert, enda fristen for leveransene er ute."} == told
    assert {Reason.JOB_MISSED} == {n.reason for n in works.bygda.notices()}


def test_a_month_that_is_judged_is_not_late(works: Works):
    works.bygda.run("2026-09", AFTER)

    assert "K2026-09-maanedskjoring" not in watched(works, AFTER, 7, 30)


def test_a_month_whose_time_was_over_before_anybody_worked_is_not_late(make):
    works = make(PLAN)
    works.at(date(2026, 10, 19), 7)
    works.shift()

    assert [] == watched(works, date(2026, 10, 19), 12, 0)


def test_the_trail_notes_when_the_month_is_judged_after_all(works: Works):
    watched(works, AFTER, 7, 30)
    real = replace(works.shift(), flows=FLOWS)
    works.at(date(2026, 10, 16), 5, 30)

    real.tick("maanedskjoring")

    assert "kontroll kjørt likevel" in works.bygda.trail()


def test_a_month_whose_run_failed_has_told_so_itself(works: Works, monkeypatch: pytest.MonkeyPatch):
    bygda = works.bygda
    plant("plain", ("minus", "1", "2026-09", Result.FALSE), monkeypatch)
    bygda.measure("2026-09", DEADLINE, e1=-2, e2=1, e3=1)
    assert bygda.run("2026-09", AFTER).failed

    assert "K2026-09-maanedskjoring" not in watched(works, AFTER, 7, 30)
