"""Coverage: of every rule in a month, how much of what it was to judge it judged, and whether it bit when it was tried."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date

import polars as pl

from kontroll.domain.coverage import Controlled, Coverage
from kontroll.domain.month import Month
from kontroll.domain.rule import Rule, Status
from kontroll.domain.rulebook import Rulebook
from kontroll.domain.truth import Result
from kontroll.engine.verdicts import CODES, SCHEMA
from kontroll.facts.facts import Facts
from kontroll.report.basis import Basis
from kontroll.report.reasons import MOST, unknown_reasons
from kontroll.report.situation import BUILT_IN_RULE, Situation
from kontroll.report.unchecked import UnknownAnswer

_KNOWN = [CODES[result] for result in (Result.TRUE, Result.FALSE, Result.NOT_RELEVANT)]


def coverage(
    rulebook: Rulebook,
    facts: Facts,
    verdicts: pl.DataFrame,
    month: Month,
    *,
    run: str,
    today: date,
    controlled: Iterable[Controlled],
    left_out: Collection[str] = (),
    stamps: Mapping[str, str] | None = None,
    lacking: Collection[str] = (),
    reasons: Mapping[str, Counter[str]] | None = None,
    most: int = MOST,
) -> list[Coverage]:
    """One row per rule in use or on trial, by id; also of those that might not run, which judged nothing.

    verdicts: the month's (engine.verdicts.SCHEMA). controlled: how the rules' tests came out. lacking: data sets of which
    a due delivery has not come. reasons: rule -> reason -> answers, where they are known already. most: else, unknown
    answers of a rule whose reason is looked into.
    """
    basis = Basis(rulebook, facts, month, today, lacking)
    if reasons is None:
        reasons = unknown_reasons(rulebook, facts, verdicts, month, today, left_out, most)
    counts = _counts(verdicts)
    tried = {one.rule: one for one in controlled}
    found = []
    for rule in _rules(rulebook):
        counted = counts.get(rule.id, Counter())
        control = tried.get(rule.id)
        due, received = basis.due(rule)
        found.append(
            Coverage(
                run=run,
                month=month,
                rule=rule.id,
                stamp=(stamps or {}).get(rule.id, ""),
                expected=basis.expected(rule),
                known=sum(counted[code] for code in _KNOWN),
                unknown=counted[CODES[Result.UNKNOWN]],
                struck=counted[CODES[rule.type.strikes_at]],
                reasons=_as_json(reasons.get(rule.id, Counter())),
                due=due,
                received=received,
                tests=control.tests if control else len(rule.tests),
                held=control.held if control else 0,
                positive=control.positive if control else 0,
                negative=control.negative if control else 0,
            )
        )
    return found


def covered_rules(situation: Situation, month: Month, unknown: Iterable[UnknownAnswer]) -> dict[str, Coverage]:
    """The shown rules by id, in a month that somebody looks at without any run. unknown: the month's unknown answers."""
    reasons: dict[str, Counter[str]] = {}
    for answer in unknown:
        reasons.setdefault(answer.rule.id, Counter())[answer.reason.value] += 1
    rows = coverage(
        situation.rulebook,
        situation.facts,
        situation.judged_in(month).select(*SCHEMA),
        month,
        run="",
        today=situation.today,
        controlled=[tried.in_month(month) for tried in situation.tried],
        reasons=reasons,
    )
    return {row.rule: row for row in rows if row.rule in situation.shown or row.rule in situation.confined}


def _rules(rulebook: Rulebook) -> Iterator[Rule]:
    found = {BUILT_IN_RULE.id: BUILT_IN_RULE} | {
        id: rule for id, rule in rulebook.rules.items() if rule.status in (Status.TRIAL, Status.IN_USE)
    }
    for _id, rule in sorted(found.items()):
        yield rule


def _counts(verdicts: pl.DataFrame) -> dict[str, Counter[int]]:
    """Rule -> code of a result -> answers."""
    found: dict[str, Counter[int]] = {}
    for rule, code, count in verdicts.group_by("regel", "resultat").len().iter_rows():
        found.setdefault(rule, Counter())[code] = count
    return found


def _as_json(reasons: Counter[str]) -> str:
    """The commonest first."""
    ordered = dict(sorted(reasons.items(), key=lambda item: (-item[1], item[0])))
    return json.dumps(ordered, ensure_ascii=False)
