"""`kontroll reglement …` as it is typed, in a kommune with a reglement of its own above the shipped ones."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from kontroll.cli.console import print_problems
from kontroll.cli.main import app
from kontroll.cli.reglement_read import _lines
from kontroll.domain.problem import Place, Problem
from kontroll.domain.reglement import Reglement
from kontroll.flows.reglement.readings import ReadBy
from kontroll.report.reading_coverage import Coverage
from village import write

runner = CliRunner()
ORGANISATION = """enhet;navn;enhetstype;overordnet;tjeneste;leder_id;gjelder_fra;gjelder_til;etterfolger
1000;Rådmannen;rådmann;;;TOPP;2020-01;;
1;Bygda skole;tjenestested;1000;skole;LEDER;2020-01;;
"""
PERSONS = """person_id;navn;epost;rolle;enhet;gjelder_fra;gjelder_til
LEDER;Lise Hemmelig;lise@bygda.example;leder;1;2020-01;
KARI;Kari Kontroll;kari@bygda.example;internkontroll;1000;2020-01;
TOPP;Tora Topp;tora@bygda.example;leder;1000;2020-01;
"""
TEXT = """---
navn: Kassereglementet
eier: okonomi
vedtatt: 2025-06-18
versjon: "3"
neste_revisjon: 2027-06-30
bekreftes_av: [leder, kasserer]
---
## 1 Kasse
Kassen skal telles av to. {stikkprøve: årlig} Leder må svare.
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("hjem") / "bygda"
    assert 0 == runner.invoke(app, ["ny", str(made), "--kommune", "Bygda"]).exit_code
    files = {"inbox/organisasjon.csv": ORGANISATION, "inbox/personer.csv": PERSONS}
    write(made, {**files, "policies/reglement/kasse.md": TEXT})
    assert 0 == kontroll(made, "db", "oppgrader").exit_code
    assert 0 == kontroll(made, "importer", str(made / "inbox")).exit_code
    return made


def kontroll(home: Path, *words: str) -> Result:
    return runner.invoke(app, [*words, "--mappe", str(home)])


def test_a_reglement_is_shown_with_the_status_of_each_sentence(home: Path):
    answer = kontroll(home, "reglement", "vis", "kasse")

    assert answer.exit_code == 0
    assert (
        "Kassen skal telles av to. Leder må svare.\n  [1-1] Stikkprøve (årlig)\n  [1-2] Ikke kontrollert\n"
        in answer.stdout
    )
    assert "{" not in answer.stdout


def test_a_reglement_that_is_not_there_is_wrong_use(home: Path):
    answer = kontroll(home, "reglement", "vis", "kassse")

    assert answer.exit_code == 2
    assert "Mente du «kasse»?" in answer.stderr


def test_the_register_is_given_to_programs(home: Path):
    given = json.loads(kontroll(home, "reglement", "skal", "--reglement", "kasse", "--json").stdout)

    assert [(one["nummer"], one["status"]) for one in given] == [("1-1", "stikkprøve"), ("1-2", "ikke kontrollert")]
    assert given[0]["siste_bevis"] is None


def test_a_search_that_finds_nothing_says_so_by_its_exit_code(home: Path):
    found, none = kontroll(home, "reglement", "sok", "kassen", "tell"), kontroll(home, "reglement", "sok", "romfart")

    assert (found.exit_code, none.exit_code) == (0, 1)
    assert "kasse 1-1: Kassen skal telles av to." in found.stdout


def test_a_person_confirms_once_for_each_version_and_the_coverage_tells_of_it(home: Path):
    first, again = (kontroll(home, "reglement", "bekreft", "kasse", "--person", "LEDER") for _ in range(2))
    coverage = kontroll(home, "reglement", "dekning").stdout

    assert [one.exit_code for one in (first, again)] == [0, 1]
    assert "Kassereglementet, versjon 3, er bekreftet lest." in first.stdout
    assert "Kassereglementet, versjon 3: 1 av 2 har bekreftet (50 %)." in coverage
    assert "Bygda skole" not in coverage
    assert "Ingen i personer.csv har rollen «kasserer»." in coverage


def test_a_rule_that_is_not_there_cannot_be_reviewed(home: Path):
    unknown = kontroll(home, "reglement", "gjennomgaatt", "faktur-001", "--person", "KARI")

    assert unknown.exit_code == 2
    assert "Mente du «faktura-001»?" in unknown.stderr


def test_nothing_to_review_is_said_in_a_whole_sentence(home: Path):
    nothing = kontroll(home, "reglement", "gjennomgaatt", "faktura-001", "--person", "LEDER")

    assert nothing.exit_code == 1
    assert "Du trenger ikke gjøre noe: ingen regler venter." in nothing.stderr


def test_a_reglement_that_nobody_is_to_confirm_yet_has_no_share():
    nobody = ReadBy(
        reglement=Reglement(id="kasse", name="Kasse", file="kasse.md", digest="", version="3"),
        coverage=Coverage(should=0, has=0, groups=()),
        unexplained=("leder", "hr"),
    )

    assert [
        "Kasse, versjon 3: ingen skal bekrefte ennå.",
        "  Ingen i personer.csv har noen av rollene «leder» og «hr».",
    ] == _lines(nobody, small=False)


def test_an_owner_is_called_by_the_role_and_not_by_the_word_of_the_file(home: Path):
    listed, register = kontroll(home, "reglement", "liste"), kontroll(home, "reglement", "skal", "--reglement", "kasse")

    assert "eier: økonomikonsulent" in listed.stdout
    assert "eier: økonomikonsulent" in register.stdout


def test_the_same_problem_is_printed_once(capsys: pytest.CaptureFixture[str]):
    twice = Problem(Place("saft.xml"), "filen er avvist", "Hvorfor.", "Gjør.")

    print_problems([twice, twice])

    assert 1 == capsys.readouterr().err.count("filen er avvist")
