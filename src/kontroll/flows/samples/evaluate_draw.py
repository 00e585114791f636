"""Evaluate: what a draw says as far as it is worked through, from what lies with it now."""

from __future__ import annotations

from kontroll.domain.draw import Draw
from kontroll.flows.samples.draw_plan import SAMPLE
from kontroll.flows.samples.population import LIST
from kontroll.flows.samples.with_draw import choices_of, populations_of
from kontroll.report.sampling.evaluation import Evaluation, evaluated
from kontroll.sampling.kup1.sample import KEPT, lines_of
from kontroll.sampling.parts import parts_of
from kontroll.store.transaction import Transaction
from kontroll.wiring import Desk


def evaluation_of(desk: Desk, tx: Transaction, draw: Draw) -> Evaluation:
    """Of the newest list that was promised: an amendment that is not yet promised changes nothing.

    Raises ValueError for a draw that was never promised.
    """
    promised = [one for one in populations_of(tx, draw.id) if one.commitment]
    if not promised:
        raise ValueError(f"draw {draw.id} is not promised")
    items = tx.drawn_items.where(draw=draw.id)
    tsv = tx.draw_files.get(draw.id, promised[-1].number, LIST) or b""
    return evaluated(
        draw,
        choices_of(draw),
        promised,
        parts_of(tsv, [item.identity for item in items]),
        items,
        tx.item_checks.where(draw=draw.id),
        kept_of(tx, draw),
    )


def kept_of(tx: Transaction, draw: Draw) -> frozenset[str]:
    """Ids that an earlier sample held, and that are checked though the newest one did not draw them."""
    found: frozenset[str] = frozenset()
    for one in populations_of(tx, draw.id):
        if sample := tx.draw_files.get(draw.id, one.number, SAMPLE):
            found = frozenset(line.identity for line in lines_of(sample) if line.status == KEPT)
    return found
