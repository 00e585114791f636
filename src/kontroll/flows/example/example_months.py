"""The monthly follow-up of the example: leaders explain their months, those above ask or accept, and some say nothing in time.

What is asked by a sak is answered there, by `ExamplePeople`, and is the explanation here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from kontroll.domain.monthly import WAITS_FOR_LEADER, Explanation, MonthlyState, NotMonthly
from kontroll.domain.sak import SakState
from kontroll.example import month_replies
from kontroll.flows.monthly.ask_month import ask_month
from kontroll.flows.monthly.explain_month import Said, explain_month
from kontroll.flows.monthly.review_month import accept_month, question_month
from kontroll.flows.monthly.silent_months import follow_months
from kontroll.flows.people.today import Today
from kontroll.flows.saker.acting import today_of
from kontroll.flows.saker.promises import Promise
from kontroll.store.transaction import Transaction
from kontroll.wiring import Desk

#: What somebody does, on a day, about an explanation that still is as it was.
_Deed = Callable[[datetime], object]


@dataclass
class ExampleMonths:
    """refused: what was planned and no longer allowed when the day came, as when another leads the enhet by then."""

    desk: Desk
    seed: int
    refused: int = 0
    _plans: dict[date, list[tuple[str, int, _Deed]]] = field(default_factory=dict)
    _seen: dict[str, int] = field(default_factory=dict)

    def follow(self, now: datetime, *, ran: bool) -> None:
        """What the worker does in the morning. ran: a month was judged, so that there is something to ask about."""
        if ran:
            ask_month(self.desk, now)
        follow_months(self.desk, now)

    def act(self, now: datetime) -> None:
        """What people do in the day, and what they plan in the evening."""
        for number, (id, version, deed) in enumerate(sorted(self._plans.pop(now.date(), []), key=lambda one: one[0])):
            with self.desk.database.reading() as tx:
                one = tx.explanations.get(id)
            if one is None or one.version != version:
                continue
            try:
                deed(now + timedelta(seconds=number))
            except NotMonthly:
                self.refused += 1
        with self.desk.database.reading() as tx:
            at = tx.explanations.table.c
            open_ones = tx.explanations.where(at.state.in_([*WAITS_FOR_LEADER, MonthlyState.EXPLAINED]))
            new = [one for one in open_ones if self._seen.get(one.id) != one.version]
            if not new:
                return
            today = today_of(self.desk, tx, now)
            for one in new:
                self._seen[one.id] = one.version
                self._plan(tx, today, one)

    def _plan(self, tx: Transaction, today: Today, one: Explanation) -> None:
        if one.state is MonthlyState.EXPLAINED:
            self._plan_reading(today, one)
        elif one.state is MonthlyState.QUESTIONED:
            said = month_replies.answer(self.seed, one, today.day, self.desk.days)
            forecast = said.forecast if one.forecast is None else None
            self._on(said.day, one, self._says(one, one.owner, Said(text=said.text, forecast=forecast)))
        else:
            self._plan_explanation(tx, today, one)

    def _plan_explanation(self, tx: Transaction, today: Today, one: Explanation) -> None:
        sak = tx.saker.get(one.sak) if one.sak is not None else None
        said = month_replies.explanation(self.seed, one, today.day, self.desk.days)
        if said is None or (sak is not None and sak.state is SakState.OPEN):
            return
        who = one.told or one.owner
        promised = []
        if said.tiltak is not None and who is not None:
            text, days = said.tiltak
            promised = [Promise(owner=who, deadline=said.day + timedelta(days=days), text=text)]
        self._on(said.day, one, self._says(one, who, Said(text=said.text, forecast=said.forecast, tiltak=promised)))

    def _says(self, one: Explanation, who: str | None, said: Said) -> _Deed:
        def deed(now: datetime) -> None:
            if who is not None:
                explain_month(self.desk, one.enhet, one.month, who, {one.theme: said}, now)

        return deed

    def _plan_reading(self, today: Today, one: Explanation) -> None:
        above = [told.person for told in today.directory.above(one.enhet, today.day) if told.person != one.explained_by]
        if not above:
            return
        read = month_replies.reading(self.seed, one, today.day, self.desk.days)

        def deed(now: datetime) -> None:
            if read.asks:
                question_month(self.desk, one.enhet, one.month, one.theme, above[0], read.asks, now)
            else:
                accept_month(self.desk, one.enhet, one.month, one.theme, above[0], "", now)

        self._on(read.day, one, deed)

    def _on(self, day: date, one: Explanation, deed: _Deed) -> None:
        self._plans.setdefault(day, []).append((one.id, one.version, deed))
