"""`kontroll tilbakeprov` as it is typed, on the example and on drafts: what it finds, what it says, and what it refuses."""

from __future__ import annotations

import csv
import json
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from differential.seed import one_day_in
from example.conftest import rows_of
from kontroll.cli.main import app
from kontroll.domain.month import Month
from kontroll.example import build
from kontroll.example.planted import SITE, SUPPLIER
from kontroll.settings import shipped_rules
from village import write

runner = CliRunner()
#: Ends so that the planted case begins in its 14th month, November 2024.
LAST = Month(2026, 9)


@pytest.fixture(scope="module")
def furuvik(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("furuvik")
    build(folder / "data", 2006, LAST)
    return folder


def tilbakeprov(furuvik: Path, *words: str, first: str = "2024-09", last: str = "2025-01") -> Result:
    data = ["--data", str(furuvik / "data"), "--mappe", str(furuvik)]
    return runner.invoke(app, ["tilbakeprov", *words, "--fra", first, "--til", last, *data])


@one_day_in(2, "back-tests of the example")
def test_the_planted_case_is_found_in_its_second_month_when_a_twentieth_is_spent(furuvik: Path):
    """A new supplier bills 5102 from the 14th month on (example.planted); five bills without papers in 90 days are too many."""
    answer = tilbakeprov(furuvik, "faktura-014", "--json", first="2023-10", last="2026-09")

    assert 0 == answer.exit_code, answer.stderr
    (rule,) = json.loads(answer.stdout)["regler"]
    first = rule["proevd"]["foerste"]
    assert ("5102", "2024-12") == (first["enhet"], first["maaned"])
    until = kroner(furuvik, "2024-12-31")
    assert round(100 * until) == first["oere_til_da"]
    assert until < kroner(furuvik, "2026-09-30") / 15


def kroner(furuvik: Path, last: str) -> Decimal:
    """What the planted supplier has billed the planted enhet by the day, read by somebody who knows the files."""
    rows: dict[str, tuple[str, Decimal]] = {}
    for path in sorted((furuvik / "data" / "datasett" / "faktura").glob("*.csv")):
        for row in rows_of(path):
            if (SITE, SUPPLIER) == (row["ansvar"], row["leverandor"]):
                amount = "".join(row["belop"].split()).replace(",", ".")
                rows[row["bilag"]] = row["fakturadato"], Decimal(amount)
    return sum((amount for day, amount in rows.values() if day <= last), Decimal(0))


@one_day_in(2, "back-tests of the example")
def test_a_draft_is_shown_beside_the_version_in_use(furuvik: Path):
    text = (shipped_rules() / "faktura" / "faktura-003.yaml").read_text(encoding="utf-8")
    changed = text.replace(
        "{felt: belop, er: under, verdi: {parameter: faktura.varemottaksgrense}",
        "{felt: belop, er: under, verdi: 100000",
    )
    assert changed != text
    drafts = write(furuvik / "utkast", {"faktura/faktura-003.yaml": changed})

    answer = tilbakeprov(furuvik, "--regler", str(drafts), "--ut", str(furuvik / "utslag.csv"))

    assert 0 == answer.exit_code, answer.stderr
    assert "I bruk" in answer.stdout
    assert "Utslag bare her" in answer.stdout
    assert "En datamappe sier ikke når noe ble mottatt" in answer.stdout
    rows = list(csv.DictReader((furuvik / "utslag.csv").read_text(encoding="utf-8").splitlines(), delimiter=";"))
    assert {"utkast", "i_bruk"} == {row["versjon"] for row in rows}
    assert all(row["bare_i_denne"] == "nei" for row in rows if row["versjon"] == "utkast"), "it asks for less"


@one_day_in(2, "back-tests of the example")
def test_many_rules_stand_in_one_table(furuvik: Path):
    answer = tilbakeprov(furuvik, "okonomi-001", "okonomi-002", "okonomi-003", "okonomi-005", last="2024-10")

    assert 0 == answer.exit_code
    assert "okonomi-005" in answer.stdout
    assert "Varsler til" not in answer.stdout


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["okonomi-01"], 2, "Mente du «okonomi-001»?"),
        (["okonomi-001", "--til", "2020-01"], 2, "--til er før --fra"),
        (["okonomi-001", "--regler", "/finnes/ikke"], 1, "mappen finnes ikke"),
        (["okonomi-001", "--data", "/finnes/ikke"], 1, "mappen finnes ikke"),
        (["okonomi-001", "--ut", "/finnes/ikke/f.csv", "--til", "2024-09"], 1, "filen kan ikke skrives"),
    ],
)
def test_what_cannot_be_done_is_said(furuvik: Path, words: list[str], code: int, said: str):
    """The last of an option that is given twice counts."""
    given = ["--fra", "2024-09", "--til", "2024-10", "--data", str(furuvik / "data"), "--mappe", str(furuvik)]
    answer = runner.invoke(app, ["tilbakeprov", *given, *words])

    assert code == answer.exit_code
    assert said in answer.stderr
