"""Extend: the next stage, when the plan has stages and what was found in the last one leaves it in doubt."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from kontroll.domain.draw import Draw, DrawnItem, DrawState, ItemState
from kontroll.domain.drawflow import SIMPLE, DrawRefusal, demand, demand_state
from kontroll.flows.samples.draw_sample import seconded
from kontroll.flows.samples.evaluate_draw import evaluation_of
from kontroll.flows.samples.population import LIST
from kontroll.flows.samples.with_draw import WithDraw, with_draw
from kontroll.sampling.parts import parts_of
from kontroll.wiring import Desk


def extend_draw(desk: Desk, draw_id: str, by: str, now: datetime, version: int | None = None) -> Draw:
    """The next tickets come in, as many as in the first stage.

    Raises with_draw.UnknownDraw, Conflict and DrawRefused.
    """
    with with_draw(desk, draw_id, by, now, version) as act:
        demand_state(act.draw, DrawState.DRAWN)
        demand(act.choices.stages > 1, DrawRefusal.NO_STAGE, act.draw)
        evaluated = evaluation_of(desk, act.tx, act.draw)
        demand(not evaluated.unknown, DrawRefusal.STAGE_UNFINISHED, act.draw)
        demand(evaluated.next_stage, DrawRefusal.STAGE_DECIDED, act.draw)
        coming = _coming(act)
        stage = max(one.stage for one in act.items) + 1
        came = [replace(item, state=ItemState.DRAWN, stage=stage) for item in coming]
        act.tx.drawn_items.save_all(zip(coming, seconded(act, act.draw.seed, came, stage), strict=True))
        return act.keep(act.draw, "utvidet", {"stage": stage, "items": len(coming)})[0]


def _coming(act: WithDraw) -> list[DrawnItem]:
    """The next reserves of each stratum that is drawn in stages: all that is left, where an amendment made the list shorter.

    Raises DrawRefused where there are too few.
    """
    listed = act.tx.draw_files.get(act.draw.id, act.newest.number, LIST) or b""
    counts = {name: part.count for name, part in parts_of(listed, ()).strata.items()}
    found: list[DrawnItem] = []
    for stratum in act.choices.strata:
        if stratum.method != SIMPLE:
            continue
        items = [one for one in act.items if one.stratum == stratum.name]
        waiting = [one for one in items if one.state is ItemState.RESERVE]
        is_whole = len(items) >= counts.get(stratum.name, 0) and bool(waiting)
        demand(len(waiting) >= stratum.n or is_whole, DrawRefusal.NO_RESERVE, act.draw)
        found += sorted(waiting, key=lambda one: one.nr)[: stratum.n]
    return found
