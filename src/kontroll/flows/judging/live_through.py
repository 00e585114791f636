"""Live through: some rules, run by run, as the monthly run would have followed them, and nothing of it kept.

Each run judges its own month anew, and the earlier ones that what came since may have changed. What is found becomes
avvik by the same replay as in the monthly run; those that open would have become saker, and their people told.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

import polars as pl

from kontroll.domain.avvik import Avvik, Phase, lived
from kontroll.domain.avvikchange import ChangeKind, begun, differences, matched, renewed
from kontroll.domain.backtest import FirstHit, Hit, MonthTested, RuleTested, Sight, Told
from kontroll.domain.directory import Directory
from kontroll.domain.month import Month
from kontroll.domain.policy import INTERNAL_CONTROL, NoticePolicy
from kontroll.domain.rule import Consequence, Rule
from kontroll.domain.rulebook import Rulebook
from kontroll.domain.truth import Result
from kontroll.engine.columnar import evaluate
from kontroll.engine.seen import STRUCK, SUBJECT, seen_of, stopped_rules
from kontroll.engine.verdicts import CODES
from kontroll.facts.directory import directory
from kontroll.facts.facts import Facts
from kontroll.flows.books.histories import History, MonthBook, Subject, histories, is_dated
from kontroll.flows.books.replay import at_its_enhet
from kontroll.notices.routing import recipients
from kontroll.report.kroner import ore_until

_CELL = ["regel", SUBJECT]
#: Stands for the sak of an avvik that has got one.
_SAK = "sak"
_UNKNOWN, _NOT_IN_FORCE = CODES[Result.UNKNOWN], CODES[Result.NOT_IN_FORCE]


@dataclass(slots=True)
class _Course:
    """What has become of one rule so far. hits: by month and subject."""

    months: list[MonthTested] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
    hits: dict[tuple[int, str], Hit] = field(default_factory=dict)
    first: FirstHit | None = None


class Life:
    """The asked rules of one rulebook. Step through the sights in their order, then ask what came of it.

    part: the asked rules and those they build on. first: month of the back-test.
    """

    def __init__(self, part: Rulebook, asked: Sequence[Rule], policy: NoticePolicy, first: Month) -> None:
        self.part = part
        self.asked = list(asked)
        self.policy = policy
        self.first = first
        self.names: dict[str, str] = {}
        self.enheter: dict[str, str] = {}
        self._courses = {rule.id: _Course() for rule in asked}
        self._seen: dict[Month, pl.DataFrame] = {}
        self._books: dict[Month, MonthBook] = {}
        self._avvik: dict[Subject, list[Avvik]] = {}

    @property
    def judged(self) -> list[Month]:
        """Months of which something has been said."""
        return sorted(self._seen)

    def judge(self, facts: Facts, first: Month, last: Month) -> dict[Month, pl.DataFrame]:
        """The asked rules' verdicts by month."""
        return self.by_month(evaluate(self.part, facts, first, last).frame, first, last)

    def by_month(self, frame: pl.DataFrame, first: Month, last: Month) -> dict[Month, pl.DataFrame]:
        """Those of verdicts that were judged already."""
        wanted = frame.filter(pl.col("regel").is_in([rule.id for rule in self.asked]))
        parts = wanted.partition_by("month", as_dict=True)
        ordinals = range(first.ordinal, last.ordinal + 1)
        return {Month.from_ordinal(n): parts.get((n,), wanted.clear()) for n in ordinals}

    def step(self, sight: Sight, facts: Facts, verdicts: Mapping[Month, pl.DataFrame]) -> None:
        """One run. verdicts: of its own month, and of earlier ones that are judged anew."""
        changed: set[Subject] = set()
        new: dict[str, list[Hit]] = {}
        for month, frame in sorted(verdicts.items()):
            seen = seen_of(frame, self.asked)
            changed |= _changed(self._seen.get(month), seen)
            self._seen[month] = seen
            self._books[month] = MonthBook(seen, stopped_rules(seen, self.part, month))
            for id, hit in _struck(seen, month, sight.month):
                if self._keep(id, hit):
                    new.setdefault(id, []).append(hit)
        opened, left = self._followed(changed)
        people = directory(facts) if left else Directory()
        for rule in self.asked:
            course, hits = self._courses[rule.id], new.get(rule.id, [])
            late, began = sum(hit.late for hit in hits), sum(avvik.rule == rule.id for avvik in opened)
            course.months.append(self._month(rule, sight, verdicts[sight.month], late, began))
            course.told += self._told(rule, sight, people, [avvik for avvik in left if avvik.rule == rule.id])
            if hits and course.first is None:
                course.first = self._first(rule, sight, facts, min(hits, key=_by_month))

    def tested(self) -> list[RuleTested]:
        """What came of each rule, in the order asked."""
        return [
            RuleTested(
                rule=rule,
                months=tuple(sorted(course.months, key=lambda month: month.month)),
                told=tuple(course.told),
                hits=tuple(sorted(self._standing(rule.id, course), key=lambda hit: (hit.found, *_by_month(hit)))),
                first=course.first,
            )
            for rule in self.asked
            for course in [self._courses[rule.id]]
        ]

    # --- what was found -----------------------------------------------------------------------------------------------

    def _keep(self, rule: str, hit: Hit) -> bool:
        """Whether it is the first time that it is found."""
        hits, key = self._courses[rule].hits, (hit.month.ordinal, hit.post or hit.enhet)
        if key in hits:
            return False
        hits[key] = hit
        return True

    def _standing(self, rule: str, course: _Course) -> Iterable[Hit]:
        """The hits, with whether the last that is known of their months still says so."""
        struck = {
            (month.ordinal, subject)
            for month, seen in self._seen.items()
            for subject in seen.filter((pl.col("regel") == rule) & (pl.col(STRUCK) == 1)).get_column(SUBJECT)
        }
        return [hit if key in struck else replace(hit, stands=False) for key, hit in course.hits.items()]

    def _month(self, rule: Rule, sight: Sight, frame: pl.DataFrame, late: int, opened: int) -> MonthTested:
        results = frame.filter(pl.col("regel") == rule.id).get_column("resultat")
        seen = self._seen[sight.month].filter(pl.col("regel") == rule.id)
        return MonthTested(
            month=sight.month,
            judged=int((results != _NOT_IN_FORCE).sum()),
            struck=int((seen.get_column(STRUCK) == 1).sum()),
            unknown=int((results == _UNKNOWN).sum()),
            late=late,
            opened=opened,
            stopped=rule.id in self._books[sight.month].silent,
        )

    def _first(self, rule: Rule, sight: Sight, facts: Facts, hit: Hit) -> FirstHit:
        self.enheter[hit.enhet] = directory(facts).name_of(hit.enhet, sight.day)
        ore = None
        if rule.dataset is not None:
            table = facts.table(rule.dataset)
            ore = ore_until(rule, table, hit.post, self.first.first_day, hit.month.last_day)
        return FirstHit(hit=hit, day=sight.day, ore=ore)

    # --- what would have come of it -----------------------------------------------------------------------------------

    def _followed(self, changed: set[Subject]) -> tuple[list[Avvik], list[Avvik]]:
        """The avvik that open by this run, and those that need a sak after it."""
        follows = {rule.id: rule for rule in self.asked if rule.type.opens_avvik}
        dated = {id for id, rule in follows.items() if is_dated(rule, self.part)}
        live = {
            subject
            for subject, avvik in self._avvik.items()
            if subject[0] not in dated and any(one.phase is not Phase.RESOLVED for one in avvik)
        }
        struck = {(rule, key[1]) for rule in follows for key in self._courses[rule].hits}
        wanted = {subject for subject in live | changed if subject[0] in follows and subject in struck}
        opened, left = list[Avvik](), list[Avvik]()
        for history in histories(self.part, self._books, wanted):
            self._lived(history, follows[history.rule], opened, left)
        return opened, left

    def _lived(self, history: History, rule: Rule, opened: list[Avvik], left: list[Avvik]) -> None:
        subject = (history.rule, history.subject)
        occurrences = lived(history.months, dated_record=history.dated)
        kept = []
        for before, after in matched(self._avvik.get(subject, []), occurrences, dated_record=history.dated):
            if before is not None:
                avvik = at_its_enhet(renewed(before, after), history)
            else:
                assert after is not None
                avvik = begun(
                    after, rule=rule.id, enhet=history.enhet, post=history.post, severity=rule.severity, trial=False
                )
            if any(change.kind is ChangeKind.OPENED for change in differences(before, after)):
                opened.append(avvik)
            if avvik.phase is Phase.OPEN and avvik.sak is None:
                left.append(avvik)
                avvik = replace(avvik, sak=_SAK)
            kept.append(avvik)
        self._avvik[subject] = kept

    def _told(self, rule: Rule, sight: Sight, people: Directory, opened: Sequence[Avvik]) -> list[Told]:
        """One notice of each new sak to each who is told of it; a sak is of one rule at one enhet."""
        consequence = _consequence(rule, sight)
        if not consequence.opens_avvik:
            return []
        counts: dict[str, list[int]] = {}
        for enhet, avvik in groupby(sorted(opened, key=lambda a: a.enhet), key=lambda a: a.enhet):
            several = len(list(avvik))
            for person in self._people(consequence.notify or ("leder",), enhet, sight, people):
                counts.setdefault(person, []).append(several)
        return [
            Told(month=sight.month, person=person, count=len(saker), avvik=sum(saker))
            for person, saker in sorted(counts.items())
        ]

    def _people(self, words: Collection[str], enhet: str, sight: Sight, people: Directory) -> list[str]:
        found = _meant(words, enhet, sight, people, self.policy)
        found = found or _meant([INTERNAL_CONTROL], enhet, sight, people, self.policy)
        for id in found:
            person = people.person(id, sight.day)
            self.names[id] = person.name if person is not None else id
        return found or [""]


