"""Confirm a review: a person has held a rule against the reglement that was changed, and says that it still is right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from kontroll.domain.problem import Place, Problem
from kontroll.domain.reglementreview import RuleReview
from kontroll.domain.spelling import nearest
from kontroll.flows.people.today import Today
from kontroll.flows.reglement.approve_rule import MAY_APPROVE
from kontroll.flows.reglement.follow_reglement import follow_reglementer, open_reviews
from kontroll.flows.saker.acting import actor_for, today_of
from kontroll.store.transaction import Transaction
from kontroll.texts import _
from kontroll.wiring import Desk


def confirm_review(desk: Desk, rule: str, person: str, now: datetime) -> tuple[list[RuleReview], list[Problem]]:
    """The reviews that were confirmed, or none with what stands in the way; nothing is then changed.

    What was changed since anybody last looked is found first: nobody confirms a text that she has not been shown.
    """
    with desk.database.transaction(person, now) as tx:
        today = today_of(desk, tx, now)
        follow_reglementer(tx, today, now)
        waiting = [one for one in open_reviews(tx) if one.rule == rule]
        problems = _unfit(tx, today, person, now)
        if not waiting:
            problems.append(_nothing_waits(desk, rule, [one.rule for one in open_reviews(tx)]))
        if problems:
            return [], problems
        changes = ",".join(sorted({one.change for one in waiting}))
        entry = tx.trail.append("regel gjennomgått", {"rule": rule, "changes": changes, "points": len(waiting)})
        done = [replace(one, confirmed_by=person, confirmed_at=now, trail=entry) for one in waiting]
        return tx.reviews.save_all(zip(waiting, done, strict=True)), []


def _unfit(tx: Transaction, today: Today, person: str, now: datetime) -> list[Problem]:
    place = Place("--person")
    if today.directory.person(person, today.day) is None:
        return [unknown_person(place)]
    if not actor_for(tx, today, person, None, now).has(*MAY_APPROVE):
        return [
            Problem(
                place,
                _("personen er verken i internkontrollen eller øverste leder"),
                _("Den som kontrolleres av en regel, skal ikke selv avgjøre om den fortsatt er riktig."),
                _("La en fra internkontrollen eller kommunedirektøren gå gjennom regelen."),
            )
        ]
    return []


def unknown_person(place: Place) -> Problem:
    return Problem(
        place,
        _("personen står ikke i personer.csv"),
        _("En bekreftelse skal kunne føres tilbake til en person."),
        _("Oppgi person_id slik den står i personer.csv."),
    )


def _nothing_waits(desk: Desk, rule: str, waiting: Sequence[str]) -> Problem:
    if rule not in desk.rulebook.rules:
        guess = nearest(rule, desk.rulebook.rules)
        fix = _("Mente du «{guess}»?").format(guess=guess) if guess else _("Skriv id-en til regelen.")
        return Problem(Place(rule), _("regelen finnes ikke"), _("Det er ingenting å gå gjennom."), fix)
    fix = (
        _("Disse venter: {rules}.").format(rules=", ".join(sorted(set(waiting))))
        if waiting
        else _("Du trenger ikke gjøre noe: ingen regler venter.")
    )
    return Problem(
        Place(rule), _("regelen venter ikke på gjennomgang"), _("Det den bygger på, er ikke endret siden sist."), fix
    )
