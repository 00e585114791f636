"""Approve a rule: a person says, with a reason, that it is right as it stands. Kept for good, with an entry of the trail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kontroll.domain.actor import ActorRole
from kontroll.domain.approval import Approval
from kontroll.domain.problem import Place, Problem
from kontroll.domain.rule import Status
from kontroll.domain.spelling import nearest
from kontroll.flows.books.await_approval import Standing, standings
from kontroll.flows.people.today import Today
from kontroll.flows.saker.acting import TEXT, actor_for, today_of
from kontroll.proving.check import IN_USE
from kontroll.report.words import status_name
from kontroll.store.transaction import Transaction
from kontroll.texts import _
from kontroll.wiring import Desk

#: Who may approve: those who control, and whoever leads the administration and answers for it (kommuneloven § 25-1).
MAY_APPROVE = (ActorRole.INTERNAL_CONTROL, ActorRole.TOP)


@dataclass(frozen=True, slots=True)
class Approved:
    """standing: of the rule, this approval with it. needed: how many the kommune asks for."""

    approval: Approval
    standing: Standing
    needed: int


def approve_rule(
    desk: Desk, rule: str, person: str, reason: str, now: datetime
) -> tuple[Approved | None, list[Problem]]:
    """The approval, or None with everything that stands in its way; nothing is then changed."""
    needed = desk.policies.approval.persons
    with desk.database.transaction(person, now) as tx:
        standing = _standing(tx, desk, rule)
        found = _unready(desk, rule, standing)
        found += _unfit(tx, today_of(desk, tx, now), person, now)
        if standing is not None and person in standing.by:
            found.append(_twice(rule))
        if not reason.strip():
            found.append(_no_reason(rule))
        if found or standing is None:
            return None, found
        count = len(standing.by) + 1
        entry = tx.trail.append(
            "regel godkjent", {"rule": rule, "stamp": standing.stamp, "count": count, "needed": needed}, {TEXT: reason}
        )
        approval = tx.approvals.add(Approval(rule=rule, stamp=standing.stamp, by=person, at=now, trail=entry))
        after = _standing(tx, desk, rule)
        assert after is not None
    return Approved(approval, after, needed), []


def _standing(tx: Transaction, desk: Desk, rule: str) -> Standing | None:
    known = standings(tx, desk.rulebook, desk.policies.approval.persons)
    return next((one for one in known if one.rule.id == rule), None)


# --- what stands in the way -------------------------------------------------------------------------------------------


def _unready(desk: Desk, id: str, standing: Standing | None) -> list[Problem]:
    rule = desk.rulebook.rules.get(id)
    if rule is None:
        guess = nearest(id, desk.rulebook.rules)
        fix = (
            _("Mente du «{guess}»?").format(guess=guess) if guess else _("Skriv id-en til regelen, f.eks. okonomi-001.")
        )
        return [Problem(Place(id), _("regelen finnes ikke"), _("Det er ingenting å godkjenne."), fix)]
    if rule.status not in IN_USE:
        what = _("regelen står som «{status}»").format(status=status_name(rule.status).lower())
        why = _("Bare en regel som er prøvd, kan godkjennes; ellers vet ingen hva den finner.")
        fix = _("Sett status til «{trial}» og kjør en måned først.").format(trial=Status.TRIAL.value)
        return [Problem(Place(rule.file), what, why, fix)]
    if standing is not None and standing.at_start:
        what = _("regelen er tatt i bruk ved oppstart, og er ikke endret siden")
        return [Problem(Place(rule.file), what, _("Den trenger ingen godkjenning."), _("Du trenger ikke gjøre noe."))]
    return []


def _unfit(tx: Transaction, today: Today, person: str, now: datetime) -> list[Problem]:
    place = Place("--person")
    if today.directory.person(person, today.day) is None:
        return [
            Problem(
                place,
                _("personen står ikke i personer.csv"),
                _("En godkjenning skal kunne føres tilbake til en person."),
                _("Oppgi person_id slik den står i personer.csv."),
            )
        ]
    if not actor_for(tx, today, person, None, now).has(*MAY_APPROVE):
        return [
            Problem(
                place,
                _("personen er verken i internkontrollen eller øverste leder"),
                _("Den som eier avviket, skal ikke selv bestemme hva som er et avvik."),
                _("La en fra internkontrollen eller kommunedirektøren godkjenne."),
            )
        ]
    return []


def _twice(rule: str) -> Problem:
    return Problem(
        Place(rule),
        _("du har allerede godkjent regelen slik den står"),
        _("To godkjenninger fra samme person er én."),
        _("La en annen se på regelen og godkjenne den."),
    )


def _no_reason(rule: str) -> Problem:
    return Problem(
        Place(rule),
        _("begrunnelsen er tom"),
        _("Den som leser loggen, skal forstå hvorfor regelen ble godkjent."),
        _("Skriv hva du har sett på, f.eks. resultatet av en tilbakeprøving."),
    )
