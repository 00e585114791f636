"""Sampled: what a sak about something that a stikkprøve found is called."""

from __future__ import annotations

from kontroll.domain.sak import SAMPLED, Sak
from kontroll.texts import _


def heading_of(sak: Sak) -> str:
    """What the sak is about."""
    return _("Avvik funnet i stikkprøve {id}").format(id=draw_of(sak))


def draw_of(sak: Sak) -> str:
    """The number of the stikkprøve; "" for a sak about something else."""
    return "-".join(sak.id.removeprefix("K").split("-")[:2]) if sak.kind == SAMPLED else ""
