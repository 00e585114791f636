"""Pick an item by hand: what somebody wants looked at besides. It is checked like the others, and never enters the bound."""

from __future__ import annotations

from datetime import datetime

from kontroll.domain.draw import DrawnItem, DrawState, ItemState
from kontroll.domain.drawflow import DrawRefusal, DrawRefused, demand, demand_state
from kontroll.domain.month import Month
from kontroll.flows.samples.population import keys_of
from kontroll.flows.samples.with_draw import with_draw
from kontroll.wiring import Desk

TARGETED = "målrettet"


def pick_item(desk: Desk, draw_id: str, post: str, by: str, reason: str, now: datetime) -> DrawnItem:
    """post: the record's number in the source system. Raises with_draw.UnknownDraw, Conflict and DrawRefused."""
    with with_draw(desk, draw_id, by, now) as act:
        demand_state(act.draw, DrawState.DRAWN)
        demand(bool(reason.strip()), DrawRefusal.TEXT_MISSING, act.draw)
        number = max(one.number for one in act.tx.populations.where(draw=draw_id) if one.commitment)
        key = next((one for one in keys_of(act.tx, act.draw, number).values() if one.key == post.strip()), None)
        if key is None:
            raise DrawRefused(DrawRefusal.NO_SUCH_RECORD, draw_id)
        known = act.tx.drawn_items.get(draw_id, key.identity)
        demand(known is None, DrawRefusal.ALREADY_THERE, act.draw)
        count = act.tx.drawn_items.count(draw=draw_id, state=ItemState.TARGETED)
        entry = act.note("post plukket ut for hånd", {"item": key.identity}, reason)
        return act.tx.drawn_items.add(
            DrawnItem(
                draw=draw_id, identity=key.identity, stratum=TARGETED, nr=count + 1, state=ItemState.TARGETED,
                post=key.key, enhet=key.enhet, month=Month.parse(key.month) if key.month else None, amount=key.amount,
                population=number, evidence=entry,
            )
        )  # fmt: skip
