"""Run back: a case month by month with what was known then; what opened about it, who was told, where it stood on the list.

Only what the case adds counts: an utslag that the clean twin has too would have come without it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import polars as pl

from kontroll.domain.month import Month
from kontroll.domain.policy import Policies
from kontroll.domain.rule import Rule, Status
from kontroll.domain.rulebook import Rulebook
from kontroll.domain.trial import Answer, Placed, Struck
from kontroll.engine.columnar import compiled, evaluated_by
from kontroll.engine.seen import STRUCK, seen_of, stopped_rules
from kontroll.facts.directory import directory
from kontroll.facts.facts import KEY, Facts
from kontroll.flows.judging.backtest import part_of
from kontroll.flows.month.scheduled_month import due_day
from kontroll.notices.routing import recipients
from kontroll.report.watchlist import MONTHS, Watched, place_of, watchlist, weighed_rules, who_field

#: What a month's run knew.
Known = Callable[[Month, date], Facts]
#: Rule, what it judges (a record's key or an enhet) and Month.ordinal.
Cell = tuple[str, str, int]


@dataclass(slots=True)
class RunBack:
    """What has been seen so far. names: of persons and enheter, by id."""

    struck: dict[str, Struck] = field(default_factory=dict)
    places: list[Placed] = field(default_factory=list)
    lists: dict[Month, list[Watched]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)


def looked_at(rulebook: Rulebook) -> Rulebook:
    """The rules that may meet a case: those that internal control's list weighs, and what they read."""
    return part_of(rulebook, [rule.id for rule in weighed_rules(rulebook)])


def run_back(
    part: Rulebook,
    policies: Policies,
    answer: Answer,
    known: Known,
    months: Sequence[Month],
    without: Collection[Cell] = (),
    tell: Callable[[Month], None] = lambda _month: None,
    listed: Collection[Month] | None = None,
) -> RunBack:
    """One run after the other. part: `looked_at`. without: what strikes in the twin.

    listed: the months after which internal control's list is made, which takes a year of verdicts; None: all.
    """
    found, ready = RunBack(), compiled(part)
    for month in months:
        tell(month)
        day = due_day(policies, month) + timedelta(days=1)
        facts = known(month, day)
        makes_list = listed is None or month in listed
        first = min(month.plus(1 - MONTHS), answer.start) if makes_list else answer.start
        verdicts = evaluated_by(ready, facts, first, month).verdicts.frame
        new = cells(part, verdicts, answer.start, month) - set(without)
        _follow(found, part, policies, answer, facts, month, day, _concerned(part, facts, answer, new))
        if not makes_list:
            continue
        rows = watchlist(part, facts, verdicts, month)
        place = place_of(rows, answer.whose) if answer.whose else None
        points = rows[place - 1].points if place else 0.0
        found.places.append(Placed(month=month, place=place, of=len(rows), points=points))
        found.lists[month] = rows
    return found


def cells(part: Rulebook, verdicts: pl.DataFrame, first: Month, last: Month) -> frozenset[Cell]:
    """Utslag in the months, of those of the part's rules that open avvik; a wait is waited out.

    Those of rules that were stopped in a month are not counted.
    """
    rules = [rule for rule in part.rules.values() if rule.status is Status.IN_USE and rule.type.opens_avvik]
    found: set[Cell] = set()
    waits: dict[str, int] = {}
    for ordinal in range(first.ordinal, last.ordinal + 1):
        month = Month.from_ordinal(ordinal)
        seen = seen_of(verdicts.filter(pl.col("month") == ordinal), rules)
        silent = stopped_rules(seen, part, month)
        struck = seen.filter((pl.col(STRUCK) == 1) & ~pl.col("regel").is_in(list(silent)))
        for rule, enhet, post in struck.select("regel", "enhet", "post").iter_rows():
            found.add((rule, post or enhet, ordinal))
            waits.setdefault(rule, _wait(part.rules[rule], month))
    return frozenset(
        (rule, subject, n)
        for rule, subject, n in found
        if all((rule, subject, n - back) in found for back in range(1, waits[rule] + 1))
    )


def _wait(rule: Rule, month: Month) -> int:
    version = rule.version_in(month)
    return version.consequence.wait_months if version is not None else 0


def _concerned(part: Rulebook, facts: Facts, answer: Answer, cells: Collection[Cell]) -> list[tuple[Rule, str, str]]:
    """(rule, enhet, key) of those about the case: its records, others of its supplier or persons, or its enhet."""
    by_rule: dict[str, list[str]] = {}
    for struck_rule, subject, _month in cells:
        by_rule.setdefault(struck_rule, []).append(subject)
    found: list[tuple[Rule, str, str]] = []
    for id, subjects in sorted(by_rule.items()):
        rule = part.rules[id]
        if rule.dataset is None:
            found += [(rule, answer.enhet, "") for subject in subjects if subject == answer.enhet]
            continue
        table = facts.records[rule.dataset]
        kind = who_field(table.dataset)
        of_case = pl.col(KEY).is_in(list(answer.keys))
        if kind is not None and kind in table.frame.columns:
            of_case |= pl.col(kind).is_in(list(answer.whose))
        own = table.standing().filter(pl.col(KEY).is_in(subjects) & of_case.fill_null(False))
        found += [(rule, enhet or "", key) for key, enhet in own.select(KEY, "_enhet").iter_rows()]
    return found


def _follow(
    found: RunBack,
    part: Rulebook,
    policies: Policies,
    answer: Answer,
    facts: Facts,
    month: Month,
    day: date,
    hits: Sequence[tuple[Rule, str, str]],
) -> None:
    """Keep the first of each rule, with whom it would have told."""
    new = [(rule, enhet, key) for rule, enhet, key in hits if rule.id not in found.struck]
    if not new:
        return
    people = directory(facts)
    for rule in {rule.id: rule for rule, _enhet, _key in new}.values():
        of_rule = [(enhet, key) for other, enhet, key in new if other.id == rule.id]
        version = rule.version_in(Month.of(day)) or rule.versions[-1]
        words = version.consequence.notify or ("leder",)
        told = [
            responsible.person
            for enhet in dict.fromkeys(enhet for enhet, _key in of_rule)
            for word in words
            for responsible in recipients(word, enhet, day, people, policies.notices).recipients
        ]
        for id in told:
            person = people.person(id, day)
            found.names[id] = person.name if person is not None else id
        found.struck[rule.id] = Struck(
            rule=rule.id,
            name=rule.name,
            severity=rule.severity.value,
            found=month,
            day=day,
            count=len(of_rule),
            people=tuple(dict.fromkeys(told)),
        )
    found.names[answer.enhet] = people.name_of(answer.enhet, day)
