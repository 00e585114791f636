"""Unreadable: what somebody changed in the database to what no column can hold is a fault to tell, and stops no check."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kontroll.domain.problem import Place, Problem
from kontroll.texts import _


def until_unreadable(about: str, problems: Iterable[Problem]) -> Iterator[Problem]:
    """Every problem, and one more where the check itself could not read on. about: what is checked."""
    try:
        yield from problems
    except Exception:  # what somebody wrote there may fail in any way
        yield Problem(
            Place(about),
            _("noe som står her, kan ikke leses"),
            _("En verdi er endret til noe kontroll aldri skriver, og resten er ikke prøvd."),
            _("Finn ut hvem som har endret databasen, og hent den inn igjen fra en sikkerhetskopi."),
        )
