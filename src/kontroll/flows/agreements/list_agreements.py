"""List agreements: those of a year that somebody may see, each leader once, and who has none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kontroll.domain.access import Act, Thing, Viewer, has_own, may, seen
from kontroll.domain.agreement import Agreement, AgreementState, Party
from kontroll.domain.month import Month
from kontroll.flows.agreements.agree import waits_for
from kontroll.flows.agreements.parties import Parties, led_enheter, parties_of
from kontroll.flows.agreements.shown_agreement import name_of
from kontroll.flows.agreements.with_agreement import as_now
from kontroll.flows.people.looking import Looking
from kontroll.flows.people.today import Today
from kontroll.store.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One leader's agreement of the year. holds: the version that holds; draft: the one that is being made; None = none.

    mine: it is the reader's own, or one that she signs for the other side. waits: it is the reader's turn.
    """

    enhet: str
    enhet_name: str
    person: str
    superior: str
    holds: Agreement | None
    draft: Agreement | None
    mine: Party | None
    waits: bool
    may_begin: bool

    @property
    def shown(self) -> Agreement | None:
        """The one that the row leads to."""
        return self.draft or self.holds


def may_see(viewer: Viewer, agreement: Agreement) -> bool:
    """Her own, one that she signs, or one of an enhet that she may see agreements of."""
    if agreement.party(viewer.person) is not None:
        return has_own(viewer, Thing.AGREEMENT)
    return may(viewer, Act.SEE, Thing.AGREEMENT, agreement.enhet)


def newest_of(look: Looking, viewer: Viewer, enhet: str) -> Agreement | None:
    """The last version for the enhet that she may see, of this year or the one before."""
    of = [as_now(look.today, one) for one in look.tx.agreements.where(enhet=enhet)]
    found = [one for one in of if look.today.day.year - 1 <= one.year <= look.today.day.year and may_see(viewer, one)]
    return max(found, key=lambda one: (one.year, one.number), default=None)


def list_agreements(look: Looking, viewer: Viewer, year: int) -> list[Listed]:
    """Every leader of the day that she may see, by enhet; of an earlier year also those who led then. What waits comes first."""
    tx, today = look.tx, look.today
    made: dict[str, list[Agreement]] = {}
    for one in tx.agreements.where(year=year):
        made.setdefault(one.enhet, []).append(as_now(today, one))
    sees, led = seen(viewer, Thing.AGREEMENT), set(led_enheter(today)) if year >= today.day.year else set()
    found = []
    for enhet in sorted(led | set(made)):
        parties = parties_of(today, enhet) if enhet in led else None
        of = sorted(made.get(enhet, ()), key=lambda one: one.number)
        hers = has_own(viewer, Thing.AGREEMENT) and (
            any(one.party(viewer.person) is not None for one in of) or _is_party(viewer, parties)
        )
        if not hers and not sees.holds(enhet):
            continue
        if not sees.holds(enhet):
            of = [one for one in of if one.party(viewer.person) is not None]
        found.append(_listed(look, viewer, enhet, parties, of))
    return sorted(found, key=lambda one: (not one.waits, one.mine is None, one.enhet))


def waiting_of(tx: Transaction, today: Today, viewer: Viewer) -> int:
    """How many drafts wait for her: to say that the talk was held, or to sign."""
    if viewer.person is None or not has_own(viewer, Thing.AGREEMENT):
        return 0
    drafts = [as_now(today, one) for one in tx.agreements.where(state=AgreementState.DRAFT)]
    return sum((party := one.party(viewer.person)) is not None and waits_for(one, party) for one in drafts)


def years_of(tx: Transaction, day: date) -> list[int]:
    """The years there are agreements of, and those that may be begun, newest first."""
    years = {int(one) for one in tx.agreements.distinct("year")}
    return sorted(years | {day.year} | ({day.year + 1} if day.month >= 10 else set()), reverse=True)


def first_shown(tx: Transaction, day: date, judged: Month) -> int:
    """The year that is looked at first: this one, unless it has no agreement and nothing of it is judged."""
    return day.year if tx.agreements.where(year=day.year) else min(day.year, judged.year)


def counts_of(listed: list[Listed]) -> dict[str, int]:
    """How many have one that holds, one that is being made, and none."""
    return {
        "holds": sum(one.holds is not None for one in listed),
        "draft": sum(one.holds is None and one.draft is not None for one in listed),
        "none": sum(one.shown is None for one in listed),
    }


def _is_party(viewer: Viewer, parties: Parties | None) -> bool:
    return parties is not None and viewer.person is not None and viewer.person in (parties.person, parties.superior)


def _listed(look: Looking, viewer: Viewer, enhet: str, parties: Parties | None, of: list[Agreement]) -> Listed:
    today = look.today
    holding = (AgreementState.AGREED, AgreementState.CONCLUDED)
    holds = next((one for one in reversed(of) if one.state in holding), None)
    if parties is not None and holds is not None and holds.person != parties.person:
        # Whoever led before her had one; she has none.
        holds = None
    draft = next((one for one in of if one.state is AgreementState.DRAFT), None)
    named = draft or holds
    person = named.person if named is not None else parties.person if parties is not None else ""
    superior = named.superior if named is not None else parties.superior if parties is not None else None
    mine = Party.LEADER if person and person == viewer.person else None
    mine = Party.SUPERIOR if mine is None and superior and superior == viewer.person else mine
    return Listed(
        enhet=enhet,
        enhet_name=today.directory.name_of(enhet, today.day),
        person=name_of(today, person) if person else "",
        superior=name_of(today, superior) if superior else "",
        holds=holds,
        draft=draft,
        mine=mine,
        waits=mine is not None and draft is not None and waits_for(draft, mine),
        may_begin=mine is not None and named is None and parties is not None,
    )
