"""Year: what the chapters of a year's report count, read once: the runs, what rules covered, saker and avvik of the year.

Why the dates are Norwegian: a draw concluded at half past midnight on 1 January is of the new year, whatever the clock of
the machine says. What is counted by month (avvik, answers) is of the month that was judged; what is counted by day (saker,
decisions) is of the day it happened.

Why nothing is counted of the kommunedirektør's own: what is reported about her is the kontrollutvalg's, and the report is
written in her name.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from kontroll.domain.access import EVERYWHERE
from kontroll.domain.avvik import Avvik
from kontroll.domain.coverage import Coverage
from kontroll.domain.delivery import Delivery, Taken
from kontroll.domain.indicator import FromRecords, WeightedIndex
from kontroll.domain.month import Month, Period
from kontroll.domain.rule import Rule
from kontroll.domain.rulebook import ENHET_RULE
from kontroll.domain.run import Run, RunState
from kontroll.domain.sak import REPORTED_OF_TOP, Sak
from kontroll.domain.stamp import DATASET, INDICATOR, read_by
from kontroll.flows.month.monthly_run import JOB
from kontroll.flows.people.parts import ELSEWHERE, part_by_enhet, parts_of
from kontroll.flows.people.today import Today
from kontroll.report.document.model import Record
from kontroll.report.situation import BUILT_IN_RULE
from kontroll.report.summary import Summaries
from kontroll.store.transaction import Transaction
from kontroll.texts import NORWAY, _

#: Kinds of deliveries that every judgement of a month rests on.
_ALWAYS = ("organisasjon", "personer", "ambisjoner")
#: The part of what has no place.
NO_PART = "uten"
#: Of a hash, enough to know it by.
_SHORT = 12


@dataclass(frozen=True, kw_only=True)
class Year:
    """number: the calendar year. The day it is seen from is `today.day`; nothing after it is counted.

    until: a month of it whose last day counts as the last of the year: so a report of months counts as the year's does.
    """

    tx: Transaction
    today: Today
    summaries: Summaries
    number: int
    until: Month | None = None
    # The same sak stands behind many figures.
    records: dict[str, Record] = field(default_factory=dict, compare=False, repr=False)

    # --- its time ------------------------------------------------------------------------------------------------------

    @property
    def first_day(self) -> date:
        return date(self.number, 1, 1)

    @property
    def last_day(self) -> date:
        """31 December, or of the month it is counted until, or the day it is seen from."""
        return min((self.until or self.last).last_day, self.today.day)

    @property
    def is_over(self) -> bool:
        return self.today.day > date(self.number, 12, 31)

    @property
    def first(self) -> Month:
        return Month(self.number, 1)

    @property
    def last(self) -> Month:
        return Month(self.number, 12)

    @cached_property
    def ended(self) -> list[Month]:
        """Its months that have ended."""
        return [month for n in range(1, 13) if (month := Month(self.number, n)).last_day < self.today.day]

    @cached_property
    def shown_month(self) -> Month | None:
        """Its last month that was run and that pages show."""
        months = self.summaries.situation.months
        return max((m for m in months if self.first <= m <= self.last and m in self.done), default=None)

    def holds(self, day: date | None) -> bool:
        return day is not None and self.first_day <= day <= self.last_day

    def holds_moment(self, at: datetime | None) -> bool:
        return at is not None and self.holds(at.astimezone(NORWAY).date())

    # --- runs, and what they covered --------------------------------------------------------------------------------------

    @cached_property
    def runs(self) -> list[Run]:
        """Of its months, in order; also those that failed or are not finished."""
        at = self.tx.runs.table.c
        found = self.tx.runs.where(at.period >= self.first, at.period <= self.last, job=JOB)
        return sorted(found, key=lambda run: (run.period, run.attempt))

    @cached_property
    def done(self) -> Mapping[Month, Run]:
        """Of each month that was run to its end, the newest run."""
        return {run.period: run for run in self.runs if run.state is RunState.DONE}

    @cached_property
    def _finished(self) -> Mapping[str, Run]:
        """Of whatever month, by id."""
        return {run.id: run for run in self.tx.runs.where(job=JOB, state=RunState.DONE)}

    @cached_property
    def coverage(self) -> list[Coverage]:
        """Of each rule and month, what the last run that was finished said; by rule and month."""
        at = self.tx.coverage.table.c
        return self._last_said(at.month >= self.first, at.month <= self.last)

    @cached_property
    def coverage_before(self) -> list[Coverage]:
        """The same of all months before the year."""
        return self._last_said(self.tx.coverage.table.c.month < self.first)

    def _last_said(self, *conditions: object) -> list[Coverage]:
        started = {id: run.started for id, run in self._finished.items()}
        found: dict[tuple[str, Month], Coverage] = {}
        for one in self.tx.coverage.where(*conditions):  # type: ignore[arg-type]
            held = found.get((one.rule, one.month))
            if one.run in started and (held is None or started[held.run] < started[one.run]):
                found[one.rule, one.month] = one
        return [found[key] for key in sorted(found)]

    # --- saker and avvik --------------------------------------------------------------------------------------------------

    @cached_property
    def saker(self) -> list[Sak]:
        """Those that any number of the report may be of: opened before it ended. Nothing confined, nothing of the top."""
        at = self.tx.saker.table.c
        return self.tx.saker.where(at.opened <= self.last_day, at.confined.is_(False), at.kind != REPORTED_OF_TOP)

    @cached_property
    def opened(self) -> list[Sak]:
        return [sak for sak in self.saker if self.holds(sak.opened)]

    @cached_property
    def closed(self) -> list[Sak]:
        return [sak for sak in self.saker if self.holds(sak.closed_on)]

    @cached_property
    def still_open(self) -> list[Sak]:
        """On its last day, or today."""
        return [sak for sak in self.saker if sak.closed_on is None or sak.closed_on > self.last_day]

    @cached_property
    def avvik(self) -> list[Avvik]:
        """Those that opened in a month of the year or before it. None withdrawn, on trial or confined."""
        at = self.tx.avvik.table.c
        return self.tx.avvik.where(
            at.opened <= self.last, at.withdrawn.is_(False), at.trial.is_(False), at.confined.is_(False)
        )

    @cached_property
    def parts(self) -> Mapping[str, str]:
        """Id and name of what is right below the top, in order; `uten` = what has no place in the organisation."""
        found = {id: part.name for id, part in parts_of(self.today, EVERYWHERE).items() if id != ELSEWHERE}
        return {**found, NO_PART: _("Uten plass i organisasjonen")}

    @cached_property
    def _placed(self) -> Mapping[str, str]:
        return part_by_enhet(parts_of(self.today, EVERYWHERE))

    def part_of(self, enhet: str) -> str:
        found = self._placed.get(enhet, ELSEWHERE)
        return NO_PART if found == ELSEWHERE else found

    # --- what rules are, and what they read -------------------------------------------------------------------------------

    def rule(self, id: str | None) -> Rule | None:
        return BUILT_IN_RULE if id == ENHET_RULE else self.today.desk.rulebook.rules.get(id or "")

    def rule_name(self, id: str | None) -> str:
        found = self.rule(id)
        return found.name if found is not None else id or _("uten regel")

    def area_of(self, rule: str | None) -> str:
        """Of the rule, as the folder is called; "" = of no rule that there is now."""
        found = self.rule(rule)
        return found.area if found is not None else ""

    def versions(self, rules: Iterable[str | None], month: Month | None = None) -> tuple[tuple[str, str], ...]:
        """Id and version of each rule as it was when it answered: from when it holds, and the beginning of its hash.

        month: when it answered about that one; None = any of the year.
        """
        asked = sorted({one for one in rules if one})
        found = ((id, told) for id in asked for at, told in self._stamps.get(id, ()) if month in (None, at))
        return tuple(dict.fromkeys(found))

    @cached_property
    def _stamps(self) -> Mapping[str, tuple[tuple[Month, str], ...]]:
        """Rule -> each month that it answered about, with its version then."""
        found: dict[str, list[tuple[Month, str]]] = {}
        for one in self.coverage:
            found.setdefault(one.rule, []).append((one.month, self._version(one.rule, one.stamp, one.month)))
        return {rule: tuple(of) for rule, of in found.items()}

    def _version(self, rule: str, stamp: str, month: Month) -> str:
        known = self.rule(rule)
        version = known.version_in(month) if known is not None else None
        if version is None:
            return stamp[:_SHORT]
        return _("fra {month} ({stamp})").format(month=version.valid_from, stamp=stamp[:_SHORT])

    def deliveries(self, rules: Iterable[str | None], month: Month | None = None) -> tuple[tuple[str, str], ...]:
        """Name and SHA-256 of what the rules read, as the newest run knew it: of the months of the year, or of one and before.

        What looks back reads months before the year too; they are those of last year's report.
        """
        kinds = {kind for id in {one for one in rules if one} for kind in self._kinds_of(id)}
        runs = {one.run for one in self.coverage if month in (None, one.month)}
        upto = max((run.upto for id, run in self._finished.items() if id in runs), default=0)
        last = month or self.last
        return tuple(
            (one.name, one.digest)
            for one in self._taken
            if one.kind in kinds
            and one.seq <= upto
            and (one.first is None or one.first <= last)
            and (one.last is None or one.last >= self.first)
        )

    def delivered_in(self, kinds: Collection[str], period: Period) -> tuple[tuple[str, str], ...]:
        """Name and SHA-256 of those of the kinds that are about a month of the period, or about no month."""
        return tuple(
            (one.name, one.digest)
            for one in self._taken
            if one.kind in kinds
            and (one.first is None or one.first <= period.last_month)
            and (one.last is None or one.last >= period.first_month)
        )

    def kinds_behind(self, indicator: str) -> frozenset[str]:
        """Kinds of the deliveries that a figure is read or computed from."""
        found = self.today.desk.rulebook.indicators.get(indicator)
        computed = found.computed if found is not None else None
        if isinstance(computed, FromRecords):
            return frozenset({f"{DATASET}/{computed.dataset}"})
        if isinstance(computed, WeightedIndex):
            return frozenset(kind for part in computed.parts for kind in self.kinds_behind(part))
        return frozenset({"maalinger"})

    def deliveries_of(self, kind: str) -> tuple[tuple[str, str], ...]:
        """All of a kind, whatever they are about: what is counted row by row may stand in any of them."""
        return tuple((one.name, one.digest) for one in self._taken if one.kind == kind)

    @cached_property
    def _taken(self) -> list[Delivery]:
        """In order of receipt."""
        return [one for one in self.tx.deliveries.known() if one.taken is Taken.TAKEN and not one.is_file]

    def _kinds_of(self, rule: str) -> Collection[str]:
        if rule not in self._kinds:
            self._kinds[rule] = frozenset(self._read(rule))
        return self._kinds[rule]

    @cached_property
    def _kinds(self) -> dict[str, frozenset[str]]:
        return {}

    def _read(self, rule: str) -> Iterable[str]:
        yield from _ALWAYS
        if self.rule(rule) is None:
            return
        if rule == ENHET_RULE:
            yield from (f"datasett/{id}" for id, one in self.today.desk.rulebook.datasets.items() if one.has_enhet)
            return
        for kind, id in read_by(self.today.desk.rulebook, rule):
            if kind == DATASET:
                yield f"datasett/{id}"
            elif kind == INDICATOR:
                yield "maalinger"
