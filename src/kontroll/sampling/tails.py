"""Tails: how probable it is that a sample holds at most so many deviations, and whether that is below a risk.

Each likelihood answers one question, `below`: is P(at most x | n, the rate) below alpha? First with floats, which settle
whatever lies outside a window that is wider than their error; inside it exactly.
"""

from __future__ import annotations

import math
from enum import Enum
from fractions import Fraction
from itertools import accumulate

import mpmath
import numpy as np
from scipy import special

#: How far from alpha a float must be to be trusted, as a share of alpha. bdtr and gammaincc keep about twelve digits.
_WINDOW = 1e-8
_EPS = float(np.finfo(float).eps)
_DIGITS = 60


class Likelihood(Enum):
    """binomial: of many. poisson: of many, of money, and of parts of deviations. hypergeometric: of a counted population."""

    BINOMIAL = "binomisk"
    POISSON = "poisson"
    HYPERGEOMETRIC = "hypergeometrisk"


def binomial_below(n: int, most: int, rate: Fraction, alpha: Fraction) -> bool:
    """P(Bin(n, rate) <= most) < alpha."""
    if (settled := _settled(float(special.bdtr(most, n, float(rate))), alpha, _WINDOW)) is not None:
        return settled
    hit, whole = rate.numerator, rate.denominator
    miss = whole - hit
    # Σ C(n,i)·hit^i·miss^(n-i), with hit^0·miss^(n-most) taken outside: whole numbers all the way.
    powers = list(accumulate(range(most), lambda power, _step: power * miss, initial=1))
    found = sum(math.comb(n, i) * hit**i * powers[most - i] for i in range(most + 1)) * miss ** (n - most)
    return bool(found * alpha.denominator < alpha.numerator * whole**n)


def poisson_below(most: Fraction, mean: Fraction, alpha: Fraction) -> bool:
    """Q(1 + most, mean) < alpha: P(Poisson(mean) <= most) where most is whole."""
    if (settled := _settled(float(special.gammaincc(1 + float(most), float(mean))), alpha, _WINDOW)) is not None:
        return settled
    with mpmath.workdps(_DIGITS):
        tail = mpmath.gammainc(1 + _long(most), _long(mean), regularized=True)
        return bool(tail < _long(alpha))


def hypergeometric_at_most(population: int, bad: int, n: int, most: int, alpha: Fraction) -> bool:
    """P(Hyp(population, bad, n) <= most) <= alpha. A probability of exactly alpha is low enough."""
    if most >= min(n, bad):
        return alpha >= 1
    fewest = max(0, n - (population - bad))
    if most < fewest:
        return True
    window = max(_WINDOW, 64 * _EPS * population * math.log(population + 2))
    if (settled := _settled(_hypergeometric(population, bad, n, most, fewest), alpha, window)) is not None:
        return settled
    # C(bad,i)·C(population-bad,n-i), each from the one before it.
    term = math.comb(bad, fewest) * math.comb(population - bad, n - fewest)
    found = term
    for i in range(fewest, most):
        term = term * (bad - i) * (n - i) // ((i + 1) * (population - bad - n + i + 1))
        found += term
    return found * alpha.denominator <= alpha.numerator * math.comb(population, n)


def hypergeometric_at_least(population: int, bad: int, n: int, least: int, alpha: Fraction) -> bool:
    """P(Hyp(population, bad, n) >= least) <= alpha: as many sound items as that, or fewer, among those drawn."""
    return hypergeometric_at_most(population, population - bad, n, n - least, alpha)


def _hypergeometric(population: int, bad: int, n: int, most: int, fewest: int) -> float:
    i = np.arange(fewest, most + 1, dtype=float)
    good = population - bad
    logs = (
        special.gammaln(bad + 1.0)
        - special.gammaln(i + 1)
        - special.gammaln(bad - i + 1)
        + special.gammaln(good + 1.0)
        - special.gammaln(n - i + 1)
        - special.gammaln(good - n + i + 1)
        - special.gammaln(population + 1.0)
        + special.gammaln(n + 1.0)
        + special.gammaln(population - n + 1.0)
    )
    return float(np.exp(special.logsumexp(logs)))


def _settled(probability: float, alpha: Fraction, window: float) -> bool | None:
    """Whether it is below alpha, or None where a float must not decide."""
    limit = float(alpha)
    if abs(probability - limit) <= window * limit or not math.isfinite(probability):
        return None
    return probability < limit


def _long(value: Fraction) -> mpmath.mpf:
    return mpmath.mpf(value.numerator) / value.denominator
