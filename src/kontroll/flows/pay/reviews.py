"""Reviews: resultatlønn of leaders for a year: what was measured, what the superior judges, and what she decides.

Narrowed before it is read: herself, those above her in her line, and who answers for pay.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

import polars as pl

from kontroll.domain.access import Act, Thing, Viewer, has_own, may, reach, seen
from kontroll.domain.conflict import Conflict
from kontroll.domain.month import Month
from kontroll.domain.pay import (
    Judgement,
    Matter,
    PayOutcome,
    PayRefusal,
    PayRefused,
    PayReview,
    decided,
    goes_against,
    judged,
    review_id,
)
from kontroll.domain.problem import KontrollError
from kontroll.domain.rule import Rule, Status
from kontroll.domain.trail import Fact
from kontroll.domain.truth import Result, Truth
from kontroll.engine.verdicts import CODES
from kontroll.flows.people.today import Today
from kontroll.flows.saker.acting import TEXT, today_of
from kontroll.flows.telling.tell import superior_alone
from kontroll.report.situation import Situation
from kontroll.store.transaction import Transaction
from kontroll.wiring import Desk

ENTRY = "resultatlønn"
_RESULTS = {code: result for result, code in CODES.items()}


class NoSuchReview(KontrollError):
    """There is none, or she may not know that there is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What one rule of pay answered of an enhet. counts: it decides; else it is on trial, and only shown."""

    rule: Rule
    result: Result
    counts: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaderPay:
    """leader: person; "" where nobody led the enhet. measured: of all that counts, None where no rule is about the enhet.

    review: what is judged and decided; None as long as nobody has begun. decides: whether she who looks is the one to do it.
    """

    year: int
    month: Month
    enhet: str
    name: str
    leader: str
    leader_name: str
    rules: tuple[Measured, ...]
    measured: Result | None
    review: PayReview | None
    decides: bool
    own: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One LeaderPay with what was written: the reasons, by matter, and of the decision; "" = nothing, or it is deleted."""

    pay: LeaderPay
    reasons: Mapping[Matter, str]
    decision: str
    decided_by: str


def years(situation: Situation) -> list[int]:
    """Newest first."""
    return list(range(situation.last.year, situation.first.year - 1, -1))


def judged_month(situation: Situation, year: int) -> Month:
    """The month in which the year is judged: its last, or the last that is evaluated."""
    return min(max(Month(year, 12), situation.first), situation.last)


def pays(tx: Transaction, today: Today, viewer: Viewer, situation: Situation, year: int) -> list[LeaderPay]:
    """Of those she may see, by name of the enhet."""
    month = judged_month(situation, year)
    rows = _answers(situation, month)
    sees = seen(viewer, Thing.PAY)
    kept = {one.enhet: one for one in tx.pay_reviews.where(year=year)}
    leaders = {enhet: _leader(today, enhet, year, kept) for enhet in {*rows, *kept}}
    hers = [
        enhet
        for enhet, leader in leaders.items()
        if sees.holds(enhet) or (leader == viewer.person and has_own(viewer, Thing.PAY))
    ]
    found = [
        _pay(today, viewer, year, month, enhet, leaders[enhet], rows.get(enhet, ()), kept.get(enhet)) for enhet in hers
    ]
    return sorted(found, key=lambda one: (one.name.casefold(), one.enhet))


def one_pay(
    tx: Transaction, today: Today, viewer: Viewer, situation: Situation, year: int, enhet: str
) -> Written | None:
    """None where there is none, and where it is not for her."""
    found = next((one for one in pays(tx, today, viewer, situation, year) if one.enhet == enhet), None)
    if found is None:
        return None
    review = found.review
    entries = {} if review is None else {matter: review.reason(matter) for matter in Matter}
    asked = [one for one in [*entries.values(), review.trail if review else None] if one is not None]
    texts = tx.trail.texts(asked)
    # What is judged is the superior's draft until she has decided: the leader is then told all of it.
    told = review is not None and (review.outcome is not None or not found.own)
    return Written(
        pay=found,
        reasons={matter: texts.get((entry, TEXT), "") for matter, entry in entries.items() if entry and told},
        decision=texts.get((review.trail, TEXT), "") if review is not None and review.trail else "",
        decided_by=_name(today, review.decided_by or "") if review is not None else "",
    )


# --- what a superior does ---------------------------------------------------------------------------------------------


def judge(
    desk: Desk, situation: Situation, by: Viewer, year: int, enhet: str, version: int, matter: Matter,
    judgement: Judgement, text: str, now: datetime,
) -> PayReview:  # fmt: skip
    """version: of the review she saw; 0 where there was none. Raises NoSuchReview, Conflict and PayRefused."""
    with desk.database.transaction(by.person or by.user, now) as tx:
        _pay, review = _begun(tx, today_of(desk, tx, now), by, situation, year, enhet, version, text)
        about = {"matter": matter.value, "judgement": judgement.value}
        entry = _on_trail(tx, review, "vurdert", text, about)
        return tx.pay_reviews.save(review, judged(review, matter, judgement, entry))


