"""Errors in money: Stringer's bound, its worksheet, and the classical estimates."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from statistics import fmean

import pytest

from kontroll.sampling.estimates import Estimate, Sampled, difference, direct, ratio, regression
from kontroll.sampling.money import less_understatements, stringer, taint, worksheet
from kontroll.sampling.rates import Impossible, exact
from kontroll.sampling.tails import Likelihood
from sampling.reference import vectors

CLOSE = 1e-12
NINETY_FIVE = Fraction(95, 100)


def test_every_recorded_stringer_bound_is_met_in_its_three_forms_and_less_understatements():
    forms = {
        "poisson": (Likelihood.POISSON, None),
        "binomial": (Likelihood.BINOMIAL, None),
        "hypergeometric_N1000": (Likelihood.HYPERGEOMETRIC, 1000),
    }
    for row in vectors("jfa_stringer")["rows"]:
        taints = [exact(str(one), "taint") for one in row["taints"]]
        confidence = exact(str(row["confidence"]), "confidence")
        for name, (likelihood, population) in forms.items():
            found = stringer(likelihood, row["n"], taints, confidence, population)
            assert found.bound == pytest.approx(float(row[name]), abs=CLOSE), (name, row)
            assert found.likely == pytest.approx(float(row["mle"]), abs=CLOSE), row
        lower = less_understatements(Likelihood.BINOMIAL, row["n"], taints, confidence)
        assert lower.bound == pytest.approx(float(row["lta"]), abs=CLOSE), row


def test_the_bounds_of_the_textbook_are_met():
    for row in vectors("jfa_stringer")["published"]:
        taints = [exact(str(one), "taint") for one in row["taints"]]
        found = stringer(Likelihood.BINOMIAL, row["n"], taints, NINETY_FIVE)
        assert found.bound == pytest.approx(float(row["exact_ub"]), abs=CLOSE)
        assert found.bound * row["population"] == pytest.approx(float(row["published_ub_money"]), rel=1e-5)


def test_the_worksheet_adds_up_to_the_poisson_form_times_the_amount():
    taints = [Fraction(1), Fraction(1, 5), Fraction(1, 25)]
    sheet = worksheet(13_500_000_00, 145, taints, NINETY_FIVE, top=5_000_00)
    bound = stringer(Likelihood.POISSON, 145, taints, NINETY_FIVE).bound
    assert sheet.upper - 5_000_00 == pytest.approx(bound * 13_500_000_00, rel=1e-12)
    assert sheet.basic == pytest.approx(sheet.interval * 2.99573227355, rel=1e-9)
    assert sheet.projected == pytest.approx(sheet.interval * 1.24, rel=1e-12)


def test_an_error_larger_than_the_amount_counts_as_all_of_it_and_an_item_hit_twice_as_two():
    once = stringer(Likelihood.BINOMIAL, 60, [Fraction(1)], NINETY_FIVE).bound
    assert stringer(Likelihood.BINOMIAL, 60, [Fraction(3, 2)], NINETY_FIVE).bound == once
    assert stringer(Likelihood.BINOMIAL, 60, [Fraction(1), Fraction(1)], NINETY_FIVE).bound > once


def test_an_amount_of_nothing_has_no_taint_and_more_errors_than_hits_are_refused():
    assert taint(200_00, 150_00) == Fraction(1, 4)
    with pytest.raises(Impossible):
        taint(0, 10)
    with pytest.raises(Impossible):
        stringer(Likelihood.BINOMIAL, 1, [Fraction(1), Fraction(1)], NINETY_FIVE)


ESTIMATES: list[tuple[str, Callable[[Sampled, Fraction], Estimate]]] = [
    ("direct", direct),
    ("difference", difference),
    ("quotient", ratio),
    ("regression", regression),
]


@pytest.mark.parametrize(("name", "estimate"), ESTIMATES)
def test_the_recorded_estimates_are_met(name: str, estimate: Callable[[Sampled, Fraction], Estimate]):
    said = vectors("jfa_estimators")
    booked = [float(one) for one in said["book"]]
    right = [float(one) for one in said["audit"]]
    # The recorded ratio is applied to items times the sample's mean, not to the amount that is known.
    amount = said["N_items"] * fmean(booked) if name == "quotient" else float(said["N_units"])
    found = estimate(Sampled(booked=booked, right=right, items=said["N_items"], amount=amount), NINETY_FIVE)
    recorded = said["results"][name]
    for value, key in ((found.likely, "mle"), (found.low, "lb"), (found.high, "ub"), (found.within, "precision")):
        assert value == pytest.approx(float(recorded[key]), rel=1e-9, abs=1e-6)
