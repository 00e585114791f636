"""kontroll regler vis: one rule in words, for people and for programs, from any stack of folders."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kontroll.cli.main import app

OWN = """
id: faktura-001
navn: Vår egen regel om to personer
type: avvik
status: utkast
alvor: lav
hjemmel: [{reglement: eget, punkt: "1"}]
versjoner: [{gyldig_fra: 2026-01, hvis: {indikator: eget, er: over, verdi: 1}}]
"""
INDICATOR = "indikatorer:\n  - {id: eget, navn: Eget tall, maaleenhet: antall, bedre_er: lavere, frekvens: måned, desimaler: 0}\n"


SMALL = Path(__file__).parents[1] / "report/plainly/rules"


def shown(*arguments: str):
    return CliRunner().invoke(app, ["regler", "vis", *arguments])


def of_small(*arguments: str):
    """The same, of a folder that is quickly read."""
    return shown(*arguments, "--regler", str(SMALL))


def written(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_a_shipped_rule_is_printed_with_its_sections_and_its_hjemmel() -> None:
    answer = shown("faktura-003")

    assert 0 == answer.exit_code
    assert answer.stdout.startswith("faktura-003: Varemottak eller timeliste skal foreligge før betaling\n")
    assert "\nHJEMMEL\n  – Økonomireglementet punkt 6.4:" in answer.stdout
    assert "  2 «Varemottak» er fylt ut.\n    Med regelens ord: «Varemottaket er dokumentert»\n" in answer.stdout


def test_a_paragraph_that_nobody_has_checked_says_so() -> None:
    assert "Kommuneloven § 14-5 (ikke kontrollert mot lovteksten)." in of_small("maal-001").stdout


def test_a_program_gets_the_same_sentences_with_their_numbers() -> None:
    found = json.loads(of_small("node-001", "--json").stdout)

    parts = {part["id"]: part for part in found["deler"]}
    assert ("node-001", "Noder i noder", "hva") == (found["id"], found["navn"], found["deler"][0]["id"])
    requirement = parts["versjon-2026-01"]
    assert "Kravet er oppfylt når dette ikke stemmer:" == requirement["innledning"]
    assert "Økonomi og arbeidsmiljø henger sammen" == requirement["merke"]
    (first,) = requirement["setninger"]
    assert ["1.1", "1.2", "1.3", "1.4", "1.5"] == [one["nummer"] for one in first["under"]]
    assert "Merforbruk som ikke forklares" == first["under"][0]["merke"]
    assert "nummer" not in parts["hjemmel"]["setninger"][0]
    assert "høyere er bedre" in parts["tall"]["setninger"][0]["tekst"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("felt-1", "felt-001"), ("tall001", "tall-001"), ("versjn-001", "versjon-001"), ("noder", "node-001")],
)
def test_an_unknown_id_is_refused_with_those_that_may_be_meant(typed: str, meant: str) -> None:
    answer = of_small(typed)

    assert 2 == answer.exit_code
    assert f"Det finnes ingen regel med id «{typed}». Mente du {meant} («" in answer.stderr
    assert "" == answer.stdout


def test_an_id_that_is_like_nothing_is_refused_without_a_guess() -> None:
    answer = of_small("xyz")

    assert (2, "Det finnes ingen regel med id «xyz».\n") == (answer.exit_code, answer.stderr)


def test_the_rule_of_the_highest_folder_is_the_one_shown(tmp_path: Path) -> None:
    own = written(
        tmp_path, {"indikatorer/i.yaml": INDICATOR, "a/tall-001.yaml": OWN.replace("faktura-001", "tall-001")}
    )

    both = ("--regler", str(SMALL), "--regler", str(own))
    assert shown("tall-001", *both).stdout.startswith("tall-001: Vår egen")
    assert 0 == shown("maal-001", *both).exit_code


def test_in_the_home_of_a_kommune_its_own_rules_lie_above_the_shipped_ones(tmp_path: Path, monkeypatch) -> None:
    files = {
        "rules/indikatorer/i.yaml": INDICATOR,
        "rules/a/faktura-001.yaml": OWN,
        "kontroll.toml": 'kommune = "Bygda"\n',
    }
    monkeypatch.chdir(written(tmp_path, files))

    assert "Vår egen regel" in shown("faktura-001").stdout


def test_a_rule_whose_file_is_broken_is_told_with_what_is_wrong_in_it(tmp_path: Path) -> None:
    broken = written(
        tmp_path, {"indikatorer/i.yaml": INDICATOR, "a/faktura-001.yaml": OWN.replace("er: over", "er: mer")}
    )

    answer = shown("faktura-001", "--regler", str(broken))

    assert 1 == answer.exit_code
    assert "faktura-001.yaml:8" in answer.stderr
    assert "«mer»" in answer.stderr


def test_a_folder_that_is_not_there_is_told() -> None:
    answer = shown("faktura-001", "--regler", "finnes-ikke")

    assert 1 == answer.exit_code
    assert "mappen finnes ikke" in answer.stderr


def test_the_rule_that_no_file_holds_can_be_shown_too() -> None:
    answer = of_small("datakvalitet-enhet")

    assert 0 == answer.exit_code
    assert "Regelen er alltid der, og kan ikke endres." in answer.stdout
