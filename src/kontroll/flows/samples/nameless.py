"""Nameless: what somebody wrote, as it is shown to everybody: without the persons that are known.

Why: whoever writes why a draw was given up, or how a sum was reconciled, may not think of everybody who will read it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from kontroll.facts.organisation import read_persons
from kontroll.flows.deliveries.known_facts import WHOLE_LISTS
from kontroll.store.transaction import Transaction

HIDDEN = "[…]"


def nameless(tx: Transaction, text: str) -> str:
    """Names, ids and addresses of everybody in the last list of persons are left out, and surnames alone."""
    return without_persons(tx)(text) if text else ""


def without_persons(tx: Transaction) -> Callable[[str], str]:
    """The same for several texts, with the list read once."""
    words = sorted(_persons(tx), key=len, reverse=True)
    if not words:
        return str
    any_of_them = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)", re.IGNORECASE)
    return lambda text: any_of_them.sub(HIDDEN, text)


def _persons(tx: Transaction) -> set[str]:
    lasts = tx.deliveries.lasts(WHOLE_LISTS)
    if "personer" not in lasts:
        return set()
    sheets = tx.deliveries.sheets(tx.deliveries.rows.where(seq=lasts["personer"][0]))
    frame = read_persons(list(sheets.values()))[0].frame
    words = {word for column in ("navn", "person_id", "epost") for word in frame.get_column(column) if word}
    return {word for word in (*words, *_surnames(frame.get_column("navn").to_list())) if len(word) > 1}


def _surnames(names: Iterable[str | None]) -> Iterator[str]:
    for name in names:
        parts = (name or "").split()
        if len(parts) > 1:
            yield parts[-1]
