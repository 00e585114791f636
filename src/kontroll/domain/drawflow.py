"""Drawflow: what may happen with a draw, by whom, and when. Every other order of events is refused.

    under planlegging ──reconcile──► avstemt ──commit──► forpliktet ──draw──► trukket ──conclude──► avsluttet
          ▲ freeze, plan ◄── freeze, plan ─┘                                   └ replace, extend, amend
    from any of them but the last: abort ──► avbrutt

Why somebody else reconciles, and types the seed: whoever made the list could have left something out of it, and must
not be the one who says that it is whole, or which series of digits counts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from enum import Enum
from fractions import Fraction

from kontroll.domain.draw import REPLACEMENT_REASONS, Draw, DrawnItem, DrawState, ItemState, PopulationVersion
from kontroll.domain.drawplan import PlanChoices, digits_of
from kontroll.domain.problem import KontrollError

#: Of KUP-1: the one way of drawing that has reserves.
SIMPLE = "enkel"
LEAST_WITNESSES = LEAST_PERSONS = 2
#: Who made a draft that the control plan asked for.
PROGRAM = "kontroll"


class DrawRefusal(Enum):
    # The draw stands elsewhere on its way.
    NOT_WHILE_DRAFT = "not-while-draft"
    NOT_WHILE_RECONCILED = "not-while-reconciled"
    NOT_WHILE_COMMITTED = "not-while-committed"
    NOT_WHILE_DRAWN = "not-while-drawn"
    NOT_WHILE_CONCLUDED = "not-while-concluded"
    NOT_WHILE_ABORTED = "not-while-aborted"
    AMENDMENT_UNDER_WAY = "amendment-under-way"
    NO_AMENDMENT = "no-amendment"
    # Somebody else must do it.
    OWN_POPULATION = "own-population"
    ALONE = "alone"
    # Something is missing or wrong in what was given.
    PLAN_UNFINISHED = "plan-unfinished"
    NO_RATES = "no-rates"
    LEDGER_MISSING = "ledger-missing"
    TEXT_MISSING = "text-missing"
    SEED_MISSING = "seed-missing"
    SEED_OF_OTHER_LENGTH = "seed-of-other-length"
    SEED_BEFORE_COMMITMENT = "seed-before-commitment"
    SEED_BEFORE_NAMED = "seed-before-named"
    SEED_AHEAD = "seed-ahead"
    PLACE_MISSING = "place-missing"
    WITNESSES_MISSING = "witnesses-missing"
    NOT_DRAWN = "not-drawn"
    NOT_A_REASON = "not-a-reason"
    NO_REPLACING = "no-replacing"
    NO_RESERVE = "no-reserve"
    CHECK_APPROVED = "check-approved"
    NO_STAGE = "no-stage"
    STAGE_UNFINISHED = "stage-unfinished"
    STAGE_DECIDED = "stage-decided"
    WORK_UNFINISHED = "work-unfinished"
    # The work on one item.
    ANSWERS_MISSING = "answers-missing"
    NO_WITHOUT_WORDS = "no-without-words"
    DEVIATION_WITHOUT_WORDS = "deviation-without-words"
    MINUTES = "minutes"
    NOTHING_TO_APPROVE = "nothing-to-approve"
    OWN_CHECK = "own-check"
    DOCUMENT_TOO_LARGE = "document-too-large"
    DOCUMENT_OF_NO_KIND = "document-of-no-kind"
    ALREADY_THERE = "already-there"
    NO_SUCH_RECORD = "no-such-record"


class DrawRefused(KontrollError):
    """Nothing was changed. draw: its id."""

    def __init__(self, why: DrawRefusal, draw: str) -> None:
        super().__init__(f"draw {draw}: {why.value}")
        self.why = why
        self.draw = draw


_WHILE = {
    DrawState.DRAFT: DrawRefusal.NOT_WHILE_DRAFT,
    DrawState.RECONCILED: DrawRefusal.NOT_WHILE_RECONCILED,
    DrawState.COMMITTED: DrawRefusal.NOT_WHILE_COMMITTED,
    DrawState.DRAWN: DrawRefusal.NOT_WHILE_DRAWN,
    DrawState.CONCLUDED: DrawRefusal.NOT_WHILE_CONCLUDED,
    DrawState.ABORTED: DrawRefusal.NOT_WHILE_ABORTED,
}
PLANNING = (DrawState.DRAFT, DrawState.RECONCILED)


def demand(holds: bool, why: DrawRefusal, draw: Draw) -> None:
    if not holds:
        raise DrawRefused(why, draw.id)


def demand_state(draw: Draw, *allowed: DrawState) -> None:
    demand(draw.state in allowed, _WHILE[draw.state], draw)


# --- before the promise -------------------------------------------------------------------------------------------------


def freeze(draw: Draw, by: str) -> Draw:
    """The population is frozen, for the first time or anew: whoever does it made the list, and it is to be reconciled anew."""
    demand_state(draw, *PLANNING)
    return replace(draw, state=DrawState.DRAFT, made_by=by)


def plan(draw: Draw, choices: PlanChoices) -> Draw:
    """The choices, anew."""
    demand_state(draw, *PLANNING)
    return replace(draw, plan=choices.as_json())


def reconcile(draw: Draw, population: PopulationVersion, by: str, count: int | None, amount: int | None) -> Draw:
    """Somebody else has held count and sum against another source. amount: None where nothing is summed.

    Of an amended population: the draw stays drawn.
    """
    if population.number == 1:
        demand_state(draw, DrawState.DRAFT)
    else:
        demand_state(draw, DrawState.DRAWN)
        demand(not population.commitment, DrawRefusal.NO_AMENDMENT, draw)
    demand(not is_maker(draw, population, by), DrawRefusal.OWN_POPULATION, draw)
    demand(count is not None, DrawRefusal.LEDGER_MISSING, draw)
    demand(amount is not None or not draw.amount_field, DrawRefusal.LEDGER_MISSING, draw)
    return replace(draw, state=DrawState.RECONCILED) if population.number == 1 else draw


def is_maker(draw: Draw, population: PopulationVersion, by: str) -> bool:
    """Whether it is her list. An amended one is of whoever amended it alone: where there are only two persons, whoever made the
    first list is the one who can look at the other's."""
    return by == population.frozen_by or (population.number == 1 and by == draw.made_by)


