"""Published: the only door through which a figure of an enhet or a group is shown to those who are not its own line.

What few persons stand behind is hidden, and as much beside it as it takes that nobody can work it out from the rest: from
totals, several years, indices, medians, colours, ranks and who won. Ask here, never the evaluator, for figures of others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import Enum
from fractions import Fraction

import polars as pl

from kontroll.disclosure.survey import Cell
from kontroll.domain.disclosure import Disclosure
from kontroll.domain.indicator import FromRecords, Indicator, WeightedIndex
from kontroll.domain.month import Period
from kontroll.domain.rulebook import Rulebook
from kontroll.engine.plain import PlainEvaluator, Value
from kontroll.engine.plain.comparison import half_away
from kontroll.facts.due import is_due
from kontroll.facts.facts import Facts, ValueState
from kontroll.report.families import Family, delivered_parts, families, least_shown
from kontroll.report.groups import EVERYBODY, Group, GroupKind, Placed, groups_of, places
from kontroll.report.winners import Contest, Won, contests
from kontroll.report.withheld import Figure, Measurement, Withheld, scale_of, withhold

__all__ = ["EVERYBODY", "Group", "GroupKind", "Published", "Shown", "ShownState"]


class ShownState(Enum):
    """VALUE: it is shown. SHIELDED: few persons, or hidden so that the few cannot be worked out."""

    VALUE = "verdi"
    SHIELDED = "skjermet"
    NOT_MEASURED = "ikke målt"
    NOT_DUE = "ikke forfalt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What may be shown of one figure. value: None unless the state is VALUE.

    count: persons behind it, None = none were told. left_out: enheter whose figures are not in a total, since it would tell
    them. aside: it is hidden though many stand behind it, to protect others.
    """

    value: Decimal | None
    state: ShownState
    count: int | None = None
    left_out: int = 0
    aside: bool = False

    @property
    def is_shown(self) -> bool:
        return self.value is not None


