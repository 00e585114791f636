"""Guard: which figures of enheter are not shown to whoever is not of their own line, where no page is made.

Why beside the pages: an explanation that is printed is read by anybody it is handed to. What the pages hide, so that nobody
can work out what few have answered, is hidden there too.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cached_property

from kontroll.domain.disclosure import Disclosure
from kontroll.domain.indicator import FromRecords
from kontroll.domain.month import Month, Period
from kontroll.domain.rulebook import Rulebook
from kontroll.engine.plain import PlainEvaluator
from kontroll.facts.facts import Facts
from kontroll.flows.deliveries.known_facts import known_facts
from kontroll.report.published import Published
from kontroll.report.winners import Won, measured_years, won_in
from kontroll.store.transaction import Transaction
from kontroll.wiring import Desk

_KINDS = ("organisasjon", "personer", "maalinger", "ambisjoner")


class Guard:
    """Asked as `situation.published.is_hidden` is. What it takes is read when the first figure is asked for."""

    def __init__(
        self, rulebook: Rulebook, policy: Disclosure, today: date, figures: Callable[[Rulebook], Facts]
    ) -> None:
        """figures: of all enheter, by a rulebook without data sets: nothing here is worked out of records."""
        self._rulebook = replace(rulebook, datasets={})
        self._policy = policy
        self._today = today
        self._figures = figures

    def __call__(self, indicator: str, enhet: str, period: Period) -> bool:
        # Of a figure that is made of records, how many stand behind it is known where it is shown.
        if isinstance(self._rulebook.indicators[indicator].computed, FromRecords):
            return False
        return self._published.is_hidden(indicator, enhet, period)

    @cached_property
    def _published(self) -> Published:
        facts = self._figures(self._rulebook)
        evaluator = PlainEvaluator(self._rulebook, facts)

        def won() -> list[Won]:
            """When each year ended that anything is measured of, and in the last month that is over."""
            this = Month.of(self._today)
            return list(won_in(self._rulebook, facts, [*measured_years(self._rulebook, facts, this), this.plus(-1)]))

        return Published(self._rulebook, facts, evaluator, self._policy, self._today, won)


def guard_of(tx: Transaction, desk: Desk, today: date) -> Guard:
    """Of what the database knows now."""
    return Guard(desk.rulebook, desk.policies.disclosure, today, lambda book: known_facts(tx, book, kinds=_KINDS)[0])
