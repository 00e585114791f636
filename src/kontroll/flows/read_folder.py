"""Read a data folder (rule language, section 4) into Facts: this is where a delivered value enters kontroll."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from kontroll.domain.dataset import DataSet
from kontroll.domain.problem import Gravity, Place, Problem
from kontroll.domain.rulebook import Rulebook
from kontroll.facts.crosscheck import unknown_ids
from kontroll.facts.facts import Facts, RecordTable
from kontroll.facts.measurements import read_ambitions, read_measurements
from kontroll.facts.organisation import organisation_records, read_organisation, read_persons
from kontroll.facts.records import read_records
from kontroll.facts.sheet import Sheet
from kontroll.flows.strangers import DATASETS, MEASUREMENTS, strangers
from kontroll.sources.base import known_suffixes, read_sheet
from kontroll.texts import _


def read_folder(folder: Path, rulebook: Rulebook) -> tuple[Facts, list[Problem]]:
    """Everything in the folder, typed by the rulebook's descriptions, and what was wrong with it.

    A bad row or file never stops the others: its values are missing, and a Problem says where and why.
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
    sheets = _Folder(folder, problems)
    organisation_sheets = sheets.named("organisasjon")
    organisation, found = read_organisation(organisation_sheets)
    # Without the enheter nothing can be judged about any of them: here, and only here, a file that cannot be read stops.
    problems[:] = [_stopping(problem) for problem in [*problems, *found]]
    if not problems and organisation.is_empty():
        problems.append(_no_organisation(delivered=bool(organisation_sheets)))
    lost = len(problems)
    persons, found = read_persons(sheets.named("personer"))
    problems += found
    persons = _complete(persons, problems[lost:])
    measurements, found = read_measurements(sheets.below(MEASUREMENTS), rulebook.indicators)
    problems += found
    ambitions, found = read_ambitions(sheets.named("ambisjoner"), rulebook.indicators)
    problems += found
    records: dict[str, RecordTable] = {}
    for dataset in rulebook.datasets.values():
        lost = len(problems)
        table, found = read_records(dataset, sheets.below(f"{DATASETS}/{dataset.id}", dataset))
        problems += found
        records[dataset.id] = _complete(table, problems[lost:])
    problems += strangers(folder, set(rulebook.datasets))
    facts = Facts(
        organisation=organisation,
        organisation_records=organisation_records(organisation, delivered=bool(organisation_sheets)),
        persons=persons,
        measurements=measurements,
        ambitions=ambitions,
        records=records,
    )
    return facts, problems + unknown_ids(facts)


class _Folder:
    """The files of a data folder as sheets, in the order in which later wins: by name."""

    def __init__(self, folder: Path, problems: list[Problem]) -> None:
        self.folder = folder
        self.problems = problems

    def named(self, stem: str) -> list[Sheet]:
        """`stem`.csv, `stem`.xlsx … directly in the folder."""
        return self._sheets(path for path in self._files(self.folder) if path.stem == stem)

    def below(self, name: str, dataset: DataSet | None = None) -> list[Sheet]:
        return self._sheets(self._files(self.folder / name), dataset)

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


def _complete(table: RecordTable, problems: list[Problem]) -> RecordTable:
    """Not delivered where a file came and could not be read: what is not found may stand in it."""
    lost = any(problem.gravity is not Gravity.NOTICE for problem in problems)
    return replace(table, delivered=False) if lost else table


def _stopping(problem: Problem) -> Problem:
    return replace(problem, gravity=Gravity.STOPS) if problem.gravity is Gravity.INCOMPLETE else problem


def _no_organisation(*, delivered: bool) -> Problem:
    return Problem(
        Place("organisasjon.csv"),
        _("organisasjonen er levert uten enheter") if delivered else _("organisasjonen er ikke levert"),
        _("Uten den finnes ingen enheter, og bare regler om poster kan vurderes."),
        _("Legg organisasjon.csv med én rad for hver enhet i datamappen."),
        Gravity.NOTICE,
    )
