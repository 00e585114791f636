"""Money evaluation: errors in kroner from what the checks say the amounts should have been.

Nothing is guessed in favour of the amount: what could not be documented, or deviates without anybody saying the right amount, is
wrong in whole where it was drawn by amount.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from kontroll.domain.draw import Finding
from kontroll.report.sampling.settled import Settled
from kontroll.sampling.estimates import Estimate, Sampled, difference, ratio, regression
from kontroll.sampling.money import Misstatement, Worksheet, stringer, taint, worksheet
from kontroll.sampling.rates import Impossible
from kontroll.sampling.tails import Likelihood
from kontroll.texts import N_

#: By these, beside the bound, when right amounts are known.
_ESTIMATORS = (
    (N_("differanseanslag"), difference),
    (N_("forholdstallsanslag"), ratio),
    (N_("regresjonsanslag"), regression),
)


@dataclass(frozen=True, slots=True)
class NamedEstimate:
    """The error in the whole amount of the stratum, in øre."""

    name: str
    estimate: Estimate


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyEvaluation:
    """amount: øre drawn from. hits: how many. errors: how many of them with an error. sheet: without the top stratum."""

    amount: int
    hits: int
    taints: tuple[Fraction, ...]
    found: Misstatement
    sheet: Worksheet

    @property
    def errors(self) -> int:
        return len(self.taints)


def money_of(
    drawn: Sequence[Settled], kept: Sequence[Settled], amount: int, likelihood: Likelihood, confidence: Fraction
) -> MoneyEvaluation:
    """Of a stratum drawn by amount, where every item is settled.

    kept: of an earlier draw; what is booked too high among them is added as if this one had hit it.
    """
    hits = sum(one.item.hits for one in drawn)
    taints = [share for one in drawn if (share := taint_of(one)) for _hit in range(one.item.hits)]
    if earlier := [share for one in kept if (share := taint_of(one)) > 0 for _hit in range(one.item.hits)]:
        # No more errors than hits: the largest of them.
        taints = sorted([*taints, *earlier], reverse=True)[:hits]
    return MoneyEvaluation(
        amount=amount,
        hits=hits,
        taints=tuple(taints),
        found=stringer(likelihood, hits, taints, confidence),
        sheet=worksheet(amount, hits, taints, confidence),
    )


def taint_of(one: Settled) -> Fraction:
    """The share of the booked amount that is wrong; all of it where a deviation has no right amount."""
    assert one.check is not None
    if one.check.audited is not None:
        return taint(one.item.amount, one.check.audited)
    return Fraction(1) if one.check.finding.is_deviation else Fraction(0)


def error_of(one: Settled) -> int:
    """Øre that are wrong in an item that was looked at; booked less right. A credit note that is wrong takes nothing away."""
    assert one.check is not None
    if one.check.audited is not None:
        return one.item.amount - one.check.audited
    return abs(one.item.amount) if one.check.finding.is_deviation else 0


def estimates_of(
    drawn: Sequence[Settled], count: int, amount: int | None, confidence: Fraction
) -> tuple[NamedEstimate, ...]:
    """() where right amounts are not known: a deviation without one says nothing of kroner."""
    checks = [one.check for one in drawn if one.check is not None]
    if amount is None or not any(check.audited is not None for check in checks):
        return ()
    if any(check.audited is None and check.finding is Finding.DEVIATION for check in checks):
        return ()
    booked = [float(one.item.amount) for one in drawn]
    right = [float(one.item.amount - error_of(one)) for one in drawn]
    sampled = Sampled(booked=booked, right=right, items=count, amount=float(amount))
    found = []
    for name, estimator in _ESTIMATORS:
        try:
            found.append(NamedEstimate(name, estimator(sampled, confidence)))
        except Impossible:
            continue
    return tuple(found)
