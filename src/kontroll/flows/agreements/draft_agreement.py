"""Draft an agreement: the first of a year, from the map; or the next version of one that is signed, with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from kontroll.domain.agreement import (
    OTHER,
    Agreement,
    AgreementRefusal,
    AgreementRefused,
    AgreementState,
    Party,
    agreement_id,
    revised,
    with_parties,
)
from kontroll.domain.agreementgoal import Wanted
from kontroll.domain.trail import Fact
from kontroll.flows.agreements.parties import Parties, parties_of
from kontroll.flows.agreements.suggest_goals import Ambitions, suggested
from kontroll.flows.agreements.with_agreement import ENTRY, with_agreement
from kontroll.flows.people.today import Today
from kontroll.flows.saker.acting import TEXT, today_of
from kontroll.store.transaction import Transaction
from kontroll.wiring import Desk

_FIRST_YEAR, _LAST_YEAR = 2000, 2100


def draft_agreement(
    desk: Desk,
    enhet: str,
    year: int,
    by: str,
    now: datetime,
    *,
    today: Today | None = None,
    ambitions: Ambitions | None = None,
    others: Sequence[Wanted] = (),
) -> Agreement:
    """Where the leader has none of that year that holds, or is a draft. others: other goals that are known already.

    Raises AgreementRefused. today, ambitions: where many are drafted on one day.
    """
    with desk.database.transaction(by, now) as tx:
        seen = today or today_of(desk, tx, now)
        parties = parties_of(seen, enhet)
        if parties is None or not _FIRST_YEAR < year < _LAST_YEAR:
            raise AgreementRefused(AgreementRefusal.NO_LEADER)
        if by not in (parties.person, parties.superior):
            raise AgreementRefused(AgreementRefusal.NOT_HERS)
        earlier = of_year(tx, enhet, year)
        if any(_stands(one, parties.person) for one in earlier):
            raise AgreementRefused(AgreementRefusal.THERE_IS_ONE)
        agreement = _new(parties, enhet, year, len(earlier) + 1, by, now)
        tx.agreements.add(agreement)
        known = ambitions or Ambitions.known(tx, desk.rulebook)
        goals = suggested(tx, seen, desk.rulebook, known, enhet, year, last_of(tx, enhet, year - 1))
        _add_goals(tx, agreement, [*goals, *((one, 0) for one in others)])
        tx.trail.append(
            ENTRY.format(kind="utkast"),
            {"agreement": agreement.id, "enhet": enhet, "year": year, "number": agreement.number, "goals": len(goals)},
        )
        return agreement


def revise_agreement(
    desk: Desk, id: str, by: str, reason: str, now: datetime, version: int | None = None, today: Today | None = None
) -> Agreement:
    """The next version, as a draft with the same goals. Raises as `with_agreement`."""
    if not reason.strip():
        raise AgreementRefused(AgreementRefusal.NO_REASON, "tekst")
    with with_agreement(desk, id, by, now, version, today) as act:
        earlier = of_year(act.tx, act.agreement.enhet, act.agreement.year)
        if any(one.state is AgreementState.DRAFT for one in earlier):
            raise AgreementRefused(AgreementRefusal.THERE_IS_ONE)
        number = len(earlier) + 1
        new = agreement_id(act.agreement.year, act.agreement.enhet, number)
        entry = act.note("ny versjon", {"new": new, "number": number}, reason)
        draft = revised(act.agreement, new, number, by, now, entry)
        parties = parties_of(act.today, draft.enhet)
        if parties is not None:
            draft = with_parties(draft, parties.person, parties.superior, council=parties.council)
        act.tx.agreements.add(draft)
        act.tx.goals.add_all([replace(goal, agreement=new, version=0) for goal in act.goals])
        return draft


def withdraw_draft(desk: Desk, id: str, by: str, now: datetime, version: int | None = None) -> None:
    """A draft that nobody signed goes, with its goals; that it was there stays on the trail. Raises as `with_agreement`."""
    with with_agreement(desk, id, by, now, version) as act:
        agreement = act.agreement
        if agreement.state is not AgreementState.DRAFT:
            raise AgreementRefused(AgreementRefusal.NOT_DRAFT)
        if any(agreement.signed_by(party) is not None for party in Party):
            raise AgreementRefused(AgreementRefusal.ALREADY)
        act.tx.goals.delete(agreement=id)
        act.tx.agreements.delete(id=id)
        act.note("utkast trukket", {"enhet": agreement.enhet, "year": agreement.year})


def of_year(tx: Transaction, enhet: str, year: int) -> list[Agreement]:
    """Every version of that year, the first one first."""
    return sorted(tx.agreements.where(enhet=enhet, year=year), key=lambda one: one.number)


def last_of(tx: Transaction, enhet: str, year: int) -> Agreement | None:
    """The one that held last in that year; None where none was signed."""
    held = (AgreementState.AGREED, AgreementState.CONCLUDED)
    return next((one for one in reversed(of_year(tx, enhet, year)) if one.state in held), None)


def _stands(agreement: Agreement, person: str) -> bool:
    if agreement.state is AgreementState.DRAFT:
        return True
    return agreement.person == person and agreement.state in (AgreementState.AGREED, AgreementState.CONCLUDED)


def _new(parties: Parties, enhet: str, year: int, number: int, by: str, now: datetime) -> Agreement:
    return Agreement(
        id=agreement_id(year, enhet, number), year=year, enhet=enhet, number=number, person=parties.person,
        superior=parties.superior, council=parties.council, made_by=by, made_at=now,
    )  # fmt: skip


def _add_goals(tx: Transaction, agreement: Agreement, wanted: Sequence[tuple[Wanted, int]]) -> None:
    goals = []
    for number, (one, text) in enumerate(wanted, start=1):
        if one.kind in OTHER and not text:
            about: dict[str, Fact] = {"agreement": agreement.id, "goal": number, "of": one.kind.value}
            text = tx.trail.append(ENTRY.format(kind="mål"), about, {TEXT: one.words.strip()})
        goals.append(one.as_goal(agreement.id, number, text))
    tx.goals.add_all(goals)
