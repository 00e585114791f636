"""Prune persons: talks, resultatlønn and resultatavtaler go when their time is over, whole, with what was written in them.

Why not before the archive has them: what decides of people's pay and work is the kommune's archive too, and must not be destroyed
before it is handed over (arkivlova). Talks are never handed over, and wait for nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from kontroll.domain.archiving import ArchiveKind
from kontroll.domain.policy import Kept, Policies
from kontroll.flows.archive.waiting import waiting
from kontroll.store.transaction import Transaction

DELETED = "slettet"
#: What is of one person, and goes whole.
OF_PERSONS = (Kept.PAY, Kept.AGREEMENT, Kept.TALK)
#: Whether the time of what is from that year is over.
IsOver = Callable[[int], bool]


def prune_persons(tx: Transaction, policies: Policies, kept: Kept, is_over: IsOver) -> int:
    """Gives how many were deleted. kept: one of those that are about persons."""
    return {Kept.PAY: _pay, Kept.AGREEMENT: _agreements, Kept.TALK: _talks}[kept](tx, policies, is_over)


def deleted_persons(about: Mapping[str, object]) -> tuple[str, list[str]]:
    """What an entry of the trail says was deleted, and the ids; none where it is about something else."""
    return str(about.get("what", "")), str(about["ids"]).split(",") if "ids" in about else []


def _pay(tx: Transaction, policies: Policies, is_over: IsOver) -> int:
    old = [one for one in tx.pay_reviews.all() if is_over(one.decided_at.year if one.decided_at else one.year)]
    kept = waiting(tx, policies, ArchiveKind.PAY)
    found = [one for one in old if one.id not in kept]
    for one in found:
        tx.pay_reviews.delete(id=one.id)
    entries = [entry for one in found for entry in (one.whole_trail, one.development_trail, one.trail)]
    return _done(tx, Kept.PAY, [one.id for one in found], entries)


def _agreements(tx: Transaction, policies: Policies, is_over: IsOver) -> int:
    old = [one for one in tx.agreements.all() if is_over(one.result_at.year if one.result_at else one.year)]
    kept = waiting(tx, policies, ArchiveKind.AGREEMENT)
    found, entries = [one for one in old if one.id not in kept], []
    for one in found:
        goals, statuses = tx.goals.where(agreement=one.id), tx.goal_statuses.where(agreement=one.id)
        entries += [one.content, one.reason, *(goal.text for goal in goals), *(status.text for status in statuses)]
        tx.goal_statuses.delete(agreement=one.id)
        tx.goals.delete(agreement=one.id)
        tx.agreements.delete(id=one.id)
    entries += _about(tx, {one.id for one in found}) if found else []
    return _done(tx, Kept.AGREEMENT, [one.id for one in found], entries)


def _about(tx: Transaction, agreements: set[str]) -> list[int]:
    """Entries with texts that no row points at: what was judged in each round."""
    told = ((entry.seq, entry.content["about"]) for entry in tx.trail.with_texts())
    return [seq for seq, about in told if isinstance(about, Mapping) and about.get("agreement") in agreements]


def _talks(tx: Transaction, _policies: Policies, is_over: IsOver) -> int:
    found, entries = [one for one in tx.talks.all() if one.over is not None and is_over(one.over.year)], []
    for one in found:
        events, measures = tx.talk_events.where(talk=one.id), tx.talk_measures.where(talk=one.id)
        entries += [event.trail for event in events] + [measure.trail for measure in measures]
        tx.talk_events.delete(talk=one.id)
        tx.talk_measures.delete(talk=one.id)
        tx.talks.delete(id=one.id)
    return _done(tx, Kept.TALK, [one.id for one in found], entries)


def _done(tx: Transaction, kept: Kept, ids: Sequence[str], entries: Iterable[int | None]) -> int:
    """The ids stand on the trail: whoever holds the rows against it must know that they went on time."""
    if ids:
        tx.trail.delete_texts(sorted({entry for entry in entries if entry}))
        tx.trail.append(DELETED, {"what": kept.value, "count": len(ids), "ids": ",".join(ids)})
    return len(ids)
