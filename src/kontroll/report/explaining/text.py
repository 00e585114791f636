"""An explanation as text, for a terminal or a letter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from textwrap import wrap

from kontroll.report.explaining.phrases import truth_name
from kontroll.report.explaining.told import Line, Told
from kontroll.report.plainly.wording import NBSP, quoted
from kontroll.texts import _, ngettext, number

WIDTH = 100
#: Lines of the tree that a terminal shows; rules on rules may have thousands.
MOST_LINES = 200


def as_text(told: Told, width: int = WIDTH) -> str:
    """First the answer, then why; lines of at most `width`, where words allow it."""
    lines = [*_lines(told.answer, width)]
    for note in told.notes:
        lines += ["", *_lines(note, width)]
    for title, sentences in (
        (_("Hvorfor"), told.why),
        (_("Det som ville avklart"), told.settled),
        (_("Hva skulle til"), told.changed),
    ):
        lines += _section(title, sentences, width)
    lines += _trees(_("Holdt mot hverandre"), told.tree, width)
    lines += _trees(_("Unntak"), told.exemptions, width)
    lines += _section(_("Om regelen"), told.about, width)
    return "\n".join(lines)


def _section(title: str, sentences: Sequence[str], width: int) -> Iterator[str]:
    if sentences:
        yield from ("", title.upper())
        for sentence in sentences:
            yield from _lines(sentence, width, "  – ", "    ")


def _trees(title: str, trees: Sequence[Line], width: int) -> Iterator[str]:
    if trees:
        yield from ("", title.upper())
        lines = [line for tree in trees for line in _tree(tree, width, 1, alone=True)]
        yield from lines[:MOST_LINES]
        if more := len(lines[MOST_LINES:]):
            told = ngettext(
                "Det er {count} linje til. Alt står i svaret med --json.",
                "Det er {count} linjer til. Alt står i svaret med --json.",
                more,
            )
            yield from _lines(told.format(count=number(more)), width, "  … ", "    ")


def _tree(line: Line, width: int, level: int, *, alone: bool) -> Iterator[str]:
    indent = "  " * level
    mark = f"[{mark_of(line, alone=alone)}] "
    said = [line.text]
    if line.own_words:
        words = _("Med regelens ord: {words}").format(words=quoted(line.own_words))
        said.insert(0 if line.words_first else 1, words)
    for i, text in enumerate(said):
        yield from _lines(text, width, indent + ("  " if i else mark), indent + "  ")
    for source in line.sources:
        yield from _lines(source, width, indent + "  · ", indent + "    ")
    for child in line.children:
        yield from _tree(child, width, level + 1, alone=len(line.children) == 1)


def mark_of(line: Line, *, alone: bool) -> str:
    """`stemmer`, `stemmer ikke`, `ukjent`; and that it decided, where it had others beside it."""
    if line.decisive and not alone:
        return _("{truth}, avgjorde").format(truth=truth_name(line.truth))
    return truth_name(line.truth)


def _lines(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    # A paragraph sign stays with its number, and a day with its month; a year is no day.
    kept = re.sub(r"§ (?=\d)|(?<!\d\d\d\.)(?<=\d\.) (?=[a-zæøå])", lambda found: found[0].replace(" ", NBSP), text)
    return wrap(
        kept, width, initial_indent=first, subsequent_indent=rest, break_long_words=False, break_on_hyphens=False
    )
