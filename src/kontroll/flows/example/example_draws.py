"""The stikkprøver of the example: one on each step of its way, so that every page about them shows something the first time.

Of the last month that is lived: among the invoices that rules struck on, one that is concluded; among the rest, one that waits
for its seed; of the purchases, one that was given up; of the political decisions, one that somebody is working on. The seeds are
dice that the example throws, and its salts come from its seed too: the same life leaves the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from kontroll.domain.draw import Arm, Draw, DrawnItem, DrawState, Finding, ItemState
from kontroll.domain.drawplan import PlanChoices, StratumChoice
from kontroll.domain.itemcheck import NO, YES
from kontroll.domain.month import Month
from kontroll.domain.policy import INTERNAL_CONTROL
from kontroll.domain.strata import MAIN
from kontroll.example.chance import between, chance, pick, stream
from kontroll.flows.saker.acting import today_of
from kontroll.flows.samples.abort_draw import abort_draw
from kontroll.flows.samples.approve_check import approve_check
from kontroll.flows.samples.assign_items import assign_items
from kontroll.flows.samples.check_item import check_item
from kontroll.flows.samples.commit_draw import commit_draw
from kontroll.flows.samples.conclude_draw import conclude_draw
from kontroll.flows.samples.draft_due import draft_due
from kontroll.flows.samples.draw_sample import draw_sample
from kontroll.flows.samples.log_hours import log_hours
from kontroll.flows.samples.reconcile_draw import reconcile_draw
from kontroll.flows.samples.start_draw import start_draw
from kontroll.flows.samples.with_draw import choices_of, populations_of
from kontroll.flows.telling.tell import people_for
from kontroll.store.chance import repeatable
from kontroll.wiring import Desk

#: The control of the plan whose drafts are carried on, and what two drafts made by hand are of.
_CONTROL, _PURCHASES, _DECISIONS = "faktura", "kjop", "vedtak"
_PLACE, _WITNESSES = "Formannskapsmøte i Furuvik rådhus", ("Ordføreren", "Utvalgssekretæren")
_DICE = 20
_SOON, _MINUTE = timedelta(minutes=10), timedelta(minutes=1)
#: The share of the flagged invoices in which something is wrong.
_WRONG = 0.4
#: What is found, by the point of the check-list that it breaks.
_FOUND = {
    "okonomireglementet/6.2": "Anvist dagen før den ble attestert.",
    "okonomireglementet/6.3-1": "Prisen er høyere enn i kontrakten, og ingen har forklart hvorfor.",
    "okonomireglementet/6.10": "Timelisten som fakturaen bygger på, er ikke funnet.",
    "okonomireglementet/6.11": "Bilaget viser ikke hva som er gjort, bare at det er gjort.",
    "innkjopsreglementet/6.1": "Fakturaen viser ikke til noen kontrakt, og kjøpet er ikke i kontraktlisten.",
}
_WRONG_PERIOD = (
    "Populasjonen skulle vært hele kvartalet, og ikke én måned. Feilen ble oppdaget før noe var trukket. Ny stikkprøve settes i "
    "gang når kvartalet er vurdert."
)

Step = Callable[[datetime], None]


@dataclass
class ExampleDraws:
    """What internal control does with stikkprøver, one step a day from the working day after a month is judged."""

    desk: Desk
    seed: int
    _steps: list[Step] = field(default_factory=list)

    def begin(self, month: Month) -> None:
        """The month is judged. Only of the last one that is lived."""
        self._steps = [lambda now: self._promise(month, now), self._draw, self._work]

    def act(self, now: datetime, *, last: bool) -> None:
        """The step of the day; on the last day all that are left."""
        todo = len(self._steps) if last else 1
        for number, step in enumerate(self._steps[:todo]):
            with repeatable(stream(self.seed, "stikkprøver", str(len(self._steps) - number))):
                step(now + number * timedelta(hours=1))
        self._steps = self._steps[todo:]

    # --- the steps ------------------------------------------------------------------------------------------------------

    def _promise(self, month: Month, now: datetime) -> None:
        """The worker drafts, and people reconcile and promise."""
        draft_due(self.desk, now, only=(_CONTROL,))
        first, second, *_others = self._people(now)
        for draw in self._in(DrawState.DRAFT):
            self._reconcile(draw, first, now + _SOON)
            commit_draw(self.desk, draw.id, first, now + 2 * _SOON)
        self._by_hand(_PURCHASES, "Innkjøp", month, first, now + 2 * _SOON)
        decisions = self._by_hand(_DECISIONS, "Politiske vedtak", month, first, now + 2 * _SOON)
        self._reconcile(decisions, second, now + 3 * _SOON)
        commit_draw(self.desk, decisions.id, first, now + 4 * _SOON)

    def _draw(self, now: datetime) -> None:
        """Dice are thrown in the meeting for two of those that are promised, and one is given up."""
        first, second, *_others = self._people(now)
        for draw in self._in(DrawState.COMMITTED):
            if draw.arm is not Arm.UNFLAGGED:
                dice = stream(self.seed, "terninger", draw.id)
                thrown = "".join(str(between(dice, 0, 9)) for _throw in range(_DICE))
                draw_sample(self.desk, draw.id, second, thrown, now, _PLACE, _WITNESSES, now + _SOON)
        for draw in self._in(DrawState.DRAFT):
            if draw.dataset == _PURCHASES:
                abort_draw(self.desk, draw.id, first, _WRONG_PERIOD, now + _SOON)

    def _work(self, now: datetime) -> None:
        """Of what was drawn, everything is checked and concluded of the one, and a part of the other."""
        first, second, third = self._people(now)[:3]
        for draw in self._in(DrawState.DRAWN):
            is_whole = draw.control == _CONTROL
            assign_items(self.desk, draw.id, first, [second], now)
            items = self._items(draw)
            for number, item in enumerate(items if is_whole else items[: len(items) // 3]):
                at = now + number * _MINUTE
                self._check(draw, item, second, at)
                if item.second:
                    self._check(draw, item, third, at)
                if is_whole:
                    approve_check(self.desk, draw.id, item.identity, first, at)
            log_hours(self.desk, draw.id, second, 90, "kontroll", now)
            if is_whole:
                conclude_draw(self.desk, draw.id, first, now + len(items) * _MINUTE)

    def _check(self, draw: Draw, item: DrawnItem, by: str, now: datetime) -> None:
        """Whoever looks finds the same: what is wrong is luck of the record."""
        luck = stream(self.seed, "post", draw.id, item.identity)
        is_wrong = draw.control == _CONTROL and chance(luck, _WRONG)
        answers = dict.fromkeys(choices_of(draw).checklist, YES)
        broken = pick(luck, sorted(_FOUND.keys() & answers)) if is_wrong else ""
        if is_wrong:
            answers[broken] = NO
        check_item(
            self.desk,
            draw.id,
            item.identity,
            by,
            Finding.DEVIATION if is_wrong else Finding.RIGHT,
            answers,
            now,
            minutes=between(luck, 3, 20),
            text=_FOUND.get(broken, ""),
        )

    # --- how ------------------------------------------------------------------------------------------------------------

    def _by_hand(self, dataset: str, name: str, month: Month, by: str, now: datetime) -> Draw:
        seed = self.desk.policies.control_plan.seed
        choices = PlanChoices(
            confidence="0.8",
            tolerable="0.1",
            seed_source=seed.source,
            seed_format=seed.written,
            fallback=seed.fallback,
            strata=(StratumChoice(name=MAIN, method="enkel", n=15, reserve=5),),
            checklist=("delegasjonsreglementet/2.2-1", "delegasjonsreglementet/2.2-2"),
        )
        return start_draw(
            self.desk, by, now, name=name, dataset=dataset, first=month, last=month, choices=choices, risk=2
        )

    def _reconcile(self, draw: Draw, by: str, now: datetime) -> None:
        with self.desk.database.reading() as tx:
            newest = populations_of(tx, draw.id)[-1]
        amount = newest.amount if draw.amount_field else None
        reconcile_draw(self.desk, draw.id, by, newest.count, amount, "Stemmer med rapporten fra fagsystemet.", now)

    def _in(self, state: DrawState) -> list[Draw]:
        with self.desk.database.reading() as tx:
            return sorted(tx.draws.where(state=state), key=lambda draw: draw.number)

    def _items(self, draw: Draw) -> list[DrawnItem]:
        with self.desk.database.reading() as tx:
            items = tx.drawn_items.where(draw=draw.id, state=ItemState.DRAWN)
        return sorted(items, key=lambda item: (item.stratum, item.nr))

    def _people(self, now: datetime) -> list[str]:
        """Internal control, three of them in the example."""
        with self.desk.database.reading() as tx:
            return [told.person for told in people_for(today_of(self.desk, tx, now), [INTERNAL_CONTROL], "")]
