"""Size a draw: what somebody wants to be able to say becomes so many from each part of the frozen list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from kontroll.domain.drawplan import PlanChoices, StratumChoice
from kontroll.sampling.asked import CONFIDENCE, EXPECTED_COUNT, METHOD, POPULATION, TOLERABLE
from kontroll.sampling.parts import Part
from kontroll.sampling.partsize import AMOUNT, SIMPLE, part_size
from kontroll.sampling.tails import Likelihood
from kontroll.sampling.wanted import STAGES, needed, wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """confidence, tolerable: decimals as text. expected: deviations that the sample may hold. method: a word of KUP-1.

    size: so many instead, from each part; None = as many as are needed.
    """

    confidence: str
    tolerable: str
    expected: str = "0"
    method: str = SIMPLE
    stages: int = 1
    size: int | None = None

    def words(self, count: int) -> dict[str, str]:
        """What the calculator is asked of a part of so many records."""
        asked = {CONFIDENCE: self.confidence, TOLERABLE: self.tolerable}
        if self.stages > 1:
            return {**asked, METHOD: Likelihood.BINOMIAL.value, STAGES: str(self.stages)}
        asked[EXPECTED_COUNT] = self.expected
        if self.method == AMOUNT:
            return {**asked, METHOD: Likelihood.BINOMIAL.value}
        return {**asked, METHOD: Likelihood.HYPERGEOMETRIC.value, POPULATION: str(count)}


def sized_for(wish: Wish, parts: Mapping[str, Part], choices: PlanChoices) -> PlanChoices:
    """The choices with every part sized. Raises Impossible where no sample can give what is wanted."""
    strata = tuple(_part(wish, name, part.count) for name, part in parts.items())
    return replace(
        choices,
        strata=strata,
        likelihood=wish.words(1)[METHOD],
        confidence=wish.confidence,
        tolerable=wish.tolerable,
        expected=None,
        expected_count=wish.expected if wish.stages == 1 else "0",
        stages=wish.stages,
    )


def _part(wish: Wish, name: str, count: int) -> StratumChoice:
    def least(method: str) -> int:
        return wish.size or needed(wanted(replace(wish, method=method).words(count))).n

    part = part_size(name, count, wish.method, wish.stages, least)
    return StratumChoice(name=part.name, method=part.method, n=part.n, reserve=part.reserve)
