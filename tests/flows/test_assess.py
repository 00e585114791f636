"""Assess: which months are evaluated, and what stops it."""

from __future__ import annotations

from datetime import date

import pytest

from kontroll.domain.month import Month
from kontroll.flows.home.start_home import start_home
from kontroll.flows.judging.assess import STAGES, assess, measured_months
from kontroll.settings import read_settings
from village import village

HEADING = "enhet;indikator;periode;verdi;antall\n"


def months_of(tmp_path, today, *periods):
    rows = "".join(f"1;balanse;{period};1;\n" for period in periods)
    situation = village(tmp_path, tall=HEADING + rows)
    found = measured_months(situation.facts, situation.rulebook, today)
    return None if found is None else tuple(map(str, found))


def test_the_months_are_those_with_figures(tmp_path):
    assert ("2026-01", "2026-03") == months_of(tmp_path, date(2026, 6, 1), "2026-01", "2026-03")


def test_a_month_that_has_not_ended_is_not_evaluated(tmp_path):
    assert ("2026-02", "2026-02") == months_of(tmp_path, date(2026, 3, 31), "2026-02", "2026-03")
    assert ("2026-02", "2026-03") == months_of(tmp_path, date(2026, 4, 1), "2026-02", "2026-03")


def test_no_more_than_thirty_six_months_are_evaluated(tmp_path):
    assert ("2023-04", "2026-03") == months_of(tmp_path, date(2026, 6, 1), "2019-01", "2026-03")


def test_without_figures_there_is_no_month(tmp_path):
    assert months_of(tmp_path, date(2026, 6, 1)) is None


@pytest.fixture
def home(tmp_path):
    start_home(tmp_path / "bygda", "Bygda kommune")
    return tmp_path / "bygda"


def test_an_empty_home_says_what_to_deliver(home):
    settings, _problems = read_settings(home, {})
    told = []

    situation, problems = assess(settings, date(2026, 6, 1), told.append)

    assert situation is None
    assert "ingen måned er ferdig med tall" == problems[-1].what
    assert len(told) <= STAGES


def test_a_faulty_rule_of_its_own_stops_it(home):
    (home / "rules" / "feil.yaml").write_text("id: feil\nnavn: [\n", encoding="utf-8")
    settings, _problems = read_settings(home, {})

    situation, problems = assess(settings, date(2026, 6, 1), lambda _text: None)

    assert situation is None
    assert any("feil.yaml" in problem.place.file for problem in problems)


def test_a_home_with_figures_is_evaluated_with_the_shipped_rules(home):
    (home / "inbox" / "organisasjon.csv").write_text(
        "enhet;navn;enhetstype;overordnet;tjeneste;leder_id;gjelder_fra;gjelder_til;etterfolger\n"
        "1;Bygda skole;tjenestested;;skole;;2020-01;;\n",
        encoding="utf-8",
    )
    (home / "inbox" / "maalinger" / "tall.csv").write_text(
        HEADING + "1;okonomi_avvik;2026-02;-3;\n1;okonomi_avvik;2026-03;-3;\n", encoding="utf-8"
    )
    settings, _problems = read_settings(home, {})
    told = []

    situation, _problems = assess(settings, date(2026, 6, 1), told.append)

    assert (Month(2026, 2), Month(2026, 3)) == (situation.first, situation.last)
    assert "Bygda kommune" == situation.municipality
    assert STAGES == len(told)
    assert situation.of_month(Month(2026, 3)).height > 0
