"""Region: all that hidden figures could be beside what is published, as a linear programme."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction

import numpy as np
from scipy.optimize import linprog

from kontroll.disclosure.survey import Cell, Scale, Survey

#: What the solver may be wrong by, as a part of the scale: so much more is asked of what it finds.
_SOLVER = Fraction(1, 1000)

#: The hidden units of each total.
Totals = frozenset[frozenset[str]]


def width(
    survey: Survey, wanted: Mapping[Cell, Fraction], cells: Sequence[Cell], totals: Totals, scale: Fraction
) -> Fraction:
    """How far apart the least and the greatest are that the wanted sum can be, less what the solver may be wrong by."""
    at = np.array([float(survey.values[one]) for one in cells])
    equal = _totals(survey, cells, totals)
    below, most = _rooms(survey, cells, at)
    bounds = [(float(survey.scales[one.factor].lowest), float(survey.scales[one.factor].highest)) for one in cells]
    goal = np.array([float(wanted.get(one, 0)) for one in cells])
    ends: list[float] = []
    for sign in (1.0, -1.0):
        solved = linprog(
            sign * goal, A_eq=equal, b_eq=None if equal is None else equal @ at, A_ub=below, b_ub=most, bounds=bounds,
            method="highs",
        )  # fmt: skip
        if not solved.success:
            return Fraction(0)
        ends.append(sign * float(solved.fun or 0.0))
    return Fraction(ends[1] - ends[0]) - _SOLVER * scale


def _totals(survey: Survey, cells: Sequence[Cell], totals: Totals) -> np.ndarray | None:
    rows = [
        [float(survey.weights[one]) if one.factor == factor and one.unit in units else 0.0 for one in cells]
        for factor in dict.fromkeys(one.factor for one in cells)
        for units in sorted(totals, key=sorted)
    ]
    kept = [row for row in rows if any(row)]
    return np.array(kept) if kept else None


def _rooms(survey: Survey, cells: Sequence[Cell], at: np.ndarray) -> tuple[np.ndarray | None, np.ndarray | None]:
    """What is known of sums of a unit's figures, written as how far each can be moved from what it is."""
    rows: list[np.ndarray] = []
    most: list[float] = []
    for cell, room in _asked(survey, cells):
        share = survey.share(cell.factor)
        row = np.array([float(share.get(one.factor, 0)) if one.unit == cell.unit else 0.0 for one in cells])
        if row.any():
            value, now = index_value(survey, cell), float(row @ at)
            rows += [row, -row]
            most += [now + max(float(room.highest - value), 0.0), max(float(value - room.lowest), 0.0) - now]
    return (np.array(rows), np.array(most)) if rows else (None, None)


def _asked(survey: Survey, cells: Iterable[Cell]) -> list[tuple[Cell, Scale]]:
    units = {one.unit for one in cells}
    return [(cell, room) for cell, room in sorted(survey.rooms.items()) if cell.unit in units and knows(survey, cell)]


def knows(survey: Survey, cell: Cell) -> bool:
    """Whether the index, or factor, of the unit has a value."""
    return all(Cell(factor, cell.unit) in survey.values for factor in survey.share(cell.factor))


def index_value(survey: Survey, cell: Cell) -> Fraction:
    share = survey.share(cell.factor)
    return sum((part * survey.values[Cell(factor, cell.unit)] for factor, part in share.items()), Fraction(0))


def linked(unit: str, hidden: Collection[str], parts: Iterable[frozenset[str]]) -> tuple[frozenset[str], Totals]:
    """The hidden units that it hangs together with through totals, and those totals."""
    totals = {frozenset(units.intersection(hidden)) for units in parts} - {frozenset()}
    found = {unit}
    reached: set[frozenset[str]] = set()
    while new := {units for units in totals - reached if units & found}:
        reached |= new
        found.update(*new)
    return frozenset(found), frozenset(reached)
