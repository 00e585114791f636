"""Homes: starting one for a kommune, and building the example's, without ever touching somebody's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from kontroll.domain.month import Month
from kontroll.domain.problem import Problem
from kontroll.flows.example import build_example as example
from kontroll.flows.example.build_example import MARK, WORK, build_example, finish_example
from kontroll.flows.home.start_home import start_home
from kontroll.settings import read_settings

OCTOBER, NOVEMBER = Month(2026, 10), Month(2026, 11)


def test_a_new_home_has_settings_an_inbox_to_fill_and_room_for_own_rules(tmp_path):
    made, problems = start_home(tmp_path / "bygda", "Bygda «nye» kommune")

    settings, wrong = read_settings(tmp_path / "bygda", {})
    assert [] == problems == wrong
    assert "Bygda «nye» kommune" == settings.municipality
    assert (settings.inbox / "LES-MEG.txt").is_file()
    assert settings.rules.is_dir()
    assert settings.policies.is_dir()
    assert all(path.exists() for path in made)


def test_an_empty_folder_may_become_a_home(tmp_path):
    _made, problems = start_home(tmp_path, "Bygda")

    assert [] == problems


def test_a_folder_with_anything_in_it_is_left_alone(tmp_path):
    (tmp_path / "viktig.csv").write_text("x")

    made, (problem,) = start_home(tmp_path, "Bygda")

    assert [] == made
    assert "mappen er ikke tom" == problem.what
    assert ["viktig.csv"] == [path.name for path in tmp_path.iterdir()]


def test_a_file_is_no_place_for_a_home(tmp_path):
    (tmp_path / "fil").write_text("x")

    assert start_home(tmp_path / "fil", "Bygda")[1]


class Generator:
    """Stands in for the example's generator: it writes which month it was asked for."""

    def __init__(self):
        self.runs = 0

    def __call__(self, folder, seed, last):
        self.runs += 1
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{seed}-{last}.csv").write_text("x")


@pytest.fixture
def generator(monkeypatch):
    generator = Generator()
    monkeypatch.setattr(example, "build", generator)
    return generator


def built(folder: Path, seed: int, last: Month, months: int = 36) -> tuple[bool, list[Problem]]:
    """Built as the demo does it, and said to be whole."""
    answer = build_example(folder, seed, last, months)
    if answer[0]:
        finish_example(folder, seed, last, months)
    return answer


def test_the_example_is_built_once_for_a_seed_and_month(tmp_path, generator):
    assert (True, []) == built(tmp_path / "demo", 1, OCTOBER)
    assert (False, []) == built(tmp_path / "demo", 1, OCTOBER)

    assert 1 == generator.runs


def test_another_month_is_built_anew_and_leaves_nothing_of_the_old(tmp_path, generator):
    built(tmp_path / "demo", 1, OCTOBER)
    (tmp_path / "demo" / "inbox" / "levert.csv").write_text("x")
    (tmp_path / "demo" / "kontroll.db").write_text("x")
    build_example(tmp_path / "demo", 1, NOVEMBER, 36)

    assert ["1-2026-11.csv"] == [path.name for path in (tmp_path / "demo" / WORK).iterdir()]
    assert not list((tmp_path / "demo" / "inbox").iterdir())
    assert not (tmp_path / "demo" / "kontroll.db").exists()


def test_another_seed_generator_or_number_of_months_is_built_anew(tmp_path, generator, monkeypatch):
    built(tmp_path / "demo", 1, OCTOBER)
    built(tmp_path / "demo", 2, OCTOBER)
    monkeypatch.setattr(example, "_generator", lambda: "another")
    built(tmp_path / "demo", 2, OCTOBER)
    built(tmp_path / "demo", 2, OCTOBER, months=3)

    assert 4 == generator.runs


def test_an_example_that_was_not_lived_to_its_end_is_built_anew(tmp_path, generator):
    build_example(tmp_path / "demo", 1, OCTOBER, 36)
    build_example(tmp_path / "demo", 1, OCTOBER, 36)

    assert 2 == generator.runs


def test_an_interrupted_build_is_started_again(tmp_path, monkeypatch):
    def interrupted(*_given):
        raise KeyboardInterrupt

    monkeypatch.setattr(example, "build", interrupted)
    with pytest.raises(KeyboardInterrupt):
        build_example(tmp_path / "demo", 1, OCTOBER, 36)
    generator = Generator()
    monkeypatch.setattr(example, "build", generator)

    assert (True, []) == build_example(tmp_path / "demo", 1, OCTOBER, 36)


def test_own_rules_and_changed_policies_in_the_example_survive_a_new_month(tmp_path, generator):
    built(tmp_path / "demo", 1, OCTOBER)
    own = tmp_path / "demo" / "rules" / "min.yaml"
    changed = tmp_path / "demo" / "policies" / "varsling.yaml"
    own.write_text("id: min")
    changed.write_text("mottakere: {}")

    built(tmp_path / "demo", 1, NOVEMBER)

    assert own.is_file()
    assert "mottakere: {}" == changed.read_text()


def test_a_folder_that_is_no_example_is_left_alone(tmp_path, generator):
    (tmp_path / "viktig.csv").write_text("x")

    made, (problem,) = build_example(tmp_path, 1, OCTOBER, 36)

    assert not made
    assert "--mappe" in problem.fix
    assert not (tmp_path / MARK).exists()
    assert 0 == generator.runs
