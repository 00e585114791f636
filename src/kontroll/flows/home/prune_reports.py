"""Prune reports: which records were counted in a report goes when its time is over, and drafts that were sent and never issued.

The reports themselves stay, with their hashes: they are the kommune's, and hold no record of anybody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from kontroll.domain.issuing import ENDED
from kontroll.domain.policy import Kept
from kontroll.store.transaction import Transaction


def prune_reports(tx: Transaction, is_over: Callable[[datetime], bool]) -> int:
    """Gives how many texts and files went; each stands on the trail by its hash."""
    issues, gone = tx.issues.all(), 0
    issued = {one.content for one in issues}
    needed = {hash for one in tx.reports.all() if one.state not in ENDED for hash in (one.content, one.grounds)}
    for one in tx.frozen_texts.all():
        digest = one.digest
        if is_over(one.at) and digest not in needed and (one.is_grounds or digest not in issued):
            gone += tx.frozen_texts.delete(digest=digest)
            _told(tx, digest)
    for issue in issues:
        if is_over(issue.at):
            for digest in _closed_files(tx, issue.year, issue.number):
                gone += tx.issued_files.delete(year=issue.year, number=issue.number, digest=digest)
                _told(tx, digest)
    return gone


def _closed_files(tx: Transaction, year: int, number: int) -> Iterator[str]:
    at = tx.issued_files.table.c
    return (one.digest for one in tx.issued_files.where(at.is_open.is_(False), year=year, number=number))


def _told(tx: Transaction, digest: str) -> None:
    tx.trail.append("slettet", {"what": Kept.REPORT.value, "digest": digest})
