"""OnTrail: what the trail says of deliveries, books and runs, read in one go, and what is no longer as it says.

Why: whoever can write in the database can change a delivery, the answers and the run that gave them, all three together.
What they cannot change unseen is the trail: everything else is held against it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace

from kontroll.domain.delivery import Delivery
from kontroll.domain.month import Month
from kontroll.domain.run import Book, Run
from kontroll.domain.trail import Break, Entry, breaks
from kontroll.store.transaction import Transaction

About = Mapping[str, object]
DELIVERED, ANSWERED, RAN, DELETED, KEPT = "leveranse", "svar", "kjøring fullført", "slettet", "regler tatt vare på"
_READ = {f'"kind":"{kind}"'.encode(): kind for kind in (DELIVERED, ANSWERED, RAN, DELETED, KEPT)}
#: Of a run, what decides its answers.
_OF_RUN = ("digest", "upto", "rulebook", "left_out")


@dataclass(frozen=True, slots=True)
class OnTrail:
    """By number of the delivery, month and number of the book, and id of the run: the entry's own number and what it says.

    deleted: number of a delivery -> the entry that says its content went. rulebooks: digest -> the entry that says it
    was kept. breaks: where the trail itself does not hold.
    """

    deliveries: dict[int, tuple[int, About]] = field(default_factory=dict)
    books: dict[tuple[Month, int], tuple[int, About]] = field(default_factory=dict)
    runs: dict[str, tuple[int, About]] = field(default_factory=dict)
    deleted: dict[int, int] = field(default_factory=dict)
    rulebooks: dict[str, int] = field(default_factory=dict)
    breaks: list[Break] = field(default_factory=list)

    # --- what is no longer as it was ------------------------------------------------------------------------------

    def changed_deliveries(self, tx: Transaction) -> dict[int, bool]:
        """Those that were changed, taken away or put in since they came, in order; whether the content there is another."""
        known = {delivery.seq: delivery for delivery in tx.deliveries.known()}
        hashes = dict(tx.deliveries.hashes(sorted(known)))
        told = {seq: about for seq, (_entry, about) in self.deliveries.items()}
        return {
            seq: seq in hashes and hashes[seq] != told.get(seq, {}).get("content")
            for seq in sorted({*known, *told})
            if not self._is_as_told(known.get(seq), hashes.get(seq), told.get(seq, {}))
        }

    def _is_as_told(self, delivery: Delivery | None, hashed: str | None, told: About) -> bool:
        if delivery is None or not told:
            return False
        # Deleted on time there is nothing left to hold against it.
        content = told.get("content") if hashed is None and delivery.seq in self.deleted else hashed
        found = (delivery.kind, delivery.digest, delivery.taken.value, delivery.rows, content)
        return found == tuple(told.get(name) for name in ("kind", "file", "taken", "rows", "content"))

    def is_changed_run(self, run: Run) -> bool:
        _seq, told = self.runs.get(run.id, (0, {}))
        return any(told.get(name) != getattr(run, name) for name in _OF_RUN)

    def is_changed_book(self, book: Book) -> bool:
        _seq, told = self.books.get((book.month, book.number), (0, {}))
        return (told.get("digest"), told.get("run")) != (book.digest, book.run)

    def deleted_since(self, run: Run) -> list[int]:
        """Deliveries that the run knew, and whose content was deleted on time after it had finished."""
        finished = self.runs.get(run.id, (0, {}))[0]
        return [seq for seq, entry in sorted(self.deleted.items()) if seq <= run.upto and entry > finished]

    def standing_after(self, run: Run, month: Month) -> int | None:
        """Number of the month's book that stood when the run had finished; None where the month had none yet."""
        finished = self.runs.get(run.id, (0, {}))[0]
        return max((n for (of, n), (entry, _) in self.books.items() if of == month and entry < finished), default=None)


def on_trail(tx: Transaction) -> OnTrail:
    """Everything that is there now."""
    found = OnTrail()
    broken = list(breaks(reading(found, tx.trail.entries())))
    return replace(found, breaks=broken)


def reading(found: OnTrail, entries: Iterable[Entry]) -> Iterator[Entry]:
    """The entries as they come; what they say is put into `found` on the way."""
    for entry in entries:
        if any(kind in entry.body for kind in _READ):
            # Bytes that were changed, which the chain shows, need not be readable.
            with suppress(ValueError, KeyError, TypeError):
                _note(found, entry)
        yield entry


def _note(found: OnTrail, entry: Entry) -> None:
    content = entry.content
    kind, about = content["kind"], content["about"]
    if not isinstance(about, Mapping):
        return
    if kind == DELIVERED:
        found.deliveries[int(about["delivery"])] = entry.seq, about
    elif kind == ANSWERED:
        found.books[Month.parse(about["month"]), int(about["book"])] = entry.seq, about
    elif kind == RAN:
        found.runs[about["run"]] = entry.seq, about
    elif kind == DELETED and "delivery" in about:
        found.deleted[int(about["delivery"])] = entry.seq
    elif kind == KEPT:
        found.rulebooks[str(about["rulebook"])] = entry.seq
