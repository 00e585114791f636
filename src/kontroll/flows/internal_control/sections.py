"""Sections: the map of the internal control and the evaluation of it, as chapters of a report, each figure with its grounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kontroll.flows.people.today import Today
from kontroll.report.document.model import Grounds, Section
from kontroll.store.transaction import Transaction
from kontroll.texts import _


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """grounds: by the id of each figure of the section and its parts."""

    section: Section
    grounds: Mapping[str, Grounds] = field(default_factory=dict)


def map_chapter(tx: Transaction, today: Today, year: int) -> Chapter:
    """What exists of a–e of kommuneloven § 25-1, how far it has come and what lacks. Ids begin with `ik-`. No small numbers."""
    return Chapter(section=Section(id="internkontroll", title=_("Internkontrollen etter kommuneloven § 25-1")))


def evaluation_chapter(tx: Transaction, today: Today, year: int) -> Chapter:
    """How well the control itself has worked in the year. Ids begin with `ev-`. No small numbers."""
    return Chapter(section=Section(id="evaluering", title=_("Evaluering av kontrollen")))
