"""What a sample in stages says: exact, the same as the plan's own decision, and never less sure than it says."""

from __future__ import annotations

from fractions import Fraction
from math import comb

import pytest

from kontroll.sampling.bounds import Outcome, upper_bound
from kontroll.sampling.staged import least_stages
from kontroll.sampling.staged_bounds import Stage, staged_bound
from kontroll.sampling.tails import Likelihood

NINETY, NINETY_FIVE = Fraction(9, 10), Fraction(95, 100)


@pytest.mark.parametrize("likelihood", list(Likelihood))
def test_one_stage_is_an_ordinary_sample(likelihood: Likelihood):
    said = Outcome(likelihood=likelihood, n=60, found=Fraction(1), population=4812)
    staged = staged_bound(likelihood, [Stage(60, 1)], NINETY_FIVE, 4812)
    assert staged.count == upper_bound(said, NINETY_FIVE).count
    assert staged.rate == pytest.approx(upper_bound(said, NINETY_FIVE).rate, abs=1e-12)


@pytest.mark.parametrize("likelihood", [Likelihood.BINOMIAL, Likelihood.POISSON])
@pytest.mark.parametrize("stages", [2, 3])
def test_the_plan_accepts_just_where_the_bound_is_below_what_is_tolerated(likelihood: Likelihood, stages: int):
    tolerable = Fraction(5, 100)
    each = least_stages(likelihood, NINETY, tolerable, (*[1] * (stages - 1), 0)).each
    worst_accepted = [*[Stage(each, 1)] * (stages - 1), Stage(each, 0)]
    assert staged_bound(likelihood, worst_accepted, NINETY).rate < tolerable
    assert staged_bound(likelihood, [*worst_accepted[:-1], Stage(each, 1)], NINETY).rate > tolerable
    # Drawn as one sample with the same deviations, it would have looked better than it is.
    whole = Outcome(likelihood=likelihood, n=each * stages, found=Fraction(stages - 1))
    assert upper_bound(whole, NINETY).rate < staged_bound(likelihood, worst_accepted, NINETY).rate


def test_the_bound_of_a_counted_population_covers_every_truth_as_often_as_it_says():
    population, n = 40, 8

    def ways(size: int, bad: int, found: int) -> int:
        return comb(bad, found) * comb(size - bad, n - found) if 0 <= found <= bad and n - found <= size - bad else 0

    first = {x: staged_bound(Likelihood.HYPERGEOMETRIC, [Stage(n, x)], NINETY, population).count for x in range(n + 1)}
    second = {
        x: staged_bound(Likelihood.HYPERGEOMETRIC, [Stage(n, 1), Stage(n, x)], NINETY, population).count
        for x in range(n + 1)
    }
    for truth in range(population + 1):
        covered = Fraction(0)
        for x in range(n + 1):
            reached = Fraction(ways(population, truth, x), comb(population, n))
            if x != 1:
                covered += reached * ((first[x] or 0) >= truth)
                continue
            for y in range(n + 1):
                then = Fraction(ways(population - n, truth - 1, y), comb(population - n, n)) if truth else Fraction(0)
                covered += reached * then * ((second[y] or 0) >= truth)
        assert covered >= NINETY, truth
