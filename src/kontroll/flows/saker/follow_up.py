"""Follow up: what the run found becomes saker, and what was answered is tried again by the rule itself."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from kontroll.domain.avvik import Avvik, Phase
from kontroll.domain.avvikchange import ChangeKind
from kontroll.domain.month import Month
from kontroll.domain.notice import Reason
from kontroll.domain.people import Responsible
from kontroll.domain.policy import INTERNAL_CONTROL
from kontroll.domain.rule import RuleType
from kontroll.domain.sak import Outcome, Sak, SakState
from kontroll.flows.books.grounds import Grounds
from kontroll.flows.books.replay import Moved
from kontroll.flows.people.today import Today
from kontroll.flows.saker.open_saker import Group, open_or_reopen
from kontroll.flows.saker.retests import retest_saker
from kontroll.flows.telling.tell import owner_of, people_for, tell_of, tell_of_sak
from kontroll.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Followed:
    """opened: new and reopened saker. notices: new ones."""

    opened: int
    notices: int


def followed_up(
    tx: Transaction,
    today: Today,
    period: Month,
    moved: Sequence[Moved],
    grounds: Grounds,
    silent: Collection[str],
    stopped: Iterable[str],
) -> Followed:
    """silent: enheter that have delivered nothing. stopped: rules over their maks_utslag in the period."""
    opened = notices = 0
    for group in _without_sak(tx, today, period, silent):
        sak, people, reason = open_or_reopen(tx, today, period, group)
        why = grounds.why(group.rule, group.enhet, max(one.last_struck for one in group.avvik))
        told = _tell_of_opened(tx, today, reason, sak, people, why, _records(group))
        # What is confined is in no number either: of a kommune of three enheter that would tell of it.
        if not sak.confined:
            opened, notices = opened + 1, notices + told
    notices += retest_saker(tx, today, period)
    notices += _corrected(tx, today, moved)
    for rule in sorted(stopped):
        people = people_for(today, [INTERNAL_CONTROL], "")
        notices += tell_of(tx, today, Reason.RULE_STOPPED, f"{rule} {period}", people, rule=rule, month=period)
    return Followed(opened, notices)


def _tell_of_opened(
    tx: Transaction, today: Today, reason: Reason, sak: Sak, people: Sequence[Responsible], why: str, count: int
) -> int:
    """The owner is asked; the others that the rule names are told, and need not do anything."""
    owner, others = [p for p in people if p.person == sak.owner], [p for p in people if p.person != sak.owner]
    asked = owner or people
    made = tell_of_sak(tx, today, reason, sak, asked, sak.reopened, why=why, count=count)
    if owner:
        made += tell_of_sak(tx, today, Reason.INFORMED, sak, others, sak.reopened, why=why, count=count)
    return made


def _records(group: Group) -> int:
    """How many records it is about; 0 for what is measured of the enhet."""
    return len(group.avvik) if group.rule.dataset is not None else 0


def _without_sak(tx: Transaction, today: Today, period: Month, silent: Collection[str]) -> list[Group]:
    """Open avvik that nobody follows up: new ones, and those whose unntak is over. By rule and enhet."""
    waiting = [a for a in tx.avvik.where(phase=Phase.OPEN, sak=None, trial=False) if _is_followed(today, a, silent)]
    granted = tx.unntak.where(tx.unntak.table.c.last >= period)
    left = [a for a in waiting if not any(u.covers(a.rule, a.enhet, a.post, period) for u in granted)]
    left += _exempt_no_more(tx, period)
    left.sort(key=lambda a: (a.rule, a.enhet, a.subject, a.number))
    rules = today.desk.rulebook.rules
    return [
        Group(rules[rule], enhet, tuple(avvik))
        for (rule, enhet), avvik in groupby(left, key=lambda a: (a.rule, a.enhet))
    ]


def _is_followed(today: Today, avvik: Avvik, silent: Collection[str]) -> bool:
    rule = today.desk.rulebook.rules.get(avvik.rule)
    if rule is None or not today.consequence(rule).opens_avvik:
        return False
    # An enhet that has delivered nothing is told of that once, and not forty times of what follows from it.
    inhibited = avvik.enhet in silent and rule.type is RuleType.DATA_QUALITY
    return not (inhibited and today.desk.policies.notices.inhibit_without_data)


def _exempt_no_more(tx: Transaction, period: Month) -> list[Avvik]:
    """Avvik of saker that an unntak closed, and that still strike now that it is over."""
    over = {u.sak for u in tx.unntak.where(tx.unntak.table.c.last < period) if u.sak is not None}
    closed = {sak.id for sak in tx.saker.among("id", over) if sak.outcome is Outcome.EXEMPT}
    return [a for a in tx.avvik.among("sak", closed) if a.phase is Phase.OPEN and not a.withdrawn]


def _corrected(tx: Transaction, today: Today, moved: Sequence[Moved]) -> int:
    """Those who follow up an avvik are told when late or corrected data took it away, gave it back or moved it."""
    kinds = (ChangeKind.WITHDRAWN, ChangeKind.UNOPENED, ChangeKind.REOPENED)
    ids = {one.after.sak for one in moved if one.after.sak is not None and one.has(*kinds)}
    ids |= {one.left for one in moved if one.left is not None}
    notices = 0
    for sak in tx.saker.among("id", ids):
        if sak.state is not SakState.CLOSED:
            notices += tell_of_sak(tx, today, Reason.CHANGED, sak, owner_of(today, sak), sak.version)
    return notices
