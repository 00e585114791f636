"""Joins: the figures of several enheter as one, by the way maalekart.yaml says; each made once and kept.

Why a count of what is known stands beside every joined figure: a mean over half of the enheter looks like one over all.
Two kinds of readers ask: those of the line, who may see what few persons stand behind, and everybody, who is shown what is
published and nothing that could be worked out of it.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

import polars as pl

from kontroll.domain.indicator import Indicator, WeightedIndex
from kontroll.domain.month import Month, Period
from kontroll.domain.scorecard import COUNT, RollUp, half_width, joined_value
from kontroll.engine.plain import Value
from kontroll.engine.plain.comparison import half_away
from kontroll.facts.due import is_due
from kontroll.facts.facts import ValueState
from kontroll.report.published import EVERYBODY, Group, GroupKind, Published, ShownState
from kontroll.report.scorecard.card import Joined, State
from kontroll.report.scorecard.places import Places
from kontroll.report.situation import Situation


class Joins:
    """Of one situation. Safe to ask from several threads: at worst a figure is made twice."""

    def __init__(self, situation: Situation, before: Joins | None = None) -> None:
        """before: those of the same situation, whose figures are taken over."""
        self.situation = situation
        self.scorecards = situation.scorecards
        self._places: dict[Month, Places] = {}
        self.made: dict[tuple[bool, bool, Group, str, Period], Joined] = before.made if before is not None else {}
        self._first: dict[str, dict[str, int]] | None = None

    # --- one enhet ----------------------------------------------------------------------------------------------------

    def places(self, month: Month) -> Places:
        if month not in self._places:
            self._places[month] = Places(self.situation.facts, month)
        return self._places[month]

    def own(self, indicator: Indicator, enhet: str, period: Period, *, line: bool) -> tuple[Joined, int | None]:
        """The enhet's own figure as the reader may see it, and how many stand behind it.

        line: the reader is of the line of the enhet, and may see what few persons stand behind.
        """
        shown = self._published.value(indicator.id, enhet, period, own=line)
        state = State.VALUE if shown.value is not None else self._not_shown(indicator, shown.state, period)
        uncertainty = None if shown.value is None else self.uncertainty(indicator, shown.count)
        found = Joined(
            method=RollUp.OWN, state=state, value=shown.value, known=int(shown.value is not None), expected=1,
            uncertainty=uncertainty, enough=True,
        )  # fmt: skip
        return found, shown.count

    def uncertainty(self, indicator: Indicator, answers: int | None) -> Decimal | None:
        """To each side of a mean of so many answers; None where it is no mean of answers."""
        spread = self.scorecards.spread_of(indicator.id)
        return half_width(spread, answers, indicator.decimals) if spread is not None and answers else None

    def _not_shown(self, indicator: Indicator, why: ShownState, period: Period) -> State:
        return State.SHIELDED if why is ShownState.SHIELDED else self._not_known(indicator, period)

    @property
    def _published(self) -> Published:
        return self.situation.published

    def _not_known(self, indicator: Indicator, period: Period) -> State:
        return State.NOT_MEASURED if is_due(indicator, period, self.situation.today) else State.NOT_DUE

    # --- several ------------------------------------------------------------------------------------------------------

    def of(
        self, indicator: Indicator, group: Group, period: Period, *, line: bool = False, each: bool = False
    ) -> Joined:
        """each: what is usual for one of them, where the joined figure is a sum: the median of the enheter."""
        key = (line, each, group, indicator.id, period)
        if key not in self.made:
            self.made[key] = self._joined(indicator, group, period, line=line, each=each)
        return self.made[key]

    def members(self, group: Group, month: Month) -> list[str]:
        places = self.places(month)
        if group.kind is GroupKind.BELOW:
            return places.at_or_below(group.id)
        return list(places.of) if group == EVERYBODY else places.with_service(group.id)

    def _joined(self, indicator: Indicator, group: Group, period: Period, *, line: bool, each: bool) -> Joined:
        method = self.scorecards.roll_up_of(indicator.id)
        if each and method is RollUp.SUM:
            method = RollUp.MEDIAN
        if method is RollUp.OWN:
            return Joined(method=method, state=State.NOT_MEASURED)
        members = [one for one in self.members(group, self._read_in(period)) if self._began(indicator, one, period)]
        values = [self.situation.evaluator.value(indicator.id, one, period) for one in members]
        known = [(one, value) for one, value in zip(members, values, strict=True) if value.number is not None]
        if self.scorecards.covers_below(indicator.id):
            members, known = self._uncovered(members, known, period)
        if not known:
            hidden = any(value.state is ValueState.SUPPRESSED for value in values)
            state = State.SHIELDED if hidden else self._not_known(indicator, period)
            return Joined(method=method, state=state, expected=len(members))
        if self._published.decides(indicator.id):
            shown = self._published.total(indicator.id, group, period)
            if shown.value is not None:
                # A shielded figure is in the total unless it is left out; it is never among those that are known.
                shielded = sum(value.state is ValueState.SUPPRESSED for value in values)
                told = len(known) + shielded - shown.left_out
                return self._told(indicator, method, shown.value, told, len(members), shown.count)
            if not line:
                return Joined(method=method, state=State.SHIELDED, expected=len(members))
        total, answers = self._total(indicator, method, known, period)
        return self._told(indicator, method, total, len(known), len(members), answers)

    def _uncovered(
        self, members: list[str], known: list[tuple[str, Value]], period: Period
    ) -> tuple[list[str], list[tuple[str, Value]]]:
        """Less those that the figure of one above them holds already: the same krone is not counted at each level."""
        places, have = self.places(self._read_in(period)), {one for one, _value in known}
        covered = {one for one in members if places.is_under(one, have)}
        return [one for one in members if one not in covered], [(one, v) for one, v in known if one not in covered]

    def _told(
        self,
        indicator: Indicator,
        method: RollUp,
        total: Decimal | None,
        known: int,
        expected: int,
        answers: int | None,
    ) -> Joined:
        return Joined(
            method=method,
            state=State.NOT_MEASURED if total is None else State.VALUE,
            value=None if total is None else half_away(Fraction(total), indicator.decimals),
            known=known,
            expected=expected,
            uncertainty=None if total is None else self.uncertainty(indicator, answers),
            enough=100 * known >= self.scorecards.least_known * expected,
            covers_below=self.scorecards.covers_below(indicator.id),
        )

    def _read_in(self, period: Period) -> Month:
        """The month whose organisation tells who is joined: the period's last, or the last that is evaluated."""
        return min(period.last_month, self.situation.last)

    def _total(
        self, indicator: Indicator, method: RollUp, known: Iterable[tuple[str, Value]], period: Period
    ) -> tuple[Decimal | None, int]:
        """The joined number and the answers behind it; what has nothing to be weighed by does not count."""
        weighed: list[tuple[Decimal, Decimal]] = []
        answers = 0
        for enhet, value in known:
            weight = self._weight(indicator, enhet, value, period)
            if value.number is not None and weight is not None:
                weighed.append((value.number, weight))
                answers += value.count or 0
        return joined_value(method, weighed), answers

    def _weight(self, indicator: Indicator, enhet: str, value: Value, period: Period) -> Decimal | None:
        joined = self.scorecards.joined[indicator.id]
        if joined.roll_up is not RollUp.WEIGHTED:
            return Decimal(1)
        if joined.weight == COUNT:
            return None if value.count is None else Decimal(value.count)
        other = self.situation.rulebook.indicators[joined.weight]
        at = Period.containing(self._read_in(period), other.frequency)
        return self.situation.evaluator.value(other.id, enhet, at).number

    # --- who delivers it ----------------------------------------------------------------------------------------------

    def _began(self, indicator: Indicator, enhet: str, period: Period) -> bool:
        """Whether the enhet has delivered the figure in the period or at some time before it: then it is waited for."""
        if isinstance(indicator.computed, WeightedIndex):
            part = self.situation.rulebook.indicators[indicator.computed.parts[0]]
            return self._began(part, enhet, Period.containing(period.last_month, part.frequency))
        if indicator.computed is not None:
            return self.situation.evaluator.value(indicator.id, enhet, period).number is not None
        first = self._firsts.get((indicator.id, enhet))
        return first is not None and first <= period.index

    @cached_property
    def _firsts(self) -> dict[tuple[str, str], int]:
        """(figure, enhet) -> index of the first period it was delivered for."""
        rows = self.situation.facts.measurements.group_by("indikator", "enhet").agg(pl.col("period").min())
        return {(id, enhet): first for id, enhet, first in rows.iter_rows()}
