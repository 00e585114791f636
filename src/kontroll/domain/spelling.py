"""Spelling: words that differ only in case or æøå are the same to a reader, and near words are probably meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

_FOLDED = str.maketrans({"æ": "ae", "ø": "o", "å": "aa", "Æ": "AE", "Ø": "O", "Å": "AA"})


def fold(word: str) -> str:
    """`høyst` and `hoyst` become the same word."""
    return word.translate(_FOLDED)


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that was probably meant; None where none is near."""
    by_plain = {fold(candidate).lower(): candidate for candidate in known}
    plain = fold(word).strip().lower()
    if plain in by_plain:
        return by_plain[plain]
    close = difflib.get_close_matches(plain, list(by_plain), n=1, cutoff=0.6)
    return by_plain[close[0]] if close else None
