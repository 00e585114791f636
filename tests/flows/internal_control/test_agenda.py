"""The yearly agenda: made once of what is over a limit, told to whoever leads, dealt with by people, and not rewritten."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from databases import address_of
from differential.seed import by_turns
from kontroll.domain.agenda import AgendaRefusal, AgendaRefused, Done, Point, PointAct, PointState
from kontroll.domain.conflict import Conflict
from kontroll.domain.internalcontrol import WHOLE, Criterion
from kontroll.domain.notice import Reason
from kontroll.flows.home.check_trail import check_trail
from kontroll.flows.internal_control.control_map import made_map
from kontroll.flows.internal_control.deal_with_point import deal_with_point
from kontroll.flows.internal_control.make_agenda import REASON, TITLE, add_point, make_agenda, renew_agenda
from kontroll.flows.mail.letters import letter_of
from kontroll.flows.saker.acting import TEXT, today_of

from ..small import Kommune, Make, at
from .bygda import MAY, bygda, look_of, viewer

JUNE = date(2026, 6, 1)


@pytest.fixture
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return address_of(getattr(request, "param", "sqlite"), request, tmp_path)


@pytest.fixture
def made(make: Make) -> Kommune:
    def build() -> Kommune:
        built = bygda(make)
        make_agenda(built.desk, at(MAY))
        return built

    return make.once("årshjul", build)


def points(made: Kommune) -> dict[tuple[Point, str], str]:
    """What each is about -> its id."""
    with made.desk.database.reading() as tx:
        return {(one.point, one.subject): one.id for one in tx.agenda_points.all()}


def test_it_is_made_of_what_is_over_a_limit_and_of_nothing_else(made: Kommune):
    found = points(made)

    # Nothing of the kommune's reglementer is controlled by its three rules, and its map is thin.
    assert (Point.UNCONTROLLED, "okonomireglementet") in found
    assert {subject for point, subject in found if point is Point.IMMATURE} == {"a", "b", "c", "d"}
    # Two saker are too few to say anything of; no rule has been quiet for two years; all that ran were shown to bite.
    assert not {Point.UNPUNCTUAL, Point.SLOW, Point.SILENT, Point.UNPROVEN, Point.FALSE_ALARMS} & {
        one for one, _s in found
    }


def test_it_is_made_once_and_whoever_leads_is_told_with_the_way_to_it(made: Kommune):
    before = points(made)
    assert 0 == make_agenda(made.desk, at(JUNE))
    assert before == points(made)

    told = [one for one in made.notices() if one.reason is Reason.AGENDA_MADE]
    assert {"TOPP", "KARI", "KNUT"} == {one.recipient for one in told}
    with made.desk.database.reading() as tx:
        letter = letter_of(
            tx, today_of(made.desk, tx, at(JUNE)), "TOPP", [one for one in told if one.recipient == "TOPP"]
        )
    assert letter.items[0].link.endswith("/internkontroll/arshjul")


def test_the_gravest_come_first_and_no_meeting_is_overfull_while_another_has_room(made: Kommune):
    limits = made.desk.policies.internal_control.agenda
    with made.desk.database.reading() as tx:
        found = sorted(tx.agenda_points.all(), key=lambda one: one.number)

    assert [one.gravity for one in found] == sorted((one.gravity for one in found), reverse=True)
    assert [one.month for one in found] == sorted(one.month for one in found)
    assert {one.month for one in found} <= {month for month in limits.meetings if month > MAY.month}
    assert all(sum(one.month == month for one in found) <= limits.most for month in limits.meetings[:-1])


def test_what_has_come_since_is_added_and_what_is_there_is_not_made_again(made: Kommune):
    before = points(made)
    with made.desk.database.transaction("kontroll", at(MAY)) as tx:
        gone = before[Point.IMMATURE, "b"]
        tx.agenda_events.delete(point=gone)
        tx.agenda_points.delete(id=gone)

    assert 0 == renew_agenda(made.desk, viewer(made, "TOPP"), at(JUNE)) - 1
    assert set(before) == set(points(made))


def test_what_is_decided_is_kept_and_is_evidence_for_the_last_letter(made: Kommune):
    id, top = next(iter(points(made).values())), viewer(made, "TOPP")
    taken = deal_with_point(made.desk, id, Done(act=PointAct.TAKE_UP, month=9, owner="leder"), top, at(JUNE), seen=0)
    done = Done(act=PointAct.DECIDE, text="Vi lager en kontroll.", changed=True)
    decided = deal_with_point(made.desk, id, done, top, at(JUNE), seen=taken.version)

    with made.desk.database.reading() as tx:
        events = tx.agenda_events.where(point=id)
        found = made_map(look_of(made, tx, JUNE)).cells
        said = tx.trail.text(events[-1].trail, TEXT)
        stands = tx.trail.texts([decided.trail])
    assert (PointState.DECIDED, True, 9, "leder") == (decided.state, decided.changed, decided.month, decided.owner)
    assert [PointAct.MADE, PointAct.TAKE_UP, PointAct.DECIDE] == [one.act for one in events]
    assert "Vi lager en kontroll." == said
    assert {TITLE, REASON} == {name for _seq, name in stands}
    evaluated = found[WHOLE, Criterion.EVALUATED.letter].evidence
    assert 1 == evaluated[Criterion.EVALUATED].shown.held
    assert (1, 1) == (evaluated[Criterion.CHANGED].shown.held, evaluated[Criterion.CHANGED].shown.of)
    assert 1 == found[WHOLE, Criterion.EVALUATED.letter].carried


def test_two_at_once_and_those_whose_it_is_not(made: Kommune):
    id, top = next(iter(points(made).values())), viewer(made, "TOPP")
    aside = Done(act=PointAct.SET_ASIDE, text="Nei.")
    deal_with_point(made.desk, id, aside, top, at(JUNE), seen=0)
    with pytest.raises(Conflict):
        deal_with_point(made.desk, id, aside, top, at(JUNE), seen=0)
    for person, point, why in (
        ("ANNE", id, AgendaRefusal.NOT_HERS), ("UTVALG", id, AgendaRefusal.NOT_HERS), ("TOPP", "x", AgendaRefusal.NO_SUCH),
    ):  # fmt: skip
        with pytest.raises(AgendaRefused) as refused:
            deal_with_point(made.desk, point, aside, viewer(made, person), at(JUNE), seen=1)
        assert refused.value.why is why


def test_anybody_of_the_leader_group_adds_a_point_of_her_own(made: Kommune):
    one = add_point(made.desk, "Innleie", "Vi leier inn mye.", 9, "leder", viewer(made, "TOPP"), at(JUNE))
    two = add_point(made.desk, "Innkjøp", "Vi kjøper mye.", 9, "leder", viewer(made, "KARI"), at(JUNE))

    assert (Point.OWN, Point.OWN) == (one.point, two.point)
    assert one.id != two.id
    with pytest.raises(AgendaRefused) as refused:
        add_point(made.desk, "  ", "Vi leier inn mye.", 9, "leder", viewer(made, "TOPP"), at(JUNE))
    assert refused.value.why is AgendaRefusal.NO_TEXT


@pytest.mark.parametrize(
    ("statement", "what"),
    by_turns([
        ("UPDATE agenda_point SET state = 'avgjort' WHERE number = 2", "det som står om punktet, er endret"),
        ("UPDATE agenda_point SET gravity = 1 WHERE number = 2", "det som står om punktet, er endret"),
        ("UPDATE agenda_point SET changed = 0 WHERE number = 1", "det som står om punktet, er endret"),
        ("UPDATE agenda_event SET by = 'KIM' WHERE number = 2", "hvem som har gjort noe med punktet, eller når, er endret"),
        ("DELETE FROM agenda_event WHERE number = 2", "hvem som har gjort noe med punktet, eller når, er endret"),
        ("UPDATE agenda_point SET id = 'x' WHERE number = 3", "punktet er tatt bort"),
        ("INSERT INTO agenda_point SELECT 'x', year, 99, point, 'ny', area, gravity, owner, month, address, state, changed,"
         " made_at, trail, version FROM agenda_point WHERE number = 1", "punktet er lagt inn utenom kontroll"),
    ], 3),
)  # fmt: skip
def test_what_is_changed_in_the_database_is_found(made: Kommune, statement: str, what: str):
    with made.desk.database.reading() as tx:
        (first,) = tx.agenda_points.where(number=1)
    done = Done(act=PointAct.DECIDE, text="Ja.", changed=True)
    deal_with_point(made.desk, first.id, done, viewer(made, "TOPP"), at(JUNE), seen=0)
    assert [] == check_trail(made.desk.database).problems

    with made.desk.database.engine.connect() as connection, connection.begin():
        connection.execute(text("PRAGMA defer_foreign_keys = ON"))
        connection.execute(
            text("DELETE FROM agenda_event WHERE point = (SELECT id FROM agenda_point WHERE number = 3)")
        )
        assert connection.execute(text(statement)).rowcount

    assert what in [problem.what for problem in check_trail(made.desk.database).problems]
