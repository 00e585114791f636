"""Bounds: what a finished sample says of everything it was drawn from, with a stated confidence.

The decision whether a bound is below a limit is never taken from these numbers: `tails` answers it. They are for people, and are
rounded away from comfort when they are shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from scipy import special

from kontroll.sampling.rates import Impossible
from kontroll.sampling.tails import Likelihood, hypergeometric_at_least, hypergeometric_at_most
from kontroll.texts import _


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """n items were looked at and found deviations among them; found may hold parts of deviations (binomial and Poisson)."""

    likelihood: Likelihood
    n: int
    found: Fraction
    population: int | None = None


@dataclass(frozen=True, slots=True)
class Bound:
    """rate: a share of the population (with Poisson it may be above 1). count: so many of a counted population, else None."""

    rate: float
    count: int | None = None


def upper_bound(outcome: Outcome, confidence: Fraction) -> Bound:
    """The population's share of deviations is at most this, with the confidence.

    binomial: Clopper-Pearson, one-sided. hypergeometric: the largest number of deviations that gives so few, or fewer, more
    often than 1 - confidence. Raises Impossible for an outcome that cannot be.
    """
    check(outcome, confidence)
    n, found = outcome.n, float(outcome.found)
    if outcome.likelihood is Likelihood.POISSON:
        return Bound(float(special.gammaincinv(1 + found, float(confidence))) / n)
    if outcome.likelihood is Likelihood.BINOMIAL:
        return Bound(1.0 if found >= n else float(special.betaincinv(1 + found, n - found, float(confidence))))
    assert outcome.population is not None
    count = most_deviations(outcome.population, n, int(outcome.found), 1 - confidence)
    return Bound(count / outcome.population, count)


def lower_bound(outcome: Outcome, confidence: Fraction) -> Bound:
    """The population's share of deviations is at least this, with the confidence (Garwood for Poisson)."""
    check(outcome, confidence)
    n, found, risk = outcome.n, float(outcome.found), float(1 - confidence)
    if outcome.likelihood is Likelihood.HYPERGEOMETRIC:
        assert outcome.population is not None
        count = fewest_deviations(outcome.population, n, int(outcome.found), 1 - confidence)
        return Bound(count / outcome.population, count)
    if found == 0:
        return Bound(0.0)
    if outcome.likelihood is Likelihood.POISSON:
        return Bound(float(special.gammaincinv(found, risk)) / n)
    return Bound(float(special.betaincinv(found, n - found + 1, risk)))


def both_bounds(outcome: Outcome, confidence: Fraction) -> tuple[Bound, Bound]:
    """From and to, half of the risk on each side."""
    one_sided = (1 + confidence) / 2
    return lower_bound(outcome, one_sided), upper_bound(outcome, one_sided)


def most_deviations(population: int, n: int, found: int, alpha: Fraction) -> int:
    """The largest K with P(Hyp(population, K, n) <= found) > alpha."""
    low, high = found, population - n + found
    while low < high:
        middle = (low + high + 1) // 2
        if hypergeometric_at_most(population, middle, n, found, alpha):
            high = middle - 1
        else:
            low = middle
    return low


def fewest_deviations(population: int, n: int, found: int, alpha: Fraction) -> int:
    """The least K with P(Hyp(population, K, n) >= found) > alpha."""
    low, high = found, population - n + found
    while low < high:
        middle = (low + high) // 2
        if hypergeometric_at_least(population, middle, n, found, alpha):
            low = middle + 1
        else:
            high = middle
    return low


def check(outcome: Outcome, confidence: Fraction) -> None:
    if not 0 < confidence < 1:
        raise Impossible(_("Sikkerheten må ligge mellom 0 og 1, for eksempel 0.95."))
    if outcome.n < 1:
        raise Impossible(_("Utvalget må ha minst én enhet."))
    if not 0 <= outcome.found <= outcome.n:
        raise Impossible(_("Antall avvik må være fra 0 til antallet i utvalget."))
    if outcome.likelihood is not Likelihood.HYPERGEOMETRIC:
        return
    if outcome.population is None:
        raise Impossible(_("Hypergeometrisk metode regner på en opptalt populasjon. Oppgi hvor mange det er i den."))
    if outcome.found.denominator != 1:
        raise Impossible(_("Hypergeometrisk metode teller hele avvik. Bruk Poisson for deler av avvik."))
    if outcome.n > outcome.population:
        raise Impossible(_("Utvalget kan ikke være større enn populasjonen."))
