"""A month as it is typed: `ny`, `importer`, `kjor`, `logg etterprov` and `db oppgrader`, from an empty folder."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

import postgres
from kontroll import wiring
from kontroll.cli.main import app
from kontroll.settings import shipped_rules

runner = CliRunner()

ORGANISATION = """enhet;navn;enhetstype;overordnet;tjeneste;leder_id;gjelder_fra;gjelder_til;etterfolger
1000;Rådmannen;rådmann;;;TOPP;2020-01;;
1;Bygda skole;tjenestested;1000;skole;LEDER;2020-01;;
"""
PERSONS = """person_id;navn;epost;rolle;enhet;gjelder_fra;gjelder_til
LEDER;Lise Hemmelig;lise@bygda.example;leder;1;2020-01;
"""
MEASURED = "enhet;indikator;periode;verdi;antall\n1;okonomi_avvik;2026-08;-4,0;\n1;okonomi_avvik;2026-09;-4,5;\n"


def kontroll(home: Path, *words: str) -> Result:
    return runner.invoke(app, [*words, "--mappe", str(home)])


@pytest.fixture(scope="module", autouse=True)
def _of_economy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """With the shipped rules of economy alone: all of them together prove themselves where the example is lived.

    The policies that come with kontroll speak of the others too, and are not held against these.
    """
    few = tmp_path_factory.mktemp("okonomi") / "rules"
    for folder in ("datasett", "indikatorer", "parametre", "okonomi"):
        shutil.copytree(shipped_rules() / folder, few / folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(wiring, "shipped_rules", lambda: few)
        patch.setattr(wiring, "check_policies", lambda *_given: [])
        yield


@pytest.fixture(scope="module")
def lived(_of_economy: None, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Result]]:
    """A home in which a month was run, and what each command answered."""
    home = tmp_path_factory.mktemp("hjem") / "bygda"
    answers = {"ny": runner.invoke(app, ["ny", str(home), "--kommune", "Bygda"])}
    (home / "inbox" / "organisasjon.csv").write_text(ORGANISATION, encoding="utf-8")
    (home / "inbox" / "personer.csv").write_text(PERSONS, encoding="utf-8")
    (home / "inbox" / "maalinger" / "tall.csv").write_text(MEASURED, encoding="utf-8")
    answers["importer"] = kontroll(home, "importer", str(home / "inbox"))
    answers["importer igjen"] = kontroll(home, "importer", str(home / "inbox"))
    answers["kjor"] = kontroll(home, "kjor", "--periode", "2026-09")
    answers["kjor igjen"] = kontroll(home, "kjor", "--periode", "2026-09", "--json")
    return home, answers


def test_a_new_home_has_a_database_and_says_what_comes_next(lived):
    home, answers = lived

    assert (home / "kontroll.db").is_file()
    assert "kontroll importer inbox" in answers["ny"].output


def test_import_says_what_each_file_holds(lived):
    _home, answers = lived

    assert 0 == answers["importer"].exit_code
    assert "maalinger/tall.csv: tatt inn (2 rader, august 2026 til september 2026)" in answers["importer"].output


def test_importing_the_same_again_takes_nothing_new(lived):
    _home, answers = lived

    assert 0 == answers["importer igjen"].exit_code
    assert "tatt inn (" not in answers["importer igjen"].output
    assert "organisasjon.csv: levert før, ingenting nytt" in answers["importer igjen"].output


def test_the_run_says_what_it_found(lived):
    _home, answers = lived

    assert 0 == answers["kjor"].exit_code, answers["kjor"].output
    assert "Kjørte september 2026 (kjøring 2026-09-1)." in answers["kjor"].output
    assert "saker åpnet" in answers["kjor"].output


def test_the_run_says_how_its_answers_were_tried(lived):
    _home, answers = lived

    told = " ".join(answers["kjor"].output.split())

    assert re.search(r"\d+ svar er regnet ut på nytt fra de leverte radene, celle for celle, og kom likt ut\.", told)
    assert re.search(r"Slutningsmotoren har funnet \d+ svar på nytt, alle like\.", told)


def test_running_again_does_nothing_and_says_so_also_to_a_program(lived):
    _home, answers = lived

    told = json.loads(answers["kjor igjen"].output)

    assert (False, "2026-09-1", 1) == (told["new"], told["id"], told["attempt"])


def test_no_command_prints_a_person(lived):
    _home, answers = lived

    assert not [name for name, answer in answers.items() if "Hemmelig" in answer.output or "@bygda" in answer.output]


def test_the_trail_holds_and_its_last_hash_is_told(lived):
    home, _answers = lived

    checked = kontroll(home, "logg", "etterprov")

    assert 0 == checked.exit_code
    assert "Loggen holder:" in checked.output
    assert "Siste linje har avtrykket" in checked.output


def test_a_trail_that_was_changed_is_said_to_be_broken_where_it_is(lived, tmp_path: Path):
    home = shutil.copytree(lived[0], tmp_path / "bygda")
    with sqlite3.connect(home / "kontroll.db") as direct:
        direct.execute("DROP TRIGGER trail_no_update")
        direct.execute("UPDATE trail SET body = CAST(body AS BLOB) || X'20' WHERE seq = 2")
    direct.close()

    checked = kontroll(home, "logg", "etterprov")

    assert 1 == checked.exit_code
    assert "Linje 2: innholdet er ikke det som ble skrevet." in checked.output
    assert "Loggen holder IKKE: 1 brudd" in checked.output


@pytest.mark.parametrize(
    "body", ["X'80'", "X'5B5D'", "replace(body, '\"about\"', '\"abovt\"')", "replace(body, 'delivery', 'delivory')"]
)
def test_a_line_that_was_changed_beyond_reading_is_told_and_no_crash(lived, tmp_path: Path, body: str):
    home = shutil.copytree(lived[0], tmp_path / "bygda")
    with sqlite3.connect(home / "kontroll.db") as direct:
        direct.execute("DROP TRIGGER trail_no_update")
        direct.execute(f"UPDATE trail SET body = CAST({body} AS BLOB)")
    direct.close()

    checked = kontroll(home, "logg", "etterprov")

    assert 1 == checked.exit_code
    assert "Linje 2: innholdet er ikke det som ble skrevet." in checked.output
    assert "Loggen holder IKKE" in checked.output


def test_a_delivery_whose_content_was_changed_is_seen(lived, tmp_path: Path):
    home = shutil.copytree(lived[0], tmp_path / "bygda")
    with sqlite3.connect(home / "kontroll.db") as direct:
        direct.execute("UPDATE delivery_content SET content = content || X'00' WHERE seq = 1")
    direct.close()

    checked = kontroll(home, "logg", "etterprov")

    assert 1 == checked.exit_code
    assert "innholdet i leveransen er endret" in checked.output


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE book_content SET content = X'00'", "bok 1: svarene for måneden er endret i databasen"),
        ("UPDATE kept_file SET content = content || X'20'", "regelfilen fra den gang er endret i databasen"),
    ],
)
def test_answers_and_rule_files_that_were_changed_are_seen(lived, tmp_path: Path, statement: str, told: str):
    home = shutil.copytree(lived[0], tmp_path / "bygda")
    with sqlite3.connect(home / "kontroll.db") as direct:
        direct.execute(statement)
    direct.close()

    checked = kontroll(home, "logg", "etterprov")

    assert 1 == checked.exit_code
    assert told in checked.output
    assert "Loggen holder IKKE" in checked.output


def test_what_cannot_be_taken_is_told_and_the_rest_is_taken(lived, tmp_path: Path):
    home = shutil.copytree(lived[0], tmp_path / "bygda")
    (tmp_path / "tull.csv").write_text("a;b\n1;2\n", encoding="utf-8")
    (tmp_path / "nye.csv").write_text(MEASURED.replace("2026-09", "2026-10"), encoding="utf-8")

    answer = kontroll(home, "importer", str(tmp_path / "tull.csv"), str(tmp_path / "nye.csv"))

    assert 1 == answer.exit_code
    assert "1 fil tatt inn og 1 avvist." in answer.output
    assert "kontroll vet ikke hva filen inneholder" in answer.output


def test_a_home_without_a_database_is_told_how_to_get_one(tmp_path: Path):
    (tmp_path / "kontroll.toml").write_text('kommune = "Bygda"\n', encoding="utf-8")

    answer = kontroll(tmp_path, "kjor", "--periode", "2026-09")

    assert 1 == answer.exit_code
    assert "databasen er ikke klargjort" in answer.output
    assert "kontroll db oppgrader" in answer.output


def test_postgresql_is_upgraded_by_its_owner_and_used_by_the_program(tmp_path: Path, postgres_server: postgres.Server):
    name = postgres_server.new_database()
    (tmp_path / "kontroll.toml").write_text(
        f'kommune = "Bygda"\ndatabase = "{postgres_server.address(name, postgres.PROGRAM)}"\n'
        f'database_eier = "{postgres_server.address(name)}"\n',
        encoding="utf-8",
    )
    upgraded = kontroll(tmp_path, "db", "oppgrader")
    (tmp_path / "maalinger").mkdir()
    (tmp_path / "maalinger" / "tall.csv").write_text(MEASURED, encoding="utf-8")

    answer = kontroll(tmp_path, "importer", str(tmp_path / "maalinger" / "tall.csv"))

    assert (0, 0) == (upgraded.exit_code, answer.exit_code), upgraded.output + answer.output
    assert "1 fil tatt inn." in answer.output


def test_a_database_that_does_not_answer_is_told_without_its_address(tmp_path: Path):
    (tmp_path / "kontroll.toml").write_text(
        'kommune = "Bygda"\ndatabase = "postgresql://kontroll:hemmelig@127.0.0.1:1/ingen"\n', encoding="utf-8"
    )

    answers = [kontroll(tmp_path, "db", "oppgrader"), kontroll(tmp_path, "kjor", "--periode", "2026-09")]

    assert [1, 1] == [answer.exit_code for answer in answers]
    assert all(
        "Databasen svarer ikke" in answer.output or "databasen svarer ikke" in answer.output for answer in answers
    )
    assert not [answer for answer in answers if "hemmelig" in answer.output]
