"""Working life: numbers for those who answer for or speak for the employees: no enhet, no person, and no small number."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from kontroll.domain.month import Month
from kontroll.domain.rule import Severity
from kontroll.domain.run import RunState
from kontroll.domain.sak import REPORTED, SakState
from kontroll.flows.month.monthly_run import JOB
from kontroll.flows.people.today import Today
from kontroll.flows.saker.seen_saker import unconfined
from kontroll.flows.showing.steering_asked import About, about
from kontroll.flows.showing.summed import SummedMonth
from kontroll.report.few import LEAST, Split, split
from kontroll.store.counts import counts_by
from kontroll.store.transaction import Transaction

MONTHS = 13


class Subject(Enum):
    """Whose page it is; the value is its address."""

    STAFF = "personal"
    SAFETY = "hms"


#: The areas of rules that each page is about: folders below rules/.
AREAS = {Subject.STAFF: ("medarbeidere", "hms"), Subject.SAFETY: ("hms",)}
#: Rules of other areas that concern the safety of those at work.
ALSO = {Subject.STAFF: (), Subject.SAFETY: ("arbeidstid-001", "overtid-001", "overtid-002")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Parts and their sum, as far as they may be shown. small: names of the parts that are below LEAST."""

    shown: Split
    small: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleNumbers:
    """What one rule said in the month: utslag, i orden and ukjent, none of them small."""

    rule: str
    name: str
    answers: Counted


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingLife:
    """open: saker of the rules by severity. opened: new avvik, month by month, oldest first.

    reports: what people have reported about HMS by hand, by how it stands; by_severity: the same by severity.
    """

    open: Counted
    opened: tuple[SummedMonth, ...]
    reports: Counted
    reports_by_severity: Counted


def of_subject(today: Today, subject: Subject) -> list[str]:
    """Ids of the rules that the page is about."""
    return [
        id
        for id, rule in sorted(today.desk.rulebook.rules.items())
        if rule.area in AREAS[subject] or id in ALSO[subject]
    ]


def rule_numbers(counts: Sequence[tuple[str, str, int, int, int]]) -> list[RuleNumbers]:
    """counts: rule, name, judged, struck and unknown. A rule that judged nothing has no numbers to hide."""
    return [
        RuleNumbers(
            rule=rule,
            name=name,
            answers=_counted([("struck", struck), ("fine", judged - struck - unknown), ("unknown", unknown)]),
        )
        for rule, name, judged, struck, unknown in counts
    ]


def working_life(
    tx: Transaction, today: Today, rules: Collection[str], last: Month, names: Mapping[Severity, str]
) -> WorkingLife:
    """names: of the severities, in the order they are shown."""
    at = tx.saker.table.c
    severity = counts_by(
        tx.saker, "severity", where=about(tx, today)[About.OPEN] & unconfined(tx) & at.rule.in_(sorted(rules))
    )
    hms = (at.kind == REPORTED) & at.id.like("%-hms")
    closed = counts_by(tx.saker, "state", where=hms)
    reported = counts_by(tx.saker, "severity", where=hms)
    done = sum(count for (state,), count in closed.items() if state is SakState.CLOSED)
    return WorkingLife(
        open=_by_severity(severity, names),
        opened=tuple(_opened(tx, rules, last)),
        reports=_counted([("open", sum(closed.values()) - done), ("closed", done)]),
        reports_by_severity=_by_severity(reported, names),
    )


def _by_severity(counts: Mapping[tuple[Severity, ...], int], names: Mapping[Severity, str]) -> Counted:
    return _counted([(name, counts.get((one,), 0)) for one, name in names.items()])


def _counted(parts: Sequence[tuple[str, int]]) -> Counted:
    return Counted(shown=split(parts), small=frozenset(name for name, count in parts if count < LEAST))


def _opened(tx: Transaction, rules: Collection[str], last: Month) -> list[SummedMonth]:
    at, runs = tx.avvik.table.c, tx.runs.table.c
    months = [last.plus(n - MONTHS + 1) for n in range(MONTHS)]
    such = (
        at.withdrawn.is_(False)
        & at.trial.is_(False)
        & at.confined.is_(False)
        & at.rule.in_(sorted(rules))
        & (at.opened >= months[0])
    )
    found = {month: count for (month,), count in counts_by(tx.avvik, "opened", where=such).items()}
    ran = {month for (month,) in counts_by(tx.runs, "period", where=(runs.job == JOB) & (runs.state == RunState.DONE))}
    return [
        SummedMonth(
            month=month, was_run=month in ran, opened=count if (count := found.get(month, 0)) >= LEAST else None
        )
        for month in months
    ]
