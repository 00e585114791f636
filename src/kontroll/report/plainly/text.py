"""A rule in plain words as text: for a terminal, or to be copied into a letter."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from kontroll.report.plainly.sentence import PlainRule, Section, Sentence, numbered
from kontroll.report.plainly.wording import quoted
from kontroll.texts import _

WIDTH = 100


def as_text(rule: PlainRule, width: int = WIDTH) -> str:
    """The whole rule; lines of at most `width`, where words allow it."""
    lines = [f"{rule.id}: {rule.name}"]
    for section in rule.sections:
        lines += ["", section.title.upper(), *_section(section, width)]
    return "\n".join(lines)


def _section(section: Section, width: int) -> Iterator[str]:
    if section.lead is not None:
        yield from _wrapped(section.lead, "", "", width)
    for one in numbered(section.sentences):
        mark = f"{one.number} " if section.is_tree else "– "
        yield from _wrapped(one.sentence, "  " + "   " * one.level, mark, width)


def _wrapped(sentence: Sentence, indent: str, mark: str, width: int) -> Iterator[str]:
    hanging = indent + " " * len(mark)
    said = [sentence.text]
    if sentence.own_words:
        words = _("Med regelens ord: {words}").format(words=quoted(sentence.own_words))
        said.insert(0 if sentence.words_first else 1, words)
    for i, text in enumerate(said):
        yield from _lines(text, width, hanging if i else indent + mark, hanging)
    for note in sentence.notes:
        yield from _lines(note, width, hanging + "· ", hanging + "  ")


def _lines(text: str, width: int, first: str, rest: str) -> list[str]:
    # An address or a name with hyphens is worth more whole than the margin is.
    return wrap(
        text, width, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )
