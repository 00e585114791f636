"""Part words: what the parts of a list are called by people."""

from __future__ import annotations

from kontroll.domain.strata import MAIN, TOP
from kontroll.texts import _


def part_name(name: str, parts: int) -> str:
    """What a part of the list is called. parts: how many there are."""
    if name == MAIN:
        return _("Hele listen") if parts == 1 else _("Resten av listen")
    return _("De største beløpene") if name == TOP else name[:1].upper() + name[1:]
