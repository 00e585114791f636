"""Due: which dates a job is to run for, over the nights when the clock is moved, and after days without a worker."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from kontroll.domain.policy import ScheduledJob
from kontroll.jobs.due import GRACE, Due, Failure, Known, due, late, moment

OSLO = ZoneInfo("Europe/Oslo")
DAILY = ScheduledJob(id="frister", at=time(6, 15))
MONTHLY = ScheduledJob(id="sletting", at=time(21, 30), day=2)
OFTEN = ScheduledJob(id="utsending", every_minutes=1)
MONDAY = date(2026, 10, 19)


def local(day: date, hour: int, minute: int = 0, fold: int = 0) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=OSLO, fold=fold).astimezone(UTC)


def known(done: date | None = None, since: datetime | None = None, failure: Failure | None = None) -> Known:
    return Known(since=since or local(date(2026, 1, 1), 0), done=done, failure=failure)


def days(job: ScheduledJob, what: Known, now: datetime) -> list[tuple[date, int]]:
    """The date and how many were missed before it."""
    return [(one.day, len(one.missed)) for one in due([job], {job.id: what}, now)]


# --- the plain day ----------------------------------------------------------------------------------------------------


def test_a_job_is_due_from_its_time_and_not_a_minute_before():
    yesterday = known(done=MONDAY - timedelta(days=1))

    assert [] == days(DAILY, yesterday, local(MONDAY, 6, 14))
    assert [(MONDAY, 0)] == days(DAILY, yesterday, local(MONDAY, 6, 15))


def test_a_date_that_is_done_is_not_due_again():
    assert [] == days(DAILY, known(done=MONDAY), local(MONDAY, 23, 59))


def test_the_date_is_that_of_norway_and_not_of_the_machine():
    """23:30 UTC on Sunday is half past one on Monday in Oslo in summer."""
    job = ScheduledJob(id="frister", at=time(1, 0))

    found = days(job, known(done=date(2026, 7, 5)), datetime(2026, 7, 5, 23, 30, tzinfo=UTC))

    assert [(date(2026, 7, 6), 0)] == found


def test_a_job_of_a_day_of_the_month_is_due_on_that_day_only():
    done = known(done=date(2026, 9, 2))

    assert [] == days(MONTHLY, done, local(date(2026, 10, 1), 23))
    assert [(date(2026, 10, 2), 0)] == days(MONTHLY, done, local(date(2026, 10, 2), 21, 30))


def test_a_job_of_minutes_is_never_caught_up():
    assert [] == days(OFTEN, known(), local(MONDAY, 12))


def test_the_first_time_of_the_day_goes_first():
    jobs = [DAILY, ScheduledJob(id="maanedskjoring", at=time(5, 30)), ScheduledJob(id="purring", at=time(6, 0))]
    found = due(jobs, {job.id: known(done=MONDAY - timedelta(days=1)) for job in jobs}, local(MONDAY, 9))

    assert ["maanedskjoring", "purring", "frister"] == [one.job.id for one in found]


# --- the nights when the clock is moved -------------------------------------------------------------------------------

AT_NIGHT = ScheduledJob(id="frister", at=time(2, 30))
OCTOBER, MARCH = date(2026, 10, 25), date(2026, 3, 29)


@pytest.mark.parametrize(
    ("now", "done", "expected"),
    [
        (local(OCTOBER, 2, 29), OCTOBER - timedelta(days=1), []),
        (local(OCTOBER, 2, 30), OCTOBER - timedelta(days=1), [OCTOBER]),
        (local(OCTOBER, 2, 30, fold=1), OCTOBER, []),  # an hour later, and the clock says 02:30 again
        (local(OCTOBER, 2, 30, fold=1), OCTOBER - timedelta(days=1), [OCTOBER]),
        (local(OCTOBER, 3, 0), OCTOBER, []),
        (local(OCTOBER + timedelta(days=1), 2, 30), OCTOBER, [OCTOBER + timedelta(days=1)]),
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), MARCH - timedelta(days=1), []),  # 01:59; the next minute is 03:00
        (datetime(2026, 3, 29, 1, 30, tzinfo=UTC), MARCH - timedelta(days=1), [MARCH]),
        (local(MARCH, 3, 30), MARCH, []),
    ],
)
def test_a_night_with_one_hour_more_or_less_has_each_job_once(now, done, expected):
    assert expected == [day for day, _missed in days(AT_NIGHT, known(done=done), now)]


def test_every_date_of_a_year_comes_once_whatever_the_clock_does():
    """The year in steps of ten minutes, with a job at a time that one night has twice and another has not."""
    done, ran = date(2025, 12, 31), []
    now, end = local(date(2026, 1, 1), 0), local(date(2026, 12, 31), 23, 59)
    while now < end:
        for one in due([AT_NIGHT], {"frister": known(done=done)}, now):
            ran.append(one.day)
            done = one.day
        now += timedelta(minutes=10)

    assert [date(2026, 1, 1) + timedelta(days=n) for n in range(365)] == ran


# --- after days without a worker --------------------------------------------------------------------------------------


def test_after_three_days_it_is_due_once_for_today_and_the_days_are_named():
    (one,) = due([DAILY], {"frister": known(done=MONDAY - timedelta(days=1))}, local(date(2026, 10, 22), 12))

    assert Due(
        job=DAILY, day=date(2026, 10, 22), missed=(MONDAY, date(2026, 10, 20), date(2026, 10, 21))
    ) == one  # fmt: skip


def test_before_its_time_of_the_day_it_is_due_for_yesterday():
    assert [(date(2026, 10, 21), 2)] == days(
        DAILY, known(done=MONDAY - timedelta(days=1)), local(date(2026, 10, 22), 6, 14)
    )


def test_a_job_that_is_new_in_the_plan_runs_the_same_day_and_has_missed_nothing():
    new = known(since=local(MONDAY, 12))

    assert [(MONDAY, 0)] == days(DAILY, new, local(MONDAY, 12))
    assert [] == days(MONTHLY, new, local(MONDAY, 12))


def test_a_monthly_job_that_was_missed_is_caught_up_later_in_the_month():
    assert [(date(2026, 10, 2), 0)] == days(MONTHLY, known(done=date(2026, 9, 2)), local(MONDAY, 12))


# --- failed -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("count", "minutes"), [(1, 1), (2, 5), (3, 15), (4, 60), (9, 60)])
def test_a_failed_job_waits_longer_each_time(count, minutes):
    failed = local(MONDAY, 7)
    what = known(
        done=MONDAY - timedelta(days=1), failure=Failure(count=count, first=failed - timedelta(days=1), last=failed)
    )

    assert [] == days(DAILY, what, failed + timedelta(minutes=minutes, seconds=-1))
    assert [(MONDAY, 0)] == days(DAILY, what, failed + timedelta(minutes=minutes))


# --- late -------------------------------------------------------------------------------------------------------------


def test_a_job_is_late_when_its_grace_is_over():
    what = {"frister": known(done=MONDAY - timedelta(days=1))}
    over = moment(DAILY, MONDAY) + GRACE

    assert [] == late([DAILY], what, over - timedelta(seconds=1))
    assert [(MONDAY, 1)] == [(one.day, one.count) for one in late([DAILY], what, over)]


def test_a_job_that_ran_is_not_late():
    assert [] == late([DAILY], {"frister": known(done=MONDAY)}, local(MONDAY, 23))


def test_the_first_day_names_the_stop_however_long_it_lasts():
    what = {"frister": known(done=MONDAY - timedelta(days=1))}

    found = [late([DAILY], what, local(MONDAY + timedelta(days=n), 12))[0] for n in range(3)]

    assert [(MONDAY, 1), (MONDAY, 2), (MONDAY, 3)] == [(one.day, one.count) for one in found]


def test_nothing_is_late_that_was_to_run_before_it_was_planned():
    new = {"frister": known(since=local(MONDAY, 12))}

    assert [] == late([DAILY], new, local(MONDAY, 23))
    assert [MONDAY + timedelta(days=1)] == [
        one.day for one in late([DAILY], new, local(MONDAY + timedelta(days=1), 12))
    ]


def test_a_job_of_minutes_is_late_when_it_has_failed_for_long():
    first = local(MONDAY, 7)
    what = known(failure=Failure(count=3, first=first, last=first + timedelta(minutes=3)))

    assert [] == late([OFTEN], {"utsending": what}, first + GRACE - timedelta(seconds=1))
    assert [MONDAY] == [one.day for one in late([OFTEN], {"utsending": what}, first + GRACE)]
    assert [] == late([OFTEN], {"utsending": replace(what, failure=None)}, first + GRACE)
