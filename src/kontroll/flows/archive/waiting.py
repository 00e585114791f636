"""Waiting: what is decided and not handed over yet, and so must not be deleted, whatever its time (arkivlova)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date

from kontroll.domain.archiving import ArchiveKind, ArchivePackage
from kontroll.domain.policy import Policies
from kontroll.domain.sak import REPORTED_OF_TOP
from kontroll.flows.archive import of_registers
from kontroll.flows.archive.naming import day_of, is_within
from kontroll.flows.archive.sources import SOURCES
from kontroll.store.transaction import Transaction

#: What the id of the result of an agreement ends with.
_RESULT = "/resultat"


def waiting(tx: Transaction, policies: Policies, kind: ArchiveKind) -> set[str]:
    """Ids of those of a kind that the archive must have first; none where the kommune has chosen not to hand them over."""
    if policies.archive.of(kind) is None:
        return set()
    # Of an agreement both what was agreed and how it went are handed over, each by itself.
    return {id.removesuffix(_RESULT) for id in not_handed(tx, kind)}


def not_handed(tx: Transaction, kind: ArchiveKind) -> set[str]:
    """Ids of what is ended and in no package since: what was opened again after it was handed over, and ended anew, is so too."""
    packages = {one.number: one for one in tx.archive_packages.all()}
    taken: dict[str, list[ArchivePackage]] = defaultdict(list)
    for one in tx.archived_things.where(kind=kind):
        taken[one.subject].append(packages[one.package])
    return {id for id, on in SOURCES[kind].ended(tx) if not any(_holds(one, on) for one in taken[id])}


def _holds(package: ArchivePackage, on: date) -> bool:
    """Whether what ended on the day was there to be taken."""
    return is_within(on, package.first, package.last) and on <= day_of(package.at)


def waiting_texts(tx: Transaction, policies: Policies) -> set[int]:
    """Entries of the trail whose texts are in what waits, or in what is not ended yet and will be handed over."""
    return {entry for entry in _entries(tx, policies) if entry}


def _entries(tx: Transaction, policies: Policies) -> Iterator[int | None]:
    pay = waiting(tx, policies, ArchiveKind.PAY)
    for review in tx.pay_reviews.all():
        if review.id in pay:
            yield from (review.whole_trail, review.development_trail, review.trail)
    agreements = waiting(tx, policies, ArchiveKind.AGREEMENT)
    for one in tx.agreements.all():
        if one.id in agreements:
            yield from (one.content, one.reason)
            yield from (goal.text for goal in tx.goals.where(agreement=one.id))
            yield from (status.text for status in tx.goal_statuses.where(agreement=one.id))
    if policies.archive.of(ArchiveKind.SAK) is not None:
        never = {one.id for one in tx.saker.all() if one.confined or one.kind == REPORTED_OF_TOP}
        handed = never | _handed(tx, ArchiveKind.SAK)
        yield from (one.trail for one in tx.decisions.all() if one.sak not in handed)
    for kind, register in of_registers.KINDS.items():
        if policies.archive.of(kind) is not None:
            yield from of_registers.texts(register, tx, _handed(tx, kind))


def _handed(tx: Transaction, kind: ArchiveKind) -> set[str]:
    """Ids of what is ended and handed over as it ended."""
    return {id for id, _day in SOURCES[kind].ended(tx)} - not_handed(tx, kind)
