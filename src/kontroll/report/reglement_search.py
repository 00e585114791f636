"""Search in the reglementer: words in any inflection, with or without capitals and accents, also inside compounds.

Why snowballstemmer: the Snowball algorithm for Norwegian is the usual one, is kept up, and needs no data. It is made for
bokmål; the endings that nynorsk has beside it are close enough to find a word by.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import snowballstemmer  # type: ignore[import-untyped]

from kontroll.domain.reglement import PassageKind, Reglement, Reglementer
from kontroll.domain.spelling import fold

_WORD = re.compile(r"[^\W_]+")
#: A shorter stem inside another word is found by chance.
_SHORTEST_PART = 4
_AROUND = 160


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that has all the words. number: of the first skal-sentence in it; None = it binds nobody. text: of it, cut."""

    reglement: Reglement
    point: str
    number: str | None
    line: int
    text: str


def search(reglementer: Reglementer, asked: str) -> list[Hit]:
    """Passages in which every word of `asked` is found, by reglement and place; none for no words."""
    wanted = [_stem(word) for word in _words(asked)]
    return [hit for reglement in reglementer.all for hit in _in(reglement, wanted)] if wanted else []


def _in(reglement: Reglement, wanted: list[str]) -> Iterator[Hit]:
    point = ""
    starts = {one.line: one.number for one in reglement.points}
    for passage in reglement.passages:
        point = starts.get(passage.line, point)
        if passage.kind is PassageKind.CODE:
            continue
        words = {word: _stem(word) for word in _words(passage.text)}
        if all(any(_is(stem, word, has) for word, has in words.items()) for stem in wanted):
            number = next((piece.number for piece in passage.pieces if piece.number), None)
            yield Hit(reglement, point, number, passage.line, _cut(passage.text, wanted))


def _is(asked: str, word: str, stem: str) -> bool:
    return asked == stem or (len(asked) >= _SHORTEST_PART and asked in word)


def _cut(text: str, wanted: list[str]) -> str:
    """The part of a long text around the first of the words."""
    if len(text) <= 2 * _AROUND:
        return text
    places = ((found.start(), _plain(found[0])) for found in _WORD.finditer(text))
    at = next((at for at, word in places if any(_is(stem, word, _stem(word)) for stem in wanted)), 0)
    start = max(0, at - _AROUND)
    cut = text[start : at + _AROUND].strip()
    return ("… " if start else "") + cut + (" …" if at + _AROUND < len(text) else "")


def _words(text: str) -> list[str]:
    return [_plain(word) for word in _WORD.findall(text)]


def _plain(word: str) -> str:
    """Small letters without accents; `å`, `aa` and `a` are one."""
    folded = fold(unicodedata.normalize("NFC", word)).lower().replace("aa", "a")
    return "".join(letter for letter in unicodedata.normalize("NFKD", folded) if not unicodedata.combining(letter))


@cache
def _stem(word: str) -> str:
    stemmed: str = _stemmer().stemWord(word)
    return stemmed


@cache
def _stemmer() -> snowballstemmer.Stemmer:
    return snowballstemmer.stemmer("norwegian")
