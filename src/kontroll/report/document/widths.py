"""Widths: how wide the columns of a table are on paper, so that no word runs into the next column.

Why reckoned here: a table that is set by shares alone breaks no word, and lets a long one lie over its neighbour.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kontroll.report.document.model import Table
from kontroll.report.document.shown import shown

#: Points between the margins of the paper, and beside the text of a cell.
PAPER, _BESIDE = 459, 9
#: Shares of the type's size: of letters in Inter, a little more than they are, for a heading is bold.
_THIN, _BROAD, _CAPITAL, _USUAL = 0.34, 0.95, 0.74, 0.62
_OFTEN_WIDE = 34
#: Where a line may be broken.
_BREAKS = re.compile(r"[ /]|(?<=-)")


def column_widths(table: Table, size: float) -> list[float]:
    """Of each column in points; together the paper's width, or more where the words alone need it. size: of the type."""
    columns = [[heading, *(shown(row[n]) for row in table.rows)] for n, heading in enumerate(table.headings)]
    least = [max(_width(word, size) for text in texts for word in _BREAKS.split(text)) for texts in columns]
    wanted = [
        max(_width(text, size) for text in texts) if is_number else _wanted(texts, size)
        for texts, is_number in zip(columns, table.numeric, strict=True)
    ]
    left = PAPER - sum(wanted)
    if left >= 0:
        # What is left over goes to the column of most text: numbers stand near what they are of.
        widest = max(range(len(wanted)), key=lambda n: (not table.numeric[n], wanted[n]))
        return [one + left if n == widest else one for n, one in enumerate(wanted)]
    return _shared(least, wanted)


def _shared(least: Sequence[float], wanted: Sequence[float]) -> list[float]:
    """Those that lack least are given all they want first: a date goes on one line where a sentence takes one more."""
    given, room = list(least), max(0.0, PAPER - sum(least))
    lacking = sorted(range(len(given)), key=lambda n: wanted[n] - least[n])
    for done, n in enumerate(lacking):
        more = min(max(0.0, wanted[n] - least[n]), room / (len(lacking) - done))
        given[n] += more
        room -= more
    return given


def even(widths: Sequence[float]) -> list[float]:
    """The same, where all columns but the first are of one kind."""
    first, *others = widths
    return [first, *(sum(others) / len(others) for _other in others)]


def fits(table: Table, size: float) -> bool:
    return sum(column_widths(table, size)) <= PAPER + 1


def _wanted(texts: Sequence[str], size: float) -> float:
    """As wide as its longest, but no wider than that it goes over a few lines."""
    longest = max(_width(text, size) for text in texts)
    return min(longest, max(_OFTEN_WIDE * _USUAL * size, longest / 2))


def _width(text: str, size: float) -> float:
    return sum(map(_share, text)) * size + _BESIDE


def _share(letter: str) -> float:
    if letter in "iljtfrI.,:;'!()[]|· ":
        return _THIN
    if letter in "mwMW@%—":
        return _BROAD
    return _CAPITAL if letter.isupper() else _USUAL
