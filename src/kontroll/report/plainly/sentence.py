"""The shape of a rule in plain words: sections of sentences, which pages, reports and the terminal show each in its way.

Why data and not text: a page shows the author's own words beside the exact sentence, a terminal below it, and a program
reads them apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A whole sentence. own_words: what the author of the rule calls it (`merke`); children: what it consists of.

    words_first: the sentence denies what stands below it, and the author's words are about the whole: they stand before it.
    notes: whole sentences that explain how it is to be understood, and ask for nothing themselves.
    href: the page on which what it speaks of stands; "" = none.
    """

    text: str
    own_words: str = ""
    words_first: bool = False
    notes: tuple[str, ...] = ()
    children: tuple[Sentence, ...] = ()
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the rule. id: stable, for addresses and programs; lead: what the sentences below it are about.

    is_tree: the sentences are requirements that hang together; they are referred to by their numbers.
    """

    id: str
    title: str
    lead: Sentence | None = None
    sentences: tuple[Sentence, ...] = ()
    is_tree: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainRule:
    """A whole rule in plain words. id and name are the rule's."""

    id: str
    name: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Numbered:
    """A sentence with its place: number `2.1`, level 0 for the outermost."""

    number: str
    level: int
    sentence: Sentence


def numbered(sentences: tuple[Sentence, ...], above: str = "") -> Iterator[Numbered]:
    """Every sentence in reading order, each followed by its children."""
    for i, sentence in enumerate(sentences, start=1):
        number = f"{above}.{i}" if above else str(i)
        yield Numbered(number, number.count("."), sentence)
        yield from numbered(sentence.children, number)


def as_sentence(text: str) -> str:
    """With a capital, also inside a quotation mark, and a full stop where it ends with none."""
    for i, letter in enumerate(text):
        if letter.isalnum():
            text = text[:i] + letter.upper() + text[i + 1 :]
            break
    return text if text.endswith((".", ":", "!", "?", "…", ".»")) else f"{text}."
