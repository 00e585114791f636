"""See a notice: the signed-in recipient has opened what it links to.

Why only she: a mail filter follows links too, and a colleague may be sent one. What they open says nothing of whether
the one who was told has seen it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from kontroll.domain.notice import Notice, Reason
from kontroll.flows.saker.acting import Unknown
from kontroll.store.transaction import Transaction
from kontroll.wiring import Desk


def see_notice(desk: Desk, notice_id: str, person: str, now: datetime) -> int:
    """Mark the notice as seen, if it was to the person. Gives how many were marked, 0 or 1. Raises acting.Unknown."""

    def asked(tx: Transaction) -> list[Notice]:
        notice = tx.notices.get(notice_id)
        if notice is None:
            raise Unknown("Notice", notice_id)
        return [notice] if notice.recipient == person and notice.seen_at is None else []

    return _seen(desk, asked, person, now)


def see_notices_of_sak(desk: Desk, sak_id: str, person: str, now: datetime) -> int:
    """The same for all of hers that are about the sak, which she has opened."""
    return _seen(desk, lambda tx: tx.notices.where(sak=sak_id, recipient=person, seen_at=None), person, now)


def see_notices_about(desk: Desk, reasons: frozenset[Reason], subject: str, person: str, now: datetime) -> int:
    """The same for all of hers that are about a resultatavtale, a talk or a month, which she has opened."""

    def asked(tx: Transaction) -> list[Notice]:
        found = tx.notices.where(subject_key=subject, recipient=person, seen_at=None)
        return [notice for notice in found if notice.reason in reasons]

    return _seen(desk, asked, person, now)


def _seen(desk: Desk, asked: Callable[[Transaction], list[Notice]], person: str, now: datetime) -> int:
    # Most pages are opened again: those who only look do not wait for those who write.
    with desk.database.reading() as tx:
        if not asked(tx):
            return 0
    with desk.database.transaction(person, now) as tx:
        unseen = asked(tx)
        tx.notices.save_all((notice, replace(notice, seen_at=now)) for notice in unseen)
        for notice in unseen:
            tx.trail.append("varsel sett", {"notice": notice.id})
    return len(unseen)
