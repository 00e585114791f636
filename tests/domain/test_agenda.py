"""A point of the agenda: what may follow what, and what whoever deals with it must say."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kontroll.domain.agenda import (
    DEALT_WITH,
    WAY,
    AgendaPoint,
    AgendaRefusal,
    AgendaRefused,
    Done,
    Point,
    PointAct,
    PointState,
    after,
)


def point(state: PointState = PointState.PROPOSED) -> AgendaPoint:
    return AgendaPoint(
        id="2026-1", year=2026, number=1, point=Point.SLOW, subject="okonomi", area="okonomi", gravity=4, owner="leder",
        month=2, address="", state=state, changed=None, made_at=datetime(2026, 1, 1, tzinfo=UTC), trail=1,
    )  # fmt: skip


SAID = {
    PointAct.TAKE_UP: Done(act=PointAct.TAKE_UP, month=4, owner="hr"),
    PointAct.DECIDE: Done(act=PointAct.DECIDE, text="Vi endrer rutinen.", changed=True),
    PointAct.SET_ASIDE: Done(act=PointAct.SET_ASIDE, text="Avgjort før."),
    PointAct.REOPEN: Done(act=PointAct.REOPEN, text="Det virket ikke."),
}


@pytest.mark.parametrize("state", PointState)
@pytest.mark.parametrize("act", SAID)
def test_what_does_not_stand_in_the_way_is_refused(state: PointState, act: PointAct):
    if act in WAY[state]:
        assert WAY[state][act] is after(point(state), SAID[act]).state
        return
    with pytest.raises(AgendaRefused) as refused:
        after(point(state), SAID[act])
    assert refused.value.why is AgendaRefusal.NOT_NOW


def test_what_is_decided_says_whether_something_changes_and_what_is_laid_aside_changes_nothing():
    decided = after(point(), SAID[PointAct.DECIDE])
    aside = after(point(), SAID[PointAct.SET_ASIDE])

    assert (True, False) == (decided.changed, aside.changed)
    assert {decided.state, aside.state} == DEALT_WITH
    assert after(decided, SAID[PointAct.REOPEN]).changed is None


def test_who_takes_it_up_says_when_and_who():
    taken = after(point(), SAID[PointAct.TAKE_UP])

    assert (PointState.TAKEN_UP, 4, "hr") == (taken.state, taken.month, taken.owner)


@pytest.mark.parametrize(
    ("done", "why"),
    [
        (Done(act=PointAct.TAKE_UP, month=13, owner="hr"), AgendaRefusal.WRONG_MONTH),
        (Done(act=PointAct.TAKE_UP, owner="hr"), AgendaRefusal.WRONG_MONTH),
        (Done(act=PointAct.TAKE_UP, month=12, owner=" "), AgendaRefusal.NO_OWNER),
        (Done(act=PointAct.DECIDE, text=" ", changed=True), AgendaRefusal.NO_TEXT),
        (Done(act=PointAct.DECIDE, text="Vi gjør noe."), AgendaRefusal.NO_OUTCOME),
        (Done(act=PointAct.SET_ASIDE), AgendaRefusal.NO_TEXT),
    ],
)
def test_what_is_not_said_is_refused(done: Done, why: AgendaRefusal):
    with pytest.raises(AgendaRefused) as refused:
        after(point(), done)
    assert refused.value.why is why
