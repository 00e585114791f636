"""`kontroll nokkel …` and `kontroll varselkrok …` as they are typed."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from kontroll.cli.main import app

runner = CliRunner()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("hjem") / "bygda"
    assert 0 == runner.invoke(app, ["ny", str(made), "--kommune", "Bygda"]).exit_code
    return made


def typed(home: Path, *words: str) -> Result:
    return runner.invoke(app, [*words, "--mappe", str(home)])


def test_a_key_is_shown_once_listed_without_it_and_withdrawn(home: Path):
    made = typed(home, "nokkel", "ny", "Økonomi", "--omfang", "les,lever", "--utloper", "2099-06-30")
    secret = re.findall(r"^kontroll_[\w-]{43}$", made.output, re.MULTILINE)
    listed = json.loads(typed(home, "nokkel", "liste", "--json").output)

    assert 0 == made.exit_code, made.output
    assert 1 == len(secret)
    assert [("Økonomi", ["les", "lever"], True, "2099-06-30", None)] == [
        (one["system"], one["omfang"], one["gjelder"], one["siste_dag"], one["sist_brukt"]) for one in listed
    ]
    assert secret[0] not in typed(home, "nokkel", "liste").output
    assert "aldri brukt" in typed(home, "nokkel", "liste").output
    assert 0 == typed(home, "nokkel", "trekk", listed[0]["nokkel"]).exit_code
    assert "trukket" in typed(home, "nokkel", "liste").output


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (["nokkel", "ny", "X", "--omfang", "alt", "--utloper", "2099-01-01"], 2, "«alt» er ikke et omfang."),
        (["nokkel", "ny", "X", "--omfang", "personlig", "--utloper", "2099-01-01"], 2, "gis sammen med «les»"),
        (["nokkel", "ny", "X", "--omfang", "les", "--utloper", "2020-01-01"], 2, "Dagen er over."),
        (["nokkel", "ny", "X", "--omfang", "les", "--utloper", "snart"], 2, "Dagen skrives som"),
        (["nokkel", "ny", "X", "--omfang", ",", "--utloper", "2099-01-01"], 2, "Oppgi minst ett omfang"),
        (["nokkel", "ny", "a/b", "--omfang", "les", "--utloper", "2099-01-01"], 2, "Navnet på systemet"),
        (["nokkel", "trekk", "finnesikke"], 1, "Det finnes ingen nøkkel «finnesikke»."),
        (["varselkrok", "ny", "http://mottaker.example"], 1, "må begynne med https://"),
        (["varselkrok", "ny", "https://10.0.0.1/"], 1, "privat nett"),
        (["varselkrok", "ny", "https://m.example", "--hendelse", "alt"], 2, "«alt» er ikke en hendelse."),
        (["varselkrok", "trekk", "K99"], 1, "Det finnes ingen varselkrok «K99»."),
    ],
)
def test_what_cannot_be_done_is_told_in_bokmal(home: Path, words: list[str], status: int, told: str):
    answer = typed(home, *words)

    assert status == answer.exit_code, answer.output
    assert told in " ".join(answer.output.split())


def test_a_webhook_shows_its_secret_once_and_of_its_address_only_the_host(home: Path):
    made = typed(home, "varselkrok", "ny", "https://mottaker.example/inn?nokkel=hemmelig")
    (secret,) = re.findall(r"^whsec_\S+$", made.output, re.MULTILINE)
    listed = typed(home, "varselkrok", "liste").output + typed(home, "varselkrok", "liste", "--json").output

    assert 0 == made.exit_code, made.output
    assert "mottaker.example" in listed
    assert secret not in listed
    assert "hemmelig" not in listed
    assert 0 == typed(home, "varselkrok", "trekk", "k1").exit_code
    assert "trukket" in typed(home, "varselkrok", "liste").output
    assert 0 == typed(home, "logg", "etterprov").exit_code
