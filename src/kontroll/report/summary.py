"""Summary: one month in four blocks: what was checked, what was not and why, utslag by area, and the ten that matter most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from threading import Lock
from typing import Any, Generic, TypeVar

import polars as pl

from kontroll.domain.coverage import Coverage
from kontroll.domain.month import Month
from kontroll.domain.operand import Colour
from kontroll.domain.rule import Rule, Severity
from kontroll.domain.rulebook import ENHET_RULE
from kontroll.domain.truth import Result
from kontroll.engine.verdicts import CODES
from kontroll.facts.states import states
from kontroll.report.basis import Basis
from kontroll.report.course import Course
from kontroll.report.courses import courses_of_enhet, courses_of_rule
from kontroll.report.coverage import covered_rules
from kontroll.report.gravest import Grave, gravest
from kontroll.report.measured import MeasuredMonth, measured_month
from kontroll.report.proof import Proof, proof
from kontroll.report.scorecard import Scorecard, make_ready, scorecard_of, tallies_of
from kontroll.report.scorecard.joins import Joins
from kontroll.report.situation import SEVERITIES, Situation, rank
from kontroll.report.unchecked import Unchecked, UnknownAnswer, unchecked, unknown_answers
from kontroll.report.watchlist import Watched, watchlist
from kontroll.report.words import area_name

GRAVEST = 10
#: Enheter and months of which what their page shows is kept.
_MOST_KEPT = 1_000
_Index = Mapping[str, Sequence[UnknownAnswer]]
Key = TypeVar("Key")
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """Counts. verdicts: answers of any kind but `not in force`; known: those that are not ukjent."""

    rules: int
    enheter: int
    records: int
    verdicts: int
    known: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """Utslag of one area in the month by severity, beside how much was judged and how much of it is ukjent.

    proof: that its rules bite, and on how much they looked.
    """

    id: str
    name: str
    struck: dict[Severity, int]
    judged: int
    unknown: int
    proof: Proof

    @property
    def total(self) -> int:
        return sum(self.struck.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """A bonus or pay rule: how many it gives grounds for, how many not, and for how many nobody can say."""

    rule: str
    name: str
    given: int
    not_given: int
    unknown: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """month: what is counted. all_months: the same count over every evaluated month. struck_before: utslag the month before.

    coverage: by rule. proof: of all rules that open avvik.
    """

    municipality: str
    month: Month
    months: int
    checked: Checked
    all_months: Checked
    unchecked: Unchecked
    areas: list[Area]
    struck_before: int | None
    grounds: list[Grounds]
    gravest: list[Grave]
    coverage: dict[str, Coverage]
    proof: Proof

    @property
    def struck(self) -> int:
        return sum(area.total for area in self.areas)

    def struck_of(self, severity: Severity) -> int:
        return sum(area.struck[severity] for area in self.areas)


class _Some(Generic[Key, Value]):
    """The last ones that were made, at most so many. At worst one is made twice."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: dict[Key, Value] = {}
        self._lock = Lock()

    def of(self, key: Key, made: Callable[[], Value]) -> Value:
        found = self._kept.get(key)
        if found is None:
            found = made()
            with self._lock:
                while len(self._kept) >= self._most:
                    self._kept.pop(next(iter(self._kept)))
                self._kept[key] = found
        return found


