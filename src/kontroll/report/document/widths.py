"""Widths: how wide the columns of a table are on paper, so that no word runs into the next column.

Why reckoned here: a table that is set by shares alone breaks no word, and lets a long one lie over its neighbour.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import ceil

from kontroll.domain.operand import Colour
from kontroll.report.document.model import Cell, Table
from kontroll.report.document.shown import shown

#: Points between the margins of the paper, and beside the text of a cell.
PAPER, _BESIDE = 459, 9
#: Shares of the type's size that letters of Inter take, a little more than they do; and how much more where they are bold.
_THIN, _BROAD, _CAPITAL, _DIGIT, _USUAL, _BOLD = 0.31, 0.9, 0.7, 0.64, 0.58, 1.06
#: A column of texts is often no wider than this many times the size of the type.
_OFTEN_WIDE = 20
#: Where a line may be broken: not before a digit, so that `RF2024-08-02` is one word.
_BREAKS = re.compile(r"[ /]|(?<=-)(?=[^\W\d])")
#: Share of the paper that a table of names and one number takes.
_OF_TWO = 0.62
#: So many rows and lines of text stand together on one page.
_WHOLE_ROWS, _WHOLE_LINES = 16, 20
#: A text of so few letters is looked at, not read: it stands on one line, where the type need not be smaller than this.
_SHORT, _LEAST_EASY = 24, 7.5


def column_widths(table: Table, size: float) -> list[float]:
    """Of each column in points; together the paper's width, or more where the words alone need it. size: of the type."""
    columns = [[_text(row[n]) for row in table.rows] for n, _heading in enumerate(table.headings)]
    least = [
        max(_longest_word(heading, size * _BOLD), *(_longest_word(text, size) for text in texts), 0)
        for heading, texts in zip(table.headings, columns, strict=True)
    ]
    wanted = [
        max(need, _wanted(texts, size, is_number))
        for need, texts, is_number in zip(least, columns, table.numeric, strict=True)
    ]
    headed = [
        max(want, min(_width(heading, size * _BOLD), _OFTEN_WIDE * size))
        for heading, want in zip(table.headings, wanted, strict=True)
    ]
    # Of two columns the number stands near what it is of: across all of the paper an eye does not find it.
    left = max(0.0, (_OF_TWO if len(columns) == 2 and table.numeric[1] else 1) * PAPER - sum(headed))
    if sum(headed) <= PAPER:
        # What is left over goes to the column of most text.
        widest = max(range(len(headed)), key=lambda n: (not table.numeric[n], headed[n]))
        return [one + left if n == widest else one for n, one in enumerate(headed)]
    return _shared(least, wanted, [all(len(text) <= _SHORT for text in texts) for texts in columns])


def _shared(least: Sequence[float], wanted: Sequence[float], is_short: Sequence[bool]) -> list[float]:
    """Short texts are given all they want first: a date goes on one line where a sentence takes one more."""
    given, room = list(least), max(0.0, PAPER - sum(least))
    lacking = sorted(range(len(given)), key=lambda n: (not is_short[n], wanted[n] - least[n]))
    for done, n in enumerate(lacking):
        more = min(max(0.0, wanted[n] - least[n]), room if is_short[n] else room / (len(lacking) - done))
        given[n] += more
        room -= more
    return given


def stands_whole(table: Table, widths: Sequence[float], size: float) -> bool:
    """Whether it is so short that it goes to the next page rather than over two."""
    lines = sum(
        max(ceil(_width(_text(cell), size) / width) for cell, width in zip(row, widths, strict=True))
        for row in table.rows
    )
    return len(table.rows) <= _WHOLE_ROWS and lines <= _WHOLE_LINES


def even(widths: Sequence[float]) -> list[float]:
    """The same, where all columns but the first are of one kind."""
    first, *others = widths
    return [first, *(sum(others) / len(others) for _other in others)]


def size_for(table: Table, sizes: Sequence[float]) -> float:
    """The first size of the type in which short texts go on one line, else in which the words fit; else the last."""
    for is_enough in (_is_easy, _fits):
        for size in sizes:
            if is_enough(table, size):
                return size
    return sizes[-1]


def _is_easy(table: Table, size: float) -> bool:
    if size < _LEAST_EASY:
        return False
    widths = column_widths(table, size)
    texts = [[_text(row[n]) for row in table.rows if len(_text(row[n])) <= _SHORT] for n in range(len(widths))]
    return _fits(table, size) and all(
        _width(text, size) <= width + 1 for width, column in zip(widths, texts, strict=True) for text in column
    )


def _fits(table: Table, size: float) -> bool:
    return sum(column_widths(table, size)) <= PAPER + 1


def _text(cell: Cell) -> str:
    """A colour has a mark before it, which stands on the line of its word."""
    return f"WW\N{NO-BREAK SPACE}{shown(cell)}" if isinstance(cell, Colour) else shown(cell)


def _longest_word(text: str, size: float) -> float:
    return max(_width(word, size) for word in _BREAKS.split(text))


def _wanted(texts: Sequence[str], size: float, is_number: bool) -> float:
    """As wide as its longest, but no wider than that it goes over a few lines; a number goes on one."""
    longest = max((_width(text, size) for text in texts), default=0)
    return longest if is_number else min(longest, max(_OFTEN_WIDE * size, longest / 2))


def _width(text: str, size: float) -> float:
    return sum(map(_share, text)) * size + _BESIDE


def _share(letter: str) -> float:
    if letter in "iljtfrI.,:;'!()[]|· ":
        return _THIN
    if letter in "mwMW@%—":
        return _BROAD
    if letter.isdigit():
        return _DIGIT
    return _CAPITAL if letter.isupper() else _USUAL
