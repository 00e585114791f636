"""Give: the report of a draw handed out as a file: the frozen one where it is concluded, else as it stands now."""

from __future__ import annotations

from datetime import datetime

from kontroll.flows.samples.nameless import without_persons
from kontroll.flows.samples.report_draw import frozen_report, report_of
from kontroll.report.sampling.draw_report import DrawReport
from kontroll.wiring import Desk


def given_report(desk: Desk, draw_id: str, by: str, now: datetime, *, public: bool) -> DrawReport | None:
    """None where there is no such draw. That it was given, and which of the two, is put on the trail."""
    with desk.database.transaction(by, now) as tx:
        draw = tx.draws.get(draw_id)
        if draw is None:
            return None
        report = frozen_report(tx, draw) or report_of(desk, tx, draw, now)
        tx.trail.append("stikkprøve: rapport hentet", {"draw": draw_id, "public": public})
        return report.public(without_persons(tx)) if public else report
