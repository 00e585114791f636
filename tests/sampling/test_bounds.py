"""What a sample says of everything: bounds, held against recorded ones and against enumeration."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from kontroll.sampling.bounds import Bound, Outcome, both_bounds, lower_bound, upper_bound
from kontroll.sampling.precision import least_for_precision
from kontroll.sampling.rates import Impossible, ceiling, exact
from kontroll.sampling.staged import least_stages
from kontroll.sampling.strata import Stratum, combined_bound
from kontroll.sampling.tails import Likelihood
from sampling.reference import LIKELIHOODS, plan, rows, vectors

CLOSE = 1e-12
NINETY_FIVE = Fraction(95, 100)


def outcome(row: dict[str, Any]) -> Outcome:
    return Outcome(
        likelihood=LIKELIHOODS[row["likelihood"]], n=row["n"], found=exact(str(row["x"]), "x"), population=row["N"]
    )


def test_every_recorded_upper_bound_is_met_and_counts_exactly():
    for row in rows("jfa_evaluation"):
        bound = upper_bound(outcome(row), exact(str(row["confidence"]), "confidence"))
        assert bound.count == row["K_upper"], row
        assert bound.rate == pytest.approx(float(row["ub_exact"]), abs=CLOSE), row


def test_every_recorded_interval_is_met_two_sided_and_with_parts_of_deviations():
    for row in rows("jfa_intervals"):
        confidence = exact(str(row["confidence"]), "confidence")
        low, high = {
            "less": lambda: (Bound(0.0), upper_bound(outcome(row), confidence)),  # noqa: B023
            "greater": lambda: (lower_bound(outcome(row), confidence), Bound(1.0)),  # noqa: B023
            "two.sided": lambda: both_bounds(outcome(row), confidence),  # noqa: B023
        }[row["alternative"]]()
        for found, recorded in ((low, row["exact_lb"]), (high, row["exact_ub"])):
            if recorded is not None:
                assert found.rate == pytest.approx(float(recorded), abs=CLOSE), row


@pytest.mark.parametrize(
    "table", [one["table"] for one in vectors("aicpa_tables")["tables"] if one["table"] in ("A-3", "A-4")]
)
def test_the_printed_tables_of_bounds_are_met_rounded_up(table: str):
    said = next(one for one in vectors("aicpa_tables")["tables"] if one["table"] == table)
    confidence = NINETY_FIVE if table == "A-3" else Fraction(9, 10)
    key = next(name for name in said if name.startswith("rows"))
    columns = next(name for name in said if name.startswith("cols"))
    for n, cells in zip(said[key], said["cells"], strict=True):
        for found, printed in zip(said[columns], cells, strict=True):
            if printed is not None:
                bound = upper_bound(
                    Outcome(likelihood=Likelihood.BINOMIAL, n=int(n), found=Fraction(found)), confidence
                )
                assert ceiling(Fraction(bound.rate) * 1000) == Fraction(printed) * 10, (n, found)


def test_sixty_with_one_deviation_says_at_most_seven_point_seven_per_cent():
    bound = upper_bound(Outcome(likelihood=Likelihood.BINOMIAL, n=60, found=Fraction(1)), NINETY_FIVE)
    assert 0.076 < bound.rate <= 0.077


def test_every_recorded_precision_plan_is_met():
    for row in rows("jfa_min_precision"):
        assert least_for_precision(plan(row, "0.5"), exact(str(row["min_precision"]), "p")).n == row["n"], row


def test_every_recorded_stop_or_go_plan_is_met():
    for row in rows("jfa_staged"):
        confidence, tolerable = (exact(str(row[name]), name) for name in ("confidence", "materiality"))
        found = least_stages(LIKELIHOODS[row["likelihood"]], confidence, tolerable, row["expected_used"])
        assert (found.each, found.in_all) == (row["n_staged"], row["n_total"]), row


def test_stages_of_a_counted_population_are_refused_since_the_first_changes_what_is_left():
    with pytest.raises(Impossible, match="Trinnvise"):
        least_stages(Likelihood.HYPERGEOMETRIC, NINETY_FIVE, Fraction(5, 100), (1, 0))


@pytest.mark.parametrize(
    "wrong",
    [
        Outcome(likelihood=Likelihood.BINOMIAL, n=0, found=Fraction(0)),
        Outcome(likelihood=Likelihood.BINOMIAL, n=10, found=Fraction(11)),
        Outcome(likelihood=Likelihood.HYPERGEOMETRIC, n=10, found=Fraction(1)),
        Outcome(likelihood=Likelihood.HYPERGEOMETRIC, n=10, found=Fraction(1), population=9),
        Outcome(likelihood=Likelihood.HYPERGEOMETRIC, n=10, found=Fraction(1, 2), population=90),
    ],
)
def test_an_outcome_that_cannot_be_is_refused(wrong: Outcome):
    with pytest.raises(Impossible):
        upper_bound(wrong, NINETY_FIVE)


def test_strata_together_are_never_below_what_their_own_bounds_say_with_the_risk_shared():
    first = Outcome(likelihood=Likelihood.HYPERGEOMETRIC, n=60, found=Fraction(1), population=1000)
    second = Outcome(likelihood=Likelihood.HYPERGEOMETRIC, n=30, found=Fraction(0), population=500)
    together = combined_bound([Stratum(1000, first), Stratum(500, second), Stratum(20, None, found=2)], NINETY_FIVE)
    each = 1 - Fraction(5, 200)
    by_hand = (1000 * upper_bound(first, each).rate + 500 * upper_bound(second, each).rate + 2) / 1520
    assert together == pytest.approx(by_hand, abs=CLOSE)
