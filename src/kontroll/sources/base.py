"""Source: how one file format becomes a Sheet, and the register of all of them."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path

import polars as pl

from kontroll.domain.problem import Place, Problem
from kontroll.facts.sheet import LINE, TORN, Sheet
from kontroll.texts import _

#: The physical line a row starts on, and its cells.
Row = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class Source:
    """suffixes: lower-case file endings. read(path, shown_as, encoding): the sheet, or None with the reasons."""

    suffixes: tuple[str, ...]
    read: Callable[[Path, str, str | None], tuple[Sheet | None, list[Problem]]]


@cache
def sources() -> tuple[Source, ...]:
    """Every module in this folder that is a source. Raises AttributeError naming one that lacks SOURCE."""
    package = import_module("kontroll.sources")
    names = sorted(m.name for m in pkgutil.iter_modules(package.__path__) if m.name != "base")
    return tuple(import_module(f"kontroll.sources.{name}").SOURCE for name in names)


def known_suffixes() -> set[str]:
    return {suffix for source in sources() for suffix in source.suffixes}


def read_sheet(path: Path, shown_as: str, encoding: str | None = None) -> tuple[Sheet | None, list[Problem]]:
    """The file as text columns, by its ending. encoding: the data set's own, where the format has a choice."""
    source = next(s for s in sources() if path.suffix.lower() in s.suffixes)
    try:
        return source.read(path, shown_as, encoding)
    except OSError as error:
        return None, [
            Problem(
                Place(shown_as),
                _("filen kan ikke leses ({reason})").format(reason=error.strerror or type(error).__name__),
                _("Ingenting i filen er tatt med."),
                _("Kontroller at filen finnes og at du har lesetilgang."),
            )
        ]


def as_frame(headings: list[str], rows: list[Row]) -> pl.DataFrame:
    """Text columns, padded with "" where a row is short; TORN where it is longer than the headings. Blank rows go."""
    width = len(headings)
    kept = [(line, cells) for line, cells in rows if any(cell and not cell.isspace() for cell in cells)]
    even = [cells if len(cells) == width else (cells + [""] * width)[:width] for _line, cells in kept]
    torn = [len(cells) > width and any(cell.strip() for cell in cells[width:]) for _line, cells in kept]
    columns = list(zip(*even, strict=True)) if even else [()] * width
    names = column_names(headings)
    series = [pl.Series(name, column, dtype=pl.String) for name, column in zip(names, columns, strict=True)]
    series.append(pl.Series(LINE, [line for line, _cells in kept], dtype=pl.Int64))
    return pl.DataFrame([*series, pl.Series(TORN, torn, dtype=pl.Boolean)])


def column_names(headings: list[str]) -> list[str]:
    """Headings as column names: an empty or repeated one is numbered, and the first of the name counts."""
    seen: set[str] = set()
    names = []
    for i, heading in enumerate(headings):
        name = heading if heading and heading not in seen else f"{heading}#{i + 1}"
        seen.add(name)
        names.append(name)
    return names
