"""Conclude: everything drawn is checked and approved, and the report is frozen as it is that day."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from kontroll.domain import drawflow
from kontroll.domain.draw import Draw, DrawState
from kontroll.domain.drawflow import DrawRefusal, demand, demand_state
from kontroll.domain.notice import Reason
from kontroll.domain.trail import Fact
from kontroll.flows.samples.amend_draw import waits_for_seed
from kontroll.flows.samples.evaluate_draw import evaluation_of
from kontroll.flows.samples.report_draw import freeze_report
from kontroll.flows.samples.with_draw import with_draw
from kontroll.wiring import Desk


def conclude_draw(desk: Desk, draw_id: str, by: str, now: datetime, version: int | None = None) -> Draw:
    """Raises with_draw.UnknownDraw, Conflict and DrawRefused."""
    with with_draw(desk, draw_id, by, now, version) as act:
        newest = act.newest
        demand_state(act.draw, DrawState.DRAWN)
        demand(not waits_for_seed(act.draw, newest), DrawRefusal.AMENDMENT_UNDER_WAY, act.draw)
        found = evaluation_of(desk, act.tx, act.draw)
        demand(not found.next_stage, DrawRefusal.WORK_UNFINISHED, act.draw)
        after = drawflow.conclude(act.draw, newest, is_done=not found.unknown, by=by, at=now, report="")
        report = freeze_report(desk, act.tx, after, now)
        said: dict[str, Fact] = {"report": report, "deviations": found.deviations, "checked": found.drawn}
        saved, _entry = act.keep(replace(after, report=report), "avsluttet", said)
        act.tell_outside(Reason.DRAW_CONCLUDED, [])
        return saved
