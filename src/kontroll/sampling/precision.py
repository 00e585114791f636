"""Precision: the least sample whose bound lies no further than so much above what is most likely."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from kontroll.sampling.rates import Impossible, ceiling
from kontroll.sampling.size import Plan, Size
from kontroll.sampling.tails import Likelihood, binomial_below, hypergeometric_at_most, poisson_below
from kontroll.texts import _


def least_for_precision(plan: Plan, precision: Fraction) -> Size:
    """The first n with an upper bound below 1 that is less than precision above the most likely rate.

    plan.tolerable is not looked at. Raises Impossible when no sample will do.
    """
    if not 0 < precision < 1:
        raise Impossible(_("Presisjonen må ligge mellom 0 og 1, for eksempel 0.02."))
    if not 0 < plan.confidence < 1:
        raise Impossible(_("Sikkerheten må ligge mellom 0 og 1, for eksempel 0.95."))
    if plan.likelihood is Likelihood.HYPERGEOMETRIC and plan.population is None:
        raise Impossible(_("Hypergeometrisk metode regner på en opptalt populasjon. Oppgi hvor mange det er i den."))
    bounded_below = _BELOW[plan.likelihood]
    for n in range(1, plan.most + 1):
        allowed = plan.allowed(n)
        if n > allowed and bounded_below(plan, n, allowed, allowed / n + precision):
            return Size(n, allowed)
    raise Impossible(
        _("Ingen utvalgsstørrelse opp til {most} gir så god presisjon. Sett den lavere.").format(most=plan.most)
    )


def _binomial(plan: Plan, n: int, allowed: Fraction, rate: Fraction) -> bool:
    return rate >= 1 or binomial_below(n, int(allowed), rate, plan.alpha)


def _poisson(plan: Plan, n: int, allowed: Fraction, rate: Fraction) -> bool:
    return all(poisson_below(allowed, n * limit, plan.alpha) for limit in (rate, Fraction(1)))


def _hypergeometric(plan: Plan, n: int, allowed: Fraction, rate: Fraction) -> bool:
    """The largest count that is possible lies below rate · population, and below all of it."""
    assert plan.population is not None
    count = min(ceiling(rate * plan.population), plan.population)
    return hypergeometric_at_most(plan.population, count, n, int(allowed), plan.alpha)


_BELOW: dict[Likelihood, Callable[[Plan, int, Fraction, Fraction], bool]] = {
    Likelihood.BINOMIAL: _binomial,
    Likelihood.POISSON: _poisson,
    Likelihood.HYPERGEOMETRIC: _hypergeometric,
}
