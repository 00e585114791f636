"""Whoever the law names is told once a month of a control measure that is not evaluated in time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

from kontroll.domain.access import Role, Viewer
from kontroll.domain.controlmeasure import MeasureKind, MeasureOutcome
from kontroll.domain.notice import Reason
from kontroll.domain.policy import AccessPolicy, RoleWord
from kontroll.flows.mail.outbox import compose_digests
from kontroll.flows.month.daily import daily_deadlines
from kontroll.flows.reglement.control_measures import TOOK_PART, record_meeting

from .small import PERSONS, POLICIES, Kommune, Make, at, rule

DUE = date(2026, 3, 31)
MORE = f"""kontrolltiltak: {{formaal: Hindre feil, droftet: 2025-01-01, informert: 2025-01-01, varighet_til: 2030-01-01,
  evalueres: {DUE}}}
"""
THE_REPRESENTATIVE = "TINA;Tina T;tina@bygda.example;hovedtillitsvalgt;;2020-01;\n"


def lapsed(make: Make) -> Kommune:
    words = AccessPolicy(words=(RoleWord(word="hovedtillitsvalgt", role=Role.UNION),))
    bygda = make(rule("tiltak", more=MORE), policies=replace(POLICIES, access=words))
    bygda.deliver("personer.csv", PERSONS + THE_REPRESENTATIVE, date(2026, 1, 5))
    return bygda


def told(bygda: Kommune, day: date) -> list[str]:
    daily_deadlines(bygda.desk, at(day))
    return sorted(n.recipient for n in bygda.notices() if n.reason is Reason.EVALUATION_OVERDUE)


def evaluated(bygda: Kommune, outcome: MeasureOutcome, next_on: date | None) -> None:
    hans = Viewer(user="U1", person="TINA", name="Tina T", places={Role.UNION: None})
    record_meeting(
        bygda.desk, "tiltak", hans, kind=MeasureKind.EVALUATED, on=DUE, outcome=outcome, next_on=next_on,
        took_part="Tina", said="Virker", now=datetime(2026, 4, 1, 8, tzinfo=UTC),
    )  # fmt: skip


def test_on_the_day_nobody_is_told_and_the_day_after_all_are(make: Make):
    bygda = lapsed(make)

    assert [] == told(bygda, DUE)
    assert ["KARI", "KNUT", "TINA"] == told(bygda, date(2026, 4, 1))


def test_it_is_told_once_a_month_until_it_is_evaluated(make: Make):
    bygda = lapsed(make)

    assert [3, 3, 6] == [len(told(bygda, day)) for day in (date(2026, 4, 1), date(2026, 4, 30), date(2026, 5, 4))]
    evaluated(bygda, MeasureOutcome.CONTINUED, date(2026, 9, 1))
    assert [6, 9] == [len(told(bygda, day)) for day in (date(2026, 9, 1), date(2026, 9, 2))]


def test_a_measure_that_is_to_end_is_not_asked_for_again(make: Make):
    bygda = lapsed(make)
    evaluated(bygda, MeasureOutcome.ENDED, None)

    assert [] == told(bygda, date(2026, 6, 1))


def test_the_letter_says_what_is_late_and_where_it_is_recorded(make: Make):
    bygda = lapsed(make)
    told(bygda, date(2026, 4, 1))
    compose_digests(bygda.desk, at(date(2026, 4, 1)))

    with bygda.desk.database.reading() as tx:
        (letter,) = [one.text for one in tx.messages.all() if one.recipient == "TINA"]

    assert "skulle vært evaluert innen 31. mars 2026" in letter
    assert "/kontrolltiltak" in letter


def test_what_was_said_is_chained_as_a_hash_and_can_be_deleted(make: Make):
    bygda = lapsed(make)
    evaluated(bygda, MeasureOutcome.CHANGED, date(2027, 1, 1))

    with bygda.desk.database.reading() as tx:
        (event,) = tx.measure_events.all()
        entry = next(tx.trail.entries(after=event.trail - 1))
        assert "Tina" == tx.trail.text(event.trail, TOOK_PART)
    assert b"Virker" not in entry.body
    assert "kontrolltiltak: evaluering" == entry.content["kind"]
