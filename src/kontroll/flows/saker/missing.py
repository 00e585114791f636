"""Missing data: what was due for a month and did not come becomes one sak with the owner of the data, not with the leaders."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from kontroll.domain.actor import SYSTEM
from kontroll.domain.delivery import Delivery, Taken
from kontroll.domain.month import Month, Period
from kontroll.domain.notice import Reason
from kontroll.domain.people import Responsible
from kontroll.domain.policy import INTERNAL_CONTROL, ExpectedDelivery
from kontroll.domain.rule import Severity
from kontroll.domain.sak import MISSING_DATA, Outcome, Sak, SakState
from kontroll.domain.sakclosing import deliver
from kontroll.domain.sakflow import open_missing_data, reopen
from kontroll.facts.facts import Facts, ValueState
from kontroll.facts.states import active_units, states
from kontroll.flows.deliveries.strangers import DATASETS
from kontroll.flows.people.today import Today
from kontroll.flows.telling.tell import people_for, tell_of_sak
from kontroll.store.transaction import Transaction
from kontroll.texts import NORWAY

#: Working days that the owner of the data has to deliver, or to say what is wrong.
DEADLINE = 5


@dataclass(frozen=True, slots=True)
class Lack:
    """An expected delivery of which something is missing. enheter: how many lack it; 0 = nothing came at all."""

    expected: ExpectedDelivery
    enheter: int


@dataclass(frozen=True, slots=True)
class Missing:
    """ids: of the expected deliveries that lack something. silent: enheter of which nothing came. notices: new ones."""

    ids: tuple[str, ...]
    silent: frozenset[str]
    notices: int


def missing_data(tx: Transaction, today: Today, facts: Facts, period: Month, anew: Iterable[Month]) -> Missing:
    """Open a sak for each lack of the month, and close those, of any month, for which the data have come.

    anew: months that new deliveries may have changed. A correction that takes a value away leaves a lack there too.
    """
    awaited = awaited_values(today, facts, period)
    lacks = lacking(tx, today, awaited, period)
    notices = sum(_open(tx, today, lack, period) for lack in lacks)
    for month in sorted(set(anew) - {period}):
        earlier = lacking(tx, today, awaited_values(today, facts, month), month)
        notices += sum(_open(tx, today, lack, month) for lack in earlier)
    close_delivered(tx, today, facts)
    return Missing(tuple(lack.expected.id for lack in lacks), _silent(facts, awaited, period), notices)


def close_delivered(tx: Transaction, today: Today, facts: Facts) -> None:
    """Close the saker about missing data for which all has come."""
    at = tx.saker.table.c
    left = tx.saker.where(at.state != SakState.CLOSED, kind=MISSING_DATA)
    for month in sorted({sak.month for sak in left}):
        lacks = lacking(tx, today, awaited_values(today, facts, month), month)
        still = {_id(lack.expected, month) for lack in lacks}
        for sak in left:
            if sak.month == month and sak.id not in still:
                tx.saker.save(sak, deliver(sak, SYSTEM, on=today.day))
                tx.trail.append("data levert", {"sak": sak.id})


def awaited_values(today: Today, facts: Facts, period: Month) -> pl.DataFrame:
    """enhet, indikator, state: the values that the month waits for, as they are known on the day."""
    return states(facts, today.desk.rulebook.indicators.values(), period, today.day)


def lacking(tx: Transaction, today: Today, awaited: pl.DataFrame, period: Month) -> list[Lack]:
    """What is due and missing for the month, in the order of policies/leveranser.yaml."""
    deliveries = tx.deliveries.known()
    lacks = []
    for expected in today.desk.policies.deliveries:
        if not _is_over(expected, period) or not _is_due(today, expected, period):
            continue
        if expected.dataset is not None:
            if not any(_brings(d, expected.dataset, period) for d in deliveries):
                lacks.append(Lack(expected, 0))
        elif enheter := _enheter_without(today, awaited, expected):
            lacks.append(Lack(expected, enheter))
    return lacks


def _is_over(expected: ExpectedDelivery, period: Month) -> bool:
    """Tertial and yearly deliveries are waited for after the last month of theirs."""
    return Period.containing(period, expected.frequency).last_month == period


def _is_due(today: Today, expected: ExpectedDelivery, period: Month) -> bool:
    return today.day > today.desk.days.after(period.last_day, expected.due_working_days)


def _brings(delivery: Delivery, dataset: str, period: Month) -> bool:
    """Whether the file is about the period: by its rows, or, for what is still open and for no rows at all, by when it came."""
    if delivery.kind != f"{DATASETS}/{dataset}" or delivery.taken is not Taken.TAKEN:
        return False
    if delivery.last is not None:
        return delivery.last >= period
    return delivery.received.astimezone(NORWAY).date() > period.last_day


def _enheter_without(today: Today, awaited: pl.DataFrame, expected: ExpectedDelivery) -> int:
    indicators = [
        i.id
        for i in today.desk.rulebook.indicators.values()
        if i.source == expected.source and i.computed is None and i.frequency is expected.frequency
    ]
    lack = awaited.filter(pl.col("indikator").is_in(indicators) & (pl.col("state") == ValueState.MISSING.value))
    return lack.get_column("enhet").n_unique()


def _silent(facts: Facts, awaited: pl.DataFrame, period: Month) -> frozenset[str]:
    """Active enheter that were to deliver something monthly, and have delivered nothing."""
    known = [ValueState.VALUE.value, ValueState.SUPPRESSED.value, ValueState.INVALID.value]
    came = awaited.filter(pl.col("state").is_in(known)).get_column("enhet").unique()
    late = awaited.filter(pl.col("state") == ValueState.MISSING.value).get_column("enhet").unique()
    active = set(active_units(facts, period).get_column("enhet"))
    return frozenset((set(late) - set(came)) & active)


# --- saker ------------------------------------------------------------------------------------------------------------


def _id(expected: ExpectedDelivery, period: Month) -> str:
    return f"D{period}-{expected.id}"


def _open(tx: Transaction, today: Today, lack: Lack, period: Month) -> int:
    id = _id(lack.expected, period)
    owners = owners_of(today, lack.expected)
    earlier = tx.saker.get(id)
    if earlier is not None:
        return _open_again(tx, today, earlier, owners, lack)
    owner = owners[0] if owners else None
    sak = open_missing_data(
        id=id,
        enhet=(owner.enhet if owner else None) or "",
        month=period,
        opened=today.day,
        owner=owner.person if owner else None,
        deadline=today.deadline(DEADLINE),
        severity=Severity.MEDIUM,
    )
    tx.saker.add(sak)
    tx.trail.append(
        "sak om manglende data",
        {"sak": id, "delivery": lack.expected.id, "month": str(period), "enheter": lack.enheter},
    )
    return tell_of_sak(tx, today, Reason.DATA_MISSING, sak, owners, count=lack.enheter)


def _open_again(tx: Transaction, today: Today, sak: Sak, owners: list[Responsible], lack: Lack) -> int:
    """What had come was taken away by a later delivery. What a person has closed stays closed."""
    if sak.outcome is not Outcome.DELIVERED:
        return 0
    after = tx.saker.save(sak, reopen(sak, SYSTEM, deadline=today.deadline(DEADLINE)))
    tx.trail.append("sak gjenåpnet", {"sak": sak.id, "deadline": str(after.deadline), "reopened": after.reopened})
    return tell_of_sak(tx, today, Reason.DATA_MISSING, after, owners, after.reopened, count=lack.enheter)


def owners_of(today: Today, expected: ExpectedDelivery) -> list[Responsible]:
    """Who is told of a lack: the owner of the data; nobody found: internal control."""
    return people_for(today, [expected.owner], "") or people_for(today, [INTERNAL_CONTROL], "")


def delivery_of(today: Today, sak: Sak) -> ExpectedDelivery | None:
    """The expected delivery that a sak about missing data is about."""
    return next((e for e in today.desk.policies.deliveries if sak.id == _id(e, sak.month)), None)
