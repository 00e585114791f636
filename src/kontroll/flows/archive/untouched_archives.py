"""Untouched archives: whether what is kept of packages for the archive still is what the trail was told of.

Why: whoever asks whether a decision was handed over looks here; a line put in by hand would say so of one that never was.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from kontroll.domain.archiving import ArchivedThing, ArchivePackage
from kontroll.domain.problem import Problem
from kontroll.domain.trail import Entry
from kontroll.flows.archive.archive_package import ENTRY, things_digest
from kontroll.flows.books.untouched import changed
from kontroll.store.transaction import Transaction
from kontroll.texts import _

_READ = f'"kind":"{ENTRY}"'.encode()


@dataclass(frozen=True, slots=True)
class ArchivesOnTrail:
    """told: number of the package -> what its row must be, and the digest of the list of what is in it."""

    told: dict[int, tuple[tuple[object, ...], str]] = field(default_factory=dict)

    def note(self, entry: Entry) -> None:
        """Take in what the entry says. The caller passes those that hold, in their order."""
        if _READ not in entry.body:
            return
        about = entry.content["about"]
        if isinstance(about, Mapping):
            at = datetime.fromisoformat(str(entry.content["at"]))
            named = tuple(about[name] for name in ("first", "last", "contents", "files", "size", "things"))
            row = (str(entry.content["actor"]), at, *named, entry.seq)
            self.told[int(str(about["number"]))] = row, str(about["list"])


def changed_archives(tx: Transaction, trail: ArchivesOnTrail) -> Iterator[Problem]:
    """Everything that is another now, gone, or put in by hand. trail: of a chain that holds."""
    kept = {one.number: one for one in tx.archive_packages.all()}
    things: dict[int, list[ArchivedThing]] = defaultdict(list)
    for one in tx.archived_things.all():
        things[one.package].append(one)
    for number in sorted({*kept, *trail.told, *things}):
        place = _("pakke {n} til arkivet").format(n=number)
        if number not in trail.told:
            yield changed(place, _("pakken er lagt inn utenom kontroll"))
            continue
        row, listed = trail.told[number]
        if number not in kept:
            yield changed(place, _("pakken er tatt bort"))
        elif _row(kept[number]) != row:
            yield changed(place, _("hvem som tok den ut, når, eller hva den er av, er endret"))
        if things_digest(things[number]) != listed:
            yield changed(place, _("hva som er i pakken, er endret"))


def _row(one: ArchivePackage) -> tuple[object, ...]:
    return one.by, one.at, str(one.first), str(one.last), one.digest, one.files, one.size, one.things, one.trail
