"""Blind: which of the drawn items are checked by two. The draw's own seed decides, so that nobody chooses them."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from kontroll.sampling.kup1.tickets import seed_text, ticket
from kontroll.sampling.rates import ceiling


def checked_twice(
    draw_id: str, seed: str, identities: Iterable[str], share: str, stage: int = 1, population: int = 1
) -> frozenset[str]:
    """So large a share of the ids, rounded up: those with the lowest tickets under a label of their own."""
    ids = sorted(set(identities))
    text = f"{seed_text(draw_id, seed)}|BLIND|{stage}" + (f"|{population}" if population > 1 else "")
    count = min(len(ids), ceiling(Fraction(share) * len(ids)))
    return frozenset(sorted(ids, key=lambda one: ticket(text, one))[:count])
