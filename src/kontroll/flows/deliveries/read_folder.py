"""Read a data folder (rule language, section 4) into Facts, without a database."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from kontroll.domain.dataset import DataSet
from kontroll.domain.problem import Place, Problem
from kontroll.domain.rulebook import Rulebook
from kontroll.facts.facts import Facts
from kontroll.facts.sheet import Sheet
from kontroll.flows.deliveries.assemble import assembled
from kontroll.flows.deliveries.format_files import FormatFiles
from kontroll.flows.deliveries.strangers import strangers
from kontroll.sources.base import known_suffixes, read_sheet
from kontroll.sources.formats import FormatContext
from kontroll.texts import _


def read_folder(
    folder: Path, rulebook: Rulebook, described: Collection[str] = (), schemas: Path | None = None
) -> tuple[Facts, list[Problem]]:
    """Everything in the folder, typed by the rulebook's descriptions, and what was wrong with it.

    described: data sets that may stand in the folder without being read. schemas: see FormatContext.
    """
    problems: list[Problem] = []
    if not folder.is_dir():
        problems.append(
            Problem(
                Place(str(folder)),
                _("mappen finnes ikke"),
                _("Uten data er det ingenting å vurdere."),
                _("Oppgi en datamappe; «kontroll ny MAPPE» lager en."),
            )
        )
    files = FormatFiles(folder, FormatContext(rulebook=rulebook, schemas=schemas))
    known = {*rulebook.datasets, *described}
    return assembled(
        _Folder(folder, problems, files), rulebook, problems, lambda: strangers(folder, known) + files.rest(known)
    )


class _Folder:
    """The files of a data folder as sheets, in the order in which later wins: by name."""

    def __init__(self, folder: Path, problems: list[Problem], formats: FormatFiles) -> None:
        self.folder = folder
        self.problems = problems
        self.formats = formats

    def named(self, stem: str) -> list[Sheet]:
        """`stem`.csv, `stem`.xlsx … directly in the folder."""
        return self._sheets(path for path in self._files(self.folder) if path.stem == stem)

    def below(self, name: str, dataset: DataSet | None = None) -> list[Sheet]:
        sheets, found = self.formats.of_kind(name)
        own = self._sheets(self._files(self.folder / name), dataset)
        self.problems.extend(found)
        return own + sheets

    def _files(self, folder: Path) -> Iterator[Path]:
        if folder.is_dir():
            for path in sorted(folder.iterdir(), key=lambda p: p.name):
                if path.is_file() and not path.name.startswith((".", "~")):
                    if path.suffix.lower() in known_suffixes():
                        yield path

    def _sheets(self, paths: Iterator[Path], dataset: DataSet | None = None) -> list[Sheet]:
        sheets = []
        for path in paths:
            sheet, found = read_sheet(path, path.relative_to(self.folder).as_posix(), dataset)
            self.problems.extend(found)
            if sheet is not None:
                sheets.append(sheet)
        return sheets
