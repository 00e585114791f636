"""A sak in anybody's hands: whatever is tried, by whomever, in whatever order, what must hold holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import assume, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from domain.saker import (
    ABOUT_DATA,
    ASKED_EXEMPTION,
    CARETAKER,
    CONTROL,
    DEADLINE,
    DEPUTY,
    DISAGREED,
    LEADER,
    OPEN,
    PROMISED,
    SUPERIOR,
    TODAY,
    TOP,
    promise,
)
from kontroll.domain.actor import SYSTEM, Actor, ActorRole
from kontroll.domain.month import Month
from kontroll.domain.refusal import Refused
from kontroll.domain.rule import Severity
from kontroll.domain.sak import MISSING_DATA, Answer, Outcome, Sak, SakState
from kontroll.domain.sakclosing import Left, close, deliver
from kontroll.domain.sakflow import (
    answer,
    decide_disagreement,
    decide_exemption,
    escalate,
    exemption,
    join,
    reassign,
    reopen,
    retest,
)
from kontroll.domain.tiltak import Tiltak, add_tiltak, change_tiltak, finish_tiltak, overdue

#: She leads a unit and belongs to internal control: the one who could judge herself.
BOTH = Actor(person="200002", roles=frozenset({ActorRole.LEADER, ActorRole.INTERNAL_CONTROL}), leads=frozenset({"B1"}))
ACTORS = (LEADER, DEPUTY, BOTH, CONTROL, SUPERIOR, TOP, CARETAKER, SYSTEM)
PEOPLE = [actor.person for actor in ACTORS if actor is not SYSTEM]

# Most of what is tried is allowed, so that sequences get far; the rest is there to be refused.
actors = st.sampled_from([*ACTORS, LEADER, BOTH, BOTH, CONTROL, CONTROL])
people = st.sampled_from(PEOPLE)
reasons = st.sampled_from(["Fordi.", "Fordi.", ""])
days = st.integers(-1, 40)
lefts = st.one_of(st.just([Left.RESOLVED]), st.lists(st.sampled_from(Left), max_size=2))
severities = st.sampled_from(Severity)
#: Also on the way, so that short sequences reach far.
STARTS = (OPEN, ABOUT_DATA, DISAGREED, ASKED_EXEMPTION, PROMISED)


def stands(state: SakState):
    """Tried in that state only: that it is refused in all others is tested cell by cell (`test_sak`)."""
    return precondition(lambda machine: machine.sak.state is state)


class Lived(RuleBasedStateMachine):
    @initialize(sak=st.sampled_from(STARTS), answered_by=st.sampled_from([LEADER, BOTH]))
    def opened(self, sak: Sak, answered_by: Actor) -> None:
        answerer = answered_by.person if sak.answer else None
        self.sak = replace(sak, owner=LEADER.person, owner_enhet="B1", answered_by=answerer)
        self.tiltak: dict[str, Tiltak] = {"t1": promise()} if sak is PROMISED else {}
        self.today = TODAY

    # --- what people do ----------------------------------------------------------------------------------------------

    @stands(SakState.OPEN)
    @rule(actor=actors, given=st.sampled_from(Answer), reason=reasons, owner=people, within=days)
    def answers(self, actor, given, reason, owner, within):
        promised = [self.a_tiltak(owner, within)] if given is Answer.MEASURE else []
        if self.tries(lambda: answer(self.sak, actor, given, on=self.today, reason=reason, promised=promised)):
            self.keep(*promised)
            assert actor.person == self.sak.answered_by

    @stands(SakState.ANSWERED)
    @rule(actor=actors, upheld=st.booleans(), reason=reasons)
    def decides_disagreement(self, actor, upheld, reason):
        before = self.sak
        if self.tries(
            lambda: decide_disagreement(
                self.sak, actor, upheld=upheld, reason=reason, on=self.today, deadline=self.new_deadline()
            )
        ):
            assert reason
            assert actor in (CONTROL, BOTH)
            assert actor.person != before.answered_by

    @stands(SakState.ANSWERED)
    @rule(actor=actors, months=st.sampled_from([None, 0, 1, 12, 13]), reason=reasons)
    def decides_exemption(self, actor, months, reason):
        first, before = Month.of(self.today), self.sak
        granted = None if months is None else (first, first.plus(months - 1))
        if self.tries(
            lambda: decide_exemption(
                self.sak, actor, granted=granted, reason=reason, on=self.today, deadline=self.new_deadline()
            )
        ):
            assert actor.person != before.answered_by
            if granted is not None:
                assert exemption(self.sak, id="u", first=granted[0], last=granted[1]).covers(
                    before.rule, before.enhet, "", granted[1]
                )

    @stands(SakState.MEASURE)
    @rule(actor=actors, owner=people, within=days)
    def adds_a_tiltak(self, actor, owner, within):
        new = self.a_tiltak(owner, within)
        if self.tries(lambda: add_tiltak(self.sak, actor, new, others=self.tiltak.values(), on=self.today)):
            self.keep(new)

    @stands(SakState.MEASURE)
    @rule(actor=actors, number=st.integers(0, 5), owner=people, within=days)
    def changes_a_tiltak(self, actor, number, owner, within):
        one, others = self.one_and_others(number)
        deadline = self.today + timedelta(days=within)
        self.tries_with_tiltak(
            lambda: change_tiltak(self.sak, actor, one, owner=owner, deadline=deadline, others=others, on=self.today)
        )

    @stands(SakState.MEASURE)
    @rule(actor=actors, number=st.integers(0, 5))
    def finishes_a_tiltak(self, actor, number):
        one, others = self.one_and_others(number)
        self.tries_with_tiltak(lambda: finish_tiltak(self.sak, actor, one, others=others, on=self.today))

    @rule(actor=actors, left=lefts, evidence=st.booleans(), reason=reasons)
    def closes(self, actor, left, evidence, reason):
        before, done_by = self.sak, {one.done_by for one in self.tiltak.values()}
        if self.tries(
            lambda: close(
                self.sak, actor, left=left, tiltak=self.tiltak.values(), on=self.today, evidence=evidence, reason=reason
            )
        ):
            assert Left.STRIKING not in left
            assert actor is not SYSTEM
            assert actor.person not in {before.answered_by or before.owner, *done_by}
            assert reason or (evidence and set(left) == {Left.RESOLVED})

    # --- what kontroll does ------------------------------------------------------------------------------------------

    @rule(still_striking=st.sampled_from([True, False, None]))
    def tests_again(self, still_striking):
        before = self.sak
        done = self.tries(lambda: retest(self.sak, SYSTEM, still_striking=still_striking, deadline=self.new_deadline()))
        if done and still_striking is None:
            assert before == self.sak

    @rule(to=people, days_later=st.integers(0, 30))
    def falls_silent(self, to, days_later):
        self.today += timedelta(days=days_later)
        before = self.sak
        if self.tries(lambda: escalate(self.sak, SYSTEM, to=to, today=self.today)):
            assert before.deadline < self.today
            assert to not in (before.owner, before.escalated_to)
            assert before.level + 1 == self.sak.level

    @rule(actor=actors, owner=st.one_of(st.none(), people))
    def changes_owner(self, actor, owner):
        self.tries(lambda: reassign(self.sak, actor, owner=owner, owner_enhet="B1"))

    @rule(severity=severities)
    def gets_an_avvik(self, severity):
        self.tries(lambda: join(self.sak, SYSTEM, severity))

    @rule(actor=st.sampled_from([SYSTEM, SYSTEM, LEADER]))
    def data_come(self, actor):
        if self.tries(lambda: deliver(self.sak, actor, on=self.today)):
            assert actor is SYSTEM

    @stands(SakState.CLOSED)
    @rule(actor=actors)
    def comes_back(self, actor):
        if self.tries(lambda: reopen(self.sak, actor, deadline=self.new_deadline()), reopens=True):
            assert SakState.OPEN is self.sak.state

    # --- what must hold ----------------------------------------------------------------------------------------------

    def tries(self, step, *, reopens=False) -> bool:
        """Whether it was done. Nothing is changed by what is refused."""
        before = self.sak
        try:
            self.sak = step()
        except Refused:
            return False
        self.holds_across(before, reopens)
        return True

    def tries_with_tiltak(self, step) -> None:
        made = []

        def sak_alone() -> Sak:
            sak, one = step()
            made.append(one)
            return sak

        if self.tries(sak_alone):
            self.keep(*made)

    def holds_across(self, before: Sak, reopens: bool) -> None:
        after = self.sak
        if before.state is SakState.CLOSED:
            assert reopens or before == after
        if before.reopened == after.reopened:
            assert before.level <= after.level
        else:
            assert before.reopened + 1 == after.reopened
            assert (SakState.OPEN, 0, None, None) == (after.state, after.level, after.escalated_to, after.answer)
        assert list(Severity).index(before.severity) <= list(Severity).index(after.severity)
        fixed = ("id", "kind", "rule", "enhet", "month", "opened", "recurrence_of", "occurrence", "version")
        assert all(getattr(before, name) == getattr(after, name) for name in fixed)

    @invariant()
    def the_deadline_is_there_when_somebody_is_waited_for(self):
        assert (self.sak.deadline is not None) == (self.sak.state in (SakState.OPEN, SakState.MEASURE))

    @invariant()
    def what_is_closed_says_how_by_whom_and_when(self):
        closing = (self.sak.outcome, self.sak.closed_by, self.sak.closed_on)
        assert [self.sak.state is SakState.CLOSED] * 3 == [one is not None for one in closing]

    @invariant()
    def an_answer_is_somebodys_and_of_a_day(self):
        answered = (self.sak.answer, self.sak.answered_by, self.sak.answered_on)
        assert len({one is None for one in answered}) == 1

    @invariant()
    def what_waits_for_tiltak_has_one_that_is_not_done(self):
        waiting = [one for one in self.tiltak.values() if one.done is None]
        if self.sak.state is SakState.MEASURE:
            assert min(one.deadline for one in waiting) <= self.sak.deadline
            assert (self.sak.deadline < self.today) <= any(overdue(one, self.today) for one in waiting)

    @invariant()
    def an_outcome_is_what_it_says(self):
        match self.sak.outcome:
            case Outcome.FALSE_ALARM:
                assert self.sak.answer is Answer.DISAGREE
            case Outcome.EXEMPT:
                assert self.sak.answer is Answer.EXEMPTION
            case Outcome.RESOLVED | Outcome.DOCUMENTED:
                assert self.sak.evidence
            case Outcome.DELIVERED:
                assert (MISSING_DATA, SYSTEM.person) == (self.sak.kind, self.sak.closed_by)

    @invariant()
    def nobody_is_above_herself(self):
        assert self.sak.owner is None or self.sak.owner != self.sak.escalated_to

    # --- parts -------------------------------------------------------------------------------------------------------

    def a_tiltak(self, owner: str, within: int) -> Tiltak:
        return Tiltak(
            id=f"t{len(self.tiltak) + 1}", sak=self.sak.id, owner=owner, deadline=self.today + timedelta(days=within)
        )

    def keep(self, *tiltak: Tiltak) -> None:
        self.tiltak |= {one.id: one for one in tiltak}

    def one_and_others(self, number: int) -> tuple[Tiltak, list[Tiltak]]:
        assume(self.tiltak)
        chosen = list(self.tiltak)[number % len(self.tiltak)]
        return self.tiltak[chosen], [one for id, one in self.tiltak.items() if id != chosen]

    def new_deadline(self) -> date:
        return max(self.today, DEADLINE) + timedelta(days=14)


TestLived = Lived.TestCase
TestLived.settings = settings(max_examples=200, stateful_step_count=40, deadline=None)
