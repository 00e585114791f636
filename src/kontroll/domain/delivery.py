"""Delivery: one file as it was received, and what it changed of what had been delivered before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from kontroll.domain.month import Month

#: The kind of a file that holds many tables, kept as it came, is `formater/ID`; each of its tables is a delivery of its own.
FORMATS = "formater"


class Taken(Enum):
    """What became of a file."""

    TAKEN = "tatt inn"
    REFUSED = "avvist"


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One received file. Nothing delivered is thrown away: a newer one supersedes its rows.

    seq: order of receipt, from 1; this order decides which row is the later one.
    kind: `organisasjon`, `personer`, `ambisjoner`, `maalinger`, `datasett/NAME`, or `formater/ID` for a file as it came.
    name: the file's name as kommunen gave it, relative to the inbox.
    digest: SHA-256 of the file's bytes. rows: delivered rows. problems: how many were told.
    first, last: the months its rows are about; None where they are about no month.
    """

    seq: int
    kind: str
    name: str
    received: datetime
    digest: str
    taken: Taken
    rows: int = 0
    problems: int = 0
    first: Month | None = None
    last: Month | None = None

    @property
    def is_file(self) -> bool:
        """A file as it came, whose rows are deliveries of their own."""
        return self.kind.startswith(f"{FORMATS}/")


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """*Endret etter levering*: the same key came again with other content. Fields by name, values never."""

    delivery: int
    line: int
    earlier_delivery: int
    earlier_line: int
    kind: str
    key: str
    fields: str


def one_a_line(changed: Iterable[Changed]) -> list[Changed]:
    """As they are kept: rows that stand on the same line are one, with all their keys and fields.

    An XML or JSON file that a program wrote is often a single line, and then every row of it stands there.
    """
    lines: dict[int, list[Changed]] = {}
    for one in changed:
        lines.setdefault(one.line, []).append(one)
    return [
        replace(rows[0], key=_joined(r.key for r in rows), fields=_joined(_fields(rows))) for rows in lines.values()
    ]


def _fields(rows: Iterable[Changed]) -> list[str]:
    return [field for row in rows for field in row.fields.split(",")]


def _joined(words: Iterable[str]) -> str:
    return ",".join(dict.fromkeys(words))
