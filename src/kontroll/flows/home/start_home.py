"""Start a kommune's home: kontroll.toml, an inbox with empty files to fill in, and folders for its own rules and policies."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from kontroll.domain.dataset import DataSet
from kontroll.domain.delivery import FORMATS
from kontroll.domain.problem import Place, Problem
from kontroll.example.template import write_template
from kontroll.rulebook.read import read_rulebook
from kontroll.settings import FILE, shipped_rules
from kontroll.sources.formats import formats
from kontroll.texts import _

INBOX, RULES, POLICIES = "inbox", "rules", "policies"


def start_home(home: Path, municipality: str) -> tuple[list[Path], list[Problem]]:
    """The files and folders that were made. A folder that holds anything is left as it is, with a problem."""
    if home.exists() and (not home.is_dir() or any(home.iterdir())):
        return [], [_occupied(home)]
    rulebook, _problems = read_rulebook([shipped_rules()])
    made = write_home(home, municipality)
    return made + write_inbox(home, rulebook.datasets.values()), []


def write_home(home: Path, municipality: str, more: str = "") -> list[Path]:
    """kontroll.toml and the folders it names. more: further lines of it."""
    for name in (INBOX, RULES, POLICIES):
        (home / name).mkdir(parents=True, exist_ok=True)
    if (home / FILE).exists():
        return []
    comment = _("# Innstillingene for kommunens hjem. Stier er regnet fra denne mappen.")
    # A TOML string is written as a JSON string is.
    (home / FILE).write_text(
        f"{comment}\nkommune = {json.dumps(municipality, ensure_ascii=False)}\n{more}", encoding="utf-8"
    )
    return [home / FILE, home / INBOX, home / RULES, home / POLICIES]


def write_inbox(home: Path, datasets: Iterable[DataSet]) -> list[Path]:
    """An empty file for each table that people fill in, and a folder for the files that become tables of themselves."""
    (home / INBOX / FORMATS).mkdir(parents=True, exist_ok=True)
    of_formats = {kind for format in formats() for kind in format.kinds}
    made = write_template(home / INBOX, (dataset for dataset in datasets if dataset.id not in of_formats))
    return [*made, home / INBOX / FORMATS]


def _occupied(home: Path) -> Problem:
    return Problem(
        Place(str(home)),
        _("mappen er ikke tom"),
        _("Det som ligger der, kan være en kommunes data; ingenting er rørt."),
        _("Oppgi en mappe som ikke finnes, eller en tom mappe."),
    )
