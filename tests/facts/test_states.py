"""The state of each value that a month waits for."""

from __future__ import annotations

from datetime import date

from kontroll.facts.states import states
from village import DATA, FEBRUARY, JANUARY, MARCH, TODAY, village

HEADING = "enhet;indikator;periode;verdi;antall\n"


def state_of(situation, month, today=TODAY):
    found = states(situation.facts, situation.rulebook.indicators.values(), month, today)
    return {(row["enhet"], row["indikator"]): row["state"] for row in found.iter_rows(named=True)}


def test_every_expected_value_has_a_state(tmp_path):
    assert {
        ("1", "balanse"): "verdi",
        ("2", "balanse"): "ugyldig",
        ("3", "balanse"): "verdi",
        ("1", "trivsel"): "verdi",
        ("2", "trivsel"): "skjermet",
    } == state_of(village(tmp_path), FEBRUARY)


def test_an_empty_value_and_none_at_all_are_missing(tmp_path):
    situation = village(tmp_path, tall=DATA["maalinger/tall.csv"].replace("1;balanse;2026-03;-0,5;\n", ""))

    found = state_of(situation, MARCH)

    assert "mangler" == found["1", "balanse"]
    assert "mangler" == found["2", "balanse"]


def test_before_it_is_due_what_is_not_there_is_not_missing(tmp_path):
    due = date(2026, 4, 17)  # ten working days after March; Easter is in between

    assert "ikke forfalt" == state_of(village(tmp_path), MARCH, due)["2", "balanse"]
    assert "mangler" == state_of(village(tmp_path), MARCH, TODAY)["2", "balanse"]


def test_a_delivered_value_is_a_value_also_before_it_is_due(tmp_path):
    assert "verdi" == state_of(village(tmp_path), MARCH, date(2026, 3, 31))["1", "balanse"]


def test_too_few_behind_a_value_hides_it_and_so_does_an_unknown_number(tmp_path):
    few = HEADING + "1;trivsel;2026-01;5;4\n2;trivsel;2026-01;5;5\n3;trivsel;2026-01;5;\n"

    found = state_of(village(tmp_path, tall=few), JANUARY)

    assert {"1": "skjermet", "2": "verdi", "3": "skjermet"} == {enhet: state for (enhet, _i), state in found.items()}


def test_nothing_is_expected_of_a_unit_that_is_not_active(tmp_path):
    assert ("3", "balanse") not in state_of(village(tmp_path), MARCH)


def test_a_unit_that_has_delivered_once_is_waited_for_ever_after(tmp_path):
    once = HEADING + "1;balanse;2021-01;1;\n2;balanse;2026-03;1;\n"

    found = state_of(village(tmp_path, tall=once), MARCH)

    assert {("1", "balanse"): "mangler", ("2", "balanse"): "verdi"} == found


def test_nobody_is_waited_for_before_the_first_delivery(tmp_path):
    later = HEADING + "1;balanse;2026-03;1;\n"

    assert {} == state_of(village(tmp_path, tall=later), FEBRUARY)
