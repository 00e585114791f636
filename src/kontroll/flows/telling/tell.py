"""Tell: make notices. A notice is a record of its own: who was told what, why she, and when; sending it comes later."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from kontroll.domain.month import Month
from kontroll.domain.notice import Notice, Reason, notice_id
from kontroll.domain.people import Responsible, Standing
from kontroll.domain.policy import INTERNAL_CONTROL
from kontroll.domain.rule import Rule
from kontroll.domain.sak import ENGINE_ALARM, MISSED_CONTROL, Sak
from kontroll.flows.people.today import Today
from kontroll.notices.routing import recipients
from kontroll.store.transaction import Transaction


def people_for(today: Today, words: Iterable[str], enhet: str) -> list[Responsible]:
    """Everyone that the words mean for an enhet, once each, in the order of the words.

    Internal control is told as a group: those of the lists first, then those who were given it. It is told too where
    the kontrollutvalg should be and nobody in the lists is: what is about the top leader must reach somebody beside her.
    """
    found: dict[str, Responsible] = {}
    for word in words:
        routed = recipients(word, enhet, today.day, today.directory, today.desk.policies.notices)
        for told in routed.recipients:
            found.setdefault(told.person, told)
        if routed.unsupervised and word != INTERNAL_CONTROL:
            for told in people_for(today, [INTERNAL_CONTROL], enhet):
                found.setdefault(told.person, told)
        if word == INTERNAL_CONTROL:
            for person in today.controllers:
                if today.directory.person(person, today.day) is not None:
                    found.setdefault(person, Responsible(person=person, enhet=enhet, standing=Standing.ROLE))
    return list(found.values())


def is_confined(today: Today, rule: Rule) -> bool:
    """Whether what the rule says is of one person, and for few (`RuleType.confined_to`)."""
    return today.desk.rulebook.confined_to(rule) is not None


def superior_alone(today: Today, enhet: str) -> list[Responsible]:
    """The one that what is said of whoever leads the enhet is for, whatever a rule names: the nearest above, and nobody else."""
    return [replace(one, standing=Standing.SUPERIOR) for one in today.directory.above(enhet, today.day)[:1]]


def words_of(today: Today, sak: Sak) -> tuple[str, ...]:
    """The words for those whose sak it is, as the rule says; the first that means anybody gives the owner."""
    if sak.kind in (MISSED_CONTROL, ENGINE_ALARM):
        return (INTERNAL_CONTROL,)
    rule = today.desk.rulebook.rules.get(sak.rule or "")
    return (today.consequence(rule).notify if rule is not None else ()) or ("leder",)


def owner_of(today: Today, sak: Sak) -> list[Responsible]:
    """The owner of a sak, as one to tell: she alone, since a rule may be about whoever leads the enhet.

    Internal control where nobody owns it.
    """
    if sak.confined:
        return [told for told in superior_alone(today, sak.enhet) if told.person == sak.owner]
    words = words_of(today, sak)
    owners = [told for told in people_for(today, words, sak.enhet) if told.person == sak.owner]
    if owners or sak.owner is None:
        return owners or people_for(today, [INTERNAL_CONTROL], sak.enhet)
    return [Responsible(person=sak.owner, enhet=sak.owner_enhet or sak.enhet, standing=Standing.LEADER)]


def tell_of_sak(
    tx: Transaction,
    today: Today,
    reason: Reason,
    sak: Sak,
    people: Iterable[Responsible],
    number: int = 0,
    *,
    about: str | None = None,
    why: str = "",
    count: int = 0,
    at_once: bool = True,
) -> int:
    """Notices about a sak. Gives how many were new.

    number: which time, where the same may be told again. about: which part of the sak, where several are told apart.
    why: sentences on what was found, one a line.
    count: records it is about, or enheter that lack data. at_once: whether a critical one may interrupt a day.
    """
    urgent = at_once and sak.severity in today.desk.policies.notices.urgent and reason in _URGENT
    return _tell(
        tx,
        today,
        people,
        lambda told, channel: Notice(
            id=notice_id(reason, about or sak.id, told.person, channel, number),
            reason=reason,
            recipient=told.person,
            channel=channel,
            subject_key=sak.id,
            created=today.day,
            sak=sak.id,
            rule=sak.rule,
            enhet=sak.enhet,
            month=sak.month,
            severity=sak.severity,
            deadline=sak.deadline,
            urgent=urgent,
            standing=told.standing.value,
            # What is for few is read where it is asked who reads, and kept nowhere else.
            why="" if sak.confined else why,
            count=0 if sak.confined else count,
            confined=sak.confined,
        ),
    )


def tell_of(
    tx: Transaction,
    today: Today,
    reason: Reason,
    subject_key: str,
    people: Iterable[Responsible],
    *,
    rule: str | None = None,
    enhet: str | None = None,
    month: Month | None = None,
    number: int = 0,
    why: str = "",
    confined: bool = False,
) -> int:
    """Notices about what has no sak: a source, a job, a rule. Gives how many were new. why: sentences, one a line.

    confined: as of a notice.
    """
    return _tell(
        tx,
        today,
        people,
        lambda told, channel: Notice(
            id=notice_id(reason, subject_key, told.person, channel, number),
            reason=reason,
            recipient=told.person,
            channel=channel,
            subject_key=subject_key,
            created=today.day,
            rule=rule,
            enhet=enhet,
            month=month,
            urgent=reason in _AT_ONCE,
            standing=told.standing.value,
            why=why,
            confined=confined,
        ),
    )


#: What must be in other hands before something else may happen: nobody shall know the seed of a draw before its promise.
_AT_ONCE = frozenset({Reason.DRAW_COMMITTED})
#: What a critical sak interrupts a day for; a decision or a reminder waits for the day's message.
_URGENT = frozenset({Reason.NEW_SAK, Reason.INFORMED, Reason.REOPENED, Reason.ESCALATION, Reason.MEASURE_ESCALATED})


def _tell(
    tx: Transaction, today: Today, people: Iterable[Responsible], made: Callable[[Responsible, str], Notice]
) -> int:
    wanted = [made(told, channel) for told in people for channel in today.desk.policies.notices.channels]
    known = {notice.id for notice in tx.notices.among("id", [notice.id for notice in wanted])}
    # The id says what it is about: making a notice again makes none.
    new = {notice.id: notice for notice in wanted if notice.id not in known}
    tx.notices.add_all(list(new.values()))
    for notice in new.values():
        tx.trail.append("varsel", {"notice": notice.id, "reason": notice.reason.value, "sak": notice.sak})
    return len(new)
