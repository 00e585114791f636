"""Two years of a staff survey in the form of 10-FAKTOR are read from a data folder, and a rule compares them."""

from __future__ import annotations

from pathlib import Path

from kontroll.domain.month import Month
from kontroll.flows.judging.evaluate import evaluate_folder

HERE = Path(__file__).resolve().parent / "undersokelser"
DECEMBER = Month.parse("2026-12")


def test_a_climate_that_got_worse_is_found_and_one_that_nobody_may_see_is_unknown():
    evaluated = evaluate_folder([HERE / "rules"], HERE / "data", DECEMBER, DECEMBER)

    assert [] == evaluated.problems
    assert evaluated.verdicts is not None
    rows = [line.split(";") for line in evaluated.verdicts.csv().decode().splitlines()[1:]]
    assert {"110": "usann", "120": "sann", "130": "ukjent"} == {row[1]: row[4] for row in rows}


def test_the_template_has_the_ten_factors_on_their_scale():
    evaluated = evaluate_folder([HERE / "rules"], HERE / "data", DECEMBER, DECEMBER)

    scales = [one.scale for one in evaluated.rulebook.indicators.values() if one.id.startswith("tf_")]
    assert [(1, 5)] * 10 == scales
