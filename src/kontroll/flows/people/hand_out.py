"""Hand out: everything held about a person is gathered, put in a folder, and written on the trail (art. 15).

Why reports by others are left out without a word of whether there are any: whoever asks may be the one they are about, and
whoever reported was promised not to be told of.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kontroll.domain.dataset import BUILT_IN
from kontroll.domain.handedout import HandedOut
from kontroll.domain.problem import KontrollError
from kontroll.flows.deliveries.strangers import DATASETS
from kontroll.flows.people.gathered import Gathered, gather
from kontroll.report.handout.files import Handout, files_of
from kontroll.store.transaction import Transaction
from kontroll.texts import _, listed
from kontroll.wiring import Desk

ENTRY = "innsyn: utlevert"


class UnknownPerson(KontrollError):
    """Nothing is held under that id."""


class NotEmpty(KontrollError):
    """The folder holds something, or cannot be written in. Nothing was written."""


@dataclass(frozen=True, slots=True)
class Given:
    """counts: category -> how many. files: their names."""

    handed: HandedOut
    counts: Mapping[str, int]
    files: tuple[str, ...]


def hand_out(desk: Desk, person: str, folder: Path, by: str, now: datetime) -> Given:
    """Raises UnknownPerson and NotEmpty; then nothing is written anywhere."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise NotEmpty(str(folder))
    with desk.database.reading() as tx:
        found = gather(tx, desk, person, now)
    if found is None:
        raise UnknownPerson
    files = files_of(_handout(desk, found, person, now))
    counts: dict[str, int] = {}
    for line in found.lines:
        counts[line.category] = counts.get(line.category, 0) + 1
    with desk.database.transaction(by, now) as tx:
        handed = _written(tx, person, by, now, len(found.lines), _digest(files))
        # Inside: where the folder cannot be written in, nothing was handed out, and the trail does not say so.
        _put(folder, files)
    return Given(handed, counts, tuple(sorted(files)))


def _handout(desk: Desk, found: Gathered, person: str, now: datetime) -> Handout:
    return Handout(
        municipality=desk.settings.municipality,
        name=found.name,
        person=person,
        made=now,
        contact=desk.settings.contact,
        lines=found.lines,
        rules=desk.policies.retention,
        about=tuple(_unread(found)),
        called=kinds_called(desk),
    )


def kinds_called(desk: Desk) -> dict[str, str]:
    """Kind of delivery -> what people call it."""
    datasets = {f"{DATASETS}/{one.id}": one.name for one in desk.rulebook.datasets.values()}
    return datasets | {one.id: one.name for one in BUILT_IN.values()}


def _unread(found: Gathered) -> Iterator[str]:
    if found.unread:
        yield _("Disse filene er ikke tekst, og er ikke søkt i: {files}.").format(files=listed(sorted(found.unread)))


def _written(tx: Transaction, person: str, by: str, now: datetime, rows: int, digest: str) -> HandedOut:
    number = tx.handed_out.count() + 1
    entry = tx.trail.append(ENTRY, {"person": person, "number": number, "rows": rows, "digest": digest})
    one = HandedOut(number=number, person=person, by=by, at=now, rows=rows, digest=digest, trail=entry)
    return tx.handed_out.add(one)


def _digest(files: Mapping[str, bytes]) -> str:
    lines = [f"{hashlib.sha256(files[name]).hexdigest()}  {name}" for name in sorted(files)]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _put(folder: Path, files: Mapping[str, bytes]) -> None:
    """All of them, readable by whoever gave the command alone; or none."""
    was_there = folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        for name, content in files.items():
            with os.fdopen(os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(content)
    except OSError as error:
        for name in files:
            (folder / name).unlink(missing_ok=True)
        if not was_there:
            shutil.rmtree(folder, ignore_errors=True)
        raise NotEmpty(str(folder)) from error
