"""An independent solver for small tables: what a figure can be beside known sums, by trying every corner, in exact fractions.

Written without reading how kontroll does it. A linear form over a box cut by equations is least and greatest in a corner,
and in a corner all but as many unknowns as there are independent equations stand at an end of their scale.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations, product
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kontroll.disclosure.survey import Decision, Survey

Row = tuple[list[Fraction], Fraction]


def extent(rows: Sequence[Row], low: Fraction, high: Fraction, count: int, wanted: int) -> tuple[Fraction, Fraction]:
    """The least and the greatest value of the unknown numbered `wanted`; rows: coefficients and what they come to."""
    found = [corner[wanted] for corner in _corners(rows, low, high, count)]
    return min(found), max(found)


def _corners(rows: Sequence[Row], low: Fraction, high: Fraction, count: int) -> Iterator[list[Fraction]]:
    reduced = _reduced(rows)
    for free in combinations(range(count), len(reduced)):
        bound = [n for n in range(count) if n not in free]
        for ends in product((low, high), repeat=len(bound)):
            values = dict(zip(bound, ends, strict=True))
            solved = _solved(reduced, values, free)
            if solved is not None and all(low <= value <= high for value in solved.values()):
                yield [solved[n] if n in solved else values[n] for n in range(count)]


def _reduced(rows: Sequence[Row]) -> list[Row]:
    """As many as are independent, each with a leading one that no other has."""
    left = [([*row], total) for row, total in rows]
    done: list[Row] = []
    while left:
        row, total = left.pop()
        lead = next((n for n, part in enumerate(row) if part), None)
        if lead is None:
            assert total == 0
            continue
        row, total = [part / row[lead] for part in row], total / row[lead]

        def without(other: Row, lead: int = lead, row: list[Fraction] = row, total: Fraction = total) -> Row:
            times = other[0][lead]
            return [a - times * b for a, b in zip(other[0], row, strict=True)], other[1] - times * total

        left, done = [without(one) for one in left], [*(without(one) for one in done), (row, total)]
    return done


def _solved(rows: Sequence[Row], values: dict[int, Fraction], free: Sequence[int]) -> dict[int, Fraction] | None:
    """Of the free unknowns; None where they are not decided by the rows."""
    left = (
        _reduced(
            [
                ([row[n] for n in free], total - sum((row[n] * values[n] for n in values), Fraction(0)))
                for row, total in rows
            ]
        )
        if _is_square(rows, free)
        else None
    )
    if left is None or len(left) < len(free):
        return None
    found: dict[int, Fraction] = {}
    for row, total in left:
        found[free[next(n for n, part in enumerate(row) if part)]] = total
    return found


def _is_square(rows: Sequence[Row], free: Sequence[int]) -> bool:
    """Whether the columns of the free unknowns are independent: else an equation might be left that says nothing of them."""
    columns = [[row[n] for n in free] for row, _total in rows]
    return len(_reduced([(column, Fraction(0)) for column in columns])) == len(free)


def guessed(survey: Survey, decided: Decision) -> dict[str, tuple[Fraction, Fraction]]:
    """Hidden unit -> what its figure could be for one who knows all others and the told totals; of one factor, from 0 to 100."""
    hidden = sorted(decided.hidden)
    weights = {cell.unit: Fraction(weight) for cell, weight in survey.weights.items()}
    values = {cell.unit: value for cell, value in survey.values.items()}
    rows = []
    for part in survey.parts:
        if part.name in decided.told:
            row = [weights[unit] if unit in part.units else Fraction(0) for unit in hidden]
            rows.append((row, sum((w * values[unit] for w, unit in zip(row, hidden, strict=True)), Fraction(0))))
    low, high = Fraction(0), Fraction(100)
    return {unit: extent(rows, low, high, len(hidden), n) for n, unit in enumerate(hidden)}
