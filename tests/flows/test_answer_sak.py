"""A leader answers: what is kept, who hears of it, and what is refused."""

from __future__ import annotations

from datetime import date

import pytest

from kontroll.domain.conflict import Conflict
from kontroll.domain.notice import Reason
from kontroll.domain.refusal import Refusal, Refused
from kontroll.domain.sak import Answer, SakState
from kontroll.flows.saker.acting import Unknown
from kontroll.flows.saker.answer_sak import answer_sak
from kontroll.flows.saker.said import said_in, tiltak_texts
from kontroll.flows.saker.see_notice import see_notice, see_notices_of_sak

from .followed import DEADLINE, FEB, ID, answered, notices_of, promise, the_sak, told, with_a_sak
from .small import PERSONS, Make, at


@pytest.mark.parametrize(
    ("given", "state"),
    [
        (Answer.FIXED, SakState.RETEST),
        (Answer.DISAGREE, SakState.ANSWERED),
        (Answer.EXEMPTION, SakState.ANSWERED),
    ],
)
def test_an_answer_is_kept_with_a_version_a_decision_and_its_text(make: Make, given: Answer, state: SakState):
    bygda = with_a_sak(make)
    before = the_sak(bygda)

    saved = answered(bygda, given)

    assert (state, given, "ANNE", FEB, before.version + 1) == (
        saved.state, saved.answer, saved.answered_by, saved.answered_on, saved.version,
    )  # fmt: skip
    assert saved == the_sak(bygda)
    with bygda.desk.database.reading() as tx:
        (said,) = said_in(tx, ID)
        assert not list(tx.trail.check())
    assert ("svar", given.value, "ANNE", "Avtalen er fra i fjor.") == (
        said.decision.kind, said.decision.outcome, said.decision.by, said.text,
    )  # fmt: skip


def test_the_answer_tiltak_makes_the_tiltak_and_tells_whoever_got_it(make: Make):
    bygda = with_a_sak(make)

    saved = answered(bygda, Answer.MEASURE, promised=[promise(), promise("ANNE", date(2026, 4, 1), "Ny rutine.")])

    assert (SakState.MEASURE, date(2026, 4, 1)) == (saved.state, saved.deadline)
    with bygda.desk.database.reading() as tx:
        assert ["BERIT", "ANNE"] == [one.owner for one in tx.tiltak.all()]
        assert {f"{ID}-T1": "Si opp avtalen.", f"{ID}-T2": "Ny rutine."} == tiltak_texts(said_in(tx, ID))
    (notice,) = notices_of(bygda, Reason.MEASURE_DUE)
    assert ("BERIT", date(2026, 4, 15), "ansvarlig for tiltak") == (notice.recipient, notice.deadline, notice.standing)


@pytest.mark.parametrize("given", [Answer.DISAGREE, Answer.EXEMPTION])
def test_internal_control_is_told_of_what_it_must_decide(make: Make, given: Answer):
    bygda = with_a_sak(make)

    answered(bygda, given)

    assert [("KARI", Reason.ANSWERED), ("KNUT", Reason.ANSWERED)] == told(bygda, Reason.ANSWERED)


def test_internal_control_is_not_told_of_what_needs_no_decision(make: Make):
    bygda = with_a_sak(make)

    answered(bygda, Answer.FIXED)

    assert not told(bygda, Reason.ANSWERED)


def test_her_notices_of_the_sak_are_answered(make: Make):
    bygda = with_a_sak(make)

    answered(bygda, Answer.DISAGREE)

    (hers,) = notices_of(bygda, Reason.NEW_SAK)
    assert at(FEB) == hers.answered_at
    assert [None, None] == [n.answered_at for n in notices_of(bygda, Reason.ANSWERED)]


def test_a_superior_who_answers_leaves_the_leaders_notice_unanswered(make: Make):
    bygda = with_a_sak(make, day=date(2026, 1, 20))
    bygda.deliver("personer.csv", _with_anne_away(), date(2026, 1, 20))

    answered(bygda, Answer.FIXED, "SJEF", day=date(2026, 1, 21))

    (hers,) = notices_of(bygda, Reason.NEW_SAK)
    assert ("ANNE", None) == (hers.recipient, hers.answered_at)


