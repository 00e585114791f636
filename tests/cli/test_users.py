"""`kontroll bruker …` as it is typed: the first administrator, roles, codes and closing."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
import typer
from click.testing import Result
from typer.testing import CliRunner

from kontroll.cli.main import app
from kontroll.cli.serve import refuse_open_house
from kontroll.domain.policy import Policies
from kontroll.domain.rulebook import Rulebook
from kontroll.flows.people.users import new_user
from kontroll.settings import Settings
from kontroll.store.database import Database
from kontroll.wiring import Desk
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


def bruker(home: Path, *words: str) -> Result:
    return runner.invoke(app, ["bruker", *words, "--mappe", str(home)])


def test_the_first_administrator_is_made_with_a_code_that_is_shown_once(home: Path):
    made = bruker(home, "ny", "Sysadm", "--rolle", "administrator", "--rolle", "revisor")

    assert 0 == made.exit_code, made.output
    (code,) = re.findall(r"Engangskode: ((?:[2-9A-Z]{5}-){4}[2-9A-Z]{5})", made.output)
    assert "/velg-passord" in made.output
    listed = bruker(home, "liste").output
    assert code not in listed
    assert "sysadm  aktiv, administrator og revisor, har ikke valgt passord" in listed


def test_a_user_of_the_directory_has_its_name(home: Path):
    assert 0 == bruker(home, "ny", "tora", "--person", "TOPP").exit_code

    (found,) = [one for one in json.loads(bruker(home, "liste", "--json").output) if one["brukernavn"] == "tora"]
    assert ("Tora Topp", "TOPP", []) == (found["navn"], found["person"], found["roller"])


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (["ny", "en", "--person", "INGEN"], 1, "Ingen i personer.csv har person_id «INGEN»."),
        (["ny", "en", "--rolle", "leder"], 2, "«leder» er ikke en rolle som kan gis."),
        (["rolle", "ingen", "revisor"], 1, "Det finnes ingen bruker «ingen»."),
        (["sperr", "ingen"], 1, "Det finnes ingen bruker «ingen»."),
        (["passord", "ingen"], 1, "Det finnes ingen bruker «ingen»."),
    ],
)
def test_what_cannot_be_done_is_told_in_bokmal(home: Path, words, status, told):
    answer = bruker(home, *words)

    assert status == answer.exit_code
    assert told in answer.output


def test_a_name_is_taken_once_roles_come_and_go_and_a_user_is_closed_and_opened(home: Path):
    assert 0 == bruker(home, "ny", "rita").exit_code
    assert "Brukernavnet «RITA» er i bruk." in bruker(home, "ny", "RITA").output

    assert "revisor" in bruker(home, "rolle", "rita", "revisor").output
    assert "revisor" not in bruker(home, "rolle", "rita", "revisor", "--ta").output
    assert "sperret" in bruker(home, "sperr", "rita").output
    assert "aktiv" in bruker(home, "sperr", "rita", "--opphev").output
    assert "Engangskode" in bruker(home, "passord", "rita").output
    assert 0 == runner.invoke(app, ["logg", "etterprov", "--mappe", str(home)]).exit_code


# --- beyond this machine


def refused(desk: Desk | None, settings: Settings, capsys: pytest.CaptureFixture[str]) -> str:
    """What is said where the pages are not shown; "" where they are."""
    try:
        refuse_open_house(settings, desk)
    except typer.Exit:
        return capsys.readouterr().err
    return ""


def test_pages_are_shown_to_other_machines_only_where_somebody_can_sign_in(database: Database, tmp_path: Path, capsys):
    here = Settings(hjem=tmp_path, kommune="Bygda")  # type: ignore[call-arg]
    abroad = here.model_copy(update={"host": "0.0.0.0"})
    desk = Desk(here, (), Rulebook(), Policies(), database)

    assert "" == refused(desk, here, capsys)
    assert "Ingen kan logge inn ennå" in refused(desk, abroad, capsys)
    assert "Ingen kan logge inn ennå" in refused(None, abroad, capsys)
    assert "" == refused(desk, abroad.model_copy(update={"oidc_issuer": "https://id.example"}), capsys)
    new_user(database, "sysadm", name="Ada", person=None, roles=[], by="test", now=datetime(2026, 4, 20, tzinfo=UTC))
    assert "" == refused(desk, abroad, capsys)
    assert "uten passord" in refused(desk, abroad.model_copy(update={"example_users": True}), capsys)


def test_two_roles_that_must_not_meet_are_refused_here_too_and_others_warned_of(home: Path):
    refused = bruker(home, "ny", "begge", "--rolle", "administrator", "--rolle", "internkontroll")
    assert 1 == refused.exit_code
    assert "skal ikke møtes" in refused.output
    assert "begge" not in bruker(home, "liste").output

    assert 0 == bruker(home, "ny", "kontrollør", "--rolle", "internkontroll").exit_code
    warned = bruker(home, "rolle", "kontrollør", "revisor")
    assert 0 == warned.exit_code
    assert "bør ikke møtes" in warned.output
