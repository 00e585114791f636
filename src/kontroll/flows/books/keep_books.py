"""Keep books: the verdicts of each month that came out anew, and every cell that an earlier book had otherwise."""

from __future__ import annotations

from collections.abc import Mapping

from kontroll.domain.month import Month
from kontroll.domain.run import Book, Run, VerdictChange
from kontroll.flows.books.judge import JudgedMonth, changed_cells
from kontroll.flows.books.rules_in_use import InUse
from kontroll.store.transaction import Transaction


def came_out_anew(judged: Mapping[Month, JudgedMonth], standing: Mapping[Month, Book]) -> dict[Month, JudgedMonth]:
    """The months whose book would be another than the one that stands."""
    return {month: one for month, one in sorted(judged.items()) if _is_new(one, standing.get(month))}


def _is_new(judged: JudgedMonth, book: Book | None) -> bool:
    return book is None or book.digest != judged.digest or book.stopped != ",".join(sorted(judged.stopped))


def changes_of(
    tx: Transaction, run: Run, fresh: Mapping[Month, JudgedMonth], standing: Mapping[Month, Book]
) -> list[VerdictChange]:
    """Every cell that an earlier book had otherwise. Nothing is written."""
    changed: list[VerdictChange] = []
    for month, one in fresh.items():
        if (before := standing.get(month)) is not None:
            changed += changed_cells(tx.books.verdicts(before), one, run.id)
    return changed


def keep_books(
    tx: Transaction,
    run: Run,
    fresh: Mapping[Month, JudgedMonth],
    standing: Mapping[Month, Book],
    changed: list[VerdictChange],
    in_use: InUse,
) -> None:
    for month, one in fresh.items():
        before = standing.get(month)
        book = Book(
            month=month,
            number=before.number + 1 if before else 1,
            run=run.id,
            digest=one.digest,
            rows=one.verdicts.height,
            struck=one.struck,
            unknown=one.unknown,
            stopped=",".join(sorted(one.stopped)),
            left_out=",".join(sorted(in_use.left_out)),
        )
        tx.books.add(book, one.verdicts)
        tx.trail.append("svar", {"month": str(month), "book": book.number, "digest": book.digest, "run": run.id})
    tx.books.changes.add_all(changed)
