"""Resultatavtale: who may do what when, what a goal must say, and what two agreements have differently."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from kontroll.domain.agreement import (
    Agreement,
    AgreementRefusal,
    AgreementRefused,
    AgreementState,
    Goal,
    GoalKind,
    GoalStatus,
    Party,
    Round,
    Verdict,
    changed,
    concluded,
    revised,
    signed,
    talk_confirmed,
    talk_set,
    with_parties,
)
from kontroll.domain.agreementgoal import Wanted, check, differences

NOW, TODAY = datetime(2026, 2, 20, 9, 0, tzinfo=UTC), date(2026, 2, 20)
GOALS = [Goal(agreement="2026-1-1", number=1, kind=GoalKind.JUDGED, text=7)]
DRAFT = Agreement(
    id="2026-1-1", year=2026, enhet="1", number=1, person="ANNE", superior="SJEF", made_by="ANNE", made_at=NOW
)
MET = replace(DRAFT, talk_on=date(2026, 2, 19), talk_person_at=NOW, talk_superior_at=NOW)
AGREED = replace(MET, person_at=NOW, superior_at=NOW, state=AgreementState.AGREED)


def refusal(raised: pytest.ExceptionInfo[AgreementRefused]) -> AgreementRefusal:
    return raised.value.why


def test_it_holds_when_both_have_signed_and_not_before():
    once = signed(MET, Party.LEADER, NOW, GOALS)
    twice = signed(once, Party.SUPERIOR, NOW, GOALS)

    assert [AgreementState.DRAFT, AgreementState.AGREED] == [once.state, twice.state]


@pytest.mark.parametrize(
    ("draft", "goals", "why"),
    [
        (DRAFT, GOALS, AgreementRefusal.NO_TALK),
        (replace(MET, talk_superior_at=None), GOALS, AgreementRefusal.TALK_NOT_CONFIRMED),
        (replace(MET, talk_person_at=None), GOALS, AgreementRefusal.TALK_NOT_CONFIRMED),
        (replace(MET, superior=None), GOALS, AgreementRefusal.NO_SUPERIOR),
        (MET, [], AgreementRefusal.NO_GOALS),
        (replace(MET, person_at=NOW), GOALS, AgreementRefusal.ALREADY),
        (AGREED, GOALS, AgreementRefusal.NOT_DRAFT),
    ],
)
def test_nobody_signs(draft: Agreement, goals: list[Goal], why: AgreementRefusal):
    with pytest.raises(AgreementRefused) as raised:
        signed(draft, Party.LEADER, NOW, goals)

    assert why is refusal(raised)


def test_a_talk_is_confirmed_from_the_day_it_is_held():
    draft = talk_set(DRAFT, TODAY)

    assert NOW == talk_confirmed(draft, Party.LEADER, NOW, TODAY).talk_person_at
    with pytest.raises(AgreementRefused) as raised:
        talk_confirmed(draft, Party.LEADER, NOW, date(2026, 2, 19))
    assert AgreementRefusal.NOT_HELD_YET is refusal(raised)


def test_another_day_for_the_talk_takes_back_what_was_said_of_the_first():
    moved = talk_set(replace(MET, person_at=NOW), TODAY)

    assert (TODAY, None, None, None) == (moved.talk_on, moved.talk_person_at, moved.talk_superior_at, moved.person_at)


@pytest.mark.parametrize(
    ("on", "held"), [(date(2025, 1, 1), True), (date(2024, 12, 31), False), (date(2027, 1, 1), False)]
)
def test_the_talk_is_of_the_year_or_the_one_before(on: date, held: bool):
    if held:
        assert on == talk_set(DRAFT, on).talk_on
        return
    with pytest.raises(AgreementRefused):
        talk_set(DRAFT, on)


def test_a_change_takes_back_signatures_and_what_is_signed_is_not_changed():
    assert None is changed(replace(MET, person_at=NOW)).person_at
    with pytest.raises(AgreementRefused):
        changed(AGREED)


def test_a_new_leader_has_had_no_talk_and_a_new_superior_has_confirmed_none():
    led = with_parties(replace(MET, person_at=NOW), "BERIT", "SJEF", council=False)
    above = with_parties(replace(MET, person_at=NOW), "ANNE", "TOPP", council=False)

    assert (None, None, None) == (led.talk_on, led.talk_superior_at, led.person_at)
    assert (NOW, None, None) == (above.talk_person_at, above.talk_superior_at, above.person_at)
    assert AGREED == with_parties(AGREED, "BERIT", "TOPP", council=False)


def test_a_new_version_is_a_draft_that_nobody_has_signed_and_keeps_the_talk():
    draft = revised(AGREED, "2026-1-2", 2, "SJEF", NOW, 9)

    assert (AgreementState.DRAFT, None, None, 9) == (draft.state, draft.person_at, draft.superior_at, draft.reason)
    assert draft.talk_is_confirmed
    with pytest.raises(AgreementRefused):
        revised(MET, "2026-1-2", 2, "SJEF", NOW, 9)


def result(goal: int = 1, round: Round = Round.RESULT) -> GoalStatus:
    return GoalStatus(
        agreement="2026-1-1", goal=goal, number=1, round=round, verdict=Verdict.REACHED, by="SJEF", at=NOW
    )


@pytest.mark.parametrize(
    ("day", "judged", "why"),
    [
        (date(2027, 1, 1), [result()], None),
        (date(2026, 12, 31), [result()], AgreementRefusal.TOO_EARLY),
        (date(2027, 1, 1), [], AgreementRefusal.NOT_ALL),
        (date(2027, 1, 1), [result(round=Round.MIDYEAR)], AgreementRefusal.NOT_ALL),
    ],
)
def test_the_year_is_made_up_when_it_is_over_and_every_goal_has_a_result(day, judged, why):
    if why is None:
        assert AgreementState.CONCLUDED is concluded(AGREED, NOW, day, judged, GOALS).state
        return
    with pytest.raises(AgreementRefused) as raised:
        concluded(AGREED, NOW, day, judged, GOALS)
    assert why is refusal(raised)


BALANCE = {"kind": GoalKind.MAP, "indicator": "okonomi_avvik", "green": "1"}


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        (Wanted(kind=GoalKind.JUDGED, words="Ha forankret verdigrunnlaget."), None),
        (Wanted(kind=GoalKind.JUDGED, words=" "), AgreementRefusal.NO_TEXT),
        (Wanted(kind=GoalKind.DATED, words="Ferdig.", due=date(2026, 12, 31)), None),
        (Wanted(kind=GoalKind.DATED, words="Ferdig."), AgreementRefusal.NO_DATE),
        (Wanted(kind=GoalKind.DATED, words="Ferdig.", due=date(2027, 1, 1)), AgreementRefusal.WRONG_DATE),
        (Wanted(kind=GoalKind.COUNTED, words="Minst 15.", due=date(2026, 12, 31), target=15), None),
        (Wanted(kind=GoalKind.COUNTED, words="Minst 15.", due=date(2026, 12, 31)), AgreementRefusal.NO_TARGET),
        # Balance is the least that is yellow, whatever two agree on.
        (Wanted(**BALANCE, yellow="0"), None),
        (Wanted(**BALANCE, yellow="-0,1"), AgreementRefusal.BELOW_BALANCE),
        (Wanted(**BALANCE, yellow="1,1"), AgreementRefusal.WRONG_THRESHOLDS),
        (Wanted(**BALANCE, yellow="NaN"), AgreementRefusal.NO_TARGET),
    ],
)
def test_what_a_goal_must_say(wanted: Wanted, why: AgreementRefusal | None):
    if why is None:
        check(wanted, 2026)
        return
    with pytest.raises(AgreementRefused) as raised:
        check(wanted, 2026)
    assert why is refusal(raised)


def test_yellow_is_on_the_other_side_of_green_where_smaller_is_better():
    check(Wanted(kind=GoalKind.MAP, indicator="sykefravaer", green="7,5", yellow="9"), 2026, -1)
    with pytest.raises(AgreementRefused):
        check(Wanted(kind=GoalKind.MAP, indicator="sykefravaer", green="9", yellow="7,5"), 2026, -1)


def test_what_is_new_gone_or_otherwise_and_what_only_moved_a_year():
    def of(kind: GoalKind, number: int, **more: object) -> Goal:
        return Goal(agreement="x", number=number, kind=kind, **more)  # type: ignore[arg-type]

    words = {1: "Ferdig.", 2: "Ferdig.", 3: "Borte.", 4: "Ny."}
    before = [
        of(GoalKind.MAP, 1, indicator="a", green="7.50", yellow="9"), of(GoalKind.MAP, 2, indicator="b", green="1", yellow="0"),
        of(GoalKind.DATED, 3, text=1, due=date(2025, 6, 1)), of(GoalKind.JUDGED, 4, text=3),
    ]  # fmt: skip
    after = [
        of(GoalKind.MAP, 5, indicator="a", green="7.5", yellow="9"), of(GoalKind.MAP, 6, indicator="b", green="2", yellow="0"),
        of(GoalKind.DATED, 7, text=2, due=date(2026, 6, 1)), of(GoalKind.JUDGED, 8, text=4),
    ]  # fmt: skip

    found = differences(before, after, words)

    assert [(2, 6), (None, 8), (4, None)] == [
        (one.before.number if one.before else None, one.after.number if one.after else None) for one in found
    ]
