"""`kontroll forklar` as it is typed: from the kommune's database, and from a data folder without one."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from kontroll.cli.main import app
from village import DATA, PERSONAL, RULES, write

runner = CliRunner()

FIRST = "enhet;indikator;periode;verdi;antall\n1;okonomi_avvik;2026-08;-4,0;\n1;okonomi_avvik;2026-09;4,5;\n"
CORRECTED = "enhet;indikator;periode;verdi;antall\n1;okonomi_avvik;2026-08;-4,0;\n1;okonomi_avvik;2026-09;-4,5;\n"
ORGANISATION = """enhet;navn;enhetstype;overordnet;tjeneste;leder_id;gjelder_fra;gjelder_til;etterfolger
1;Bygda skole;tjenestested;;skole;LEDER;2020-01;;
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home to which a figure came, and came again corrected."""
    home = tmp_path_factory.mktemp("hjem") / "bygda"
    assert 0 == runner.invoke(app, ["ny", str(home), "--kommune", "Bygda"]).exit_code
    inbox = home / "inbox"
    write(inbox, {"organisasjon.csv": ORGANISATION, "maalinger/tall.csv": FIRST})
    assert 0 == kontroll(home, "importer", str(inbox)).exit_code
    write(inbox, {"maalinger/tall.csv": CORRECTED})
    assert 0 == kontroll(home, "importer", str(inbox)).exit_code
    return home


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    base = tmp_path_factory.mktemp("mappe")
    return write(base / "regler", RULES), write(base / "data", DATA)


def kontroll(home: Path, *words: str) -> Result:
    return runner.invoke(app, [*words, "--mappe", str(home)])


def forklar(folder: tuple[Path, Path], *words: str) -> Result:
    rules, data = folder
    return runner.invoke(app, ["forklar", *words, "--regler", str(rules), "--data", str(data)])


def told(answer: Result) -> str:
    """What was written, with the lines joined again."""
    assert 0 == answer.exit_code, answer.output
    return " ".join(answer.output.replace("\N{NO-BREAK SPACE}", " ").split())


def test_the_answer_comes_first_then_why_with_the_delivery_it_stands_in(home):
    text = told(kontroll(home, "forklar", "okonomi-002", "1", "2026-09"))

    assert text.startswith("Svaret på regelen «Merforbruk to måneder på rad» (okonomi-002) er ukjent for Bygda skole")
    assert re.search(r"−4,5 prosent\. maalinger/tall\.csv linje 3 \(leveranse \d+, mottatt \d+\. \w+ \d{4}\)\.", text)


def test_a_figure_that_was_corrected_tells_what_it_was_and_when_that_came(home):
    text = told(kontroll(home, "forklar", "okonomi-002", "1", "2026-09"))

    numbers = re.findall(r"maalinger/tall\.csv linje 3 \(leveranse (\d+), mottatt", text)
    assert re.search(r"Endret etter levering: var 4,5 prosent i maalinger/tall\.csv linje 3 \(leveranse \d+, ", text)
    assert int(numbers[0]) > int(numbers[1])


def test_what_would_settle_an_unknown_answer_is_told(home):
    text = told(kontroll(home, "forklar", "okonomi-002", "1", "2026-09"))

    assert "«Avtalte årsverk» i september 2026: mangler." in text


def test_a_folder_is_explained_without_a_database(folder):
    text = told(forklar(folder, "merforbruk", "1", "2026-03"))

    assert "har slått ut for Bygda skole i mars 2026." in text
    assert "maalinger/tall.csv linje 4." in text
    assert "vært 0,0 prosent, hadde regelen ikke slått ut." in text


def test_persons_are_held_back_unless_they_are_asked_for(folder):
    words = ("to-personer", "1", "2026-03", "--post", "B1")

    assert PERSONAL not in told(forklar(folder, *words))
    assert PERSONAL not in told(forklar(folder, *words, "--json"))
    assert PERSONAL in told(forklar(folder, *words, "--vis-personopplysninger"))


def test_another_program_reads_it_as_json(folder):
    found = json.loads(forklar(folder, "merforbruk", "1", "2026-03", "--json").output)

    (reading,) = found["tree"]["operand"]["readings"]
    assert ("merforbruk", "sann") == (found["rule"], found["result"])
    assert ("-0.5", "maalinger/tall.csv", 4) == (
        reading["content"],
        reading["source"]["file"],
        reading["source"]["line"],
    )
    assert ("0.0", 5) == (found["flips"]["found"][0]["then"], found["flips"]["found"][0]["steps"])
    assert found["told"]["answer"].endswith("i mars 2026.")


def test_that_there_is_no_answer_is_an_answer(folder):
    assert "Enheten var ikke aktiv i mars 2026." in told(forklar(folder, "merforbruk", "3", "2026-03"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["ingen", "1", "2026-03"], "det finnes ingen regel med denne id-en"),
        (["Merforbruk", "1", "2026-03"], "Mente du merforbruk?"),
        (["to-personer", "1", "2026-03"], "Oppgi postens nøkkel med --post."),
        (["merforbruk", "1", "2026-03", "--post", "B1"], "regelen handler om enheter, ikke om poster"),
    ],
)
def test_what_cannot_be_explained_is_told_with_what_to_do(folder, words, said):
    answer = forklar(folder, *words)

    assert 2 == answer.exit_code
    assert said in answer.stderr


def test_that_the_record_is_another_enhets_is_told(folder):
    own, others = (forklar(folder, "to-personer", enhet, "2026-03", "--post", "B1") for enhet in ("1", "3"))

    said = "Posten hører til Bygda skole (1), ikke til enheten 3, som det ble spurt om. Svaret gjelder Bygda skole (1)."
    assert said in told(others)
    assert "som det ble spurt om" not in told(own)


def test_also_of_a_record_without_an_answer_the_enhet_is_its_own(folder):
    text = told(forklar(folder, "to-personer", "3", "2025-01", "--post", "B1"))

    assert "har ikke noe svar for posten B1" in text
    assert "hos Bygda skole i januar 2025." in text
    assert "ikke til enheten 3, som det ble spurt om" in text


def test_rules_and_data_belong_together(folder):
    answer = runner.invoke(app, ["forklar", "merforbruk", "1", "2026-03", "--data", str(folder[1])])

    assert 2 == answer.exit_code
    assert "--data og --regler hører sammen" in answer.stderr
