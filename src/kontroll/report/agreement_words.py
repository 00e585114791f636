"""Agreement words: what a goal of a resultatavtale says, what it takes to reach it, and how it stands, in words."""

from __future__ import annotations

from decimal import Decimal

from kontroll.domain.agreement import AgreementState, Goal, GoalKind, Round, Verdict
from kontroll.domain.agreementgoal import ANSWERED_IN_TIME, CONTROL_SIGNS, DONE_IN_TIME, OVERDUE, RECURRED, exact
from kontroll.domain.indicator import Indicator
from kontroll.texts import N_, _, day, number

_NBSP = "\N{NO-BREAK SPACE}"
_CONTROL = {
    ANSWERED_IN_TIME: N_("Saker besvart innen fristen"),
    OVERDUE: N_("Saker over fristen"),
    DONE_IN_TIME: N_("Tiltak gjort innen fristen"),
    RECURRED: N_("Saker om noe som var funnet og lukket før"),
}
_PER_CENT = (ANSWERED_IN_TIME, DONE_IN_TIME)
_STATES = {
    AgreementState.DRAFT: N_("Utkast"),
    AgreementState.AGREED: N_("Inngått"),
    AgreementState.SUPERSEDED: N_("Avløst av en ny versjon"),
    AgreementState.CONCLUDED: N_("Gjort opp"),
}
_VERDICTS = {
    Verdict.ON_WAY: N_("På vei"),
    Verdict.AT_RISK: N_("I fare"),
    Verdict.REACHED: N_("Nådd"),
    Verdict.PARTLY: N_("Delvis nådd"),
    Verdict.MISSED: N_("Ikke nådd"),
    Verdict.UNMEASURED: N_("Ikke målbart"),
}
_ROUNDS = {
    Round.ON_THE_WAY: N_("Underveis"),
    Round.MIDYEAR: N_("Halvårsoppfølging"),
    Round.RESULT: N_("Årsresultat"),
}
_KINDS = {
    GoalKind.DATED: N_("Noe skal være gjort"),
    GoalKind.COUNTED: N_("Noe skal finnes i et visst antall"),
    GoalKind.JUDGED: N_("Vurderes av partene"),
}


def state_name(state: AgreementState) -> str:
    return _(_STATES[state])


def verdict_name(verdict: Verdict) -> str:
    return _(_VERDICTS[verdict])


def round_name(round: Round) -> str:
    return _(_ROUNDS[round])


def kind_name(kind: GoalKind) -> str:
    """Of other goals."""
    return _(_KINDS[kind])


def goal_name(goal: Goal, indicator: Indicator | None, words: str | None) -> str:
    """What it says. words: None where they are deleted after their time."""
    if goal.kind is GoalKind.MAP:
        return indicator.name if indicator is not None else goal.indicator
    if goal.kind is GoalKind.CONTROL:
        return _(_CONTROL[goal.indicator]) if goal.indicator in _CONTROL else goal.indicator
    return words if words is not None else _("Teksten er slettet etter frist.")


def reached_by(goal: Goal) -> str:
    """What it takes, of other goals: `15 innen 31. desember 2024`, `innen 1. juni 2024`, or that it is judged."""
    if goal.kind is GoalKind.COUNTED and goal.due is not None:
        return _("minst {count} innen {day}").format(count=number(goal.target), day=day(goal.due))
    if goal.due is not None:
        return _("innen {day}").format(day=day(goal.due))
    return _("vurderes av partene")


def threshold(goal: Goal, indicator: Indicator | None, text: str) -> str:
    """`minst 75` or `høyst 7,7 prosent`: what a figure must be to have the colour."""
    value = exact(text)
    if value is None:
        return "–"
    sign = CONTROL_SIGNS.get(goal.indicator, 1) if indicator is None else indicator.better.sign
    word = _("minst {value}") if sign > 0 else _("høyst {value}")
    return word.format(value=shown_value(goal, indicator, value))


def shown_value(goal: Goal, indicator: Indicator | None, value: Decimal | None) -> str:
    if value is None:
        return "–"
    if goal.kind is GoalKind.CONTROL:
        return number(value) + (f"{_NBSP}%" if goal.indicator in _PER_CENT else "")
    if indicator is None:
        return number(value)
    unit = "%" if indicator.unit == "prosent" else "" if indicator.unit == "antall" else indicator.unit
    places = max(indicator.decimals, -int(value.normalize().as_tuple().exponent))
    return number(value, places) + (f"{_NBSP}{unit}" if unit else "")
