"""Policies are read as written, and the kommune's own files win over the shipped ones."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest

from kontroll.domain.month import Frequency
from kontroll.domain.policy import Kept, LeaderOf, Policies
from kontroll.domain.problem import Gravity, Place
from kontroll.domain.rule import Severity
from kontroll.policybook import read_policies
from kontroll.settings import shipped_policies
from kontroll.workdays import WorkingDays
from problems.sound_policies import FILES, write_sound


def read(folder: Path, **files: str) -> Policies:
    """The policies of a folder with these files, by their stem."""
    for stem, text in files.items():
        (folder / f"{stem}.yaml").write_text(text, encoding="utf-8")
    policies, problems = read_policies([folder])
    assert [] == problems
    return policies


def test_a_recipient_is_one_of_four(tmp_path: Path) -> None:
    notices = read(tmp_path, varsling=FILES["varsling.yaml"]).notices

    assert LeaderOf.ENHET is notices.recipients["leder"].leader_of
    assert "kommunalsjef" == notices.recipients["kommunalsjef"].unit_type
    assert "1300" == notices.recipients["innkjop"].enhet
    assert "HR-rådgiver" == notices.recipients["hr"].role
    assert Place(str(tmp_path / "varsling.yaml"), 5, 3) == notices.recipients["hr"].place
    assert ("epost", "logg") == notices.channels
    assert frozenset({Severity.CRITICAL}) == notices.urgent


def test_what_varsling_leaves_out_is_the_careful_choice(tmp_path: Path) -> None:
    notices = read(tmp_path, varsling="mottakere: {hr: {rolle: HR}}\nkanaler: [logg]\n").notices

    assert (2, True, frozenset()) == (notices.reminder_days, notices.inhibit_without_data, notices.urgent)


def test_nothing_urgent_no_reminder_and_no_inhibition_can_be_chosen(tmp_path: Path) -> None:
    text = FILES["varsling.yaml"].replace("[kritisk]", "[]").replace("2 arb", "0 arb").replace(": ja", ": nei")

    notices = read(tmp_path, varsling=text).notices

    assert (0, False, frozenset()) == (notices.reminder_days, notices.inhibit_without_data, notices.urgent)


def test_a_delivery_is_of_a_source_or_of_a_dataset(tmp_path: Path) -> None:
    pay, purchases = read(tmp_path, leveranser=FILES["leveranser.yaml"]).deliveries

    assert ("lonn", "HR-systemet", None, "hr", 10) == (pay.id, pay.source, pay.dataset, pay.owner, pay.due_working_days)
    assert ("kjop", None, "kjop", 5) == (purchases.id, purchases.source, purchases.dataset, purchases.due_working_days)
    assert Frequency.MONTH is pay.frequency
    assert 3 == pay.reminder_days == purchases.reminder_days


def test_words_may_be_written_without_norwegian_letters(tmp_path: Path) -> None:
    text = FILES["leveranser.yaml"].replace("måned,", "maaned,")

    assert Frequency.MONTH is read(tmp_path, leveranser=text).deliveries[0].frequency


def test_closed_days_are_single_every_year_and_in_a_row(tmp_path: Path) -> None:
    closed = read(tmp_path, kalender=FILES["kalender.yaml"]).closed_days

    assert {date(year, 12, 24) for year in range(2015, 2046)} <= closed
    assert date(2026, 5, 15) in closed
    assert date(2025, 5, 15) not in closed
    assert {date(2026, 12, day) for day in (28, 29, 30)} <= closed
    assert date(2026, 12, 27) not in closed
    assert date(2026, 12, 31) not in closed
    assert 31 + 1 + 3 == len(closed)


def test_a_leap_day_is_closed_when_there_is_one(tmp_path: Path) -> None:
    closed = read(tmp_path, kalender='stengt: [{hvert_aar: "29.2", grunn: Skuddårsdagen}]\n').closed_days

    assert {date(year, 2, 29) for year in range(2016, 2045, 4)} == closed


def test_a_kommune_may_be_closed_for_45_days_in_a_row(tmp_path: Path) -> None:
    text = "stengt: [{fra: 2026-06-01, til: 2026-07-15, grunn: Flytting}]\n"

    assert 45 == len(read(tmp_path, kalender=text).closed_days)


def test_deadlines_pass_over_a_closed_eve(tmp_path: Path) -> None:
    days = WorkingDays(read(tmp_path, kalender=FILES["kalender.yaml"]).closed_days)

    assert date(2026, 12, 31) == days.after(date(2026, 12, 23), 1)


def test_a_job_runs_at_a_time_on_a_day_or_again_and_again(tmp_path: Path) -> None:
    run, deletion, sending = read(tmp_path, kjoreplan=FILES["kjoreplan.yaml"]).jobs

    assert (time(5, 30), None, None) == (run.at, run.day, run.every_minutes)
    assert (time(21, 30), 2, None) == (deletion.at, deletion.day, deletion.every_minutes)
    assert (None, None, 1) == (sending.at, sending.day, sending.every_minutes)


def test_a_job_may_run_right_after_and_right_before_the_night(tmp_path: Path) -> None:
    jobs = read(tmp_path, kjoreplan='jobber: [{id: a, tid: "04:00"}, {id: b, tid: "22:00"}]\n').jobs

    assert [time(4), time(22)] == [job.at for job in jobs]


def test_what_is_kept_may_be_all_deliveries_or_one_kind(tmp_path: Path) -> None:
    rules = read(tmp_path, oppbevaring=FILES["oppbevaring.yaml"]).retention

    expected = [(Kept.DELIVERY, None, 5), (Kept.DELIVERY, "datasett/fravaer", 3), (Kept.TEXT, None, 10)]
    assert expected == [(rule.kept, rule.kind, rule.years) for rule in rules]


@pytest.mark.parametrize("persons", [0, 2])
def test_how_many_must_approve_a_rule_may_be_two_or_nobody(tmp_path: Path, persons: int) -> None:
    assert persons == read(tmp_path, godkjenning=f"godkjenning: {{personer: {persons}}}\n").approval.persons


def test_where_nothing_is_said_of_approval_nobody_must_approve(tmp_path: Path) -> None:
    assert 0 == read(tmp_path).approval.persons


# --- the stack ------------------------------------------------------------------------------------------------


def test_a_file_of_the_kommunes_own_wins_whole_and_that_is_told(tmp_path: Path) -> None:
    shipped, own = tmp_path / "shipped", tmp_path / "own"
    shipped.mkdir()
    own.mkdir()
    write_sound(shipped)
    (own / "varsling.yaml").write_text("mottakere: {hr: {rolle: HR}}\nkanaler: [logg]\n", encoding="utf-8")

    policies, (told,) = read_policies([shipped, own])

    assert ["hr"] == list(policies.notices.recipients)
    assert 2 == len(policies.deliveries)
    assert Gravity.NOTICE is told.gravity
    assert str(own / "varsling.yaml") == told.place.file
    assert str(shipped / "varsling.yaml") in told.why


def test_faults_below_an_own_file_are_nobodys_concern(tmp_path: Path) -> None:
    shipped, own = tmp_path / "shipped", tmp_path / "own"
    shipped.mkdir()
    own.mkdir()
    (shipped / "kalender.yaml").write_text("stengt: {", encoding="utf-8")
    (own / "kalender.yaml").write_text("stengt: []\n", encoding="utf-8")

    _policies, problems = read_policies([shipped, own])

    assert [Gravity.NOTICE] == [problem.gravity for problem in problems]


@pytest.mark.parametrize("target", ["moved-away.yaml", "kalender.yaml"])
def test_an_own_file_that_is_a_link_to_nothing_is_not_passed_over(tmp_path: Path, target: str) -> None:
    """Else the shipped file would hold, and nobody would know that the kommune's own does not."""
    (tmp_path / "kalender.yaml").symlink_to(tmp_path / target)

    _policies, problems = read_policies([shipped_policies(), tmp_path])

    assert [Gravity.NOTICE, Gravity.STOPS] == [problem.gravity for problem in problems]
    assert {str(tmp_path / "kalender.yaml")} == {problem.place.file for problem in problems}


def test_no_folder_gives_no_choices_and_no_problem(tmp_path: Path) -> None:
    assert (Policies(), []) == read_policies([])
    assert (Policies(), []) == read_policies([tmp_path / "none"])


# --- what is shipped ------------------------------------------------------------------------------------------


def test_the_shipped_policies_are_sound_and_close_no_day() -> None:
    policies, problems = read_policies([shipped_policies()])

    assert [] == problems
    assert frozenset() == policies.closed_days


def test_each_kind_of_thing_has_a_shipped_time_to_be_kept() -> None:
    policies, _none = read_policies([shipped_policies()])

    assert set(Kept) == {rule.kept for rule in policies.retention if rule.kind is None}
