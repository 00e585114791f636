"""Internal control decides, tiltak are kept, and another person closes: what is kept, who hears of it, what is refused."""

from __future__ import annotations

from datetime import date

import pytest

from kontroll.domain.avvik import Phase
from kontroll.domain.conflict import Conflict
from kontroll.domain.month import Month
from kontroll.domain.notice import Reason
from kontroll.domain.refusal import Refusal, Refused
from kontroll.domain.sak import Answer, Outcome, Sak, SakState
from kontroll.flows.saker import hear_person
from kontroll.flows.saker.close_sak import closable_as, close_sak
from kontroll.flows.saker.decide_sak import decide_disagreement_of, decide_exemption_of
from kontroll.flows.saker.reopen_sak import reopen_sak
from kontroll.flows.saker.said import said_in
from kontroll.flows.saker.tiltak_of_sak import add_tiltak_to, change_tiltak_of, finish_tiltak_of

from .followed import FEB, ID, answered, cleared, promise, the_sak, told, with_a_sak
from .small import Make, at, rule

MARCH, APRIL, MAY, JUNE = date(2026, 3, 20), date(2026, 4, 20), date(2026, 5, 20), date(2026, 6, 19)
MONTHS = (Month(2026, 2), Month(2026, 3))


# --- uenig ------------------------------------------------------------------------------------------------------------


def test_medhold_closes_the_sak_as_a_false_alarm_and_tells_her(make: Make):
    bygda = with_a_sak(make)
    answered(bygda, Answer.DISAGREE)

    saved = decide_disagreement_of(bygda.desk, ID, "KARI", upheld=True, reason="Riktig.", now=at(FEB))

    assert (SakState.CLOSED, Outcome.FALSE_ALARM, "KARI") == (saved.state, saved.outcome, saved.closed_by)
    assert [("ANNE", Reason.UPHELD)] == told(bygda, Reason.UPHELD, Reason.NOT_UPHELD)
    with bygda.desk.database.reading() as tx:
        assert ["svar", "avgjørelse av uenighet"] == [said.decision.kind for said in said_in(tx, ID)]
        assert 1 == tx.saker.count(rule="minus", outcome=Outcome.FALSE_ALARM)


def test_without_medhold_she_answers_anew_by_a_new_deadline(make: Make):
    bygda = with_a_sak(make)
    answered(bygda, Answer.DISAGREE)

    saved = decide_disagreement_of(bygda.desk, ID, "KARI", upheld=False, reason="Nei.", now=at(MARCH))

    # Ten working days, of which Easter has three.
    assert (SakState.OPEN, date(2026, 4, 8), None) == (saved.state, saved.deadline, saved.answer)
    assert [("ANNE", Reason.NOT_UPHELD)] == told(bygda, Reason.UPHELD, Reason.NOT_UPHELD)


def test_a_second_disagreement_is_told_to_internal_control_anew(make: Make):
    bygda = with_a_sak(make)
    answered(bygda, Answer.DISAGREE)
    decide_disagreement_of(bygda.desk, ID, "KARI", upheld=False, reason="Nei.", now=at(MARCH))

    answered(bygda, Answer.DISAGREE, day=MARCH)

    assert ["KARI", "KNUT"] * 2 == [person for person, _reason in told(bygda, Reason.ANSWERED)]


@pytest.mark.parametrize("person", ["ANNE", "SJEF", "TOPP", "UTVALG"])
def test_nobody_but_internal_control_decides(make: Make, person: str):
    bygda = with_a_sak(make)
    before = answered(bygda, Answer.DISAGREE)

    with pytest.raises(Refused) as refused:
        decide_disagreement_of(bygda.desk, ID, person, upheld=True, reason="Riktig.", now=at(FEB))

    assert Refusal.NOT_INTERNAL_CONTROL is refused.value.why
    assert before == the_sak(bygda)


def test_the_second_of_two_who_decide_at_once_gets_a_conflict(make: Make):
    bygda = with_a_sak(make)
    seen = answered(bygda, Answer.DISAGREE).version
    decide_disagreement_of(bygda.desk, ID, "KARI", upheld=True, reason="Riktig.", now=at(FEB), version=seen)

    with pytest.raises(Conflict):
        decide_disagreement_of(bygda.desk, ID, "KNUT", upheld=False, reason="Nei.", now=at(FEB), version=seen)

    assert Outcome.FALSE_ALARM is the_sak(bygda).outcome


# --- unntak -----------------------------------------------------------------------------------------------------------


def test_an_exemption_closes_the_sak_for_its_months(make: Make):
    bygda = with_a_sak(make)
    answered(bygda, Answer.EXEMPTION)

    saved = decide_exemption_of(bygda.desk, ID, "KARI", granted=MONTHS, reason="Bygget rives.", now=at(FEB))

    assert (SakState.CLOSED, Outcome.EXEMPT) == (saved.state, saved.outcome)
    with bygda.desk.database.reading() as tx:
        (unntak,) = tx.unntak.all()
    assert ("minus", "1", "", *MONTHS, "KARI") == (
        unntak.rule, unntak.enhet, unntak.post, unntak.first, unntak.last, unntak.granted_by,
    )  # fmt: skip
    assert [("ANNE", Reason.EXEMPTED)] == told(bygda, Reason.EXEMPTED)


