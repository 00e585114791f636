"""Abort: a draw is given up. Its number is used, and the reason is published with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from kontroll.domain import drawflow
from kontroll.domain.draw import Draw
from kontroll.domain.notice import Reason
from kontroll.flows.samples.with_draw import with_draw
from kontroll.texts import _
from kontroll.wiring import Desk


def abort_draw(desk: Desk, draw_id: str, by: str, reason: str, now: datetime, version: int | None = None) -> Draw:
    """reason: in words that may be read by anybody. Raises with_draw.UnknownDraw, Conflict and DrawRefused."""
    with with_draw(desk, draw_id, by, now, version) as act:
        after = drawflow.abort(act.draw, reason)
        entry = act.note("avbrutt", {"state": after.state.value, "was": act.draw.state.value}, reason)
        saved = act.tx.draws.save(act.draw, replace(after, aborted=entry, version=act.draw.version + 1))
        act.tell_outside(Reason.DRAW_ABORTED, [_("Begrunnelsen står på siden om stikkprøven.")])
        return saved
