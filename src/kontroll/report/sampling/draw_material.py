"""Draw material: everything that a report of a draw is made of, read from wherever it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kontroll.domain.draw import Draw, Evidence, PopulationVersion, Trial, WorkHours
from kontroll.domain.drawplan import PlanChoices
from kontroll.report.sampling.evaluation import Evaluation
from kontroll.report.sampling.settled import Settled
from kontroll.texts import _


@dataclass(frozen=True, slots=True)
class DrawFile:
    """One of those that lie with the draw. digest: SHA-256."""

    population: int
    name: str
    digest: str
    is_public: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """dataset: its name. noun: what many of its records are called. condition: the filter, (level, sentence); () = every record.

    found: None before anything is drawn. items: all of them, with their checks. texts: of the trail, by number. names: of
    persons and enheter, by id. checklist: point -> the sentence.
    """

    draw: Draw
    choices: PlanChoices
    populations: tuple[PopulationVersion, ...]
    dataset: str
    noun: str
    amount_name: str = ""
    condition: tuple[tuple[int, str], ...] = ()
    rules: tuple[str, ...] = ()
    found: Evaluation | None = None
    items: tuple[Settled, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    trials: tuple[Trial, ...] = ()
    hours: tuple[WorkHours, ...] = ()
    texts: Mapping[int, str]
    names: Mapping[str, str]
    enheter: Mapping[str, str]
    checklist: Mapping[str, str]
    files: tuple[DrawFile, ...] = ()

    @property
    def newest(self) -> PopulationVersion:
        return max(self.populations, key=lambda one: one.number)

    def name(self, person: str | None) -> str:
        """Nobody: «ingen»."""
        return _("ingen") if person is None else self.names.get(person, person)

    def text(self, seq: int) -> str:
        """What somebody wrote, or that it is gone."""
        if not seq:
            return ""
        return self.texts.get(seq) or _("(teksten er slettet etter frist)")
