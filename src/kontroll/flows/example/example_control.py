"""The internal control of the example: kept month by month, and the leader group's meetings about it.

Most points are decided, and of some something is changed; a few are laid aside, and a few are moved to the next meeting. Of the
year that is lived last, some are left: whoever tries the demo is to find something to decide on.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kontroll.domain.agenda import DEALT_WITH, AgendaPoint, Done, Point, PointAct
from kontroll.domain.month import Month
from kontroll.example.chance import chance, pick, stream
from kontroll.flows.internal_control.deal_with_point import deal_with_point
from kontroll.flows.internal_control.keep_maturity import keep_maturity
from kontroll.flows.internal_control.make_agenda import make_agenda
from kontroll.flows.people.today import Today
from kontroll.flows.people.viewing import viewer_of
from kontroll.flows.saker.acting import today_of
from kontroll.wiring import Desk

#: The day of the month from which the leader group meets.
_MEETS = 10
_DECIDED, _CHANGED, _MOVED = 0.7, 0.5, 0.6
_SOMETHING_ELSE = (
    "Internkontrollen lager et forslag til kontroll, og tar det opp igjen på neste møte.",
    "Rutinen endres, og den som eier den, sier fra til alle som bruker den.",
    "Det settes av tid til dette i virksomhetene, og kommunalsjefene følger det opp hver måned.",
)
_AS_IT_IS = (
    "Vi har sett på tallene. Det er forklart, og det skal være som det er.",
    "Risikoen er kjent, og det koster mer å kontrollere den enn det er verdt. Det står i rapporten at det ikke gjøres.",
)
_ASIDE = "Det er tatt opp på et annet møte, og alt er avgjort der."


@dataclass
class ExampleControl:
    """last: of the last month that is lived; in it nothing is decided."""

    desk: Desk
    seed: int
    last: Month

    def follow(self, now: datetime) -> None:
        """What the worker does when a month is judged."""
        keep_maturity(self.desk, now)
        make_agenda(self.desk, now)

    def act(self, now: datetime) -> None:
        """The meeting of the month, where it is the day."""
        day = now.date()
        if day.day < _MEETS or Month.of(day) >= self.last:
            return
        with self.desk.database.reading() as tx:
            at = tx.agenda_points.table.c
            due = tx.agenda_points.where(at.month <= day.month, at.state.not_in(DEALT_WITH), year=day.year)
            if not due:
                return
            today = today_of(self.desk, tx, now)
        top = _top(today)
        for one in sorted(due, key=lambda one: one.number) if top is not None else ():
            done = self._done(one)
            if done is not None and top is not None:
                by = viewer_of(top, top, top, (), today.directory, self.desk.policies, today.day)
                deal_with_point(self.desk, one.id, done, by, now, seen=one.version)

    def _done(self, one: AgendaPoint) -> Done | None:
        rng = stream(self.seed, "årshjul", f"{one.id} {one.month}")
        if chance(rng, _DECIDED):
            changes = chance(rng, _CHANGED) and one.point is not Point.SILENT
            text = pick(rng, _SOMETHING_ELSE if changes else _AS_IT_IS)
            return Done(act=PointAct.DECIDE, text=text, changed=changes)
        meetings = [m for m in self.desk.policies.internal_control.agenda.meetings if m > one.month]
        if meetings and chance(rng, _MOVED):
            return Done(act=PointAct.TAKE_UP, month=meetings[0], owner=one.owner)
        return Done(act=PointAct.SET_ASIDE, text=_ASIDE)


def _top(today: Today) -> str | None:
    directory, day = today.directory, today.day
    tops = (id for id in directory.enheter() if [span.enhet for span in directory.line(id, day)] == [id])
    return next((found.person for id in tops if (found := directory.leader_of(id, day)) is not None), None)
