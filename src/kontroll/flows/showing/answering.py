"""Answering: what the one who is to answer a sak may choose from, and what waits for her elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from kontroll.domain.access import Act, Thing, Viewer, may
from kontroll.domain.rule import Severity
from kontroll.domain.sak import Answer, Sak, SakState, answers_for
from kontroll.domain.tiltak import Tiltak
from kontroll.flows.people.today import Today
from kontroll.flows.people.who import actor_of
from kontroll.flows.saker.said import said_in, tiltak_texts
from kontroll.flows.saker.seen_saker import seen_saker
from kontroll.flows.showing.saker_pages import ShownSak, shown_sak
from kontroll.store.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Owner:
    """Somebody whom a tiltak may be given."""

    person: str
    name: str


@dataclass(frozen=True, slots=True)
class Answering:
    """is_hers: whether she may answer it now. answers: those there are to choose from. owners: herself first."""

    is_hers: bool
    answers: tuple[Answer, ...] = ()
    owners: tuple[Owner, ...] = ()


def answering(today: Today, viewer: Viewer, sak: Sak) -> Answering:
    if sak.state is not SakState.OPEN or not is_hers(today, viewer, sak):
        return Answering(False)
    given = tuple(one for one in Answer if sak.rule is not None or one is not Answer.EXEMPTION)
    return Answering(True, given, tuple(owners_for(today, viewer)))


def is_hers(today: Today, viewer: Viewer, sak: Sak) -> bool:
    """Whether the sak is hers to answer when it is open, and nothing she is besides forbids it."""
    if viewer.person is None or not may(viewer, Act.DO, Thing.SAK, sak.enhet, viewer.person):
        return False
    return answers_for(actor_of(viewer.person, today.directory, today.desk.policies, today.day), sak)


def owners_for(today: Today, viewer: Viewer) -> Iterator[Owner]:
    """Herself, and those who lead or have a role in what is hers: of others she is not told who they are."""
    if viewer.person is None:
        return
    yield Owner(viewer.person, viewer.name)
    places, below = today.directory.places_on(today.day), viewer.below
    near = [person for person, enheter in places.items() if enheter & below and person != viewer.person]
    named = [(found.name, found.id) for id in near if (found := today.directory.person(id, today.day)) is not None]
    yield from (Owner(id, name) for name, id in sorted(named))


# --- what waits for her -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A sak to answer, or a tiltak to do. text: what is to be done; "" for a sak."""

    shown: ShownSak
    deadline: date | None
    tiltak: Tiltak | None = None
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnEnhet:
    """saker: that are not closed, with all that is below her in `gravest` and `late`."""

    id: str
    name: str
    led: bool
    saker: int
    late: int
    gravest: Severity | None


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What she was told of and has not opened."""

    at: date
    what: str
    shown: ShownSak


@dataclass(frozen=True, slots=True)
class HerDesk:
    waiting: tuple[Waiting, ...]
    enheter: tuple[OwnEnhet, ...]
    news: tuple[News, ...]


#: What is new; the rest stands in the list of messages.
MOST_NEWS = 8


def her_desk(tx: Transaction, today: Today, viewer: Viewer) -> HerDesk:
    """All of it hers: what she may not see is not asked for."""
    open_ones = tx.saker.where(tx.saker.table.c.state != SakState.CLOSED, *seen_saker(tx, viewer))
    return HerDesk(
        tuple(
            sorted(_waiting(tx, today, viewer, open_ones), key=lambda one: (one.deadline or date.max, one.shown.sak.id))
        ),
        tuple(_enheter(today, viewer, open_ones)),
        tuple(_news(tx, today, viewer))[:MOST_NEWS],
    )


def _waiting(tx: Transaction, today: Today, viewer: Viewer, saker: list[Sak]) -> Iterator[Waiting]:
    if viewer.person is None:
        return
    actor = actor_of(viewer.person, today.directory, today.desk.policies, today.day)
    for sak in saker:
        if sak.state is SakState.OPEN and answers_for(actor, sak) and is_hers(today, viewer, sak):
            yield Waiting(shown=shown_sak(today, sak), deadline=sak.deadline)
    seen = {sak.id: sak for sak in saker if sak.state is SakState.MEASURE}
    for tiltak in tx.tiltak.where(owner=viewer.person, done=None):
        if tiltak.sak in seen:
            text = tiltak_texts(said_in(tx, tiltak.sak)).get(tiltak.id, "")
            shown = shown_sak(today, seen[tiltak.sak])
            yield Waiting(shown=shown, deadline=tiltak.deadline, tiltak=tiltak, text=text)


def _enheter(today: Today, viewer: Viewer, saker: list[Sak]) -> Iterator[OwnEnhet]:
    """Those she leads first, then those below."""
    there = [id for id in viewer.below if today.directory.enhet_on(id, today.day) is not None]
    named = {id: today.directory.name_of(id, today.day) for id in there}
    for id in sorted(there, key=lambda one: (one not in viewer.leads, named[one])):
        hers = [sak for sak in saker if sak.enhet == id]
        yield OwnEnhet(
            id=id,
            name=named[id],
            led=id in viewer.leads,
            saker=len(hers),
            late=sum(sak.deadline is not None and sak.deadline < today.day for sak in hers),
            gravest=max((sak.severity for sak in hers), key=list(Severity).index, default=None),
        )


def _news(tx: Transaction, today: Today, viewer: Viewer) -> Iterator[News]:
    """The newest of each sak, the newest sak first."""
    if viewer.person is None:
        return
    unseen = [one for one in tx.notices.where(recipient=viewer.person, seen_at=None, confined=False) if one.sak]
    saker = {sak.id: sak for sak in tx.saker.among("id", {one.sak for one in unseen})}
    told: set[str] = set()
    for notice in sorted(unseen, key=lambda one: (one.created, one.id), reverse=True):
        sak = saker.get(notice.sak or "")
        if sak is not None and sak.id not in told and may(viewer, Act.SEE, Thing.SAK, sak.enhet, _whose(sak, viewer)):
            told.add(sak.id)
            yield News(at=notice.created, what=notice.reason.value.capitalize(), shown=shown_sak(today, sak))


def _whose(sak: Sak, viewer: Viewer) -> str | None:
    return viewer.person if viewer.person in (sak.owner, sak.escalated_to) else None
