"""The resultatavtaler of the example: made in February of each year, looked at in September, and made up the year after.

Their ambitions are those that the kommune has delivered already, so that no rule answers otherwise because of them. A few leaders
are late each year, one has only signed herself, and one agreement is changed in May.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from kontroll.domain.agreement import Agreement, AgreementState, Goal, GoalKind, Round, Verdict
from kontroll.domain.agreementgoal import Wanted, exact
from kontroll.domain.indicator import Indicator
from kontroll.domain.month import Month, Period
from kontroll.engine.plain import PlainEvaluator
from kontroll.example.chance import chance, pick, stream
from kontroll.example.promises import ADDED, WHY_CHANGED, Promised, promised_by
from kontroll.flows.agreements.agree import confirm_talk, set_talk, sign
from kontroll.flows.agreements.change_goals import add_goal
from kontroll.flows.agreements.deliver_ambitions import deliver_ambitions
from kontroll.flows.agreements.draft_agreement import draft_agreement, revise_agreement
from kontroll.flows.agreements.follow_agreement import Judged, read_result, record_round
from kontroll.flows.agreements.parties import led_enheter, parties_of
from kontroll.flows.agreements.remind_agreements import remind_agreements
from kontroll.flows.agreements.suggest_goals import Ambitions
from kontroll.flows.deliveries.known_facts import known_figures
from kontroll.flows.people.today import Today
from kontroll.flows.saker.acting import today_of
from kontroll.store.chance import repeatable
from kontroll.wiring import Desk

Step = Callable[[datetime], None]
#: Month and day from which each step of a year is taken, on the first working day.
_RESULTS, _MAKING, _LATER, _CHANGE, _MIDYEAR = (2, 2), (2, 8), (2, 22), (5, 12), (9, 8)
_MONDAY = 0
_LATE, _UNSIGNED, _AT_RISK = 0.02, 0.01, 0.15
#: Where fewer months are lived, so few leaders that nobody waits for them: those with others below, and one virksomhet.
_FEW = "21"


@dataclass
class ExampleAgreements:
    """whole: all leaders make them; else few."""

    desk: Desk
    seed: int
    whole: bool
    _done: set[tuple[int, Step]] = field(default_factory=set)

    def act(self, now: datetime) -> None:
        """What is to be done from the day on in its year, and is not. The results of a year that was not lived are no one's."""
        for (month, day), step in (
            (_RESULTS, self._conclude), (_MAKING, self._make), (_LATER, self._make_later),
            (_CHANGE, self._change), (_MIDYEAR, self._look),
        ):  # fmt: skip
            if now.date() >= date(now.year, month, day) and (now.year, step) not in self._done:
                self._done.add((now.year, step))
                with repeatable(stream(self.seed, "resultatavtaler", str(now.date()), str(month), str(day))):
                    step(now)
        if self.whole and now.weekday() == _MONDAY:
            remind_agreements(self.desk, now)

    # --- the steps ------------------------------------------------------------------------------------------------------

    def _make(self, now: datetime) -> None:
        """Two of three leaders."""
        self._agree(now, lambda luck: luck < 0.66)

    def _make_later(self, now: datetime) -> None:
        """The rest, but for those who are late."""
        self._agree(now, lambda luck: 0.66 <= luck < 1 - _LATE)

    def _agree(self, now: datetime, turn: Callable[[float], bool]) -> None:
        today = self._today(now)
        with self.desk.database.reading() as tx:
            ambitions = Ambitions.known(tx, self.desk.rulebook)
        for enhet in self._leaders(today):
            luck = stream(self.seed, "avtale", enhet, str(now.year))
            if not turn(luck.random()):
                continue
            parties = parties_of(today, enhet)
            if parties is None or parties.superior is None:
                continue
            made = draft_agreement(
                self.desk, enhet, now.year, parties.person, now,
                today=today, ambitions=ambitions, others=self._others(today, enhet, now.year),
            )  # fmt: skip
            both = (parties.person, parties.superior)
            set_talk(self.desk, made.id, both[1], self._talk(now), now, today=today)
            for person in both:
                confirm_talk(self.desk, made.id, person, now, today=today)
            signing = both[:1] if chance(luck, _UNSIGNED) else both
            for person in signing:
                sign(self.desk, made.id, person, now, today=today, deliver=False)
        deliver_ambitions(self.desk, now)

    def _change(self, now: datetime) -> None:
        """One that is changed in the course of the year."""
        agreed = self._agreed(now.year)
        if not agreed:
            return
        one, today = agreed[len(agreed) // 2], self._today(now)
        parties = parties_of(today, one.enhet)
        if parties is None or parties.superior is None or parties.person != one.person:
            return
        draft = revise_agreement(self.desk, one.id, one.person, WHY_CHANGED, now, today=today)
        add_goal(self.desk, draft.id, one.person, _wanted(ADDED, now.year), now)
        for person in (parties.person, parties.superior):
            if not draft.talk_is_confirmed:
                return
            sign(self.desk, draft.id, person, now, today=today, deliver=False)
        deliver_ambitions(self.desk, now)

    def _look(self, now: datetime) -> None:
        """At mid-year, at what is on no map."""
        today = self._today(now)
        for one in self._agreed(now.year):
            luck = stream(self.seed, "halvår", one.id)
            judged = [
                self._on_the_way(goal.number, risk=chance(luck, _AT_RISK)) for goal in self._goals(one, on_map=False)
            ]
            if judged:
                record_round(self.desk, one.id, one.person, Round.MIDYEAR, judged, now, today=today)

    def _conclude(self, now: datetime) -> None:
        """The year before, goal by goal, by the figures of its last periods; of what is on no map, as the superior sees it."""
        today, year = self._today(now), now.year - 1
        with self.desk.database.reading() as tx:
            evaluator = PlainEvaluator(self.desk.rulebook, known_figures(tx, self.desk.rulebook))
        for one in self._agreed(year):
            if one.superior is None:
                continue
            luck, under = stream(self.seed, "resultat", one.id), sorted(today.directory.under([one.enhet], today.day))
            judged = []
            for goal in self._goals(one):
                indicator = self.desk.rulebook.indicators.get(goal.indicator)
                verdict = _by_figures(evaluator, indicator, goal, under, year)
                if goal.kind is not GoalKind.MAP:
                    verdict = pick(
                        luck, [Verdict.REACHED, Verdict.REACHED, Verdict.REACHED, Verdict.PARTLY, Verdict.MISSED]
                    )
                judged.append(Judged(goal=goal.number, verdict=verdict))
            record_round(self.desk, one.id, one.superior, Round.RESULT, judged, now, today=today)
            if chance(luck, 0.9):
                read_result(self.desk, one.id, one.person, now + timedelta(hours=1))

    # --- how ------------------------------------------------------------------------------------------------------------

    def _today(self, now: datetime) -> Today:
        with self.desk.database.reading() as tx:
            return today_of(self.desk, tx, now)

    def _leaders(self, today: Today) -> list[str]:
        found = led_enheter(today)
        if self.whole:
            return found
        kinds = {enhet: today.directory.enhet_on(enhet, today.day) for enhet in found}
        return [id for id, span in kinds.items() if id.startswith(_FEW) or (span is not None and span.service is None)]

    def _agreed(self, year: int) -> list[Agreement]:
        with self.desk.database.reading() as tx:
            found = tx.agreements.where(year=year, state=AgreementState.AGREED)
        return sorted(found, key=lambda one: one.id)

    def _goals(self, agreement: Agreement, *, on_map: bool = True) -> list[Goal]:
        with self.desk.database.reading() as tx:
            goals = tx.goals.where(agreement=agreement.id)
        return [goal for goal in goals if on_map or goal.kind not in (GoalKind.MAP, GoalKind.CONTROL)]

    def _talk(self, now: datetime) -> date:
        """The working day before the one on which they sign; of a year that had begun before, in its February."""
        begun = date(now.year, *_MAKING)
        day = min(now.date(), begun + timedelta(days=21)) - timedelta(days=1)
        while not self.desk.days.is_working_day(day):
            day -= timedelta(days=1)
        return day

    def _others(self, today: Today, enhet: str, year: int) -> list[Wanted]:
        span = today.directory.enhet_on(enhet, today.day)
        assert span is not None
        kind = "top" if span.superior is None else "site" if span.service is not None else "area"
        luck = stream(self.seed, "andre mål", enhet, str(year))
        return [_wanted(one, year) for one in promised_by(luck, kind, span.service or "")]

    def _on_the_way(self, goal: int, *, risk: bool) -> Judged:
        said = "Vi er bak planen. Vi snakker om det i neste ledermøte." if risk else ""
        return Judged(goal=goal, verdict=Verdict.AT_RISK if risk else Verdict.ON_WAY, said=said)


def _wanted(one: Promised, year: int) -> Wanted:
    kind = GoalKind(one.kind)
    due = None if kind is GoalKind.JUDGED else date(year, one.month, one.day)
    return Wanted(kind=kind, words=one.words, target=one.count, due=due)


def _by_figures(
    evaluator: PlainEvaluator, indicator: Indicator | None, goal: Goal, enheter: Sequence[str], year: int
) -> Verdict:
    """Of one enhet its own colour; of several, what half of them have. What nobody has measured is not measured."""
    green, yellow = exact(goal.green), exact(goal.yellow)
    if goal.kind is not GoalKind.MAP or indicator is None or green is None or yellow is None:
        return Verdict.UNMEASURED
    period, sign = Period.containing(Month(year, 12), indicator.frequency), indicator.better.sign
    values = [evaluator.value(indicator.id, enhet, period).number for enhet in enheter]
    known = [sign * value for value in values if value is not None]
    if not known:
        return Verdict.UNMEASURED
    if 2 * sum(value >= sign * green for value in known) >= len(known):
        return Verdict.REACHED
    return Verdict.PARTLY if 2 * sum(value >= sign * yellow for value in known) >= len(known) else Verdict.MISSED
