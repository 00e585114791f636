"""Look-ups: the rows that may fit the tests of one, found without asking every row.

Most rows of a large data set fail a look-up on one of its tests. Rows are kept by the fields that are asked to be equal, and
in the order of a field that is asked to be larger or smaller. What is kept away is only what a test makes usann; every row
that comes through is asked all of the tests.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from .language import Truth

Row = dict[str, Any]
#: A field, a folded operator, and what it is held against; None = nobody knows what.
Test = tuple[str, str, Any]

#: Where in an order the rows begin that an operator holds for, and where they end.
BEGINS = {"over": bisect_right, "etter": bisect_right, "minst": bisect_left, "tidligst": bisect_left}
ENDS = {"under": bisect_left, "for": bisect_left, "hoyst": bisect_right, "senest": bisect_right}


def cell(row: Row, name: str, by_date: bool) -> Any:
    """What stands in a field; by_date: a point in time as its date, as it is compared with a date."""
    value = row.get(name)
    return value.date() if by_date and value is not None else value


@dataclass
class Group:
    """Rows that are equal in some fields, in the order of one: `values` are those of the field, row by row."""

    values: list[Any]
    rows: list[Row]
    without: list[Row]

    def span(self, tests: list[Test]) -> tuple[int, int]:
        low, high = 0, len(self.rows)
        for _name, operator, wanted in tests:
            if operator in BEGINS:
                low = max(low, BEGINS[operator](self.values, wanted))
            else:
                high = min(high, ENDS[operator](self.values, wanted))
        return low, max(low, high)


@dataclass
class Lookups:
    """rows: of a data set or a register by its name."""

    rows: Callable[[str], list[Row]]
    kept: dict[Any, dict[tuple[Any, ...], Group]] = field(default_factory=dict)

    def answer(
        self, name: str, tests: list[Test], types: dict[str, str], fits: Callable[[Row, list[Test]], Truth]
    ) -> Truth:
        """Whether a row fits: ja where one does, ukjent where one may."""
        found: Truth = False
        for row, may_fit in self._that_may_fit(name, tests, types):
            # Of a row that cannot fit, it is only asked whether it may.
            if found is None and not may_fit:
                break
            truth = fits(row, tests)
            if truth:
                return True
            found = found if truth is False else None
        return found

    def _that_may_fit(self, name: str, tests: list[Test], types: dict[str, str]) -> Iterator[tuple[Row, bool]]:
        """Those that may fit first, then those where something that is asked of is missing."""
        known = [_alike(test, types.get(test[0], "tekst")) for test in tests if test[2] is not None]
        equal = [test for test in known if test[1] == "lik"]
        ordered = [test for test in known if test[1] in BEGINS or test[1] in ENDS]
        fields = tuple((own, _by_date(wanted, types.get(own))) for own, _operator, wanted in equal)
        complete = tuple(wanted for _name, _operator, wanted in equal)
        field_in_order, asked = self._narrowest(name, fields, complete, ordered, types)
        groups = self._groups(name, fields, field_in_order)
        # Without each of the values in turn: a missing cell may be equal.
        for key in product(*((value, None) for value in complete)):
            group = groups.get(key)
            if group is None:
                continue
            low, high = group.span(asked)
            sure = key == complete and len(known) == len(tests)
            yield from ((row, sure) for row in group.rows[low:high])
            yield from ((row, False) for row in group.without)

    def _narrowest(
        self, name: str, fields: Any, complete: tuple[Any, ...], ordered: list[Test], types: dict[str, str]
    ) -> tuple[Any, list[Test]]:
        """The field in whose order the fewest rows are left, and the tests on it."""
        found: list[tuple[int, Any, list[Test]]] = []
        for own in dict.fromkeys((own, _by_date(wanted, types.get(own))) for own, _operator, wanted in ordered):
            asked = [test for test in ordered if (test[0], _by_date(test[2], types.get(test[0]))) == own]
            group = self._groups(name, fields, own).get(complete)
            low, high = group.span(asked) if group else (0, 0)
            found.append((high - low + (len(group.without) if group else 0), own, asked))
        return min(found, key=lambda one: one[0])[1:] if found else (None, [])

    def _groups(self, name: str, fields: tuple[tuple[str, bool], ...], order: Any) -> dict[tuple[Any, ...], Group]:
        place = (name, fields, order)
        if place not in self.kept:
            found: dict[tuple[Any, ...], Group] = {}
            for row in self.rows(name):
                group = found.setdefault(tuple(cell(row, *one) for one in fields), Group([], [], []))
                (group.without if order and cell(row, *order) is None else group.rows).append(row)
            for group in found.values():
                if order:
                    group.rows.sort(key=lambda row: cell(row, *order))
                    group.values = [cell(row, *order) for row in group.rows]
            self.kept[place] = found
        return self.kept[place]


def _alike(test: Test, kind: str) -> Test:
    """A point in time against a date is compared by its date."""
    name, operator, wanted = test
    return (name, operator, wanted.date()) if kind == "dato" and hasattr(wanted, "hour") else test


def _by_date(wanted: Any, kind: str | None) -> bool:
    return kind == "tidspunkt" and not hasattr(wanted, "hour")
