"""Look: the kommune on a day, read once, for whoever asks what can be shown of its internal control, and where."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, TypeVar

import polars as pl

from kontroll.domain.access import EVERYWHERE
from kontroll.domain.coverage import Coverage
from kontroll.domain.internalcontrol import WHOLE, ControlArea, Criterion, Kind, part_place
from kontroll.domain.month import Month
from kontroll.domain.reglement import Reglement
from kontroll.domain.rule import Rule, Status
from kontroll.domain.rulebook import Rulebook
from kontroll.domain.run import Run, RunState
from kontroll.facts.facts import ENHET
from kontroll.flows.books.await_approval import Standing, standings
from kontroll.flows.books.latest_coverage import latest_coverage
from kontroll.flows.deliveries.known_facts import WHOLE_LISTS, known_facts
from kontroll.flows.deliveries.strangers import DATASETS
from kontroll.flows.month.monthly_run import JOB
from kontroll.flows.people.parts import parts_of
from kontroll.flows.people.today import Today
from kontroll.report.document.model import Record
from kontroll.report.internal_control.evidence import Evidence
from kontroll.report.situation import BUILT_IN_RULE
from kontroll.report.skal_register import SkalRow, skal_register
from kontroll.store.transaction import Transaction
from kontroll.texts import N_, _

T = TypeVar("T")

#: What records are called.
ENHET_WORD, RULE_WORD, REGLEMENT_WORD, SAK_WORD = N_("enhet"), N_("regel"), N_("reglement"), N_("sak")
_RUN = (Status.IN_USE, Status.TRIAL)
#: Data sets that something of the map is shown by.
_READ = ("reglement_revisjon", "fullmakt", "risikovurdering")


@dataclass(frozen=True, slots=True, kw_only=True)
class MapPlace:
    """One row of the map. risk: None where nobody has said. area: of rules. enheter: None = all of them."""

    id: str
    name: str
    kind: Kind
    risk: int | None = None
    area: ControlArea | None = None
    enheter: frozenset[str] | None = None

    def holds_rule(self, rule: Rule | None) -> bool:
        return self.area is None or (rule is not None and self.area.holds(rule))

    def holds_enhet(self, enhet: str | None) -> bool:
        return self.enheter is None or enhet in self.enheter


@dataclass(frozen=True)
class Look:
    """Everything of one transaction; what is asked for twice is read once."""

    tx: Transaction
    today: Today
    _known: dict[str, Any] = field(default_factory=dict)

    def once(self, name: str, made: Callable[[], T]) -> T:
        """What `made` gives, asked for once."""
        if name not in self._known:
            self._known[name] = made()
        found: T = self._known[name]
        return found

    # --- places ---------------------------------------------------------------------------------------------------

    @cached_property
    def places(self) -> list[MapPlace]:
        """The whole first, then areas of rules by risk, then the parts of the organisation by name."""
        whole = MapPlace(id=WHOLE, name=_("Hele kommunen"), kind=Kind.WHOLE)
        areas = sorted(self.today.desk.policies.internal_control.areas, key=lambda one: -one.risk)
        fields = [MapPlace(id=one.at, name=one.name, kind=Kind.FIELD, risk=one.risk, area=one) for one in areas]
        parts = [
            MapPlace(id=part_place(part.id), name=part.name, kind=Kind.PART, enheter=active)
            for part in parts_of(self.today, EVERYWHERE).values()
            if (active := part.enheter & self.active)
        ]
        return [whole, *fields, *parts]

    def place(self, id: str) -> MapPlace | None:
        return next((one for one in self.places if one.id == id), None)

    @cached_property
    def active(self) -> frozenset[str]:
        directory, day = self.today.directory, self.today.day
        return frozenset(id for id in directory.enheter() if directory.enhet_on(id, day) is not None)

    # --- rules ----------------------------------------------------------------------------------------------------

    @property
    def rulebook(self) -> Rulebook:
        return self.today.desk.rulebook

    def rules(self, place: MapPlace, statuses: Collection[Status] = (Status.IN_USE,)) -> list[Rule]:
        """Of the place, by id."""
        found = (rule for _id, rule in sorted(self.rulebook.rules.items()) if rule.status in statuses)
        return [rule for rule in found if place.holds_rule(rule)]

    def is_of(self, place: MapPlace, rule: str | None) -> bool:
        """The rule that is always there is of the area that has its folder."""
        found = BUILT_IN_RULE if rule == BUILT_IN_RULE.id else self.rulebook.rules.get(rule or "")
        return place.area is None or place.holds_rule(found)

    @cached_property
    def coverage(self) -> Mapping[str, Coverage]:
        """Of each rule, in the newest month that it was run for."""
        return latest_coverage(self.tx)

    @cached_property
    def approvals(self) -> dict[str, Standing]:
        persons = self.today.desk.policies.approval.persons
        return {one.rule.id: one for one in standings(self.tx, self.rulebook, persons)}

    @cached_property
    def register(self) -> list[SkalRow]:
        return skal_register(self.today.desk.reglementer, self.rulebook, self.coverage)

    def reglementer(self, place: MapPlace) -> list[Reglement]:
        wanted = None if place.area is None else place.area.reglementer
        return [one for one in self.today.desk.reglementer.all if wanted is None or one.id in wanted]

    # --- runs -----------------------------------------------------------------------------------------------------

    @cached_property
    def runs(self) -> dict[Month, Run]:
        """The last run that was done of each month."""
        done = self.tx.runs.where(job=JOB, state=RunState.DONE)
        return {run.period: run for run in sorted(done, key=lambda one: one.attempt)}

    @cached_property
    def months(self) -> list[Month]:
        """The last twelve that are judged or should be: up to the newest that is judged, or else the one that has ended."""
        last = max(self.runs, default=Month.of(self.today.day).plus(-1))
        return [last.plus(n - 11) for n in range(12)]

    # --- data -----------------------------------------------------------------------------------------------------

    def rows(self, dataset: str, *fields: str) -> pl.DataFrame | None:
        """What stands in a data set; None where it is not described so, or was never delivered."""
        found = self._tables.get(dataset)
        return found if found is not None and set(fields) <= set(found.columns) else None

    @cached_property
    def _tables(self) -> dict[str, pl.DataFrame]:
        """By data set: together, for the lists of enheter and persons are read with each."""
        described = {id: self.rulebook.datasets[id] for id in _READ if id in self.rulebook.datasets}
        alone = replace(Rulebook(), datasets=described)
        kinds = (*WHOLE_LISTS, *(f"{DATASETS}/{id}" for id in described))
        facts, _problems = known_facts(self.tx, alone, kinds=kinds)
        return {id: table.standing() for id, table in facts.records.items() if table.delivered}

    def standing_rows(self, dataset: str, first: str, last: str, *fields: str) -> pl.DataFrame | None:
        """Those of a stock that are in it on the day."""
        found, day = self.rows(dataset, first, last, *fields), self.today.day
        if found is None:
            return None
        begun = pl.col(first).is_null() | (pl.col(first) <= day)
        return found.filter(begun & (pl.col(last).is_null() | (pl.col(last) >= day)))

    def of_place(self, rows: pl.DataFrame, place: MapPlace) -> pl.DataFrame:
        """Those of active enheter of the place."""
        wanted = self.active if place.enheter is None else place.enheter
        return rows.filter(pl.col(ENHET).is_in(sorted(wanted)))

    # --- records --------------------------------------------------------------------------------------------------

    def enhet(self, id: str) -> Record:
        name = self.today.directory.name_of(id, self.today.day)
        return Record(kind=_(ENHET_WORD), id=id, name=name, address=f"/enhet/{id}")

    def rule(self, id: str) -> Record:
        found = self.rulebook.rules.get(id)
        return Record(kind=_(RULE_WORD), id=id, name=found.name if found is not None else "", address=f"/regel/{id}")


def reglement_record(one: Reglement) -> Record:
    return Record(kind=_(REGLEMENT_WORD), id=one.id, name=one.name, address=f"/reglement/{one.id}")


def sorted_out(
    criterion: Criterion, things: Iterable[T], record: Callable[[T], Record], holds: Callable[[T], bool]
) -> Evidence:
    """Those that hold, and those that lack it."""
    held: list[Record] = []
    lacking: list[Record] = []
    for one in things:
        (held if holds(one) else lacking).append(record(one))
    return Evidence(criterion=criterion, held=tuple(held), lacking=tuple(lacking))


def running(rule: Rule) -> bool:
    return rule.status in _RUN
