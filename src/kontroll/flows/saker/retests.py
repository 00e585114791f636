"""Retests: the rule itself says whether what a leader answered has helped. Nobody can say so by hand."""

from __future__ import annotations

from kontroll.domain.actor import SYSTEM
from kontroll.domain.avvik import Avvik, Phase
from kontroll.domain.month import Month
from kontroll.domain.notice import Reason
from kontroll.domain.policy import INTERNAL_CONTROL
from kontroll.domain.sak import Sak, SakState
from kontroll.domain.sakflow import retest
from kontroll.flows.books.histories import is_dated
from kontroll.flows.people.today import Today
from kontroll.flows.telling.tell import owner_of, people_for, tell_of_sak
from kontroll.store.transaction import Transaction


def retest_saker(tx: Transaction, today: Today, period: Month) -> int:
    """Try every sak that is not closed again. Gives how many notices that made."""
    at = tx.saker.table.c
    saker = tx.saker.where(at.state != SakState.CLOSED, at.rule.is_not(None), at.id.not_in(_talked_about(tx)))
    found: dict[str, list[Avvik]] = {sak.id: [] for sak in saker}
    for avvik in tx.avvik.among("sak", found):
        if avvik.sak is not None:
            found[avvik.sak].append(avvik)
    return sum(_retest(tx, today, period, sak, found[sak.id]) for sak in saker)


def _talked_about(tx: Transaction) -> list[str]:
    """Saker of talks that go on: what two have agreed to look at again, they do, whatever the rule says meanwhile."""
    going_on = (talk for talk in tx.talks.all() if not talk.state.is_over)
    return sorted({sak for talk in going_on for sak in talk.grounds})


def _retest(tx: Transaction, today: Today, period: Month, sak: Sak, avvik: list[Avvik]) -> int:
    striking = _still_striking(today, period, sak, avvik)
    rule = today.desk.rulebook.rules.get(sak.rule or "")
    days = today.consequence(rule).deadline_working_days if rule is not None else None
    after = tx.saker.save(sak, retest(sak, SYSTEM, still_striking=striking, deadline=today.deadline(days)))
    if after.state is sak.state:
        return 0
    tx.trail.append("sak etterprøvd", {"sak": sak.id, "striking": striking, "state": after.state.value})
    if after.state is SakState.OPEN:
        return tell_of_sak(tx, today, Reason.RETEST_FAILED, after, owner_of(today, after), after.reopened)
    if any(one.phase is Phase.WAITING for one in avvik):
        # It may open again, so there is nothing to close yet.
        return 0
    people = owner_of(today, after) if sak.confined else people_for(today, [INTERNAL_CONTROL], sak.enhet)
    return tell_of_sak(tx, today, Reason.TO_CLOSE, after, people, after.reopened)


def _still_striking(today: Today, period: Month, sak: Sak, avvik: list[Avvik]) -> bool | None:
    """Does the rule strike in what was measured after the answer? None: it says nothing, and nothing changes."""
    # One that waits again after a correction has not opened: it is nothing to ask about yet.
    left = [one for one in avvik if one.phase is Phase.OPEN]
    if not left:
        return False
    if sak.state is SakState.RETEST and sak.answered_on is None:
        # It had gone away by itself, and corrected data say that it had not: there is no answer to try.
        return True
    rule = today.desk.rulebook.rules.get(sak.rule or "")
    if rule is None or is_dated(rule, today.desk.rulebook):
        # What happened on a day is not undone: internal control looks at the answer, and closes it or not.
        return None
    if sak.answered_on is not None and period < Month.of(sak.answered_on):
        return None
    if any(one.gone_since is not None for one in left):
        return None
    return True if any(one.last_struck == period for one in left) else None