class Summaries:
    """The summary of each month of a situation, made when first asked for and kept. Safe to ask from several threads.

    Why parts of it can be asked for alone: the reasons of all that is ukjent take seconds to find, and a page of one enhet
    or one rule shows a few of them.
    """

    def __init__(self, situation: Situation, before: Summaries | None = None) -> None:
        """before: those of the same situation, of which what is made of months is taken over."""
        self.situation = situation
        self._made: dict[Month, Summary] = dict(before._made) if before is not None else {}
        self._coverage: dict[Month, dict[str, Coverage]] = {}
        self._measured: dict[Month, MeasuredMonth] = dict(before._measured) if before is not None else {}
        self._courses = _Some[tuple[str, Month, bool], list[Course]](_MOST_KEPT)
        self._of_rule = _Some[tuple[str, str, Month, bool], list[Course]](_MOST_KEPT)
        self._unknown = _Some[tuple[str, Month], list[UnknownAnswer]](_MOST_KEPT)
        self._scorecards = _Some[tuple[str, Month, bool], Scorecard](_MOST_KEPT)
        self._tallies = _Some[tuple[str, Month, bool], dict[str, Counter[Colour | None]]](_MOST_KEPT)
        self.joins: Joins = Joins(situation, before.joins if before is not None else None)
        self._unknown_by_rule: dict[Month, _Index] = {}
        self._unknown_by_enhet: dict[Month, _Index] = {}
        self._waiting: dict[Month, pl.DataFrame] = dict(before._waiting) if before is not None else {}
        self._watched: list[Watched] | None = before._watched if before is not None else None
        self._one_at_a_time, self._parts = Lock(), Lock()

    def __getstate__(self) -> tuple[Any, ...]:
        """For another process: what was made of months. The situation without what it has worked out for itself, which is
        larger than what it was worked out from."""
        kept = self._made, self._measured, self._waiting, self._watched, self.joins.made
        return replace(self.situation), *kept

    def __setstate__(self, state: tuple[Any, ...]) -> None:
        Summaries.__init__(self, state[0])
        self._made, self._measured, self._waiting, self._watched, self.joins.made = state[1:]

    def make_ready(self) -> None:
        """What takes seconds and the pages of the latest month show: whoever opens the first page should not wait for it."""
        last = self.situation.last
        self.of(last)
        self.measured(last)
        self.waiting(last)
        self.watched()
        make_ready(self.joins, last)

    def of(self, month: Month) -> Summary:
        """Raises ValueError for a month that was not evaluated."""
        if month in self._made:
            return self._made[month]
        with self._one_at_a_time:
            if month not in self._made:
                self._made[month] = summarise(self.situation, month)
            return self._made[month]

    def coverage(self, month: Month) -> dict[str, Coverage]:
        """By rule, without why answers are ukjent. Raises ValueError for a month that was not evaluated."""
        self._demand(month)
        if month in self._made:
            return self._made[month].coverage
        with self._parts:
            if month not in self._coverage:
                self._coverage[month] = covered_rules(self.situation, month, ())
            return self._coverage[month]

    def unknown(self, month: Month, rule: str, among: Collection[tuple[str, str]]) -> list[UnknownAnswer]:
        """What the rule does not know of some subjects: (enhet, record)."""
        if month in self._made:
            answers = self._found(self._unknown_by_rule, month, lambda one: one.rule.id).get(rule, ())
            return [one for one in answers if (one.enhet, one.post) in among]
        return unknown_answers(self.situation, month, rule=rule, among=among)

    def unknown_of(self, month: Month, enhet: str) -> list[UnknownAnswer]:
        """What is not known of an enhet."""
        if month in self._made:
            return list(self._found(self._unknown_by_enhet, month, lambda one: one.enhet).get(enhet, ()))
        made = partial(unknown_answers, self.situation, month, enhet=enhet)
        return self._unknown.of((enhet, month), made)

    def _found(self, index: dict[Month, _Index], month: Month, key: Callable[[UnknownAnswer], str]) -> _Index:
        """What is not known of a month that is made, by rule or by enhet: there may be tens of thousands."""
        if month not in index:
            made: dict[str, list[UnknownAnswer]] = {}
            for one in self._made[month].unchecked.answers:
                made.setdefault(key(one), []).append(one)
            index[month] = made
        return index[month]

    def courses(self, enhet: str, month: Month, *, few: bool) -> list[Course]:
        """The target figures of an enhet. few: also those that few persons stand behind."""
        made = partial(courses_of_enhet, self.situation, enhet, month, few=few)
        return self._courses.of((enhet, month, few), made)

    def courses_of_rule(self, rule: Rule, enhet: str, month: Month, *, few: bool) -> list[Course]:
        """What the rule looks at, of one enhet."""
        made = partial(courses_of_rule, self.situation, rule, enhet, month, few=few)
        return self._of_rule.of((rule.id, enhet, month, few), made)

    def scorecard(self, enhet: str, month: Month, *, line: bool) -> Scorecard:
        """The målekart of an enhet. line: as whoever may see what few persons stand behind there is shown it."""
        return self._scorecards.of((enhet, month, line), partial(scorecard_of, self.joins, enhet, month, line=line))

    def tallies(self, enhet: str, month: Month, *, line: bool) -> dict[str, Counter[Colour | None]]:
        """Focus area -> how many figures on its målekart have each colour."""
        return self._tallies.of((enhet, month, line), partial(tallies_of, self.joins, enhet, month, line=line))

    def waiting(self, month: Month) -> pl.DataFrame:
        """enhet, indikator, period, state of every figure that is to be delivered."""
        with self._parts:
            if month not in self._waiting:
                of = self.situation
                self._waiting[month] = states(of.facts, of.rulebook.indicators.values(), month, of.today)
            return self._waiting[month]

    def measured(self, month: Month) -> MeasuredMonth:
        """How the month stands, enhet by enhet. Raises ValueError for a month that was not evaluated."""
        self._demand(month)
        with self._parts:
            if month not in self._measured:
                self._measured[month] = measured_month(self.situation, month)
            return self._measured[month]

    def watched(self) -> list[Watched]:
        """Internal control's list after the last month."""
        with self._parts:
            if self._watched is None:
                of = self.situation
                self._watched = watchlist(of.rulebook, of.facts, of.verdicts.frame, of.last)
            return self._watched

    def _demand(self, month: Month) -> None:
        if not self.situation.first <= month <= self.situation.last:
            raise ValueError(f"{month} is outside {self.situation.first} to {self.situation.last}")


