"""Draw report: a stikkprøve as a revisor and the kontrollutvalg read it: sections of sentences, facts and tables.

Why sections and not one field for each thing: page, file and Excel sheet then show the same, and what is frozen when a draw is
concluded can be shown as it was, also by a later version. What only the kommune may see is marked, and `public` leaves it out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any

from kontroll.texts import amount, number

Cell = str | int


class Kind(Enum):
    """Of a column. COUNT: a number. KRONER: øre. The value is the word in the file."""

    TEXT = "tekst"
    COUNT = "antall"
    KRONER = "kr"


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence. inside: not in the public report. level: how far in it stands in a list."""

    text: str
    inside: bool = False
    level: int = 0


@dataclass(frozen=True, slots=True)
class Fact:
    """written: in somebody's own words, in which there may be names."""

    name: str
    value: str
    inside: bool = False
    written: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    heading: str
    kind: Kind = Kind.TEXT
    inside: bool = False

    def shown(self, cell: Cell) -> str:
        """As a reader sees it."""
        if isinstance(cell, str):
            return cell
        return amount(cell) if self.kind is Kind.KRONER else number(cell)


@dataclass(frozen=True, slots=True)
class Table:
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """id: anchor on the page. inside: all of it."""

    id: str
    title: str
    said: tuple[Said, ...] = ()
    facts: tuple[Fact, ...] = ()
    tables: tuple[Table, ...] = ()
    inside: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawReport:
    """quote: the sentence to quote. conclusion: whether it holds. numbers: what a program reads, by word."""

    id: str
    draw_id: str
    name: str
    state: str
    quote: str
    conclusion: str
    holds: bool | None
    numbers: Mapping[str, Any] = field(default_factory=dict)
    sections: tuple[Section, ...] = ()
    is_public: bool = False

    def public(self, without_persons: Callable[[str], str] = str) -> DrawReport:
        """Without names, keys of records, free texts and whatever else is only the kommune's.

        without_persons: what takes the names that are known out of a text that somebody wrote and everybody may read.
        """
        kept = (_public(section, without_persons) for section in self.sections if not section.inside)
        return replace(
            self,
            name=without_persons(self.name),
            conclusion=without_persons(self.conclusion),
            sections=tuple(kept),
            is_public=True,
        )


def _public(section: Section, without_persons: Callable[[str], str]) -> Section:
    return replace(
        section,
        said=tuple(one for one in section.said if not one.inside),
        facts=tuple(
            replace(one, value=without_persons(one.value)) if one.written else one
            for one in section.facts
            if not one.inside
        ),
        tables=tuple(_narrowed(table) for table in section.tables),
    )


def _narrowed(table: Table) -> Table:
    kept = [at for at, column in enumerate(table.columns) if not column.inside]
    rows = tuple(tuple(row[at] for at in kept) for row in table.rows)
    return Table(table.caption, tuple(table.columns[at] for at in kept), rows)
