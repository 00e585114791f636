"""Staged: stop-or-go. A small sample first; only when it holds exactly so many deviations that it is in doubt, another one.

Stages are equally large. With the numbers (k1, …, km): stop and accept after a stage with fewer deviations than its k, go on with
exactly k, stop and reject with more; the last accepts up to its own k. Each stage counts its own deviations.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb

import mpmath
from scipy import special

from kontroll.sampling.rates import Impossible
from kontroll.sampling.size import LARGEST
from kontroll.sampling.tails import Likelihood
from kontroll.texts import _

_DIGITS = 60
#: Floats settle what is further from the risk than this share of it.
_WINDOW = 1e-8


@dataclass(frozen=True, slots=True)
class Stages:
    """each: how many in every stage. doubt: after which number of deviations the next is drawn; the last is accepted with."""

    each: int
    doubt: tuple[int, ...]

    @property
    def in_all(self) -> int:
        return self.each * len(self.doubt)


def least_stages(
    likelihood: Likelihood, confidence: Fraction, tolerable: Fraction, doubt: Sequence[int], largest: int = LARGEST
) -> Stages:
    """The least stages that accept a population at the tolerable rate with a probability below 1 - confidence.

    Raises Impossible for a counted population, which a first stage changes, and where no size will do.
    """
    if likelihood is Likelihood.HYPERGEOMETRIC:
        raise Impossible(
            _("Trinnvise planer regnes binomisk eller med Poisson. De er da trygge også for en liten populasjon.")
        )
    if not 0 < confidence < 1 or not 0 < tolerable < 1:
        raise Impossible(_("Sikkerhet og tolererbar andel må ligge mellom 0 og 1."))
    if len(doubt) < 2 or any(count < 0 for count in doubt) or any(count < 1 for count in doubt[:-1]):
        raise Impossible(
            _(
                "En trinnvis plan må ha minst to trinn, og minst ett avvik må til før et trinn til trekkes, for eksempel 1 og 0."
            )
        )
    alpha = 1 - confidence
    for each in range(sum(doubt) + 1, largest + 1):
        if _accepts_below(likelihood, each, tolerable, doubt, alpha):
            return Stages(each, tuple(doubt))
    raise Impossible(_("Ingen trinn opp til {most} gir det du ber om.").format(most=largest))


def _accepts_below(likelihood: Likelihood, each: int, rate: Fraction, doubt: Sequence[int], alpha: Fraction) -> bool:
    floats = _floats(likelihood, each, rate)
    rough, limit = _accepts(floats, doubt), float(alpha)
    if abs(rough - limit) > _WINDOW * limit:
        return bool(rough < limit)
    if likelihood is Likelihood.BINOMIAL:
        exactly = _accepts(lambda k: comb(each, k) * rate**k * (1 - rate) ** (each - k), doubt)
        return bool(exactly < alpha)
    with mpmath.workdps(_DIGITS):
        mean = mpmath.mpf(rate.numerator) * each / rate.denominator
        long = _accepts(lambda k: mpmath.exp(-mean) * mean**k / mpmath.factorial(k), doubt)
        return bool(long < mpmath.mpf(alpha.numerator) / alpha.denominator)


def _floats(likelihood: Likelihood, each: int, rate: Fraction) -> Callable[[int], float]:
    share, mean = float(rate), float(rate * each)
    if likelihood is Likelihood.POISSON:
        return lambda k: float(special.pdtr(k, mean) - (special.pdtr(k - 1, mean) if k else 0.0))
    return lambda k: float(special.bdtr(k, each, share) - (special.bdtr(k - 1, each, share) if k else 0.0))


def _accepts(exactly: Callable[[int], Fraction | float], doubt: Sequence[int]) -> Fraction | float:
    """The probability that it ends with acceptance, from the last stage backwards."""
    accepted = sum(exactly(k) for k in range(doubt[-1] + 1))
    for count in reversed(doubt[:-1]):
        accepted = sum(exactly(k) for k in range(count)) + exactly(count) * accepted
    return accepted