def commit(draw: Draw, choices: PlanChoices, by: str, at: datetime) -> Draw:
    demand_state(draw, DrawState.RECONCILED)
    demand(bool(choices.strata) and all(one.n > 0 or one.method == "alle" for one in choices.strata),
           DrawRefusal.PLAN_UNFINISHED, draw)  # fmt: skip
    # Without reserves for every stage the draw could neither be extended nor concluded.
    demand(all(one.method != SIMPLE or one.reserve >= one.n * (choices.stages - 1) for one in choices.strata),
           DrawRefusal.PLAN_UNFINISHED, draw)  # fmt: skip
    demand(bool(choices.seed_source.strip()), DrawRefusal.PLAN_UNFINISHED, draw)
    demand(_are_rates(choices), DrawRefusal.NO_RATES, draw)
    return replace(draw, state=DrawState.COMMITTED, committed_by=by, committed_at=at)


def _are_rates(choices: PlanChoices) -> bool:
    """Whether what is promised can be judged at all: nobody is surer than certain."""
    try:
        confidence, tolerable, second = (
            Fraction(one) for one in (choices.confidence, choices.tolerable, choices.second_share)
        )
    except (ValueError, ZeroDivisionError):
        return False
    return 0 < confidence < 1 and 0 < tolerable < 1 and 0 <= second <= 1 and choices.stages >= 1


# --- the seed -----------------------------------------------------------------------------------------------------------


def draw_with(
    draw: Draw,
    population: PopulationVersion,
    choices: PlanChoices,
    *,
    by: str,
    now: datetime,
    seed: str,
    seed_at: datetime,
    place: str,
    witnesses: Sequence[str],
) -> Draw:
    """The first seed counts, and there is no second. seed_at: when the last digit was read."""
    demand_state(draw, DrawState.COMMITTED)
    demand(draw.committed_at is not None, DrawRefusal.NOT_WHILE_RECONCILED, draw)
    demand_seed(draw, population, seed, seed_at, now, by, draw.committed_at or now, choices)
    demand(_are_two(draw, population, by), DrawRefusal.ALONE, draw)
    demand(bool(place.strip()), DrawRefusal.PLACE_MISSING, draw)
    demand(are_witnesses(witnesses), DrawRefusal.WITNESSES_MISSING, draw)
    return replace(
        draw,
        state=DrawState.DRAWN,
        seed=seed,
        seed_at=seed_at,
        seed_by=by,
        seed_place=place.strip(),
        witnesses="\n".join(one.strip() for one in witnesses),
        drawn_at=now,
    )


