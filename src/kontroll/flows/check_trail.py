"""Check the trail: re-compute the whole chain, and hold what lies beside it against it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kontroll.domain.trail import BEGINNING, Break
from kontroll.store.database import Database


@dataclass(frozen=True, slots=True)
class Checked:
    """entries: how many there are. last: the hash of the last one. deleted_…: what is gone after its time."""

    entries: int
    last: str
    breaks: list[Break]
    deleted_texts: int
    deleted_files: int


def check_trail(database: Database) -> Checked:
    """Everything that does not hold, by entry. What was deleted on time breaks nothing."""
    with database.reading() as tx:
        breaks = list(tx.trail.check())
        changed = {one.seq for one in breaks if one.kind == "hash"}
        entries, last, texts, files = 0, BEGINNING, 0, 0
        for entry in tx.trail.entries():
            entries, last = entries + 1, entry.hash
            if entry.seq in changed:
                # What stands in it is nobody's word any more, and need not be readable.
                continue
            if b'"kind":"leveranse"' in entry.body:
                about = entry.content.get("about")
                assert isinstance(about, Mapping)
                now = tx.deliveries.hash_of(int(about["delivery"]))
                files += now is None
                if now is not None and now != about["content"]:
                    breaks.append(Break(seq=entry.seq, kind="content"))
            hashed = entry.content.get("texts")
            texts += len(hashed) if isinstance(hashed, Mapping) else 0
        kept = tx.trail.count_texts()
    return Checked(entries, last, sorted(breaks, key=lambda b: b.seq), texts - kept, files)
