"""Replace: the next reserve comes in for a drawn item, for a reason that the plan knew of. The replaced one stays on the list."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from kontroll.domain import drawflow
from kontroll.domain.draw import DrawnItem
from kontroll.domain.drawflow import DrawRefusal, demand
from kontroll.flows.samples.with_draw import with_draw
from kontroll.wiring import Desk


def replace_item(
    desk: Desk,
    draw_id: str,
    identity: str,
    by: str,
    reason: str,
    evidence: str,
    now: datetime,
    version: int | None = None,
) -> DrawnItem:
    """The reserve that came in. reason: one of draw.REPLACEMENT_REASONS. evidence: what shows that it is so.

    Raises with_draw.UnknownDraw, Conflict and DrawRefused.
    """
    with with_draw(desk, draw_id, by, now, version) as act:
        items = act.items
        gone, came = drawflow.replace_item(act.draw, act.choices, items, identity, reason, evidence)
        checks = act.tx.item_checks.where(draw=draw_id, identity=identity)
        # What two have agreed on is found: a deviation is not undone by taking the item out.
        demand(not any(one.approved_by for one in checks), DrawRefusal.CHECK_APPROVED, act.draw)
        _saved, entry = act.keep(
            act.draw, "erstattet", {"item": identity, "reserve": came.identity, "reason": reason}, evidence
        )
        before = {one.identity: one for one in items}
        act.tx.drawn_items.save(before[identity], replace(gone, evidence=entry))
        return act.tx.drawn_items.save(before[came.identity], came)
