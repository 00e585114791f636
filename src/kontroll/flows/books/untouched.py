"""Untouched: whether what a month stood on, and what it found, still is what the trail says it was."""

from __future__ import annotations

from collections.abc import Iterable

from kontroll.domain.month import Month
from kontroll.domain.problem import Place, Problem
from kontroll.domain.recomputed import Then
from kontroll.flows.books.on_trail import OnTrail
from kontroll.texts import _


def not_untouched(then: Then, trail: OnTrail, deliveries: Iterable[int], book_digest: str) -> list[Problem]:
    """Everything that was changed by hand; what was deleted on time is not among it.

    deliveries: numbers of the changed ones, of any time. book_digest: of the book's verdicts as they lie in the database;
    "" where they can no longer be read.
    """
    problems = [_broken(trail.breaks[0].seq)] if trail.breaks else []
    problems += [changed_delivery(seq) for seq in deliveries if seq <= then.run.upto]
    if trail.is_changed_run(then.run):
        problems.append(_run(then.run.id))
    if trail.is_changed_book(then.book) or book_digest != then.book.digest:
        problems.append(changed_book(then.book.month, then.book.number))
    return problems


def _broken(seq: int) -> Problem:
    return Problem(
        Place("revisjonsloggen", seq),
        _("loggen er brutt her"),
        _("Det som står i databasen, kan ikke lenger holdes mot det som ble skrevet da."),
        _("Kjør «kontroll logg etterprov», og hent databasen inn igjen fra en sikkerhetskopi."),
    )


def changed(place: str, what: str) -> Problem:
    """Something that the trail says was otherwise, and that kontroll itself never changes."""
    why = _("Revisjonsloggen sier noe annet, og kontroll endrer aldri dette.")
    fix = _("Finn ut hvem som har endret databasen, og hent den inn igjen fra en sikkerhetskopi.")
    return Problem(Place(place), what, why, fix)


def changed_delivery(seq: int) -> Problem:
    return changed(_("leveranse {seq}").format(seq=seq), _("leveransen er ikke lenger slik den kom"))


def _run(id: str) -> Problem:
    return changed(_("kjøring {id}").format(id=id), _("det som står om kjøringen, er endret siden"))


def changed_book(month: Month, number: int) -> Problem:
    return changed(f"{month}, {_('bok {n}').format(n=number)}", _("svarene for måneden er endret i databasen"))
