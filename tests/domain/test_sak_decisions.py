"""Internal control decides uenig and unntak: nobody else, never her own, and with a reason."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.saker import (
    ASKED_EXEMPTION,
    CLOSED,
    CONTROL,
    DISAGREED,
    FIXED,
    LATER,
    LEADER,
    OPEN,
    SUPERIOR,
    TODAY,
    TOP,
)
from kontroll.domain.actor import SYSTEM
from kontroll.domain.month import Month
from kontroll.domain.refusal import Refusal, Refused
from kontroll.domain.sak import Answer, Outcome, SakState
from kontroll.domain.sakflow import (
    decide_disagreement,
    decide_exemption,
    exemption,
)
from kontroll.domain.unntak import Unntak

SPRING = (Month(2026, 3), Month(2026, 6))


def refused_because(why: Refusal):
    return pytest.raises(Refused, match=f": {why.value}$")


def decided(sak, actor=CONTROL, *, upheld=True, reason="Avtalen gjelder."):
    return decide_disagreement(sak, actor, upheld=upheld, reason=reason, on=TODAY, deadline=LATER)


def exempted(sak, actor=CONTROL, *, granted=SPRING, reason="Bygget rives."):
    return decide_exemption(sak, actor, granted=granted, reason=reason, on=TODAY, deadline=LATER)


def test_medhold_closes_the_sak_as_a_false_alarm():
    upheld = decided(DISAGREED)

    assert (SakState.CLOSED, Outcome.FALSE_ALARM) == (upheld.state, upheld.outcome)
    assert (CONTROL.person, TODAY) == (upheld.closed_by, upheld.closed_on)
    assert (Answer.DISAGREE, LEADER.person) == (upheld.answer, upheld.answered_by)


def test_without_medhold_it_is_to_be_answered_anew():
    back = decided(DISAGREED, upheld=False)

    assert replace(OPEN, deadline=LATER, reopened=1) == back


@pytest.mark.parametrize("actor", [LEADER, SUPERIOR, TOP, SYSTEM], ids=lambda a: a.person)
def test_only_internal_control_decides(actor):
    with refused_because(Refusal.NOT_INTERNAL_CONTROL):
        decided(DISAGREED, actor)
    with refused_because(Refusal.NOT_INTERNAL_CONTROL):
        exempted(ASKED_EXEMPTION, actor)


@pytest.mark.parametrize("side", ["answered_by", "owner"])
def test_internal_control_does_not_decide_its_own_sak(side):
    with refused_because(Refusal.OWN_ANSWER):
        decided(replace(DISAGREED, **{side: CONTROL.person}))
    with refused_because(Refusal.OWN_ANSWER):
        exempted(replace(ASKED_EXEMPTION, **{side: CONTROL.person}))


@pytest.mark.parametrize("upheld", [True, False])
def test_a_decision_needs_a_reason(upheld):
    with refused_because(Refusal.REASON_MISSING):
        decided(DISAGREED, upheld=upheld, reason=" ")
    with refused_because(Refusal.REASON_MISSING):
        exempted(ASKED_EXEMPTION, granted=SPRING if upheld else None, reason="")


@pytest.mark.parametrize("way", [True, False])
def test_what_was_not_asked_is_not_decided(way):
    with refused_because(Refusal.NOT_A_DISAGREEMENT):
        decided(ASKED_EXEMPTION, upheld=way)
    with refused_because(Refusal.NOT_AN_EXEMPTION):
        exempted(DISAGREED, granted=SPRING if way else None)


def test_an_exemption_holds_for_its_months_and_names_who_gave_it():
    closed = exempted(ASKED_EXEMPTION)

    assert (SakState.CLOSED, Outcome.EXEMPT) == (closed.state, closed.outcome)
    assert exemption(closed, id="u1", first=SPRING[0], last=SPRING[1]) == Unntak(
        id="u1", sak=OPEN.id, rule="innkjop-001", enhet="B1", first=SPRING[0], last=SPRING[1],
        granted_by=CONTROL.person, granted_on=TODAY,
    )  # fmt: skip


@pytest.mark.parametrize("sak", [OPEN, CLOSED, FIXED], ids=lambda s: s.state.value)
def test_no_exemption_comes_of_another_sak(sak):
    with pytest.raises(ValueError, match="exemption"):
        exemption(sak, id="u1", first=SPRING[0], last=SPRING[1])


def test_a_refused_exemption_is_to_be_answered_anew():
    assert replace(OPEN, deadline=LATER, reopened=1) == exempted(ASKED_EXEMPTION, granted=None)


@pytest.mark.parametrize(
    ("last", "why"),
    [
        (Month(2026, 2), Refusal.EXEMPTION_BACKWARDS),
        (Month(2026, 3), None),
        (Month(2027, 2), None),
        (Month(2027, 3), Refusal.EXEMPTION_TOO_LONG),
    ],
)
def test_an_exemption_is_at_least_a_month_and_at_most_a_year(last, why):
    granted = (Month(2026, 3), last)
    if why is None:
        assert Outcome.EXEMPT is exempted(ASKED_EXEMPTION, granted=granted).outcome
    else:
        with refused_because(why):
            exempted(ASKED_EXEMPTION, granted=granted)
