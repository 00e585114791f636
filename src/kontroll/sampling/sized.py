"""Sized: how many a control of the plan draws from each part of its frozen population, by the risk it has now.

Each part is sized as if it were alone, so that the sentence may be said of each. What a person can check with the calculator is
the same number: it is the least sample with no expected deviations.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from kontroll.domain.controlplan import Control, PlanMethod, RiskSize
from kontroll.domain.draw import Arm
from kontroll.domain.strata import NONPOSITIVE, TOP
from kontroll.sampling.rates import ceiling
from kontroll.sampling.size import Plan, least_sample
from kontroll.sampling.staged import least_stages
from kontroll.sampling.tails import Likelihood

#: Parts of which every record is looked at.
_WHOLE = (TOP, NONPOSITIVE)
_ALL, _SIMPLE = "alle", PlanMethod.SIMPLE.kup1
#: So large a share of the sample may turn out to need a replacement.
_RESERVE = Fraction(1, 5)
_LEAST_RESERVE = 2


@dataclass(frozen=True, slots=True)
class PartSize:
    """method: the word of the protocol. n: how many are drawn, all stages apart. reserve: for replacements and later stages."""

    name: str
    method: str
    n: int
    reserve: int


def sized(control: Control, size: RiskSize, arm: Arm, counts: Mapping[str, int]) -> tuple[PartSize, ...]:
    """counts: records of each part. Raises Impossible where the plan asks for what no sample can give."""
    return tuple(_part(name, count, control, size, arm) for name, count in counts.items())


def doubt(stages: int) -> tuple[int, ...]:
    """After how many deviations the next stage is drawn: one, and the last stage accepts none."""
    return (*(1 for _ in range(stages - 1)), 0)


def staged_by(control: Control, size: RiskSize, arm: Arm) -> int:
    """How many stages a draw has: flagged records are looked at to see who is right, and nothing is accepted or not."""
    return 1 if arm is Arm.FLAGGED or size.discover is not None else control.stages


def _part(name: str, count: int, control: Control, size: RiskSize, arm: Arm) -> PartSize:
    if name in _WHOLE:
        return PartSize(name, _ALL, count, 0)
    stages = staged_by(control, size, arm)
    each = min(size.flagged, count) if arm is Arm.FLAGGED else _least(control, size, count, stages)
    if each * stages >= count:
        return PartSize(name, _ALL, count, 0)
    method = control.method.kup1
    spare = max(_LEAST_RESERVE, ceiling(_RESERVE * each)) + each * (stages - 1)
    return PartSize(name, method, each, min(spare, count - each) if method == _SIMPLE else 0)


def _least(control: Control, size: RiskSize, count: int, stages: int) -> int:
    confidence, tolerable = Fraction(size.confidence), Fraction(size.tolerable_of(count))
    likelihood = Likelihood.BINOMIAL if control.method is PlanMethod.AMOUNT else Likelihood.HYPERGEOMETRIC
    if stages > 1:
        return least_stages(Likelihood.BINOMIAL, confidence, tolerable, doubt(stages)).each
    population = count if likelihood is Likelihood.HYPERGEOMETRIC else None
    plan = Plan(
        likelihood=likelihood, confidence=confidence, tolerable=tolerable, expected_count=0, population=population
    )
    return least_sample(plan).n


def total(parts: Iterable[PartSize]) -> int:
    return sum(part.n for part in parts)
