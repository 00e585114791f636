"""Make the agenda of a year: what the leader group should take up of its own control, laid out on its meetings.

Once by itself, when its month has come; what has come up since is added when somebody asks for it. A point that is there is
never made again, also where it was laid aside.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from kontroll.domain.access import Act, Thing, Viewer, may_enter
from kontroll.domain.agenda import (
    AgendaEvent,
    AgendaPoint,
    AgendaRefusal,
    AgendaRefused,
    Point,
    PointAct,
    PointState,
)
from kontroll.domain.internalcontrol import AgendaLimits
from kontroll.domain.notice import Reason
from kontroll.domain.people import Responsible, Standing
from kontroll.domain.policy import INTERNAL_CONTROL
from kontroll.flows.internal_control.look import Look
from kontroll.flows.internal_control.propose import Proposal, proposals
from kontroll.flows.people.today import Today
from kontroll.flows.saker.acting import today_of
from kontroll.flows.telling.tell import people_for, tell_of
from kontroll.store.transaction import Transaction
from kontroll.wiring import Desk

ACTOR = "kontroll"
#: The entry of each point, and the texts beside it.
MADE, TITLE, REASON = "årshjul: punkt", "tittel", "grunn"
AGENDA = "årshjul: laget"
#: `årshjul:YEAR` -> the day on which it was made, also where nothing was to be taken up.
_MARK = "årshjul:"


def make_agenda(desk: Desk, now: datetime) -> int:
    """This year's, where its month has come and something is judged; once. Gives how many points it has."""
    with desk.database.reading() as tx:
        if not _is_due(tx, today_of(desk, tx, now)):
            return 0
    with desk.database.transaction(ACTOR, now) as tx:
        today = today_of(desk, tx, now)
        if not _is_due(tx, today):
            return 0
        year = today.day.year
        tx.marks.set(f"{_MARK}{year}", str(today.day))
        made = _add(tx, today, year, proposals(Look(tx, today)), ACTOR, now)
        tx.trail.append(AGENDA, {"year": year, "points": len(made)})
        if made:
            tell_of(tx, today, Reason.AGENDA_MADE, str(year), _told(today))
        return len(made)


def renew_agenda(desk: Desk, by: Viewer, now: datetime) -> int:
    """What has come up since this year's was made. Gives how many points were new. Raises AgendaRefused."""
    person = _demand(by)
    with desk.database.transaction(person, now) as tx:
        today = today_of(desk, tx, now)
        year = today.day.year
        tx.marks.set(f"{_MARK}{year}", str(today.day))
        return len(_add(tx, today, year, proposals(Look(tx, today)), person, now))


def add_point(desk: Desk, title: str, reason: str, month: int, owner: str, by: Viewer, now: datetime) -> AgendaPoint:
    """What no figure shows, and somebody wants to take up. Raises AgendaRefused."""
    person = _demand(by)
    if not title.strip() or not reason.strip():
        raise AgendaRefused(AgendaRefusal.NO_TEXT)
    if not 1 <= month <= 12:
        raise AgendaRefused(AgendaRefusal.WRONG_MONTH)
    if not owner.strip():
        raise AgendaRefused(AgendaRefusal.NO_OWNER)
    with desk.database.transaction(person, now) as tx:
        today = today_of(desk, tx, now)
        there = tx.agenda_points.where(year=today.day.year)
        for one in there:
            said = (tx.trail.text(one.trail, TITLE), tx.trail.text(one.trail, REASON))
            # A form that is sent twice makes one point.
            if one.state is PointState.PROPOSED and said == (title.strip(), reason.strip()) and one.month == month:
                return one
        number = _last(there) + 1
        own = Proposal(
            point=Point.OWN, subject=str(number), area="", title=title.strip(), reason=reason.strip(), gravity=3,
            owner=owner.strip(), address="",
        )  # fmt: skip
        return _keep(tx, today.day.year, number, own, month, person, now)


def _demand(by: Viewer) -> str:
    if not may_enter(by, Act.DO, Thing.INTERNAL_CONTROL) or by.person is None:
        raise AgendaRefused(AgendaRefusal.NOT_HERS)
    return by.person


def _is_due(tx: Transaction, today: Today) -> bool:
    policy, day = today.desk.policies.internal_control, today.day
    if not policy.levels or day.month < policy.agenda.made_in or tx.marks.get(f"{_MARK}{day.year}") is not None:
        return False
    return tx.books.rows.count() > 0


def _add(
    tx: Transaction, today: Today, year: int, found: Sequence[Proposal], by: str, now: datetime
) -> list[AgendaPoint]:
    there = tx.agenda_points.where(year=year)
    known = {(one.point, one.subject) for one in there}
    new = [one for one in found if (one.point, one.subject) not in known]
    limits = today.desk.policies.internal_control.agenda
    months = _laid_out(limits, today.day, [one.month for one in there], len(new))
    return [
        _keep(tx, year, _last(there) + n, one, month, by, now)
        for n, (one, month) in enumerate(zip(new, months, strict=True), start=1)
    ]


def _last(points: Sequence[AgendaPoint]) -> int:
    return max((one.number for one in points), default=0)


def _laid_out(limits: AgendaLimits, day: date, taken: Sequence[int], count: int) -> list[int]:
    """A month for each: the next meeting that has room; what finds none is taken up in the last one."""
    meetings = [month for month in limits.meetings if month > day.month] or [limits.meetings[-1]]
    room = [month for month in meetings for _n in range(max(0, limits.most - sum(one == month for one in taken)))]
    return [*room[:count], *([meetings[-1]] * (count - len(room)))]


def _keep(tx: Transaction, year: int, number: int, one: Proposal, month: int, by: str, now: datetime) -> AgendaPoint:
    id = f"{year}-{number}"
    entry = tx.trail.append(
        MADE,
        {"id": id, "point": one.point.value, "subject": one.subject, "gravity": one.gravity, "month": month},
        {TITLE: one.title, REASON: one.reason},
    )
    made = tx.agenda_points.add(
        AgendaPoint(
            id=id, year=year, number=number, point=one.point, subject=one.subject, area=one.area, gravity=one.gravity,
            owner=one.owner, month=month, address=one.address, state=PointState.PROPOSED, changed=None, made_at=now,
            trail=entry,
        )
    )  # fmt: skip
    tx.agenda_events.add(AgendaEvent(point=id, number=1, act=PointAct.MADE, by=by, at=now, trail=entry))
    return made


def _told(today: Today) -> list[Responsible]:
    """Whoever leads the administration, and internal control."""
    directory, day = today.directory, today.day
    tops = [id for id in directory.enheter() if [span.enhet for span in directory.line(id, day)] == [id]]
    leading = [found for id in tops if (found := directory.leader_of(id, day)) is not None]
    others = [one for one in people_for(today, [INTERNAL_CONTROL], "") if one.person not in {x.person for x in leading}]
    return [*(Responsible(person=x.person, enhet=x.enhet, standing=Standing.LEADER) for x in leading), *others]