def _meant(words: Collection[str], enhet: str, sight: Sight, people: Directory, policy: NoticePolicy) -> list[str]:
    routed = (recipients(word, enhet, sight.day, people, policy) for word in words)
    return list(dict.fromkeys(told.person for one in routed for told in one.recipients))


def _consequence(rule: Rule, sight: Sight) -> Consequence:
    version = rule.version_in(Month.of(sight.day)) or (rule.versions[-1] if rule.versions else None)
    return version.consequence if version is not None else Consequence()


def _by_month(hit: Hit) -> tuple[Month, str, str]:
    return (hit.month, hit.enhet, hit.post)


def _struck(seen: pl.DataFrame, month: Month, found: Month) -> Iterable[tuple[str, Hit]]:
    for rule, enhet, post in seen.filter(pl.col(STRUCK) == 1).select("regel", "enhet", "post").iter_rows():
        yield rule, Hit(month=month, found=found, enhet=enhet, post=post)


def _changed(before: pl.DataFrame | None, after: pl.DataFrame) -> set[Subject]:
    """Subjects of which a month says something else than it did; all it says anything of where it said nothing."""
    if before is None:
        return set(after.select(_CELL).iter_rows())
    columns = [*_CELL, "enhet", STRUCK]
    old, new = before.select(columns), after.select(columns)
    differ = [a.join(b, on=columns, how="anti", nulls_equal=True) for a, b in ((old, new), (new, old))]
    return set(pl.concat(differ).select(_CELL).iter_rows())
