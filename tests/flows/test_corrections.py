"""Corrections: what was followed up goes on with those who answer for it, as if the right data had come at once."""

from __future__ import annotations

from datetime import date

import pytest

from kontroll.domain.avvik import Phase
from kontroll.domain.notice import Reason
from kontroll.domain.sak import Outcome, SakState

from .small import Kommune, Make, rule

FEB, MARCH, APRIL = date(2026, 2, 20), date(2026, 3, 20), date(2026, 4, 20)


def _told(bygda: Kommune, reason: Reason) -> list[tuple[str, str | None]]:
    return [(n.recipient, n.sak) for n in bygda.notices() if n.reason is reason]


def test_a_record_that_was_anothers_gets_a_sak_with_the_leader_it_belongs_to(make: Make):
    bygda = make(rule("dyr", dataset="faktura"))
    bygda.invoices("jan", FEB, "B1;2026-01-05;1;2000")
    bygda.run("2026-01", FEB)
    (wrong,) = bygda.saker()
    bygda.invoices("rettet", MARCH, "B1;2026-01-05;2;2000")

    bygda.run("2026-02", MARCH)

    left, right = bygda.saker()
    assert [right.id] == [avvik.sak for avvik in bygda.avvik()]
    assert ("2", "BERIT", SakState.OPEN) == (right.enhet, right.owner, right.state)
    assert (wrong.id, SakState.RETEST) == (left.id, left.state), "internal control closes what nobody needs to answer"
    assert [("ANNE", wrong.id)] == _told(bygda, Reason.CHANGED)
    assert "avvik flyttet" in bygda.trail()


def test_a_record_corrected_at_its_own_enhet_keeps_its_sak(make: Make):
    bygda = make(rule("dyr", dataset="faktura"))
    bygda.invoices("jan", FEB, "B1;2026-01-05;1;2000")
    bygda.run("2026-01", FEB)
    bygda.invoices("rettet", MARCH, "B1;2026-01-05;1;3000")

    bygda.run("2026-02", MARCH)

    (sak,) = bygda.saker()
    assert (SakState.OPEN, [sak.id]) == (sak.state, [avvik.sak for avvik in bygda.avvik()])
    assert "avvik flyttet" not in bygda.trail()


@pytest.mark.parametrize(("corrected", "state"), [(-2, SakState.OPEN), (2, SakState.RETEST)])
def test_what_had_gone_away_by_itself_is_asked_about_again_where_a_correction_says_it_had_not(
    make: Make, corrected: int, state: SakState
):
    bygda = make(rule("minus"))
    bygda.measure("2026-01", FEB, e1=-2, e2=1, e3=0)
    bygda.run("2026-01", FEB)
    bygda.measure("2026-02", MARCH, e1=1, e2=1, e3=0)
    bygda.run("2026-02", MARCH)
    (sak,) = bygda.saker()
    assert SakState.RETEST is sak.state
    bygda.measure("2026-02", APRIL, e1=corrected)

    bygda.run("2026-03", APRIL)  # of March itself nothing is known

    assert [state] == [sak.state for sak in bygda.saker() if sak.rule == "minus"]


@pytest.mark.parametrize(("value", "lacks"), [("", ["D2026-01-okonomi"]), ("3", [])])
def test_a_correction_that_takes_a_value_away_is_followed_up_with_the_owner_of_the_data(
    make: Make, value: str, lacks: list[str]
):
    bygda = make(rule("minus"))
    bygda.measure("2026-01", FEB, e1=1, e2=1, e3=0)
    bygda.run("2026-01", FEB)
    bygda.measure("2026-01", MARCH, e1=value)
    bygda.measure("2026-02", MARCH, e1=1, e2=1, e3=0)

    bygda.run("2026-02", MARCH)

    assert lacks == [sak.id for sak in bygda.saker()]
    assert [("OLGA", id) for id in lacks] == _told(bygda, Reason.DATA_MISSING)


def test_data_that_came_and_were_taken_away_again_open_the_sak_about_them_again(make: Make):
    bygda = make(rule("minus"))
    bygda.measure("2026-01", FEB, e1=1, e2=1, e3=1)
    bygda.measure("2026-02", MARCH, e2=1, e3=1)
    for day, value in ((MARCH, None), (date(2026, 3, 25), 1), (date(2026, 3, 27), "")):
        if value is not None:
            bygda.measure("2026-02", day, e1=value)
        bygda.run("2026-02", day)

    (sak,) = bygda.saker()
    assert ("D2026-02-okonomi", SakState.OPEN, 1) == (sak.id, sak.state, sak.reopened)
    assert 2 == len(_told(bygda, Reason.DATA_MISSING))
    assert sak.outcome is not Outcome.DELIVERED


def test_nobody_is_asked_about_what_waits_again_after_a_correction(make: Make):
    bygda = make(rule("minus", then="venter: 1"))
    for month, day in (("2026-01", FEB), ("2026-02", MARCH)):
        bygda.measure(month, day, e1=-2, e2=1, e3=0)
        bygda.run(month, day)
    bygda.measure("2026-01", APRIL, e1=2)

    bygda.run("2026-02", APRIL)

    assert [Phase.WAITING] == [avvik.phase for avvik in bygda.avvik()]
    assert [SakState.RETEST] == [sak.state for sak in bygda.saker()]
