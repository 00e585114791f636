"""`kontroll innsyn` as it is typed: what it says, and how it ends."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from kontroll.cli.main import app
from village import write

runner = CliRunner()
ORGANISATION = """enhet;navn;enhetstype;overordnet;tjeneste;leder_id;gjelder_fra;gjelder_til;etterfolger
1000;Rådmannen;rådmann;;;TOPP;2020-01;;
"""
PERSONS = """person_id;navn;epost;rolle;enhet;gjelder_fra;gjelder_til
TOPP;Tora Topp;tora@bygda.example;leder;1000;2020-01;
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("hjem") / "bygda"
    assert 0 == runner.invoke(app, ["ny", str(made), "--kommune", "Bygda"]).exit_code
    write(made, {"inbox/organisasjon.csv": ORGANISATION, "inbox/personer.csv": PERSONS})
    assert 0 == runner.invoke(app, ["importer", str(made / "inbox"), "--mappe", str(made)]).exit_code
    return made


def innsyn(home: Path, person: str, to: Path) -> Result:
    return runner.invoke(app, ["innsyn", person, "--ut", str(to), "--mappe", str(home)])


def test_one_command_gives_everything_and_says_how_much(home: Path, tmp_path: Path):
    done = innsyn(home, "TOPP", tmp_path / "ut")

    assert 0 == done.exit_code, done.output
    assert "2  Personer og organisasjon" in done.output
    assert "Innsynet er ført i loggen." in done.output
    assert "Tora Topp" in (tmp_path / "ut" / "oversikt.html").read_text(encoding="utf-8")


def test_an_unknown_person_ends_with_1_and_a_folder_in_use_with_2(home: Path, tmp_path: Path):
    unknown = innsyn(home, "TOPPEN", tmp_path / "ut")
    (tmp_path / "noe.txt").write_text("noe")
    in_use = innsyn(home, "TOPP", tmp_path)

    assert (1, 2) == (unknown.exit_code, in_use.exit_code)
    assert "Ingenting er lagret under denne id-en" in unknown.output
    assert "er ikke tom" in in_use.output
    assert ["noe.txt"] == [path.name for path in tmp_path.iterdir()]
    assert "TOPPEN" not in unknown.output