class Published:
    """Of one situation; what it works out is kept. Reached as `situation.published`."""

    def __init__(
        self,
        rulebook: Rulebook,
        facts: Facts,
        evaluator: PlainEvaluator,
        policy: Disclosure,
        today: date,
        won: Callable[[], Iterable[Won]] = tuple,
    ) -> None:
        """won: the grounds for bonus that are published; asked for when something has to be hidden."""
        self._indicators = rulebook.indicators
        self._facts = facts
        self._evaluator = evaluator
        self._policy = policy
        self._today = today
        self._won = won
        self._families = families(rulebook.indicators)
        self._withheld: dict[tuple[Family, Period], Withheld] = {}
        self._places: dict[Period, tuple[dict[str, Placed], dict[Group, frozenset[str]]]] = {}
        self._totals: dict[tuple[str, Group, Period], tuple[Shown, Fraction]] = {}
        self._contests: Mapping[Period, Contest] | None = None

    def prepare(self, periods: int = 4) -> None:
        """What takes seconds the first time, for the latest periods: whoever opens the first page should not wait for it."""
        measured = self._facts.measurements.select("indikator", "period").unique()
        for family in {family for family in self._families.values() if family.is_told}:
            length = self._indicators[family.members[0]].frequency.months
            found = measured.filter(pl.col("indikator").is_in(family.members)).get_column("period").unique()
            for index in sorted(found)[-periods:]:
                self._of(family, Period(length, index))

    # --- of an enhet ---------------------------------------------------------------------------------------------------

    def value(self, indicator: str, enhet: str, period: Period, *, own: bool = False) -> Shown:
        """own: for whoever may see what few stand behind in this enhet (its leader); what no rule sees, nobody is shown."""
        found = self._evaluator.value(indicator, enhet, period)
        if found.number is None:
            return Shown(value=None, state=self._unknown(found, period))
        if not own and self.is_hidden(indicator, enhet, period):
            return Shown(value=None, state=ShownState.SHIELDED, aside=not self._is_few(found))
        return Shown(value=found.number, state=ShownState.VALUE, count=found.count)

    def is_hidden(self, indicator: str, enhet: str, period: Period) -> bool:
        """Whether it is measured and not published. An index is not, where a part of it is not."""
        one = self._indicators[indicator]
        if isinstance(one.computed, WeightedIndex):
            parts = {id: self._same_time(id, period) for id in delivered_parts(self._indicators, one)}
            if any(self.is_hidden(id, enhet, at) for id, at in parts.items()):
                return True
        family = self._families.get(indicator)
        if family is not None:
            return enhet in self._of(family, period).hidden
        return least_shown(one) > 0 and self._is_few(self._evaluator.value(indicator, enhet, period))

    def decides(self, indicator: str) -> bool:
        """Whether totals of it must be asked for here, and not made of the values."""
        one = self._indicators[indicator]
        parts = [indicator, *delivered_parts(self._indicators, one)]
        return any(id in self._families or least_shown(self._indicators[id]) for id in parts)

    def _is_few(self, found: Value) -> bool:
        least = least_shown(self._indicators[found.indicator])
        return least > 0 and (found.count is None or found.count < max(least, self._policy.least))

    def _unknown(self, found: Value, period: Period) -> ShownState:
        if found.state is ValueState.SUPPRESSED:
            return ShownState.SHIELDED
        due = is_due(self._indicators[found.indicator], period, self._today)
        return ShownState.NOT_MEASURED if due else ShownState.NOT_DUE

    # --- of a group ----------------------------------------------------------------------------------------------------

    def total(self, indicator: str, group: Group, period: Period) -> Shown:
        """The mean of the group, weighted by the persons behind each figure; where none stand behind it, plainly.

        Of an index: the index of its parts' means.
        """
        key = (indicator, group, period)
        if key not in self._totals:
            self._totals[key] = self._total(self._indicators[indicator], group, period)
        return self._totals[key][0]

    def groups(self, period: Period) -> Mapping[Group, frozenset[str]]:
        """Every group that totals are published of, with its enheter, as they were at the end of the period."""
        return self._placed(period)[1]

    def best(self, indicator: str, group: Group, period: Period) -> tuple[str, ...]:
        """The enheter with the best published value; none where nothing is published."""
        better = self._indicators[indicator].better.sign
        values = {
            enhet: shown.value * better
            for enhet in self.groups(period).get(group, ())
            if (shown := self.value(indicator, enhet, period)).value is not None
        }
        top = max(values.values(), default=None)
        return tuple(sorted(enhet for enhet, value in values.items() if value == top))

    def _total(self, one: Indicator, group: Group, period: Period) -> tuple[Shown, Fraction]:
        """With the mean before it is rounded; 0 where there is none."""
        if isinstance(one.computed, WeightedIndex):
            return self._index(one, one.computed, group, period)
        enheter = self.groups(period).get(group, frozenset())
        family = self._families.get(one.id)
        if family is None:
            return self._mean(one, self._published(one, enheter, period), period)
        cells = self._of(family, period)
        figures = cells.figures.get(one.id, {})
        measured = {unit: figures[unit] for unit in sorted(enheter & figures.keys())}
        # Of what has no scale nobody can say what closely is.
        is_whole = group in cells.whole and (scale_of(one) is not None or not cells.hidden & measured.keys())
        shown = [figure for unit, figure in measured.items() if is_whole or unit not in cells.hidden]
        left_out = len(measured) - len(shown)
        if measured and not shown:
            return Shown(value=None, state=ShownState.SHIELDED, left_out=left_out), Fraction(0)
        found, mean = self._mean(one, shown, period)
        return replace(found, left_out=left_out), mean

    def _index(self, one: Indicator, computed: WeightedIndex, group: Group, period: Period) -> tuple[Shown, Fraction]:
        parts = []
        for id in computed.parts:
            at = self._same_time(id, period)
            self.total(id, group, at)
            parts.append(self._totals[id, group, at])
        lacking = next((shown for shown, _mean in parts if shown.value is None), None)
        if lacking is not None:
            return lacking, Fraction(0)
        weights = [Fraction(weight) for weight in computed.weights]
        weighted = (weight * mean for weight, (_shown, mean) in zip(weights, parts, strict=True))
        mean = sum(weighted, Fraction(0)) / sum(weights)
        counts = [shown.count for shown, _mean in parts if shown.count is not None]
        found = Shown(
            value=half_away(mean, one.decimals), state=ShownState.VALUE, count=min(counts, default=None),
            left_out=max(shown.left_out for shown, _mean in parts),
        )  # fmt: skip
        return found, mean

    def _published(self, one: Indicator, enheter: Iterable[str], period: Period) -> list[Figure]:
        found = []
        for enhet in sorted(enheter):
            shown = self.value(one.id, enhet, period)
            if shown.value is not None:
                weight = (shown.count or 0) if isinstance(one.computed, FromRecords) else 1
                found.append(Figure(Fraction(shown.value), weight, shown.count))
        return found

    def _mean(self, one: Indicator, figures: list[Figure], period: Period) -> tuple[Shown, Fraction]:
        whole = sum(figure.weight for figure in figures)
        if not whole:
            due = is_due(one, period, self._today)
            return Shown(value=None, state=ShownState.NOT_MEASURED if due else ShownState.NOT_DUE), Fraction(0)
        mean = sum((figure.value * figure.weight for figure in figures), Fraction(0)) / whole
        counts = [figure.count for figure in figures if figure.count is not None]
        count = sum(counts) if counts else None
        return Shown(value=half_away(mean, one.decimals), state=ShownState.VALUE, count=count), mean

    # --- what it is decided on -----------------------------------------------------------------------------------------

    def _same_time(self, indicator: str, period: Period) -> Period:
        """The indicator's own period that contains it."""
        length = self._indicators[indicator].frequency.months
        return Period(length, period.index * period.frequency_months // length)

    def _placed(self, period: Period) -> tuple[dict[str, Placed], dict[Group, frozenset[str]]]:
        if period not in self._places:
            placed = places(self._facts.organisation, period.last_month)
            self._places[period] = placed, groups_of(placed)
        return self._places[period]

    def _of(self, family: Family, period: Period) -> Withheld:
        if (family, period) not in self._withheld:
            placed, groups = self._placed(period)
            if self._contests is None and family.is_told:
                scales = {id: scale for id, one in self._indicators.items() if (scale := scale_of(one)) is not None}
                self._contests = contests(self._won(), self._indicators, self._evaluator, scales)
            contest = (self._contests or {}).get(period, Contest())
            self._withheld[family, period] = withhold(
                family, self._indicators, self._measured(family, period), groups, placed, self._policy, contest
            )
        return self._withheld[family, period]

    def _measured(self, family: Family, period: Period) -> dict[Cell, Measurement]:
        rows = self._facts.measurements.filter(
            pl.col("indikator").is_in(family.members)
            & (pl.col("period") == period.index)
            & ~pl.col("superseded")
            & (pl.col("state") == ValueState.VALUE.value)
        ).select("indikator", "enhet", "value", "count")
        scale = {id: 10 ** self._indicators[id].decimals for id in family.members}
        return {
            Cell(id, enhet): Measurement(Fraction(value, scale[id]), count)
            for id, enhet, value, count in rows.iter_rows()
            if value is not None
        }
