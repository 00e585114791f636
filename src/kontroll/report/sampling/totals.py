"""Totals: strata together, without assuming how they hang together.

Strata where everything was looked at are exact. Strata that were drawn in ways that have no total are told apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from fractions import Fraction

from kontroll.report.sampling.money_evaluation import error_of, money_of
from kontroll.report.sampling.stratum_evaluation import StratumEvaluation, bound_of, weighted_share
from kontroll.sampling.bounds import Bound, Outcome, upper_bound
from kontroll.sampling.kup1.plan import Method
from kontroll.sampling.money import Worksheet
from kontroll.sampling.parts import Parts
from kontroll.sampling.tails import Likelihood, binomial_below, poisson_below

#: A float within this of the limit does not decide in favour of the population.
_GUARD = 1e-9


class Basis(Enum):
    """What the total is a share of. APART: the strata were drawn in ways that have no total."""

    ITEMS = "antall"
    MONEY = "beløp"
    WEIGHT = "vekt"
    APART = "hver for seg"


def amount_of(strata: Sequence[StratumEvaluation]) -> int | None:
    """Øre that errors are a share of; None where it is not known. Credit notes make it no smaller."""
    amounts = [stratum.amount for stratum in strata]
    return None if None in amounts else sum(max(amount or 0, 0) for amount in amounts)


def basis_of(strata: Sequence[StratumEvaluation]) -> Basis:
    methods = {stratum.method for stratum in strata if not stratum.is_whole}
    if methods <= {Method.SIMPLE, Method.SYSTEMATIC}:
        return Basis.ITEMS
    if methods == {Method.AMOUNT}:
        return Basis.MONEY if all(stratum.amount is not None for stratum in strata) else Basis.APART
    return Basis.WEIGHT if methods == {Method.WEIGHT} else Basis.APART


def _shared(strata: Sequence[StratumEvaluation], confidence: Fraction) -> Fraction:
    """With which each bound must hold, so that all of them hold together."""
    return 1 - (1 - confidence) / max(1, sum(not stratum.is_whole for stratum in strata))


def total_of(strata: Sequence[StratumEvaluation], basis: Basis, parts: Parts, confidence: Fraction) -> Bound | None:
    """At most so large a share of everything deviates, with the confidence. None where there is no such share.

    Two bounds are true. All strata below their own, each with its share of the risk: then their sum is. Or: were the whole
    above the highest of them, one stratum would be above its own, and that alone has the risk. Which of the two is used
    follows from the sizes before anything is found, as what it would be of a sample without deviations.
    """
    if basis not in (Basis.ITEMS, Basis.WEIGHT):
        return None
    held = [stratum for stratum in strata if stratum.part.count]
    sampled = [stratum for stratum in held if not stratum.is_whole]
    size, total = sum(_size(stratum, basis) for stratum in held), Fraction(0)
    for stratum in held:
        if stratum.is_whole:
            share = (
                stratum.likely if basis is Basis.ITEMS else weighted_share(stratum.part, stratum.drawn, parts.weights)
            )
            total += (share or Fraction(0)) * _size(stratum, basis)
    highest = _is_by_highest(sampled, basis, confidence)
    each = confidence if highest else _shared(strata, confidence)
    bounds = [bound_of(one.method, one.likelihood, one.part, one.sampled, one.kept, each) for one in sampled]
    rates = [_exactly(bound, one) for bound, one in zip(bounds, sampled, strict=True)]
    total += _together(rates, [_size(one, basis) for one in sampled], highest=highest)
    if basis is Basis.ITEMS and all(bound.count is not None for bound in bounds):
        return Bound(int(total) / size, int(total))
    return Bound(float(total / size))


def _together(rates: Sequence[Fraction], sizes: Sequence[int], *, highest: bool) -> Fraction:
    if highest:
        return max(rates) * sum(sizes)
    return sum((rate * size for rate, size in zip(rates, sizes, strict=True)), Fraction(0))


def _is_by_highest(sampled: Sequence[StratumEvaluation], basis: Basis, confidence: Fraction) -> bool:
    """Whether the highest would be the lower of the two, had nothing been found."""
    if len(sampled) < 2:
        return False
    sizes = [_size(one, basis) for one in sampled]
    alone, shared = (
        _together([_clean(one, each) for one in sampled], sizes, highest=highest)
        for each, highest in ((confidence, True), (_shared(sampled, confidence), False))
    )
    return alone <= shared


def _clean(stratum: StratumEvaluation, confidence: Fraction) -> Fraction:
    n = stratum.stages[0].n if stratum.stages else stratum.hits
    outcome = Outcome(likelihood=stratum.likelihood, n=n, found=Fraction(0), population=stratum.part.count)
    return _exactly(upper_bound(outcome, confidence), stratum)


def _exactly(bound: Bound, stratum: StratumEvaluation) -> Fraction:
    if bound.count is not None:
        return Fraction(bound.count, stratum.part.count)
    return Fraction(min(bound.rate, 1.0))


def _size(stratum: StratumEvaluation, basis: Basis) -> int:
    return stratum.part.count if basis is Basis.ITEMS else stratum.part.weight


def sheet_of(strata: Sequence[StratumEvaluation], confidence: Fraction) -> Worksheet:
    """The auditor's forms of all strata drawn by amount, with the risk shared, and the known errors of the rest on top."""
    each = _shared(strata, confidence)
    forms = [
        money_of(stratum.sampled, stratum.kept, stratum.amount or 0, stratum.likelihood, each).sheet
        for stratum in strata
        if stratum.method is Method.AMOUNT and stratum.amount
    ]
    top = sum(error_of(one) for stratum in strata if stratum.is_whole for one in stratum.drawn)
    return Worksheet(
        max((form.interval for form in forms), default=0.0),
        sum(form.basic for form in forms),
        sum(form.projected for form in forms),
        sum(form.incremental for form in forms),
        max(top, 0),
    )


