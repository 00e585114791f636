"""Review month: whoever is above the leader has read what she says: she asks about it, or accepts it."""

from __future__ import annotations

from datetime import datetime

from kontroll.domain.month import Month
from kontroll.domain.monthly import Explanation, MonthlyAct, MonthlyRefusal, accepted, questioned
from kontroll.domain.notice import Reason
from kontroll.flows.monthly.ask_month import leader_of
from kontroll.flows.monthly.telling import tell_of_month
from kontroll.flows.monthly.with_month import demand, with_month
from kontroll.wiring import Desk


def accept_month(
    desk: Desk, enhet: str, month: Month, theme: str, person: str, text: str, now: datetime, version: int | None = None
) -> Explanation:
    """text: what she adds; may be empty. Raises NotMonthly, NoSuchMonth or Conflict."""
    with with_month(desk, enhet, month, person, now) as act:
        one = act.of(theme, version)
        demand(act.is_above(one), MonthlyRefusal.NOT_ABOVE, one)
        saved, _entry = act.keep(one, accepted(one, by=person, on=act.day), MonthlyAct.ACCEPT, text)
    return saved


def question_month(
    desk: Desk, enhet: str, month: Month, theme: str, person: str, text: str, now: datetime, version: int | None = None
) -> Explanation:
    """text: what she asks. The leader has as long as she had the first time."""
    with with_month(desk, enhet, month, person, now) as act:
        one = act.of(theme, version)
        demand(act.is_above(one), MonthlyRefusal.NOT_ABOVE, one)
        demand(bool(text.strip()), MonthlyRefusal.NO_TEXT, one)
        deadline = act.today.deadline(desk.policies.monthly.deadline_days)
        saved, _entry = act.keep(one, questioned(one, deadline=deadline), MonthlyAct.QUESTION, text)
        number = act.tx.monthly_events.count(explanation=one.id)
        leaders = leader_of(act.today, saved)
        tell_of_month(act.tx, act.today, Reason.MONTH_QUESTIONED, [saved], leaders, number, deadline=deadline)
    return saved
