"""Sized: how many a control of the plan draws from each part of its frozen population, by the risk it has now.

Each part is sized as if it were alone, so that the sentence may be said of each. What a person can check with the calculator is
the same number: it is the least sample with no expected deviations.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from kontroll.domain.controlplan import Control, PlanMethod, RiskSize
from kontroll.domain.draw import Arm
from kontroll.domain.strata import NONPOSITIVE, TOP
from kontroll.sampling.asked import CONFIDENCE, METHOD, POPULATION, TOLERABLE
from kontroll.sampling.rates import ceiling
from kontroll.sampling.tails import Likelihood
from kontroll.sampling.wanted import STAGES, needed, wanted

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


def asked_of(control: Control, size: RiskSize, arm: Arm, count: int) -> dict[str, str]:
    """What the calculator is asked for a part of so many records; {} for flagged records, of which the plan says the number."""
    if arm is Arm.FLAGGED:
        return {}
    words = {CONFIDENCE: size.confidence, TOLERABLE: size.tolerable_of(count)}
    stages = staged_by(control, size, arm)
    if stages > 1:
        return {**words, METHOD: Likelihood.BINOMIAL.value, STAGES: str(stages)}
    if control.method is PlanMethod.AMOUNT:
        return {**words, METHOD: Likelihood.BINOMIAL.value}
    return {**words, METHOD: Likelihood.HYPERGEOMETRIC.value, POPULATION: str(count)}


def staged_by(control: Control, size: RiskSize, arm: Arm) -> int:
    """How many stages a draw has: flagged records are looked at to see who is right, and nothing is accepted or not."""
    return 1 if arm is Arm.FLAGGED or size.discover is not None else control.stages


def _part(name: str, count: int, control: Control, size: RiskSize, arm: Arm) -> PartSize:
    if name in _WHOLE:
        return PartSize(name, _ALL, count, 0)
    stages = staged_by(control, size, arm)
    asked = asked_of(control, size, arm, count)
    each = needed(wanted(asked)).n if asked else min(size.flagged, count)
    if each * stages >= count:
        return PartSize(name, _ALL, count, 0)
    method = control.method.kup1
    spare = max(_LEAST_RESERVE, ceiling(_RESERVE * each)) + each * (stages - 1)
    return PartSize(name, method, each, min(spare, count - each) if method == _SIMPLE else 0)
