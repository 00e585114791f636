"""Back up a kommune's home: the database as it stood at one moment, its own rules and policies, settings and inbox.

Why also the inbox: what is delivered and not yet taken in lies nowhere else. Messages written to a folder are left out;
what was sent stands in the database.

Why it is not encrypted here: a key that kontroll kept would lie beside what it protects. The file is readable by its
owner only, and can be written to a program that encrypts (`sikkerhetskopi -`).
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from kontroll.domain.backup import Manifest
from kontroll.domain.problem import Place, Problem
from kontroll.domain.trail import Fact
from kontroll.flows.home.archive import Writing, writing
from kontroll.flows.home.kept_settings import FOLDERS, folder_of, kept_settings, settings_file
from kontroll.rulebook.stamps import engine_stamp
from kontroll.settings import Settings
from kontroll.store.copies import CannotCopy, Copied, ToolMissing, copy_out, is_empty
from kontroll.store.database import Database
from kontroll.store.upgrade import unreachable, version_of
from kontroll.texts import N_, _

ENTRY, MARK = "sikkerhetskopi", "backup"
#: Names in a copy.
HOME, DATABASE = "hjem", "database"
DATABASE_COPIED = N_("Databasen er kopiert")


@dataclass(frozen=True, slots=True)
class BackedUp:
    """left_out: keys of settings that are not in the copy, because they are or hold passwords."""

    manifest: Manifest
    left_out: tuple[str, ...]


def back_up(
    settings: Settings, to: IO[bytes], room: Path | None, now: datetime, actor: str,
    tell: Callable[[str], None] = lambda _stage: None,
) -> tuple[BackedUp | None, list[Problem]]:  # fmt: skip
    """Write the copy; or why there is none. Others may write to the database meanwhile: they do not wait.

    room: a folder with room for the database, which lies there meanwhile; None: the machine's own. The trail is told
    afterwards, so that the copy does not hold the line about itself.
    """
    program = Database(settings.database_url)
    owner = Database(settings.database_owner) if settings.database_owner else program
    with closing(owner), closing(program), tempfile.TemporaryDirectory(dir=room, prefix=".kontroll-") as folder:
        copy = Path(folder) / DATABASE
        try:
            # Asked first: SQLite makes a file that is not there.
            if is_empty(program) or version_of(program) is None:
                return None, [_no_database()]
            copied = copy_out(program, owner, copy)
        except unreachable():
            return None, [_silent()]
        except (CannotCopy, ToolMissing) as error:
            return None, [why_not(error)]
        tell(_(DATABASE_COPIED))
        kept = kept_settings(settings)
        with writing(to) as archive:
            archive.add_text(f"{HOME}/{settings_file(Path()).name}", kept.text)
            for name, file in _files(settings):
                archive.add(f"{HOME}/{name}", file)
            archive.add(DATABASE, copy)
            manifest = _manifest(copied, archive, now)
            archive.finish(manifest)
        with program.transaction(actor, now) as tx:
            told: dict[str, Fact] = {"entries": copied.entries, "last": copied.last, "parts": len(manifest.parts)}
            tx.trail.append(ENTRY, told)
            tx.marks.set(MARK, now.isoformat())
    return BackedUp(manifest, kept.left_out), []


def _files(settings: Settings) -> Iterator[tuple[str, Path]]:
    """Name in the home, and file: of the kommune's own rules and policies, its inbox and schemas, sorted."""
    for setting in FOLDERS:
        folder: Path = getattr(settings, setting)
        within = folder_of(settings, setting)
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                yield f"{within}/{file.relative_to(folder).as_posix()}", file


def _manifest(copied: Copied, archive: Writing, now: datetime) -> Manifest:
    return Manifest(
        made=now,
        program=engine_stamp(),
        kind=copied.kind,
        version=copied.version,
        entries=copied.entries,
        last=copied.last,
        parts=tuple(archive.parts),
    )


# --- why not ----------------------------------------------------------------------------------------------------------


def why_not(error: CannotCopy | ToolMissing) -> Problem:
    if isinstance(error, ToolMissing):
        return Problem(
            Place(str(error)),
            _("programmet finnes ikke på denne maskinen"),
            _("En PostgreSQL-base kopieres med PostgreSQLs egne programmer. Ingenting er kopiert."),
            _("Installer postgresql-client, i samme versjon som tjeneren eller nyere."),
        )
    return Problem(
        Place("database"),
        _("databasen kunne ikke kopieres: {reason}").format(reason=error.reason),
        _("Ingenting er kopiert."),
        _("Kontroller rettigheter og plass. «database_eier» må få lese alle tabellene."),
    )


def _silent() -> Problem:
    return Problem(
        Place("database"),
        _("databasen svarer ikke"),
        _("Ingenting er kopiert."),
        _("Kontroller «database» i kontroll.toml, og at databasetjeneren er i gang."),
    )


def _no_database() -> Problem:
    return Problem(
        Place("database"),
        _("det er ingen database her"),
        _("Ingenting er kopiert."),
        _("Oppgi kommunens mappe med --mappe, eller kjør «kontroll db oppgrader» i en ny."),
    )
