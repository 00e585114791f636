"""Withheld: of one family of indicators in one period, which enheter are not published, and which totals are whole.

Decided for all factors and groups at once, the first time anybody asks; the same deliveries always give the same answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from kontroll.disclosure.choosing import choose
from kontroll.disclosure.survey import Cell, Part, Scale, Survey
from kontroll.domain.disclosure import Disclosure
from kontroll.domain.indicator import Indicator, WeightedIndex
from kontroll.report.families import Family, least_shown
from kontroll.report.groups import Group, GroupKind, Placed
from kontroll.report.winners import Contest

_ON_A_HUNDRED = Scale(Fraction(0), Fraction(100))
_UNITS_ON_A_HUNDRED = ("prosent", "poeng")
#: How much of a total's persons may lose their own enhet's figures for its sake, before it is rather given without the few.
_DEAR = {GroupKind.ALL: Fraction(1, 50), GroupKind.SERVICE: Fraction(1, 4), GroupKind.BELOW: Fraction(1, 8)}


@dataclass(frozen=True, slots=True)
class Measurement:
    """A delivered value that rules could read, if enough stand behind it."""

    value: Fraction
    count: int | None


@dataclass(frozen=True, slots=True)
class Figure:
    """weight: how much it counts in a total."""

    value: Fraction
    weight: int
    count: int | None


#: (indicator, enhet) -> what was delivered
Measurements = Mapping[Cell, Measurement]


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """few: enheter hidden because few stand behind their figures. hidden: they, and those hidden to protect them.

    whole: the groups whose totals hold all of their figures. figures: indicator -> enhet -> what was measured.
    """

    few: frozenset[str]
    hidden: frozenset[str]
    whole: frozenset[Group]
    figures: Mapping[str, Mapping[str, Figure]]


def scale_of(indicator: Indicator) -> Scale | None:
    """What a value can be; None where nobody has said."""
    if indicator.scale is not None:
        return Scale(Fraction(indicator.scale[0]), Fraction(indicator.scale[1]))
    return _ON_A_HUNDRED if indicator.unit in _UNITS_ON_A_HUNDRED else None


def withhold(
    family: Family,
    indicators: Mapping[str, Indicator],
    measured: Measurements,
    groups: Mapping[Group, frozenset[str]],
    placed: Mapping[str, Placed],
    policy: Disclosure,
    contest: Contest,
) -> Withheld:
    """contest: what the winners of the bonus tell of figures that are not published."""
    few = frozenset(cell.unit for cell, one in measured.items() if _is_few(indicators[cell.factor], one, policy))
    weights = _weights(indicators, measured)
    figures = _figures(measured, weights)
    if not few or not family.is_told:
        whole = frozenset(groups) if not few else frozenset(g for g, of in groups.items() if not of & few)
        return Withheld(few=few, hidden=few, whole=whole, figures=figures)
    scales = {id: scale_of(indicators[id]) for id in family.members}
    # Of what has no scale nobody can say what closely is: its totals are of what is published.
    summed = {cell: weight if scales[cell.factor] else 0 for cell, weight in weights.items()}
    own = {
        cell: room
        for cell, room in contest.rooms.items()
        if cell.factor in {*family.members, *_indices(indicators, family)}
    }
    parts, called = _parts(groups, {cell.unit for cell in measured})
    survey = Survey(
        values={cell: one.value for cell, one in measured.items()},
        weights=summed,
        scales={id: scale or _ON_A_HUNDRED for id, scale in scales.items()},
        parts=parts,
        few=few,
        persons=_persons(indicators, measured),
        keepers={unit: place.leader for unit, place in placed.items() if place.leader is not None},
        indices=_indices(indicators, family),
        rooms={cell: room for cell, room in own.items() if cell.unit not in few},
        kept=frozenset(contest.winners),
    )
    decision = choose(survey, Fraction(policy.narrowest) / 100, policy.least)
    whole = frozenset(group for name in decision.told for group in called[name])
    whole |= {group for group, of in groups.items() if not of & decision.hidden}
    return Withheld(few=few, hidden=decision.hidden, whole=whole, figures=figures)


def _indices(indicators: Mapping[str, Indicator], family: Family) -> dict[str, dict[str, Fraction]]:
    """Those that are made of the family's own members."""
    return {
        id: {part: Fraction(weight) for part, weight in zip(one.computed.parts, one.computed.weights, strict=True)}
        for id, one in indicators.items()
        if isinstance(one.computed, WeightedIndex) and set(one.computed.parts) <= set(family.members)
    }


def _is_few(indicator: Indicator, one: Measurement, policy: Disclosure) -> bool:
    """Where nobody says how many, nobody knows that they are many."""
    least = least_shown(indicator)
    return least > 0 and (one.count is None or one.count < max(least, policy.least))


def _weights(indicators: Mapping[str, Indicator], measured: Measurements) -> dict[Cell, int]:
    """By the persons behind each. Of what no persons stand behind, every enhet counts as one."""
    return {cell: (one.count or 0) if least_shown(indicators[cell.factor]) else 1 for cell, one in measured.items()}


def _figures(measured: Measurements, weights: Mapping[Cell, int]) -> dict[str, dict[str, Figure]]:
    found: dict[str, dict[str, Figure]] = {}
    for cell, one in measured.items():
        found.setdefault(cell.factor, {})[cell.unit] = Figure(one.value, weights[cell], one.count)
    return found


def _persons(indicators: Mapping[str, Indicator], measured: Measurements) -> dict[str, int]:
    """Behind the figure of each enhet that fewest stand behind."""
    found: dict[str, int] = {}
    for cell, one in measured.items():
        if least_shown(indicators[cell.factor]):
            found[cell.unit] = min(found.get(cell.unit, one.count or 0), one.count or 0)
    return found


def _parts(
    groups: Mapping[Group, frozenset[str]], units: Iterable[str]
) -> tuple[tuple[Part, ...], dict[str, list[Group]]]:
    """Each set of measured enheter once, whatever it is called, and the groups it is the total of. One enhet is no total."""
    by_units: dict[frozenset[str], list[Group]] = {}
    measured = frozenset(units)
    for group, of in groups.items():
        if len(of & measured) > 1:
            by_units.setdefault(of & measured, []).append(group)
    parts = tuple(Part(str(of[0]), members, max(_DEAR[group.kind] for group in of)) for members, of in by_units.items())
    return parts, {str(of[0]): of for of in by_units.values()}
