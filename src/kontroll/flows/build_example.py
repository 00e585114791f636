"""Build the home of the example kommune, unless it is there already."""

from __future__ import annotations

import hashlib
import json
import shutil
from importlib.resources import files
from pathlib import Path

from kontroll.domain.month import Month
from kontroll.domain.problem import Place, Problem
from kontroll.example import build
from kontroll.flows.start_home import INBOX, write_home
from kontroll.texts import _

MUNICIPALITY = "Furuvik kommune"
SEED = 2006

#: Tells which example a folder holds. A folder without it is somebody's own, and is not touched.
MARK = ".eksempel.json"


def build_example(home: Path, seed: int, last: Month) -> tuple[bool, list[Problem]]:
    """True where it was built, False where the folder held the same seed, month and generator already.

    A folder with anything else in it is left as it is, with a problem.
    """
    wanted = {"fro": seed, "slutt": str(last), "generator": _generator()}
    mark = home / MARK
    if mark.is_file():
        if json.loads(mark.read_text(encoding="utf-8")) == wanted:
            return False, []
        shutil.rmtree(home / INBOX, ignore_errors=True)
    elif home.exists() and (not home.is_dir() or any(home.iterdir())):
        return False, [_not_an_example(home)]
    write_home(home, MUNICIPALITY)
    # Marked before it is whole, so that an interrupted build may be started again; what it holds is told at the end.
    mark.write_text("{}\n", encoding="utf-8")
    build(home / INBOX, seed, last)
    mark.write_text(json.dumps(wanted) + "\n", encoding="utf-8")
    return True, []


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
