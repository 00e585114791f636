"""The judge on a rules folder and a data folder."""

from __future__ import annotations

from pathlib import Path

from kontroll.recompute.facts import facts_of
from kontroll.recompute.judge import Judge, printed
from kontroll.recompute.language import month_of
from kontroll.recompute.sources import Folder
from oracle.yamlfiles import rulebook_of


def judge(rules: Path, data: Path) -> Judge:
    book = rulebook_of(Path(rules))
    return Judge(book, facts_of(Folder(Path(data)), book))


def expected(rules: Path, data: Path, first: str, last: str | None = None) -> str:
    """What `kontroll vurder --regler RULES --data DATA --periode FIRST --til LAST` must print."""
    return printed(judge(rules, data).lines(month_of(first), month_of(last or first)))
