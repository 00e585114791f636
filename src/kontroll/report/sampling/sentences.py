"""Sentences: what a plan promises and what a sample shows. Per cents are rounded up, so that nobody is told less than it is."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import ceil

from kontroll.sampling.bounds import Bound, Outcome
from kontroll.sampling.rates import ceiling
from kontroll.sampling.size import Plan, Size
from kontroll.texts import _, amount, number

#: Most decimals of a number that somebody gave.
_MOST = 4


def size_sentence(plan: Plan, size: Size) -> str:
    """«Trekk 59. Finner du ingen avvik, kan du si: …»"""
    allowed = int(size.allowed)
    found = _("Finner du høyst {n} avvik").format(n=number(allowed)) if allowed else _("Finner du ingen avvik")
    drawn = (
        _("Trekk {n}.").format(n=number(size.n))
        if plan.population is None
        else _("Trekk {n} av {population}.").format(n=number(size.n), population=number(plan.population))
    )
    return _(
        "{drawn} {found}, kan du si: «Med {confidence} % sikkerhet har høyst {tolerable} % av alle dette avviket.»"
    ).format(drawn=drawn, found=found, confidence=as_percent(plan.confidence), tolerable=as_percent(plan.tolerable))


def outcome_sentence(outcome: Outcome, bound: Bound, confidence: Fraction, noun: str = "") -> str:
    """«Vi kontrollerte 60 av 4 812 fakturaer, 1 avvik; med 95 % sikkerhet har høyst 7,7 % samme feil.»

    noun: what they are called, many of them; "" = they are not named.
    """
    checked = (
        _("Vi kontrollerte {n}").format(n=number(outcome.n))
        if outcome.population is None
        else _("Vi kontrollerte {n} av {population}").format(n=number(outcome.n), population=number(outcome.population))
    )
    checked = f"{checked} {noun}".rstrip()
    return _("{checked}, {found} avvik; med {confidence} % sikkerhet har høyst {bound} % samme feil.").format(
        checked=checked,
        found=_decimal(outcome.found) if outcome.found else _("ingen"),
        confidence=as_percent(confidence),
        bound=bound_percent(outcome, bound),
    )


def bound_percent(outcome: Outcome, bound: Bound) -> str:
    """Rounded up to one decimal; a count of a population exactly."""
    if bound.count is not None and outcome.population:
        share = Fraction(bound.count, outcome.population)
    else:
        share = Fraction(min(bound.rate, 1.0))
    return percent_up(share)


def share_up(share: float) -> str:
    """A bound in per cent, rounded up to one decimal."""
    return percent_up(Fraction(min(share, 1.0)))


def kroner_up(ore: float) -> str:
    """A bound in whole kroner, rounded up."""
    return amount(100 * ceil(ore / 100))


def as_percent(share: Fraction) -> str:
    """A share as it was given: 95, 99,5."""
    return _decimal(share * 100)


def deviations_of(found: Fraction) -> str:
    """«ingen avvik», «1 avvik», «2,5 avvik»."""
    return _("{n} avvik").format(n=_decimal(found)) if found else _("ingen avvik")


def percent_up(share: Fraction) -> str:
    """A share in per cent, rounded up to one decimal."""
    tenths = ceiling(share * 1000)
    return number(Decimal(tenths) / 10, 1)


def _decimal(value: Fraction) -> str:
    """With as many decimals as it has, four at most."""
    return number(Decimal(round(value * 10**_MOST)) / 10**_MOST)