def likely_of(strata: Sequence[StratumEvaluation], basis: Basis, parts: Parts) -> Fraction | None:
    if basis is Basis.MONEY:
        amount = amount_of(strata)
        wrong = sum(
            (sum(stratum.money.taints, Fraction(0)) / stratum.money.hits * stratum.money.amount)
            if stratum.money is not None
            else sum(error_of(one) for one in stratum.drawn)
            for stratum in strata
        )
        return Fraction(wrong) / amount if amount else None
    if basis is Basis.APART:
        return None
    found, size = Fraction(0), 0
    for stratum in strata:
        here = stratum.part.count if basis is Basis.ITEMS else stratum.part.weight
        share = stratum.likely or Fraction(0)
        if basis is Basis.WEIGHT and stratum.is_whole:
            share = weighted_share(stratum.part, stratum.drawn, parts.weights)
        found, size = found + share * here, size + here
    return found / size if size else None


def holds_of(
    strata: Sequence[StratumEvaluation], basis: Basis, bound: Bound, tolerable: Fraction, confidence: Fraction
) -> bool:
    """Whether the bound is below what is tolerated: exactly wherever one sample decides."""
    if basis is Basis.ITEMS:
        size = sum(stratum.part.count for stratum in strata)
        if bound.count is not None:
            return Fraction(bound.count, size) < tolerable
        sampled = [stratum for stratum in strata if not stratum.is_whole]
        if len(sampled) == 1 and len(sampled[0].stages) == 1:
            known = sum(stratum.deviations for stratum in strata if stratum.is_whole)
            limit = (tolerable * size - known) / sampled[0].part.count
            return _below(sampled[0], limit, 1 - confidence)
    return bound.rate < float(tolerable) - _GUARD


def _below(stratum: StratumEvaluation, limit: Fraction, alpha: Fraction) -> bool:
    if limit <= 0:
        return False
    n, found = stratum.stages[0].n, stratum.stages[0].found
    if stratum.likelihood is Likelihood.POISSON:
        return poisson_below(Fraction(found), n * limit, alpha)
    return limit >= 1 or binomial_below(n, found, limit, alpha)
