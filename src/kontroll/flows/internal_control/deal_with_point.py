"""Deal with a point of the agenda: take it up, decide, lay it aside or open it again, with what was said."""

from __future__ import annotations

from datetime import datetime

from kontroll.domain.access import Act, Thing, Viewer, may_enter
from kontroll.domain.agenda import AgendaEvent, AgendaPoint, AgendaRefusal, AgendaRefused, Done, after
from kontroll.domain.conflict import Conflict
from kontroll.domain.trail import Fact
from kontroll.flows.saker.acting import TEXT
from kontroll.wiring import Desk

ENTRY = "årshjul: {act}"


def deal_with_point(desk: Desk, id: str, done: Done, by: Viewer, now: datetime, *, seen: int) -> AgendaPoint:
    """seen: the version she saw. Raises AgendaRefused, and Conflict where another has dealt with it meanwhile."""
    if not may_enter(by, Act.DO, Thing.INTERNAL_CONTROL) or by.person is None:
        raise AgendaRefused(AgendaRefusal.NOT_HERS)
    with desk.database.transaction(by.person, now) as tx:
        before = tx.agenda_points.get(id)
        if before is None:
            raise AgendaRefused(AgendaRefusal.NO_SUCH)
        if before.version != seen:
            raise Conflict("AgendaPoint", id)
        point = after(before, done)
        # A next version also where nothing else differs: a meeting that takes it up again has been held.
        saved = tx.agenda_points.save(before, point) if point != before else before
        number = tx.agenda_events.count(point=id) + 1
        about: dict[str, Fact] = {
            "id": id, "number": number, "state": saved.state.value, "month": saved.month, "owner": saved.owner,
            "changed": saved.changed,
        }  # fmt: skip
        text = done.text.strip()
        entry = tx.trail.append(ENTRY.format(act=done.act.value), about, {TEXT: text} if text else {})
        tx.agenda_events.add(AgendaEvent(point=id, number=number, act=done.act, by=by.person, at=now, trail=entry))
        return saved
