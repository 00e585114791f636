"""Uncontrolled: what was not controlled in a month: what is behind each number, so that it can be opened."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from kontroll.domain.access import Act, Thing, Viewer, may_enter, seen
from kontroll.domain.run import Run, RunState
from kontroll.flows.month.monthly_run import JOB
from kontroll.flows.people.today import Today
from kontroll.flows.showing.control_plan import NotSampled, not_sampled
from kontroll.flows.showing.steering_asked import About, about
from kontroll.report.measured import MeasuredMonth
from kontroll.report.situation import BUILT_IN_RULE, Situation
from kontroll.report.unchecked import SilentRule
from kontroll.store.counts import sums_by
from kontroll.store.transaction import Transaction

#: Failed runs are looked for in so many months back, the shown one included.
MONTHS = 13


@dataclass(frozen=True, slots=True)
class UnknownOfRule:
    """name: of the rule. answers: how many are unknown."""

    rule: str
    name: str
    answers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedControls:
    """What only concerns the kommune as a whole. missing: open saker about data that did not come. missed: open saker
    about jobs and evaluators that did not run. stopped: rules that struck too many to be believed. unproven: rules whose
    own tests did not hold in the month's run. Ids and names. ran: whether the month was run at all. samples: controls of the
    control plan without a concluded draw, as it stands now.
    """

    missing: int
    missed: int
    stopped: tuple[tuple[str, str], ...]
    unproven: tuple[tuple[str, str], ...]
    runs: tuple[Run, ...]
    ran: bool
    samples: tuple[NotSampled, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncontrolled:
    """answers, unknown: of the month, about what she sees. enheter: id and name of those of which nothing is known.

    silent: rules that said nothing about anybody. controls: None for whoever sees a part of the kommune.
    """

    answers: int
    unknown: int
    rules: tuple[UnknownOfRule, ...]
    silent: tuple[SilentRule, ...]
    enheter: tuple[tuple[str, str], ...]
    controls: FailedControls | None


def uncontrolled(
    tx: Transaction,
    today: Today,
    viewer: Viewer,
    situation: Situation,
    measured: MeasuredMonth,
    within: Collection[str] | None = None,
) -> Uncontrolled:
    """within: of these enheter alone, of those she sees; then nothing is said of the kommune as a whole."""
    enheter = seen(viewer, Thing.UNIT).enheter
    if within is not None:
        enheter = frozenset(within) if enheter is None else enheter & frozenset(within)
    answers, unknown = measured.answers(enheter)
    of_all = enheter is None and may_enter(viewer, Act.SEE, Thing.RUN)
    return Uncontrolled(
        answers=answers,
        unknown=unknown,
        rules=tuple(
            UnknownOfRule(rule, situation.shown[rule].name, count)
            for rule, count in measured.unknown_rules(enheter).items()
        ),
        silent=measured.silent,
        enheter=tuple((id, situation.unit_name(id, measured.month)) for id in measured.unmeasured(enheter)),
        controls=_controls(tx, today, measured) if of_all else None,
    )


def _controls(tx: Transaction, today: Today, measured: MeasuredMonth) -> FailedControls:
    wanted, month = about(tx, today), measured.month
    at = tx.runs.table.c
    done = tx.runs.newest("attempt", at.state == RunState.DONE, limit=1, job=JOB, period=month)
    stopped = [id for run in done for id in run.stopped.split(",") if id]
    tested = [one for run in done for one in tx.coverage.where(run=run.id, month=month) if one.expected]
    failed = tx.runs.newest(
        "started", at.state == RunState.FAILED, at.period > month.plus(-MONTHS), at.period <= month, limit=50, job=JOB
    )
    such = {one.value: wanted[one] for one in (About.MISSING_DATA, About.CONTROLS)}
    saker = sums_by(tx.saker, (), such, wanted[About.OPEN]).get((), {})
    return FailedControls(
        missing=saker.get(About.MISSING_DATA.value, 0),
        missed=saker.get(About.CONTROLS.value, 0),
        stopped=tuple((id, _name(today, id)) for id in stopped),
        unproven=tuple((one.rule, _name(today, one.rule)) for one in tested if not one.works),
        runs=tuple(failed),
        ran=bool(done),
        samples=tuple(not_sampled(today.desk, tx, today.day)),
    )


def _name(today: Today, rule: str) -> str:
    found = BUILT_IN_RULE if rule == BUILT_IN_RULE.id else today.desk.rulebook.rules.get(rule)
    return found.name if found is not None else rule
