"""Ask month: whoever leads an enhet that was worse than the limit in the month that was judged last is asked to explain it.

Why only the last: nobody is asked to explain, today, months that were over before the kommune began to ask. A figure that is
corrected so that there is nothing to explain is taken back; one that is unknown changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from kontroll.domain.month import Month
from kontroll.domain.monthly import (
    Explanation,
    MonthlyAct,
    MonthlyEvent,
    MonthlyState,
    asked_again,
    id_of,
    lapsed,
)
from kontroll.domain.notice import Reason
from kontroll.domain.people import Responsible, Standing
from kontroll.domain.rowtext import ROW, row_text
from kontroll.domain.rulebook import Rulebook
from kontroll.domain.run import RunState
from kontroll.domain.sak import Sak, SakState
from kontroll.facts.facts import Facts
from kontroll.flows.deliveries.known_facts import known_facts
from kontroll.flows.monthly.deviations import Followed, followed, rules_about
from kontroll.flows.monthly.telling import tell_of_month
from kontroll.flows.people.today import Today
from kontroll.flows.saker.acting import today_of
from kontroll.store.transaction import Transaction
from kontroll.wiring import Desk

ACTOR = "kontroll"
#: The job whose runs judge the months, and what was looked at the last time.
_KINDS = ("organisasjon", "personer", "maalinger", "ambisjoner")
_JUDGING, _LOOKED = "maanedskjoring", "maanedsoppfolging"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Counts of explanations, and of new notices."""

    asked: int = 0
    lapsed: int = 0
    notices: int = 0


def ask_month(desk: Desk, now: datetime) -> Asked:
    """Done again with nothing new, it does nothing more."""
    if not desk.policies.monthly.themes:
        return Asked()
    with desk.database.reading() as tx:
        month, looked = last_judged(tx), str(tx.deliveries.newest())
        if month is None or tx.marks.get(_LOOKED) == f"{month} {looked}":
            return Asked()
        facts = _known(tx, desk.rulebook)
        waiting = tx.explanations.distinct("month", tx.explanations.table.c.state == MonthlyState.ASKED)
    policy, book = desk.policies.monthly, desk.rulebook
    figures = {one: followed(policy, book, facts, one) for one in {month, *waiting}}
    with desk.database.transaction(ACTOR, now) as tx:
        today = today_of(desk, tx, now)
        gone = sum(_lapse(tx, now, one, figures[one.month]) for one in _asked(tx) if one.month in figures)
        new = _ask(tx, today, now, month, [one for one in figures[month] if one.deviates])
        notices = sum(_tell(tx, today, of) for of in by_enhet(new))
        tx.marks.set(_LOOKED, f"{month} {looked}")
    return Asked(asked=len(new), lapsed=gone, notices=notices)


def _known(tx: Transaction, rulebook: Rulebook) -> Facts:
    """The enheter, what is measured of them, and what they have agreed on."""
    return known_facts(tx, replace(rulebook, datasets={}), kinds=_KINDS)[0]


def last_judged(tx: Transaction) -> Month | None:
    """The latest month with a run that was finished."""
    at = tx.runs.table.c
    found = tx.runs.newest("period", at.job == _JUDGING, at.state == RunState.DONE, limit=1)
    return found[0].period if found else None


def by_enhet(explanations: Iterable[Explanation]) -> Iterator[Sequence[Explanation]]:
    """Those of each enhet and month together, in their order."""
    found: dict[tuple[str, Month], list[Explanation]] = {}
    for one in explanations:
        found.setdefault((one.enhet, one.month), []).append(one)
    yield from found.values()


def note(
    tx: Transaction, one: Explanation, act: MonthlyAct, by: str, now: datetime, trail: int, *, forecast: bool = False
) -> None:
    """Remember what was done. forecast: whether she gave one."""
    number = tx.monthly_events.count(explanation=one.id) + 1
    tx.monthly_events.add(
        MonthlyEvent(
            explanation=one.id, number=number, act=act, by=by, at=now, trail=trail,
            forecast=one.forecast if forecast else None, forecast_decimals=one.forecast_decimals if forecast else 0,
        )
    )  # fmt: skip


