"""The people of the example, doing through the real flows what `example.reactions` says that they do, on their days.

Why they look every evening: a sak that is opened, handed over or escalated lands with somebody, who then has her own way
of dealing with it. What she planned is dropped if the sak has gone another way meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial

from kontroll.domain.month import Month
from kontroll.domain.policy import INTERNAL_CONTROL
from kontroll.domain.refusal import Refused
from kontroll.domain.sak import MISSING_DATA, Answer, Outcome, Sak, SakState
from kontroll.domain.tiltak import Tiltak
from kontroll.example import reactions
from kontroll.flows.people.today import Today
from kontroll.flows.saker.acting import today_of
from kontroll.flows.saker.answer_sak import answer_sak
from kontroll.flows.saker.close_sak import closable_as, close_sak
from kontroll.flows.saker.decide_sak import decide_disagreement_of, decide_exemption_of
from kontroll.flows.saker.hear_person import hear_person, is_heard
from kontroll.flows.saker.promises import Promise
from kontroll.flows.saker.tiltak_of_sak import finish_tiltak_of
from kontroll.flows.telling.tell import people_for
from kontroll.store.transaction import Transaction
from kontroll.wiring import Desk

#: What somebody does at a point in time.
Deed = Callable[[datetime], object]


@dataclass(frozen=True, slots=True)
class _Plan:
    """About a sak as it was when it was made: `stand` tells whether it still is."""

    sak: str
    stand: Hashable
    deed: Deed


@dataclass
class ExamplePeople:
    """refused: what was planned and no longer allowed when the day came."""

    desk: Desk
    seed: int
    refused: int = 0
    _plans: dict[date, list[_Plan]] = field(default_factory=dict)
    _versions: dict[str, int] = field(default_factory=dict)
    _stands: dict[str, Hashable] = field(default_factory=dict)

    def look(self, now: datetime, *, ran: bool) -> None:
        """Plan what follows from saker that are new or changed. ran: a month was run, so the rules speak anew."""
        with self.desk.database.reading() as tx:
            at = tx.saker.table.c
            # What is between two persons they deal with where they meet: see example_talks.
            saker = tx.saker.where(at.state != SakState.CLOSED, at.confined.is_(False))
            # What is closed is nobody's any more.
            here = {sak.id for sak in saker}
            self._stands = {id: stand for id, stand in self._stands.items() if id in here}
            known = self._versions
            looked = [s for s in saker if known.get(s.id) != s.version or (ran and s.state is SakState.RETEST)]
            if not looked:
                return
            today = today_of(self.desk, tx, now)
            tiltak: dict[str, list[Tiltak]] = {}
            for one in tx.tiltak.among("sak", [sak.id for sak in looked]):
                tiltak.setdefault(one.sak, []).append(one)
            for sak in looked:
                known[sak.id] = sak.version
                self._plan(tx, today, sak, tiltak.get(sak.id, []))

    def act(self, now: datetime) -> None:
        """Everything planned for the day, a minute apart."""
        plans = self._plans.pop(now.date(), [])
        for number, plan in enumerate(sorted(plans, key=lambda plan: plan.sak)):
            if self._stands.get(plan.sak) != plan.stand:
                continue
            try:
                plan.deed(now + timedelta(minutes=number))
            except Refused:
                self.refused += 1

    # --- plans ----------------------------------------------------------------------------------------------------------

    def _plan(self, tx: Transaction, today: Today, sak: Sak, tiltak: list[Tiltak]) -> None:
        left = [one for one in tiltak if one.done is None]
        ends = closable_as(tx, self.desk.rulebook, sak) if sak.state is SakState.RETEST else None
        stand = _stand(sak, left, ends)
        if self._stands.get(sak.id) == stand:
            return
        self._stands[sak.id] = stand
        if sak.state is SakState.OPEN:
            self._plan_answer(today, sak, stand)
        elif sak.state is SakState.ANSWERED:
            self._plan_decision(today, sak, stand)
        elif sak.state is SakState.MEASURE:
            self._plan_tiltak(today, sak, left, stand)
        elif ends is not None:
            self._plan_closing(today, sak, ends, stand)

    def _on(self, day: date, sak: Sak, stand: Hashable, deed: Deed) -> None:
        self._plans.setdefault(day, []).append(_Plan(sak.id, stand, deed))

    def _plan_answer(self, today: Today, sak: Sak, stand: Hashable) -> None:
        asked = reactions.no_figures if sak.kind == MISSING_DATA else reactions.reaction
        planned = asked(self.seed, sak, today.day, self.desk.days)
        if planned is None or planned.answer is None:
            return
        promised = []
        if planned.tiltak is not None:
            text, days = planned.tiltak
            promised = [Promise(owner=planned.by, deadline=planned.day + timedelta(days=days), text=text)]
        deed = partial(answer_sak, self.desk, sak.id, planned.by, planned.answer, planned.text, promised)
        self._on(planned.day, sak, stand, deed)

    def _plan_decision(self, today: Today, sak: Sak, stand: Hashable) -> None:
        planned = reactions.decision(self.seed, sak, today.day, self._controllers(today, sak), self.desk.days)
        if planned is None:
            return

        def decide(now: datetime) -> None:
            if sak.answer is Answer.DISAGREE:
                decide_disagreement_of(
                    self.desk, sak.id, planned.by, upheld=planned.granted, reason=planned.text, now=now
                )
                return
            first = Month.of(planned.day)
            granted = (first, first.plus(planned.months - 1)) if planned.granted else None
            decide_exemption_of(self.desk, sak.id, planned.by, granted=granted, reason=planned.text, now=now)

        self._on(planned.day, sak, stand, decide)

    def _plan_tiltak(self, today: Today, sak: Sak, left: list[Tiltak], stand: Hashable) -> None:
        for one in left:
            planned = reactions.tiltak_done(self.seed, one, sak.answered_on or today.day, self.desk.days)
            if planned is None and sak.escalated_to is not None:
                planned = reactions.tiltak_taken_over(self.seed, one, sak.escalated_to, today.day, self.desk.days)
            if planned is not None:
                day = max(planned.day, self.desk.days.after(today.day, 1))
                deed = partial(finish_tiltak_of, self.desk, sak.id, one.id, planned.by, planned.text)
                self._on(day, sak, stand, deed)

    def _plan_closing(self, today: Today, sak: Sak, ends: Outcome, stand: Hashable) -> None:
        closers = self._controllers(today, sak)
        planned = reactions.closing(self.seed, sak, today.day, closers, self.desk.days, ends)
        if planned is None:
            return

        def close(now: datetime) -> None:
            self._hear(sak, planned.by, now)
            close_sak(self.desk, sak.id, planned.by, evidence=planned.text, reason=planned.text, now=now)

        self._on(planned.day, sak, stand, close)

    def _hear(self, sak: Sak, by: str, now: datetime) -> None:
        """Whoever the sak points at, where nobody has heard her."""
        with self.desk.database.reading() as tx:
            heard = is_heard(tx, self.desk.rulebook, sak)
        if not heard:
            day = max(now.date(), sak.opened)
            how, said = "I samtale.", "Kjenner seg igjen i det som står i saken."
            hear_person(self.desk, sak.id, by, on=day, how=how, said=said, declined=False, now=now)

    def _controllers(self, today: Today, sak: Sak) -> list[str]:
        return [told.person for told in people_for(today, [INTERNAL_CONTROL], sak.enhet)]


def _stand(sak: Sak, left: list[Tiltak], ends: Outcome | None) -> Hashable:
    """Where the sak stands, as far as it matters to those who deal with it."""
    promised = tuple((one.id, one.owner, one.deadline) for one in left)
    # Whoever is above the owner of data asks her, and answers nothing herself.
    asked = () if sak.kind == MISSING_DATA else (sak.level, sak.escalated_to)
    return sak.state, sak.owner, asked, sak.reopened, promised, ends
