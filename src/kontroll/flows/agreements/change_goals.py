"""Change goals: add one to a draft, change it, or take it out. Whoever had signed signed something else, and signs again."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from kontroll.domain.agreement import OTHER, Agreement, AgreementRefusal, AgreementRefused, Goal, GoalKind, changed
from kontroll.domain.agreementgoal import CONTROL_SIGNS, Wanted, check, exact
from kontroll.domain.rulebook import Rulebook
from kontroll.flows.agreements.with_agreement import WithAgreement, with_agreement
from kontroll.wiring import Desk


def add_goal(desk: Desk, id: str, by: str, wanted: Wanted, now: datetime, version: int | None = None) -> Agreement:
    """Raises as `with_agreement`, and AgreementRefused for a goal that is none."""
    with with_agreement(desk, id, by, now, version) as act:
        after, wanted = changed(act.agreement), _checked(desk.rulebook, wanted, act.agreement.year)
        goals = act.goals
        if wanted.kind is GoalKind.MAP and any(goal.indicator == wanted.indicator for goal in goals):
            raise AgreementRefused(AgreementRefusal.THERE_IS_ONE, "indikator")
        number = max((goal.number for goal in goals), default=0) + 1
        act.tx.goals.add(wanted.as_goal(id, number, _words(act, number, wanted)))
        return act.keep(after, "mål lagt til", {"goal": number})


def change_goal(
    desk: Desk, id: str, number: int, by: str, wanted: Wanted, now: datetime, version: int | None = None
) -> Agreement:
    """Its kind, area and figure stay. Raises as `add_goal`."""
    with with_agreement(desk, id, by, now, version) as act:
        after, before = changed(act.agreement), _goal(act, number)
        same = replace(wanted, kind=before.kind, area=before.area, indicator=before.indicator)
        same = _checked(desk.rulebook, same, act.agreement.year)
        text = _words(act, number, same) if before.kind in OTHER else before.text
        new = same.as_goal(id, number, text)
        act.tx.goals.save(before, replace(new, version=before.version))
        return act.keep(after, "mål endret", {"goal": number})


def remove_goal(desk: Desk, id: str, number: int, by: str, now: datetime, version: int | None = None) -> Agreement:
    """Raises as `with_agreement`. The numbers of the others stay."""
    with with_agreement(desk, id, by, now, version) as act:
        after, goal = changed(act.agreement), _goal(act, number)
        act.tx.goals.delete(agreement=id, number=goal.number)
        return act.keep(after, "mål tatt ut", {"goal": number})


def _goal(act: WithAgreement, number: int) -> Goal:
    found = next((goal for goal in act.goals if goal.number == number), None)
    if found is None:
        raise AgreementRefused(AgreementRefusal.NO_SUCH_GOAL)
    return found


def _checked(rulebook: Rulebook, wanted: Wanted, year: int) -> Wanted:
    """With its numbers as they are kept."""
    sign = CONTROL_SIGNS.get(wanted.indicator, 1)
    if wanted.kind is GoalKind.MAP:
        indicator = rulebook.indicators.get(wanted.indicator)
        if indicator is None or indicator.computed is not None:
            raise AgreementRefused(AgreementRefusal.NO_SUCH_GOAL, "indikator")
        sign, wanted = indicator.better.sign, replace(wanted, area=indicator.focus_area)
    elif wanted.kind is GoalKind.CONTROL and wanted.indicator not in CONTROL_SIGNS:
        raise AgreementRefused(AgreementRefusal.NO_SUCH_GOAL, "indikator")
    check(wanted, year, sign)
    green, yellow = exact(wanted.green), exact(wanted.yellow)
    return replace(
        wanted,
        green=format(green, "f") if green is not None else "",
        yellow=format(yellow, "f") if yellow is not None else "",
        target=wanted.target if wanted.kind is GoalKind.COUNTED else 0,
        due=wanted.due if wanted.kind in OTHER else None,
    )


def _words(act: WithAgreement, number: int, wanted: Wanted) -> int:
    if wanted.kind not in OTHER:
        return 0
    return act.note("mål", {"goal": number, "of": wanted.kind.value}, wanted.words)
