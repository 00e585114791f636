"""Many seeds of the same pattern: one line a seed in a file, so that what was broken off goes on where it was."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from kontroll.domain.policy import Policies
from kontroll.domain.rulebook import Rulebook
from kontroll.flows.baerum.baerum import Wanted, baerum
from kontroll.report.baerum.as_data import as_json
from kontroll.rulebook.stamps import stamps_of

RESULTS = "resultater.jsonl"


def many_seeds(
    home: Path,
    wanted: Sequence[Wanted],
    rulebook: Rulebook,
    policies: Policies,
    tell: Callable[[int], None],
) -> list[dict[str, Any]]:
    """The trials as data, in the order asked. Those in the file from before, by the same program, are not run again."""
    kept = home / RESULTS
    home.mkdir(parents=True, exist_ok=True)
    program = program_of(rulebook)
    done = {_key(one, program): one for one in kept_before(kept)}
    found = []
    for number, one in enumerate(wanted):
        tell(number)
        key = (one.pattern, one.seed, one.strength, str(one.last), one.span, program)
        if key not in done:
            trial, _run = baerum(home, one, rulebook, policies, lambda _text: None)
            data = {**as_json(trial), "slutt": str(one.last), "spenn": one.span, "program": program}
            keep(kept, data)
            done[key] = data
        found.append(done[key])
    tell(len(wanted))
    return found


def keep(path: Path, trial: dict[str, Any]) -> None:
    """One line more, never the end of the line that was being written when it was broken off."""
    torn = path.is_file() and not path.read_bytes().endswith(b"\n")
    with path.open("a", encoding="utf-8") as file:
        file.write("\n" * torn + json.dumps(trial, ensure_ascii=False) + "\n")


def kept_before(path: Path) -> Iterator[dict[str, Any]]:
    if path.is_file():
        for line in path.read_bytes().splitlines():
            try:
                yield json.loads(line)
            except ValueError:
                continue  # the line that was being written when it was broken off


def _key(one: dict[str, Any], program: str) -> tuple[object, ...]:
    same = one.get("program") == program
    names = ("monster", "fro", "styrke", "slutt", "spenn")
    return (*(one.get(name) for name in names), program if same else "")


def program_of(rulebook: Rulebook) -> str:
    """Other rules, or another kommune, give other figures. The same in every process, whatever order its sets come in."""
    digest = hashlib.sha256(repr(sorted(stamps_of(rulebook).items())).encode())
    for folder in (files("kontroll.example"), files("kontroll.example.patterns")):
        for file in sorted(folder.iterdir(), key=lambda f: f.name):
            if file.name.endswith(".py"):
                digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
