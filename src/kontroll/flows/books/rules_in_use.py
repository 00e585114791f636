"""Which rules a run may use: those in use or on trial, that hold what their own tests say, and whose record has not lapsed.

Proving a rulebook takes seconds, and says the same until a file changes: what came out is remembered by its digest.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from kontroll.domain.problem import Gravity
from kontroll.domain.rule import Rule, Status
from kontroll.domain.rulebook import Rulebook
from kontroll.domain.rulebookkept import RuleFile, rulebook_digest
from kontroll.flows.books.await_approval import take_into_use, trial_by_lack_of_approval
from kontroll.proving.check import IN_USE, check_rule
from kontroll.rulebook.stamps import engine_stamp
from kontroll.store.database import Database


@dataclass(frozen=True, slots=True)
class InUse:
    """digest: SHA-256 of the rule files and the stamp of the engine. left_out: rule id -> why it is not evaluated.

    on_trial: rules that are in use in the files, and notify nobody yet because too few have approved them.
    """

    digest: str
    left_out: dict[str, str]
    on_trial: frozenset[str] = frozenset()


def rules_in_use(
    database: Database, rulebook: Rulebook, files: Sequence[RuleFile], now: datetime, persons: int = 0
) -> InUse:
    """What may run on a day. files: what the rulebook was read from. persons: how many must approve a rule.

    Remembers in the database who proves itself, and what was in use when approvals were first asked for.
    """
    digest = rulebook_digest(files, engine_stamp())
    unproven = _unproven(database, rulebook, digest, now)
    left_out = {}
    for rule in rulebook.rules.values():
        why = _left_out(rulebook, rule, now.date(), unproven)
        if why is not None:
            left_out[rule.id] = why
    take_into_use(database, rulebook, persons, now)
    with database.reading() as tx:
        on_trial = trial_by_lack_of_approval(tx, rulebook, persons) - left_out.keys()
    return InUse(digest, left_out, on_trial)


def _left_out(rulebook: Rulebook, rule: Rule, today: date, unproven: Sequence[str]) -> str | None:
    if rule.status not in IN_USE:
        return rule.status.value
    if rule.id in unproven:
        return "består ikke sine egne tester"
    # aml. § 9-2: a control measure that nobody has evaluated in time pauses itself.
    measure = rule.control_measure
    if rule.status is Status.IN_USE and measure is not None and measure.lapsed(today):
        return "kontrolltiltaket er ikke evaluert i tide" if rulebook.is_person_directed(rule) else None
    return None


def _unproven(database: Database, rulebook: Rulebook, digest: str, now: datetime) -> list[str]:
    mark = f"proved:{digest}"
    with database.reading() as tx:
        known = tx.marks.get(mark)
    if known is None:
        # Any day does for this: what a day changes is whether a record has lapsed, and that is asked every time.
        known = json.dumps(sorted(r.id for r in rulebook.rules.values() if not _proves_itself(rulebook, r, now.date())))
        with database.transaction("kontroll", now) as tx:
            tx.marks.set(mark, known)
    found: list[str] = json.loads(known)
    return found


def _proves_itself(rulebook: Rulebook, rule: Rule, today: date) -> bool:
    if rule.status not in IN_USE:
        return True
    return all(problem.gravity is Gravity.NOTICE for problem in check_rule(rulebook, rule, today))
