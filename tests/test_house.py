"""The house is kept: what is promised about files, names and the README is true."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typer.main import get_command

from kontroll.cli.main import app
from kontroll.domain.problem import Gravity
from kontroll.rulebook.read import read_rulebook
from kontroll.settings import PREFIX, keys

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "kontroll"
README = (ROOT / "README.md").read_text(encoding="utf-8")
NORWEGIAN_NOUNS = ["avvik", "sak", "hjemmel", "tiltak", "unntak", "enhet"]
LONGEST = 350

SOURCES = sorted(PACKAGE.rglob("*.py"))
ALL_PYTHON = sorted(p for folder in ("src", "tests", "benchmarks") for p in (ROOT / folder).rglob("*.py"))


def shown(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_every_module_says_what_is_found_in_it():
    silent = [shown(path) for path in SOURCES if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))]

    assert not silent


def test_a_file_holds_one_thing_and_is_short():
    lines = {shown(path): len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES}

    assert not {path: count for path, count in lines.items() if count > LONGEST}, "give a part of it a file of its own"


def test_identifiers_are_ascii():
    names = [
        f"{shown(path)}, line {number}: {name}"
        for path in ALL_PYTHON
        for number, name in identifiers_beyond_ascii(path.read_text(encoding="utf-8"))
    ]

    assert not names


def test_a_name_beyond_ascii_is_found_and_a_text_is_not_a_name():
    assert [(2, "når")] == identifiers_beyond_ascii('text = "måned"  # år\nnår = 1\n')


def test_the_readme_maps_every_package_and_module_and_no_other():
    packages = {f"{p.parent.name}/" for p in PACKAGE.glob("*/__init__.py")}
    modules = {p.name for p in PACKAGE.glob("*.py")} - {"__init__.py"}

    assert packages | modules == set(first_cells("Map"))


def test_the_readme_tells_of_every_command_and_no_other():
    assert set(commands(get_command(app), "kontroll")) == set(first_cells("Commands"))


def test_every_command_says_what_it_does_in_its_help():
    silent = [name for name, command in commands(get_command(app), "kontroll").items() if not command.help]

    assert not silent


def test_the_readme_tells_of_every_setting_and_no_other():
    assert keys() == first_cells("Settings")
    assert f"`{PREFIX}`" in README


def test_the_glossary_is_the_closed_list_of_norwegian_nouns():
    assert NORWEGIAN_NOUNS == first_cells("Glossary")


def test_the_rule_in_the_readme_is_a_rule(tmp_path):
    """A reader who copies it gets a rule that can be evaluated, not an error."""
    (written,) = re.findall(r"```yaml\n(.*?)```", README, flags=re.DOTALL)
    (tmp_path / "merforbruk.yaml").write_text(written, encoding="utf-8")

    rulebook, problems = read_rulebook([ROOT / "rules", tmp_path])

    assert "merforbruk" in rulebook.rules
    assert not [str(p) for p in problems if "merforbruk" in p.place.file and p.gravity is Gravity.STOPS]


def identifiers_beyond_ascii(source: str) -> list[tuple[int, str]]:
    if source.isascii():
        return []
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return [(t.start[0], t.string) for t in tokens if t.type == tokenize.NAME and not t.string.isascii()]


def first_cells(heading: str) -> list[str]:
    """The first column of the table below a heading of the README, without its own heading."""
    (section,) = re.findall(rf"^## {heading}\n(.*?)(?=^## )", README, flags=re.DOTALL | re.MULTILINE)
    rows = [line.split("|")[1].strip().strip("`") for line in section.splitlines() if line.startswith("|")]
    return rows[2:]


def commands(command: Any, path: str) -> dict[str, Any]:
    """Every command that does something, by what is typed for it."""

    def walk(one: Any, typed: str) -> Iterator[tuple[str, Any]]:
        below = getattr(one, "commands", None)
        if below is None:
            yield typed, one
        for name, child in (below or {}).items():
            yield from walk(child, f"{typed} {name}")

    return dict(walk(command, path))
