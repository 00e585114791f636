"""Read the inbox: what is new is taken in once, and what somebody still writes is left alone."""

from __future__ import annotations

import os
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from kontroll.flows.deliveries.read_inbox import QUIET, counts_of, read_inbox

from .small import Kommune, Make, at, rule

NOW = at(date(2026, 2, 20))
LONG_AGO = NOW - timedelta(hours=1)
FIGURES = "enhet;indikator;periode;verdi;antall\n1;balanse;2026-01;{value};\n"


@pytest.fixture
def bygda(make: Make) -> Kommune:
    made = make(rule("minus"))
    inbox = made.folder / "inbox"
    inbox.mkdir()
    settings = made.desk.settings.model_copy(update={"inbox": inbox})
    made.desk = type(made.desk)(
        settings, made.desk.rule_folders, made.desk.rulebook, made.desk.policies, made.desk.database
    )
    return made


def put(bygda: Kommune, name: str, value: str = "1", changed: datetime = LONG_AGO) -> Path:
    path = bygda.desk.settings.inbox / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(FIGURES.format(value=value), encoding="utf-8")
    os.utime(path, (changed.timestamp(), changed.timestamp()))
    return path


def names(bygda: Kommune, now: datetime = NOW) -> list[str]:
    return [one.name for one in read_inbox(bygda.desk, now)]


def test_files_are_taken_in_by_the_order_of_their_names_and_once(bygda: Kommune):
    put(bygda, "maalinger/b.csv", "2")
    put(bygda, "maalinger/a.csv")

    assert ["maalinger/a.csv", "maalinger/b.csv"] == names(bygda)
    assert [] == names(bygda)


def test_a_file_that_changes_is_taken_in_again(bygda: Kommune):
    put(bygda, "maalinger/a.csv")
    names(bygda)

    put(bygda, "maalinger/a.csv", "-2", NOW)
    (again,) = read_inbox(bygda.desk, NOW + timedelta(minutes=15))

    assert 1 == len(again.changed)


def test_a_file_that_is_only_touched_is_not_kept_twice(bygda: Kommune):
    path = put(bygda, "maalinger/a.csv")
    names(bygda)
    os.utime(path, (NOW.timestamp(), NOW.timestamp()))

    received = read_inbox(bygda.desk, NOW + timedelta(minutes=15))

    assert {"taken": 0, "again": 1, "refused": 0} == counts_of(received)


def test_a_file_that_is_being_written_is_left_until_it_is_quiet(bygda: Kommune):
    put(bygda, "maalinger/a.csv", changed=NOW)

    assert [] == names(bygda, NOW + timedelta(seconds=QUIET - 1))
    assert ["maalinger/a.csv"] == names(bygda, NOW + timedelta(seconds=QUIET))


@pytest.mark.parametrize("name", [".a.csv", "~$a.csv", "a.csv.tmp", "a.part"])
def test_what_programs_leave_beside_a_file_is_passed_by(bygda: Kommune, name: str):
    put(bygda, f"maalinger/{name}")

    assert [] == names(bygda)


def test_an_inbox_that_is_not_there_holds_nothing(bygda: Kommune):
    bygda.desk.settings.inbox.rmdir()

    assert [] == names(bygda)
