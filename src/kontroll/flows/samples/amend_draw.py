"""Amend: the list that was drawn from was wrong. A new one is made beside it; what was drawn changes only where it must.

Records that were in the first list keep their tickets, since the seed is the same. Those that came in later are a stratum of
their own, with a seed of its own: their numbers could have been chosen by somebody who knew the first one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from kontroll.domain import drawflow
from kontroll.domain.draw import REPLACEMENT_REASONS, Draw, DrawnItem, DrawState, ItemState, PopulationVersion
from kontroll.domain.drawflow import DrawRefusal, demand, demand_state
from kontroll.domain.drawplan import PlanChoices, StratumChoice
from kontroll.domain.month import Month
from kontroll.domain.notice import Reason
from kontroll.domain.strata import supplement
from kontroll.domain.trail import Fact
from kontroll.flows.samples.commit_draw import promise
from kontroll.flows.samples.draw_plan import SAMPLE
from kontroll.flows.samples.draw_sample import items_of, put_sample, read_out, sampled, seconded
from kontroll.flows.samples.population import freeze, keys_of, listed
from kontroll.flows.samples.start_draw import facts_of, next_version
from kontroll.flows.samples.with_draw import WithDraw, choices_of, populations_of, with_draw
from kontroll.sampling.frozen import Key
from kontroll.sampling.kup1.sample import DRAWN, KEPT, Kept, lines_of
from kontroll.texts import _
from kontroll.wiring import Desk


def amend_draw(desk: Desk, draw_id: str, by: str, reason: str, now: datetime, version: int | None = None) -> Draw:
    """The list is frozen anew, as what is known now gives it, to be reconciled by somebody else.

    Raises with_draw.UnknownDraw, Conflict, DrawRefused and chosen.NotFrozen.
    """
    with with_draw(desk, draw_id, by, now, version) as act:
        newest = act.newest
        drawflow.amend(act.draw, newest, reason)
        number = newest.number + 1
        frozen = freeze(desk, act.tx, act.draw, act.choices, number)
        before, after = listed(act.tx, act.draw, newest.number), listed(act.tx, act.draw, number)
        same = before.keys() & after.keys()
        said: dict[str, Fact] = {
            **facts_of(frozen),
            "number": number,
            "gone": len(before.keys() - same),
            "came": len(after.keys() - same),
            "changed": sum(before[id] != after[id] for id in same),
        }
        saved, entry = act.keep(act.draw, "populasjon rettet", said, reason)
        next_version(act.tx, act.draw, frozen, by, now, entry)
        return saved


def commit_amendment(
    desk: Desk, draw_id: str, by: str, now: datetime, supplement_size: int = 0, version: int | None = None
) -> Draw:
    """The amended list is promised. supplement_size: how many are drawn of what came in; 0 = all of it.

    Where nothing came in, no seed is waited for: the sample is drawn at once. Raises with_draw.UnknownDraw, Conflict,
    DrawRefused, and kup1's Refused.
    """
    with with_draw(desk, draw_id, by, now, version) as act:
        newest = act.newest
        drawflow.commit_amendment(act.draw, newest)
        choices = amended_choices(act, newest, supplement_size)
        promised = promise(act, act.draw, newest, choices)
        said: dict[str, Fact] = {
            "commitment": promised.commitment,
            "population": promised.digest,
            "number": promised.number,
        }
        saved, _entry = act.keep(replace(act.draw, plan=choices.as_json()), "rettelse forpliktet", said)
        told = [_("Forpliktelsen for den rettede populasjonen er {hash}.").format(hash=promised.commitment)]
        act.tell_outside(Reason.DRAW_COMMITTED, told, promised.number)
        if waits_for_seed(saved, promised):
            return saved
        return _drawn_again(replace(act, draw=saved), promised)


def seed_amendment(
    desk: Desk,
    draw_id: str,
    by: str,
    seed: str,
    seed_at: datetime,
    place: str,
    witnesses: Sequence[str],
    now: datetime,
    version: int | None = None,
) -> Draw:
    """The seed of what came in. Raises with_draw.UnknownDraw, Conflict, DrawRefused, and kup1's Refused."""
    with with_draw(desk, draw_id, by, now, version) as act:
        newest = act.newest
        demand_state(act.draw, DrawState.DRAWN)
        demand(waits_for_seed(act.draw, newest), DrawRefusal.NO_AMENDMENT, act.draw)
        committed_at = newest.committed_at or now
        drawflow.demand_seed(act.draw, newest, seed, seed_at, now, by, committed_at, act.choices, is_first=False)
        known = {act.draw.seed, *(one.seed for one in populations_of(act.tx, draw_id))}
        # What came in could have been chosen by whoever knew those digits, whatever time is typed in beside them.
        demand(seed not in known, DrawRefusal.SEED_BEFORE_COMMITMENT, act.draw)
        demand(bool(place.strip()), DrawRefusal.PLACE_MISSING, act.draw)
        demand(drawflow.are_witnesses(witnesses), DrawRefusal.WITNESSES_MISSING, act.draw)
        seeded = act.tx.populations.save(newest, replace(newest, seed=seed))
        said: dict[str, Fact] = {"seed": seed, "seed_at": seed_at.isoformat()}
        saved = _drawn_again(act, seeded, said, read_out(place, witnesses))
        act.tell_outside(Reason.DRAW_DRAWN, [_("Tilleggsfrøet ble {seed}.").format(seed=seed)], newest.number)
        return saved


