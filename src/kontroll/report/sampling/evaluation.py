"""Evaluation: what a draw that was worked through says of everything it was drawn from.

Items that were replaced are told and do not count; items picked by hand are told and never enter a bound; what is not checked,
not approved or disputed is unknown, and then nothing is said of the rest.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from kontroll.domain.draw import Arm, Draw, DrawnItem, ItemCheck, ItemState, PopulationVersion
from kontroll.domain.drawplan import PlanChoices
from kontroll.report.sampling.settled import Settled, settled
from kontroll.report.sampling.stratum_evaluation import StratumEvaluation, stratum_evaluated
from kontroll.report.sampling.totals import Basis, amount_of, basis_of, holds_of, likely_of, sheet_of, total_of
from kontroll.sampling.bounds import Bound
from kontroll.sampling.kup1.plan import Method
from kontroll.sampling.money import Worksheet
from kontroll.sampling.parts import Parts
from kontroll.sampling.rates import exact
from kontroll.sampling.tails import Likelihood
from kontroll.texts import _


@dataclass(frozen=True, slots=True)
class Count:
    """Of items picked by hand, or of those checked twice."""

    items: int
    deviations: int = 0
    unknown: int = 0
    agreed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """population: items in all. likely, bound: shares of what `basis` says; None = nothing can be said yet, or no total.

    sheet: the auditor's form of all strata together, only of MONEY. holds: whether the bound is below what is tolerated; None =
    unknown. next_stage: whether the plan now asks for another stage.
    """

    basis: Basis
    confidence: Fraction
    tolerable: Fraction
    strata: tuple[StratumEvaluation, ...]
    likely: Fraction | None
    bound: Bound | None
    sheet: Worksheet | None
    amount: int | None
    holds: bool | None
    next_stage: bool
    targeted: Count
    second: Count

    @property
    def population(self) -> int:
        return sum(stratum.part.count for stratum in self.strata)

    @property
    def examined(self) -> int:
        return sum(stratum.examined for stratum in self.strata)

    @property
    def drawn(self) -> int:
        return sum(len(stratum.drawn) for stratum in self.strata)

    @property
    def unknown(self) -> int:
        return sum(stratum.unknown for stratum in self.strata)

    @property
    def deviations(self) -> int:
        return sum(stratum.deviations for stratum in self.strata)

    @property
    def undocumented(self) -> int:
        return sum(stratum.undocumented for stratum in self.strata)

    @property
    def kept(self) -> int:
        return sum(len(stratum.kept) for stratum in self.strata)

    @property
    def replaced(self) -> int:
        return sum(stratum.replaced for stratum in self.strata)

    @property
    def is_whole(self) -> bool:
        """Whether everything was looked at, so that nothing is uncertain."""
        return all(stratum.is_whole for stratum in self.strata)


def evaluated(
    draw: Draw,
    choices: PlanChoices,
    populations: Sequence[PopulationVersion],
    parts: Parts,
    items: Iterable[DrawnItem],
    checks: Iterable[ItemCheck],
    kept: Collection[str] = (),
) -> Evaluation:
    """parts: of the list of the last population. kept: ids that were drawn from an earlier list only.

    Raises Impossible where the plan's words are no numbers.
    """
    confidence = exact(choices.confidence, _("Sikkerheten (konfidens)"))
    tolerable = exact(choices.tolerable, _("Tolererbar andel"))
    likelihood = Likelihood(choices.likelihood)
    all_items = settled(items, checks)
    drawn = [one for one in all_items if one.item.state is not ItemState.TARGETED]
    amounts = _amounts(draw, choices, populations, parts, drawn)
    methods = {stratum.name: Method(stratum.method) for stratum in choices.strata}
    strata = tuple(
        stratum_evaluated(
            name=name,
            method=methods.get(name, Method.SIMPLE),
            likelihood=likelihood,
            part=part,
            amount=amounts.get(name),
            items=[one for one in drawn if one.item.stratum == name],
            weights=parts.weights,
            confidence=confidence,
            kept=kept,
        )
        for name, part in parts.strata.items()
    )
    basis = basis_of(strata)
    known = all(stratum.bound is not None for stratum in strata)
    bound = total_of(strata, basis, parts, confidence) if known else None
    sheet = sheet_of(strata, confidence) if known and basis is Basis.MONEY else None
    amount = amount_of(strata)
    if sheet is not None and amount:
        bound = Bound(min(sheet.upper / amount, 1.0))
    holds = None if bound is None else holds_of(strata, basis, bound, tolerable, confidence)
    next_stage = known and _asks_for_more(strata, choices)
    return Evaluation(
        basis=basis,
        confidence=confidence,
        tolerable=tolerable,
        strata=strata,
        likely=likely_of(strata, basis, parts) if known else None,
        bound=bound,
        sheet=sheet,
        amount=amount,
        # Many deviations among flagged records say that the rules are right: nothing is held or not.
        holds=None if next_stage or draw.arm is Arm.FLAGGED else holds,
        next_stage=next_stage,
        targeted=_targeted(all_items),
        second=_second(drawn),
    )


# --- amounts -------------------------------------------------------------------------------------------------------------


def _amounts(
    draw: Draw,
    choices: PlanChoices,
    populations: Sequence[PopulationVersion],
    parts: Parts,
    drawn: Sequence[Settled],
) -> dict[str, int]:
    """Øre booked in each stratum, where it can be known: from the list, or as what is left of the whole."""
    if not draw.amount_field:
        return {}
    listed = {name: part.amount for name, part in parts.strata.items()}
    last = max(populations, key=lambda one: one.number)
    if any(listed.values()) or not last.total:
        return listed
    methods = {stratum.name: stratum.method for stratum in choices.strata}
    whole = {
        name: sum(one.item.amount for one in drawn if one.item.stratum == name and _counts(one))
        for name in parts.strata
        if methods.get(name) == Method.ALL.value
    }
    rest = [name for name in parts.strata if name not in whole]
    return {**whole, rest[0]: last.total - sum(whole.values())} if len(rest) == 1 else whole


def _counts(one: Settled) -> bool:
    return one.item.state is ItemState.DRAWN


# --- the stages ----------------------------------------------------------------------------------------------------------


def _asks_for_more(strata: Sequence[StratumEvaluation], choices: PlanChoices) -> bool:
    """Stop-or-go: some stratum is in doubt after its last stage, none is lost, and stages are left.

    A stratum is settled by its first stage with another number of deviations than one: none is well, more is lost.
    """
    doubts = []
    for stratum in strata:
        decisive = next((stage.found for stage in stratum.stages if stage.found != 1), None)
        if decisive is not None and decisive > 1:
            return False
        doubts.append(decisive is None and 0 < len(stratum.stages) < choices.stages)
    return any(doubts)


# --- beside the bound ----------------------------------------------------------------------------------------------------


def _targeted(items: Sequence[Settled]) -> Count:
    picked = [one for one in items if one.item.state is ItemState.TARGETED]
    return Count(len(picked), sum(one.is_deviation for one in picked), unknown=sum(not one.is_known for one in picked))


def _second(drawn: Sequence[Settled]) -> Count:
    """Those checked twice: how many, and in how many both said the same."""
    twice = [one for one in drawn if one.agreed is not None]
    return Count(len(twice), agreed=sum(one.agreed is True for one in twice))
