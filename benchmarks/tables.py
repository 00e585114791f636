"""Tables of the report, in Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """title: what was asked. note: how to read it, or what it leaves out."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    note: str = ""

    def markdown(self) -> str:
        lines = [f"## {self.title}", "", _row(self.headings), _row(["---"] * len(self.headings))]
        lines += [_row(row) for row in self.rows]
        return "\n".join(lines + (["", self.note] if self.note else [])) + "\n"


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"
