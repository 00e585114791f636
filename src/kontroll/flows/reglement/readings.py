"""Readings: a person confirms that she has read the exact version of a reglement, and how many of those who should have.

Why the digest: «jeg har lest reglementet» is worth something only of the words that stood there. A new version, however
small the change, is another text, and asks for a new confirmation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from kontroll.domain.directory import Directory, is_of_type
from kontroll.domain.policy import LeaderOf, NoticePolicy
from kontroll.domain.problem import Place, Problem
from kontroll.domain.reglement import Reglement
from kontroll.domain.reglementreview import Reading
from kontroll.domain.spelling import nearest
from kontroll.flows.deliveries.known_people import known_directory
from kontroll.flows.reglement.confirm_review import unknown_person
from kontroll.report.reading_coverage import Coverage, coverage
from kontroll.store.transaction import Transaction
from kontroll.texts import NORWAY, _
from kontroll.wiring import Desk

#: Words of `bekreftes_av` that need no explanation in varsling.yaml.
EVERYBODY, LEADERS = "alle", "leder"


def confirm_reading(desk: Desk, id: str, person: str, now: datetime) -> tuple[Reading | None, list[Problem]]:
    """The confirmation, or None with what stands in the way; nothing is then changed."""
    reglement = desk.reglementer.by_id.get(id)
    if reglement is None:
        return None, [no_such_reglement(desk, id)]
    with desk.database.transaction(person, now) as tx:
        if known_directory(tx).person(person, now.astimezone(NORWAY).date()) is None:
            return None, [unknown_person(Place("--person"))]
        if tx.readings.get(person, id, reglement.digest) is not None:
            return None, [_twice(reglement)]
        label = reglement.version or reglement.digest[:8]
        entry = tx.trail.append("reglement lest", {"reglement": id, "digest": reglement.digest, "label": label})
        reading = Reading(person=person, reglement=id, digest=reglement.digest, label=label, at=now, trail=entry)
        return tx.readings.add(reading), []


@dataclass(frozen=True, slots=True)
class ReadBy:
    """Who should have read the version that holds, and who has. unexplained: words that mean nobody, as they are written."""

    reglement: Reglement
    coverage: Coverage
    unexplained: tuple[str, ...]


def read_by(tx: Transaction, desk: Desk, day: date) -> list[ReadBy]:
    """Of every reglement that somebody must confirm, by id."""
    directory = known_directory(tx)
    places = directory.places_on(day)
    names = {enhet: directory.name_of(enhet, day) for enheter in places.values() for enhet in enheter}
    found = []
    for reglement in desk.reglementer.all:
        if not reglement.confirmed_by:
            continue
        meant = {word: _meant(word, directory, places, desk.policies.notices, day) for word in reglement.confirmed_by}
        should = sorted({person for persons in meant.values() for person in persons})
        has = {one.person for one in tx.readings.where(reglement=reglement.id, digest=reglement.digest)}
        unexplained = tuple(word for word, persons in meant.items() if not persons)
        found.append(
            ReadBy(reglement, coverage({person: places[person] for person in should}, has, names), unexplained)
        )
    return found


def _meant(
    word: str, directory: Directory, places: Mapping[str, frozenset[str]], policy: NoticePolicy, day: date
) -> Iterable[str]:
    """Persons who are there that day. A word that varsling.yaml does not explain is a role of personer.csv."""
    if word == EVERYBODY:
        return places
    leaders = {enhet: found.person for enhet in _enheter(places) if (found := directory.leader_of(enhet, day))}
    recipient = policy.recipients.get(word)
    if word == LEADERS or (recipient is not None and recipient.leader_of in (LeaderOf.ENHET, LeaderOf.ABOVE)):
        return set(leaders.values()) & set(places)
    if recipient is not None and recipient.enhet is not None:
        return {leaders[recipient.enhet]} & set(places) if recipient.enhet in leaders else ()
    if recipient is not None and recipient.unit_type is not None:
        units = {enhet: directory.enhet_on(enhet, day) for enhet in leaders}
        return {
            person
            for enhet, person in leaders.items()
            if (unit := units[enhet]) is not None and is_of_type(unit, recipient.unit_type) and person in places
        }
    role = recipient.role if recipient is not None and recipient.role is not None else word
    return [person for person in directory.holders(role, day) if person in places]


def _enheter(places: Mapping[str, frozenset[str]]) -> Sequence[str]:
    return sorted({enhet for enheter in places.values() for enhet in enheter})


# --- what stands in the way -------------------------------------------------------------------------------------------


def no_such_reglement(desk: Desk, id: str) -> Problem:
    guess = nearest(id, desk.reglementer.by_id)
    fix = (
        _("Mente du «{guess}»?").format(guess=guess) if guess else _("«kontroll reglement liste» viser dem som finnes.")
    )
    return Problem(Place(id), _("reglementet finnes ikke"), _("Det er ingenting å vise eller bekrefte."), fix)


def _twice(reglement: Reglement) -> Problem:
    return Problem(
        Place(reglement.id),
        _("du har allerede bekreftet denne utgaven"),
        _("En bekreftelse gjelder til teksten blir endret."),
        _("Du trenger ikke gjøre noe."),
    )
