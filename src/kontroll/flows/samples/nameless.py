"""Nameless: what somebody wrote, as it is shown to everybody: without the persons that are known.

Why: whoever writes why a draw was given up, or how a sum was reconciled, may not think of everybody who will read it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from kontroll.facts.organisation import read_persons
from kontroll.flows.deliveries.known_facts import WHOLE_LISTS
from kontroll.flows.last import Last
from kontroll.store.transaction import Transaction

HIDDEN = "[…]"
#: By the number and the salt of the list: a salt is of one content only, and goes with it.
_LAST: Last[list[str]] = Last()


def nameless(tx: Transaction, text: str) -> str:
    """Names, ids and addresses of everybody in the last list of persons are left out, and surnames alone."""
    return without_persons(tx)(text) if text else ""


def without_persons(tx: Transaction) -> Callable[[str], str]:
    """The same for several texts, with the list read once."""
    last = tx.deliveries.lasts(WHOLE_LISTS).get("personer")
    if last is None:
        return str
    words = _LAST.of(last, lambda: sorted(_persons(tx, last[0]), key=len, reverse=True))
    if not words:
        return str
    any_of_them = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)", re.IGNORECASE)
    return lambda text: any_of_them.sub(HIDDEN, text)


def _persons(tx: Transaction, delivery: int) -> set[str]:
    sheets = tx.deliveries.sheets(tx.deliveries.rows.where(seq=delivery))
    frame = read_persons(list(sheets.values()))[0].frame
    words = {word for column in ("navn", "person_id", "epost") for word in frame.get_column(column) if word}
    return {word for word in (*words, *_surnames(frame.get_column("navn").to_list())) if len(word) > 1}


def _surnames(names: Iterable[str | None]) -> Iterator[str]:
    for name in names:
        parts = (name or "").split()
        if len(parts) > 1:
            yield parts[-1]
