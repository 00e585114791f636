"""Acting: one thing that somebody does with one entry of a register: read, tried, saved and put on the trail, all or nothing.

Why the whole row lies beside the trail each time: numbers of cases and documents stand in it, and whoever writes in the database
could else change what was shown for a finding. `kontroll logg etterprov` holds the row against what was written last.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from typing import TypeVar

from kontroll.domain.access import Act, Thing, Viewer, may, reach
from kontroll.domain.finding import Finding, FindingMeasure
from kontroll.domain.notice import Reason
from kontroll.domain.people import Responsible, Standing
from kontroll.domain.political import PoliticalDecision
from kontroll.domain.preparation import AnsweredPoint, Preparation
from kontroll.domain.problem import KontrollError
from kontroll.domain.register import RegisterEvent, RegisterRefusal, RegisterRefused, demand
from kontroll.domain.trail import Fact
from kontroll.flows.people.today import Today
from kontroll.flows.saker.acting import TEXT, today_of
from kontroll.flows.telling.tell import tell_of
from kontroll.store.rows import Rows
from kontroll.store.transaction import Transaction
from kontroll.wiring import Desk

#: What every entry of the trail about them begins with, and the names of what lies beside it.
ENTRY, ROW, REFERENCE = "register", "row", "reference"
#: What is not of the entry itself: how often it was saved, and where it is delivered. Its text is that of its first entry.
_BESIDE = frozenset({"version", "delivered", "text"})

#: Within this the same form was sent twice, and nobody meant two.
_AGAIN = timedelta(minutes=15)

Kept = PoliticalDecision | Finding | Preparation
K = TypeVar("K", PoliticalDecision, Finding, Preparation)
Part = FindingMeasure | AnsweredPoint


class NoSuchEntry(KontrollError):
    """There is none, or she may not know that there is."""


@dataclass(frozen=True, slots=True)
class Acting:
    desk: Desk
    tx: Transaction
    today: Today
    now: datetime
    by: Viewer

    @property
    def person(self) -> str:
        return self.by.person or self.by.user

    @property
    def day(self) -> date:
        return self.today.day

    def note(
        self,
        entry: Kept,
        what: str,
        parts: Sequence[Part] = (),
        *,
        text: str = "",
        day: date | None = None,
        reference: str = "",
        about: Mapping[str, Fact] | None = None,
        beside: Mapping[str, str] | None = None,
    ) -> RegisterEvent:
        """Say on the trail what was done, and how the entry is after it. text: what she wrote. beside: other texts, by name."""
        facts: dict[str, Fact] = {
            "entry": entry.id, "enhet": entry.enhet, "outcome": what, "state": entry.state.value,
            "day": str(day) if day is not None else None, **(about or {}),
        }  # fmt: skip
        texts = {ROW: row_of(entry, parts), REFERENCE: reference.strip(), TEXT: text.strip(), **(beside or {})}
        seq = self.tx.trail.append(f"{ENTRY}: {what}", facts, {name: told for name, told in texts.items() if told})
        number = self.tx.register_events.count(subject=entry.id) + 1
        event = RegisterEvent(
            subject=entry.id, number=number, what=what, by=self.person, at=self.now, trail=seq, day=day,
            reference=reference.strip(),
        )  # fmt: skip
        self.tx.register_events.add(event)
        return event

    def words(self, entry: str, what: str, text: str) -> int:
        """What she wrote of a part of it, in an entry of its own. Gives its number."""
        return self.tx.trail.append(f"{ENTRY}: {what}", {"entry": entry, "part": what}, {TEXT: text.strip()})

    def tell(self, reason: Reason, entry: Kept, person: str, standing: Standing = Standing.ENTRUSTED) -> int:
        """Never herself. Gives how many notices were new."""
        if person == self.by.person:
            return 0
        told = Responsible(person=person, enhet=entry.enhet, standing=standing)
        return tell_of(self.tx, self.today, reason, entry.id, [told], enhet=entry.enhet, number=entry.version)

    def tell_all(self, reason: Reason, entry: Kept, people: Sequence[Responsible]) -> int:
        others = [one for one in people if one.person != self.by.person]
        return tell_of(self.tx, self.today, reason, entry.id, others, enhet=entry.enhet, number=entry.version)

    def owner(self, enhet: str, named: str) -> str:
        """Whoever is named, or else answers for the enhet today. Raises RegisterRefused."""
        demand(self.today.directory.enhet_on(enhet, self.day) is not None, RegisterRefusal.NO_ENHET, "enhet")
        if named:
            demand(self.today.directory.person(named, self.day) is not None, RegisterRefusal.NO_OWNER, "ansvarlig")
            return named
        leader = self.today.directory.responsible_for(enhet, self.day)
        if leader is None:
            raise RegisterRefused(RegisterRefusal.NO_OWNER, "ansvarlig")
        return leader.person

    def sent_before(self, made: K, text: str, rows: Rows[K]) -> K | None:
        """The same, entered by her a moment ago: a form that was sent twice is one entry."""
        for one in rows.where(made_by=self.person):
            same = replace(made, id=one.id, made_at=one.made_at, text=one.text, delivered=one.delivered)
            if same == one and self.now - one.made_at <= _AGAIN and self.tx.trail.text(one.text, TEXT) == text.strip():
                return one
        return None

    def next_id(self, prefix: str, taken: int) -> str:
        """taken: how many there are that begin so."""
        return f"{prefix}{taken + 1:04}"


@contextmanager
def acting(desk: Desk, by: Viewer, now: datetime) -> Iterator[Acting]:
    """What is raised inside undoes everything."""
    with desk.database.transaction(by.person or by.user, now) as tx:
        yield Acting(desk, tx, today_of(desk, tx, now), now, by)


def sees(viewer: Viewer, enhet: str | None, owner: str | None) -> bool:
    return may(viewer, Act.SEE, Thing.REGISTER, enhet, owner)


def may_keep(viewer: Viewer, enhet: str | None) -> bool:
    """Whether she may enter something of the enhet, or control what its owner did; as an owner alone nobody does."""
    return reach(viewer, Act.DO, Thing.REGISTER).holds(enhet)


def may_act(viewer: Viewer, enhet: str | None, owner: str | None) -> bool:
    """Whoever owns it does, and whoever may enter it."""
    return may(viewer, Act.DO, Thing.REGISTER, enhet, owner)


def demand_hers(entry: Kept | None, viewer: Viewer, id: str) -> Kept:
    if entry is None or not sees(viewer, entry.enhet, entry.owner):
        raise NoSuchEntry(id)
    demand(may_act(viewer, entry.enhet, entry.owner), RegisterRefusal.NOT_HERS)
    return entry


def row_of(entry: Kept, parts: Sequence[Part] = ()) -> str:
    """The entry as it lies beside the trail: every field by name, and its parts in order."""
    told = {"post": _plain(entry), "deler": [_plain(part) for part in parts]}
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _plain(one: Kept | Part) -> dict[str, object]:
    return {field.name: _word(getattr(one, field.name)) for field in fields(one) if field.name not in _BESIDE}


def _word(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return str(value) if isinstance(value, date) else value
