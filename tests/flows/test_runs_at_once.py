"""Runs at once: one that another overtakes, of whatever month, would take back what the other found. It keeps nothing."""

from __future__ import annotations

from datetime import date

import pytest

from kontroll.domain.avvik import Phase
from kontroll.domain.conflict import Conflict
from kontroll.domain.month import Month
from kontroll.domain.run import RunState
from kontroll.flows.month import monthly_run as monthly_run_module

from .small import Kommune, Make, rule

MARCH = date(2026, 3, 20)


@pytest.fixture
def bygda(make: Make) -> Kommune:
    made = make(rule("minus"))
    made.measure("2026-01", MARCH, e1=1, e2=1, e3=1)
    made.measure("2026-02", MARCH, e1=-2, e2=1, e3=1)
    return made


def _overtaken_by(bygda: Kommune, month: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the next run judges, another one of the month is done from beginning to end."""
    real = monthly_run_module.evaluated

    def evaluated(*given):
        monkeypatch.setattr(monthly_run_module, "evaluated", real)
        bygda.run(month, MARCH)
        return real(*given)

    monkeypatch.setattr(monthly_run_module, "evaluated", evaluated)


@pytest.mark.parametrize("other", ["2026-01", "2026-02"])
def test_a_run_that_is_overtaken_keeps_nothing(bygda: Kommune, other: str, monkeypatch: pytest.MonkeyPatch):
    _overtaken_by(bygda, other, monkeypatch)

    with pytest.raises(Conflict):
        bygda.run("2026-01", MARCH)

    with bygda.desk.database.reading() as tx:
        assert [Month.parse(other)] == [run.period for run in tx.runs.all() if run.state is RunState.DONE]
        assert not list(tx.trail.check())


def test_what_overtook_it_stands_and_it_is_done_again_under_its_number(bygda: Kommune, monkeypatch: pytest.MonkeyPatch):
    _overtaken_by(bygda, "2026-02", monkeypatch)
    with pytest.raises(Conflict):
        bygda.run("2026-01", MARCH)

    again = bygda.run("2026-01", MARCH)

    assert again.run is not None
    assert ("2026-01-1", RunState.DONE) == (again.run.id, again.run.state)
    assert [(Phase.OPEN, Month(2026, 2))] == [(avvik.phase, avvik.opened) for avvik in bygda.avvik()]
