"""Staged bounds: what a sample in stages says of everything, stage by stage as it was drawn, never as if it were planned whole.

An outcome is better than another when its first stage holds fewer deviations, or equally many and the next stage is better. In
that order the probability of an outcome at least as good falls as there are more deviations in the population, so the largest
population that still gives it more often than 1 - confidence is an exact bound. Whoever accepts by the plan's rule has a bound
below the tolerable rate, and nobody else.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb

from scipy import special

from kontroll.sampling.bounds import Bound, Outcome, check
from kontroll.sampling.tails import Likelihood

#: So often the interval around a rate is halved: further than a float can tell.
_HALVINGS = 60


@dataclass(frozen=True, slots=True)
class Stage:
    n: int
    found: int


def staged_bound(
    likelihood: Likelihood, stages: Sequence[Stage], confidence: Fraction, population: int | None = None
) -> Bound:
    """The stages that were drawn, in order. One stage gives the ordinary bound. Raises Impossible for what cannot be."""
    drawn = sum(stage.n for stage in stages)
    check(Outcome(likelihood=likelihood, n=drawn, found=_found(stages), population=population), confidence)
    for stage in stages:
        check(Outcome(likelihood=likelihood, n=stage.n, found=Fraction(stage.found), population=population), confidence)
    if likelihood is Likelihood.HYPERGEOMETRIC:
        assert population is not None
        count = _most_deviations(stages, population, 1 - confidence)
        return Bound(count / population, count)
    return Bound(_largest_rate(likelihood, stages, float(1 - confidence)))


def _found(stages: Sequence[Stage]) -> Fraction:
    return Fraction(sum(stage.found for stage in stages))


def _most_deviations(stages: Sequence[Stage], population: int, alpha: Fraction) -> int:
    """Exactly, in whole numbers; what earlier stages took is gone when the next is drawn."""
    found = int(_found(stages))
    low, high = found, population - sum(stage.n for stage in stages) + found
    while low < high:
        middle = (low + high + 1) // 2
        if _as_good(stages, population, middle) > alpha:
            low = middle
        else:
            high = middle - 1
    return low


def _as_good(stages: Sequence[Stage], population: int, bad: int) -> Fraction:
    """The probability of an outcome at least as good, with so many deviations in the population."""
    total, reached = Fraction(0), Fraction(1)
    for at, stage in enumerate(stages):
        last = at == len(stages) - 1
        ways = comb(population, stage.n)
        better = sum(_ways(population, bad, stage.n, k) for k in range(stage.found + last))
        total += reached * Fraction(better, ways)
        reached *= Fraction(_ways(population, bad, stage.n, stage.found), ways)
        population, bad = population - stage.n, bad - stage.found
        if bad < 0:
            break
    return total


def _ways(population: int, bad: int, n: int, found: int) -> int:
    return comb(bad, found) * comb(population - bad, n - found) if 0 <= found <= min(n, bad) else 0


def _largest_rate(likelihood: Likelihood, stages: Sequence[Stage], alpha: float) -> float:
    """Between what is certainly possible and a rate that is not, halved until a float can tell no more, and rounded up."""
    exactly = _POINTS[likelihood]

    def as_good(rate: float) -> float:
        total, reached = 0.0, 1.0
        for at, stage in enumerate(stages):
            last = at == len(stages) - 1
            total += reached * sum(exactly(stage.n, k, rate) for k in range(stage.found + last))
            reached *= exactly(stage.n, stage.found, rate)
        return total

    low, high = 0.0, 1.0
    if likelihood is Likelihood.POISSON:
        while as_good(high) > alpha:
            low, high = high, 2 * high
    elif as_good(high) > alpha:
        return 1.0
    for _halving in range(_HALVINGS):
        middle = (low + high) / 2
        if as_good(middle) > alpha:
            low = middle
        else:
            high = middle
    return high


def _binomial(n: int, found: int, rate: float) -> float:
    return float(special.bdtr(found, n, rate) - (special.bdtr(found - 1, n, rate) if found else 0.0))


def _poisson(n: int, found: int, rate: float) -> float:
    return float(special.pdtr(found, n * rate) - (special.pdtr(found - 1, n * rate) if found else 0.0))


_POINTS: dict[Likelihood, Callable[[int, int, float], float]] = {
    Likelihood.BINOMIAL: _binomial,
    Likelihood.POISSON: _poisson,
}
