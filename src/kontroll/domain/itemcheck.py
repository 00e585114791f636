"""Itemcheck: who may check a drawn item, in which round, and what a check must hold.

    round 1    whoever checks it first; a correction is a new check of the same round
    round 2    of items that the seed chose: another person, who has not seen what the first one found
    round 3    where those two found different things: settles it

Why a correction never rewrites: what was found first, and by whom, is part of the evidence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kontroll.domain.draw import Draw, DrawnItem, Finding, ItemCheck, ItemState
from kontroll.domain.drawflow import DrawRefusal, DrawRefused

FIRST, SECOND, SETTLING = 1, 2, 3
YES, NO, NOT_RELEVANT = "ja", "nei", "ikke aktuelt"
ANSWERS = (YES, NO, NOT_RELEVANT)
#: Of one item: longer is a mistake in writing.
MOST_MINUTES = 60 * 24


def latest(checks: Sequence[ItemCheck]) -> dict[int, ItemCheck]:
    """The last check of each round."""
    return {check.round: check for check in sorted(checks, key=lambda one: one.number)}


def round_for(item: DrawnItem, checks: Sequence[ItemCheck], by: str) -> int:
    """The round that a check by her is of."""
    rounds = latest(checks)
    first, second = rounds.get(FIRST), rounds.get(SECOND)
    if first is None or not item.second:
        return FIRST
    if second is None:
        return FIRST if by == first.by else SECOND
    if first.finding is not second.finding or SETTLING in rounds:
        return SETTLING
    return FIRST if by == first.by else SECOND


def shown_to(item: DrawnItem, checks: Sequence[ItemCheck], by: str | None) -> list[ItemCheck]:
    """What she may see of the checks: of an item that is checked twice, her own alone until both are there."""
    rounds = latest(checks)
    if item.second and not (FIRST in rounds and SECOND in rounds):
        return [one for one in checks if one.by == by]
    return list(checks)


def demand_check(
    draw: Draw,
    item: DrawnItem,
    points: Sequence[str],
    finding: Finding,
    answers: Mapping[str, str],
    text: str,
    minutes: int,
) -> None:
    """Raises DrawRefused for a check that is not whole. points: the check-list."""
    if item.state not in (ItemState.DRAWN, ItemState.TARGETED):
        raise DrawRefused(DrawRefusal.NOT_DRAWN, draw.id)
    if set(answers) != set(points) or any(one not in ANSWERS for one in answers.values()):
        raise DrawRefused(DrawRefusal.ANSWERS_MISSING, draw.id)
    if NO in answers.values() and finding is Finding.RIGHT and not text.strip():
        raise DrawRefused(DrawRefusal.NO_WITHOUT_WORDS, draw.id)
    if finding.is_deviation and not text.strip():
        raise DrawRefused(DrawRefusal.DEVIATION_WITHOUT_WORDS, draw.id)
    if not 0 <= minutes <= MOST_MINUTES:
        raise DrawRefused(DrawRefusal.MINUTES, draw.id)


def to_approve(draw: Draw, item: DrawnItem, checks: Sequence[ItemCheck], by: str) -> ItemCheck:
    """The check that counts, for another to approve. Raises DrawRefused where there is none, or it is hers."""
    rounds = latest(checks)
    first, second = rounds.get(FIRST), rounds.get(SECOND)
    counts = rounds.get(SETTLING) or first
    waits = item.second and second is None
    split = first is not None and second is not None and first.finding is not second.finding and SETTLING not in rounds
    if counts is None or waits or split or counts.approved_by is not None:
        raise DrawRefused(DrawRefusal.NOTHING_TO_APPROVE, draw.id)
    if counts.by == by:
        raise DrawRefused(DrawRefusal.OWN_CHECK, draw.id)
    return counts
