"""Measured: how a month stands, enhet by enhet: what was answered, what was not, and the colours of its target figures.

Why *ikke målt* is a state of its own: an enhet of which nothing is known looks, in counts of avvik, like one where all is
well.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import polars as pl

from kontroll.domain.condition import IndicatorLeaf, leaves
from kontroll.domain.indicator import Indicator
from kontroll.domain.month import Month
from kontroll.domain.operand import Colour
from kontroll.domain.rule import Rule
from kontroll.domain.rulebook import ENHET_RULE, Rulebook
from kontroll.domain.truth import Result
from kontroll.engine.verdicts import CODES
from kontroll.facts.facts import ValueState
from kontroll.facts.states import active_units, states
from kontroll.report.course import colour_of
from kontroll.report.courses import latest_period
from kontroll.report.situation import Situation
from kontroll.report.unchecked import SilentRule, silent_rules

#: The focus area of what rules demand and no target figure measures: that rules are kept is one in itself.
COMPLIANCE = "kontroll og etikk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Colours:
    """Counts of target figures. unmeasured: waited for, and not known; or known, and no limits are set."""

    red: int = 0
    yellow: int = 0
    green: int = 0
    unmeasured: int = 0

    @property
    def total(self) -> int:
        return self.red + self.yellow + self.green + self.unmeasured


class Figure(NamedTuple):
    """A target figure of an enhet. colour: None = unmeasured."""

    indicator: str
    colour: Colour | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredEnhet:
    """answers, unknown: of the rules that people are told of. figures: by focus area; tallies: how many have each colour."""

    answers: int = 0
    unknown: int = 0
    figures: Mapping[str, tuple[Figure, ...]] = field(default_factory=dict)
    tallies: Mapping[str, Counter[Colour | None]] = field(default_factory=dict)

    @property
    def is_measured(self) -> bool:
        """Whether anything at all is known of it."""
        return self.answers > self.unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasuredMonth:
    """enheter: the active ones, and others of which something was judged, by id. unknown_by_rule: (rule, enhet) -> answers.

    silent: rules that said nothing about anybody.
    """

    month: Month
    active: frozenset[str]
    enheter: Mapping[str, MeasuredEnhet]
    unknown_by_rule: Mapping[tuple[str, str], int]
    silent: tuple[SilentRule, ...] = ()
    # The same parts of the kommune are asked about by every page; nothing in here changes.
    _coloured: dict[tuple[frozenset[str] | None, str | None], Colours] = field(
        default_factory=dict, compare=False, repr=False
    )

    def unmeasured(self, enheter: Collection[str] | None = None) -> list[str]:
        """The active enheter, of those given (None = all), of which nothing is known; by id."""
        asked = self.active if enheter is None else self.active & set(enheter)
        return sorted(one for one in asked if not self.of(one).is_measured)

    def of(self, enhet: str) -> MeasuredEnhet:
        return self.enheter.get(enhet, MeasuredEnhet())

    def answers(self, enheter: Collection[str] | None = None) -> tuple[int, int]:
        """How many answers there are of the enheter, and how many of them are unknown."""
        of = self._among(enheter)
        return sum(one.answers for one in of), sum(one.unknown for one in of)

    def colours(self, enheter: Collection[str] | None = None, focus: str | None = None) -> Colours:
        asked = (None if enheter is None else frozenset(enheter), focus)
        if asked not in self._coloured:
            self._coloured[asked] = self._colours(enheter, focus)
        return self._coloured[asked]

    def _colours(self, enheter: Collection[str] | None, focus: str | None) -> Colours:
        counted: Counter[Colour | None] = Counter()
        for one in self._among(enheter):
            for area, tally in one.tallies.items():
                if focus is None or area == focus:
                    counted.update(tally)
        return Colours(
            red=counted[Colour.RED],
            yellow=counted[Colour.YELLOW],
            green=counted[Colour.GREEN],
            unmeasured=counted[None],
        )

    def figures(self, enheter: Collection[str] | None = None, focus: str | None = None) -> Iterator[tuple[str, Figure]]:
        """Each target figure with the id of its enhet."""
        for enhet in self.enheter if enheter is None else enheter:
            for area, figures in self.of(enhet).figures.items():
                if focus is None or area == focus:
                    yield from ((enhet, figure) for figure in figures)

    def unknown_rules(self, enheter: Collection[str] | None = None) -> dict[str, int]:
        """Rule -> unknown answers about the enheter, most first."""
        asked = None if enheter is None else set(enheter)
        found: Counter[str] = Counter()
        for (rule, enhet), count in self.unknown_by_rule.items():
            if asked is None or enhet in asked:
                found[rule] += count
        return dict(sorted(found.items(), key=lambda one: (-one[1], one[0])))

    def _among(self, enheter: Collection[str] | None) -> Iterable[MeasuredEnhet]:
        if enheter is None:
            return self.enheter.values()
        return [self.enheter[one] for one in enheter if one in self.enheter]


def measured_month(situation: Situation, month: Month) -> MeasuredMonth:
    """Takes a second in a large kommune: ask `Summaries.measured`, which keeps it."""
    judged = situation.of_month(month).filter(
        (pl.col("resultat") != CODES[Result.NOT_IN_FORCE]) & (pl.col("regel") != ENHET_RULE)
    )
    is_unknown = pl.col("resultat") == CODES[Result.UNKNOWN]
    counted = judged.group_by("enhet").agg(pl.len(), is_unknown.sum().alias("unknown"))
    by_rule = judged.filter(is_unknown).group_by("regel", "enhet").len()
    answers = {enhet: (count, unknown) for enhet, count, unknown in counted.iter_rows()}
    figures = _figures(situation, month)
    active = frozenset(active_units(situation.facts, month).get_column("enhet"))
    return MeasuredMonth(
        month=month,
        active=active,
        enheter={
            enhet: MeasuredEnhet(
                answers=answers.get(enhet, (0, 0))[0],
                unknown=answers.get(enhet, (0, 0))[1],
                figures=figures.get(enhet, {}),
                tallies={area: Counter(one.colour for one in of) for area, of in figures.get(enhet, {}).items()},
            )
            for enhet in {*active, *answers}
        },
        unknown_by_rule={(rule, enhet): count for rule, enhet, count in by_rule.iter_rows()},
        silent=tuple(silent_rules(situation, month)),
    )


def _figures(situation: Situation, month: Month) -> dict[str, dict[str, tuple[Figure, ...]]]:
    """enhet -> focus area -> the target figures that it has delivered at some time."""
    indicators = {
        id: one for id, one in situation.rulebook.indicators.items() if one.computed is None and one.focus_area
    }
    waited_for = states(situation.facts, indicators.values(), month, situation.today)
    found: dict[str, dict[str, list[Figure]]] = {}
    for enhet, id in waited_for.select("enhet", "indikator").iter_rows():
        one = indicators[id]
        figure = Figure(id, _colour(situation, one, enhet, month))
        found.setdefault(enhet, {}).setdefault(one.focus_area, []).append(figure)
    return {enhet: {area: tuple(of) for area, of in areas.items()} for enhet, areas in found.items()}


def _colour(situation: Situation, indicator: Indicator, enhet: str, month: Month) -> Colour | None:
    period = latest_period(indicator, month)
    value = situation.evaluator.value(indicator.id, enhet, period)
    ambition = situation.evaluator.ambition(indicator.id, enhet, period.last_month)
    if value.number is None or value.state is not ValueState.VALUE or ambition is None:
        return None
    # A colour is a part of the scale, and counted colours tell the last one: of what is hidden there is none.
    if situation.published.is_hidden(indicator.id, enhet, period):
        return None
    return colour_of(value.number, ambition.green, ambition.yellow, indicator.better.sign)


# --- focus areas ------------------------------------------------------------------------------------------------------


def focus_areas(rulebook: Rulebook) -> dict[str, str]:
    """Rule -> focus area: the one whose name is the rule's own area, else that of the figures it reads, else COMPLIANCE."""
    named = {_ascii(one.focus_area): one.focus_area for one in rulebook.indicators.values() if one.focus_area}
    return {id: _focus(rulebook, rule, named) for id, rule in rulebook.rules.items()}


def _focus(rulebook: Rulebook, rule: Rule, named: Mapping[str, str]) -> str:
    own = named.get(rule.area.split("/")[0])
    if own is not None:
        return own
    read = Counter(
        area
        for version in rule.versions[-1:]
        for leaf in leaves(version.condition)
        if isinstance(leaf, IndicatorLeaf) and (area := rulebook.indicators[leaf.indicator].focus_area)
    )
    return min(read, key=lambda area: (-read[area], area)) if read else COMPLIANCE


_FOLDED = str.maketrans({"æ": "ae", "ø": "o", "å": "aa"})


def _ascii(name: str) -> str:
    """As the folder of the rules is called."""
    return name.casefold().translate(_FOLDED)
