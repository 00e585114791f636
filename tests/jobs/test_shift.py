"""A shift: each job once for its date, whatever stops, fails or leads meanwhile; and somebody is told of what did not run."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from kontroll import log
from kontroll.domain.conflict import Conflict
from kontroll.domain.notice import Reason
from kontroll.domain.policy import ScheduledJob
from kontroll.domain.sak import MISSED_CONTROL, SakState
from kontroll.flows.home.check_trail import check_trail
from kontroll.jobs.due import Due
from kontroll.jobs.ledger import Ledger, Superseded

from .plan import MONDAY, Works, local

TUESDAY, THURSDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=3)


def kinds(works: Works, *wanted: str) -> list[str]:
    return [kind for kind in works.bygda.trail() if kind in wanted]


# --- once for each date -----------------------------------------------------------------------------------------------


def test_a_job_runs_at_its_time_and_not_twice_that_day(works: Works):
    shift = works.shift()

    works.at(MONDAY, 6, 15)
    shift.tick("frister")
    shift.tick("frister")
    works.later(hours=3)
    shift.catch_up()

    assert [MONDAY] == works.days_of("frister")
    assert str(MONDAY) == works.mark("job:frister")


def test_a_restart_runs_no_date_again(works: Works):
    works.at(MONDAY, 7)
    works.shift()

    works.later(minutes=5)
    works.shift()

    assert [MONDAY] == works.days_of("frister")


def test_what_came_to_its_time_while_nobody_led_runs_when_somebody_does(works: Works):
    works.shift()

    works.at(MONDAY, 7)
    works.shift()

    assert [("purring", MONDAY), ("frister", MONDAY)] == [one for one in works.ran if one[0] != "innlesing"]


def test_a_job_of_minutes_runs_at_every_tick(works: Works):
    shift = works.shift()
    shift.tick("innlesing")
    works.later(minutes=15)
    shift.tick("innlesing")

    assert [MONDAY] * 3 == works.days_of("innlesing")
    assert works.now.isoformat() == works.mark("job:innlesing")


def test_files_are_read_before_the_jobs_that_were_missed(make):
    works = make((ScheduledJob(id="maanedskjoring", at=time(5, 30)), ScheduledJob(id="innlesing", every_minutes=15)))
    works.at(MONDAY, 7)

    works.shift()

    assert ["innlesing", "maanedskjoring"] == [id for id, _day in works.ran]


def test_the_october_night_runs_a_job_once_though_the_clock_says_its_time_twice(make):
    """A plan may not say 02:30; a job is done once for a date even if it could."""
    works = make((ScheduledJob(id="frister", at=time(2, 30)),))
    works.at(date(2026, 10, 24), 12)
    shift = works.shift()
    works.ran.clear()

    works.now = local(date(2026, 10, 25), 2, 30)
    for _hour in range(3):
        shift.tick("frister")
        works.later(hours=1)

    assert [date(2026, 10, 25)] == works.days_of("frister")


# --- two at once ------------------------------------------------------------------------------------------------------


def test_whoever_led_before_begins_nothing_more(works: Works):
    before = works.shift()
    after = works.shift()
    works.at(MONDAY, 7)

    before.catch_up()
    assert [] == works.days_of("frister")

    after.catch_up()
    assert [MONDAY] == works.days_of("frister")


def test_whoever_lost_the_lead_in_the_middle_of_a_job_does_not_finish_it(works: Works):
    frister = Due(job=works.desk.policies.jobs[2], day=MONDAY)
    before = Ledger(works.desk.database, works.now)
    assert before.begin(frister, works.now)

    after = Ledger(works.desk.database, works.now)

    with pytest.raises(Superseded):
        before.finish(frister, works.now)
    assert after.begin(frister, works.now)
    after.finish(frister, works.now)
    assert not after.begin(frister, works.now)


def test_a_mark_changes_only_from_what_it_was(works: Works):
    def swap(before: str | None, after: str) -> None:
        with works.desk.database.transaction("kontroll", works.now) as tx:
            tx.marks.swap("prove", before, after)

    swap(None, "1")

    for before in (None, "0"):
        with pytest.raises(Conflict):
            swap(before, "2")
    assert "1" == works.mark("prove")


# --- failing ----------------------------------------------------------------------------------------------------------


def test_a_failed_job_is_not_done_and_is_tried_again_until_it_is(works: Works):
    shift = works.shift()
    works.failing.add("frister")
    works.at(MONDAY, 6, 15)

    shift.tick("frister")
    shift.catch_up()  # too soon
    works.later(minutes=1)
    shift.catch_up()
    assert 2 == len(works.days_of("frister"))
    assert works.mark("job:frister") is None
    assert (works.mark("job-failed:frister") or "").startswith("2 ")

    works.failing.clear()
    works.later(minutes=5)
    shift.catch_up()
    shift.catch_up()

    assert 3 == len(works.days_of("frister"))
    assert (str(MONDAY), "") == (works.mark("job:frister"), works.mark("job-failed:frister"))


def test_one_job_that_fails_keeps_no_other_from_running(works: Works):
    works.failing.add("purring")
    works.at(MONDAY, 7)

    works.shift()

    assert [MONDAY] == works.days_of("frister")


def test_the_log_of_a_failed_job_says_which_and_where_and_repeats_no_message(works: Works):
    written = io.StringIO()
    log.configure("info", stream=written)
    works.failing.add("frister")
    works.at(MONDAY, 7)

    works.shift()

    assert '"job": "frister"' in written.getvalue()
    assert '"exception": "OSError"' in written.getvalue()
    assert "Nordmann" not in written.getvalue()


def test_nothing_begins_when_the_shift_has_ended(works: Works):
    shift = replace(works.unbegun(), ended=lambda: True)
    works.at(MONDAY, 7)

    shift.catch_up()

    assert [] == works.ran


# --- missed -----------------------------------------------------------------------------------------------------------


def test_three_days_without_a_worker_run_once_and_become_a_sak_with_internal_control(works: Works):
    works.shift()
    works.at(MONDAY, 7)
    works.shift()
    works.ran.clear()

    works.at(THURSDAY, 12)
    works.shift()

    assert [THURSDAY] == works.days_of("frister")
    saker = works.bygda.saker()
    assert [f"K{TUESDAY}-frister", f"K{TUESDAY}-purring"] == [sak.id for sak in saker]
    frister = saker[0]
    assert (MISSED_CONTROL, SakState.OPEN, "KARI") == (frister.kind, frister.state, frister.owner)
    assert date(2026, 10, 26) == frister.deadline  # two working days later
    told = [n for n in works.bygda.notices() if n.sak == frister.id]
    assert {("KARI", Reason.JOB_MISSED), ("KNUT", Reason.JOB_MISSED)} == {(n.recipient, n.reason) for n in told}
    assert {
        "Den skulle ha gått 3 ganger fra og med 20. oktober 2026.\nSist gikk den for 19. oktober 2026."
    } == {n.why for n in told}  # fmt: skip


def test_that_it_ran_after_all_stands_on_the_trail_and_the_sak_stays_open(works: Works):
    works.shift()
    works.at(THURSDAY, 12)
    works.shift()

    assert [*["kontroll uteble"] * 2, *["jobb tatt igjen", "kontroll kjørt likevel"] * 2] == kinds(
        works, "kontroll uteble", "jobb tatt igjen", "kontroll kjørt likevel"
    )
    assert {SakState.OPEN} == {sak.state for sak in works.bygda.saker()}
    assert [] == check_trail(works.desk.database).breaks


def test_a_stop_shorter_than_the_grace_is_told_to_nobody(works: Works):
    works.shift()

    works.at(MONDAY, 7, 59)
    works.shift()

    assert [MONDAY] == works.days_of("frister")
    assert [] == works.bygda.saker()


def test_the_same_stop_is_told_once_however_often_it_is_seen(works: Works):
    shift = works.shift()
    works.failing |= {"frister"}
    works.at(MONDAY, 6, 15)
    for _hours in range(9):
        shift.catch_up()
        shift.tick("tilsyn")
        works.later(hours=3)

    assert [f"K{MONDAY}-frister"] == [sak.id for sak in works.bygda.saker()]


def test_a_job_of_minutes_that_fails_for_hours_is_told_of(works: Works):
    works.failing.add("innlesing")
    shift = works.shift()
    for _quarter in range(9):
        works.later(minutes=15)
        shift.tick("innlesing")
        shift.tick("tilsyn")

    (sak,) = works.bygda.saker()
    assert f"K{MONDAY}-innlesing" == sak.id
    works.failing.clear()
    works.later(minutes=15)
    shift.tick("innlesing")
    assert ["kontroll kjørt likevel"] == kinds(works, "kontroll kjørt likevel")


def test_a_job_that_was_out_of_the_plan_has_missed_nothing(works: Works):
    works.at(MONDAY, 7)
    works.shift()
    plan = works.desk.policies.jobs
    without = replace(works.desk.policies, jobs=tuple(job for job in plan if job.id != "frister"))
    works.bygda.desk = replace(works.desk, policies=without)
    works.at(TUESDAY, 7)
    works.shift()

    works.bygda.desk = replace(works.desk, policies=replace(without, jobs=plan))
    works.at(THURSDAY, 12)
    works.shift()

    assert [MONDAY, THURSDAY] == works.days_of("frister")
    assert [f"K{MONDAY + timedelta(days=2)}-purring"] == [sak.id for sak in works.bygda.saker()]
