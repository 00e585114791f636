"""Estimates: how large the error in an amount most likely is, from a sample of items, with an interval around it.

These are the classical estimators of survey sampling, with Student's t and without a correction for a finite population. They
need many errors to be good: with fewer than about twenty, the bound of `money` is what should be quoted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt
from statistics import fmean

from scipy import special

from kontroll.sampling.rates import Impossible
from kontroll.texts import _


@dataclass(frozen=True, slots=True)
class Estimate:
    """The error in the whole amount, in the unit of the amounts: booked less right. within: half of the interval's width."""

    likely: float
    within: float

    @property
    def low(self) -> float:
        return self.likely - self.within

    @property
    def high(self) -> float:
        return self.likely + self.within


@dataclass(frozen=True, slots=True, kw_only=True)
class Sampled:
    """booked, right: one of each for every item of the sample. items: of the population. amount: booked in the population."""

    booked: Sequence[float]
    right: Sequence[float]
    items: int
    amount: float


def direct(sampled: Sampled, confidence: Fraction) -> Estimate:
    """From the mean of the right amounts alone."""
    count = _count(sampled)
    spread = _spread(sampled.right)
    return Estimate(
        sampled.amount - sampled.items * fmean(sampled.right), _within(sampled.items, spread, count, confidence)
    )


def difference(sampled: Sampled, confidence: Fraction) -> Estimate:
    """From the mean difference between booked and right."""
    count = _count(sampled)
    differences = [b - r for b, r in zip(sampled.booked, sampled.right, strict=True)]
    return Estimate(sampled.items * fmean(differences), _within(sampled.items, _spread(differences), count, confidence))


def ratio(sampled: Sampled, confidence: Fraction) -> Estimate:
    """From the right amounts as a share of the booked ones."""
    count = _count(sampled)
    booked, right = sum(sampled.booked), sum(sampled.right)
    if booked == 0:
        raise Impossible(_("Utvalget er bokført med null til sammen. Da finnes det ikke noe forholdstall."))
    share = right / booked
    rest = [r - share * b for b, r in zip(sampled.booked, sampled.right, strict=True)]
    spread = sqrt(sum(e * e for e in rest) / (count - 1))
    return Estimate(sampled.amount * (1 - share), _within(sampled.items, spread, count, confidence))


def regression(sampled: Sampled, confidence: Fraction) -> Estimate:
    """From a line through booked and right amounts."""
    count = _count(sampled)
    mean_b, mean_r = fmean(sampled.booked), fmean(sampled.right)
    moved = sum((b - mean_b) ** 2 for b in sampled.booked)
    if moved == 0:
        raise Impossible(_("Alle i utvalget er bokført med samme beløp. Da finnes det ingen linje gjennom dem."))
    slope = sum((b - mean_b) * (r - mean_r) for b, r in zip(sampled.booked, sampled.right, strict=True)) / moved
    right = sampled.items * mean_r + slope * (sampled.amount - sampled.items * mean_b)
    rest = [(r - mean_r) - slope * (b - mean_b) for b, r in zip(sampled.booked, sampled.right, strict=True)]
    spread = sqrt(sum(e * e for e in rest) / (count - 1))
    return Estimate(sampled.amount - right, _within(sampled.items, spread, count, confidence))


def _count(sampled: Sampled) -> int:
    if len(sampled.booked) != len(sampled.right):
        raise Impossible(_("Det må være ett riktig beløp for hvert bokført."))
    if len(sampled.booked) < 2:
        raise Impossible(_("Et anslag med usikkerhet krever minst to enheter i utvalget."))
    return len(sampled.booked)


def _spread(values: Sequence[float]) -> float:
    mean = fmean(values)
    return sqrt(sum((value - mean) ** 2 for value in values) / (len(values) - 1))


def _within(items: int, spread: float, count: int, confidence: Fraction) -> float:
    t = float(special.stdtrit(count - 1, float((1 + confidence) / 2)))
    return items * t * spread / sqrt(count)