def summarise(situation: Situation, month: Month) -> Summary:
    """The month as it stands. Raises ValueError for a month that was not evaluated."""
    if not situation.first <= month <= situation.last:
        raise ValueError(f"{month} is outside {situation.first} to {situation.last}")
    rows = situation.of_month(month)
    un = unchecked(situation, month)
    covered = covered_rules(situation, month, un.answers)
    # That a rule ran is told of all of them; what it found is counted only where it may be read.
    open_ones = {id: row for id, row in covered.items() if id in situation.shown}
    followed = [row for id, row in open_ones.items() if situation.shown[id].type.opens_avvik]
    figures = Basis(situation.rulebook, situation.facts, month, situation.today).all_figures()
    before = situation.of_month(month.plus(-1)) if month > situation.first else None
    return Summary(
        municipality=situation.municipality,
        month=month,
        months=len(situation.months),
        checked=_checked(rows),
        all_months=_checked(situation.verdict_rows),
        unchecked=un,
        areas=_areas(situation, rows, open_ones),
        struck_before=None if before is None else before.filter(pl.col("struck") & pl.col("followed")).height,
        grounds=_grounds(situation, rows),
        gravest=gravest(situation, month, GRAVEST),
        coverage=covered,
        proof=proof(followed, basis=figures),
    )


def _checked(rows: pl.DataFrame) -> Checked:
    judged = rows.filter(pl.col("resultat") != CODES[Result.NOT_IN_FORCE])
    return Checked(
        rules=judged.get_column("regel").n_unique(),
        enheter=judged.filter(pl.col("enhet") != "").get_column("enhet").n_unique(),
        # The rule that is always there judges each record once a month: its rows are the records.
        records=judged.filter(pl.col("regel") == ENHET_RULE).select("enhet", "post").n_unique(),
        verdicts=judged.height,
        known=judged.filter(pl.col("resultat") != CODES[Result.UNKNOWN]).height,
    )


def _areas(situation: Situation, rows: pl.DataFrame, covered: dict[str, Coverage]) -> list[Area]:
    """Every area that has a rule, also where nothing struck; in the order of their names."""
    followed = rows.filter(pl.col("followed") & (pl.col("resultat") != CODES[Result.NOT_IN_FORCE]))
    counted = {
        (area, severity): (struck, judged, unknown)
        for area, severity, struck, judged, unknown in followed.group_by("area", "severity")
        .agg(pl.col("struck").sum(), pl.len().alias("judged"), (pl.col("resultat") == CODES[Result.UNKNOWN]).sum())
        .iter_rows()
    }
    nothing = (0, 0, 0)
    areas = {rule.area for rule in situation.shown.values() if rule.type.opens_avvik}
    found = []
    for id in areas:
        of_area = {severity: counted.get((id, rank(severity)), nothing) for severity in SEVERITIES}
        found.append(
            Area(
                id=id,
                name=area_name(id),
                struck={severity: counts[0] for severity, counts in of_area.items()},
                judged=sum(counts[1] for counts in of_area.values()),
                unknown=sum(counts[2] for counts in of_area.values()),
                proof=proof(row for rule, row in covered.items() if _is_followed(situation.shown[rule], id)),
            )
        )
    return sorted(found, key=lambda area: area.name)


def _is_followed(rule: Rule, area: str) -> bool:
    return rule.area == area and rule.type.opens_avvik


def _grounds(situation: Situation, rows: pl.DataFrame) -> list[Grounds]:
    found = []
    for id, rule in sorted(situation.shown.items()):
        if not rule.type.opens_avvik:
            results = rows.filter(pl.col("regel") == id).get_column("resultat")
            given, not_given, unknown = (
                int((results == CODES[r]).sum()) for r in (Result.TRUE, Result.FALSE, Result.UNKNOWN)
            )
            found.append(Grounds(rule=id, name=rule.name, given=given, not_given=not_given, unknown=unknown))
    return found
