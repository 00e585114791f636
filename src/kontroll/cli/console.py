"""What commands share: arguments that are months, and problems printed so that people can act on them."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence

import typer

from kontroll.domain.month import Month
from kontroll.domain.problem import Problem
from kontroll.texts import _

#: Problems shown per file before the rest is only counted; a file read with the wrong description has one per row.
SHOWN_PER_FILE = 20


def month(text: str) -> Month:
    """A command-line argument as a month; wrong use (exit 2) where it is none."""
    try:
        return Month.parse(text)
    except ValueError:
        raise typer.BadParameter(
            _("«{text}» er ikke en måned. Skriv den på formen 2026-10.").format(text=text)
        ) from None


def print_problems(problems: Sequence[Problem]) -> None:
    """To standard error, in the order found, each once, at most SHOWN_PER_FILE per file."""
    shown: Counter[str] = Counter()
    for problem in dict.fromkeys(problems):
        shown[problem.place.file] += 1
        if shown[problem.place.file] <= SHOWN_PER_FILE:
            print(problem, file=sys.stderr)
    for file, count in shown.items():
        if count > SHOWN_PER_FILE:
            more = _("{file}: og {count} til av samme slag").format(file=file, count=count - SHOWN_PER_FILE)
            print(more, file=sys.stderr)
