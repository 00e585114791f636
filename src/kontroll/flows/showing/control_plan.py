"""Control plan to be read on a page: what is sampled and when, how it stands with each period, and what the draws have shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kontroll.domain.controlplan import Control, ControlPeriod, Every
from kontroll.domain.draw import Arm, Draw
from kontroll.flows.month.scheduled_month import due_day
from kontroll.flows.samples.due_controls import (
    ArmStanding,
    ControlStanding,
    PeriodStanding,
    Standing,
    control_standings,
)
from kontroll.flows.samples.estimates import PeriodEstimates, estimates_of
from kontroll.flows.samples.known_of_control import known_of_draws
from kontroll.report.sampling.arms import arm_sentence, caught_sentence, short_of
from kontroll.report.sampling.planned import arm_name, every_name, period_name, promise_of
from kontroll.store.transaction import Transaction
from kontroll.texts import _
from kontroll.wiring import Desk

#: Periods that the page shows of each control.
MOST = 13


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownArm:
    """why: sentences: why the draw is as large as it is, or why there is none."""

    name: str
    standing: Standing
    draw: Draw | None
    why: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPeriod:
    name: str
    deadline: date
    drafted_on: date
    arms: Sequence[ShownArm]
    held: bool
    overdue: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownEstimate:
    """By arm, in a few words; "" where nothing is known. draws: ids by arm."""

    name: str
    shown: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownControl:
    """latest: of which period the sentences are, "" where none is concluded; sentences: one for each arm, and both together.

    points: of the check-list: reglement, number ("" where there is no such skal-sentence), and name.
    next_name, next_on: the next period, and the day by which its drafts are made; None where no month is judged.
    """

    control: Control
    dataset: str
    is_public: bool
    points: Sequence[tuple[str, str, str]]
    every: str
    promise: str
    arms: Sequence[str]
    delivered: bool
    next_name: str
    next_on: date | None
    latest: str
    sentences: Sequence[str]
    periods: Sequence[ShownPeriod]
    passed_over: Sequence[str]
    history: Sequence[ShownEstimate]

    @property
    def overdue(self) -> int:
        return sum(period.overdue for period in self.periods)


def shown_plan(desk: Desk, tx: Transaction, day: date) -> list[ShownControl]:
    """In the order of the plan."""
    why = known_of_draws(desk, tx)
    return [_shown(desk, tx, one, why, day) for one in control_standings(desk, tx)]


@dataclass(frozen=True, slots=True, kw_only=True)
class NotSampled:
    """A control and a period without a concluded draw. period: "" where none has come to it."""

    control: str
    period: str
    why: str
    overdue: bool


def not_sampled(desk: Desk, tx: Transaction, day: date) -> list[NotSampled]:
    """Everything that the plan says is to be sampled and is not, in its order."""
    found: list[NotSampled] = []
    for one in control_standings(desk, tx):
        if not one.delivered:
            found.append(
                NotSampled(control=one.control.name, period="", why=_(Standing.NOT_DELIVERED.value), overdue=False)
            )
            continue
        found += [_passed_over(one.control, period) for period in one.passed_over]
        if not one.periods and not one.passed_over:
            found.append(
                NotSampled(control=one.control.name, period="", why=_("ingen periode er vurdert ennå"), overdue=False)
            )
        found += [_unheld(period, day) for period in one.periods if not period.is_held]
    return found


def _passed_over(control: Control, period: ControlPeriod) -> NotSampled:
    name = period_name(period, control.every)
    return NotSampled(control=control.name, period=name, why=_("ikke alle månedene er vurdert"), overdue=False)


def _unheld(one: PeriodStanding, day: date) -> NotSampled:
    worst = next(arm for arm in one.arms if not arm.standing.is_held)
    return NotSampled(
        control=one.control.name,
        period=period_name(one.period, one.control.every),
        why=_word(worst),
        overdue=one.is_overdue(day),
    )


def _word(arm: ArmStanding) -> str:
    in_words = arm.draw.state.value if arm.draw is not None else arm.standing.value
    return _(in_words)


def _shown(
    desk: Desk, tx: Transaction, one: ControlStanding, why: Mapping[str, Sequence[str]], day: date
) -> ShownControl:
    control, plan = one.control, desk.policies.control_plan
    dataset = desk.rulebook.datasets.get(control.dataset)
    size = plan.sizes.get(control.risk)
    estimates = estimates_of(desk, tx, control.id)
    latest = estimates[-1] if estimates else None
    return ShownControl(
        control=control,
        dataset=dataset.name if dataset is not None else control.dataset,
        is_public=control.dataset in plan.public,
        points=[_point(desk, point) for point in control.checklist],
        every=every_name(control.every),
        promise=promise_of(size, control.arms) if size is not None else "",
        arms=[arm_name(arm) for arm in control.arms],
        delivered=one.delivered,
        next_name=period_name(one.next_period, control.every) if one.next_period is not None else "",
        next_on=_next_on(desk, one.next_period),
        latest=period_name(latest.period, control.every) if latest is not None else "",
        sentences=_sentences(control, latest),
        periods=[_period(period, why, day) for period in reversed(one.periods[-MOST:])],
        passed_over=[period_name(period, control.every) for period in one.passed_over],
        history=[_estimate(control, each) for each in reversed(estimates[-MOST:])],
    )


def _point(desk: Desk, point: str) -> tuple[str, str, str]:
    id, _slash, number = point.partition("/")
    reglement = desk.reglementer.by_id.get(id)
    if reglement is None or not reglement.at(number):
        return id, "", point.replace("/", " ")
    return id, number, reglement.name


def _next_on(desk: Desk, period: ControlPeriod | None) -> date | None:
    """At the latest: the first working day after the day on which everything is due."""
    return None if period is None else desk.days.after(due_day(desk.policies, period.last), 2)


def _sentences(control: Control, latest: PeriodEstimates | None) -> list[str]:
    noun = control.name.lower()
    said = []
    for arm in control.arms:
        if latest is not None and arm in latest.by_size:
            said.append(_("Det er trukket etter beløp. Hva det viser, står i rapporten."))
        else:
            estimate = latest.estimates.get(arm) if latest is not None else None
            said.append(arm_sentence(estimate, noun, arm))
    if latest is not None and {Arm.FLAGGED, Arm.UNFLAGGED} <= latest.estimates.keys():
        said.append(caught_sentence(latest.caught))
    return said


def _period(one: PeriodStanding, why: Mapping[str, Sequence[str]], day: date) -> ShownPeriod:
    return ShownPeriod(
        name=period_name(one.period, one.control.every),
        deadline=one.deadline,
        drafted_on=one.drafted_on,
        arms=[_arm(arm, why) for arm in one.arms],
        held=one.is_held,
        overdue=one.is_overdue(day),
    )


def _arm(arm: ArmStanding, why: Mapping[str, Sequence[str]]) -> ShownArm:
    said = why.get(arm.draw.id, []) if arm.draw is not None else [one for one in arm.why.split("\n") if one]
    return ShownArm(name=arm_name(arm.arm), standing=arm.standing, draw=arm.draw, why=said)


def _estimate(control: Control, one: PeriodEstimates) -> ShownEstimate:
    shown = [(arm_name(arm), short_of(one.estimates.get(arm))) for arm in control.arms]
    return ShownEstimate(name=period_name(one.period, _every(one.period)), shown=shown)


def _every(period: ControlPeriod) -> Every:
    """As the period is, whatever the plan says now."""
    length = period.last.ordinal - period.first.ordinal + 1
    return next((every for every in Every if every.months == length), Every.MONTH)
