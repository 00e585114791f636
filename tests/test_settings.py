"""A kommune's home: what kontroll.toml may say, what overrides it, and how a mistake is told."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kontroll.domain.problem import Gravity
from kontroll.settings import PREFIX, keys, read_settings, shipped_rules


@pytest.fixture(autouse=True)
def no_variables(monkeypatch):
    for name in [n for n in os.environ if n.startswith(PREFIX)]:
        monkeypatch.delenv(name)


@pytest.fixture
def home(tmp_path):
    """Writes the kontroll.toml of a home and gives its folder."""

    def write(text: str) -> Path:
        (tmp_path / "kontroll.toml").write_text(text, encoding="utf-8")
        return tmp_path

    return write


def test_a_name_is_all_that_a_home_must_have(home):
    settings, problems = read_settings(home('kommune = "Fjordvik kommune"\n'))

    assert [] == problems
    assert "Fjordvik kommune" == settings.municipality
    assert "127.0.0.1" == settings.host


def test_folders_stand_in_the_home_unless_they_are_absolute(home, tmp_path):
    settings, _ = read_settings(home('kommune = "K"\nregler = "mine-regler"\ninnboks = "/srv/inn"\n'))

    assert tmp_path / "mine-regler" == settings.rules
    assert Path("/srv/inn") == settings.inbox
    assert tmp_path / "policies" == settings.policies


def test_the_database_is_a_file_in_the_home_or_an_address(home, tmp_path):
    embedded, _ = read_settings(home('kommune = "K"\n'))
    server, _ = read_settings(home('kommune = "K"\ndatabase = "postgresql+psycopg://db/kontroll"\n'))

    assert f"sqlite:///{tmp_path}/kontroll.db" == embedded.database_url
    assert "postgresql+psycopg://db/kontroll" == server.database_url


def test_a_variable_overrides_the_file(home, monkeypatch):
    monkeypatch.setenv("KONTROLL_PORT", "9000")
    monkeypatch.setenv("KONTROLL_PERSONLIGE_FELT", "saksbehandler, tillitsvalgt")

    settings, problems = read_settings(home('kommune = "K"\nport = 8000\npersonlige_felt = ["x"]\n'))

    assert [] == problems
    assert 9000 == settings.port
    assert ("saksbehandler", "tillitsvalgt") == settings.personal_columns


def test_a_variable_cannot_move_the_home(home, tmp_path, monkeypatch):
    monkeypatch.setenv("KONTROLL_HJEM", "/another/place")

    settings, problems = read_settings(home('kommune = "K"\n'))

    assert ([], tmp_path) == (problems, settings.home)


def test_a_home_without_a_file_lives_on_variables(tmp_path, monkeypatch):
    monkeypatch.setenv("KONTROLL_KOMMUNE", "Fjordvik kommune")

    settings, problems = read_settings(tmp_path)

    assert ([], "Fjordvik kommune") == (problems, settings.municipality)


def test_settings_do_not_change_while_the_process_runs(home):
    settings, _ = read_settings(home('kommune = "K"\n'))

    with pytest.raises(ValueError, match="frozen"):
        settings.port = 1


def test_the_mail_servers_password_is_not_shown(home):
    settings, _ = read_settings(home('kommune = "K"\nepost_passord = "hemmelig"\n'))

    assert "hemmelig" == settings.mail_password
    assert "hemmelig" not in repr(settings) + str(settings)


@pytest.mark.parametrize(
    "written",
    [
        'epost_avsender = "kontroll@k.no, all@evil.example"',
        'epost_svar_til = "Internkontroll <ik@k.no>"',
        'epost_avsender = "kontroll"',
        'nettadresse = "kontroll.k.no"',
        'nettadresse = "https://kontroll.k.no/?next=x"',
        'epost_kryptering = "ssl"',
        "epost_port = 0",
    ],
)
def test_what_cannot_be_an_address_or_a_port_is_told(home, written):
    settings, (problem,) = read_settings(home(f'kommune = "K"\n{written}\n'))

    assert (None, 2) == (settings, problem.place.line)
    assert written.split()[0] in problem.what


def test_all_mistakes_come_at_once_with_their_lines(home):
    settings, problems = read_settings(home('kommune = ""\nspraak = "en"\n\nport = 70000\nregel = "x"\n'))

    assert settings is None
    assert [(1, "kommune"), (2, "spraak"), (4, "port"), (5, "regel")] == sorted(
        (p.place.line, p.what.split("«")[1].split("»")[0]) for p in problems
    )


def test_a_misspelt_key_is_answered_with_the_one_that_was_meant(home):
    _, (problem,) = read_settings(home('kommune = "K"\nreglr = "x"\n'))

    assert "ukjent innstilling «reglr»" == problem.what
    assert "Mente du «regler»?" == problem.fix


def test_a_misspelt_variable_is_told_but_stops_nothing(home, monkeypatch):
    monkeypatch.setenv("KONTROLL_DATABSE", "x.db")

    settings, (problem,) = read_settings(home('kommune = "K"\n'))

    assert settings is not None
    assert (Gravity.NOTICE, "Mente du «KONTROLL_DATABASE»?") == (problem.gravity, problem.fix)


def test_a_bad_variable_is_named_and_its_value_is_not_repeated(home, monkeypatch):
    monkeypatch.setenv("KONTROLL_PORT", "hemmelig")

    _, (problem,) = read_settings(home('kommune = "K"\nport = 8000\n'))

    assert "KONTROLL_PORT" == problem.place.file
    assert "hemmelig" not in str(problem)


@pytest.mark.parametrize(
    ("written", "line"),
    [('kommune = "K"\nport 8000\n', 2), ("kommune = Fjordvik\n", 1), ('kommune = "K"\nkommune = "L"\n', 2)],
)
def test_a_line_that_is_not_toml_is_pointed_at(home, written, line):
    settings, (problem,) = read_settings(home(written))

    assert settings is None
    assert line == problem.place.line


def test_a_file_that_is_not_text_is_told(tmp_path):
    (tmp_path / "kontroll.toml").write_bytes(b'kommune = "B\xe6rum"\n')

    settings, (problem,) = read_settings(tmp_path)

    assert settings is None
    assert "UTF-8" in problem.fix


@pytest.mark.parametrize("key", keys())
def test_every_key_is_ascii_and_refuses_a_table(home, key):
    settings, problems = read_settings(home(f"{key}.x = 1\n"))

    assert key.isascii()
    assert settings is None
    assert 1 in [p.place.line for p in problems]


def test_the_shipped_rules_are_found():
    assert (shipped_rules() / "okonomi" / "okonomi-001.yaml").is_file()
