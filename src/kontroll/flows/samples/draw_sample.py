"""Draw: the seed is typed in, once, and the sample is there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from io import BytesIO

from kontroll.domain import drawflow
from kontroll.domain.draw import Draw, DrawnItem, ItemState, PopulationVersion
from kontroll.domain.month import Month
from kontroll.domain.notice import Reason
from kontroll.domain.trail import Fact
from kontroll.flows.samples.draw_plan import PLAN, SAMPLE
from kontroll.flows.samples.population import LIST, keys_of
from kontroll.flows.samples.with_draw import WithDraw, with_draw
from kontroll.sampling.kup1.blind import checked_twice
from kontroll.sampling.kup1.draw import Drawn, draw
from kontroll.sampling.kup1.plan import read_plan
from kontroll.sampling.kup1.sample import Kept, written
from kontroll.texts import _
from kontroll.wiring import Desk


def draw_sample(
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
    """seed: the characters as they were read out. seed_at: when the last of them was.

    Raises with_draw.UnknownDraw, Conflict, DrawRefused, and kup1's Refused for what can be no seed.
    """
    with with_draw(desk, draw_id, by, now, version) as act:
        population = act.newest
        after = drawflow.draw_with(
            act.draw, population, act.choices,
            by=by, now=now, seed=seed, seed_at=seed_at, place=place, witnesses=witnesses,
        )  # fmt: skip
        drawn = sampled(act, population, seed, {})
        sample = put_sample(act, population, drawn)
        act.tx.drawn_items.add_all(seconded(act, seed, items_of(act, population, drawn)))
        said: dict[str, Fact] = {
            "seed": seed,
            "seed_at": seed_at.isoformat(),
            "commitment": population.commitment,
            "sample": sample,
        }
        saved, _entry = act.keep(after, "trukket", said, read_out(place, witnesses))
        act.tell_outside(Reason.DRAW_DRAWN, [_("Frøet ble {seed}.").format(seed=seed)])
        return saved


def read_out(place: str, witnesses: Sequence[str]) -> str:
    """Where a seed was read out, and who saw it: one to a line."""
    return "\n".join(one.strip() for one in (place, *witnesses))


def sampled(act: WithDraw, population: PopulationVersion, seed: str, later: Mapping[str, str]) -> list[Drawn]:
    """What seed and plan give. later: the seeds of strata that came in with an amendment."""
    files, id = act.tx.draw_files, act.draw.id
    plan = read_plan(files.get(id, population.number, PLAN) or b"")
    return draw(plan, BytesIO(files.get(id, population.number, LIST) or b""), seed, population.commitment, later)


def put_sample(act: WithDraw, population: PopulationVersion, drawn: Sequence[Drawn], kept: Sequence[Kept] = ()) -> str:
    """It is kept as utvalg.tsv. Gives its SHA-256."""
    sample = written(drawn, kept)
    act.tx.draw_files.put(act.draw.id, population.number, SAMPLE, sample)
    return sha256(sample).hexdigest()


def seconded(
    act: WithDraw, seed: str, items: Sequence[DrawnItem], stage: int = 1, population: int = 1
) -> list[DrawnItem]:
    """The items with those of them marked that two are to check: the seed decides, so that nobody chooses.

    stage, population: with which they came in.
    """
    ids = [one.identity for one in items if one.state is ItemState.DRAWN]
    twice = checked_twice(act.draw.draw_id, seed, ids, act.choices.second_share, stage, population)
    return [replace(one, second=True) if one.identity in twice else one for one in items]


def items_of(act: WithDraw, population: PopulationVersion, drawn: Sequence[Drawn]) -> list[DrawnItem]:
    """One item for each id, however often it is hit."""
    keys = keys_of(act.tx, act.draw, population.number)
    hits = Counter(one.identity for one in drawn)
    first = {one.identity: one for one in reversed(drawn)}
    return [
        DrawnItem(
            draw=act.draw.id,
            identity=identity,
            stratum=one.stratum,
            nr=one.number,
            state=ItemState.RESERVE if one.reserve else ItemState.DRAWN,
            hits=hits[identity],
            post=keys[identity].key,
            enhet=keys[identity].enhet,
            month=Month.parse(keys[identity].month) if keys[identity].month else None,
            amount=keys[identity].amount,
            population=population.number,
        )
        for identity, one in first.items()
    ]
