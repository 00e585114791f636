"""Choosing: which units to hide beside the few, and which totals to give without them, so that nobody can guess the few.

Two ways out, the cheaper first: another unit of the same total is hidden too, or the total is given for the published units
alone. A unit is hidden with all its figures: of six factors beside an index, five would tell the sixth.

Why it always ends: where no total holds a hidden unit, nothing published depends on it.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from kontroll.disclosure.guesses import Guesses
from kontroll.disclosure.survey import Cell, Decision, Part, Survey


def choose(survey: Survey, narrowest: Fraction, least: int) -> Decision:
    """least: a total of fewer persons is not told either."""
    guesses = Guesses(survey, narrowest)
    hidden, told = set(survey.few), _tellable(survey, least)
    while (exposed := guesses.exposed(hidden, told)) is not None:
        binding = min(
            (part for part in told if exposed.unit in part.units), key=lambda part: _bound(survey, part, hidden)
        )
        beside = _cheapest(survey, guesses, exposed, binding, told, hidden)
        if beside is not None and _lost(survey, binding, {*hidden, beside}) <= binding.dear * _persons(survey, binding):
            hidden.add(beside)
        else:
            told.remove(binding)
    _give_back(survey, guesses, hidden, told, _tellable(survey, least))
    return Decision(frozenset(hidden), frozenset(part.name for part in told))


def _tellable(survey: Survey, least: int) -> list[Part]:
    return [part for part in survey.parts if _persons(survey, part) >= least]


def _persons(survey: Survey, part: Part) -> int:
    return sum(survey.persons.get(unit, 0) for unit in part.units)


def _lost(survey: Survey, part: Part, hidden: set[str]) -> int:
    """The persons whose answers are not published for their own unit, to protect others in the part."""
    return sum(survey.persons.get(unit, 0) for unit in part.units & hidden - survey.few)


def _bound(survey: Survey, part: Part, hidden: set[str]) -> tuple[int, int, str]:
    """The total that leaves least room comes first: with the fewest hidden in it, then the smallest."""
    return len(part.units & hidden), _persons(survey, part), part.name


def _cheapest(
    survey: Survey, guesses: Guesses, exposed: Cell, binding: Part, told: Iterable[Part], hidden: set[str]
) -> str | None:
    """The smallest unit that is in the same totals as what is exposed: one that is in others too, would need company there."""
    own = {part.name for part in told if exposed.unit in part.units}
    factor = min(survey.share(exposed.factor))
    alike = [
        unit
        for unit in binding.units - hidden
        if survey.weights.get(Cell(factor, unit)) and {part.name for part in told if unit in part.units} == own
    ]
    alike.sort(key=lambda unit: (survey.persons.get(unit, 0), unit))
    return next((unit for unit in alike if guesses.may_hide(unit)), None)


def _give_back(survey: Survey, guesses: Guesses, hidden: set[str], told: list[Part], wished: Iterable[Part]) -> None:
    """What turned out not to be needed is published after all: totals, the dearest first, then units, the largest first."""
    gone = [part for part in wished if part not in told]
    for part in sorted(gone, key=lambda one: (-one.dear * _persons(survey, one), one.name)):
        if guesses.exposed(hidden, [*told, part]) is None:
            told.append(part)
    for unit in sorted(hidden - survey.few, key=lambda one: (-survey.persons.get(one, 0), one)):
        if guesses.exposed(hidden - {unit}, told) is None:
            hidden.discard(unit)
