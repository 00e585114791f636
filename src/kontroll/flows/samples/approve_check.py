"""Approve a check: another person than who made it has seen it. An approved deviation becomes a sak for who leads the enhet."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from kontroll.domain.draw import DrawState, ItemCheck
from kontroll.domain.drawflow import demand_state
from kontroll.domain.itemcheck import to_approve
from kontroll.flows.samples.check_item import item_in
from kontroll.flows.samples.open_deviation import sak_of_deviation
from kontroll.flows.samples.with_draw import with_draw
from kontroll.wiring import Desk


def approve_check(desk: Desk, draw_id: str, identity: str, by: str, now: datetime) -> ItemCheck:
    """Raises with_draw.UnknownDraw, Conflict and DrawRefused."""
    with with_draw(desk, draw_id, by, now) as act:
        demand_state(act.draw, DrawState.DRAWN)
        item = item_in(act, identity)
        check = to_approve(act.draw, item, act.tx.item_checks.where(draw=draw_id, identity=identity), by)
        sak = sak_of_deviation(act, item, check) if check.finding.is_deviation else None
        act.note("kontroll godkjent", {"item": identity, "number": check.number, "sak": sak})
        return act.tx.item_checks.save(check, replace(check, approved_by=by, approved_at=now, sak=sak))
