"""With an agreement: one thing that one of the two does with it: read, tried, saved and put on the trail, all or nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime

from kontroll.domain.agreement import (
    Agreement,
    AgreementRefusal,
    AgreementRefused,
    AgreementState,
    Goal,
    Party,
    with_parties,
)
from kontroll.domain.conflict import Conflict
from kontroll.domain.notice import Reason
from kontroll.domain.people import Responsible, Standing
from kontroll.domain.problem import KontrollError
from kontroll.domain.rowtext import ROW
from kontroll.domain.trail import Fact
from kontroll.flows.agreements.parties import parties_of
from kontroll.flows.people.today import Today
from kontroll.flows.saker.acting import TEXT, today_of
from kontroll.flows.telling.tell import tell_of
from kontroll.store.transaction import Transaction
from kontroll.wiring import Desk

#: The kind of every entry of the trail about them.
ENTRY = "resultatavtale: {kind}"


class UnknownAgreement(KontrollError):
    """There is no agreement of that id."""

    def __init__(self, id: str) -> None:
        super().__init__(f"no agreement {id}")
        self.id = id


@dataclass(frozen=True, slots=True)
class WithAgreement:
    """agreement: as it is before the action; a draft is between those who lead today. party: what whoever acts is in it."""

    desk: Desk
    tx: Transaction
    today: Today
    now: datetime
    by: str
    stored: Agreement
    agreement: Agreement
    party: Party

    @property
    def goals(self) -> list[Goal]:
        return self.tx.goals.where(agreement=self.agreement.id)

    def keep(
        self, after: Agreement, kind: str, about: Mapping[str, Fact] | None = None, text: str = "", row: str = ""
    ) -> Agreement:
        """Save it as it is after the action, and say so on the trail.

        A next version also where nothing else differs: whoever saw it before this must look again. row: what else is then held
        against the trail.
        """
        saved = self.tx.agreements.save(self.stored, replace(after, version=self.stored.version + 1))
        self.note(kind, {"state": saved.state.value, "version": saved.version, **(about or {})}, text, row)
        return saved

    def note(self, kind: str, about: Mapping[str, Fact], text: str = "", row: str = "") -> int:
        """The number of the entry."""
        texts = {name: said for name, said in ((TEXT, text.strip()), (ROW, row)) if said}
        return self.tx.trail.append(ENTRY.format(kind=kind), {"agreement": self.agreement.id, **about}, texts)

    def tell_other(self, reason: Reason, agreement: Agreement, number: int = 0) -> int:
        """The one of the two who did not do it. Gives how many notices were new."""
        other = agreement.superior if self.party is Party.LEADER else agreement.person
        if other is None or other == self.by:
            return 0
        standing = Standing.SUPERIOR if self.party is Party.LEADER else Standing.LEADER
        if agreement.council and self.party is Party.LEADER:
            standing = Standing.ROLE
        told = Responsible(person=other, enhet=agreement.enhet, standing=standing)
        return tell_of(
            self.tx, self.today, reason, agreement.id, [told], enhet=agreement.enhet, number=number
        )  # fmt: skip


@contextmanager
def with_agreement(
    desk: Desk, id: str, by: str, now: datetime, version: int | None = None, today: Today | None = None
) -> Iterator[WithAgreement]:
    """by: the person. version: the one she saw; None = whatever it is now. today: where many are done on one day.

    Raises UnknownAgreement, Conflict where she saw another version, and AgreementRefused where she is no party.
    """
    with desk.database.transaction(by, now) as tx:
        stored = tx.agreements.get(id)
        if stored is None:
            raise UnknownAgreement(id)
        if version is not None and version != stored.version:
            raise Conflict("Agreement", id)
        seen = today or today_of(desk, tx, now)
        agreement = as_now(seen, stored)
        party = agreement.party(by)
        if party is None:
            raise AgreementRefused(AgreementRefusal.NOT_HERS)
        yield WithAgreement(desk, tx, seen, now, by, stored, agreement, party)


def as_now(today: Today, agreement: Agreement) -> Agreement:
    """A draft is between those who lead today; what is signed is between those who signed."""
    if agreement.state is not AgreementState.DRAFT:
        return agreement
    parties = parties_of(today, agreement.enhet)
    if parties is None:
        return agreement
    return with_parties(agreement, parties.person, parties.superior, council=parties.council)
