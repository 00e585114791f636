"""Prune draws: of a finished stikkprøve, what ids stand for and the documents go when their time is over; the rest is evidence.

List, plan, sample, report and findings stay: they show that nobody rigged it, and every draw can still be made again.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from kontroll.domain.draw import Draw, DrawState
from kontroll.flows.samples.check_item import EVIDENCE
from kontroll.flows.samples.draws_on_trail import DELETED
from kontroll.flows.samples.population import KEYS, SECRET
from kontroll.flows.samples.report_draw import REPORT
from kontroll.store.transaction import Transaction

_FINISHED = (DrawState.CONCLUDED, DrawState.ABORTED)


def prune_draws(tx: Transaction, is_over: Callable[[datetime], bool]) -> int:
    """is_over: whether the time of what ended then is over. Gives of how many draws something was deleted."""
    return sum(_prune(tx, draw) for draw in tx.draws.all() if draw.state in _FINISHED and is_over(_ended(draw)))


def _ended(draw: Draw) -> datetime:
    """When something was last done with it that has a time of its own."""
    known = (draw.concluded_at, draw.drawn_at, draw.committed_at, draw.made_at)
    return max(one for one in known if one is not None)


def _prune(tx: Transaction, draw: Draw) -> bool:
    files = tx.draw_files.names(draw.id)
    keys = [one for one in files if one[1] == KEYS or one == SECRET]
    documents = [one for one in files if one[0] == EVIDENCE and one[1] != REPORT and one != SECRET]
    if not keys and not documents:
        return False
    tx.draw_files.delete(draw.id, [*keys, *documents])
    tx.trail.append(DELETED, {"draw": draw.id, "keys": len(keys), "documents": len(documents)})
    return True
