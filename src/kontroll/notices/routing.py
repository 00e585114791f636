"""Routing: who is told, for a word of `varsle` or `eskaler.til`, and who is asked next when nobody answers.

Why about the top leader's own area the kontrollutvalg: nobody below her can be asked to control her, and nobody
above her is in the administration (kommuneloven § 23-1: the kontrollutvalg controls on behalf of the council).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from kontroll.domain.directory import Directory, is_of_type
from kontroll.domain.people import Responsible, RoleHeld, Standing
from kontroll.domain.policy import SUPERVISORY, LeaderOf, NoticePolicy, Recipient
from kontroll.texts import _


@dataclass(frozen=True, slots=True, kw_only=True)
class Routed:
    """The persons of one word, each once. missing: why somebody who should be told is not, in bokmål; None = all found.

    unsupervised: the kontrollutvalg should be told, and there is none in the lists.
    """

    word: str
    enhet: str
    recipients: tuple[Responsible, ...] = ()
    missing: str | None = None
    unsupervised: bool = False


def recipients(word: str, enhet: str, day: date, directory: Directory, policy: NoticePolicy) -> Routed:
    """Whom the word means when it is about the enhet, on the day."""
    recipient = policy.recipients.get(word)
    if recipient is None:
        return _nobody(word, enhet, _("ordet «{word}» er ikke forklart i varsling.yaml").format(word=word))
    if word == SUPERVISORY:
        return _supervisors(word, enhet, day, directory, policy)
    if _means_leader(recipient):
        return _leader(word, enhet, day, directory, policy)
    if _means_superior(recipient, enhet, day, directory):
        return _superior(recipient, enhet, day, directory, policy)
    if recipient.role is not None:
        return _role(recipient, recipient.role, enhet, day, directory)
    return _leader_of_named(recipient, enhet, day, directory)


def escalation_target(
    enhet: str,
    to_word: str,
    level: int,
    day: date,
    directory: Directory,
    policy: NoticePolicy,
    *,
    asked: Collection[str] = (),
) -> Routed:
    """Who is asked at the next step, when `level` steps have been taken before (0 = the first).

    The first step is the rule's `til`; the next climb the line above it to the top, then comes the kontrollutvalg.
    asked: ids of those who did not answer, the owner of the sak among them; they are not asked again, nor is the one
    who answers for the enhet. Without recipients: there is nobody left to ask, and `missing` says so.
    """
    first = recipients(to_word, enhet, day, directory, policy)
    supervisors = recipients(SUPERVISORY, enhet, day, directory, policy)
    owner = directory.responsible_for(enhet, day)
    above = [*_climbing_from(first, enhet, day, directory), supervisors.recipients]
    # An enhet that is not known is a fault in what was delivered, and no matter for the kontrollutvalg.
    rungs = [first.recipients, *(above if directory.line(enhet, day) else [])]
    ladder = _each_once(rungs, leave_out={owner.person} if owner is not None else set())
    for rung in ladder[level:]:
        left = tuple(responsible for responsible in rung if responsible.person not in asked)
        if left:
            return Routed(word=to_word, enhet=enhet, recipients=left, missing=first.missing)
    all_asked = _("alle over enheten «{enhet}» er spurt").format(enhet=directory.name_of(enhet, day))
    return _nobody(to_word, enhet, first.missing or supervisors.missing or all_asked)


def role_of(person: str, words: Iterable[str], day: date, directory: Directory, policy: NoticePolicy) -> str:
    """The role for which she is told, as personer.csv words it: of the words given, else of any; "" = of none."""
    meant = (policy.recipients.get(word) for word in chain(words, policy.recipients))
    roles = (recipient.role for recipient in meant if recipient is not None and recipient.role is not None)
    return next((role for role in roles if person in directory.holders(role, day)), "")


# --- the ladder -----------------------------------------------------------------------------------------------


def _climbing_from(first: Routed, enhet: str, day: date, directory: Directory) -> list[tuple[Responsible, ...]]:
    """The persons above the first step, one a step. None above the kontrollutvalg, nor for the top leader's own area."""
    if directory.led_by_top(enhet, day) or first.word == SUPERVISORY:
        return []
    units = [span.enhet for span in directory.line(enhet, day)]
    leading = [r.enhet for r in first.recipients if r.standing not in (Standing.ROLE, Standing.SUPERVISORY)]
    passed = max((units.index(unit) for unit in leading if unit in units), default=-1)
    return [(above,) for above in directory.above(enhet, day) if units.index(above.enhet) > passed]


def _each_once(rungs: Iterable[tuple[Responsible, ...]], leave_out: set[str]) -> list[tuple[Responsible, ...]]:
    """The rungs without those left out and without those of an earlier rung; no empty rung."""
    named = set(leave_out)
    ladder = []
    for rung in rungs:
        new = tuple(responsible for responsible in rung if responsible.person not in named)
        named |= {responsible.person for responsible in new}
        if new:
            ladder.append(new)
    return ladder


# --- what a word means ----------------------------------------------------------------------------------------


def _means_leader(recipient: Recipient) -> bool:
    return recipient.leader_of is LeaderOf.ENHET


def _means_superior(recipient: Recipient, enhet: str, day: date, directory: Directory) -> bool:
    """Words for somebody in the line above; an enhet that is named is that when it is the top."""
    if recipient.leader_of is LeaderOf.ABOVE or recipient.unit_type is not None:
        return True
    line = directory.line(enhet, day)
    return bool(line) and recipient.enhet == line[-1].enhet


