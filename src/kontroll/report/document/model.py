"""Document: what a report says, before anybody sets it in type.

Why figures are not texts: every number that was counted opens. A `Figure` names what stands behind it, and `Grounds` hold it:
the records, the rules and the deliveries. Whoever sets the document writes the number down and where it opens; nobody counts
anything after this.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum

from kontroll.domain.operand import Colour


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number that was counted. id: its own in the document, such as `avvik-lukket`; a part of an address. value: None = it
    is not shown, for it is of few. unit: as it is read behind the number, "" = a plain count.
    """

    id: str
    value: int | Decimal | None
    unit: str = ""


#: None = not shown. A Decimal is shown with the decimals it has. A day stays a day, for whoever sorts by it.
Cell = str | int | Decimal | date | Colour | Figure | None


@dataclass(frozen=True, slots=True)
class Told:
    """One paragraph: texts, and the figures between them."""

    parts: tuple[str | Figure, ...]


@dataclass(frozen=True, slots=True)
class Items:
    """A list, each item a sentence."""

    items: tuple[Told, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The first column is the heading of each row. numeric: which columns hold numbers. note: stands below it."""

    caption: str
    headings: tuple[str, ...]
    numeric: tuple[bool, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""


class ChartKind(Enum):
    BARS = "søyler"
    STACKED = "stablede søyler"
    LINES = "linjer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """values: one for each label of the chart; None = not known or not shown, which is a gap and no nought."""

    name: str
    values: tuple[int | Decimal | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """told: what it shows, in words, for whoever does not see it; the numbers stand in a table beside it too."""

    id: str
    caption: str
    kind: ChartKind
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    told: str
    unit: str = ""


Block = Told | Items | Table | Chart


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A chapter, or a part of one. drafted: what was made of the figures, which somebody may write something in place of.
    blocks: what stands as it is. text: what was written in place of `drafted`; None = nothing was. number: of the text that
    stands, 0 = none: whoever writes the next says which she saw. by: who wrote it. is_mandatory: it cannot be left out.
    """

    id: str
    title: str
    drafted: tuple[Told, ...] = ()
    blocks: tuple[Block, ...] = ()
    parts: tuple[Section, ...] = ()
    text: str | None = None
    number: int = 0
    by: str = ""
    is_mandatory: bool = False

    @property
    def paragraphs(self) -> tuple[Told, ...]:
        """What stands in the report before the blocks."""
        if self.text is None:
            return self.drafted
        return tuple(Told((part.strip(),)) for part in self.text.split("\n\n") if part.strip())


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One thing that was counted. kind: `sak`, `avvik`, `stikkprøve` …, as it is read. address: of its page, "" = it has none.

    value: what it adds to the figure: 1 for a thing, the answers of one rule in one month, the days that a sak took.
    """

    kind: str
    id: str
    name: str = ""
    address: str = ""
    value: int | Decimal = 1


class How(Enum):
    """How a figure comes of the values of its records."""

    SUM = "sum"
    MEDIAN = "median"
    READ = "avlest"  # it stands in the record, or follows of it by a method that is told


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """What stands behind one figure. counted: in one sentence, what was counted and what was not. rules: id and version of those
    that answered. data: name and SHA-256 of the deliveries they read. total: the figure is a sum of other figures, by id.
    Of a figure that is not shown there are no records here: whoever may see them is given them elsewhere.
    """

    counted: str
    records: tuple[Record, ...] = ()
    rules: tuple[tuple[str, str], ...] = ()
    data: tuple[tuple[str, str], ...] = ()
    total: tuple[str, ...] = ()
    how: How = How.SUM


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """kind: the beginning of its address, such as `arsrapport`. period: `2026`, `2026-10` or `2026-T2`. known: the day its
    figures are of. standing: whether it is a draft, who made it ready and when, in sentences. facts: pairs for the first page.
    grounds: by the id of a figure.
    """

    kind: str
    period: str
    title: str
    municipality: str
    known: date
    sections: tuple[Section, ...]
    standing: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    grounds: Mapping[str, Grounds] = field(default_factory=dict)

    def section(self, id: str) -> Section | None:
        return next((one for one in self.walked() if one.id == id), None)

    def walked(self) -> Iterator[Section]:
        """Chapters and their parts, in the order they are read."""
        waiting = list(reversed(self.sections))
        while waiting:
            section = waiting.pop()
            yield section
            waiting += reversed(section.parts)

    def figures(self) -> Iterator[Figure]:
        """All that stand in it, in the order they are read; one that stands twice comes twice."""
        for section in self.walked():
            yield from figures_of(section)


def figures_of(section: Section) -> Iterator[Figure]:
    """Those of the section itself, without its parts."""
    for told in section.paragraphs:
        yield from _in(told.parts)
    for block in section.blocks:
        yield from _in_block(block)


def _in(cells: tuple[Cell, ...]) -> Iterator[Figure]:
    return (one for one in cells if isinstance(one, Figure))


def _in_block(block: Block) -> Iterator[Figure]:
    if isinstance(block, Told):
        yield from _in(block.parts)
    elif isinstance(block, Items):
        for item in block.items:
            yield from _in(item.parts)
    elif isinstance(block, Table):
        for row in block.rows:
            yield from _in(row)
