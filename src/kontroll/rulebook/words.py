"""The language's own words: each may be written with æøå or folded to ASCII, and reads the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import TypeVar

from kontroll.domain.spelling import fold

E = TypeVar("E", bound=Enum)


def by_word(members: Iterable[E]) -> dict[str, E]:
    """Enum members by their word in the rule language."""
    return {member.value: member for member in members}


def find(word: str, words: Mapping[str, E]) -> E | None:
    """The member that the word names, in either spelling."""
    folded = fold(word)
    return next((member for known, member in words.items() if fold(known) == folded), None)


def listed(words: Iterable[str]) -> str:
    """`a, b eller c`."""
    all_words = list(words)
    if len(all_words) < 2:
        return "".join(all_words)
    return ", ".join(all_words[:-1]) + " eller " + all_words[-1]
