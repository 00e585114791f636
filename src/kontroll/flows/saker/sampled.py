"""Sampled: what a sak about something that a stikkprøve found is called."""

from __future__ import annotations

from kontroll.domain.sak import Sak
from kontroll.texts import _


def heading_of(sak: Sak) -> str:
    """What the sak is about."""
    draw = sak.id.removeprefix("K").split("-")
    return _("Avvik funnet i stikkprøve {id}").format(id="-".join(draw[:2]))
