"""Size: the least sample that says, where no more than the expected deviations are found, that the rate is tolerable."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

import numpy as np
from scipy import special

from kontroll.sampling.rates import Impossible, ceiling
from kontroll.sampling.tails import Likelihood, binomial_below, hypergeometric_at_most, poisson_below
from kontroll.texts import _, number

#: A sample larger than this is no sample that anybody checks; whoever needs it asks for another plan.
LARGEST = 5000


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What somebody wants to be able to say.

    confidence, tolerable: shares between 0 and 1. expected: a share of the sample, below tolerable; or expected_count, how many
    deviations in all. population: how many there are, where they are counted. largest: the largest sample that is thought of.
    """

    likelihood: Likelihood
    confidence: Fraction
    tolerable: Fraction
    expected: Fraction | None = None
    expected_count: int | None = None
    population: int | None = None
    largest: int = LARGEST

    @property
    def alpha(self) -> Fraction:
        return 1 - self.confidence

    @property
    def bad(self) -> int:
        """How many deviations the counted population would hold at the tolerable rate."""
        assert self.population is not None
        return ceiling(self.tolerable * self.population)

    @property
    def most(self) -> int:
        """The largest sample that is tried."""
        return self.largest if self.population is None else min(self.largest, self.population)

    def allowed(self, n: int) -> Fraction:
        """How many deviations are expected in n: a whole number, but for Poisson with a share."""
        if self.expected_count is not None:
            return Fraction(self.expected_count)
        share = (self.expected or Fraction(0)) * n
        return share if self.likelihood is Likelihood.POISSON else Fraction(ceiling(share))


@dataclass(frozen=True, slots=True)
class Size:
    """n: how many to draw. allowed: with how many deviations, at most, the plan's sentence may be said."""

    n: int
    allowed: Fraction


def least_sample(plan: Plan) -> Size:
    """The first n from 1 up that will do. (The next one may not: the expected deviations go up in steps.)

    Raises Impossible with the reason when there is none.
    """
    check(plan)
    found = _least_poisson(plan) if plan.likelihood is Likelihood.POISSON else _least_in_steps(plan)
    if found is None:
        raise Impossible(
            _(
                "Ingen utvalgsstørrelse opp til {most} gir det du ber om: det forventede ligger for nær det tolererbare. "
                "Sett det tolererbare høyere, sikkerheten lavere, eller kontroller alt."
            ).format(most=plan.most)
        )
    return Size(found, plan.allowed(found))


def check(plan: Plan) -> None:
    """Raises Impossible for a plan that no sample can fulfil."""
    if not 0 < plan.confidence < 1:
        raise Impossible(_("Sikkerheten må ligge mellom 0 og 1, for eksempel 0.95."))
    if not 0 < plan.tolerable < 1:
        raise Impossible(_("Det tolererbare må ligge mellom 0 og 1, for eksempel 0.05."))
    if (plan.expected is None) == (plan.expected_count is None):
        raise Impossible(_("Oppgi enten forventet andel eller forventet antall avvik, ikke begge."))
    if plan.expected is not None and not 0 <= plan.expected < 1:
        raise Impossible(_("Forventet andel må være minst 0 og mindre enn 1. Et antall oppgis som forventet antall."))
    if plan.expected_count is not None and plan.expected_count < 0:
        raise Impossible(_("Forventet antall avvik kan ikke være mindre enn 0."))
    if plan.expected is not None and plan.expected >= plan.tolerable:
        raise Impossible(
            _("Du venter like mye avvik som du tåler, eller mer. Da kan ikke et utvalg vise at det er under grensen.")
        )
    if plan.likelihood is Likelihood.HYPERGEOMETRIC:
        _check_counted(plan)
    elif plan.population is not None and plan.population < 1:
        raise Impossible(_("Populasjonen må ha minst én enhet."))


def _check_counted(plan: Plan) -> None:
    if plan.population is None:
        raise Impossible(_("Hypergeometrisk metode regner på en opptalt populasjon. Oppgi hvor mange det er i den."))
    if plan.population < 1:
        raise Impossible(_("Populasjonen må ha minst én enhet."))
    expected = max(ceiling((plan.expected or Fraction(0)) * plan.population), plan.expected_count or 0)
    if expected >= plan.bad:
        raise Impossible(
            _(
                "Ved grensen er det {bad} avvik blant {population}, og du venter {expected}. Da kan ikke et utvalg vise at "
                "det er under grensen."
            ).format(population=number(plan.population), bad=number(plan.bad), expected=number(expected))
        )


def _least_poisson(plan: Plan) -> int | None:
    # Floats rule out every size that is clearly too small at once; the others are settled one by one.
    sizes = np.arange(1, plan.most + 1, dtype=float)
    allowed = np.full_like(sizes, plan.expected_count) if plan.expected is None else sizes * float(plan.expected)
    tails = special.gammaincc(1 + allowed, sizes * float(plan.tolerable))
    for n in (int(at) + 1 for at in np.flatnonzero(tails < float(plan.alpha) * 1.001)):
        if n > plan.allowed(n) and poisson_below(plan.allowed(n), n * plan.tolerable, plan.alpha):
            return n
    return None


def _least_in_steps(plan: Plan) -> int | None:
    passes = _binomial(plan) if plan.likelihood is Likelihood.BINOMIAL else _hypergeometric(plan)
    for allowed, first, last in _steps(plan):
        if first <= last and passes(allowed, last):
            return _first(first, last, partial(passes, allowed))
    return None


def _steps(plan: Plan) -> Iterator[tuple[int, int, int]]:
    """Sizes that allow equally many deviations: as long as that holds, more items make the tail smaller."""
    if plan.expected_count is not None or not plan.expected:
        allowed = plan.expected_count or 0
        yield allowed, allowed + 1, plan.most
        return
    allowed, before = 1, 0
    while before < plan.most:
        last = min(int(allowed / plan.expected), plan.most)
        yield allowed, max(before + 1, allowed + 1), last
        allowed, before = allowed + 1, last


def _binomial(plan: Plan) -> Callable[[int, int], bool]:
    """Whether so many deviations are few enough, by how many are allowed and how many are drawn."""
    return lambda allowed, n: binomial_below(n, allowed, plan.tolerable, plan.alpha)


def _hypergeometric(plan: Plan) -> Callable[[int, int], bool]:
    assert plan.population is not None
    population = plan.population
    return lambda allowed, n: hypergeometric_at_most(population, plan.bad, n, allowed, plan.alpha)


def _first(first: int, last: int, passes: Callable[[int], bool]) -> int:
    """The least in first..last that passes, where last does and whatever follows one that does, does too."""
    while first < last:
        middle = (first + last) // 2
        if passes(middle):
            last = middle
        else:
            first = middle + 1
    return first
