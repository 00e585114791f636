"""The exported schema accepts every sound rule file, refuses what its form can show is wrong, and knows every key."""

from __future__ import annotations

import json
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML, YAMLError
from ruamel.yaml.constructor import SafeConstructor
from typer.testing import CliRunner

from differential.seed import by_turns
from kontroll.cli.main import app
from kontroll.rulebook.form import Form
from kontroll.rulebook.keys import CONDITIONS, PARTS, REGISTERS, RULE
from kontroll.rulebook.read import read_rulebook
from kontroll.rulebook.schema import ALL, schemas
from oracle.random_case import write_case

from .case import STOPS, changed
from .sound_rules import UNIT_FILE, UNIT_RULE, write_sound
from .test_broken_rules import CASES

HERE = Path(__file__).parents[2]


class TextDates(SafeConstructor):
    """Dates as text, as the YAML of editors reads them."""


TextDates.add_constructor("tag:yaml.org,2002:timestamp", lambda loader, node: node.value)


def loaded(text: str) -> Any:
    yaml = YAML(typ="safe", pure=True)
    yaml.Constructor = TextDates
    return yaml.load(text)


@cache
def validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(schemas()[name])


def own_schema(file: Path) -> str:
    """The schema of a file by its place below the rules folder."""
    name = f"{file.parts[0]}.schema.json"
    return name if len(file.parts) > 1 and name in schemas() else "regel.schema.json"


def faults(folder: Path) -> list[str]:
    found = []
    for path in sorted(folder.rglob("*.yaml")):
        document = loaded(path.read_text(encoding="utf-8"))
        for name in (own_schema(path.relative_to(folder)), ALL):
            found += [f"{path.name} {name} {e.json_path}: {e.message}" for e in validator(name).iter_errors(document)]
    return found


@pytest.mark.parametrize("name", list(schemas()))
def test_each_schema_is_one(name: str) -> None:
    Draft202012Validator.check_schema(schemas()[name])


def test_every_shipped_rule_file_fits() -> None:
    folders = [HERE / "rules", *sorted((HERE / "tests/real").glob("*/rules"))]

    assert [] == [fault for folder in folders for fault in faults(folder)]
    assert 100 < len(list((HERE / "rules").rglob("*.yaml")))


@pytest.mark.parametrize("seed", by_turns(range(1, 9), 3))
def test_every_rule_file_of_a_random_case_fits(tmp_path: Path, seed: int) -> None:
    assert [] == faults(write_case(tmp_path, seed).rules)


def test_the_schema_refuses_what_form_alone_can_show() -> None:
    """The rest names ids, fields or types of other places, or dates that the calendar lacks: only the reader sees it."""
    refused = passed = 0
    for case in CASES:
        if not isinstance(case.text, str) or case.gravity is not STOPS:
            continue
        try:
            document = loaded(case.text)
        except YAMLError:
            continue
        errors = [list(validator(name).iter_errors(document)) for name in (own_schema(Path(case.file)), ALL)]
        assert bool(errors[0]) == bool(errors[1]), case.name
        refused, passed = refused + bool(errors[0]), passed + (not errors[0])

    assert refused >= 310
    assert passed <= 101


def test_a_word_is_allowed_in_both_spellings_and_no_other() -> None:
    severity = schemas()["regel.schema.json"]["properties"]["alvor"]

    assert ["lav", "middels", "høy", "hoy", "kritisk"] == severity["enum"]
    assert "alvorlig" in severity["description"]


def test_the_tables_of_keys_are_the_keys_that_the_readers_take(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every reader asks for all its keys before it is done: what it asked for is written down, by block."""
    taken: dict[str, set[str]] = defaultdict(set)
    done = Form.done

    def noting(form: Form) -> None:
        first = next((kind for kind in CONDITIONS if kind in form.node.entries), "")
        taken[first if form.what == "vilkåret" else form.what].update(form._known)
        done(form)

    monkeypatch.setattr(Form, "done", noting)
    write_sound(tmp_path)
    with_unit = changed(UNIT_RULE, {"    maaned: 2026-10": "    maaned: 2026-10\n    enhet: {tjeneste: skole}"})
    (tmp_path / UNIT_FILE).write_text(with_unit, encoding="utf-8")
    digits = "{id: siffer, bedre_er: lavere, frekvens: år, desimaler: 1, beregnet: {benford: faktura, felt: belop, minst: 9}}"
    (tmp_path / "indikatorer" / "siffer.yaml").write_text(digits, encoding="utf-8")
    read_rulebook([tmp_path])
    read_rulebook([HERE / "rules"])

    tables = [*RULE.items(), *CONDITIONS.items(), *PARTS.items()]
    tables += [entry for blocks in REGISTERS.values() for entry in blocks.items()]
    described: dict[str, set[str]] = defaultdict(set)
    for block, keys in tables:
        described[block] |= set(keys)
    ids = {"serie", "antall", "ambisjon", "poster", "posten", "forventet", "parametre", "filen"}  # their keys are ids
    assert {} == {
        block: (sorted(keys - described[block]), sorted(described[block] - keys))
        for block, keys in taken.items()
        if block not in ids and block in described and keys != described[block]
    }
    assert set(taken) - ids <= set(described)


def test_the_command_writes_the_schemas_and_the_line_for_the_editor(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["regler", "skjema", "--ut", str(tmp_path / "skjema")])

    assert 0 == result.exit_code
    assert set(schemas()) == {path.name for path in (tmp_path / "skjema").iterdir()}
    assert schemas()[ALL] == json.loads((tmp_path / "skjema" / ALL).read_text(encoding="utf-8"))
    assert f'"yaml.schemas": {{"{tmp_path.as_posix()}/skjema/{ALL}"' in result.output


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "skjema").write_text("opptatt", encoding="utf-8")

    result = CliRunner().invoke(app, ["regler", "skjema", "--ut", str(tmp_path / "skjema")])

    assert 1 == result.exit_code
    assert "det finnes en fil med det navnet" in result.output