def decide(
    desk: Desk, situation: Situation, by: Viewer, year: int, enhet: str, version: int, outcome: PayOutcome, text: str,
    now: datetime,
) -> PayReview:  # fmt: skip
    """text: why; demanded always, for what is decided is somebody's pay. Raises NoSuchReview, Conflict and PayRefused."""
    with desk.database.transaction(by.person or by.user, now) as tx:
        today = today_of(desk, tx, now)
        found, review = _begun(tx, today, by, situation, year, enhet, version, text)
        if today.day <= date(year, 12, 31):
            raise PayRefused(PayRefusal.YEAR_NOT_OVER)
        grounds = _grounds(found, review)
        about: dict[str, Fact] = {
            "outcome": outcome.value, "measured": found.measured.value if found.measured else None, "grounds": grounds,
            "against": goes_against(outcome, found.measured),
        }  # fmt: skip
        after = decided(
            review, outcome, found.measured, grounds=grounds, by=by.person or by.user, at=now, entry=0
        )  # refused before anything is on the trail
        entry = _on_trail(tx, review, "avgjort", text, about)
        return tx.pay_reviews.save(
            review,
            decided(review, outcome, after.measured, grounds=grounds, by=by.person or by.user, at=now, entry=entry),
        )


def _begun(
    tx: Transaction, today: Today, by: Viewer, situation: Situation, year: int, enhet: str, version: int, text: str
) -> tuple[LeaderPay, PayReview]:
    found = next((one for one in pays(tx, today, by, situation, year) if one.enhet == enhet), None)
    if found is None or not found.leader:
        raise NoSuchReview(review_id(year, enhet))
    if not found.decides:
        raise PayRefused(PayRefusal.NOT_HERS)
    if not text.strip():
        raise PayRefused(PayRefusal.NO_REASON)
    review = found.review
    if (review.version if review is not None else 0) != version:
        raise Conflict("PayReview", review_id(year, enhet))
    if review is None:
        review = tx.pay_reviews.add(PayReview(id=review_id(year, enhet), year=year, enhet=enhet, leader=found.leader))
    return found, review


def _on_trail(tx: Transaction, review: PayReview, what: str, text: str, about: Mapping[str, Fact]) -> int:
    facts = {"pay": review.id, "enhet": review.enhet, "leader": review.leader, **about}
    return tx.trail.append(f"{ENTRY}: {what}", facts, {TEXT: text.strip()})


def _grounds(pay: LeaderPay, review: PayReview) -> str:
    """Hash of what was before her when she decided: each rule's answer, and each judgement."""
    lines = [f"{one.rule.id}={one.result.value}" for one in pay.rules]
    lines += [f"{matter.value}={found.value}" for matter in Matter if (found := review.judged(matter)) is not None]
    return sha256("\n".join([str(pay.month), *lines]).encode()).hexdigest()


# --- what is found ----------------------------------------------------------------------------------------------------


def _answers(situation: Situation, month: Month) -> dict[str, tuple[Measured, ...]]:
    """Enhet -> what the rules of pay answered in the month. Those kept for talks are not among them."""
    rules = {id: situation.rulebook.rules[id] for id, thing in situation.confined.items() if thing is Thing.PAY}
    rows = situation.confined_rows.filter((pl.col("month") == month.ordinal) & pl.col("regel").is_in(list(rules)))
    found: dict[str, list[Measured]] = {}
    for regel, enhet, code in rows.sort("regel").select("regel", "enhet", "resultat").iter_rows():
        rule = rules[regel]
        found.setdefault(enhet, []).append(
            Measured(rule=rule, result=_RESULTS[code], counts=rule.status is Status.IN_USE)
        )
    return {enhet: tuple(answers) for enhet, answers in found.items()}


def together(rules: Sequence[Measured]) -> Result | None:
    """All that count must give ground: Kleene's and. None where none of them is about the enhet."""
    truths = [
        {Result.TRUE: Truth.TRUE, Result.UNKNOWN: Truth.UNKNOWN}.get(one.result, Truth.FALSE)
        for one in rules
        if one.counts and one.result is not Result.NOT_IN_FORCE
    ]
    if not truths:
        return None
    if Truth.FALSE in truths:
        return Result.FALSE
    return Result.UNKNOWN if Truth.UNKNOWN in truths else Result.TRUE


def _pay(
    today: Today, viewer: Viewer, year: int, month: Month, enhet: str, leader: str, rules: Sequence[Measured],
    review: PayReview | None,
) -> LeaderPay:  # fmt: skip
    above = superior_alone(today, enhet)
    decides = any(one.person == viewer.person for one in above) and may(viewer, Act.DO, Thing.PAY, enhet)
    return LeaderPay(
        year=year,
        month=month,
        enhet=enhet,
        name=today.directory.name_of(enhet, today.day),
        leader=leader,
        leader_name=_name(today, leader) if leader else "",
        rules=tuple(rules),
        measured=together(rules),
        review=review,
        decides=decides and leader != viewer.person,
        own=leader == viewer.person and not reach(viewer, Act.SEE, Thing.PAY).holds(enhet),
    )


def _leader(today: Today, enhet: str, year: int, kept: Mapping[str, PayReview]) -> str:
    """Whose pay it is: whoever led the enhet when the year ended, or leads it now where it has not."""
    if enhet in kept:
        return kept[enhet].leader
    found = today.directory.responsible_for(enhet, min(today.day, date(year, 12, 31)))
    return found.person if found is not None and found.enhet == enhet else ""


def _name(today: Today, person: str) -> str:
    found = today.directory.person(person, today.day) if person else None
    return found.name if found is not None else person


def waiting_pays(tx: Transaction, today: Today, viewer: Viewer, situation: Situation) -> Iterator[LeaderPay]:
    """Those of the last year that is over which she has not decided."""
    year = today.day.year - 1
    if year in years(situation):
        yield from (
            one
            for one in pays(tx, today, viewer, situation, year)
            if one.decides and one.leader and (one.review is None or one.review.outcome is None)
        )
