"""Assign items: who is to check which. Whoever it is, another approves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from kontroll.domain.draw import DrawState, ItemState
from kontroll.domain.drawflow import demand_state
from kontroll.flows.samples.check_item import item_in
from kontroll.flows.samples.with_draw import with_draw
from kontroll.wiring import Desk


def assign_items(
    desk: Desk, draw_id: str, by: str, to: Sequence[str], now: datetime, identities: Sequence[str] | None = None
) -> int:
    """Deals the items out to the persons in turn. identities: which; None = all that nobody has. Gives how many.

    Raises with_draw.UnknownDraw, Conflict and DrawRefused.
    """
    with with_draw(desk, draw_id, by, now) as act:
        demand_state(act.draw, DrawState.DRAWN)
        if identities is None:
            asked = [
                one for one in act.items if one.checker is None and one.state in (ItemState.DRAWN, ItemState.TARGETED)
            ]
        else:
            asked = [item_in(act, identity) for identity in identities]
        given = [
            (item, to[at % len(to)]) for at, item in enumerate(sorted(asked, key=lambda one: (one.stratum, one.nr)))
        ]
        act.tx.drawn_items.save_all([(item, replace(item, checker=person)) for item, person in given])
        act.note("poster fordelt", {"items": len(given), "persons": len(to)})
        return len(given)
