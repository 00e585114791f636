"""Archiving: what of the kommune's decisions is handed to its archive, how it is shielded, and what was handed over when.

Why a number of its own: a folder in an archive is found by year and number. It is given once, and a decision that is handed over
again, because somebody asks for the same months, keeps it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from kontroll.domain.month import Month
from kontroll.domain.problem import Place

_NOWHERE = Place("")


class ArchiveKind(Enum):
    """The value is the word in policies/arkiv.yaml."""

    BONUS = "bonus"
    AGREEMENT = "resultatavtale"
    PAY = "resultatlønn"
    SAK = "sak"
    SAMPLE = "stikkprøve"
    REPORT = "rapport"
    DECISION = "vedtak"
    FINDING = "funn"
    PREPARATION = "saksutredning"


class Shielded(Enum):
    """Which of a series are kept from the public. PERSONS: those that are about somebody."""

    NONE = "ingen"
    PERSONS = "personer"
    ALL = "alle"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveSeries:
    """One part of the archive. basis: the law by which it is shielded; "" where nothing of it is. years: how long it is kept,
    None = for good. discard_basis: by what right it is destroyed then. code: of the class in the kommune's plan, "" = in none.
    """

    kind: ArchiveKind
    title: str
    shielded: Shielded = Shielded.NONE
    basis: str = ""
    years: int | None = None
    discard_basis: str = ""
    code: str = ""
    place: Place = field(default=_NOWHERE, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivePolicy:
    """title: of the archive. scheme: what the classes are called, "" = there are none."""

    title: str = ""
    scheme: str = ""
    series: tuple[ArchiveSeries, ...] = ()
    place: Place = field(default=_NOWHERE, compare=False)

    def of(self, kind: ArchiveKind) -> ArchiveSeries | None:
        return next((one for one in self.series if one.kind is kind), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivePackage:
    """What was taken out at once. digest: SHA-256 of its list of contents. trail: the entry that says so."""

    number: int
    by: str
    at: datetime
    first: Month
    last: Month
    digest: str
    files: int
    size: int
    things: int
    trail: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedThing:
    """One decision in one package. subject: its id among those of its kind. year, number: of its folder in the archive.

    digest: SHA-256 over those of its documents.
    """

    package: int
    kind: ArchiveKind
    subject: str
    year: int
    number: int
    digest: str


class Numbers:
    """The numbers of folders: those that were given, and the next of a year. earlier: everything that was handed over."""

    def __init__(self, earlier: Iterable[ArchivedThing]) -> None:
        self._given: dict[tuple[ArchiveKind, str], tuple[int, int]] = {}
        self._last: dict[int, int] = {}
        for one in earlier:
            self._given[one.kind, one.subject] = one.year, one.number
            self._last[one.year] = max(self._last.get(one.year, 0), one.number)

    def of(self, kind: ArchiveKind, subject: str, year: int) -> tuple[int, int]:
        """Year and number; year: which it is of, where it has none yet."""
        key = kind, subject
        if key not in self._given:
            self._last[year] = self._last.get(year, 0) + 1
            self._given[key] = year, self._last[year]
        return self._given[key]
