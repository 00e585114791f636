"""Furuvik's own policies: they can be read, and every word that somebody uses means somebody who is there."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kontroll.domain.month import Month
from kontroll.domain.policy import Policies
from kontroll.domain.problem import Gravity, Problem
from kontroll.example.days import Days
from kontroll.example.policies import write_policies
from kontroll.policybook.read import read_policies
from kontroll.settings import shipped_policies
from kontroll.workdays import WorkingDays

from .conftest import rows_of

Read = tuple[Policies, list[Problem]]


@pytest.fixture(scope="module")
def read(tmp_path_factory: pytest.TempPathFactory) -> Read:
    folder = tmp_path_factory.mktemp("policies")
    write_policies(folder)
    return read_policies([shipped_policies(), folder])


def test_they_are_read_without_a_problem_but_that_they_win(read: Read) -> None:
    problems = read[1]

    assert all(problem.gravity is Gravity.NOTICE for problem in problems)
    assert len(problems) == 2


def test_every_owner_of_data_is_somebody(read: Read) -> None:
    policies = read[0]

    assert policies.deliveries
    assert {each.owner for each in policies.deliveries} <= set(policies.notices.recipients)


def test_no_word_of_the_shipped_file_is_forgotten(read: Read) -> None:
    shipped, _ = read_policies([shipped_policies()])

    assert set(read[0].notices.recipients) == set(shipped.notices.recipients)


def test_the_units_and_roles_are_there_in_the_data(read: Read, kommune: Path) -> None:
    units = {row["enhet"] for row in rows_of(kommune / "organisasjon.csv")}
    kinds = {row["enhetstype"] for row in rows_of(kommune / "organisasjon.csv")}
    roles = {row["rolle"] for row in rows_of(kommune / "personer.csv")}
    recipients = read[0].notices.recipients.values()

    assert {r.enhet for r in recipients if r.enhet} <= units
    assert {r.unit_type for r in recipients if r.unit_type} <= kinds
    assert {r.role for r in recipients if r.role} <= roles


def test_no_message_leaves_the_machine(read: Read) -> None:
    assert read[0].notices.channels == ("mappe",)


def test_christmas_eve_is_closed_and_the_day_before_is_not(read: Read) -> None:
    days = WorkingDays(read[0].closed_days)

    assert not days.is_working_day(date(2025, 12, 24))
    assert days.is_working_day(date(2025, 12, 23))


def test_the_holidays_of_the_example_are_those_that_deadlines_are_counted_by() -> None:
    ours, theirs = Days(Month(2023, 11)), WorkingDays()
    every = [date.fromordinal(n) for n in range(date(2021, 1, 1).toordinal(), date(2027, 1, 1).toordinal())]

    assert [ours.is_workday(ours.of(day)) for day in every] == [theirs.is_working_day(day) for day in every]
