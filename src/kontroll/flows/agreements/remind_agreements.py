"""Remind: those who lead and have no agreement of the year, and those whose agreement is not followed up in time.

Before the day the leader is told; when it is over, the one above her too: she has not seen to it either. Nobody is reminded
in a kommune that has not begun to make them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from kontroll.domain.agreement import Agreement, AgreementState
from kontroll.domain.agreementpolicy import AgreementPolicy
from kontroll.domain.notice import Reason
from kontroll.domain.people import Responsible, Standing
from kontroll.flows.agreements.parties import Parties, led_enheter, parties_of
from kontroll.flows.people.today import Today
from kontroll.flows.saker.acting import today_of
from kontroll.flows.telling.tell import tell_of
from kontroll.store.transaction import Transaction
from kontroll.wiring import Desk

ACTOR = "kontroll"
_HOLDS = (AgreementState.AGREED, AgreementState.CONCLUDED)
#: `resultatavtaler:WHAT:YEAR` -> the day on which it was told.
_TOLD = "resultatavtaler:{what}:{year}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Without:
    """A leader without an agreement that holds. draft: the one that is being made; None = nobody has begun."""

    enhet: str
    parties: Parties
    draft: Agreement | None


def without_agreement(tx: Transaction, today: Today, year: int) -> list[Without]:
    """Every leader of the day who has none for the year, by enhet."""
    made: dict[str, list[Agreement]] = {}
    for one in tx.agreements.where(year=year):
        made.setdefault(one.enhet, []).append(one)
    found = []
    for enhet in led_enheter(today):
        parties, of = parties_of(today, enhet), made.get(enhet, [])
        if parties is None or any(one.person == parties.person and one.state in _HOLDS for one in of):
            continue
        draft = next((one for one in of if one.state is AgreementState.DRAFT), None)
        found.append(Without(enhet=enhet, parties=parties, draft=draft))
    return found


def remind_agreements(desk: Desk, now: datetime) -> int:
    """Of this year's agreements, and the results of the year before. Each once. Gives how many notices were new."""
    with desk.database.transaction(ACTOR, now) as tx:
        today = today_of(desk, tx, now)
        policy, year = desk.policies.agreements, today.day.year
        if not tx.agreements.count():
            return 0
        return (
            _of_missing(tx, today, policy, year)
            + _of_midyear(tx, today, policy, year)
            + _of_results(tx, today, policy, year - 1)
        )


def _of_missing(tx: Transaction, today: Today, policy: AgreementPolicy, year: int) -> int:
    last = policy.sign_by.of(year)
    told = 0
    for what, reason, day in (
        ("mangler", Reason.AGREEMENT_MISSING, today.desk.days.before(last, policy.remind_days)),
        ("fristen ute", Reason.AGREEMENT_OVERDUE, None),
    ):
        is_late = day is None
        if (today.day <= last) if is_late else not (day <= today.day <= last):  # type: ignore[operator]
            continue
        if not _once(tx, today, what, year):
            continue
        for one in without_agreement(tx, today, year):
            subject = one.draft.id if one.draft is not None else str(year)
            told += tell_of(tx, today, reason, subject, _people(one, is_late), enhet=one.enhet)
    return told


def _of_midyear(tx: Transaction, today: Today, policy: AgreementPolicy, year: int) -> int:
    if today.day <= policy.midyear_by.of(year) or not _once(tx, today, "halvår", year):
        return 0
    late = [one for one in tx.agreements.where(year=year, state=AgreementState.AGREED) if one.midyear_on is None]
    return sum(
        _tell_both(tx, today, Reason.AGREEMENT_MIDYEAR, one)
        for one in late
        if one.made_at.month <= policy.midyear_by.month
    )


def _of_results(tx: Transaction, today: Today, policy: AgreementPolicy, year: int) -> int:
    if today.day <= policy.result_by.of(year + 1) or not _once(tx, today, "årsresultat", year):
        return 0
    late = tx.agreements.where(year=year, state=AgreementState.AGREED)
    return sum(_tell_both(tx, today, Reason.AGREEMENT_TO_CONCLUDE, one) for one in late)


def _once(tx: Transaction, today: Today, what: str, year: int) -> bool:
    """Whether it is the first day that it is told."""
    key = _TOLD.format(what=what, year=year)
    if tx.marks.get(key) is not None:
        return False
    tx.marks.set(key, str(today.day))
    return True


def _people(one: Without, is_late: bool) -> Iterator[Responsible]:
    yield Responsible(person=one.parties.person, enhet=one.enhet, standing=Standing.LEADER)
    if is_late and one.parties.superior is not None and not one.parties.council:
        yield Responsible(person=one.parties.superior, enhet=one.enhet, standing=Standing.SUPERIOR)


def _tell_both(tx: Transaction, today: Today, reason: Reason, one: Agreement) -> int:
    people = [Responsible(person=one.person, enhet=one.enhet, standing=Standing.LEADER)]
    if one.superior is not None and not one.council:
        people.append(Responsible(person=one.superior, enhet=one.enhet, standing=Standing.SUPERIOR))
    return tell_of(tx, today, reason, one.id, people, enhet=one.enhet)


def sign_by(policy: AgreementPolicy, year: int) -> date:
    return policy.sign_by.of(year)
