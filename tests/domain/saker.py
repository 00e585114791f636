"""A sak at the school B1 as the tests need it, and the people who do something with it."""

from __future__ import annotations

from datetime import date

from kontroll.domain.actor import SYSTEM, Actor, ActorRole
from kontroll.domain.month import Month
from kontroll.domain.rule import Severity
from kontroll.domain.sak import MISSING_DATA, Answer, Sak, SakState
from kontroll.domain.sakclosing import Left, close
from kontroll.domain.sakflow import answer, open_missing_data, open_sak, retest
from kontroll.domain.tiltak import Tiltak

OPENED = date(2026, 3, 2)
DEADLINE = date(2026, 3, 16)
TODAY = date(2026, 3, 10)
LATER = date(2026, 4, 20)  # a new deadline

LEADER = Actor(person="100001", roles=frozenset({ActorRole.LEADER}), leads=frozenset({"B1"}))
DEPUTY = Actor(person="100002", roles=frozenset({ActorRole.LEADER}), leads=frozenset({"B1"}))
OTHER_LEADER = Actor(person="100003", roles=frozenset({ActorRole.LEADER}), leads=frozenset({"C7"}))
SUPERIOR = Actor(person="100004", roles=frozenset({ActorRole.LEADER}), leads=frozenset({"B"}))
CONTROL = Actor(person="200001", roles=frozenset({ActorRole.INTERNAL_CONTROL}))
TOP = Actor(person="300001", roles=frozenset({ActorRole.TOP}))
SUPERVISORY = Actor(person="300002", roles=frozenset({ActorRole.SUPERVISORY}))
CARETAKER = Actor(person="400001")
DATA_OWNER = Actor(person="500001", roles=frozenset({ActorRole.DATA_OWNER}))

OPEN = open_sak(
    id="2026-02/innkjop-001/B1", kind="innkjopskontroll", rule="innkjop-001", enhet="B1", month=Month(2026, 2),
    opened=OPENED, owner=LEADER.person, owner_enhet="B1", deadline=DEADLINE, severity=Severity.MEDIUM,
)  # fmt: skip
ABOUT_DATA = open_missing_data(
    id="2026-02/okonomi", enhet="A", month=Month(2026, 2), opened=OPENED, owner=DATA_OWNER.person,
    deadline=DEADLINE, severity=Severity.HIGH,
)  # fmt: skip
assert ABOUT_DATA.kind == MISSING_DATA


def promise(id: str = "t1", *, owner: str = CARETAKER.person, deadline: date = LATER) -> Tiltak:
    return Tiltak(id=id, sak=OPEN.id, owner=owner, deadline=deadline)


FIXED = answer(OPEN, LEADER, Answer.FIXED, on=TODAY)
DISAGREED = answer(OPEN, LEADER, Answer.DISAGREE, on=TODAY, reason="Avtalen er fra i fjor.")
ASKED_EXEMPTION = answer(OPEN, LEADER, Answer.EXEMPTION, on=TODAY, reason="Bygget rives i juni.")
PROMISED = answer(OPEN, LEADER, Answer.MEASURE, on=TODAY, promised=[promise()])
CLOSED = close(FIXED, CONTROL, left=[Left.RESOLVED], tiltak=[], on=TODAY, evidence=True)


def a_sak_in(state: SakState) -> Sak:
    """One in each state; ANSWERED with «uenig»."""
    found = {one.state: one for one in (OPEN, DISAGREED, PROMISED, FIXED, CLOSED)}
    return found[state]


def after_run(sak: Sak, *, still_striking: bool | None) -> Sak:
    return retest(sak, SYSTEM, still_striking=still_striking, deadline=LATER)
