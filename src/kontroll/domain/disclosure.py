"""Disclosure: what the kommune has decided about figures that few persons stand behind."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

#: Nobody may choose a smaller number: behind two answers each knows the other's.
FLOOR = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """`skjerming.yaml`. least: figures that fewer persons stand behind are hidden, whatever the indicator itself says.

    narrowest: what is hidden must not be confined to less than so many per cent of its scale by what is published.
    """

    least: int = 5
    narrowest: Decimal = Decimal(20)