def _leader(word: str, enhet: str, day: date, directory: Directory, policy: NoticePolicy) -> Routed:
    leader = directory.responsible_for(enhet, day)
    found = (leader,) if leader is not None else ()
    if directory.led_by_top(enhet, day):
        supervisors = _supervisors(word, enhet, day, directory, policy)
        return replace(supervisors, recipients=found + supervisors.recipients)
    return _routed(word, enhet, found, _nobody_answers(enhet, day, directory))


def _superior(recipient: Recipient, enhet: str, day: date, directory: Directory, policy: NoticePolicy) -> Routed:
    """Never the one who answers for the enhet: where she is what the word means, whoever is above her."""
    word, line = recipient.word, directory.line(enhet, day)
    if not line:
        return _nobody(word, enhet, _nobody_answers(enhet, day, directory))
    above = [] if directory.led_by_top(enhet, day) else _above(recipient, enhet, day, directory)
    if not above:
        return _supervisors(word, enhet, day, directory, policy)
    return Routed(word=word, enhet=enhet, recipients=(replace(above[0], standing=Standing.SUPERIOR),))


def _above(recipient: Recipient, enhet: str, day: date, directory: Directory) -> list[Responsible]:
    """Those whom the word may mean, nearest first. A level that the line does not have is its top."""
    if recipient.leader_of is LeaderOf.ABOVE:
        return directory.above(enhet, day)
    line, owner = directory.line(enhet, day), directory.responsible_for(enhet, day)
    of_type = [span for span in line if recipient.unit_type is not None and is_of_type(span, recipient.unit_type)]
    meant = (of_type or line[-1:])[0].enhet
    at_or_above = [directory.responsible_for(meant, day), *directory.above(meant, day)]
    return [r for r in at_or_above if r is not None and (owner is None or r.person != owner.person)]


def _leader_of_named(recipient: Recipient, enhet: str, day: date, directory: Directory) -> Routed:
    named = recipient.enhet or enhet
    leader = directory.responsible_for(named, day)
    return _routed(recipient.word, enhet, (leader,) if leader else (), _nobody_answers(named, day, directory))


def _role(recipient: Recipient, role: str, enhet: str, day: date, directory: Directory) -> Routed:
    found = tuple(
        Responsible(person=held.person, enhet=held.enhet or enhet, standing=Standing.ROLE)
        for held in _nearest(directory.roles_held(role, day), enhet, day, directory)
    )
    return _routed(recipient.word, enhet, _distinct(found), _nobody_holds(role))


def _nearest(held: list[RoleHeld], enhet: str, day: date, directory: Directory) -> list[RoleHeld]:
    """Those who hold the role at the enhet or the nearest above it; else beneath the nearest above it; else all.

    Why: an enhet's own verneombud is told, and not all verneombud; an office at the top serves everybody. Those who are
    away are told only where all are.
    """
    present = [h for h in held if not directory.is_absent(h.person, h.enhet or enhet, day)] or held
    line = [span.enhet for span in directory.line(enhet, day)]
    below_top = line[:-1]
    lines = {h.enhet: [span.enhet for span in directory.line(h.enhet, day)] for h in present if h.enhet is not None}
    at = ([h for h in present if h.enhet == unit] for unit in below_top or line)
    beneath = ([h for h in present if unit in lines.get(h.enhet or "", ())] for unit in below_top)
    return next((found for found in chain(at, beneath) if found), present)


def _supervisors(word: str, enhet: str, day: date, directory: Directory, policy: NoticePolicy) -> Routed:
    """The kontrollutvalg. It is never reached through the line: a vacant post there must not end with the top leader."""
    recipient = policy.recipients.get(SUPERVISORY)
    if recipient is None:
        why = _("ordet «{word}» er ikke forklart i varsling.yaml").format(word=SUPERVISORY)
        return replace(_nobody(word, enhet, why), unsupervised=True)
    persons: list[tuple[str, str]] = []
    if recipient.role is not None:
        persons = [(held.person, held.enhet or enhet) for held in directory.roles_held(recipient.role, day)]
    elif recipient.enhet is not None:
        leader = directory.leader_of(recipient.enhet, day)
        persons = [(leader.person, leader.enhet)] if leader is not None else []
    owner = directory.responsible_for(enhet, day)
    found = tuple(
        Responsible(person=person, enhet=at, standing=Standing.SUPERVISORY)
        for person, at in persons
        if owner is None or person != owner.person
    )
    why = _nobody_holds(recipient.role) if recipient.role else _nobody_answers(recipient.enhet or enhet, day, directory)
    return replace(_routed(word, enhet, _distinct(found), why), unsupervised=not found)


# --- the answer -----------------------------------------------------------------------------------------------


def _routed(word: str, enhet: str, found: tuple[Responsible, ...], why_nobody: str) -> Routed:
    return Routed(word=word, enhet=enhet, recipients=found, missing=None if found else why_nobody)


def _nobody(word: str, enhet: str, why: str) -> Routed:
    return Routed(word=word, enhet=enhet, missing=why)


def _distinct(found: tuple[Responsible, ...]) -> tuple[Responsible, ...]:
    return tuple({responsible.person: responsible for responsible in reversed(found)}.values())[::-1]


def _nobody_answers(enhet: str, day: date, directory: Directory) -> str:
    if not directory.line(enhet, day):
        return _("enheten «{enhet}» står ikke i organisasjon.csv").format(enhet=enhet)
    return _("ingen leder enheten «{enhet}» eller er over den").format(enhet=directory.name_of(enhet, day))


def _nobody_holds(role: str) -> str:
    return _("ingen har rollen «{role}» i personer.csv").format(role=role)
