"""Explain month: why the figures are as they are, what is expected of the year, and what is done about it.

Why the sak too: where one about the same figure waits for her, what she promises here is her answer there. She has one place to
say it, and the rule tests what she promised.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from kontroll.domain.month import Month
from kontroll.domain.monthly import Explanation, MonthlyAct, MonthlyRefusal, MonthlyTiltak, NotMonthly, explained
from kontroll.domain.notice import Reason
from kontroll.domain.rowtext import ROW, row_text
from kontroll.domain.sak import Answer, Sak, SakState
from kontroll.engine.plain.comparison import half_away
from kontroll.flows.monthly.telling import readers_of, tell_of_month
from kontroll.flows.monthly.with_month import WithMonth, demand, with_month
from kontroll.flows.saker.acting import TEXT, Acting, actor_in
from kontroll.flows.saker.answer_sak import give_answer
from kontroll.flows.saker.promises import Promise
from kontroll.wiring import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Of one theme. forecast: of the year. fixed: the sak that waits is answered «rettet». version: of the one she saw."""

    text: str
    forecast: Decimal | None = None
    tiltak: Sequence[Promise] = ()
    fixed: bool = False
    version: int | None = None


def explain_month(
    desk: Desk, enhet: str, month: Month, person: str, said: Mapping[str, Said], now: datetime
) -> list[Explanation]:
    """said: theme -> what she says of it. All or nothing. Raises NotMonthly, NoSuchMonth, Conflict or Refused (of the sak)."""
    with with_month(desk, enhet, month, person, now) as act:
        done = [_explain(act, theme, one) for theme, one in said.items()]
        if done:
            number = max(act.tx.monthly_events.count(explanation=one.id) for one in done)
            others = [told for told in readers_of(act.today, enhet)[:1] if told.person != person]
            tell_of_month(act.tx, act.today, Reason.MONTH_EXPLAINED, done, others, number)
            _mark_answered(act)
    return done


def _explain(act: WithMonth, theme: str, said: Said) -> Explanation:
    one = act.of(theme, said.version)
    demand(act.answers_for, MonthlyRefusal.NOT_HERS, one)
    demand(bool(said.text.strip()), MonthlyRefusal.NO_TEXT, one)
    demand(said.forecast is not None or one.forecast is not None, MonthlyRefusal.NO_FORECAST, one)
    for promise in said.tiltak:
        _demand_promise(act, one, promise)
    after = explained(one, by=act.person, on=act.day, forecast=_scaled(act, theme, said.forecast))
    sak = _waiting_sak(act, one)
    given = Answer.MEASURE if said.tiltak else Answer.FIXED if said.fixed else None
    has_answered = sak is not None and given is not None
    if sak is not None and given is not None:
        answering = Acting(
            act.tx, act.today, act.now, actor_in(act.tx, act.today, act.person, sak, act.now), sak,
            tuple(act.tx.tiltak.where(sak=sak.id)),
        )  # fmt: skip
        give_answer(answering, given, said.text, said.tiltak)
    saved, _entry = act.keep(
        one, after, MonthlyAct.EXPLAIN, said.text, forecast=said.forecast is not None, tiltak=len(said.tiltak),
        sak=sak.id if has_answered and sak is not None else None,
    )  # fmt: skip
    if not has_answered:
        _promise(act, saved, said.tiltak)
    return saved


def _scaled(act: WithMonth, theme: str, forecast: Decimal | None) -> tuple[int, int] | None:
    """With the decimals of the figure it is about, half away from zero as figures are."""
    if forecast is None:
        return None
    decimals = act.explanations[theme].decimals
    rounded = half_away(Fraction(forecast), decimals)
    return int(rounded.scaleb(decimals)), decimals


def _waiting_sak(act: WithMonth, one: Explanation) -> Sak | None:
    sak = act.tx.saker.get(one.sak) if one.sak is not None else None
    return sak if sak is not None and sak.state is SakState.OPEN else None


def _demand_promise(act: WithMonth, one: Explanation, promise: Promise) -> None:
    demand(bool(promise.text.strip() and promise.owner.strip()), MonthlyRefusal.TILTAK_INCOMPLETE, one)
    known = act.today.directory.person(promise.owner.strip(), act.day)
    demand(known is not None, MonthlyRefusal.OWNER_UNKNOWN, one)
    demand(promise.deadline >= act.day, MonthlyRefusal.TILTAK_PASSED, one)


def _promise(act: WithMonth, one: Explanation, promises: Sequence[Promise]) -> None:
    first = act.tx.monthly_tiltak.count(explanation=one.id) + 1
    for number, promise in enumerate(promises, start=first):
        made = MonthlyTiltak(
            id=f"{one.id}-T{number}",
            explanation=one.id,
            owner=promise.owner.strip(),
            deadline=promise.deadline,
            trail=0,
        )
        about, texts = (
            {"id": made.id, "deadline": str(made.deadline)},
            {TEXT: promise.text.strip(), ROW: row_text(made)},
        )
        entry = act.tx.trail.append("månedsoppfølging: tiltak", about, texts)
        act.tx.monthly_tiltak.add(replace(made, trail=entry))


def _mark_answered(act: WithMonth) -> None:
    """Her own notices of the month."""
    about = {f"M{one.month}-{one.enhet}" for one in act.explanations.values()}
    for subject in about:
        hers = act.tx.notices.where(subject_key=subject, recipient=act.person, answered_at=None)
        act.tx.notices.save_all((notice, replace(notice, answered_at=act.now)) for notice in hers)


def finish_tiltak_of_month(
    desk: Desk, enhet: str, month: Month, tiltak_id: str, person: str, text: str, now: datetime
) -> MonthlyTiltak:
    """The tiltak that is done: by its owner, by whoever leads the enhet, or by one above."""
    with with_month(desk, enhet, month, person, now) as act:
        tiltak = act.tx.monthly_tiltak.get(tiltak_id)
        one = next((e for e in act.explanations.values() if tiltak is not None and e.id == tiltak.explanation), None)
        if tiltak is None or one is None:
            raise NotMonthly(MonthlyRefusal.TILTAK_INCOMPLETE, tiltak_id)
        demand(person == tiltak.owner or act.answers_for or act.is_above(one), MonthlyRefusal.NOT_HERS, one)
        demand(tiltak.done is None, MonthlyRefusal.TILTAK_DONE, one)
        done = act.tx.monthly_tiltak.save(tiltak, replace(tiltak, done=act.day, done_by=person))
        texts = {ROW: row_text(replace(done, trail=0))} | ({TEXT: text.strip()} if text.strip() else {})
        act.tx.trail.append("månedsoppfølging: tiltak gjennomført", {"id": done.id}, texts)
    return done
