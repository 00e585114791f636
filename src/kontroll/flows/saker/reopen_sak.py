"""Reopen a sak: internal control found that it was closed too early."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from kontroll.domain.actor import SYSTEM
from kontroll.domain.month import Month
from kontroll.domain.notice import Reason
from kontroll.domain.sak import Sak, demand_reason
from kontroll.domain.sakflow import reassign, reopen
from kontroll.flows.saker.acting import TEXT, Acting, acting
from kontroll.flows.saker.hand_over import owner_now
from kontroll.flows.telling.tell import owner_of
from kontroll.wiring import Desk

KIND = "gjenåpning"


def reopen_sak(desk: Desk, sak_id: str, person: str, *, reason: str, now: datetime, version: int | None = None) -> Sak:
    """The sak, open for an answer of whoever answers for the unit today. An exemption that closed it is over.

    Raises Refused, Conflict or acting.Unknown; then nothing is changed.
    """
    with acting(desk, sak_id, person, now, version) as act:
        after = reopen(act.sak, act.actor, deadline=act.new_deadline)
        demand_reason(reason, act.sak)
        owner = owner_now(act.today, after)
        if owner is not None:
            after = reassign(after, SYSTEM, owner=owner.person, owner_enhet=owner.enhet)
        saved = act.keep(after, KIND, "gjenåpnet", {TEXT: reason})
        _end_exemptions(act)
        act.tell(Reason.REOPENED, saved, owner_of(act.today, saved), saved.reopened)
    return saved


def _end_exemptions(act: Acting) -> None:
    """They hold no longer than until this month; what they held for before stays as it was."""
    before = Month.of(act.day).plus(-1)
    running = act.tx.unntak.where(act.tx.unntak.table.c.last > before, sak=act.sak.id)
    act.tx.unntak.save_all((one, replace(one, last=before)) for one in running)
