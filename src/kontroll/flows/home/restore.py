"""Restore a home from a copy: into an empty folder and an empty database, and then the whole trail is computed again.

Why everything is put together in a folder of its own first: a home either is whole, or is not there. And why never over
something: whoever restores is in a hurry, and what lies there may be all that is left.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from kontroll.domain.backup import Manifest
from kontroll.domain.problem import Gravity, Place, Problem
from kontroll.flows.home.archive import NotACopy, unpack
from kontroll.flows.home.back_up import DATABASE, HOME, why_not
from kontroll.flows.home.check_trail import Checked, check_trail
from kontroll.flows.home.kept_settings import FOLDERS
from kontroll.flows.home.upgrade_database import upgrade_database
from kontroll.settings import Settings, read_settings
from kontroll.store.copies import CannotCopy, ToolMissing, copy_in, is_empty
from kontroll.store.database import Database
from kontroll.store.upgrade import is_known, unreachable
from kontroll.texts import N_, _

ENTRY = "gjenopprettet"
CHECKING = N_("Etterprøver loggen")


@dataclass(frozen=True, slots=True)
class Restored:
    """checked: the trail as it is in the restored database, before the restoring itself is told of in it."""

    manifest: Manifest
    checked: Checked

    @property
    def is_as_copied(self) -> bool:
        """Whether the trail holds, and ends where it ended when it was copied."""
        told = self.manifest.entries, self.manifest.last
        return not self.checked.faults and (self.checked.entries, self.checked.last) == told


def restore(
    source: IO[bytes], home: Path, now: datetime, actor: str, tell: Callable[[str], None] = lambda _stage: None
) -> tuple[Restored | None, list[Problem]]:
    """The home, whole; or why not, and then nothing is there. A trail that does not hold is told, and the home is kept."""
    if home.exists() and (not home.is_dir() or any(home.iterdir())):
        return None, [_occupied(home)]
    is_new = not home.exists()
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Inside it, since it may be a disk of its own, into which nothing can be moved whole.
    staging = Path(tempfile.mkdtemp(dir=home, prefix=".gjenopprettes-"))
    try:
        restored, problems = _put_together(source, staging, now, actor, tell)
        if restored is not None:
            for path in sorted((staging / HOME).iterdir()):
                path.rename(home / path.name)
        return restored, problems
    finally:
        shutil.rmtree(staging)
        if is_new and not any(home.iterdir()):
            home.rmdir()


def _put_together(
    source: IO[bytes], staging: Path, now: datetime, actor: str, tell: Callable[[str], None]
) -> tuple[Restored | None, list[Problem]]:
    try:
        manifest = unpack(source, staging)
    except NotACopy as error:
        return None, [_no_copy(str(error))]
    settings, problems = read_settings(staging / HOME)
    if settings is None or any(problem.gravity is Gravity.STOPS for problem in problems):
        return None, problems
    for name in FOLDERS:
        getattr(settings, name).mkdir(parents=True, exist_ok=True)
    try:
        refused = _refused(settings, manifest)
        if refused is not None:
            return None, [*problems, refused]
        _fill(settings, staging / DATABASE)
    except unreachable():
        return None, [*problems, _silent()]
    except (CannotCopy, ToolMissing) as error:
        return None, [*problems, why_not(error)]
    tell(_(CHECKING))
    return _checked(settings, manifest, now, actor), problems


def _refused(settings: Settings, manifest: Manifest) -> Problem | None:
    """Why the copy may not be put into the database that the settings name."""
    if not is_known(manifest.version):
        return _too_new(manifest)
    with closing(_owner(settings)) as owner:
        if owner.is_sqlite != (manifest.kind == "sqlite"):
            return _other_kind(manifest)
        return None if is_empty(owner) else _database_in_use()


def _fill(settings: Settings, copy: Path) -> None:
    with closing(_owner(settings)) as owner:
        copy_in(copy, owner)
    # Also where no step is missing: on PostgreSQL the program's own role is given its rights here.
    upgrade_database(settings)


def _checked(settings: Settings, manifest: Manifest, now: datetime, actor: str) -> Restored:
    with closing(Database(settings.database_url)) as database:
        restored = Restored(manifest, check_trail(database))
        # What happened after the copy is lost; that it may have, everybody who reads the trail is to see.
        with database.transaction(actor, now) as tx:
            # Who has logged out since, is out.
            tx.sessions.delete(tx.sessions.table.c.id != "")
            tx.trail.append(
                ENTRY, {"made": manifest.made.isoformat(), "entries": manifest.entries, "last": manifest.last}
            )
    return restored


def _owner(settings: Settings) -> Database:
    return Database(settings.database_owner or settings.database_url)


# --- why not ----------------------------------------------------------------------------------------------------------


def _occupied(home: Path) -> Problem:
    return Problem(
        Place(str(home)),
        _("mappen er ikke tom"),
        _("Det som ligger der, kan være det siste som finnes; ingenting er rørt."),
        _("Oppgi en mappe som ikke finnes, eller en tom mappe."),
    )


def _no_copy(reason: str) -> Problem:
    return Problem(
        Place("sikkerhetskopien"),
        _("filen er ikke en hel sikkerhetskopi ({reason})").format(reason=reason),
        _("Den er kuttet, endret eller noe annet. Ingenting er gjenopprettet."),
        _("Bruk en annen kopi. Er den kryptert, må den dekrypteres først."),
    )


def _too_new(manifest: Manifest) -> Problem:
    return Problem(
        Place("sikkerhetskopien"),
        _("databasen i kopien har versjon {version}, som denne kontroll ikke kjenner").format(version=manifest.version),
        _("Kopien er tatt med en nyere kontroll. Ingenting er gjenopprettet."),
        _("Installer den versjonen av kontroll som kopien ble tatt med, eller en nyere."),
    )


def _other_kind(manifest: Manifest) -> Problem:
    return Problem(
        Place("database"),
        _("kopien er av {kind}, og innstillingen «database» peker på noe annet").format(kind=manifest.kind),
        _("En kopi kan bare legges tilbake i samme slags database. Ingenting er gjenopprettet."),
        _("Kontroller miljøvariablene KONTROLL_DATABASE og KONTROLL_DATABASE_EIER."),
    )


def _database_in_use() -> Problem:
    return Problem(
        Place("database"),
        _("databasen er ikke tom"),
        _("Det som ligger der, kan være det siste som finnes; ingenting er rørt."),
        _("Lag en ny, tom database og oppgi adressen i KONTROLL_DATABASE (og KONTROLL_DATABASE_EIER)."),
    )


def _silent() -> Problem:
    return Problem(
        Place("database"),
        _("databasen svarer ikke"),
        _("Ingenting er gjenopprettet."),
        _("Passord er ikke med i kopien: sett KONTROLL_DATABASE (og KONTROLL_DATABASE_EIER) med passord."),
    )
