"""`kontroll forklar` prints no figure that the pages hide, be it for the sake of others, unless it is asked to."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kontroll.cli.main import app
from report.scorecard.small import DATA, RULES
from village import write

runner = CliRunner()
#: Beside two large ones: schools with four, six, seven and eight answers. Of four nothing is shown, and so not of six and seven.
MORE = {"5": (4, "50,0"), "6": (6, "55,0"), "7": (7, "65,0"), "8": (8, "60,0")}
SATISFIED = """
id: fornoyde
navn: Fornøyde brukere
type: avvik
status: i_bruk
alvor: middels
hjemmel: [{lov: kommuneloven, paragraf: '25-1'}]
versjoner: [{gyldig_fra: 2020-01, hvis: {indikator: fornoyd, er: under, verdi: 58}, saa: {avvik: ja}}]
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    base = tmp_path_factory.mktemp("mappe")
    units = DATA["organisasjon.csv"] + "".join(f"{id};Skole {id};tjenestested;0;skole;;2020-01;;\n" for id in MORE)
    answers = "".join(f"{id};fornoyd;2025;{value};{count}\n" for id, (count, value) in MORE.items())
    data = DATA | {"organisasjon.csv": units, "maalinger/tall.csv": DATA["maalinger/tall.csv"] + answers}
    return write(base / "regler", RULES | {"brukere/fornoyde.yaml": SATISFIED}), write(base / "data", data)


def forklar(folder: tuple[Path, Path], enhet: str, *words: str) -> str:
    rules, data = folder
    answer = runner.invoke(
        app, ["forklar", "fornoyde", enhet, "2025-12", "--regler", str(rules), "--data", str(data), *words]
    )
    assert 0 == answer.exit_code, answer.output
    return answer.output


@pytest.mark.parametrize("form", [(), ("--json",)])
@pytest.mark.parametrize(("enhet", "value"), [("6", "55[.,]0"), ("7", "65[.,]0")])
def test_what_is_hidden_for_the_sake_of_others_is_not_printed(folder, enhet: str, value: str, form: tuple[str, ...]):
    assert not re.search(value, forklar(folder, enhet, *form))
    assert re.search(value, forklar(folder, enhet, *form, "--vis-personopplysninger"))


def test_what_is_published_is(folder):
    assert "60,0" in forklar(folder, "8")


def test_of_four_nothing_is_printed_whoever_asks(folder):
    assert "50,0" not in forklar(folder, "5", "--vis-personopplysninger")
