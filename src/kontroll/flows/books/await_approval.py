"""Await approval: which rules nobody may be told by yet, because too few have approved them as they stand.

What was in use when kontroll first ran is written down once, as «tatt i bruk ved oppstart»: a kommune that begins needs no
approval of what is shipped, and everything that is changed after that needs one.

Why what was found meanwhile is let go when the approvals come: else whoever changes a rule alone would have silenced for
good whatever it finds until somebody looks at the change.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from kontroll.domain.approval import START, Approval, approval_stamp, approvers, is_approved
from kontroll.domain.avvik import Avvik, Phase
from kontroll.domain.month import Month
from kontroll.domain.notice import Reason
from kontroll.domain.policy import INTERNAL_CONTROL
from kontroll.domain.rule import Rule, Status
from kontroll.domain.rulebook import Rulebook
from kontroll.flows.books.replay import Moved
from kontroll.flows.last import Last
from kontroll.flows.people.today import Today
from kontroll.flows.telling.tell import people_for, tell_of
from kontroll.proving.check import IN_USE
from kontroll.store.database import Database
from kontroll.store.transaction import Transaction

#: Set when what was in use at the start has been written down.
_STARTED = "godkjenning:oppstart"
#: `godkjenning:venter:RULE` -> the avvik that were on trial before it lacked approvals, as JSON; _OVER when those have come.
_AWAITING, _OVER = "godkjenning:venter:", "null"

_STAMPS: Last[tuple[Rulebook, dict[str, str]]] = Last()


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands with the approval of a rule as it is now. by: persons who have approved it, the first first."""

    rule: Rule
    stamp: str
    at_start: bool
    by: tuple[str, ...]
    approved: bool


def take_into_use(database: Database, rulebook: Rulebook, persons: int, now: datetime) -> None:
    """Write down what is in use, the first time that approvals are asked for. Does nothing ever after."""
    with database.reading() as tx:
        done = asked_for(tx)
    if done or not persons:
        return
    with database.transaction(START, now) as tx:
        if asked_for(tx):
            return
        in_use = [rule.id for rule in rulebook.rules.values() if rule.status is Status.IN_USE]
        stamps = {id: approval_stamp(rulebook, id) for id in sorted(in_use)}
        entry = tx.trail.append("regler tatt i bruk ved oppstart", stamps)
        tx.approvals.add_all([Approval(rule=r, stamp=s, by=START, at=now, trail=entry) for r, s in stamps.items()])
        tx.marks.set(_STARTED, str(entry))


def asked_for(tx: Transaction) -> bool:
    """Whether what was in use at the start has been written down."""
    return tx.marks.get(_STARTED) is not None


def trial_by_lack_of_approval(tx: Transaction, rulebook: Rulebook, persons: int) -> frozenset[str]:
    """Rules that are in use in the files, and are to be treated as on trial. persons: how many must approve; 0 = none."""
    if not persons:
        return frozenset()
    of_rules = (one for one in standings(tx, rulebook, persons) if one.rule.status is Status.IN_USE)
    return frozenset(one.rule.id for one in of_rules if not one.approved)


def standings(tx: Transaction, rulebook: Rulebook, persons: int, only: Collection[str] | None = None) -> list[Standing]:
    """Of every rule that is in use or on trial, by id. only: of these alone."""
    given: dict[str, list[Approval]] = {}
    for approval in tx.approvals.all():
        given.setdefault(approval.rule, []).append(approval)
    found = []
    for id, rule in sorted(rulebook.rules.items()):
        if rule.status in IN_USE and (only is None or id in only):
            stamp, own = _stamp(rulebook, id), given.get(id, [])
            at_start = any(a.at_start and a.stamp == stamp for a in own)
            found.append(Standing(rule, stamp, at_start, approvers(own, stamp), is_approved(own, stamp, persons)))
    return found


def _stamp(rulebook: Rulebook, rule: str) -> str:
    """Worked out once for each rulebook: pages ask for the same again and again."""
    # The rulebook is held with its stamps, so that no other one gets its place in memory.
    stamps = _STAMPS.of(id(rulebook), lambda: (rulebook, {}))[1]
    if rule not in stamps:
        stamps[rule] = approval_stamp(rulebook, rule)
    return stamps[rule]


# --- in a run ---------------------------------------------------------------------------------------------------------


def newly_approved(tx: Transaction, on_trial: Collection[str]) -> list[str]:
    """Rules that a run has held back, and that have got what they lacked since."""
    awaited = {name.removeprefix(_AWAITING): found for name, found in tx.marks.starting_with(_AWAITING).items()}
    return sorted(id for id, found in awaited.items() if found != _OVER and id not in on_trial)


def follow_approvals(
    tx: Transaction, today: Today, period: Month, on_trial: Collection[str], moved: Iterable[Moved]
) -> int:
    """Tell internal control of rules that lack approval; let go what was found by those that have got it.

    Before new avvik become saker. moved: what the run has found. Gives how many notices were new.
    """
    for id in newly_approved(tx, on_trial):
        _let_go(tx, today.desk.rulebook, id, json.loads(tx.marks.get(_AWAITING + id) or _OVER))
        tx.marks.set(_AWAITING + id, _OVER)
    new = {one.after.key for one in moved if one.before is None}
    notices = 0
    for id in sorted(on_trial):
        if tx.marks.get(_AWAITING + id) in (None, _OVER):
            tx.marks.set(_AWAITING + id, json.dumps(sorted({avvik.key for avvik in _on_trial(tx, id)} - new)))
        people = people_for(today, [INTERNAL_CONTROL], "")
        notices += tell_of(tx, today, Reason.NOT_APPROVED, f"{id} {period}", people, rule=id, month=period)
    return notices


def _let_go(tx: Transaction, rulebook: Rulebook, id: str, before: Collection[str]) -> None:
    """before: what stood on trial when it began to lack approval, and goes on doing so."""
    rule = rulebook.rules.get(id)
    if rule is None or rule.status is not Status.IN_USE:
        return
    found = [avvik for avvik in _on_trial(tx, id) if avvik.key not in before]
    tx.avvik.save_all((avvik, replace(avvik, trial=False)) for avvik in found)
    tx.trail.append("regel godkjent av nok", {"rule": id, "avvik": len(found)})


def _on_trial(tx: Transaction, id: str) -> list[Avvik]:
    return tx.avvik.where(tx.avvik.table.c.phase.in_([Phase.WAITING, Phase.OPEN]), rule=id, trial=True)
