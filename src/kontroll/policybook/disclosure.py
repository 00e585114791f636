"""Disclosure: skjerming.yaml says how few persons a figure must have behind it to be hidden, and how well."""

from __future__ import annotations

from decimal import Decimal

from kontroll.domain.disclosure import FLOOR, Disclosure
from kontroll.policybook.block import Block

#: Nobody stands behind more than so many; and what is hidden can be anywhere on its scale at most.
_MOST, _WHOLE_SCALE = 100, 100
#: Less room than this is a guess that anybody can make.
_LEAST_ROOM = 20


def read_disclosure(block: Block) -> Disclosure:
    chosen = Disclosure()
    least = block.whole_number("minste_antall", FLOOR, _MOST)
    room = block.whole_number("minste_rom", _LEAST_ROOM, _WHOLE_SCALE)
    block.done()
    return Disclosure(
        least=chosen.least if least is None else least,
        narrowest=chosen.narrowest if room is None else Decimal(room),
    )
