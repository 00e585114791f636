"""Money: Stringer's bound for the share of an amount that is wrong, and the worksheet auditors know it by.

A taint is (booked - right) / booked of one hit: 1 when all of it is wrong. An item that was hit twice counts twice.

Stringer's bound has held in practice for fifty years and has no general proof; counter-examples are known (de Jager, Pap and
van Zuijlen, 1997). Whoever shows it says so, and shows the exact bound for the share of items beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from kontroll.sampling.bounds import Outcome, upper_bound
from kontroll.sampling.rates import Impossible
from kontroll.sampling.tails import Likelihood
from kontroll.texts import _


@dataclass(frozen=True, slots=True)
class Misstatement:
    """Shares of the whole amount. likely: most likely. bound: at most, with the confidence."""

    likely: float
    bound: float


def taint(booked: int, right: int) -> Fraction:
    """Both in øre. Raises Impossible for an item booked with nothing, which no amount draw can hit."""
    if booked == 0:
        raise Impossible(_("Et beløp på null kan ikke være trukket etter beløp, og har ingen feilandel."))
    return Fraction(booked - right, booked)


def stringer(
    likelihood: Likelihood, n: int, taints: Sequence[Fraction], confidence: Fraction, population: int | None = None
) -> Misstatement:
    """n: hits. taints: one for each hit with an error; understatements are negative, and do not lower the bound.

    population: monetary units or items, for the hypergeometric form only. Raises Impossible for what cannot be.
    """
    _check(n, taints)
    over = _overstatements(taints)
    steps = [_limit(likelihood, n, found, confidence, population) for found in range(len(over) + 1)]
    bound = steps[0] + sum(float(t) * (steps[i] - steps[i - 1]) for i, t in enumerate(over, start=1))
    return Misstatement(float(sum(taints, Fraction(0)) / n), bound)


def less_understatements(
    likelihood: Likelihood, n: int, taints: Sequence[Fraction], confidence: Fraction, population: int | None = None
) -> Misstatement:
    """Stringer's bound less the understatements found (Leslie, Teitlebaum and Anderson)."""
    plain = stringer(likelihood, n, taints, confidence, population)
    under = sum((-t for t in taints if t < 0), Fraction(0))
    return Misstatement(plain.likely, plain.bound - float(under / n))


@dataclass(frozen=True, slots=True)
class Worksheet:
    """The auditor's form, all in øre, rounded up from an exact sum of parts.

    interval: what each hit stands for. basic: the bound had nothing been found. projected: what the errors say of the rest.
    incremental: the allowance that each further error adds. top: errors of the items that were all looked at.
    """

    interval: float
    basic: float
    projected: float
    incremental: float
    top: int

    @property
    def upper(self) -> float:
        return self.basic + self.projected + self.incremental + self.top


def worksheet(amount: int, n: int, taints: Sequence[Fraction], confidence: Fraction, top: int = 0) -> Worksheet:
    """The Poisson form times the interval; the top stratum is known and stands apart.

    amount: øre in the sampled part. top: the errors found in the part where everything was looked at, in øre.
    """
    if amount <= 0:
        raise Impossible(_("Beløpet det er trukket fra, må være større enn null."))
    _check(n, taints)
    interval = amount / n
    over = [float(t) for t in _overstatements(taints)]
    factors = [_limit(Likelihood.POISSON, n, found, confidence, None) * n for found in range(len(over) + 1)]
    projected = sum(over) * interval
    incremental = sum((factors[i] - factors[i - 1] - 1) * t for i, t in enumerate(over, start=1)) * interval
    return Worksheet(interval, factors[0] * interval, projected, incremental, top)


def _overstatements(taints: Sequence[Fraction]) -> list[Fraction]:
    """The positive ones, none counted as more than the whole, the largest first: so each error adds the most it can."""
    return sorted((min(t, Fraction(1)) for t in taints if t > 0), reverse=True)


def _limit(likelihood: Likelihood, n: int, found: int, confidence: Fraction, population: int | None) -> float:
    return upper_bound(
        Outcome(likelihood=likelihood, n=n, found=Fraction(found), population=population), confidence
    ).rate


def _check(n: int, taints: Sequence[Fraction]) -> None:
    if n < 1:
        raise Impossible(_("Utvalget må ha minst én enhet."))
    if len(taints) > n:
        raise Impossible(_("Det er oppgitt flere feil enn det er treff i utvalget."))
