"""Totals: strata together, without assuming how they hang together.

Each sampled stratum gets its share of the risk (Bonferroni), so that all of their bounds hold together; strata where everything
was looked at are exact. Strata that were drawn in ways that have no total are told apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from fractions import Fraction

from kontroll.report.sampling.money_evaluation import error_of, money_of
from kontroll.report.sampling.stratum_evaluation import StratumEvaluation, bound_of, weighted_share
from kontroll.sampling.bounds import Bound
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
    amounts = [stratum.amount for stratum in strata]
    return None if None in amounts else sum(amount or 0 for amount in amounts)


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
    each = _shared(strata, confidence)
    bounds = [
        bound_of(stratum.method, stratum.likelihood, stratum.part, stratum.drawn, parts.weights, each)
        for stratum in strata
        if stratum.part.count
    ]
    held = [stratum for stratum in strata if stratum.part.count]
    if basis is Basis.ITEMS:
        size = sum(stratum.part.count for stratum in held)
        if all(bound.count is not None for bound in bounds):
            count = sum(bound.count or 0 for bound in bounds)
            return Bound(count / size, count)
        rates = zip(held, bounds, strict=True)
        return Bound(sum(min(bound.rate, 1.0) * stratum.part.count for stratum, bound in rates) / size)
    if basis is Basis.WEIGHT:
        size = sum(stratum.part.weight for stratum in held)
        shares = [
            float(weighted_share(stratum.part, stratum.drawn, parts.weights)) if stratum.is_whole else bound.rate
            for stratum, bound in zip(held, bounds, strict=True)
        ]
        weighted = zip(held, shares, strict=True)
        return Bound(sum(share * stratum.part.weight for stratum, share in weighted) / size)
    return None


def sheet_of(strata: Sequence[StratumEvaluation], confidence: Fraction) -> Worksheet:
    """The auditor's forms of all strata drawn by amount, with the risk shared, and the known errors of the rest on top."""
    each = _shared(strata, confidence)
    forms = [
        money_of(stratum.drawn, stratum.amount or 0, stratum.likelihood, each).sheet
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
