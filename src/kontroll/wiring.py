"""Wiring: settings become the parts that flows work with. Here, and nowhere else, the parts meet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from kontroll.channels.base import Channel, openings
from kontroll.domain.policy import Policies
from kontroll.domain.problem import Gravity, Place, Problem
from kontroll.domain.reglement import Reglementer
from kontroll.domain.rulebook import Rulebook
from kontroll.domain.rulebookkept import RuleFile
from kontroll.policybook import read_policies, read_reglementer
from kontroll.proving.control_plan import check_checklists
from kontroll.proving.policies import check_policies
from kontroll.rulebook.files import rule_files
from kontroll.rulebook.read import read_rulebook
from kontroll.settings import Settings, shipped_policies, shipped_rules
from kontroll.store.database import Database
from kontroll.store.upgrade import newest_version, unreachable, version_of
from kontroll.texts import _
from kontroll.workdays import WorkingDays


@dataclass(frozen=True)
class Desk:
    """One kommune: its rules and choices as they stand in the files now, and its database. Close the database when done.

    files: what the rulebook was read from. None: what stands in the folders when it is asked for.
    """

    settings: Settings
    rule_folders: tuple[Path, ...]
    rulebook: Rulebook
    policies: Policies
    database: Database
    files: tuple[RuleFile, ...] | None = None

    @property
    def rule_files(self) -> tuple[RuleFile, ...]:
        """The files that the rulebook was read from, which a run is known by."""
        return rule_files(self.rule_folders) if self.files is None else self.files

    @cached_property
    def days(self) -> WorkingDays:
        """The kommune's working days."""
        return WorkingDays(self.policies.closed_days)

    @cached_property
    def reglementer(self) -> Reglementer:
        """The kommune's reglementer. What is wrong in them is told by `regler sjekk` and `reglement`, and stops nothing."""
        return self.reglementer_read[0]

    @cached_property
    def reglementer_read(self) -> tuple[Reglementer, list[Problem]]:
        return read_reglementer(stack(shipped_policies(), self.settings.policies))

    @cached_property
    def channels(self) -> Mapping[str, Channel]:
        """The channels that notices go through, by id."""
        known = openings()
        return {id: known[id].open(self.settings) for id in self.policies.notices.channels}


def open_desk(settings: Settings) -> tuple[Desk | None, list[Problem]]:
    """The kommune's desk, or None with everything that keeps it from being opened. The database must be upgraded."""
    folders = stack(shipped_rules(), settings.rules)
    files = rule_files(folders)
    rulebook, found = read_rulebook(folders)
    problems = list(found)
    if rule_files(folders) != files:
        problems.append(_changed_meanwhile(settings.rules))
    chosen = stack(shipped_policies(), settings.policies)
    policies, found_in_policies = read_policies(chosen)
    problems += found_in_policies
    if not any(problem.gravity is Gravity.STOPS for problem in problems):
        problems += check_policies(policies, rulebook, openings())
        problems += check_checklists(policies, read_reglementer(chosen)[0])
    if any(problem.gravity is Gravity.STOPS for problem in problems):
        return None, problems
    database, found_in_database = open_database(settings)
    if database is None:
        return None, [*problems, *found_in_database]
    return Desk(settings, folders, rulebook, policies, database, files), problems


def _changed_meanwhile(folder: Path) -> Problem:
    return Problem(
        Place(str(folder)),
        _("regelfilene ble endret mens de ble lest"),
        _("Da er det uklart hvilke regler svarene ville bygget på. Ingenting er lest eller endret."),
        _("Vent til filene er på plass, og gi kommandoen på nytt."),
    )


def stack(shipped: Path, own: Path) -> tuple[Path, ...]:
    """The shipped folder below, the kommune's own above where it has one."""
    return (shipped, own) if own.is_dir() else (shipped,)


def open_database(settings: Settings) -> tuple[Database | None, list[Problem]]:
    """The database alone, or None with what keeps it from being used."""
    database = Database(settings.database_url)
    if (outdated := _outdated(database)) is not None:
        database.close()
        return None, [outdated]
    return database, []


def _outdated(database: Database) -> Problem | None:
    try:
        if version_of(database) == newest_version():
            return None
    except unreachable():
        return Problem(
            Place("database"),
            _("databasen svarer ikke"),
            _("Ingenting er lest eller endret."),
            _("Kontroller «database» i kontroll.toml, og at databasetjeneren er i gang."),
        )
    return Problem(
        Place("database"),
        _("databasen er ikke klargjort for denne versjonen av kontroll"),
        _("Ingenting er lest eller endret."),
        _("Kjør «kontroll db oppgrader» i kommunens mappe."),
    )
