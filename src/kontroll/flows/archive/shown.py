"""Shown: what was handed to the archive, and what is decided and waits; counts alone, for the rest is not for all who see it."""

from __future__ import annotations

from dataclasses import dataclass

from kontroll.domain.archiving import ArchivePackage, ArchiveSeries
from kontroll.flows.archive.naming import day_of, person_name
from kontroll.flows.archive.sources import SOURCES
from kontroll.flows.archive.waiting import not_handed
from kontroll.flows.people.looking import Looking


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownSeries:
    """ended: how many are decided, whenever. taken: how many of them lie in a package."""

    series: ArchiveSeries
    ended: int
    taken: int

    @property
    def waiting(self) -> int:
        return self.ended - self.taken


@dataclass(frozen=True, slots=True)
class ShownPackage:
    """by: a name; "" where the worker made it."""

    package: ArchivePackage
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownArchive:
    """title: of the archive. packages: the newest first."""

    title: str
    series: tuple[ShownSeries, ...]
    packages: tuple[ShownPackage, ...]


def shown_archive(look: Looking) -> ShownArchive:
    policy = look.today.desk.policies.archive
    packages = sorted(look.tx.archive_packages.all(), key=lambda one: -one.number)
    return ShownArchive(
        title=policy.title,
        series=tuple(_series(look, one) for one in policy.series),
        packages=tuple(ShownPackage(one, _by(look, one)) for one in packages),
    )


def _series(look: Looking, series: ArchiveSeries) -> ShownSeries:
    ended = {subject for subject, _day in SOURCES[series.kind].ended(look.tx)}
    return ShownSeries(series=series, ended=len(ended), taken=len(ended - not_handed(look.tx, series.kind)))


def _by(look: Looking, one: ArchivePackage) -> str:
    return "" if one.by == "kontroll" else person_name(look, one.by, day_of(one.at))