@pytest.mark.parametrize("person", ["BERIT", "SJEF", "TOPP", "KARI", "UTVALG", "UKJENT"])
def test_whoever_is_not_responsible_is_refused_and_nothing_is_kept(make: Make, person: str):
    bygda = with_a_sak(make)
    before = (bygda.saker(), bygda.notices(), bygda.trail())

    with pytest.raises(Refused) as refused:
        answered(bygda, Answer.MEASURE, person, promised=[promise()])

    assert Refusal.NOT_YOUR_SAK is refused.value.why
    assert before == (bygda.saker(), bygda.notices(), bygda.trail())
    with bygda.desk.database.reading() as tx:
        assert not tx.tiltak.all()
        assert not tx.decisions.all()


def test_a_tiltak_of_somebody_nobody_knows_is_refused(make: Make):
    bygda = with_a_sak(make)

    with pytest.raises(Refused) as refused:
        answered(bygda, Answer.MEASURE, promised=[promise("UKJENT")])

    assert Refusal.TILTAK_OWNER_MISSING is refused.value.why
    assert SakState.OPEN is the_sak(bygda).state


def test_an_answer_to_a_page_that_is_overtaken_is_a_conflict(make: Make):
    bygda = with_a_sak(make)
    seen = the_sak(bygda).version
    first = answered(bygda, Answer.FIXED, version=seen)

    with pytest.raises(Conflict):
        answered(bygda, Answer.DISAGREE, version=seen)

    assert first == the_sak(bygda)


def test_a_sak_that_is_not_there_is_said_to_be_unknown(make: Make):
    bygda = with_a_sak(make)

    with pytest.raises(Unknown):
        answer_sak(bygda.desk, "S2026-99999", "ANNE", Answer.FIXED, "", [], at(FEB))


def test_texts_can_be_deleted_and_the_answer_stands(make: Make):
    bygda = with_a_sak(make)
    answered(bygda, Answer.DISAGREE)

    with bygda.desk.database.transaction("kontroll", at(DEADLINE)) as tx:
        (said,) = said_in(tx, ID)
        assert 1 == tx.trail.delete_texts([said.decision.trail])

    with bygda.desk.database.reading() as tx:
        (said,) = said_in(tx, ID)
        assert ("uenig", "") == (said.decision.outcome, said.text)
        assert not list(tx.trail.check())


# --- seen -------------------------------------------------------------------------------------------------------------


def test_a_notice_is_seen_when_its_recipient_opens_it_and_only_the_first_time_counts(make: Make):
    bygda = with_a_sak(make)
    (notice,) = notices_of(bygda, Reason.NEW_SAK)

    first = see_notice(bygda.desk, notice.id, "ANNE", at(FEB))
    again = see_notice(bygda.desk, notice.id, "ANNE", at(DEADLINE))

    (notice,) = notices_of(bygda, Reason.NEW_SAK)
    assert (1, 0, at(FEB)) == (first, again, notice.seen_at)


def test_a_notice_is_not_seen_by_another_who_opens_it(make: Make):
    bygda = with_a_sak(make)
    (notice,) = notices_of(bygda, Reason.NEW_SAK)

    assert 0 == see_notice(bygda.desk, notice.id, "BERIT", at(FEB))
    assert 0 == see_notices_of_sak(bygda.desk, ID, "BERIT", at(FEB))

    (notice,) = notices_of(bygda, Reason.NEW_SAK)
    assert notice.seen_at is None


def test_opening_the_sak_shows_all_that_she_was_told_of_it(make: Make):
    bygda = with_a_sak(make)

    assert 1 == see_notices_of_sak(bygda.desk, ID, "ANNE", at(FEB))
    assert 0 == see_notices_of_sak(bygda.desk, ID, "ANNE", at(FEB))


def test_a_notice_that_is_not_there_is_said_to_be_unknown(make: Make):
    bygda = with_a_sak(make)

    with pytest.raises(Unknown):
        see_notice(bygda.desk, "new_sak:x:ANNE:logg:0", "ANNE", at(FEB))


def _with_anne_away() -> str:
    return PERSONS + "ANNE;;;permisjon;1;2026-01-21;\n"
