"""The revisor's package: one folder from which everything that kontroll claims of some months can be computed again.

Why whole: an auditor must not have to ask for more, and must not need kontroll, its database or its machine. What was read
stays inside the house: the package holds what the auditor may see, personal fields too, and says so.
"""

from __future__ import annotations

import hashlib
import json
import os
import shlex
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from pathlib import Path

from kontroll.domain.month import Month
from kontroll.domain.problem import KontrollError, Problem
from kontroll.domain.recomputed import Then
from kontroll.flows.audit.findings import finding_files
from kontroll.flows.audit.months import Files, month_files
from kontroll.flows.books.on_trail import on_trail
from kontroll.flows.books.then import then_of
from kontroll.flows.samples.published import public_files, public_series
from kontroll.report.audit_package import CONTENTS, read_me
from kontroll.report.sampling.public_draw import PublicDraw, command_of
from kontroll.store.transaction import Transaction
from kontroll.texts import NORWAY
from kontroll.wiring import Desk

ENTRY = "revisorpakke"
#: The program that checks the package, beside the modules of its own.
_PROGRAM = "etterprov.py"


class NotEmpty(KontrollError):
    """The folder holds something, or cannot be written in. Nothing was written."""


class NotRun(KontrollError):
    """problems: why there are no answers of some month. Nothing was written."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(f"{len(problems)} months have no answers")
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Packed:
    """digest: SHA-256 of the list of contents, which the trail is told. size: bytes."""

    digest: str
    files: int
    size: int


def write_package(
    desk: Desk, months: Sequence[Month], folder: Path, by: str, now: datetime, tell: Callable[[str], None] = lambda _name: None
) -> Packed:  # fmt: skip
    """Raises NotEmpty and NotRun; then nothing is left anywhere. tell: called with the name of each file."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise NotEmpty(str(folder))
    # Made beside it and moved when it is whole, so that nobody takes a half of one for a package.
    made = folder.with_name(f".{folder.name}.lages")
    try:
        with desk.database.reading() as tx:
            thens = _thens(tx, months)
            made.mkdir(mode=0o700, parents=True)
            listed = [_put(made, name, content, tell) for name, content in _all(desk, tx, thens, now)]
        packed = _listed(made, listed)
        with desk.database.transaction(by, now) as tx:
            # Inside: where the folder cannot be moved, nothing was made, and the trail does not say so.
            tx.trail.append(
                ENTRY,
                {"first": str(months[0]), "last": str(months[-1]), "files": packed.files, "contents": packed.digest},
            )
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
        # There may be personal fields in it.
        shutil.rmtree(made, ignore_errors=True)
        raise
    return packed


def _listed(made: Path, listed: Sequence[dict[str, object]]) -> Packed:
    """The list of contents, which is not in itself."""
    in_order = sorted(listed, key=lambda one: str(one["fil"]))
    contents = (json.dumps(in_order, ensure_ascii=False, indent=1) + "\n").encode()
    (made / CONTENTS).write_bytes(contents)
    return Packed(hashlib.sha256(contents).hexdigest(), len(listed), sum(int(str(one["bytes"])) for one in listed))


def _thens(tx: Transaction, months: Sequence[Month]) -> list[Then]:
    trail = on_trail(tx)
    found = [then_of(tx, trail, month) for month in months]
    if problems := [one for one in found if isinstance(one, Problem)]:
        raise NotRun(problems)
    return [one for one in found if isinstance(one, Then)]


def _all(desk: Desk, tx: Transaction, thens: Sequence[Then], now: datetime) -> Files:
    yield "LESMEG.txt", read_me(desk.settings.municipality, thens[0].month, thens[-1].month, now).encode()
    yield from _program()
    yield from month_files(tx, thens)
    yield from finding_files(tx, thens, now.astimezone(NORWAY).date())
    yield "logg/logg.jsonl", b"".join(_log(tx))
    yield from _draws([one.draw for one in public_series(tx) if one.draw is not None], tx)


def _program() -> Files:
    """The modules as they are: whoever doubts them can read them."""
    for one in sorted(files("kontroll.recompute").iterdir(), key=lambda file: file.name):
        if one.name == _PROGRAM:
            yield _PROGRAM, one.read_bytes()
        elif one.name.endswith(".py"):
            yield f"etterprover/{one.name}", one.read_bytes()


def _draws(draws: Sequence[PublicDraw], tx: Transaction) -> Files:
    """What everybody may have of each, and how each of its samples is made again."""
    for draw in draws:
        for name, content in public_files(tx, draw).items():
            yield f"stikkprover/{draw.id}/{name}", content
    made = {
        draw.id: [
            {"forpliktelse": one.commitment, "argumenter": shlex.split(command_of(draw, one))[2:]}
            for one in draw.populations
            if one.is_drawn
        ]
        for draw in draws
    }
    yield "stikkprover/trekninger.json", (json.dumps(made, ensure_ascii=False, indent=1) + "\n").encode()


def _log(tx: Transaction) -> Iterator[bytes]:
    for entry in tx.trail.entries():
        line = {"seq": entry.seq, "previous": entry.previous, "hash": entry.hash, "body": entry.body.decode()}
        yield (json.dumps(line, ensure_ascii=False) + "\n").encode()


def _put(folder: Path, name: str, content: bytes, tell: Callable[[str], None]) -> dict[str, object]:
    """For the owner alone: there may be personal fields in it."""
    tell(name)
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
        opened.write(content)
    return {"fil": name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
