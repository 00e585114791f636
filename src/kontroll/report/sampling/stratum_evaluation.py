"""Stratum evaluation: what the checked items of one stratum say of it, by the way it was drawn.

enkel, systematisk   exact bound of the share of items, in stages where it was drawn in stages
alle                 no bound: everything was looked at, and what was found is what there is
belop                bound of the share of money (Stringer) and of the share of kroner that lie in deviating items
vekt                 bound of the *weighted* share, which is not the share of items
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kontroll.domain.draw import Finding, ItemState
from kontroll.report.sampling.money_evaluation import MoneyEvaluation, NamedEstimate, estimates_of, money_of
from kontroll.report.sampling.settled import Settled
from kontroll.sampling.bounds import Bound, Outcome, upper_bound
from kontroll.sampling.kup1.plan import Method
from kontroll.sampling.parts import Part
from kontroll.sampling.staged_bounds import Stage, staged_bound
from kontroll.sampling.tails import Likelihood

_BY_ITEM = (Method.SIMPLE, Method.SYSTEMATIC)


@dataclass(frozen=True, slots=True, kw_only=True)
class StratumEvaluation:
    """part: how much there is of it. amount: øre booked in it, None = not known. drawn: the items that count, with their checks.

    likely: the share that most likely deviates, None = unknown. bound: at most, None = unknown. stages: as they were drawn.
    """

    name: str
    method: Method
    likelihood: Likelihood
    part: Part
    amount: int | None
    drawn: tuple[Settled, ...]
    replaced: int
    stages: tuple[Stage, ...]
    likely: Fraction | None
    bound: Bound | None
    money: MoneyEvaluation | None
    estimates: tuple[NamedEstimate, ...]

    @property
    def examined(self) -> int:
        return sum(one.is_known for one in self.drawn)

    @property
    def unknown(self) -> int:
        return len(self.drawn) - self.examined

    @property
    def deviations(self) -> int:
        return sum(one.is_deviation for one in self.drawn)

    @property
    def undocumented(self) -> int:
        return sum(one.check is not None and one.check.finding is Finding.UNDOCUMENTED for one in self.drawn)

    @property
    def hits(self) -> int:
        return sum(one.item.hits for one in self.drawn)

    @property
    def is_whole(self) -> bool:
        return self.method is Method.ALL

    @property
    def is_by_item(self) -> bool:
        return self.method in _BY_ITEM


def stratum_evaluated(
    *,
    name: str,
    method: Method,
    likelihood: Likelihood,
    part: Part,
    amount: int | None,
    items: Sequence[Settled],
    weights: Mapping[str, int],
    confidence: Fraction,
) -> StratumEvaluation:
    """items: everything that was ever drawn in it; what was replaced is counted and does not count."""
    drawn = tuple(one for one in items if one.item.state is ItemState.DRAWN)
    by = likelihood if method in _BY_ITEM else _of_hits(likelihood)
    known = all(one.is_known for one in drawn) and (method is not Method.ALL or len(drawn) >= part.count)
    stages = tuple(_stages(drawn)) if method in _BY_ITEM else ()
    made = StratumEvaluation(
        name=name,
        method=method,
        likelihood=by,
        part=part,
        amount=amount,
        drawn=drawn,
        replaced=sum(one.item.state is ItemState.REPLACED for one in items),
        stages=stages,
        likely=_likely(method, part, drawn, weights) if known else None,
        bound=bound_of(method, by, part, drawn, weights, confidence) if known and (drawn or not part.count) else None,
        money=money_of(drawn, amount, by, confidence) if known and method is Method.AMOUNT and amount else None,
        estimates=estimates_of(drawn, part.count, amount, confidence) if known and method in _BY_ITEM else (),
    )
    return made


def bound_of(
    method: Method,
    likelihood: Likelihood,
    part: Part,
    drawn: Sequence[Settled],
    weights: Mapping[str, int],
    confidence: Fraction,
) -> Bound:
    """At most so large a share of the stratum: of items, of kroner or of weight, by the way it was drawn."""
    if method is Method.ALL:
        found = sum(one.is_deviation for one in drawn)
        return Bound(found / part.count if part.count else 0.0, found)
    if method in _BY_ITEM:
        counted = part.count if likelihood is Likelihood.HYPERGEOMETRIC else None
        return staged_bound(likelihood, list(_stages(drawn)), confidence, counted)
    hits = sum(one.item.hits for one in drawn)
    found = sum(one.item.hits for one in drawn if one.is_deviation)
    bound = upper_bound(Outcome(likelihood=likelihood, n=hits, found=Fraction(found)), confidence)
    return Bound(min(bound.rate, 1.0))


def weighted_share(part: Part, drawn: Sequence[Settled], weights: Mapping[str, int]) -> Fraction:
    """Of a stratum that was looked at whole: the share of its weight that deviates."""
    return Fraction(sum(weights.get(one.item.identity, 1) for one in drawn if one.is_deviation), max(part.weight, 1))


def _of_hits(likelihood: Likelihood) -> Likelihood:
    """Hits of money and weight are of a sum, not of counted items."""
    return Likelihood.POISSON if likelihood is Likelihood.HYPERGEOMETRIC else likelihood


def _likely(method: Method, part: Part, drawn: Sequence[Settled], weights: Mapping[str, int]) -> Fraction | None:
    if method is Method.ALL:
        return Fraction(sum(one.is_deviation for one in drawn), part.count) if part.count else Fraction(0)
    hits = sum(one.item.hits for one in drawn)
    return Fraction(sum(one.item.hits for one in drawn if one.is_deviation), hits) if hits else None


def _stages(drawn: Sequence[Settled]) -> list[Stage]:
    sizes = Counter(one.item.stage for one in drawn)
    found = Counter(one.item.stage for one in drawn if one.is_deviation)
    return [Stage(sizes[stage], found[stage]) for stage in sorted(sizes)]
