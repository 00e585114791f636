"""Judged: the period that a report is of, read once: its last judged month, what is counted in it, and the figures of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from kontroll.domain.indicator import Indicator
from kontroll.domain.month import Month, Period
from kontroll.domain.monthly import Theme
from kontroll.flows.showing.month_figures import Figures, themes_of
from kontroll.flows.yearly.counting import Counting
from kontroll.flows.yearly.year import NO_PART, Year
from kontroll.report.scorecard import Scorecard
from kontroll.report.scorecard.places import Places
from kontroll.texts import _


@dataclass(frozen=True, kw_only=True)
class Judged:
    """month: the last one of the period that is judged. counting: of the year of it, until its last day."""

    period: Period
    month: Month
    counting: Counting

    @property
    def year(self) -> Year:
        return self.counting.year

    @cached_property
    def year_before(self) -> Year:
        """Courses reach into it."""
        return Year(tx=self.year.tx, today=self.year.today, summaries=self.year.summaries, number=self.month.year - 1)

    @cached_property
    def figures(self) -> Figures:
        return Figures(self.year.summaries.situation, self.month)

    @cached_property
    def places(self) -> Places:
        return self.year.summaries.joins.places(self.month)

    @cached_property
    def themes(self) -> tuple[tuple[Theme, Indicator], ...]:
        return themes_of(self.year.today)

    def card(self, enhet: str) -> Scorecard:
        return self.year.summaries.scorecard(enhet, self.month, line=False)

    # --- where enheter stand ----------------------------------------------------------------------------------------------

    @cached_property
    def parts(self) -> Mapping[str, str]:
        """Id and name of what is right below the top, in the order of their names; then the top itself, and what has no place."""
        return dict(self._parts())

    def _parts(self) -> Iterator[tuple[str, str]]:
        situation, top = self.year.summaries.situation, self.places.top
        if top is not None:
            named = {id: situation.unit_name(id, self.month) for id in self.places.directly_below(top)}
            yield from sorted(named.items(), key=lambda one: (one[1], one[0]))
            yield top, _("{name} (uten enhetene under)").format(name=situation.unit_name(top, self.month))
        yield NO_PART, _("Uten plass i organisasjonen")

    def part_of(self, enhet: str) -> str:
        return self._part_by_enhet.get(enhet, NO_PART)

    @cached_property
    def _part_by_enhet(self) -> Mapping[str, str]:
        top = self.places.top
        if top is None:
            return {}
        below = {one: id for id in self.places.directly_below(top) for one in self.places.at_or_below(id)}
        return {**below, top: top}

    # --- what is followed month by month ----------------------------------------------------------------------------------

    def followed(self, indicator: str) -> Mapping[str, Decimal]:
        """enhet -> its figure, of those that are followed and that everybody may see."""
        types = {one.lower() for one in self.year.today.desk.policies.monthly.unit_types}
        of = self.places.of
        return {
            enhet: value
            for enhet, value in self.figures.for_all(indicator).items()
            if enhet in of and (not types or (of[enhet].unit_type or "").lower() in types)
        }
