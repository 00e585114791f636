"""Log hours: time used on a draw besides the single items: planning, the meeting, the report."""

from __future__ import annotations

from datetime import datetime

from kontroll.domain.draw import WorkHours
from kontroll.domain.drawflow import DrawRefusal, demand
from kontroll.domain.itemcheck import MOST_MINUTES
from kontroll.flows.samples.with_draw import with_draw
from kontroll.wiring import Desk

#: What the time may have been used for.
WHAT = ("planlegging", "avstemming", "trekning", "kontroll", "rapport", "annet")


def log_hours(desk: Desk, draw_id: str, by: str, minutes: int, what: str, now: datetime) -> WorkHours:
    """what: one of WHAT. Raises with_draw.UnknownDraw and DrawRefused."""
    with with_draw(desk, draw_id, by, now) as act:
        demand(0 < minutes <= MOST_MINUTES, DrawRefusal.MINUTES, act.draw)
        demand(what in WHAT, DrawRefusal.TEXT_MISSING, act.draw)
        number = act.tx.work_hours.count(draw=draw_id) + 1
        act.note("tid ført", {"minutes": minutes, "what": what})
        return act.tx.work_hours.add(WorkHours(draw=draw_id, number=number, by=by, on=now, minutes=minutes, what=what))
