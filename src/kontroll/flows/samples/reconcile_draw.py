"""Reconcile: somebody else than who made the list says that it is whole, by count and sum from another source."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from kontroll.domain import drawflow
from kontroll.domain.draw import Draw
from kontroll.domain.drawflow import DrawRefusal
from kontroll.domain.trail import Fact
from kontroll.flows.samples.with_draw import with_draw
from kontroll.wiring import Desk


def reconcile_draw(
    desk: Desk,
    draw_id: str,
    by: str,
    count: int | None,
    amount: int | None,
    text: str,
    now: datetime,
    version: int | None = None,
) -> Draw:
    """The newest population. count, amount (øre): what the other source says. text: which source that is, and why they
    differ if they do.

    Raises with_draw.UnknownDraw, Conflict and DrawRefused.
    """
    with with_draw(desk, draw_id, by, now, version) as act:
        population = act.newest
        after = drawflow.reconcile(act.draw, population, by, count, amount)
        drawflow.demand(bool(text.strip()), DrawRefusal.TEXT_MISSING, act.draw)
        said: dict[str, Fact] = {
            "population": population.digest,
            "number": population.number,
            "count": count,
            "amount": amount,
        }
        saved, entry = act.keep(after, "avstemt", said, text)
        reconciled = replace(
            population,
            ledger_count=count,
            ledger_amount=amount,
            reconciled_by=by,
            reconciled_at=now,
            reconciled_text=entry,
        )
        act.tx.populations.save(population, reconciled)
        return saved