def waits_for_seed(draw: Draw, newest: PopulationVersion) -> bool:
    """Whether records came in with an amendment that is promised, and its seed is not typed in."""
    names = {one.name for one in choices_of(draw).strata}
    return bool(newest.commitment) and not newest.seed and supplement(newest.number) in names


def amended_choices(act: WithDraw, newest: PopulationVersion, size: int) -> PlanChoices:
    """Every stratum of the new list: as it was, as far as there still are so many, and what came in."""
    counts: dict[str, int] = {}
    lines = listed(act.tx, act.draw, newest.number)
    for line in lines.values():
        counts[line.stratum] = counts.get(line.stratum, 0) + 1
    # Out of the list and in again would else be a way out of the sample.
    if any(one.identity in lines and lines[one.identity].stratum == supplement(newest.number) for one in act.items):
        size = 0
    known = {one.name: one for one in act.choices.strata}
    return replace(
        act.choices, strata=tuple(_stratum(name, counts[name], known.get(name), size) for name in sorted(counts))
    )


def _stratum(name: str, count: int, was: StratumChoice | None, size: int) -> StratumChoice:
    if was is None:
        whole = not 0 < size < count
        return StratumChoice(name=name, method="alle" if whole else drawflow.SIMPLE, n=count if whole else size)
    n = min(was.n, count)
    return replace(was, n=n, reserve=min(was.reserve, count - n))


def _drawn_again(
    act: WithDraw, population: PopulationVersion, seeded: Mapping[str, Fact] | None = None, text: str = ""
) -> Draw:
    """With the seeds that are known, on the new list. What was checked stays checked. seeded: the new seed, if there is one."""
    strata = {one.name for one in act.choices.strata}
    seeds = {supplement(one.number): one.seed for one in populations_of(act.tx, act.draw.id) if one.seed}
    later = {name: seed for name, seed in seeds.items() if name in strata}
    drawn = sampled(act, population, act.draw.seed, later)
    before = {one.identity: one for one in act.items}
    stages = max((one.stage for one in before.values()), default=1)
    wanted = {one.name: one.n * (stages if one.method == drawflow.SIMPLE else 1) for one in act.choices.strata}
    there = listed(act.tx, act.draw, population.number)
    now_in = settle(items_of(act, population, drawn), before, wanted)
    left = _left(act, population, before, now_in)
    counted = {one.identity for one in drawn if not one.reserve}
    kept = [Kept(there[id].stratum, id) for id in _was_drawn(act, before, now_in) & there.keys() - counted]
    sample = put_sample(act, population, drawn, kept)
    said: dict[str, Fact] = {"sample": sample, "number": population.number, "kept": len(kept), **(seeded or {})}
    saved, entry = act.keep(act.draw, "trukket på nytt", said, text)
    new = [item for identity, item in now_in.items() if identity not in before]
    act.tx.drawn_items.add_all(seconded(act, act.draw.seed, new, stages, population.number))
    for identity, item in {**now_in, **left}.items():
        if identity in before and item != before[identity]:
            act.tx.drawn_items.save(before[identity], item)
    for identity in before.keys() - now_in.keys() - left.keys():
        if before[identity].state in (ItemState.DRAWN, ItemState.RESERVE):
            gone = replace(before[identity], state=ItemState.REPLACED, reason=REPLACEMENT_REASONS[-1], evidence=entry)
            act.tx.drawn_items.save(before[identity], gone)
    return saved


