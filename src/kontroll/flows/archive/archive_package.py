"""Archive package: what was decided in some months, as one folder that the kommune's archive can take: documents and metadata.

Why the same each time: whoever has lost a package asks for the same months again, and gets the same folders under the same
numbers and ids; an archive that has them already sees that it has.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from kontroll.domain.archiving import ArchivedThing, ArchiveKind, ArchivePackage, ArchiveSeries, Numbers
from kontroll.domain.conflict import Conflict
from kontroll.domain.month import Month
from kontroll.domain.problem import KontrollError, Problem
from kontroll.flows.archive.source import Span
from kontroll.flows.archive.sources import SOURCES
from kontroll.flows.people.looking import Looking, looking
from kontroll.report.archive.official import held_against_official
from kontroll.report.archive.read_me import CATALOGUE, READ_ME, STRUCTURE_FILE, SUMS, catalogue_table, read_me
from kontroll.report.archive.structure import Archive, Filed, digest_of, path_of, write_structure
from kontroll.store.transaction import Transaction
from kontroll.texts import NORWAY
from kontroll.wiring import Desk

ENTRY = "arkivpakke"
Tell = Callable[[ArchiveKind], None]


class NotEmpty(KontrollError):
    """The folder holds something, or cannot be written in. Nothing was written."""


class NothingDecided(KontrollError):
    """Nothing that goes to the archive was decided in the months. Nothing was written."""


class NotAsDemanded(KontrollError):
    """What was made does not hold against the official schema. Nothing was left."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} places")
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Made:
    """package: as it is kept. by_kind: how many of each. official: whether it was held against the official schema."""

    package: ArchivePackage
    by_kind: Mapping[ArchiveKind, int]
    official: bool


def archive_package(
    desk: Desk, span: Span, folder: Path, by: str, now: datetime, tell: Tell = lambda _kind: None
) -> Made:
    """Raises NotEmpty, NothingDecided, NotAsDemanded and Conflict; then nothing is left anywhere. tell: as each series begins."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise NotEmpty(str(folder))
    # Made beside it and moved when it is whole, so that nobody takes a half of one for a package.
    made = folder.with_name(f".{folder.name}.lages")
    try:
        with looking(desk, now.astimezone(NORWAY).date()) as look:
            made.mkdir(mode=0o700, parents=True)
            writing = _Writing(desk, look, span, made, now, tell)
            official = writing.write()
        with desk.database.transaction(by, now) as tx:
            # Inside: where the folder cannot be moved, nothing was handed over, and the trail does not say so.
            package = _kept(tx, writing, by, now)
            if folder.exists():
                folder.rmdir()
            made.rename(folder)
    except FileExistsError as another:
        # Somebody is making the same one, or was stopped while she did: it is not ours to take away.
        raise NotEmpty(str(made)) from another
    except OSError as error:
        shutil.rmtree(made, ignore_errors=True)
        raise NotEmpty(str(folder)) from error
    except BaseException:
        # There are persons in it.
        shutil.rmtree(made, ignore_errors=True)
        raise
    return Made(package, Counter(one.kind for one in writing.things), official)


class _Writing:
    """A package that is being written."""

    def __init__(self, desk: Desk, look: Looking, span: Span, folder: Path, now: datetime, tell: Tell) -> None:
        self.desk, self.look, self.span, self.folder, self.now, self.tell = desk, look, span, folder, now, tell
        self.earlier = look.tx.archive_packages.count()
        self.numbers = Numbers(look.tx.archived_things.all())
        self.things: list[ArchivedThing] = []
        self.listed: dict[str, str] = {}
        self.size = 0

    def write(self) -> bool:
        """Whether it was held against the official schema; that needs one."""
        policy = self.desk.policies.archive
        archive = Archive(
            municipality=self.desk.settings.municipality, policy=policy, first=self.span.first, last=self.span.last,
            made=self.now,
        )  # fmt: skip
        structure = self.folder / STRUCTURE_FILE
        write_structure(archive, self._filed, structure)
        if not self.things:
            raise NothingDecided(f"{self.span.first}–{self.span.last}")
        schema, problems = held_against_official(structure, self.desk.settings.schemas)
        if problems:
            raise NotAsDemanded(problems)
        counts = Counter(one.kind for one in self.things)
        self._note(STRUCTURE_FILE, structure.read_bytes())
        self._put(READ_ME, read_me(archive, counts, schema).encode())
        self._put(CATALOGUE, catalogue_table())
        sums = "".join(f"{digest}  {name}\n" for name, digest in sorted(self.listed.items())).encode()
        self._put(SUMS, sums)
        return schema is not None

    @property
    def digest(self) -> str:
        """Of the list of contents, in which every other file's is."""
        return self.listed[SUMS]

    def _filed(self, series: ArchiveSeries) -> Iterator[Filed]:
        """The decisions of a series, each with its documents written."""
        self.tell(series.kind)
        for one in SOURCES[series.kind].decided(self.look, self.span):
            year, number = self.numbers.of(one.kind, one.subject, one.year)
            files = []
            for at, document in enumerate(one.documents, 1):
                path = path_of(year, number, at, document)
                files.append((path, self._put(path, document.content)))
            thing = ArchivedThing(
                package=0, kind=one.kind, subject=one.subject, year=year, number=number, digest=digest_of(files)
            )
            self.things.append(thing)
            yield Filed(decided=one, year=year, number=number, files=tuple(files))

    def _put(self, name: str, content: bytes) -> str:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return self._note(name, content)

    def _note(self, name: str, content: bytes) -> str:
        self.listed[name] = hashlib.sha256(content).hexdigest()
        self.size += len(content)
        return self.listed[name]


