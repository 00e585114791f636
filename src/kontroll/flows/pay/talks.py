"""Talks: calling a leader in to a talk of her own, and what the two of them do with it until it is followed up.

Each is one transaction: the talk, the saker that gave ground for it, the trail, and whom it is told to, all or nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime

from kontroll.domain.access import Viewer
from kontroll.domain.conflict import Conflict
from kontroll.domain.leader_talk import (
    Talk,
    TalkAct,
    TalkEvent,
    TalkMeasure,
    TalkRefusal,
    TalkState,
    agreed,
    closed,
    demand,
    followed,
    held,
    may_do,
    moved,
    sak_of,
    waiting_of,
)
from kontroll.domain.notice import Reason
from kontroll.domain.people import Responsible, Standing
from kontroll.domain.problem import KontrollError
from kontroll.domain.rowtext import ROW, row_text
from kontroll.domain.sak import Sak
from kontroll.domain.trail import Fact
from kontroll.flows.pay.seen_answer import is_superior
from kontroll.flows.people.today import Today
from kontroll.flows.saker.acting import TEXT, today_of
from kontroll.flows.telling.tell import tell_of
from kontroll.store.transaction import Transaction
from kontroll.wiring import Desk

#: What an entry of the trail is called.
ENTRY = "egen samtale"


class NoSuchTalk(KontrollError):
    """There is none, or she may not know that there is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """One thing that they agreed on: what, who does it, and by when. of_leader: else it is the one above who does it."""

    text: str
    of_leader: bool
    deadline: date


# --- the one above calls in, or finds no reason to --------------------------------------------------------------------


def invite(desk: Desk, enhet: str, by: Viewer, *, meeting: date, text: str, now: datetime) -> Talk:
    """Of all that waits at the enhet. text: what she writes to the leader. Raises NoSuchTalk and TalkRefused."""
    with _begun(desk, enhet, by, text, now) as (tx, today, saker):
        demand(meeting >= today.day, TalkRefusal.DAY_PASSED)
        talk = _added(tx, today, enhet, by, saker, TalkState.INVITED, text, meeting)
        _tell(tx, today, talk, talk.leader)
        return talk


def drop(desk: Desk, enhet: str, by: Viewer, *, text: str, now: datetime) -> Talk:
    """There is no reason for a talk, and why. The leader is told nothing. Raises NoSuchTalk and TalkRefused."""
    with _begun(desk, enhet, by, text, now) as (tx, today, saker):
        return _added(tx, today, enhet, by, saker, TalkState.DROPPED, text, None)


@contextmanager
def _begun(
    desk: Desk, enhet: str, by: Viewer, text: str, now: datetime
) -> Iterator[tuple[Transaction, Today, list[Sak]]]:
    with desk.database.transaction(by.person or by.user, now) as tx:
        today = today_of(desk, tx, now)
        if not is_superior(today, by, enhet):
            raise NoSuchTalk(f"talk of {enhet}")
        saker = waiting_of(tx.saker.where(enhet=enhet, confined=True), tx.talks.where(enhet=enhet))
        demand(bool(saker), TalkRefusal.NO_GROUND)
        demand(bool(text.strip()), TalkRefusal.NO_TEXT)
        yield tx, today, saker


def _added(
    tx: Transaction,
    today: Today,
    enhet: str,
    by: Viewer,
    saker: list[Sak],
    state: TalkState,
    text: str,
    meeting: date | None,
) -> Talk:
    leader = today.directory.responsible_for(enhet, today.day)
    # Above an enhet that nobody answers for there is nobody to talk with: `is_superior` holds for none.
    assert leader is not None
    assert by.person is not None
    prefix = f"SA{today.day.year}-"
    taken = tx.talks.count(tx.talks.table.c.id.startswith(prefix, autoescape=True))
    talk = Talk(
        id=f"{prefix}{taken + 1:04}",
        enhet=enhet,
        leader=leader.person,
        superior=by.person,
        saker=",".join(sorted(sak.id for sak in saker)),
        state=state,
        made=today.day,
        meeting=meeting,
        over=today.day if state.is_over else None,
    )
    tx.talks.add(talk)
    _on_trail(tx, talk, state.value, by.person, text)
    _follow(tx, talk, today.day)
    return talk


# --- and what follows -------------------------------------------------------------------------------------------------


def move(desk: Desk, id: str, by: Viewer, version: int, *, meeting: date, now: datetime) -> Talk:
    with _acting(desk, id, by, version, TalkAct.MOVE, now) as (tx, today, talk):
        return _kept(tx, today, talk, moved(talk, meeting=meeting, today=today.day), TalkAct.MOVE, by)


def hold(
    desk: Desk,
    id: str,
    by: Viewer,
    version: int,
    *,
    on: date,
    follow_up: date,
    text: str,
    promised: Iterable[Agreed],
    now: datetime,
) -> Talk:
    """It was held. text: what they agreed on, as both may read it; nothing else of what was said is kept."""
    with _acting(desk, id, by, version, TalkAct.HOLD, now) as (tx, today, talk):
        demand(bool(text.strip()), TalkRefusal.NO_TEXT)
        wanted = [one for one in promised if one.text.strip()]
        demand(all(one.deadline >= on for one in wanted), TalkRefusal.DAY_PASSED)
        after = held(talk, on=on, follow_up=follow_up, today=today.day)
        for number, one in enumerate(wanted, start=1):
            owner = talk.leader if one.of_leader else talk.superior
            about: dict[str, Fact] = {"talk": id, "number": number, "owner": owner, "deadline": str(one.deadline)}
            written = tx.trail.append(f"{ENTRY}: tiltak", about, {TEXT: one.text.strip()})
            tx.talk_measures.add(TalkMeasure(talk=id, number=number, owner=owner, deadline=one.deadline, trail=written))
        return _kept(tx, today, talk, after, TalkAct.HOLD, by, text)


