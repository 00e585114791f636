"""Counting: figures are made here and nowhere else, each with what stands behind it, so that none can be without.

Why there are two sets of grounds: a number of few is not shown to those who are elected, and then the list behind it must
not be either. Whoever follows up the whole opens it on the page of the figure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from statistics import median
from string import Formatter

from kontroll.domain.month import Month
from kontroll.flows.yearly.year import Year
from kontroll.report.document.model import Figure, Grounds, How, Record, Told
from kontroll.report.few import LEAST, split, together
from kontroll.texts import _, number


@dataclass(slots=True)
class Counting:
    """behind: all grounds, also of what is not shown. hidden: ids of the figures that are not shown. figures: all, by id."""

    year: Year
    behind: dict[str, Grounds] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    figures: dict[str, Figure] = field(default_factory=dict)

    @property
    def grounds(self) -> Mapping[str, Grounds]:
        """Those that go with the document: nothing is listed behind a number that is not shown."""
        return {
            id: replace(one, records=(), rules=(), data=()) if id in self.hidden else one
            for id, one in self.behind.items()
        }

    def figure(
        self,
        id: str,
        records: Iterable[Record],
        counted: str,
        *,
        unit: str = "",
        rules: Iterable[str | None] = (),
        month: Month | None = None,
        shown: bool = True,
        data: tuple[tuple[str, str], ...] = (),
        year: Year | None = None,
    ) -> Figure:
        """A count: the sum of what its records are worth. rules: those that answered. Raises ValueError for a taken id.

        month: that they answered about, where it is one. data: the deliveries, where no rule read them. year: of the month,
        where it is another.
        """
        of = year or self.year
        listed = tuple(records)
        value = sum((one.value for one in listed), 0)
        ids = sorted({one for one in rules if one})
        grounds = Grounds(
            counted=counted,
            records=listed,
            rules=of.versions(ids, month),
            data=of.deliveries(ids, month) if ids else data,
        )
        return self.kept(Figure(id=id, value=value if shown else None, unit=unit), grounds)

    def delivered(self, id: str, records: Iterable[Record], counted: str, kind: str) -> Figure:
        """A count of rows that were delivered. kind: of the deliveries that they stand in."""
        listed = tuple(records)
        data = self.year.deliveries_of(kind)
        return self.kept(
            Figure(id=id, value=sum((one.value for one in listed), 0)),
            Grounds(counted=counted, records=listed, data=data),
        )

    def middle(self, id: str, records: Iterable[Record], counted: str, unit: str) -> Figure | str:
        """The median of what they are worth; not shown where they are fewer than LEAST, "–" where there are none."""
        listed = tuple(records)
        if not listed:
            return "–"
        value = Decimal(median([Decimal(one.value) for one in listed]))
        grounds = Grounds(counted=counted, records=listed, how=How.MEDIAN)
        return self.kept(Figure(id=id, value=value if len(listed) >= LEAST else None, unit=unit), grounds)

    def read(
        self,
        id: str,
        value: int | Decimal,
        record: Record,
        counted: str,
        unit: str = "",
        data: tuple[tuple[str, str], ...] = (),
    ) -> Figure:
        """What stands in the record itself. data: the deliveries it was read from."""
        grounds = Grounds(counted=counted, records=(record,), how=How.READ, data=data)
        return self.kept(Figure(id=id, value=value, unit=unit), grounds)

    def kept(self, figure: Figure, grounds: Grounds) -> Figure:
        if figure.id in self.behind:
            raise ValueError(f"two figures are called {figure.id}")
        self.behind[figure.id] = grounds
        self.figures[figure.id] = figure
        if figure.value is None:
            self.hidden.add(figure.id)
        return figure


# --- what is of few ---------------------------------------------------------------------------------------------------


def told_of(*tables: Sequence[tuple[str, int]]) -> tuple[bool, list[frozenset[str]]]:
    """Whether the sum that the tables have in common may be shown, and of each table the parts that may.

    tables: (part, count), each of the same things.
    """
    splits = together(*(split(table) for table in tables))
    told = all(one.total is not None for one in splits)
    return told, [frozenset(p.name for p in one.parts if p.value is not None) for one in splits]


def apart(shown: Mapping[str, bool], hide: tuple[str, str]) -> dict[str, bool]:
    """Which of what came, what went and what is left may be shown beside each other.

    What was left a year ago is published, and what is left now is that, with what came and less what went: who knows two of
    the three knows the third. hide: what is hidden with one that is; the second where that is the one.
    """
    found = dict(shown)
    if sum(found.values()) == len(found) - 1:
        found[hide[0] if found[hide[0]] else hide[1]] = False
    return found


def months_tell(counts: Iterable[int]) -> bool:
    """Whether a sum over months may be shown, where each month of LEAST or more is published alone, and no smaller one is.

    What is left of the sum when those are taken away is the sum of the small ones: each of them must still have several
    possible values.
    """
    small = [count for count in counts if count < LEAST]
    if not small:
        return True
    rest, others = sum(small), len(small) - 1
    return min(LEAST - 1, rest) - max(0, rest - (LEAST - 1) * others) >= 2


# --- in words -----------------------------------------------------------------------------------------------------------


def course_told(course: Sequence[tuple[str, int | None]]) -> str:
    """What a drawing of months shows, for whoever does not see it: where it begins and ends, the most and the least."""
    known = [(month, count) for month, count in course if count is not None]
    if not known:
        return _("Ingen måned har et tall som vises.")
    (first, begun), (last, ended) = known[0], known[-1]
    most, least = max(known, key=lambda one: one[1]), min(known, key=lambda one: one[1])
    text = _("Fra {begun} i {first} til {ended} i {last}. Flest i {most} ({n}), færrest i {least} ({m}).").format(
        begun=number(begun),
        first=first,
        ended=number(ended),
        last=last,
        most=most[0],
        n=number(most[1]),
        least=least[0],
        m=number(least[1]),
    )
    return text if len(known) == len(course) else text + " " + _("Måneder uten tall står åpne.")


def told(text: str, **parts: str | Figure) -> Told:
    """A sentence with named gaps, in which figures stay figures."""
    found: list[str | Figure] = []
    for literal, name, _spec, _conversion in Formatter().parse(text):
        if literal:
            found.append(literal)
        if name is not None:
            found.append(parts[name])
    return Told(tuple(found))


def told_where_shown(text: str, **parts: str | Figure | None) -> Iterator[Told]:
    """The sentence; nothing where one of its figures is not there or not shown: the chapter it is of says why."""
    there = {
        name: one for name, one in parts.items() if one is not None and (isinstance(one, str) or one.value is not None)
    }
    if len(there) == len(parts):
        yield told(text, **there)
