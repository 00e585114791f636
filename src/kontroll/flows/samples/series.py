"""Series: every number that a stikkprøve was given, with how far it has come, and any that is missing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kontroll.domain.draw import Draw, ItemState
from kontroll.store.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbered:
    """draw: None where the number is missing, which should never be. drawn: items in the sample; checked: those of them that
    somebody has looked at.
    """

    id: str
    draw: Draw | None
    drawn: int = 0
    checked: int = 0


def series(tx: Transaction) -> list[Numbered]:
    """The newest number first."""
    drawn = {(one.draw, one.identity) for one in tx.drawn_items.where(state=ItemState.DRAWN)}
    checked = {(one.draw, one.identity) for one in tx.item_checks.all()} & drawn
    items, done = Counter(draw for draw, _id in drawn), Counter(draw for draw, _id in checked)
    return [
        Numbered(id=id, draw=draw, drawn=items[id], checked=done[id])
        for id, draw in reversed(list(_numbers(tx.draws.all())))
    ]


def _numbers(draws: Iterable[Draw]) -> Iterator[tuple[str, Draw | None]]:
    known = {(draw.year, draw.number): draw for draw in draws}
    for year in sorted({year for year, _number in known}):
        for number in range(1, max(number for of, number in known if of == year) + 1):
            yield f"{year}-{number}", known.get((year, number))
