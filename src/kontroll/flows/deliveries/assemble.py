"""Assemble facts from sheets, wherever they come from: this is where a delivered value enters kontroll.

A bad row or file never stops the others: its values are missing, and a Problem says where and why.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from kontroll.domain.dataset import DataSet
from kontroll.domain.problem import Gravity, Place, Problem
from kontroll.domain.rulebook import Rulebook
from kontroll.facts.crosscheck import unknown_ids
from kontroll.facts.facts import Facts, RecordTable
from kontroll.facts.measurements import read_ambitions, read_measurements
from kontroll.facts.organisation import organisation_records, read_organisation, read_persons
from kontroll.facts.records import read_records
from kontroll.facts.services import strange_services
from kontroll.facts.sheet import Sheet
from kontroll.flows.deliveries.strangers import DATASETS, MEASUREMENTS
from kontroll.texts import _


class Sheets(Protocol):
    """Where sheets come from: a data folder, or the deliveries in the database. In the order in which later wins."""

    def named(self, stem: str) -> list[Sheet]:
        """Those of `organisasjon`, `personer` or `ambisjoner`."""
        ...

    def below(self, name: str, dataset: DataSet | None = None) -> list[Sheet]:
        """Those of `maalinger` or `datasett/NAME`."""
        ...


def assembled(
    sheets: Sheets, rulebook: Rulebook, problems: list[Problem], also: Callable[[], list[Problem]] = list
) -> tuple[Facts, list[Problem]]:
    """Everything, typed by the rulebook's descriptions, and what was wrong with it.

    problems: those told already, to which reading a sheet may add. also: what else is told of where they come from.
    """
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
    problems += also()
    facts = Facts(
        organisation=organisation,
        organisation_records=organisation_records(organisation, delivered=bool(organisation_sheets)),
        persons=persons,
        measurements=measurements,
        ambitions=ambitions,
        records=records,
    )
    return facts, problems + unknown_ids(facts) + strange_services(facts)


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
