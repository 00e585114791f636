"""Inflection: words in any of their forms, with or without capitals and accents, also inside compounds.

Why snowballstemmer: the Snowball algorithm for Norwegian is the usual one, is kept up, and needs no data. It is made for
bokmål; the endings that nynorsk has beside it are close enough to find a word by.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

import snowballstemmer  # type: ignore[import-untyped]

from kontroll.domain.spelling import fold

_WORD = re.compile(r"[^\W_]+")
#: A shorter stem inside another word is found by chance.
_SHORTEST_PART = 4


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is searched for: the stem of each word. Nothing is found by no words."""

    stems: tuple[str, ...]

    @staticmethod
    def of(asked: str) -> Wanted:
        return Wanted(tuple(_stem(word) for word in _words(asked)))

    def __bool__(self) -> bool:
        return bool(self.stems)

    def is_in(self, *texts: str) -> bool:
        """Whether every word is found in one of the texts."""
        words = {word: stem for text in texts for word, stem in _stemmed(text)}
        return bool(self.stems) and all(any(_is(stem, word, has) for word, has in words.items()) for stem in self.stems)

    def first_in(self, text: str) -> int:
        """Where the first of the words begins; 0 where none is found."""
        places = ((found.start(), _plain(found[0])) for found in _WORD.finditer(text))
        return next((at for at, word in places if any(_is(stem, word, _stem(word)) for stem in self.stems)), 0)

    def cut(self, text: str, around: int) -> str:
        """The part of a long text around the first of the words: so many letters to each side."""
        if len(text) <= 2 * around:
            return text
        at = self.first_in(text)
        start = max(0, at - around)
        return ("… " if start else "") + text[start : at + around].strip() + (" …" if at + around < len(text) else "")


def _is(asked: str, word: str, stem: str) -> bool:
    return asked == stem or (len(asked) >= _SHORTEST_PART and asked in word)


def _words(text: str) -> list[str]:
    return [_plain(word) for word in _WORD.findall(text)]


#: What is searched in is mostly the same from one search to the next: rules, reglementer, help.
@lru_cache(10_000)
def _stemmed(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((word, _stem(word)) for word in dict.fromkeys(_words(text)))


def _plain(word: str) -> str:
    """Small letters without accents; `å`, `aa` and `a` are one."""
    folded = fold(unicodedata.normalize("NFC", word)).lower().replace("aa", "a")
    return "".join(letter for letter in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(letter))


#: Readers type what they like: what is remembered has an end.
@lru_cache(100_000)
def _stem(word: str) -> str:
    stemmed: str = _stemmer().stemWord(word)
    return stemmed


@cache
def _stemmer() -> snowballstemmer.Stemmer:
    return snowballstemmer.stemmer("norwegian")
