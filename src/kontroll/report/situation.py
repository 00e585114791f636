"""Situation: everything that is known of a kommune when somebody looks, evaluated for a range of months."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

import polars as pl

from kontroll.domain.access import Thing
from kontroll.domain.coverage import Tried
from kontroll.domain.disclosure import Disclosure
from kontroll.domain.month import Month
from kontroll.domain.problem import Problem
from kontroll.domain.rule import Rule, RuleType, Severity, Status
from kontroll.domain.rulebook import ENHET_RULE, Rulebook
from kontroll.domain.scorecard import Scorecards
from kontroll.domain.truth import Result
from kontroll.engine.plain import PlainEvaluator
from kontroll.engine.verdicts import CODES, Verdicts
from kontroll.facts.facts import Facts
from kontroll.report.bonus.years import BonusYears
from kontroll.report.published import Published
from kontroll.report.winners import Won, measured_years, won_in
from kontroll.texts import _

SEVERITIES = (Severity.CRITICAL, Severity.HIGH, Severity.MEDIUM, Severity.LOW)


@dataclass(frozen=True, kw_only=True)
class Situation:
    """first, last: the evaluated months, both included. today: the day it is seen from; it decides what is due.

    data: the folder that was read. problems: what was wrong in the rules and the delivery. tried: the rules' own tests, as
    they came out when it was looked at; a rule that is not there has not been tried.
    """

    municipality: str
    data: Path
    rulebook: Rulebook
    facts: Facts
    verdicts: Verdicts
    problems: tuple[Problem, ...]
    first: Month
    last: Month
    today: date
    tried: tuple[Tried, ...] = ()
    disclosure: Disclosure = field(default_factory=Disclosure)
    scorecards: Scorecards = field(default_factory=Scorecards)

    @property
    def months(self) -> list[Month]:
        """Newest first."""
        return [Month.from_ordinal(n) for n in range(self.last.ordinal, self.first.ordinal - 1, -1)]

    @cached_property
    def shown(self) -> dict[str, Rule]:
        """The rules whose answers whoever sees an enhet is told: in use or on trial, and not paused, by id; the built-in one too.

        Not those whose answers are of one person (`confined`).
        """
        found = {id: rule for id, rule in self._used.items() if id not in self.confined}
        return {**found, ENHET_RULE: BUILT_IN_RULE}

    @cached_property
    def confined(self) -> dict[str, Thing]:
        """The rules that are in use or on trial and whose answers are for few, and what they belong to."""
        found = {id: self.rulebook.confined_to(rule) for id, rule in self._used.items()}
        return {id: thing for id, thing in found.items() if thing is not None}

    @cached_property
    def _used(self) -> dict[str, Rule]:
        return {id: rule for id, rule in self.rulebook.rules.items() if not self.left_out(rule)}

    def left_out(self, rule: Rule) -> str | None:
        """Why a rule is not part of the answer, or None: a draft, retired, or person-directed without a valid measure."""
        if rule.status is Status.DRAFT:
            return _("Utkast: ikke tatt i bruk.")
        if rule.status is Status.RETIRED:
            return _("Utgått.")
        if self.rulebook.is_person_directed(rule):
            if rule.control_measure is None:
                return _("Retter seg mot personer, og kontrolltiltaket er ikke drøftet (aml. § 9-2).")
            if rule.control_measure.lapsed(self.today):
                return _("Retter seg mot personer, og kontrolltiltaket skulle vært evaluert (aml. § 9-2).")
        return None

    @cached_property
    def verdict_rows(self) -> pl.DataFrame:
        """The verdicts of the shown rules with area, severity (3 = kritisk … 0 = lav), struck (utslag) and followed.

        followed: the rule opens avvik; bonus and pay rules only give grounds.
        """
        return self._rows_of(list(self.shown.values()))

    @cached_property
    def confined_rows(self) -> pl.DataFrame:
        """The same of the rules that are `confined`. Only what asks who looks may read them (flows/pay)."""
        return self._rows_of([self._used[id] for id in self.confined])

    def _rows_of(self, rules: list[Rule]) -> pl.DataFrame:
        described = pl.DataFrame(
            {
                "regel": [rule.id for rule in rules],
                "area": [rule.area for rule in rules],
                "severity": [rank(rule.severity) for rule in rules],
                "strikes_at": [0 if rule.type is RuleType.REQUIREMENT else 1 for rule in rules],
                "followed": [rule.type.opens_avvik for rule in rules],
            },
            schema={
                "regel": pl.String,
                "area": pl.String,
                "severity": pl.Int64,
                "strikes_at": pl.Int64,
                "followed": pl.Boolean,
            },
        )
        return self.verdicts.frame.join(described, on="regel").with_columns(
            (pl.col("resultat") == pl.col("strikes_at")).alias("struck")
        )

    def judged_in(self, month: Month) -> pl.DataFrame:
        """All answers of the month, also the confined ones: for what only counts that rules ran."""
        return pl.concat([self.of_month(month), self.confined_rows.filter(pl.col("month") == month.ordinal)])

    def of_month(self, month: Month) -> pl.DataFrame:
        return self._by_month.get(month.ordinal, self.verdict_rows.clear())

    @cached_property
    def _by_month(self) -> dict[int, pl.DataFrame]:
        """Parted once: a page asks for a month several times."""
        parts = self.verdict_rows.partition_by("month", as_dict=True, maintain_order=True)
        return {int(month): rows for (month,), rows in parts.items()}

    @cached_property
    def counted(self) -> dict[tuple[int, str], tuple[int, int, int]]:
        """(ordinal of the month, rule) -> how many answers it gave, how many struck, and how many are ukjent."""
        given = self.verdict_rows.lazy().filter(pl.col("resultat") != CODES[Result.NOT_IN_FORCE])
        unknown = (pl.col("resultat") == CODES[Result.UNKNOWN]).sum().alias("unknown")
        counts = given.group_by("month", "regel").agg(pl.len(), pl.col("struck").sum(), unknown).collect()
        return {(month, rule): (judged, struck, n) for month, rule, judged, struck, n in counts.iter_rows()}

    @cached_property
    def evaluator(self) -> PlainEvaluator:
        """For grounds, one cell at a time."""
        return PlainEvaluator(self.rulebook, self.facts)

    @cached_property
    def bonus(self) -> BonusYears:
        """The grounds for bonus, year by year."""
        return BonusYears(self.rulebook, self.facts, self.scorecards.spread_of)

    @cached_property
    def published(self) -> Published:
        """What may be shown of an enhet to others than its own line."""
        return Published(self.rulebook, self.facts, self.evaluator, self.disclosure, self.today, self._won)

    def _won(self) -> list[Won]:
        """The grounds for bonus that were found when a year had ended, and the latest.

        Also of years before the first month that is judged: who won then has been told, and is remembered.
        """
        bonus = [id for id, rule in self.shown.items() if rule.type is RuleType.BONUS]
        of = (pl.col("month") % 12 == 11) | (pl.col("month") == self.last.ordinal)
        rows = self.verdict_rows.filter(pl.col("regel").is_in(bonus) & pl.col("struck") & of)
        found = rows.select("regel", "enhet", "month").unique().sort("regel", "enhet", "month")
        judged = [Won(self.shown[id], enhet, Month.from_ordinal(at)) for id, enhet, at in found.iter_rows()]
        earlier = measured_years(self.rulebook, self.facts, self.first)
        return [*won_in(self.rulebook, self.facts, earlier), *judged]

    @cached_property
    def _names(self) -> dict[str, list[tuple[int, int | None, str]]]:
        names: dict[str, list[tuple[int, int | None, str]]] = {}
        for enhet, first, last, name in self.facts.organisation.select("enhet", "first", "last", "navn").iter_rows():
            names.setdefault(enhet, []).append((first, last, name or enhet))
        return {enhet: sorted(rows, key=lambda row: row[0]) for enhet, rows in names.items()}

    def unit_name(self, enhet: str, month: Month) -> str:
        """What the enhet was called that month; its latest name when it was not active, its id when it is unknown."""
        rows = self._names.get(enhet)
        if not rows:
            return enhet or _("(uten enhet)")
        at = month.ordinal
        return next((n for first, last, n in rows if first <= at and (last is None or at <= last)), rows[-1][2])

    def knows_unit(self, enhet: str) -> bool:
        return enhet in self._names


def rank(severity: Severity) -> int:
    """3 = kritisk … 0 = lav."""
    return len(SEVERITIES) - 1 - SEVERITIES.index(severity)


BUILT_IN_RULE = Rule(
    id=ENHET_RULE,
    name="Posten hører til en kjent og aktiv enhet",
    area="datakvalitet",
    type=RuleType.DATA_QUALITY,
    status=Status.IN_USE,
    severity=Severity.MEDIUM,
    hjemmel=(),
    versions=(),
)
