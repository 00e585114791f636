"""Saker to be read on a page: as a line of a list, and one with everything that was said and done in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from kontroll.domain.access import Thing, Viewer, seen
from kontroll.domain.avvik import Avvik
from kontroll.domain.rule import Rule
from kontroll.domain.sak import ALL_REPORTED, ENGINE_ALARM, MISSED_CONTROL, MISSING_DATA, SAMPLED, SILENT_SUPERIOR, Sak
from kontroll.domain.tiltak import Tiltak
from kontroll.domain.unntak import Unntak
from kontroll.flows.mail.letters import source_of
from kontroll.flows.month import engine_alarm, missed_control
from kontroll.flows.people.today import Today
from kontroll.flows.saker import report_avvik, sampled, silent_superiors
from kontroll.flows.saker.missing import delivery_of
from kontroll.flows.saker.said import said_in, tiltak_texts
from kontroll.flows.saker.seen_saker import sees_sak
from kontroll.store.transaction import Transaction
from kontroll.texts import NORWAY, _

#: Records of a sak that are listed.
MOST_AVVIK = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSak:
    """about: the rule, or what is missing. owner: her name; "" where nobody owns it."""

    sak: Sak
    about: str
    enhet: str
    owner: str
    owner_enhet: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Happened:
    """One line of a sak's history. who: a name, "" where kontroll did it itself. trail: the entry's number, 0 = none.

    person: id of whoever was told.
    """

    at: datetime | date
    what: str
    who: str
    text: str = ""
    evidence: str = ""
    trail: int = 0
    person: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """text: what is to be done; "" where it is deleted."""

    tiltak: Tiltak
    owner: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OneSak:
    """draw: of a stikkprøve, the number of it; "" = the sak is about something else."""

    shown: ShownSak
    draw: str
    rule: Rule | None
    why: tuple[str, ...]
    escalated_to: str
    avvik: tuple[Avvik, ...]
    history: tuple[Happened, ...]
    tiltak: tuple[Measure, ...]
    unntak: tuple[Unntak, ...]
    told: tuple[Happened, ...]


def one_sak(tx: Transaction, today: Today, viewer: Viewer, id: str) -> OneSak | None:
    """None where there is none, and where the viewer may not know that there is."""
    sak = tx.saker.get(id)
    if sak is None or not sees_sak(tx, viewer, sak):
        return None
    # A record that was corrected to another enhet after the sak was opened is that enhet's now.
    sees = seen(viewer, Thing.RECORD)
    said = said_in(tx, id)
    texts = tiltak_texts(said)
    notices = tx.notices.where(sak=id)
    told = {(n.created, n.reason.value, n.recipient) for n in notices}
    return OneSak(
        shown=shown_sak(today, sak),
        draw=sampled.draw_of(sak),
        rule=today.desk.rulebook.rules.get(sak.rule or ""),
        why=tuple(next((n.why for n in notices if n.why), "").splitlines()),
        escalated_to=_name(today, sak.escalated_to),
        avvik=tuple(avvik for avvik in tx.avvik.where(sak=id) if avvik.enhet == sak.enhet or sees.holds(avvik.enhet)),
        history=(
            Happened(at=sak.opened, what=_("Åpnet"), who=""),
            *(
                Happened(
                    at=one.decision.at.astimezone(NORWAY),
                    what=f"{one.decision.kind}: {one.decision.outcome}".capitalize(),
                    who=_name(today, one.decision.by),
                    text=one.text,
                    evidence=one.evidence,
                    trail=one.decision.trail,
                )
                for one in said
            ),
        ),
        tiltak=tuple(
            Measure(tiltak=one, owner=_name(today, one.owner), text=texts.get(one.id, ""))
            for one in tx.tiltak.where(sak=id)
        ),
        unntak=tuple(tx.unntak.where(sak=id)),
        told=tuple(_told(today, told)),
    )


def _told(today: Today, told: set[tuple[date, str, str]]) -> Iterator[Happened]:
    for day, reason, person in sorted(told):
        yield Happened(at=day, what=reason.capitalize(), who=_name(today, person), person=person)


def shown_sak(today: Today, sak: Sak) -> ShownSak:
    return ShownSak(
        sak=sak,
        about=_about(today, sak),
        enhet=_enhet(today, sak.enhet),
        owner=_name(today, sak.owner),
        owner_enhet=_enhet(today, sak.owner_enhet or ""),
    )


def _about(today: Today, sak: Sak) -> str:
    rule = today.desk.rulebook.rules.get(sak.rule or "")
    if rule is not None:
        return rule.name
    expected = delivery_of(today, sak) if sak.kind == MISSING_DATA else None
    if expected is not None:
        return _("Data mangler fra {source}").format(source=source_of(today, expected))
    made: dict[str, Callable[[Sak], str]] = {
        MISSED_CONTROL: missed_control.heading_of,
        ENGINE_ALARM: engine_alarm.heading_of,
        SILENT_SUPERIOR: lambda _sak: silent_superiors.heading(),
        SAMPLED: sampled.heading_of,
        **dict.fromkeys(ALL_REPORTED, report_avvik.heading_of),
    }
    return made[sak.kind](sak) if sak.kind in made else sak.rule or sak.kind


def _enhet(today: Today, enhet: str) -> str:
    return today.directory.name_of(enhet, today.day) if enhet else ""


def _name(today: Today, person: str | None) -> str:
    found = today.directory.person(person, today.day) if person else None
    return found.name if found is not None else person or ""
