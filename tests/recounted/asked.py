"""Asked: the year that is counted again, and words as they stand in the id of a figure."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


def own(words: str) -> str:
    """Of words that the kommune chose: they get a mark of their own where they are not plain."""
    if words and set(words) <= set("abcdefghijklmnopqrstuvwxyz0123456789-"):
        return words
    return f"{folded(words)}-{hashlib.sha256(words.encode()).hexdigest()[:6]}" if words else folded(words)


def folded(words: str) -> str:
    plain = words.lower().replace("æ", "ae").replace("ø", "o").replace("å", "aa")
    return "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in plain) or "ingen"


@dataclass(frozen=True)
class Asked:
    """today: the day it is seen from. superiors: enhet -> person above whoever answers for it."""

    year: int
    today: date
    superiors: Mapping[str, str]

    @property
    def first(self) -> date:
        return date(self.year, 1, 1)

    @property
    def last(self) -> date:
        return min(date(self.year, 12, 31), self.today)

    def holds(self, day: date | None) -> bool:
        return day is not None and self.first <= day <= self.last

    @property
    def months(self) -> list[str]:
        """Those that are over."""
        after = [date(self.year + n // 12, n % 12 + 1, 1) for n in range(1, 13)]
        return [f"{self.year}-{n:02}" for n, end in enumerate(after, 1) if end <= self.today]
