"""Whoever changes a talk, or what leaders said of a month, in the database is found out by the trail."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import text

from kontroll.domain.access import Viewer
from kontroll.domain.leader_talk import Talk, TalkState
from kontroll.flows.deliveries.known_people import known_directory
from kontroll.flows.home.check_trail import check_trail
from kontroll.flows.monthly.explain_month import finish_tiltak_of_month
from kontroll.flows.monthly.review_month import accept_month, question_month
from kontroll.flows.pay import talks
from kontroll.flows.people.viewing import viewer_of
from kontroll.flows.saker.promises import Promise

from .small import Kommune, Make, at
from .test_monthly import FEB, JANUARY, bygda_in, explained

pytestmark = pytest.mark.parametrize("address", ["sqlite"], indirect=True)
MARCH = date(2026, 3, 2)


def viewer(bygda: Kommune, person: str) -> Viewer:
    with bygda.desk.database.reading() as tx:
        return viewer_of(person, person, "", [], known_directory(tx), bygda.desk.policies, MARCH)


@pytest.fixture
def bygda(make: Make) -> Kommune:
    """A talk that was held, confirmed and followed up; a month that was explained, asked about and accepted, with a tiltak."""
    made = bygda_in(make)
    sjef, anne = viewer(made, "SJEF"), viewer(made, "ANNE")
    invited = Talk(
        id="SA2026-0001",
        enhet="1",
        leader="ANNE",
        superior="SJEF",
        saker="",
        state=TalkState.INVITED,
        made=FEB,
        meeting=FEB,
    )
    with made.desk.database.transaction("SJEF", at(FEB)) as tx:
        tx.talks.add(invited)
        talks._on_trail(tx, invited, "innkalt", "SJEF", "La oss se på det.")
    plan = [talks.Agreed(text="Lage en plan.", of_leader=True, deadline=MARCH)]
    talks.hold(made.desk, invited.id, sjef, 0, on=FEB, follow_up=MARCH, text="Vi er enige.", promised=plan, now=at(FEB))
    talks.agree(made.desk, invited.id, anne, 1, text="Ja.", now=at(FEB))
    talks.finish(made.desk, invited.id, anne, 2, number=1, now=at(MARCH))

    explained(made, tiltak=[Promise(owner="BERIT", deadline=date(2026, 3, 20), text="Si opp vikaravtalen.")])
    question_month(made.desk, "1", JANUARY, "okonomi", "SJEF", "Hvor mange?", at(FEB))
    explained(made, day=MARCH, forecast="-1.0", text="Fire.")
    accept_month(made.desk, "1", JANUARY, "okonomi", "SJEF", "", at(MARCH))
    finish_tiltak_of_month(made.desk, "1", JANUARY, "M2026-01-1-okonomi-T1", "BERIT", "", at(MARCH))
    return made


def told(bygda: Kommune) -> list[str]:
    checked = check_trail(bygda.desk.database)
    assert [] == checked.breaks
    return [problem.what for problem in checked.problems]


def test_what_nobody_touched_tells_nothing(bygda: Kommune):
    assert told(bygda) == []


TALK, MONTH, ACTS, TILTAK = (
    "det som står om den, er endret", "det som står om måneden, er endret",
    "det som står om hva som er sagt og gjort, er endret", "det som står om tiltaket, er endret",
)  # fmt: skip
DONE = "det som står om hva som er gjort, er endret"


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("UPDATE talk SET held = '2026-01-05'", TALK),
        ("UPDATE talk SET leader = 'BERIT'", TALK),
        ("UPDATE talk SET agreed = NULL", TALK),
        ("UPDATE talk SET state = 'avsluttet'", "tilstanden er endret"),
        ("UPDATE talk_measure SET done = NULL", TALK),
        ("UPDATE talk_measure SET deadline = '2027-01-01'", TALK),
        ("UPDATE talk_event SET by = 'BERIT' WHERE number = 3", DONE),
        ("DELETE FROM talk_event WHERE number = 1", DONE),
        ("DELETE FROM talk_event", DONE),
        ("UPDATE monthly_explanation SET late = NOT late", MONTH),
        ("UPDATE monthly_explanation SET forecast = 5", MONTH),
        ("UPDATE monthly_explanation SET value = 0", MONTH),
        ("UPDATE monthly_explanation SET accepted_by = 'TOPP'", MONTH),
        ("UPDATE monthly_event SET forecast = 9 WHERE number = 2", ACTS),
        ("UPDATE monthly_event SET by = 'BERIT' WHERE number = 2", ACTS),
        ("UPDATE monthly_event SET trail = 1 WHERE number = 2", ACTS),
        ("DELETE FROM monthly_event WHERE number = 3", ACTS),
        ("UPDATE monthly_tiltak SET owner = 'ANNE'", TILTAK),
        ("UPDATE monthly_tiltak SET done = NULL, done_by = NULL", TILTAK),
        ("DELETE FROM monthly_tiltak", "det er tatt bort"),
    ],
)
def test_what_was_changed_by_hand_is_found(bygda: Kommune, statement: str, what: str):
    with bygda.desk.database.engine.connect() as connection, connection.begin():
        assert connection.execute(text(statement)).rowcount

    assert what in told(bygda)


def test_one_that_is_put_in_by_hand_is_found(bygda: Kommune):
    with bygda.desk.database.transaction("test", at(MARCH)) as tx:
        tx.talks.add(
            Talk(
                id="SA2026-0002",
                enhet="1",
                leader="ANNE",
                superior="SJEF",
                saker="",
                state=TalkState.HELD,
                made=FEB,
                meeting=FEB,
            )
        )

    assert ["den er lagt inn utenom kontroll"] == told(bygda)