def agree(desk: Desk, id: str, by: Viewer, version: int, *, text: str, now: datetime) -> Talk:
    """The leader confirms what they agreed on; she may write a word of her own to it."""
    with _acting(desk, id, by, version, TalkAct.AGREE, now) as (tx, today, talk):
        return _kept(tx, today, talk, agreed(talk, on=today.day), TalkAct.AGREE, by, text)


def finish(desk: Desk, id: str, by: Viewer, version: int, *, number: int, now: datetime) -> Talk:
    """Whoever promised it says that it is done."""
    with _acting(desk, id, by, version, TalkAct.FINISH, now) as (tx, today, talk):
        found = next((one for one in tx.talk_measures.where(talk=id) if one.number == number), None)
        if found is None:
            raise NoSuchTalk(f"tiltak {number} of {id}")
        demand(found.owner == by.person, TalkRefusal.NOT_HERS)
        demand(found.done is None, TalkRefusal.DONE_BEFORE)
        tx.talk_measures.save(found, replace(found, done=today.day))
        return _kept(tx, today, talk, talk, TalkAct.FINISH, by, number=number)


def follow(desk: Desk, id: str, by: Viewer, version: int, *, text: str, next_on: date, now: datetime) -> Talk:
    """They have looked at it, and do so again."""
    with _acting(desk, id, by, version, TalkAct.FOLLOW, now) as (tx, today, talk):
        demand(bool(text.strip()), TalkRefusal.NO_TEXT)
        after = followed(talk, next_on=next_on, today=today.day)
        return _kept(tx, today, talk, after, TalkAct.FOLLOW, by, text, follow_up=str(next_on))


def close(desk: Desk, id: str, by: Viewer, version: int, *, text: str, now: datetime) -> Talk:
    with _acting(desk, id, by, version, TalkAct.CLOSE, now) as (tx, today, talk):
        demand(bool(text.strip()), TalkRefusal.NO_TEXT)
        after = closed(talk, tx.talk_measures.where(talk=id), on=today.day)
        return _kept(tx, today, talk, after, TalkAct.CLOSE, by, text)


@contextmanager
def _acting(
    desk: Desk, id: str, by: Viewer, version: int, act: TalkAct, now: datetime
) -> Iterator[tuple[Transaction, Today, Talk]]:
    """version: of the talk she saw. Raises NoSuchTalk, Conflict and TalkRefused; what is raised inside undoes everything."""
    with desk.database.transaction(by.person or by.user, now) as tx:
        talk, today = tx.talks.get(id), today_of(desk, tx, now)
        if talk is None or not takes_part(today, by, talk):
            raise NoSuchTalk(id)
        if talk.version != version:
            raise Conflict("Talk", id)
        demand(may_do(talk, act, above=is_superior(today, by, talk.enhet)), TalkRefusal.NOT_NOW)
        yield tx, today, talk


def takes_part(today: Today, viewer: Viewer, talk: Talk) -> bool:
    """Whether it is hers to see: whoever is above the enhet today, and the leader once she is called in."""
    if is_superior(today, viewer, talk.enhet):
        return True
    return viewer.person == talk.leader and talk.state is not TalkState.DROPPED


def _kept(
    tx: Transaction, today: Today, before: Talk, after: Talk, act: TalkAct, by: Viewer, text: str = "", **about: Fact
) -> Talk:
    """The other of the two is told."""
    _on_trail(tx, after, act.value, by.person or by.user, text, **about)
    saved = tx.talks.save(before, replace(after, version=before.version + 1))
    _follow(tx, saved, today.day)
    for other in sorted({saved.leader, saved.superior} - {by.person}):
        _tell(tx, today, saved, other)
    return saved


def _follow(tx: Transaction, talk: Talk, on: date) -> None:
    for sak in tx.saker.among("id", talk.grounds):
        tx.saker.save(sak, replace(sak_of(sak, talk, on), version=sak.version + 1))


def _on_trail(tx: Transaction, talk: Talk, what: str, by: str, text: str, **about: Fact) -> None:
    facts: dict[str, Fact] = {
        "talk": talk.id, "enhet": talk.enhet, "outcome": what, "state": talk.state.value,
        "meeting": str(talk.meeting) if talk.meeting else None, "saker": talk.saker, **about,
    }  # fmt: skip
    written = {TEXT: text.strip()} if text.strip() else {}
    entry = tx.trail.append(ENTRY, facts, {**written, ROW: row_text(talk, *tx.talk_measures.where(talk=talk.id))})
    number = tx.talk_events.count(talk=talk.id) + 1
    assert tx.at is not None
    tx.talk_events.add(TalkEvent(talk=talk.id, number=number, what=what, by=by, at=tx.at, trail=entry))


def _tell(tx: Transaction, today: Today, talk: Talk, person: str) -> None:
    told = [Responsible(person=person, enhet=talk.enhet, standing=Standing.LEADER)]
    tell_of(tx, today, Reason.TALK, talk.id, told, number=talk.version, confined=True)
