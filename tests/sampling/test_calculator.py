"""The calculator: whatever plan is asked for in words, by terminal or page, and what it warns of."""

from __future__ import annotations

from math import comb
from time import process_time

import pytest

from kontroll.report.sampling.calculator import Calculation, calculated
from kontroll.report.sampling.curve import CurvePoint

SHARE = {"konfidens": "0.95", "tolererbar": "0.05"}


def asked(**words: str) -> Calculation:
    return calculated({**SHARE, **words})


def warned(answer: Calculation) -> str:
    return " ".join(answer.warnings)


def test_a_discovery_sample_finds_one_of_so_many_as_cannot_be_tolerated():
    answer = asked(populasjon="1000", oppdagelse="ja")
    assert answer.n == 57
    # Fifty bad ones among a thousand escape all 57 less often than one time in twenty, and 56 more often.
    assert comb(950, 57) * 20 <= comb(1000, 57)
    assert comb(950, 56) * 20 > comb(1000, 56)
    assert "finner du minst ett med 95 % sikkerhet" in answer.sentence


def test_a_discovery_sample_expects_nothing():
    assert "Ta bort det forventede" in asked(oppdagelse="ja", forventet="0.01").refusal
    assert asked(oppdagelse="ja", forventet="0").n == 59


def test_a_plan_in_stages_says_what_each_stage_leads_to():
    answer = calculated({"konfidens": "0.9", "tolererbar": "0.05", "trinn": "2"})
    assert (answer.n, answer.stages, answer.as_json()["utvalg_i_alt"]) == (49, 2, 98)
    assert "Trekk 49. Uten avvik er du ferdig. Med ett avvik trekkes 49 til" in answer.sentence


def test_stages_that_take_more_than_there_is_are_refused():
    assert (
        "Kontroller alt"
        in calculated({"konfidens": "0.9", "tolererbar": "0.05", "trinn": "2", "populasjon": "97"}).refusal
    )
    assert calculated({"konfidens": "0.9", "tolererbar": "0.05", "trinn": "2", "populasjon": "98"}).is_possible


@pytest.mark.parametrize(("stages", "possible"), [("1", True), ("2", True), ("5", True), ("6", False), ("1.5", False)])
def test_the_number_of_stages_is_whole_and_not_large(stages: str, possible: bool):
    assert asked(trinn=stages).is_possible is possible


def test_a_precision_plan_needs_no_tolerable_rate():
    answer = calculated({"konfidens": "0.95", "presisjon": "0.02", "forventet": "0.01", "populasjon": "4812"})
    assert answer.n == 228
    assert "mindre enn 2 prosentpoeng over" in answer.sentence


def test_a_plan_of_money_has_a_size_and_an_interval():
    # The numbers of a well known tutorial: 46.4 million, 2 % material, 0.2 % expected.
    answer = calculated(
        {"konfidens": "0.95", "belop": "46 400 000 kr", "vesentlighet": "928000", "forventet_feil": "92 800"}
    )
    assert (answer.n, answer.interval) == (184, 46_400_000_00 // 184)
    assert "toppstratumet" in warned(answer)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ({"belop": "100", "vesentlighet": "100"}, "mindre enn beløpet"),
        ({"belop": "100", "vesentlighet": "0"}, "større enn null"),
        ({"belop": "100"}, "både beløpet i alt og vesentlighetsgrensen"),
        ({"vesentlighet": "100"}, "både beløpet i alt og vesentlighetsgrensen"),
        ({"belop": "100", "vesentlighet": "10", "forventet_feil": "10"}, "Forventet feil må være mindre"),
        ({"belop": "100.001", "vesentlighet": "10"}, "mindre enn øre"),
        ({"belop": "100", "vesentlighet": "10", "tolererbar": "0.05"}, "kroner"),
        ({"belop": "100", "vesentlighet": "10", "trinn": "2"}, "Velg én"),
        ({"belop": "100", "vesentlighet": "10", "metode": "hypergeometrisk"}, "Poisson eller binomisk"),
        ({}, "Tolererbar andel mangler"),
    ],
)
def test_what_cannot_be_planned_is_answered_with_the_reason(words: dict[str, str], why: str):
    answer = calculated({"konfidens": "0.95", **words})
    assert why in answer.refusal
    assert list(answer.as_json()) == ["feil"]


def test_inputs_that_make_the_sample_small_are_warned_of():
    assert "Revisorer bruker sjelden mindre enn 90 %" in warned(asked(konfidens="0.89"))
    assert "Revisorer" not in warned(asked(konfidens="0.9"))
    assert "hver tiende" in warned(asked(tolererbar="0.11"))
    assert "hver tiende" not in warned(asked(tolererbar="0.1"))


def test_a_sample_of_half_the_population_is_better_taken_whole():
    assert "halvparten" in warned(asked(populasjon="76"))
    assert "halvparten" not in warned(asked(populasjon="82"))


def test_a_risk_that_is_met_exactly_is_told():
    tie = asked(konfidens="0.9", tolererbar="0.01", populasjon="100")
    assert tie.n == 90
    assert "nøyaktig 10 %" in warned(tie)
    assert "nøyaktig" not in warned(asked(populasjon="100"))


def test_the_curve_goes_from_none_expected_up_and_marks_the_plan():
    curve = asked(populasjon="4812", forventet_antall="1").curve
    assert curve is not None
    assert curve.points[:3] == (CurvePoint(0, 58), CurvePoint(1, 93), CurvePoint(2, 123))
    assert curve.chosen is not None
    assert (curve.chosen.x, curve.chosen.text) == (curve.spots[1].x, "93")
    assert curve.description.startswith("Uten avvik i utvalget trengs 58.")


def test_a_curve_ends_where_no_sample_can_hold_more_deviations():
    curve = asked(populasjon="40").curve
    assert curve is not None
    assert [point.expected for point in curve.points] == [0, 1]


@pytest.mark.parametrize(
    "words",
    [
        {"populasjon": "10000000", "tolererbar": "0.05"},
        {"populasjon": "10000000", "tolererbar": "0.002", "forventet": "0.0015"},
        {"populasjon": "10000000", "tolererbar": "0.05", "forventet": "0.045"},
        {"populasjon": "10000000", "presisjon": "0.01", "forventet": "0.03"},
        {"tolererbar": "0.002", "trinn": "5"},
        {"tolererbar": "0.002", "metode": "poisson"},
    ],
)
def test_any_plan_is_answered_within_a_second_with_its_curve(words: dict[str, str]):
    began = process_time()
    calculated({"konfidens": "0.95", **words})
    assert process_time() - began < 1


def test_what_is_kept_of_a_calculation_is_the_words_and_the_answer():
    answer = calculated({**SHARE, "populasjon": " 4812 ", "forventet": "", "fremmed": "ord"})
    assert answer.asked_json == '{"konfidens": "0.95", "populasjon": "4812", "tolererbar": "0.05"}'
    assert answer.answered_json == '{"tillatte_avvik": 0, "utvalg": 58}'
