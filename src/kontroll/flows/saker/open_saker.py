"""Open saker: each group of new avvik of one rule at one enhet becomes a sak with an owner and a deadline."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kontroll.domain.actor import SYSTEM
from kontroll.domain.avvik import Avvik
from kontroll.domain.month import Month
from kontroll.domain.notice import Reason
from kontroll.domain.people import Responsible
from kontroll.domain.policy import INTERNAL_CONTROL
from kontroll.domain.rule import Consequence, Rule
from kontroll.domain.sak import Sak, SakState
from kontroll.domain.sakflow import join, open_sak, reopen, retest
from kontroll.flows.people.today import Today
from kontroll.flows.telling.tell import is_confined, people_for, superior_alone
from kontroll.store.transaction import Transaction

#: What a sak is called where the rule does not say.
KIND = "oppfolging"


@dataclass(frozen=True, slots=True)
class Group:
    """Avvik of one rule at one enhet that need a sak."""

    rule: Rule
    enhet: str
    avvik: tuple[Avvik, ...]


def open_or_reopen(tx: Transaction, today: Today, period: Month, group: Group) -> tuple[Sak, list[Responsible], Reason]:
    """The sak, those who are told, the owner first, and why they are told."""
    consequence = today.consequence(group.rule)
    people = _people(today, group)
    earlier = _earlier_sak(tx, group, consequence)
    if earlier is not None:
        sak, reason = _again(tx, today, earlier, group.rule), Reason.REOPENED
    else:
        sak, reason = _new(tx, today, period, group, people), Reason.NEW_SAK
    for avvik in group.avvik:
        tx.avvik.save(avvik, replace(avvik, sak=sak.id))
    return sak, people, reason


def _people(today: Today, group: Group) -> list[Responsible]:
    if is_confined(today, group.rule):
        return superior_alone(today, group.enhet)
    people = people_for(today, today.consequence(group.rule).notify or ("leder",), group.enhet)
    # Nobody is found: then it is internal control's to find somebody.
    return people or people_for(today, [INTERNAL_CONTROL], group.enhet)


def next_id(tx: Transaction, today: Today, series: str = "S") -> str:
    """Numbered through the year, as a case number is read out over a telephone: S2026-00012.

    What is confined has a series of its own, T2026-00003: a number that is missing in the other would tell of it.
    """
    prefix = f"{series}{today.day.year}-"
    taken = tx.saker.count(tx.saker.table.c.id.startswith(prefix, autoescape=True))
    return f"{prefix}{taken + 1:05}"


def _new(tx: Transaction, today: Today, period: Month, group: Group, people: list[Responsible]) -> Sak:
    consequence = today.consequence(group.rule)
    owner = people[0] if people else None
    sak = open_sak(
        id=next_id(tx, today, "T" if is_confined(today, group.rule) else "S"),
        kind=consequence.sak or KIND,
        rule=group.rule.id,
        enhet=group.enhet,
        month=period,
        opened=today.day,
        owner=owner.person if owner else None,
        owner_enhet=owner.enhet if owner else None,
        deadline=today.deadline(consequence.deadline_working_days),
        severity=group.rule.severity,
        earlier=tx.saker.where(rule=group.rule.id, enhet=group.enhet),
        confined=is_confined(today, group.rule),
    )
    tx.saker.add(sak)
    tx.trail.append(
        "sak åpnet",
        {
            "sak": sak.id, "rule": sak.rule, "enhet": sak.enhet, "month": str(sak.month), "owner": sak.owner,
            "deadline": str(sak.deadline), "avvik": len(group.avvik), "recurrence_of": sak.recurrence_of,
        },
    )  # fmt: skip
    return sak


def _earlier_sak(tx: Transaction, group: Group, consequence: Consequence) -> Sak | None:
    """The sak to open again: the one of the subject's earlier avvik (`gjenapne: samme_sak`), or of these same avvik."""
    own = [avvik.sak for avvik in group.avvik if avvik.sak is not None]
    if own:
        return tx.saker.get(max(own))
    if not consequence.reopen_same_sak:
        return None
    subjects = {avvik.subject for avvik in group.avvik}
    before = [a for a in tx.avvik.among("subject", subjects) if a.rule == group.rule.id and a.sak is not None]
    earlier = tx.saker.get(max(before, key=lambda a: a.number).sak) if before else None
    # A record that belongs to another enhet now is another leader's to answer for.
    return earlier if earlier is not None and earlier.enhet == group.enhet else None


def _again(tx: Transaction, today: Today, sak: Sak, rule: Rule) -> Sak:
    """Open for a new answer; a sak that is still open just takes the new avvik in."""
    deadline = today.deadline(today.consequence(rule).deadline_working_days)
    if sak.state is SakState.CLOSED:
        after = reopen(sak, SYSTEM, deadline=deadline)
    elif sak.state is SakState.RETEST:
        after = retest(sak, SYSTEM, still_striking=True, deadline=deadline)
    else:
        after = join(sak, SYSTEM, sak.severity)
    saved = tx.saker.save(sak, replace(after, confined=sak.confined or is_confined(today, rule)))
    tx.trail.append("sak gjenåpnet", {"sak": sak.id, "deadline": str(saved.deadline), "reopened": saved.reopened})
    return saved
