"""The leader group of the example: it meets, deals with what is due, and leaves what is not."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from databases import address_of
from kontroll.domain.agenda import DEALT_WITH, AgendaPoint
from kontroll.domain.month import Month
from kontroll.flows.example.example_control import ExampleControl
from kontroll.flows.home.check_trail import check_trail

from ..small import Kommune, Make, at
from .bygda import MAY, bygda


@pytest.fixture
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return address_of(getattr(request, "param", "sqlite"), request, tmp_path)


def points(made: Kommune) -> list[AgendaPoint]:
    with made.desk.database.reading() as tx:
        return sorted(tx.agenda_points.all(), key=lambda one: one.number)


def test_what_is_due_is_dealt_with_or_moved_and_the_trail_holds(make: Make):
    made = bygda(make)
    control = ExampleControl(made.desk, 1, Month(2026, 12))
    control.follow(at(MAY))
    before = points(made)
    control.act(at(date(2026, 6, 9)))
    assert before == points(made)
    control.act(at(date(2026, 6, 10)))

    due = [one for one in points(made) if one.id in {each.id for each in before if each.month == 6}]
    assert due
    assert all(one.state in DEALT_WITH or one.month > 6 for one in due)
    assert any(one.state in DEALT_WITH for one in due)
    assert [one for one in points(made) if one.month == 9 and one not in due] == [
        one for one in before if one.month == 9
    ]
    assert [] == check_trail(made.desk.database).problems


def test_the_last_month_is_left_for_whoever_tries_the_demo(make: Make):
    made = bygda(make)
    control = ExampleControl(made.desk, 1, Month(2026, 6))
    control.follow(at(MAY))
    before = points(made)
    control.act(at(date(2026, 6, 10)))

    assert before == points(made)