def demand_seed(
    draw: Draw,
    population: PopulationVersion,
    seed: str,
    seed_at: datetime,
    now: datetime,
    by: str,
    committed_at: datetime,
    choices: PlanChoices,
    *,
    is_first: bool = True,
) -> None:
    """is_first: of what came in later the plan names no time, and it has a seed of the same kind."""
    after, digits = choices.seed_after if is_first else "", digits_of(choices.seed_format)
    demand(not is_maker(draw, population, by), DrawRefusal.OWN_POPULATION, draw)
    demand(bool(seed), DrawRefusal.SEED_MISSING, draw)
    demand(digits is None or (seed.isascii() and seed.isdigit() and len(seed) == digits),
           DrawRefusal.SEED_OF_OTHER_LENGTH, draw)  # fmt: skip
    demand(seed_at > committed_at, DrawRefusal.SEED_BEFORE_COMMITMENT, draw)
    demand(not after or seed_at >= datetime.fromisoformat(after), DrawRefusal.SEED_BEFORE_NAMED, draw)
    demand(seed_at <= now, DrawRefusal.SEED_AHEAD, draw)


def _are_two(draw: Draw, population: PopulationVersion, by: str) -> bool:
    """Whether more than one person has had a hand in it: of a draft that the program made, one could do all the rest."""
    hands = {draw.made_by, population.frozen_by, population.reconciled_by, draw.committed_by, by}
    return len(hands - {PROGRAM, None}) >= LEAST_PERSONS


def are_witnesses(witnesses: Sequence[str]) -> bool:
    """Two that are not the same."""
    return len({" ".join(one.split()).casefold() for one in witnesses if one.strip()}) >= LEAST_WITNESSES


# --- after the draw -----------------------------------------------------------------------------------------------------


def replace_item(
    draw: Draw, choices: PlanChoices, items: Sequence[DrawnItem], identity: str, reason: str, evidence: str
) -> tuple[DrawnItem, DrawnItem]:
    """The drawn item, replaced, and the reserve that comes in for it: the next in order, and no other."""
    demand_state(draw, DrawState.DRAWN)
    item = next((one for one in items if one.identity == identity), None)
    if item is None or item.state is not ItemState.DRAWN:
        raise DrawRefused(DrawRefusal.NOT_DRAWN, draw.id)
    method = {one.name: one.method for one in choices.strata}.get(item.stratum)
    demand(method == SIMPLE, DrawRefusal.NO_REPLACING, draw)
    demand(reason in REPLACEMENT_REASONS, DrawRefusal.NOT_A_REASON, draw)
    demand(bool(evidence.strip()), DrawRefusal.TEXT_MISSING, draw)
    reserve = next_reserve(items, item.stratum)
    if reserve is None:
        raise DrawRefused(DrawRefusal.NO_RESERVE, draw.id)
    return (
        replace(item, state=ItemState.REPLACED, reason=reason),
        replace(reserve, state=ItemState.DRAWN, replaces=identity, stage=item.stage, second=item.second),
    )


def next_reserve(items: Sequence[DrawnItem], stratum: str) -> DrawnItem | None:
    waiting = [one for one in items if one.stratum == stratum and one.state is ItemState.RESERVE]
    return min(waiting, key=lambda one: one.nr, default=None)


def amend(draw: Draw, newest: PopulationVersion, reason: str) -> None:
    """Whether a new list may be made of what was drawn from. One at a time."""
    demand_state(draw, DrawState.DRAWN)
    demand(bool(newest.commitment), DrawRefusal.AMENDMENT_UNDER_WAY, draw)
    demand(bool(reason.strip()), DrawRefusal.TEXT_MISSING, draw)


def commit_amendment(draw: Draw, newest: PopulationVersion) -> None:
    demand_state(draw, DrawState.DRAWN)
    demand(newest.number > 1 and not newest.commitment, DrawRefusal.NO_AMENDMENT, draw)
    demand(newest.reconciled_by is not None, DrawRefusal.NOT_WHILE_DRAFT, draw)


def abort(draw: Draw, reason: str) -> Draw:
    """Given up. Its number is used, and the reason is published. The caller notes where the reason stands."""
    demand_state(draw, *PLANNING, DrawState.COMMITTED, DrawState.DRAWN)
    demand(bool(reason.strip()), DrawRefusal.TEXT_MISSING, draw)
    return replace(draw, state=DrawState.ABORTED)


def conclude(draw: Draw, newest: PopulationVersion, *, is_done: bool, by: str, at: datetime, report: str) -> Draw:
    """is_done: everything drawn was checked and approved. report: SHA-256 of what is frozen."""
    demand_state(draw, DrawState.DRAWN)
    demand(bool(newest.commitment), DrawRefusal.AMENDMENT_UNDER_WAY, draw)
    demand(is_done, DrawRefusal.WORK_UNFINISHED, draw)
    return replace(draw, state=DrawState.CONCLUDED, concluded_by=by, concluded_at=at, report=report)
