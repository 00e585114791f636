"""Estimates: what the concluded draws of a control show of the rules, period by period: how often right, how much missed.

Only random items count: what was picked by hand, and what was replaced, says nothing of the rest. An estimate is of the
population that was frozen, with the confidence that the plan promised.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from kontroll.domain.controlplan import ControlPeriod
from kontroll.domain.draw import Arm, Draw, DrawState, ItemState
from kontroll.domain.drawplan import choices_from
from kontroll.flows.samples.evaluate_draw import evaluation_of
from kontroll.flows.samples.population import listed
from kontroll.report.sampling.arms import Caught, CheckedPart, Estimate, caught, one_sided, two_sided
from kontroll.report.sampling.settled import settled
from kontroll.store.transaction import Transaction
from kontroll.wiring import Desk

T = TypeVar("T")

#: Drawn with other chances than one each: what they say of a number of records needs the report's own arithmetic.
_BY_SIZE = frozenset({"belop", "vekt"})
#: By the hash of the report that is frozen: what it is of cannot change any more, and a page shows years of them.
_PARTS: dict[str, list[CheckedPart]] = {}
_ESTIMATES: dict[str, Estimate] = {}
_MOST_KEPT = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodEstimates:
    """Of one control and period. estimates: by arm; of an arm without a concluded draw there is none. draws: their ids.

    by_size: arms that were drawn by amount or weight, of which the report says what there is to say.
    """

    period: ControlPeriod
    estimates: Mapping[Arm, Estimate]
    draws: Mapping[Arm, str]
    by_size: tuple[Arm, ...] = ()

    @property
    def caught(self) -> Caught | None:
        flagged, unflagged = self.estimates.get(Arm.FLAGGED), self.estimates.get(Arm.UNFLAGGED)
        return caught(flagged, unflagged) if flagged is not None and unflagged is not None else None


def estimates_of(desk: Desk, tx: Transaction, control: str) -> list[PeriodEstimates]:
    """Every period with a concluded draw, the oldest first. Of several of the same arm the last one counts."""
    newest: dict[tuple[ControlPeriod, Arm], Draw] = {}
    for draw in concluded_draws(tx, control):
        newest[ControlPeriod(draw.first, draw.last), draw.arm] = draw
    return [
        _of_period(desk, tx, period, {arm: draw for (of, arm), draw in newest.items() if of == period})
        for period in sorted({period for period, _arm in newest})
    ]


def _of_period(desk: Desk, tx: Transaction, period: ControlPeriod, draws: Mapping[Arm, Draw]) -> PeriodEstimates:
    estimates = {arm: estimate_of(desk, tx, draw) for arm, draw in draws.items()}
    return PeriodEstimates(
        period=period,
        estimates={arm: one for arm, one in estimates.items() if one is not None},
        draws={arm: draw.id for arm, draw in draws.items()},
        by_size=tuple(arm for arm, draw in draws.items() if is_by_size(draw)),
    )


def estimate_of(desk: Desk, tx: Transaction, draw: Draw) -> Estimate | None:
    """None where the draw is not concluded, was drawn by size, or has a part that nobody checked."""
    if draw.state is not DrawState.CONCLUDED or not draw.plan or is_by_size(draw):
        return None
    if draw.arm is Arm.FLAGGED:
        return two_sided(checked_parts(tx, draw), Fraction(choices_from(draw.plan).confidence))
    kept = _ESTIMATES.get(draw.report)
    if kept is None:
        kept = one_sided(draw.arm, evaluation_of(desk, tx, draw))
        if draw.report and kept is not None:
            _keep(_ESTIMATES, draw.report, kept)
    return kept


def is_by_size(draw: Draw) -> bool:
    return bool(draw.plan) and any(part.method in _BY_SIZE for part in choices_from(draw.plan).strata)


def concluded_draws(tx: Transaction, control: str) -> list[Draw]:
    """In the order of their periods, and of their numbers within one."""
    draws = tx.draws.where(control=control, state=DrawState.CONCLUDED)
    return sorted(draws, key=lambda draw: (draw.last, draw.year, draw.number))


def deviations_of(tx: Transaction, draw: Draw) -> int:
    """Among what was drawn by chance."""
    return sum(part.wrong for part in checked_parts(tx, draw))


def checked_parts(tx: Transaction, draw: Draw) -> list[CheckedPart]:
    """Each stratum of the newest population, with what was checked in it."""
    kept = _PARTS.get(draw.report)
    if kept is None:
        kept = _parts(tx, draw)
        if draw.report:
            _keep(_PARTS, draw.report, kept)
    return kept


def _keep(kept: dict[str, T], report: str, one: T) -> None:
    if len(kept) >= _MOST_KEPT:
        kept.clear()
    kept[report] = one


def _parts(tx: Transaction, draw: Draw) -> list[CheckedPart]:
    newest = max((one.number for one in tx.populations.where(draw=draw.id)), default=1)
    counts = Counter(line.stratum for line in listed(tx, draw, newest).values())
    items = tx.drawn_items.where(draw=draw.id, state=ItemState.DRAWN)
    known = [one for one in settled(items, tx.item_checks.where(draw=draw.id)) if one.is_known]
    checked = Counter(one.item.stratum for one in known)
    wrong = Counter(one.item.stratum for one in known if one.is_deviation)
    return [CheckedPart(count=counts[name], checked=checked[name], wrong=wrong[name]) for name in sorted(counts)]
