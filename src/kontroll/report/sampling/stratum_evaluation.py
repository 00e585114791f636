"""Stratum evaluation: what the checked items of one stratum say of it, by the way it was drawn.

enkel, systematisk   exact bound of the share of items, in stages where it was drawn in stages
alle                 no bound: everything was looked at, and what was found is what there is
belop                bound of the share of money (Stringer) and of the share of kroner that lie in deviating items
vekt                 bound of the *weighted* share, which is not the share of items
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
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
    """part: how much there is of it. amount: øre booked in it, None = not known.

    sampled: the items that were drawn, with their checks. kept: drawn from the list before it was amended, and not hit anew.
    likely: the share that most likely deviates, None = unknown. bound: at most, None = unknown. stages: as they were drawn.
    """

    name: str
    method: Method
    likelihood: Likelihood
    part: Part
    amount: int | None
    sampled: tuple[Settled, ...]
    kept: tuple[Settled, ...] = ()
    replaced: int
    stages: tuple[Stage, ...]
    likely: Fraction | None
    bound: Bound | None
    money: MoneyEvaluation | None
    estimates: tuple[NamedEstimate, ...]

    @property
    def drawn(self) -> tuple[Settled, ...]:
        """Everything that is to be checked."""
        return self.sampled + self.kept

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
        """By which the bound is reckoned: those of the draw that stands."""
        return sum(one.item.hits for one in self.sampled)

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
    kept: Collection[str] = (),
) -> StratumEvaluation:
    """items: everything that was ever drawn in it; what was replaced is counted and does not count.

    kept: ids of those that are of an earlier draw only.
    """
    drawn = tuple(one for one in items if one.item.state is ItemState.DRAWN)
    sampled = tuple(one for one in drawn if one.item.identity not in kept)
    earlier = tuple(one for one in drawn if one.item.identity in kept)
    by = likelihood if method in _BY_ITEM else _of_hits(likelihood)
    known = all(one.is_known for one in drawn) and (method is not Method.ALL or len(sampled) >= part.count)
    stages = tuple(_stages(sampled, earlier)) if method in _BY_ITEM else ()
    made = StratumEvaluation(
        name=name,
        method=method,
        likelihood=by,
        part=part,
        amount=amount,
        sampled=sampled,
        kept=earlier,
        replaced=sum(one.item.state is ItemState.REPLACED for one in items),
        stages=stages,
        likely=_likely(method, part, sampled, earlier) if known else None,
        bound=bound_of(method, by, part, sampled, earlier, confidence)
        if known and (sampled or not part.count)
        else None,
        money=money_of(sampled, earlier, amount, by, confidence)
        if known and method is Method.AMOUNT and amount
        else None,
        estimates=estimates_of(sampled, part.count, amount, confidence) if known and method in _BY_ITEM else (),
    )
    return made


def bound_of(
    method: Method,
    likelihood: Likelihood,
    part: Part,
    drawn: Sequence[Settled],
    kept: Sequence[Settled],
    confidence: Fraction,
) -> Bound:
    """At most so large a share of the stratum: of items, of kroner or of weight, by the way it was drawn.

    kept: of an earlier draw. Their deviations are added as if this one had hit them, and what was right among them takes
    nothing away: the bound is never below that of this draw by itself, which holds with the confidence.
    """
    if method is Method.ALL:
        found = sum(one.is_deviation for one in drawn)
        return Bound(found / part.count if part.count else 0.0, found)
    if method in _BY_ITEM:
        counted = part.count if likelihood is Likelihood.HYPERGEOMETRIC else None
        return staged_bound(likelihood, _stages(drawn, kept), confidence, counted)
    hits = sum(one.item.hits for one in drawn)
    found = _found(drawn, kept)
    bound = upper_bound(Outcome(likelihood=likelihood, n=hits, found=Fraction(found)), confidence)
    return Bound(min(bound.rate, 1.0))


def weighted_share(part: Part, drawn: Sequence[Settled], weights: Mapping[str, int]) -> Fraction:
    """Of a stratum that was looked at whole: the share of its weight that deviates."""
    return Fraction(sum(weights.get(one.item.identity, 1) for one in drawn if one.is_deviation), max(part.weight, 1))


def _of_hits(likelihood: Likelihood) -> Likelihood:
    """Hits of money and weight are of a sum, not of counted items."""
    return Likelihood.POISSON if likelihood is Likelihood.HYPERGEOMETRIC else likelihood


def _likely(method: Method, part: Part, drawn: Sequence[Settled], kept: Sequence[Settled]) -> Fraction | None:
    if method is Method.ALL:
        return Fraction(sum(one.is_deviation for one in drawn), part.count) if part.count else Fraction(0)
    hits = sum(one.item.hits for one in drawn)
    return Fraction(_found(drawn, kept), hits) if hits else None


def _found(drawn: Sequence[Settled], kept: Sequence[Settled]) -> int:
    """Hits with a deviation, those of kept items as well; no more than were drawn."""
    found = sum(one.item.hits for one in (*drawn, *kept) if one.is_deviation)
    return min(found, sum(one.item.hits for one in drawn))


def _stages(drawn: Sequence[Settled], kept: Sequence[Settled]) -> list[Stage]:
    """Deviations of kept items are of the first stage: earlier is worse."""
    sizes = Counter(one.item.stage for one in drawn)
    found = Counter(one.item.stage for one in drawn if one.is_deviation)
    if sizes:
        found[min(sizes)] += sum(one.is_deviation for one in kept)
    return [Stage(sizes[stage], min(found[stage], sizes[stage])) for stage in sorted(sizes)]
