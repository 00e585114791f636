"""Guesses: how closely a hidden figure can be worked out by whoever knows everything that is published.

He is given more than is published: every count, and every total before it was rounded. Whatever is made of the published
figures (a total's index, a median, a rank, a change from last year) is then known to him already. And he may lead one of the
hidden units himself, and know its figures.

Why pairs first: where two hidden figures are in the same totals, one can be raised and the other lowered so that no total
moves. How far is exact arithmetic, and mostly far enough; only the rest is a linear programme.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from fractions import Fraction

from kontroll.disclosure.region import Totals, index_value, knows, linked, width
from kontroll.disclosure.survey import Cell, Part, Scale, Survey

_NONE = Fraction(0)


class Guesses:
    """Of one survey. narrowest: the part of its scale that a hidden figure must be free to lie in."""

    def __init__(self, survey: Survey, narrowest: Fraction) -> None:
        self._survey = survey
        self._narrowest = narrowest
        self._factors: dict[str, list[str]] = {}
        for cell in sorted(survey.values):
            self._factors.setdefault(cell.unit, []).append(cell.factor)
        self._pairs: dict[tuple[Cell, str], Fraction] = {}
        self._solved: dict[tuple[object, ...], bool] = {}
        self._may: dict[str, bool] = {}
        self._scales: dict[str, Scale] = {}

    def exposed(self, hidden: Collection[str], told: Iterable[Part]) -> Cell | None:
        """A hidden figure, or index, that can be guessed too closely; or None."""
        parts = [part.units for part in told]
        totals = {unit: frozenset(n for n, units in enumerate(parts) if unit in units) for unit in hidden}
        for unit in sorted(hidden):
            alike = [one for one in sorted(hidden) if one != unit and totals[one] == totals[unit]]
            for cell in self._hidden_of(unit):
                if not totals[unit]:
                    if self._is_wide(cell, self._alone(cell)):
                        continue
                elif self._by_pairs(cell, alike):
                    continue
                if not self._by_programme(cell, hidden, parts):
                    return cell
        return self._exposed_sum(hidden, parts)

    def _exposed_sum(self, hidden: Collection[str], parts: list[frozenset[str]]) -> Cell | None:
        """Of a part whose units are all hidden and whose total is not told, that total is hidden too."""
        untold = [part.units for part in self._survey.parts if part.units not in parts and part.units <= {*hidden}]
        for units in untold:
            held = [unit for unit in sorted(units) if any(unit in of for of in parts)]
            for factor in self._factors.get(held[0], ()) if held else ():
                weights = {unit: self._survey.weights.get(Cell(factor, unit), 0) for unit in units}
                if sum(weights.values()) and not self._is_sum_free(factor, weights, hidden, parts):
                    return Cell(factor, held[0])
        return None

    def _is_sum_free(
        self, factor: str, weights: Mapping[str, int], hidden: Collection[str], parts: list[frozenset[str]]
    ) -> bool:
        """For whoever leads none of the units; who leads one of them knows more of it than others."""
        whole = sum(weights.values())
        wanted = {Cell(factor, unit): Fraction(weight, whole) for unit, weight in weights.items() if weight}
        totals = frozenset(frozenset(of.intersection(hidden)) for of in parts) - {frozenset()}
        cells = [Cell(factor, unit) for unit in sorted(hidden) if Cell(factor, unit) in self._survey.values]
        scale = self._scale(factor).width
        return width(self._survey, wanted, cells, totals, scale) >= self._narrowest * scale

    def may_hide(self, unit: str) -> bool:
        """Whether it can be hidden at all: what else is known of it does not give it away."""
        if unit not in self._may:
            self._may[unit] = unit not in self._survey.kept and all(
                self._is_wide(cell, self._alone(cell)) or self._by_programme(cell, [unit], [])
                for cell in self._hidden_of(unit)
            )
        return self._may[unit]

    def _hidden_of(self, unit: str) -> Iterator[Cell]:
        """Its figures, and those indices of which something is known; of the others as much is free as of their parts."""
        for factor in self._factors.get(unit, ()):
            yield Cell(factor, unit)
        for cell in sorted(self._survey.rooms):
            if cell.unit == unit and cell.factor in self._survey.indices and knows(self._survey, cell):
                yield cell

    def _scale(self, name: str) -> Scale:
        """Of an index: as wide as its parts' together."""
        if name not in self._scales:
            share = self._survey.share(name)
            scales = {factor: self._survey.scales[factor] for factor in share}
            self._scales[name] = Scale(
                sum((part * scales[factor].lowest for factor, part in share.items()), _NONE),
                sum((part * scales[factor].highest for factor, part in share.items()), _NONE),
            )
        return self._scales[name]

    def _is_wide(self, cell: Cell, width: Fraction) -> bool:
        return width >= self._narrowest * self._scale(cell.factor).width

    def _alone(self, cell: Cell) -> Fraction:
        """What is free of a figure that is in no total."""
        return self._moved(cell, None)

    # --- pairs ---------------------------------------------------------------------------------------------------------

    def _by_pairs(self, cell: Cell, alike: Iterable[str]) -> bool:
        """Whether it is free beside one whom nobody else leads, or beside two that no one person leads."""
        own, keepers = self._survey.keeper(cell.unit), set[str]()
        for other in alike:
            if self._is_wide(cell, self._pair(cell, other)):
                keepers.add(self._survey.keeper(other))
                if own in keepers or len(keepers) > 1:
                    return True
        return False

    def _pair(self, cell: Cell, other: str) -> Fraction:
        """How far it can move when the other unit moves against it."""
        if (cell, other) not in self._pairs:
            self._pairs[cell, other] = self._moved(cell, other)
        return self._pairs[cell, other]

    def _moved(self, cell: Cell, other: str | None) -> Fraction:
        """How far it can move alone, or with the other unit against it, all other factors free to make up for it in the index."""
        survey = self._survey
        units = [cell.unit] if other is None else [cell.unit, other]
        known = {room.factor for room in survey.rooms if room.unit in units}
        if not any(cell.factor in survey.share(name) for name in known) and cell.factor not in survey.indices:
            return sum(self._steps(cell, other), _NONE)
        if len(known) != 1 or not self._is_even(min(known), units):
            return _NONE  # The programme answers for it.
        name = min(known)
        room_up, room_down = self._room(Cell(name, cell.unit), other)
        ups, downs = _NONE, _NONE
        for factor, part in survey.share(name).items():
            if factor != cell.factor:
                up, down = self._steps(Cell(factor, cell.unit), other)
                ups, downs = ups + part * up, downs + part * down
        if cell.factor == name:
            return min(room_up, ups) + min(room_down, downs)
        part = survey.share(name)[cell.factor]
        up, down = self._steps(cell, other)
        return min(up, (room_up + downs) / part) + min(down, (room_down + ups) / part)

    def _is_even(self, name: str, units: list[str]) -> bool:
        """Whether the index has a value for each, and every factor of the one counts as much beside the same of the other."""
        survey = self._survey
        if not all(knows(survey, Cell(name, unit)) for unit in units):
            return False
        ratios = {self._ratio(Cell(factor, units[0]), units[-1]) for factor in survey.share(name)}
        return len(ratios) == 1

    def _ratio(self, cell: Cell, other: str) -> Fraction:
        """How far the cell moves when the same factor of the other moves by one and no total may move."""
        weight = self._survey.weights[cell]
        return Fraction(self._survey.weights.get(Cell(cell.factor, other), 0), weight) if weight else _NONE

    def _room(self, index: Cell, other: str | None) -> tuple[Fraction, Fraction]:
        """How far an index can be raised, and lowered, for what is known of it; with the other unit's against it."""
        up, down = self._left(index)
        if other is not None:
            ratio = self._ratio(Cell(min(self._survey.share(index.factor)), index.unit), other)
            their_up, their_down = self._left(Cell(index.factor, other))
            up, down = min(up, their_down * ratio), min(down, their_up * ratio)
        return up, down

    def _left(self, index: Cell) -> tuple[Fraction, Fraction]:
        scale = self._scale(index.factor)
        room = self._survey.rooms.get(index, scale)
        value = index_value(self._survey, index)
        return (
            max(min(room.highest, scale.highest) - value, _NONE),
            max(value - max(room.lowest, scale.lowest), _NONE),
        )

    def _steps(self, cell: Cell, other: str | None) -> tuple[Fraction, Fraction]:
        """How far it can be raised, and lowered, on its scale; with the same factor of the other moved so that no total moves."""
        survey = self._survey
        scale, value = survey.scales[cell.factor], survey.values[cell]
        up, down = max(scale.highest - value, _NONE), max(value - scale.lowest, _NONE)
        if other is not None and survey.weights[cell]:
            ratio, against = self._ratio(cell, other), Cell(cell.factor, other)
            if not ratio:
                return _NONE, _NONE
            theirs = survey.values[against]
            up = min(up, max(theirs - scale.lowest, _NONE) * ratio)
            down = min(down, max(scale.highest - theirs, _NONE) * ratio)
        return up, down

    # --- linear programmes ---------------------------------------------------------------------------------------------

    def _by_programme(self, cell: Cell, hidden: Collection[str], parts: list[frozenset[str]]) -> bool:
        """Whether it is free for everybody who leads one of the others, and for those who lead none."""
        units, totals = linked(cell.unit, hidden, parts)
        key = (cell, units, totals)
        if key not in self._solved:
            own = self._survey.keeper(cell.unit)
            keepers = sorted({self._survey.keeper(one) for one in units} - {own}) or [""]
            self._solved[key] = all(self._is_free(cell, units, totals, keeper) for keeper in keepers)
        return self._solved[key]

    def _is_free(self, cell: Cell, units: frozenset[str], totals: Totals, keeper: str) -> bool:
        """For one who knows the figures of the units that the keeper leads."""
        survey = self._survey
        unknown = sorted(unit for unit in units if survey.keeper(unit) != keeper)
        all_factors = survey.is_confined(unknown) or cell.factor in survey.indices
        cells = [
            Cell(factor, unit)
            for unit in unknown
            for factor in self._factors[unit]
            if all_factors or factor == cell.factor
        ]
        found = width(survey, self._wanted(cell), cells, totals, self._scale(cell.factor).width)
        return self._is_wide(cell, found)

    def _wanted(self, cell: Cell) -> dict[Cell, Fraction]:
        return {Cell(factor, cell.unit): part for factor, part in self._survey.share(cell.factor).items()}
