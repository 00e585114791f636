"""Format: how a file that holds many tables becomes sheets, and the register of all of them.

Why by content and not by ending: SAF-T and EHF are both `.xml`, and a file in fixed width may be called anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import polars as pl

from kontroll.domain.problem import Gravity, Place, Problem
from kontroll.domain.rulebook import Rulebook
from kontroll.facts.sheet import Sheet
from kontroll.sources.base import Row, as_frame, modules
from kontroll.texts import _, listed, reason_of

#: How many bytes of a file a format is asked about.
HEAD = 8192
_AT_ONCE = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class FormatContext:
    """What a format may ask for beside the file. schemas: folder with official schemas, None where there is none."""

    rulebook: Rulebook
    schemas: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What a file of a format holds. sheets: by kind. told: what was read and reconciled, in sentences of bokmål."""

    sheets: Mapping[str, Sheet] = field(default_factory=dict)
    told: Sequence[str] = ()
    problems: Sequence[Problem] = ()

    @property
    def refused(self) -> bool:
        return any(problem.gravity is not Gravity.NOTICE for problem in self.problems)


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """name: what people call it (bokmål). kinds: every kind of sheet that `read` may give."""

    id: str
    name: str
    kinds: tuple[str, ...]
    recognises: Callable[[bytes, str], bool]
    read: Callable[[Path, str, FormatContext], Read]


@cache
def formats() -> tuple[Format, ...]:
    return tuple(module.FORMAT for module in modules() if hasattr(module, "FORMAT"))


def formats_of(path: Path, name: str) -> list[Format]:
    """The formats whose content this is: none, one, or more where that cannot be told. None where it cannot be read."""
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError:
        return []
    return [one for one in formats() if one.recognises(head, name)]


def read_format(format: Format, path: Path, shown_as: str, context: FormatContext) -> Read:
    """The file's sheets, or, where it is refused, the problems and no sheet."""
    try:
        read = format.read(path, shown_as, context)
    except OSError as error:
        what = _("filen kan ikke leses: {reason}").format(reason=reason_of(error))
        fix = _("Kontroller at filen finnes og at du har lesetilgang.")
        return Read(problems=[refused_whole(Place(shown_as), what, fix)])
    if unknown := set(read.sheets) - set(format.kinds):
        raise ValueError(f"{format.id} gave sheets that it does not name: {sorted(unknown)}")
    return Read(told=read.told, problems=read.problems) if read.refused else read


def table(shown_as: str, headings: Sequence[str], rows: Iterable[Row]) -> Sheet:
    """A sheet of rows (line of the file, cells), in their order. A cell is text; "" = not given."""
    return Sheet(shown_as, as_frame(list(headings), list(rows)))


class Table:
    """The same for many rows, added one at a time: they become columns on the way, so that a million of them have room."""

    def __init__(self, headings: Sequence[str]) -> None:
        self.headings = list(headings)
        self._frames: list[pl.DataFrame] = []
        self._rows: list[Row] = []

    def add(self, line: int, cells: Mapping[str, str]) -> None:
        """cells: by heading. Raises KeyError for a heading that is not given."""
        self._rows.append((line, [cells[heading] for heading in self.headings]))
        if len(self._rows) >= _AT_ONCE:
            self._pack()

    def sheet(self, shown_as: str) -> Sheet:
        self._pack()
        return Sheet(shown_as, pl.concat(self._frames))

    def _pack(self) -> None:
        if self._rows or not self._frames:
            self._frames.append(as_frame(self.headings, self._rows))
        self._rows = []


def refused_whole(place: Place, what: str, fix: str, why: str | None = None) -> Problem:
    """A file of a format of which nothing is taken because of this."""
    return Problem(place, what, why or _("Ingenting i filen er tatt med."), fix, Gravity.INCOMPLETE)


def known_formats() -> str:
    """What can be read, as a list in a sentence; "" where there is nothing."""
    return listed([_(one.name) for one in formats()])


def of_two_formats(name: str) -> Problem:
    what = _("filen kan være av mer enn ett slag")
    return refused_whole(Place(name), what, _("Si fra til dem som vedlikeholder kontroll."))
