"""Source: how a file that is one table becomes a Sheet, and the register of all of them."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType

import polars as pl

from kontroll.domain.dataset import DataSet
from kontroll.domain.problem import Gravity, Place, Problem
from kontroll.facts.sheet import FILE, LINE, TORN, Sheet
from kontroll.texts import N_, _, reason_of

#: The physical line a row starts on, and its cells.
Row = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class Source:
    """suffixes: lower-case file endings. read(path, shown_as, dataset): the sheet, or None with the reasons.

    dataset: how the data set says that its texts are written; None for the tables that every data folder has.
    """

    suffixes: tuple[str, ...]
    read: Callable[[Path, str, DataSet | None], tuple[Sheet | None, list[Problem]]]


#: What sources and formats are made of, and so is neither.
_SHARED = ("base", "formats", "xmlfile")


@cache
def modules() -> tuple[ModuleType, ...]:
    """Every source and format in this folder. Raises AttributeError naming a module that is neither."""
    package = import_module("kontroll.sources")
    names = sorted(m.name for m in pkgutil.iter_modules(package.__path__) if m.name not in _SHARED)
    found = tuple(import_module(f"kontroll.sources.{name}") for name in names)
    for module in found:
        if not hasattr(module, "SOURCE") and not hasattr(module, "FORMAT"):
            raise AttributeError(f"{module.__name__} has neither SOURCE nor FORMAT")
    return found


@cache
def sources() -> tuple[Source, ...]:
    return tuple(module.SOURCE for module in modules() if hasattr(module, "SOURCE"))


def known_suffixes() -> set[str]:
    return {suffix for source in sources() for suffix in source.suffixes}


def read_sheet(path: Path, shown_as: str, dataset: DataSet | None = None) -> tuple[Sheet | None, list[Problem]]:
    """The file as text columns, by its ending."""
    source = next(s for s in sources() if path.suffix.lower() in s.suffixes)
    try:
        return source.read(path, shown_as, dataset)
    except OSError as error:
        what = _("filen kan ikke leses: {reason}").format(reason=reason_of(error))
        return None, [refused(shown_as, what, _("Kontroller at filen finnes og at du har lesetilgang."))]


# --- files that are not what they are called ------------------------------------------------------------------


def refused(shown_as: str, what: str, fix: str) -> Problem:
    """A file of which nothing could be read: its values are missing."""
    return Problem(Place(shown_as), what, _("Ingenting i filen er tatt med."), fix, Gravity.INCOMPLETE)


def empty(shown_as: str) -> Problem:
    return refused(
        shown_as,
        _("filen er tom"),
        _("Lever filen på nytt; er det ingen rader, skal overskriften likevel stå i første linje."),
    )


#: How a file begins that is no text, what it is, and what to do.
_KINDS = (
    (
        b"PK\x03\x04",
        N_("filen er en Excel-arbeidsbok eller en zip-fil med et annet navn"),
        N_("Er det en arbeidsbok, gi den endelsen .xlsx; ellers pakk den ut først."),
    ),
    (
        b"\xd0\xcf\x11\xe0",
        N_("filen er i Excels gamle format (.xls) eller beskyttet med passord"),
        N_("Åpne den i Excel, fjern passordet, og lagre den som .xlsx."),
    ),
    (b"%PDF", N_("filen er en PDF"), N_("Lever tallene som .csv eller .xlsx.")),
    (b"<", N_("filen er en nettside eller XML, ikke en tabell"), N_("Åpne den i Excel, og lagre den som .xlsx.")),
    (b"{", N_("filen er JSON, ikke en tabell"), N_("Lever tallene som .csv eller .xlsx.")),
    (b"[", N_("filen er JSON, ikke en tabell"), N_("Lever tallene som .csv eller .xlsx.")),
)


def kind_of(raw: bytes, shown_as: str) -> Problem | None:
    """What a file is that begins like this, where it is no table as text."""
    start = raw[:200].removeprefix(b"\xef\xbb\xbf").lstrip()
    for beginning, what, fix in _KINDS:
        if start.startswith(beginning):
            return refused(shown_as, _(what), _(fix))
    return None


def not_text(raw: bytes, shown_as: str) -> Problem | None:
    """The problem with a file that is no text, or None."""
    if (known := kind_of(raw, shown_as)) is not None:
        return known
    if b"\0" in raw and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return refused(
            shown_as,
            _("filen er ikke en tekstfil"),
            _("Lagre den som CSV med tegnsettet UTF-8, eller som .xlsx, og lever den på nytt."),
        )
    return None


# --- rows -----------------------------------------------------------------------------------------------------


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
    seen = {FILE, LINE, TORN}
    names = []
    for i, heading in enumerate(headings, start=1):
        name = heading if heading and heading not in seen else f"{heading}#{i}"
        while name in seen:
            name += f"#{i}"
        seen.add(name)
        names.append(name)
    return names
