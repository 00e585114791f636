"""Build the example kommune, unless it is there already: its home, and beside it what its sources will deliver.

A folder is marked with which example it holds. The mark is written when the example has been lived too, so that one that
was interrupted is begun anew, and one that is whole is not touched.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from importlib.resources import files
from pathlib import Path

from kontroll.domain.month import Month
from kontroll.domain.problem import Place, Problem
from kontroll.example import build
from kontroll.example.policies import write_policies
from kontroll.flows.home.start_home import INBOX, POLICIES, write_home
from kontroll.texts import _

MUNICIPALITY = "Furuvik kommune"
SEED = 2006

#: Tells which example a folder holds. A folder without it is somebody's own, and is not touched.
MARK = ".eksempel.json"
#: Where everything stands as it will be at last, until it has been delivered.
WORK = ".bygd"
#: The example's people sign in without a password; the pages let them do so on this machine alone.
_EXAMPLE_USERS = "# Bare i eksempelkommunen, og bare på denne maskinen.\neksempelbrukere = true\n"
#: What a life leaves behind, and another begins without.
_LIVED = (INBOX, "outbox", "arkiv", WORK)


def build_example(home: Path, seed: int, last: Month, months: int) -> tuple[bool, list[Problem]]:
    """Build it in the work place of the home. False where the folder held the same example already, lived to its end.

    months: how many are lived. A folder with anything else in it is left as it is, with a problem. Own rules, and
    policies that somebody has changed, stay.
    """
    mark = home / MARK
    if mark.is_file():
        if json.loads(mark.read_text(encoding="utf-8")) == _wanted(seed, last, months):
            return False, []
        _clear(home)
    elif home.exists() and (not home.is_dir() or any(home.iterdir())):
        return False, [_not_an_example(home)]
    home.mkdir(parents=True, exist_ok=True)
    # Marked before it is whole, so that an interrupted build may be started again; what it holds is told at the end.
    mark.write_text("{}\n", encoding="utf-8")
    write_home(home, MUNICIPALITY, _EXAMPLE_USERS)
    write_policies(home / POLICIES)
    build(home / WORK, seed, last)
    return True, []


def finish_example(home: Path, seed: int, last: Month, months: int) -> None:
    """Say that it is whole."""
    shutil.rmtree(home / WORK, ignore_errors=True)
    (home / MARK).write_text(json.dumps(_wanted(seed, last, months)) + "\n", encoding="utf-8")


def _wanted(seed: int, last: Month, months: int) -> dict[str, str | int]:
    return {"fro": seed, "slutt": str(last), "maaneder": months, "generator": _generator()}


def _clear(home: Path) -> None:
    for name in _LIVED:
        shutil.rmtree(home / name, ignore_errors=True)
    # SQLite keeps its log beside the file.
    for file in home.glob("kontroll.db*"):
        file.unlink()


def _generator() -> str:
    """What the generator is: another program would write other bytes from the same seed."""
    digest = hashlib.sha256()
    for file in sorted(files("kontroll.example").iterdir(), key=lambda f: f.name):
        if file.name.endswith(".py"):
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


def _not_an_example(home: Path) -> Problem:
    return Problem(
        Place(str(home)),
        _("mappen holder noe annet enn eksempelkommunen"),
        _("Demoen skriver data der, og kunne blande dem med kommunens egne; ingenting er rørt."),
        _("Oppgi en annen mappe med --mappe, eller tøm denne."),
    )
