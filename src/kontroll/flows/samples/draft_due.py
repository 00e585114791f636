"""Draft due: the worker makes the drafts of the control plan that are due, tells who is to go on with them, and what is overdue.

It freezes, sizes and tells, and no more: a draft is nothing that anybody has promised. The seed comes from people.

Each draft is a transaction of its own, and whatever is found done is not done again: a worker that was stopped in the middle goes
on where it was, and one that was down makes what is missing when it comes back.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from kontroll.domain.controlplan import Control, RiskSize
from kontroll.domain.draw import Arm, Draw, DrawState
from kontroll.domain.drawplan import PlanChoices, StrataRule, StratumChoice, choices_from
from kontroll.domain.notice import Reason
from kontroll.domain.policy import INTERNAL_CONTROL
from kontroll.domain.strata import MAIN
from kontroll.flows.month.missed_control import ACTOR
from kontroll.flows.saker.acting import today_of
from kontroll.flows.samples.chosen import NotFrozen
from kontroll.flows.samples.due_controls import (
    EMPTY,
    ArmStanding,
    PeriodStanding,
    Standing,
    begin_controls,
    control_standings,
    without_draw,
)
from kontroll.flows.samples.known_of_control import KnownOfControl, keep_known, known_of, known_of_draw
from kontroll.flows.samples.overdue_controls import tell_overdue
from kontroll.flows.samples.population import listed
from kontroll.flows.samples.start_draw import plan_draw, start_draw
from kontroll.flows.samples.trial import try_plan
from kontroll.flows.telling.tell import people_for, tell_of
from kontroll.report.sampling.planned import decision_of, draw_name, waiting_sentence
from kontroll.sampling.partsize import PartSize
from kontroll.sampling.rates import Impossible
from kontroll.sampling.sized import asked_of, asked_of_part, sized, staged_by
from kontroll.store.transaction import Transaction
from kontroll.texts import NORWAY, near_day
from kontroll.wiring import Desk

_TO_TRY = (Standing.AWAITED, Standing.NOT_FROZEN)
#: Nothing is accepted or rejected of flagged records, whatever is found.
_ANYTHING = "0.99"


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """Counts. stopped: arms that could not be frozen. overdue: saker that were opened."""

    drafts: int = 0
    stopped: int = 0
    notices: int = 0
    overdue: int = 0


def draft_due(desk: Desk, now: datetime, only: Sequence[str] = ()) -> Drafted:
    """Everything that is due on the day. only: controls by id; () = all of them."""
    day = now.astimezone(NORWAY).date()
    with desk.database.transaction(ACTOR, now) as tx:
        begin_controls(desk, tx, day)
    drafts = stopped = 0
    for one in _due(desk, day, only):
        made, failed = _draft(desk, one, now)
        drafts, stopped = drafts + made, stopped + failed
    return Drafted(drafts=drafts, stopped=stopped, notices=_tell(desk, now), overdue=tell_overdue(desk, now))


def _due(desk: Desk, day: date, only: Sequence[str]) -> list[PeriodStanding]:
    """Periods that lack a draft, or of which a draft lacks its plan, from the first working day after they were judged."""
    if not desk.days.is_working_day(day):
        return []
    with desk.database.reading() as tx:
        periods = [period for one in control_standings(desk, tx) for period in one.periods]
    wanted = [one for one in periods if not only or one.control.id in only]
    return [one for one in wanted if day >= one.drafted_on and any(_to_do(arm) for arm in one.arms)]


def _to_do(arm: ArmStanding) -> bool:
    return arm.standing in _TO_TRY or (arm.draw is not None and _is_unplanned(arm.draw))


def _is_unplanned(draw: Draw) -> bool:
    """The worker was stopped between freezing and sizing."""
    is_own = draw.state is DrawState.DRAFT and draw.made_by == ACTOR
    return is_own and not (draw.plan and choices_from(draw.plan).strata)


# --- one period ---------------------------------------------------------------------------------------------------------


def _draft(desk: Desk, one: PeriodStanding, now: datetime) -> tuple[int, int]:
    """How many drafts were made, and how many arms could not be frozen."""
    try:
        with desk.database.reading() as tx:
            known = known_of(desk, tx, one.control, one.period)
    except NotFrozen as stopped:
        for arm in one.arms:
            _without(desk, one, arm, _told(stopped), now)
        return 0, len(one.arms)
    made = failed = 0
    for arm in one.arms:
        if not _to_do(arm):
            continue
        if arm.draw is None and not known.records(arm.arm):
            _without(desk, one, arm, EMPTY, now)
            continue
        try:
            draw = arm.draw or _start(desk, one, arm.arm, known, now)
        except (NotFrozen, Impossible) as stopped:
            _without(desk, one, arm, _told(stopped), now)
            failed += 1
            continue
        _plan(desk, draw, one.control, known, now)
        made += 1
    return made, failed


def _start(desk: Desk, one: PeriodStanding, arm: Arm, known: KnownOfControl, now: datetime) -> Draw:
    """Raises NotFrozen and Impossible."""
    control, size = one.control, desk.policies.control_plan.sizes[known.now.risk]
    # No sample may be small enough to be looked at and large enough for the plan: that is told before a number is used.
    sized(control, size, arm, {MAIN: known.records(arm)})
    return start_draw(
        desk,
        ACTOR,
        now,
        name=draw_name(control, one.period, arm),
        dataset=control.dataset,
        condition=control.condition,
        amount_field=control.amount_field,
        first=one.period.first,
        last=one.period.last,
        arm=arm,
        rules=",".join(control.rules),
        control=control.id,
        risk=known.now.risk,
        choices=choices_of(desk, control, size, arm),
    )


def choices_of(
    desk: Desk, control: Control, size: RiskSize, arm: Arm, parts: Sequence[PartSize] = (), count: int = 1
) -> PlanChoices:
    """What the plan of a draw says by the control plan. parts: once the population is frozen; count: records of it."""
    seed = desk.policies.control_plan.seed
    words = asked_of(control, size, arm, count)
    return PlanChoices(
        rule=StrataRule(top_amount=control.top),
        strata=tuple(StratumChoice(name=one.name, method=one.method, n=one.n, reserve=one.reserve) for one in parts),
        likelihood=words.get("metode", "hypergeometrisk"),
        confidence=size.confidence,
        tolerable=_ANYTHING if arm is Arm.FLAGGED else size.tolerable_of(count),
        expected_count="0",
        stages=staged_by(control, size, arm),
        seed_source=seed.source,
        seed_format=seed.written,
        fallback=seed.fallback,
        decision=decision_of(arm),
        second_share=control.second_share,
        checklist=control.checklist,
    )


def _plan(desk: Desk, draw: Draw, control: Control, known: KnownOfControl, now: datetime) -> None:
    """Sizes every part of what was frozen, and keeps the calculation and what it rests on."""
    size = desk.policies.control_plan.sizes[draw.risk]
    with desk.database.reading() as tx:
        counts = Counter(line.stratum for line in listed(tx, draw).values())
    parts = sized(control, size, draw.arm, dict(sorted(counts.items())))
    with desk.database.transaction(ACTOR, now) as tx:
        keep_known(tx, draw, known, sum(part.n for part in parts))
    for part in parts:
        if words := asked_of_part(control, size, draw.arm, part.name, counts[part.name]):
            try_plan(desk, draw.id, ACTOR, words, now)
    plan_draw(desk, draw.id, ACTOR, choices_of(desk, control, size, draw.arm, parts, counts.total()), now)


def _without(desk: Desk, one: PeriodStanding, arm: ArmStanding, why: str, now: datetime) -> None:
    """Kept once: the same reason tomorrow is no news."""
    known = Standing.NOT_FROZEN if why else Standing.NO_RECORDS
    if arm.standing is known and arm.why == why:
        return
    with desk.database.transaction(ACTOR, now) as tx:
        without_draw(tx, one.control, one.period, arm.arm, why)
        said = {
            "control": one.control.id,
            "first": str(one.period.first),
            "arm": arm.arm.value,
            "standing": known.value,
        }
        tx.trail.append("kontroll uten trekning", said)


def _told(stopped: NotFrozen | Impossible) -> str:
    return stopped.sentence if isinstance(stopped, Impossible) else "\n".join(one.what for one in stopped.problems)


# --- telling ------------------------------------------------------------------------------------------------------------


def _tell(desk: Desk, now: datetime) -> int:
    """Whoever is to reconcile a draft of the worker's, once for each draft. Gives how many notices were new."""
    with desk.database.transaction(ACTOR, now) as tx:
        today = today_of(desk, tx, now)
        told = 0
        for one in (period for each in control_standings(desk, tx) for period in each.periods):
            for draw in (arm.draw for arm in one.arms if arm.draw is not None):
                if draw.state is DrawState.DRAFT and draw.made_by == ACTOR and not _is_unplanned(draw):
                    people = people_for(today, [INTERNAL_CONTROL], "")
                    why = _waiting(desk, tx, draw, one)
                    told += tell_of(tx, today, Reason.DRAW_WAITS, draw.id, people, month=draw.last, why=why)
    return told


def _waiting(desk: Desk, tx: Transaction, draw: Draw, one: PeriodStanding) -> str:
    population = max(tx.populations.where(draw=draw.id), key=lambda found: found.number)
    drawn = sum(part.n for part in choices_from(draw.plan).strata)
    said = [draw.name + ".", waiting_sentence(population.count, drawn, near_day(one.deadline))]
    return "\n".join([*said, *known_of_draw(desk, tx, draw.id)])
