"""Format files: those in a data folder's `formater` that hold many tables, each read once, its sheets handed out by kind."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from kontroll.domain.problem import Gravity, Place, Problem
from kontroll.facts.sheet import Sheet
from kontroll.flows.deliveries.checked_format import delivered_kind, undescribed
from kontroll.flows.deliveries.strangers import MEASUREMENTS, files_of_formats
from kontroll.sources.formats import Format, FormatContext, Read, formats_of, of_two_formats, read_format
from kontroll.texts import _


@dataclass(slots=True)
class _File:
    """One file. told: whether its problems have been handed out."""

    name: str
    format: Format
    read: Read
    told: bool = False

    def problems(self) -> list[Problem]:
        """All of them the first time; after that, of a refused file, only that it was."""
        if self.told:
            return [_refused(self.name)] if self.read.refused else []
        self.told = True
        return list(self.read.problems)


@dataclass
class FormatFiles:
    """The files in `folder/formater`. A file of one format that could be two is not read, and told by `rest`."""

    folder: Path
    context: FormatContext
    _of_two: list[Problem] = field(default_factory=list)

    @cached_property
    def _files(self) -> list[_File]:
        return list(self._read())

    def _read(self) -> Iterator[_File]:
        for path in files_of_formats(self.folder):
            name = path.relative_to(self.folder).as_posix()
            found = formats_of(path, name)
            if len(found) == 1:
                yield _File(name, found[0], read_format(found[0], path, name, self.context))
            elif found:
                self._of_two.append(of_two_formats(name))

    def of_kind(self, kind: str) -> tuple[list[Sheet], list[Problem]]:
        """The sheets of `maalinger` or `datasett/NAME`, and what is wrong with the files that may have such sheets."""
        files = [f for f in self._files if kind in {delivered_kind(one) for one in f.format.kinds}]
        problems = [problem for file in files for problem in file.problems()]
        sheets = [{delivered_kind(key): sheet for key, sheet in file.read.sheets.items()} for file in files]
        return [one[kind] for one in sheets if kind in one], problems

    def rest(self, known: Collection[str]) -> list[Problem]:
        """What is not told yet. known: data sets that are described somewhere."""
        problems = [*self._of_two]
        for file in self._files:
            problems += [] if file.told else file.problems()
            strange = [key for key in file.read.sheets if key != MEASUREMENTS and key not in known]
            problems += [undescribed(file.name, key, Gravity.NOTICE) for key in strange]
        return problems


def _refused(name: str) -> Problem:
    return Problem(
        Place(name),
        _("filen er avvist, og det som skulle stått i den, er ukjent"),
        _("Ingenting i filen er tatt med."),
        _("Rett det som er meldt om filen, og lever den på nytt."),
        Gravity.INCOMPLETE,
    )