def _asked(tx: Transaction) -> list[Explanation]:
    return tx.explanations.where(state=MonthlyState.ASKED)


def _lapse(tx: Transaction, now: datetime, one: Explanation, figures: Sequence[Followed]) -> bool:
    found = next((f for f in figures if f.enhet == one.enhet and f.theme.id == one.theme), None)
    if found is None or found.deviates:
        return False
    gone = tx.explanations.save(one, lapsed(one))
    entry = tx.trail.append("månedsoppfølging: bortfalt", {"id": gone.id}, {ROW: row_text(gone)})
    note(tx, gone, MonthlyAct.LAPSE, ACTOR, now, entry)
    return True


def _ask(
    tx: Transaction, today: Today, now: datetime, month: Month, deviations: Sequence[Followed]
) -> list[Explanation]:
    there = {one.id: one for one in tx.explanations.where(month=month)}
    waiting = _waiting_saker(tx, today)
    new = []
    for one in deviations:
        known = there.get(id_of(one.enhet, month, one.theme.id))
        if known is not None and known.state is not MonthlyState.LAPSED:
            continue
        made = _made(today, month, one, known, waiting.get((one.enhet, one.theme.id)))
        kept = tx.explanations.save(known, made) if known is not None else tx.explanations.add(made)
        about = {"id": kept.id, "deadline": str(kept.deadline), "sak": kept.sak}
        entry = tx.trail.append("månedsoppfølging: bedt om", about, {ROW: row_text(kept)})
        note(tx, kept, MonthlyAct.ASK, ACTOR, now, entry)
        new.append(kept)
    return new


def _made(today: Today, month: Month, one: Followed, known: Explanation | None, sak: Sak | None) -> Explanation:
    leader = today.directory.responsible_for(one.enhet, today.day)
    owner, deadline = leader.person if leader else None, today.deadline(today.desk.policies.monthly.deadline_days)
    if known is not None:
        again = asked_again(known, value=one.value, decimals=one.decimals, owner=owner, on=today.day, deadline=deadline)
        return replace(again, sak=sak.id if sak else None)
    return Explanation(
        id=id_of(one.enhet, month, one.theme.id), enhet=one.enhet, month=month, theme=one.theme.id, value=one.value,
        decimals=one.decimals, asked=today.day, owner=owner, deadline=deadline, sak=sak.id if sak else None,
    )  # fmt: skip


def _waiting_saker(tx: Transaction, today: Today) -> Mapping[tuple[str, str], Sak]:
    """(enhet, theme) -> the sak about the same figure that waits for an answer: it is not asked for twice."""
    themes = today.desk.policies.monthly.themes
    about = {theme.id: rules_about(theme, today.desk.rulebook) for theme in themes}
    rules = sorted({rule for of in about.values() for rule in of})
    at = tx.saker.table.c
    saker = tx.saker.where(at.state == SakState.OPEN, at.rule.in_(rules))
    return {(sak.enhet, theme): sak for theme, of in about.items() for sak in reversed(saker) if sak.rule in of}


def _tell(tx: Transaction, today: Today, of: Sequence[Explanation]) -> int:
    """Whoever has a sak about all of it has been told of that."""
    unasked = [one for one in of if one.sak is None]
    if not unasked:
        return 0
    return tell_of_month(tx, today, Reason.MONTH_DUE, unasked, leader_of(today, of[0]), deadline=of[0].deadline)


def leader_of(today: Today, one: Explanation) -> list[Responsible]:
    """Whoever answers for the enhet today."""
    found = today.directory.responsible_for(one.enhet, today.day)
    if found is not None:
        return [found]
    return [Responsible(person=one.owner, enhet=one.enhet, standing=Standing.LEADER)] if one.owner else []
