"""Sized: how many a control of the plan draws from each part of its frozen population, by the risk it has now.

Each part is sized as if it were alone, so that the sentence may be said of each. What a person can check with the calculator is
the same number: it is the least sample with no expected deviations.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from kontroll.domain.controlplan import Control, PlanMethod, RiskSize
from kontroll.domain.draw import Arm
from kontroll.sampling.asked import CONFIDENCE, METHOD, POPULATION, TOLERABLE
from kontroll.sampling.partsize import ALL, SIMPLE, PartSize, part_size, way_of
from kontroll.sampling.tails import Likelihood
from kontroll.sampling.wanted import STAGES, needed, wanted


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


def asked_of_part(control: Control, size: RiskSize, arm: Arm, name: str, count: int) -> dict[str, str]:
    """The same of a part by its own way; {} also where every record of it is looked at whatever is asked."""
    way = way_of(name, control.method.kup1)
    if way == ALL:
        return {}
    return asked_of(replace(control, method=PlanMethod.SIMPLE) if way == SIMPLE else control, size, arm, count)


def staged_by(control: Control, size: RiskSize, arm: Arm) -> int:
    """How many stages a draw has: flagged records are looked at to see who is right, and nothing is accepted or not."""
    return 1 if arm is Arm.FLAGGED or size.discover is not None else control.stages


def _part(name: str, count: int, control: Control, size: RiskSize, arm: Arm) -> PartSize:
    def least(method: str) -> int:
        drawn = replace(control, method=PlanMethod.SIMPLE) if method == SIMPLE else control
        asked = asked_of(drawn, size, arm, count)
        return needed(wanted(asked)).n if asked else min(size.flagged, count)

    return part_size(name, count, control.method.kup1, staged_by(control, size, arm), least)
