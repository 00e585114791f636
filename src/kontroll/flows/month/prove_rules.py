"""Prove rules: the tests of every rule are run in the run itself, and how much each rule covered is written beside its answers.

A rule whose own tests do not hold in the run is left out of it: an empty list of it would look as if all were well.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from kontroll.domain.coverage import Coverage, Tried
from kontroll.domain.month import Month
from kontroll.domain.notice import Reason
from kontroll.domain.policy import INTERNAL_CONTROL
from kontroll.domain.rulebook import ENHET_RULE
from kontroll.domain.run import Run
from kontroll.facts.facts import Facts
from kontroll.flows.books.judge import JudgedMonth
from kontroll.flows.books.rules_in_use import InUse
from kontroll.flows.people.today import Today
from kontroll.flows.telling.tell import people_for, tell_of
from kontroll.report.coverage import coverage
from kontroll.rulebook.stamps import stamps_of
from kontroll.store.transaction import Transaction

_WHY = "besto ikke sine egne tester i kjøringen"


def without_failed(in_use: InUse, tried: Iterable[Tried]) -> InUse:
    """What may run when the controls have been tried. The rule that is always there is told of, and stays."""
    failed = {one.rule.id: _WHY for one in tried if one.failed and one.rule.id != ENHET_RULE}
    return replace(in_use, left_out={**failed, **in_use.left_out})


def tell_of_failed(tx: Transaction, today: Today, period: Month, tried: Iterable[Tried]) -> int:
    """Tell internal control of each rule that did not hold. Gives how many notices were new."""
    people = people_for(today, [INTERNAL_CONTROL], "")
    failed = [one.rule.id for one in tried if one.failed]
    return sum(
        tell_of(tx, today, Reason.CONTROL_FAILED, f"{rule} {period}", people, rule=rule, month=period)
        for rule in failed
    )


def covered(
    today: Today,
    run: Run,
    facts: Facts,
    judged: Mapping[Month, JudgedMonth],
    months: Iterable[Month],
    tried: Sequence[Tried],
    in_use: InUse,
    without: Sequence[str],
) -> list[Coverage]:
    """Of every rule in each of the months, each with the tests of its own versions.

    without: ids of expected deliveries that have not come.
    """
    rulebook = today.desk.rulebook
    stamps = stamps_of(rulebook)
    lacking = {e.dataset for e in today.desk.policies.deliveries if e.id in without and e.dataset is not None}
    return [
        one
        for month in months
        for one in coverage(
            rulebook, facts, judged[month].verdicts, month, run=run.id, today=today.day, stamps=stamps,
            controlled=[one.in_month(month) for one in tried], left_out=in_use.left_out, lacking=lacking,
        )
    ]  # fmt: skip