def test_a_refused_exemption_makes_none(make: Make):
    bygda = with_a_sak(make)
    answered(bygda, Answer.EXEMPTION)

    saved = decide_exemption_of(bygda.desk, ID, "KARI", granted=None, reason="Nei.", now=at(FEB))

    assert SakState.OPEN is saved.state
    with bygda.desk.database.reading() as tx:
        assert not tx.unntak.all()
    assert [("ANNE", Reason.NOT_EXEMPTED)] == told(bygda, Reason.NOT_EXEMPTED)


def test_what_an_exemption_for_one_record_does_not_cover_is_followed_up_in_a_new_sak(make: Make):
    bygda = make(rule("dyr", dataset="faktura"))
    bygda.invoices("januar", FEB, "B1;2026-01-05;1;2000", "B2;2026-01-06;1;3000")
    bygda.run("2026-01", FEB)
    answered(bygda, Answer.EXEMPTION)

    decide_exemption_of(bygda.desk, ID, "KARI", granted=MONTHS, reason="Avtalt.", now=at(FEB), post="B1")
    bygda.run("2026-02", MARCH)

    saker = {avvik.post: avvik.sak for avvik in bygda.avvik()}
    assert {"B1": ID, "B2": "S2026-00002"} == saker


def test_an_exemption_for_a_record_of_another_sak_is_refused_whole(make: Make):
    bygda = with_a_sak(make)
    answered(bygda, Answer.EXEMPTION)

    with pytest.raises(ValueError, match="no record"):
        decide_exemption_of(bygda.desk, ID, "KARI", granted=MONTHS, reason="Avtalt.", now=at(FEB), post="B1")

    assert SakState.ANSWERED is the_sak(bygda).state


# --- tiltak -----------------------------------------------------------------------------------------------------------


def test_tiltak_are_added_changed_and_done_each_with_a_version_of_the_sak(make: Make):
    bygda = with_a_sak(make)
    first = answered(bygda, Answer.MEASURE, promised=[promise()])

    added = add_tiltak_to(bygda.desk, ID, "ANNE", promise("CARL", date(2026, 5, 4)), at(FEB), first.version)
    changed = change_tiltak_of(
        bygda.desk, ID, added.id, "ANNE", owner="ANNE", deadline=date(2026, 3, 2), reason="Haster.", now=at(FEB),
        version=first.version + 1,
    )  # fmt: skip
    nearest = the_sak(bygda).deadline
    finish_tiltak_of(bygda.desk, ID, changed.id, "ANNE", "Gjort.", at(FEB), first.version + 2)

    assert date(2026, 3, 2) == nearest
    assert (SakState.MEASURE, date(2026, 4, 15), first.version + 3) == (
        the_sak(bygda).state, the_sak(bygda).deadline, the_sak(bygda).version,
    )  # fmt: skip
    assert ["BERIT", "CARL"] == [person for person, _reason in told(bygda, Reason.MEASURE_DUE)]


def test_after_the_last_tiltak_the_rule_tests_again(make: Make):
    bygda = with_a_sak(make)
    answered(bygda, Answer.MEASURE, promised=[promise()])

    done = finish_tiltak_of(bygda.desk, ID, f"{ID}-T1", "BERIT", "Gjort.", at(FEB))

    assert (FEB, "BERIT") == (done.done, done.done_by)
    assert SakState.RETEST is the_sak(bygda).state


def test_the_owner_of_a_tiltak_cannot_put_off_her_own_deadline(make: Make):
    bygda = with_a_sak(make)
    before = answered(bygda, Answer.MEASURE, promised=[promise()])

    with pytest.raises(Refused) as refused:
        change_tiltak_of(
            bygda.desk, ID, f"{ID}-T1", "BERIT", owner="BERIT", deadline=MAY, reason="Rekker det ikke.", now=at(FEB)
        )

    assert Refusal.NOT_YOUR_SAK is refused.value.why
    assert before == the_sak(bygda)


# --- closing ----------------------------------------------------------------------------------------------------------


def test_another_person_closes_with_evidence_when_the_rule_no_longer_strikes(make: Make):
    bygda = with_a_sak(make)
    answered(bygda, Answer.FIXED)
    cleared(bygda)

    saved = close_sak(bygda.desk, ID, "KARI", evidence="Se avtalen.", reason="", now=at(MARCH))

    assert (Outcome.RESOLVED, "KARI", True) == (saved.outcome, saved.closed_by, saved.evidence)
    assert [("ANNE", Reason.RESOLVED)] == told(bygda, Reason.RESOLVED, Reason.CLOSED)
    with bygda.desk.database.reading() as tx:
        assert "Se avtalen." == said_in(tx, ID)[-1].evidence


