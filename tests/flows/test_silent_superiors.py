"""A superior who does not ask a leader for what was lifted to her is herself an avvik, and whoever is above her is told."""

from __future__ import annotations

from datetime import date, timedelta

from kontroll.domain.notice import Notice, Reason
from kontroll.domain.sak import SILENT_SUPERIOR, Answer, Sak, SakState
from kontroll.flows.month.daily import daily_deadlines
from kontroll.flows.saker.casework import comment_on
from kontroll.flows.saker.close_sak import close_sak

from .followed import answered, the_sak, with_a_sak
from .small import Kommune, Make, at

#: To be answered by 27 March, and lifted to Siv on the 31st; Easter is 2–6 April, so her five working days end on the 10th.
OPENED, LIFTED, DAYS_OVER = date(2026, 3, 13), date(2026, 3, 31), date(2026, 4, 10)
UP_IN_TWO = "eskaler: {etter: 2 arbeidsdager, til: overordnet}"


def lived(bygda: Kommune, first: date, last: date) -> None:
    for n in range((last - first).days + 1):
        daily_deadlines(bygda.desk, at(first + timedelta(days=n)))


def silent(bygda: Kommune) -> list[Sak]:
    return [sak for sak in bygda.saker() if sak.kind == SILENT_SUPERIOR]


def told(bygda: Kommune, sak: Sak) -> list[tuple[str, Reason]]:
    notices: list[Notice] = [one for one in bygda.notices() if one.sak == sak.id]
    return sorted(((one.recipient, one.reason) for one in notices), key=str)


def test_she_has_five_working_days_to_ask_and_not_one_more(make: Make):
    bygda = with_a_sak(make, UP_IN_TWO, OPENED)

    lived(bygda, OPENED, DAYS_OVER - timedelta(days=1))
    assert [] == silent(bygda)

    lived(bygda, DAYS_OVER, DAYS_OVER)
    (one,) = silent(bygda)
    assert ("SJEF", "9", SakState.OPEN) == (one.owner, one.enhet, one.state)
    assert {("SJEF", Reason.NEW_SAK), ("TOPP", Reason.INFORMED)} == set(told(bygda, one))
    why = next(notice.why for notice in bygda.notices() if notice.sak == one.id)
    assert the_sak(bygda).id in why


def test_whoever_has_asked_is_no_avvik(make: Make):
    bygda = with_a_sak(make, UP_IN_TWO, OPENED)
    lived(bygda, OPENED, LIFTED)
    comment_on(bygda.desk, the_sak(bygda).id, "SJEF", "Hva er gjort med dette?", at(date(2026, 4, 1)))

    lived(bygda, date(2026, 4, 1), date(2026, 4, 24))

    assert [] == [sak for sak in silent(bygda) if sak.owner == "SJEF"]


def test_what_the_leader_answers_meanwhile_needs_no_asking(make: Make):
    bygda = with_a_sak(make, UP_IN_TWO, OPENED)
    lived(bygda, OPENED, LIFTED)
    answered(bygda, Answer.FIXED, "ANNE", day=date(2026, 4, 1))

    lived(bygda, date(2026, 4, 1), date(2026, 4, 24))

    assert [] == silent(bygda)


def test_it_is_one_sak_however_many_days_go_and_another_one_is_opened_the_next_month_alone(make: Make):
    bygda = with_a_sak(make, UP_IN_TWO, OPENED)
    lived(bygda, OPENED, date(2026, 4, 16))
    (one,) = silent(bygda)
    close_sak(bygda.desk, one.id, "KARI", evidence="", reason="Siv var syk.", now=at(date(2026, 4, 16)))

    lived(bygda, date(2026, 4, 17), date(2026, 4, 30))
    assert [one.id] == [sak.id for sak in silent(bygda)]

    lived(bygda, date(2026, 5, 1), date(2026, 5, 4))
    assert ["P2026-04-9", "P2026-05-9"] == sorted(sak.id for sak in silent(bygda))


def test_of_the_top_leader_who_does_not_ask_the_kontrollutvalg_is_told(make: Make):
    """Siv's own silence is lifted to the top, who does not ask either."""
    bygda = with_a_sak(make, UP_IN_TWO, OPENED)

    lived(bygda, OPENED, date(2026, 5, 12))

    tops = next(sak for sak in silent(bygda) if sak.owner == "TOPP")
    assert "0" == tops.enhet
    assert ("UTVALG", Reason.INFORMED) in told(bygda, tops)
    assert "SJEF" not in {person for person, _reason in told(bygda, tops)}