def _was_drawn(act: WithDraw, before: Mapping[str, DrawnItem], now_in: Mapping[str, DrawnItem]) -> set[str]:
    """What was in an earlier sample, by its files or by what came in since, and is not in by the new one's order."""
    last = max(
        one.number
        for one in populations_of(act.tx, act.draw.id)
        if act.tx.draw_files.get(act.draw.id, one.number, SAMPLE)
    )
    lines = lines_of(act.tx.draw_files.get(act.draw.id, last, SAMPLE) or b"")
    of_file = {one.identity for one in lines if one.status in (DRAWN, KEPT)}
    came_in = {id for id, one in before.items() if one.state is ItemState.DRAWN and id not in now_in}
    return of_file | came_in


def _left(
    act: WithDraw, population: PopulationVersion, before: Mapping[str, DrawnItem], now_in: Mapping[str, DrawnItem]
) -> dict[str, DrawnItem]:
    """What was drawn before, still stands on the list, and was not hit anew: it is checked all the same.

    Where the list is drawn from in order or by amount, one line that goes moves every later hit. Otherwise a correction would be
    a way out of the sample.
    """
    there, keys = listed(act.tx, act.draw, population.number), keys_of(act.tx, act.draw, population.number)
    return {
        id: _now(one, there[id].stratum, keys[id])
        for id, one in before.items()
        if one.state in (ItemState.DRAWN, ItemState.REPLACED) and id in there and id not in now_in
    }


def _now(item: DrawnItem, stratum: str, key: Key) -> DrawnItem:
    """As the amended list has it."""
    month = Month.parse(key.month) if key.month else None
    return replace(item, stratum=stratum, enhet=key.enhet, amount=key.amount, month=month)


def settle(
    drawn: Collection[DrawnItem], before: Mapping[str, DrawnItem], wanted: Mapping[str, int]
) -> dict[str, DrawnItem]:
    """The items of a new draw as they stand now: what was replaced stays so, and the next in order are in.

    wanted: of each stratum, how many items are checked.
    """
    found: dict[str, DrawnItem] = {}
    taken: dict[str, int] = {}
    instead_of = {one.replaces for one in before.values()}
    for item in sorted(drawn, key=lambda one: (one.stratum, one.nr)):
        was = before.get(item.identity)
        kept = item if was is None else _again(was, item)
        if was is not None and _is_back(was, instead_of, item):
            kept = replace(kept, state=item.state, reason="", evidence=0)
        if kept.state in (ItemState.DRAWN, ItemState.RESERVE):
            is_in = taken.get(item.stratum, 0) < wanted.get(item.stratum, 0) or item.state is ItemState.DRAWN
            taken[item.stratum] = taken.get(item.stratum, 0) + item.hits * is_in
            # Whoever was drawn once is not let go by an order that came to be another.
            is_in = is_in or kept.state is ItemState.DRAWN
            kept = replace(kept, state=ItemState.DRAWN if is_in else ItemState.RESERVE)
        found[item.identity] = kept
    return found


def _again(was: DrawnItem, item: DrawnItem) -> DrawnItem:
    return replace(
        was,
        stratum=item.stratum,
        nr=item.nr,
        hits=item.hits,
        amount=item.amount,
        enhet=item.enhet,
        month=item.month,
    )


def _is_back(was: DrawnItem, instead_of: Collection[str], item: DrawnItem) -> bool:
    """Whether it left with an earlier amendment and nobody came in for it, or was picked by hand, and is drawn now."""
    if was.state is ItemState.TARGETED:
        return item.state is ItemState.DRAWN
    return was.state is ItemState.REPLACED and was.identity not in instead_of