def things_digest(things: list[ArchivedThing]) -> str:
    """Of everything in a package, whatever order it is read in."""
    rows = sorted((one.kind.value, one.subject, one.year, one.number, one.digest) for one in things)
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False).encode()).hexdigest()


def _kept(tx: Transaction, writing: _Writing, by: str, now: datetime) -> ArchivePackage:
    if tx.archive_packages.count() != writing.earlier:
        # Another was made meanwhile, and has given the same numbers to other decisions.
        raise Conflict("ArchivePackage", str(writing.earlier + 1))
    number, span = writing.earlier + 1, writing.span
    counted = {kind.value: count for kind, count in Counter(one.kind for one in writing.things).items()}
    entry = tx.trail.append(
        ENTRY,
        {
            "number": number, "first": str(span.first), "last": str(span.last), "contents": writing.digest,
            "files": len(writing.listed), "size": writing.size, "things": len(writing.things),
            "list": things_digest(writing.things), **counted,
        },
    )  # fmt: skip
    package = tx.archive_packages.add(
        ArchivePackage(
            number=number, by=by, at=now, first=span.first, last=span.last, digest=writing.digest,
            files=len(writing.listed), size=writing.size, things=len(writing.things), trail=entry,
        )
    )  # fmt: skip
    tx.archived_things.add_all([replace(one, package=number) for one in writing.things])
    return package


# --- of the year that is over -----------------------------------------------------------------------------------------


def archive_last_year(desk: Desk, now: datetime) -> Made | None:
    """What was decided in the year that is over, once, in the folder of the setting `arkiv`. None where nothing is to be done."""
    year = now.astimezone(NORWAY).year - 1
    span = Span(Month(year, 1), Month(year, 12))
    if not desk.policies.archive.series:
        return None
    with desk.database.reading() as tx:
        taken = [one for one in tx.archive_packages.all() if one.first <= span.first and one.last >= span.last]
        number = tx.archive_packages.count() + 1
    if taken:
        return None
    try:
        return archive_package(desk, span, desk.settings.archive / f"{year}-{number}", "kontroll", now)
    except NothingDecided:
        return None
