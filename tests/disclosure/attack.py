"""An attack on published tables: everything that is shown is written down as inequalities, and each hidden figure is solved for.

Written without reading how kontroll hides: it asks for what is shown, knows all counts, how totals are weighted and rounded,
what indices are made of, and that nobody did better than who won.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
from scipy.optimize import linprog
from scipy.sparse import csr_matrix

from disclosure.furuvik import USERS, Furuvik
from kontroll.domain.indicator import WeightedIndex
from kontroll.domain.month import Period

Key = tuple[str, str, int]


@dataclass
class Attack:
    """hidden: what is measured and not shown. _sums: of figures, with the least and the most that each comes to."""

    furuvik: Furuvik
    members: tuple[str, ...]
    years: tuple[int, ...]
    shown: dict[Key, Fraction] = field(default_factory=dict)
    hidden: list[Key] = field(default_factory=list)
    _sums: dict[tuple[tuple[Key, Fraction], ...], tuple[Fraction, Fraction]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for key in sorted(self.furuvik.answers):
            id, enhet, year = key
            if id in self.members and year in self.years:
                value = self.furuvik.published.value(id, enhet, Period(12, year)).value
                if value is None:
                    self.hidden.append(key)
                else:
                    self.shown[key] = Fraction(value)
        for year in self.years:
            self._totals(year)
            self._indices(year)

    @property
    def units(self) -> list[tuple[str, int]]:
        return sorted({(enhet, year) for _id, enhet, year in self.hidden})

    # --- what is known -------------------------------------------------------------------------------------------------

    def _say(self, parts: dict[Key, Fraction], least: Fraction, most: Fraction) -> None:
        """Only what speaks of something hidden."""
        known = sum((times * self.shown[key] for key, times in parts.items() if key in self.shown), Fraction(0))
        left = {key: times for key, times in parts.items() if key not in self.shown and times}
        if left:
            # Several totals hold the same hidden figures: in whole numbers of one, only the closest says anything.
            one = max(left.values(), key=abs)
            same = tuple(sorted((key, times / one) for key, times in left.items()))
            ends = sorted([(least - known) / one, (most - known) / one])
            before = self._sums.get(same, (ends[0], ends[1]))
            self._sums[same] = max(before[0], ends[0]), min(before[1], ends[1])

    def _mean(self, id: str, enheter: frozenset[str], year: int) -> dict[Key, Fraction]:
        counted = bool(
            self.furuvik.rulebook.indicators[id].min_count or self.furuvik.rulebook.indicators[id].shown_from_count
        )
        weights = {
            (id, enhet, year): Fraction((self.furuvik.answers[id, enhet, year][1] or 0) if counted else 1)
            for enhet in enheter
            if (id, enhet, year) in self.furuvik.answers
        }
        whole = sum(weights.values(), Fraction(0))
        return {key: weight / whole for key, weight in weights.items()} if whole else {}

    def _totals(self, year: int) -> None:
        period = Period(12, year)
        for group, enheter in self.furuvik.published.groups(period).items():
            for id in self.members:
                found = self.furuvik.published.total(id, group, period)
                if found.value is not None and not found.left_out:
                    self._about(self._mean(id, enheter, year), Fraction(found.value), id)
            for id, weights in self.indices():
                found = self.furuvik.published.total(id, group, period)
                if found.value is not None and not found.left_out:
                    parts: dict[Key, Fraction] = {}
                    for part, weight in weights.items():
                        parts |= {key: weight * times for key, times in self._mean(part, enheter, year).items()}
                    self._about(parts, Fraction(found.value), id)

    def _about(self, parts: dict[Key, Fraction], value: Fraction, id: str) -> None:
        half = Fraction(1, 2 * 10 ** self.furuvik.rulebook.indicators[id].decimals)
        self._say(parts, value - half, value + half)

    def _indices(self, year: int) -> None:
        for enhet in {enhet for _id, enhet, at in self.hidden if at == year}:
            for id, weights in self.indices():
                value = self.furuvik.published.value(id, enhet, Period(12, year)).value
                if value is not None:
                    self._about({(part, enhet, year): w for part, w in weights.items()}, Fraction(value), id)

    def indices(self) -> Iterator[tuple[str, dict[str, Fraction]]]:
        for id, one in self.furuvik.rulebook.indicators.items():
            if isinstance(one.computed, WeightedIndex) and set(one.computed.parts) <= set(self.members):
                weights = [Fraction(weight) for weight in one.computed.weights]
                yield id, {part: w / sum(weights) for part, w in zip(one.computed.parts, weights, strict=True)}

    def winners(self) -> None:
        """Nobody of the same service did better this year, or came further since the last."""
        for year in self.years:
            for progress in (False, True):
                for service, best in self.furuvik.best(year, progress=progress).items():
                    for enhet in self.furuvik.services[year][service] - {*best}:
                        if self.furuvik.index(enhet, year) is None or (
                            progress and self.furuvik.index(enhet, year - 1) is None
                        ):
                            continue
                        parts: dict[Key, Fraction] = {}
                        for one, sign in ((best[0], 1), (enhet, -1)):
                            for at, times in ((year, sign), (year - 1, -sign if progress else 0)):
                                for id, weight in zip(USERS, (3, 2, 1, 1, 1, 1), strict=True):
                                    if times:
                                        parts[id, one, at] = Fraction(times * weight, 9)
                        if all(key in self.shown or key in self.hidden for key in parts):
                            self._say(parts, Fraction(-2, 10), Fraction(400))

    def winners_in_per_cent(self) -> None:
        """Nobody of the same service came further in per cent than a winner whose own two figures are shown."""
        for year in self.years:
            for service, best in self.furuvik.furthest(year).items():
                won = [self.shown.get((USERS[0], best[0], at)) for at in (year, year - 1)]
                if won[0] is None or won[1] is None:
                    continue
                for enhet in self.furuvik.services[year][service] - {*best}:
                    parts = {(USERS[0], enhet, year): Fraction(1), (USERS[0], enhet, year - 1): -won[0] / won[1]}
                    if self.furuvik.grown(enhet, year) is not None and all(
                        key in self.shown or key in self.hidden for key in parts
                    ):
                        self._say(parts, Fraction(-400), Fraction(0))

    # --- solving -------------------------------------------------------------------------------------------------------

    def narrowest(self, units: list[tuple[str, int]] | None = None) -> tuple[float, str]:
        """The hidden figure, or hidden index, that is confined most, in per cent of its scale from 0 to 100."""
        wanted = [{key: 1.0} for key in self.hidden]
        wanted += [
            {(part, enhet, year): float(w) for part, w in weights.items()}
            for enhet, year in self.units
            for _id, weights in self.indices()
            if all((part, enhet, year) in self.furuvik.answers for part in weights)
        ]
        wanted += list(self._hidden_totals())
        asked = [one for one in wanted if units is None or {(enhet, year) for _id, enhet, year in one} <= {*units}]
        return min((self._width(one), str(sorted(one))) for one in asked)

    def _hidden_totals(self) -> Iterator[dict[Key, float]]:
        """Of groups all of whose figures are hidden, and the total too."""
        for year in self.years:
            for group, enheter in self.furuvik.published.groups(Period(12, year)).items():
                for id in self.members:
                    parts = self._mean(id, enheter, year)
                    if len(parts) > 1 and not any(key in self.shown for key in parts):
                        if self.furuvik.published.total(id, group, Period(12, year)).value is None:
                            yield {key: float(part) for key, part in parts.items()}

    def _width(self, wanted: dict[Key, float]) -> float:
        matrix, most = self._matrix()
        goal = np.array([wanted.get(key, 0.0) for key in self.hidden])
        known = sum(times * float(self.shown[key]) for key, times in wanted.items() if key in self.shown)
        assert known == 0, "a part of what is hidden is shown"
        ends = []
        for sign in (1.0, -1.0):
            solved = linprog(sign * goal, A_ub=matrix, b_ub=most, bounds=(0, 100), method="highs-ds")
            assert solved.success, solved.message
            ends.append(sign * solved.fun)
        return float(ends[1] - ends[0])

    def _matrix(self) -> tuple[csr_matrix, np.ndarray]:
        if not hasattr(self, "_made"):
            at = {key: n for n, key in enumerate(self.hidden)}
            entries, columns, lines, most = [], [], [], []
            for parts, (least, greatest) in self._sums.items():
                for sign, end in ((1, greatest), (-1, -least)):
                    for key, times in parts:
                        entries.append(sign * float(times))
                        columns.append(at[key])
                        lines.append(len(most))
                    most.append(float(end))
            shape = (max(len(most), 1), len(self.hidden))
            self._made = csr_matrix((entries, (lines, columns)), shape=shape), np.array(most or [0.0])
        return self._made