@pytest.mark.parametrize(
    ("person", "evidence", "why"),
    [
        ("ANNE", "Se avtalen.", Refusal.OWN_ANSWER),
        ("BERIT", "Se avtalen.", Refusal.NOT_ALLOWED_TO_CLOSE),
        ("KARI", " ", Refusal.EVIDENCE_MISSING),
    ],
)
def test_closing_is_refused(make: Make, person: str, evidence: str, why: Refusal):
    bygda = with_a_sak(make)
    answered(bygda, Answer.FIXED)
    cleared(bygda)

    with pytest.raises(Refused) as refused:
        close_sak(bygda.desk, ID, person, evidence=evidence, reason="", now=at(MARCH))

    assert why is refused.value.why
    assert SakState.RETEST is the_sak(bygda).state


def test_what_still_strikes_is_not_closed(make: Make):
    bygda = with_a_sak(make)
    answered(bygda, Answer.FIXED)

    with pytest.raises(Refused) as refused:
        close_sak(bygda.desk, ID, "KARI", evidence="Se avtalen.", reason="Bra nok.", now=at(FEB))

    assert Refusal.STILL_STRIKING is refused.value.why
    with bygda.desk.database.reading() as tx:
        assert closable_as(tx, bygda.desk.rulebook, the_sak(bygda)) is None


def test_a_sak_that_points_at_somebody_is_closed_only_when_she_is_heard(make: Make, monkeypatch: pytest.MonkeyPatch):
    # Which rules point at somebody is told elsewhere; here every sak does.
    monkeypatch.setattr(hear_person, "points_at_person", lambda *_about: True)
    bygda = make(rule("dyr", dataset="faktura"))
    bygda.invoices("januar", FEB, "B1;2026-01-05;1;2000")
    bygda.run("2026-01", FEB)
    answered(bygda, Answer.FIXED)

    def close() -> Sak:
        return close_sak(bygda.desk, ID, "KARI", evidence="Se notatet.", reason="Kjøpet er gjort.", now=at(FEB))

    with pytest.raises(Refused) as refused:
        close()
    assert Refusal.HEARING_MISSING is refused.value.why
    hear_person.hear_person(bygda.desk, ID, "KARI", on=FEB, how="I samtale.", said="Ja.", declined=False, now=at(FEB))
    assert Outcome.DOCUMENTED is close().outcome


def test_what_happened_once_is_closed_with_a_reason_and_is_not_called_solved(make: Make):
    bygda = make(rule("dyr", dataset="faktura"))
    bygda.invoices("januar", FEB, "B1;2026-01-05;1;2000")
    bygda.run("2026-01", FEB)
    answered(bygda, Answer.FIXED)

    saved = close_sak(bygda.desk, ID, "KARI", evidence="Se notatet.", reason="Kjøpet er gjort.", now=at(FEB))

    assert Outcome.DOCUMENTED is saved.outcome
    assert [("ANNE", Reason.CLOSED)] == told(bygda, Reason.RESOLVED, Reason.CLOSED)


def test_a_third_time_is_linked_to_the_two_before(make: Make):
    bygda = with_a_sak(make)
    months = [("2026-02", MARCH, 1), ("2026-03", APRIL, -3), ("2026-04", MAY, 1), ("2026-05", JUNE, -3)]
    for month, day, value in months:
        open_now = bygda.saker()[-1]
        bygda.measure(month, day, e1=value, e2=1, e3=0)
        bygda.run(month, day)
        if value > 0:
            close_sak(bygda.desk, open_now.id, "KARI", evidence="Se avtalen.", reason="", now=at(day))

    assert [(None, 1), (ID, 2), ("S2026-00002", 3)] == [(s.recurrence_of, s.occurrence) for s in bygda.saker()]


# --- reopening --------------------------------------------------------------------------------------------------------


def test_internal_control_reopens_what_was_closed_too_early(make: Make):
    bygda = with_a_sak(make)
    answered(bygda, Answer.EXEMPTION)
    decide_exemption_of(bygda.desk, ID, "KARI", granted=MONTHS, reason="Bygget rives.", now=at(FEB))

    saved = reopen_sak(bygda.desk, ID, "KNUT", reason="Bygget rives ikke.", now=at(MARCH))

    assert (SakState.OPEN, None, "ANNE") == (saved.state, saved.outcome, saved.owner)
    assert [("ANNE", Reason.REOPENED)] == told(bygda, Reason.REOPENED)
    with bygda.desk.database.reading() as tx:
        (unntak,) = tx.unntak.all()
    assert (Month(2026, 2), Month(2026, 2)) == (unntak.first, unntak.last)


@pytest.mark.parametrize(
    ("person", "reason", "why"),
    [("ANNE", "Feil.", Refusal.NOT_INTERNAL_CONTROL), ("KNUT", "", Refusal.REASON_MISSING)],
)
def test_reopening_is_refused(make: Make, person: str, reason: str, why: Refusal):
    bygda = with_a_sak(make)
    answered(bygda, Answer.DISAGREE)
    decide_disagreement_of(bygda.desk, ID, "KARI", upheld=True, reason="Riktig.", now=at(FEB))

    with pytest.raises(Refused) as refused:
        reopen_sak(bygda.desk, ID, person, reason=reason, now=at(MARCH))

    assert why is refused.value.why
    assert Phase.OPEN is bygda.avvik()[0].phase
    assert SakState.CLOSED is the_sak(bygda).state
