"""Acting: one thing that one person does with one sak: read, tried, saved, put on the trail and told, all or nothing.

Why the version: a page shows the sak as it was when it was opened. What somebody decides on that page is about what she
saw, and about nothing that has happened since.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime

from kontroll.domain.actor import Actor
from kontroll.domain.conflict import Conflict
from kontroll.domain.notice import Reason
from kontroll.domain.people import Responsible
from kontroll.domain.problem import KontrollError
from kontroll.domain.rowtext import TEXT as TEXT
from kontroll.domain.run import Decision
from kontroll.domain.sak import MISSING_DATA, Sak
from kontroll.domain.tiltak import Tiltak
from kontroll.domain.trail import Fact
from kontroll.flows.deliveries.known_people import known_directory
from kontroll.flows.people.controllers import controllers
from kontroll.flows.people.session_lengths import session_lengths
from kontroll.flows.people.sessions import granted_to
from kontroll.flows.people.today import Today
from kontroll.flows.people.viewing import acting_in, viewer_of
from kontroll.flows.saker.missing import DEADLINE
from kontroll.flows.saker.of_top import as_in
from kontroll.flows.telling.tell import tell_of_sak
from kontroll.store.transaction import Transaction
from kontroll.texts import NORWAY
from kontroll.wiring import Desk

#: The names of the texts beside the trail. What is to be done in a tiltak stands under the id of the tiltak.
EVIDENCE = "evidence"


class Unknown(KontrollError):
    """There is no such sak, tiltak or notice."""

    def __init__(self, kind: str, id: str) -> None:
        super().__init__(f"no {kind} {id}")
        self.kind = kind
        self.id = id


@dataclass(frozen=True, slots=True)
class Acting:
    """sak, tiltak: as they are before the action. day: in Norway."""

    tx: Transaction
    today: Today
    now: datetime
    actor: Actor
    sak: Sak
    tiltak: tuple[Tiltak, ...]

    @property
    def day(self) -> date:
        return self.today.day

    @property
    def new_deadline(self) -> date:
        """The day by which the sak must be answered, where it must be answered anew today."""
        return answer_by(self.today, self.sak)

    def keep(self, after: Sak, kind: str, outcome: str, texts: Mapping[str, str], **about: Fact) -> Sak:
        """Save the sak as it is after the action, which becomes one entry of the trail and one decision.

        kind, outcome: what was decided, and the word chosen. texts: what she wrote; it lies beside the trail. about:
        what else the entry tells.
        """
        # A next version also where nothing else differs: whoever saw the sak before this must look again.
        saved = self.tx.saker.save(self.sak, replace(after, version=self.sak.version + 1))
        entry = self.tx.trail.append(
            f"sak: {kind}",
            {
                "sak": saved.id, "outcome": outcome, "state": saved.state.value, "version": saved.version,
                "deadline": str(saved.deadline) if saved.deadline else None, **about,
            },
            {name: text for name, text in texts.items() if text.strip()},
        )  # fmt: skip
        number = self.tx.decisions.count(sak=saved.id) + 1
        self.tx.decisions.add(
            Decision(
                id=f"{saved.id}/{number}", sak=saved.id, kind=kind, outcome=outcome, by=self.actor.person,
                at=self.now, trail=entry,
            )
        )  # fmt: skip
        return saved

    def tell(self, reason: Reason, sak: Sak, people: Sequence[Responsible], number: int = 0) -> int:
        """Notices to those of them who did not do it herself. Gives how many were new."""
        others = [told for told in people if told.person != self.actor.person]
        return tell_of_sak(self.tx, self.today, reason, sak, others, number)


@contextmanager
def acting(desk: Desk, sak_id: str, person: str, now: datetime, version: int | None) -> Iterator[Acting]:
    """The person with the sak before her. version: the one she saw; None = whatever it is now.

    Raises Unknown, and Conflict where she saw another version. What is raised inside undoes everything.
    """
    with desk.database.transaction(person, now) as tx:
        sak = tx.saker.get(sak_id)
        # What is confined is not acted in here, by nobody: it is dealt with where those it is between meet.
        if sak is None or sak.confined:
            raise Unknown("Sak", sak_id)
        if version is not None and version != sak.version:
            raise Conflict("Sak", sak_id)
        today = today_of(desk, tx, now)
        actor = actor_in(tx, today, person, sak, now)
        yield Acting(tx, today, now, actor, sak, tuple(tx.tiltak.where(sak=sak_id)))


def actor_in(tx: Transaction, today: Today, person: str, sak: Sak, now: datetime) -> Actor:
    """The person as she may act in the sak: the same as the pages show her."""
    return as_in(actor_for(tx, today, person, sak.enhet, now), sak)


def actor_for(tx: Transaction, today: Today, person: str, enhet: str | None, now: datetime) -> Actor:
    """The person in what is of the enhet; None = of the whole kommune. With what she was given, here or by her claims."""
    desk = today.desk
    given = granted_to(tx, person, now, session_lengths(tx, desk.settings).idle)
    viewer = viewer_of(person, person, person, given, today.directory, desk.policies, today.day)
    return acting_in(viewer, enhet, today.directory, desk.policies, today.day)


def today_of(desk: Desk, tx: Transaction, now: datetime) -> Today:
    """now: aware."""
    return Today(desk, known_directory(tx), now.astimezone(NORWAY).date(), tuple(controllers(tx)))


def answer_by(today: Today, sak: Sak) -> date:
    """The deadline for an answer that is asked for today, as the rule says."""
    if sak.kind == MISSING_DATA:
        return today.deadline(DEADLINE)
    rule = today.desk.rulebook.rules.get(sak.rule or "")
    return today.deadline(today.consequence(rule).deadline_working_days if rule is not None else None)
