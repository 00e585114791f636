"""Rates: a share, a confidence or a count, as somebody wrote it, as an exact number."""

from __future__ import annotations

import re
from fractions import Fraction

from kontroll.domain.problem import KontrollError
from kontroll.texts import _

_NUMBER = re.compile(r"(?P<sign>-?)(?P<whole>\d{1,18})(?:[.,](?P<part>\d{1,30}))?\s*(?P<percent>%?)")
_RATIO = re.compile(r"(\d{1,18})\s*/\s*([1-9]\d{0,17})")


class Impossible(KontrollError):
    """Something cannot be planned, drawn or evaluated as it was asked. sentence: why, in bokmål, for whoever asked."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def exact(text: str, name: str) -> Fraction:
    """«0.05», «0,05», «5 %» and «1/20» are the same number.

    name: what the number is, as messages call it. Raises Impossible for anything that is no number.
    """
    given = text.strip()
    if ratio := _RATIO.fullmatch(given):
        return Fraction(int(ratio[1]), int(ratio[2]))
    found = _NUMBER.fullmatch(given)
    if found is None:
        raise Impossible(
            _("{name} må være et tall, som 0.05 eller 5 %, ikke «{text}».").format(name=name, text=given[:40])
        )
    part = found["part"] or ""
    value = Fraction(int(found["whole"] + part), 10 ** len(part))
    value = -value if found["sign"] else value
    return value / 100 if found["percent"] else value


def whole(text: str, name: str) -> int:
    """A count. Raises Impossible when it is not a whole number, or below nothing."""
    value = exact(text, name)
    if value.denominator != 1 or value < 0:
        raise Impossible(_("{name} må være et helt tall, ikke «{text}».").format(name=name, text=text.strip()[:40]))
    return int(value)


def ceiling(value: Fraction) -> int:
    return -((-value.numerator) // value.denominator)
