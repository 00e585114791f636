"""Seen talks: what somebody may read of talks: the grounds that wait for her as the one above, and the talks she is in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from kontroll.domain.access import Thing, Viewer, has_own
from kontroll.domain.leader_talk import Talk, TalkMeasure, TalkState, waiting_of
from kontroll.domain.sak import Sak
from kontroll.flows.pay.seen_answer import is_superior
from kontroll.flows.pay.talks import takes_part
from kontroll.flows.people.superiors import superiors_of
from kontroll.flows.people.today import Today
from kontroll.flows.saker.acting import TEXT
from kontroll.store.transaction import Transaction
from kontroll.texts import NORWAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """A sak that gives ground for a talk, and the name of its rule. gone: the rule no longer strikes."""

    sak: Sak
    rule: str
    gone: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """The grounds at one enhet that nobody has done anything with. deadline: the first of theirs."""

    enhet: str
    name: str
    leader: str
    grounds: tuple[Ground, ...]
    deadline: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownTalk:
    """above: whether she who looks is the one above. leader, superior: names."""

    talk: Talk
    name: str
    leader: str
    superior: str
    above: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownMeasure:
    """text: None where it is deleted after its time."""

    measure: TalkMeasure
    owner: str
    text: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What was done, when, by whom, and what was written; "" where nothing was, or it is deleted after its time."""

    on: date
    what: str
    who: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WholeTalk:
    shown: ShownTalk
    grounds: tuple[Ground, ...]
    measures: tuple[ShownMeasure, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HerTalks:
    waiting: tuple[Waiting, ...]
    going_on: tuple[ShownTalk, ...]
    over: tuple[ShownTalk, ...]


def below(today: Today, viewer: Viewer) -> list[str]:
    """The enheter whose leader has her as the nearest above."""
    if not has_own(viewer, Thing.TALK):
        return []
    return sorted(enhet for enhet, one in superiors_of(today).items() if one.person and one.person == viewer.person)


def her_talks(tx: Transaction, today: Today, viewer: Viewer) -> HerTalks:
    """Narrowed in the query: what is not hers is not read."""
    if not has_own(viewer, Thing.TALK):
        return HerTalks(waiting=(), going_on=(), over=())
    hers, at = below(today, viewer), tx.talks.table.c
    own = (at.leader == viewer.person) & (at.state != TalkState.DROPPED)
    talks = [_shown(today, viewer, one) for one in tx.talks.where(at.enhet.in_(hers) | own)]
    talks.sort(key=lambda one: (one.talk.follow_up or one.talk.meeting or one.talk.made, one.talk.id))
    return HerTalks(
        waiting=tuple(_waiting(tx, today, hers, [one.talk for one in talks])),
        going_on=tuple(one for one in talks if not one.talk.state.is_over),
        over=tuple(reversed([one for one in talks if one.talk.state.is_over])),
    )


def waiting_at(tx: Transaction, today: Today, viewer: Viewer, enhet: str) -> Waiting | None:
    """Of one enhet; None where there is nothing, or it is not hers."""
    if not is_superior(today, viewer, enhet):
        return None
    return next(_waiting(tx, today, [enhet], tx.talks.where(enhet=enhet)), None)


def whole_talk(tx: Transaction, today: Today, viewer: Viewer, id: str) -> WholeTalk | None:
    """None where there is none, and where she may not know that there is."""
    talk = tx.talks.get(id)
    if talk is None or not has_own(viewer, Thing.TALK) or not takes_part(today, viewer, talk):
        return None
    measures = tx.talk_measures.where(talk=id)
    texts = tx.trail.texts([one.trail for one in measures])
    return WholeTalk(
        shown=_shown(today, viewer, talk),
        grounds=tuple(_grounds(tx, today, tx.saker.among("id", talk.grounds))),
        measures=tuple(
            ShownMeasure(measure=one, owner=_name(today, one.owner), text=texts.get((one.trail, TEXT)))
            for one in sorted(measures, key=lambda one: one.number)
        ),
        lines=tuple(_lines(tx, today, talk)),
    )


def waits_for(tx: Transaction, today: Today, viewer: Viewer) -> int:
    """How many enheter there are grounds at that wait for her, and talks she is called in to and has not agreed on."""
    found = her_talks(tx, today, viewer)
    asked = [one for one in found.going_on if not one.above and one.talk.agreed is None]
    return len(found.waiting) + len(asked)


def _waiting(tx: Transaction, today: Today, enheter: Sequence[str], talks: Sequence[Talk]) -> Iterator[Waiting]:
    at = tx.saker.table.c
    saker = waiting_of(tx.saker.where(at.confined.is_(True), at.enhet.in_(enheter)), talks)
    for enhet in sorted({sak.enhet for sak in saker}):
        of_enhet = [sak for sak in saker if sak.enhet == enhet]
        leader = today.directory.responsible_for(enhet, today.day)
        yield Waiting(
            enhet=enhet,
            name=today.directory.name_of(enhet, today.day),
            leader=_name(today, leader.person) if leader is not None else "",
            grounds=tuple(_grounds(tx, today, of_enhet)),
            deadline=min((sak.deadline for sak in of_enhet if sak.deadline is not None), default=None),
        )


def _grounds(tx: Transaction, today: Today, saker: Sequence[Sak]) -> Iterator[Ground]:
    open_ones = {one.sak for one in tx.avvik.among("sak", [sak.id for sak in saker]) if one.resolved is None}
    for sak in sorted(saker, key=lambda one: one.id):
        rule = today.desk.rulebook.rules.get(sak.rule or "")
        yield Ground(sak=sak, rule=rule.name if rule is not None else sak.rule or "", gone=sak.id not in open_ones)


def _lines(tx: Transaction, today: Today, talk: Talk) -> Iterator[Line]:
    events = sorted(tx.talk_events.where(talk=talk.id), key=lambda one: one.number)
    texts = tx.trail.texts([one.trail for one in events])
    for one in events:
        yield Line(
            on=one.at.astimezone(NORWAY).date(),
            what=one.what,
            who=_name(today, one.by),
            text=texts.get((one.trail, TEXT), ""),
        )


def _shown(today: Today, viewer: Viewer, talk: Talk) -> ShownTalk:
    return ShownTalk(
        talk=talk,
        name=today.directory.name_of(talk.enhet, today.day),
        leader=_name(today, talk.leader),
        superior=_name(today, talk.superior),
        above=is_superior(today, viewer, talk.enhet),
    )


def _name(today: Today, person: str) -> str:
    found = today.directory.person(person, today.day)
    return found.name if found is not None else person
