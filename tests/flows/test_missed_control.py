"""A missed control: a sak with internal control, told in words, handed to nobody else and closed by another person."""

from __future__ import annotations

from datetime import date

import pytest

from kontroll.domain.month import Month
from kontroll.domain.refusal import Refusal, Refused
from kontroll.domain.sak import SakState
from kontroll.flows.mail.outbox import compose_digests
from kontroll.flows.month.daily import daily_deadlines
from kontroll.flows.month.missed_control import MissedControl, tell_missed
from kontroll.flows.saker.close_sak import close_sak

from .small import Kommune, Make, at, rule

DAY = date(2026, 2, 20)
MISSED = MissedControl(job="frister", since=date(2026, 2, 18), times=2, last=date(2026, 2, 17))


def missed(make: Make, *what: MissedControl) -> Kommune:
    bygda = make(rule("minus"))
    tell_missed(bygda.desk, what or [MISSED], at(DAY))
    return bygda


def test_it_becomes_one_sak_however_often_it_is_told(make: Make):
    bygda = missed(make)

    assert 0 == tell_missed(bygda.desk, [MISSED], at(date(2026, 2, 23)))
    (sak,) = bygda.saker()
    assert ("K2026-02-18-frister", "KARI", date(2026, 2, 24)) == (sak.id, sak.owner, sak.deadline)


def test_the_message_says_which_job_and_since_when(make: Make):
    bygda = missed(make)
    compose_digests(bygda.desk, at(DAY))

    with bygda.desk.database.reading() as tx:
        text = tx.messages.where(recipient="KARI")[0].text
    assert "Oppfølging av frister" in text
    assert "Den skulle ha gått 2 ganger fra og med 18. februar 2026." in text
    assert "Finn ut hvorfor, og se til at den blir kjørt." in text


@pytest.mark.parametrize(
    ("what", "told"),
    [
        (MissedControl(job="maanedskjoring", since=Month(2026, 1)),
         "Januar 2026 er ikke vurdert, enda fristen for leveransene er ute."),
        (MissedControl(job="utsending", since=DAY, times=31, failed=True),
         "Den har feilet 31 ganger på rad siden 20. februar 2026."),
        (MissedControl(job="sletting", since=DAY), "Den skulle ha gått 20. februar 2026."),
    ],
)  # fmt: skip
def test_each_way_of_missing_is_told_in_its_own_words(make: Make, what: MissedControl, told: str):
    assert {told} == {notice.why for notice in missed(make, what).notices()}


def test_it_stays_with_internal_control_and_is_handed_to_no_leader(make: Make):
    bygda = missed(make)

    assert 0 == daily_deadlines(bygda.desk, at(date(2026, 2, 23))).handed_over
    assert "KARI" == bygda.saker()[0].owner
    assert "sak overført" not in bygda.trail()


def test_another_than_the_owner_closes_it_and_says_why(make: Make):
    bygda = missed(make)
    (sak,) = bygda.saker()

    with pytest.raises(Refused) as refused:
        close_sak(bygda.desk, sak.id, "KARI", evidence="Loggen.", reason="Strømbrudd.", now=at(DAY))
    closed = close_sak(bygda.desk, sak.id, "KNUT", evidence="Loggen.", reason="Strømbrudd.", now=at(DAY))

    assert Refusal.OWN_ANSWER is refused.value.why
    assert SakState.CLOSED is closed.state
