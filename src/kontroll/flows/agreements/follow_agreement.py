"""Follow an agreement: how it stands with its goals on the way, at mid-year and when the year is over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from kontroll.domain.agreement import (
    VERDICTS,
    Agreement,
    AgreementRefusal,
    AgreementRefused,
    AgreementState,
    GoalStatus,
    Party,
    Round,
    Verdict,
    concluded,
    demand,
)
from kontroll.domain.notice import Reason
from kontroll.domain.rowtext import row_text
from kontroll.flows.agreements.with_agreement import WithAgreement, with_agreement
from kontroll.flows.people.today import Today
from kontroll.wiring import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """How it stands with one goal. value: the figure as it is shown now; "" = none."""

    goal: int
    verdict: Verdict
    value: str = ""
    said: str = ""


def record_round(
    desk: Desk,
    id: str,
    by: str,
    round: Round,
    judged: Sequence[Judged],
    now: datetime,
    version: int | None = None,
    today: Today | None = None,
) -> Agreement:
    """On the way and at mid-year by either of the two; the result of the year by the superior, who then makes it up.

    Raises as `with_agreement`, and AgreementRefused.
    """
    with with_agreement(desk, id, by, now, version, today) as act:
        agreement, goals = act.agreement, act.goals
        demand(agreement.state is AgreementState.AGREED, AgreementRefusal.NOT_AGREED)
        demand(round is not Round.RESULT or act.party is Party.SUPERIOR, AgreementRefusal.NOT_HERS)
        demand(bool(judged), AgreementRefusal.NOT_ALL)
        known = {goal.number for goal in goals}
        for one in judged:
            demand(one.goal in known, AgreementRefusal.NO_SUCH_GOAL)
            demand(one.verdict in VERDICTS[round], AgreementRefusal.WRONG_VERDICT)
        rows = _rows(act, round, judged)
        after = agreement
        if round is Round.MIDYEAR:
            after = replace(agreement, midyear_on=act.today.day)
        elif round is Round.RESULT:
            after = concluded(agreement, now, act.today.day, rows, goals)
        act.tx.goal_statuses.add_all(rows)
        saved = act.keep(after, round.value, {"goals": len(rows), **_counts(rows)}, row=row_text(*rows))
        if round is Round.RESULT:
            act.tell_other(Reason.AGREEMENT_RESULT, saved)
        return saved


def read_result(desk: Desk, id: str, by: str, now: datetime, version: int | None = None) -> Agreement:
    """The leader has read how the year was made up. Raises as `with_agreement`."""
    with with_agreement(desk, id, by, now, version) as act:
        demand(act.party is Party.LEADER, AgreementRefusal.NOT_HERS)
        demand(act.agreement.state is AgreementState.CONCLUDED, AgreementRefusal.NOT_AGREED)
        demand(act.agreement.result_read_at is None, AgreementRefusal.ALREADY)
        return act.keep(replace(act.agreement, result_read_at=now), "årsresultat lest")


def _rows(act: WithAgreement, round: Round, judged: Sequence[Judged]) -> list[GoalStatus]:
    seen: dict[int, int] = {}
    for one in act.tx.goal_statuses.where(agreement=act.agreement.id):
        seen[one.goal] = max(seen.get(one.goal, 0), one.number)
    found: list[GoalStatus] = []
    for said in judged:
        if any(row.goal == said.goal for row in found):
            raise AgreementRefused(AgreementRefusal.NO_SUCH_GOAL)
        text = act.note("vurdert", {"goal": said.goal, "round": round.value}, said.said) if said.said.strip() else 0
        found.append(
            GoalStatus(
                agreement=act.agreement.id, goal=said.goal, number=seen.get(said.goal, 0) + 1, round=round,
                verdict=said.verdict, value=said.value, by=act.by, at=act.now, text=text,
            )
        )  # fmt: skip
    return found


def _counts(rows: Sequence[GoalStatus]) -> dict[str, int]:
    words = [row.verdict.name.lower() for row in rows]
    return {word: words.count(word) for word in sorted(set(words))}


def is_over(agreement: Agreement, today: date) -> bool:
    """Whether its year is, so that it can be made up."""
    return today > date(agreement.year, 12, 31)
