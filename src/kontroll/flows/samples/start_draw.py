"""Start a draw: it gets its number, its population is frozen, and what is wanted of it is noted, and noted anew."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from kontroll.domain import drawflow
from kontroll.domain.conflict import Conflict
from kontroll.domain.draw import Arm, Draw, PopulationVersion
from kontroll.domain.drawplan import PlanChoices
from kontroll.domain.month import Month
from kontroll.domain.trail import Fact
from kontroll.flows.samples.chosen import stored_filter
from kontroll.flows.samples.plan_fit import beyond, misfit
from kontroll.flows.samples.population import LIST, FrozenPopulation, freeze
from kontroll.flows.samples.with_draw import WithDraw, populations_of, with_draw
from kontroll.sampling.parts import Part, parts_of
from kontroll.sampling.rates import Impossible
from kontroll.store.transaction import Transaction
from kontroll.texts import NORWAY
from kontroll.wiring import Desk

_LONGEST_NAME = 80


def start_draw(
    desk: Desk,
    by: str,
    now: datetime,
    *,
    name: str,
    dataset: str,
    condition: str = "",
    amount_field: str = "",
    first: Month,
    last: Month,
    arm: Arm = Arm.ALL,
    rules: str = "",
    control: str = "",
    risk: int = 3,
    choices: PlanChoices | None = None,
) -> Draw:
    """The new draft. What is taken by each word: see `Draw`. Raises chosen.NotFrozen, and then no number is used."""
    asked = choices or PlanChoices()
    stored = stored_filter(desk.rulebook, dataset, condition)
    year = now.astimezone(NORWAY).year
    for _attempt in range(3):
        try:
            with desk.database.transaction(by, now) as tx:
                number = tx.draws.count(year=year) + 1
                draw = Draw(
                    id=f"{year}-{number}", year=year, number=number, name=name.strip(), dataset=dataset,
                    condition=stored, amount_field=amount_field, first=first, last=last, arm=arm, rules=rules,
                    control=control, risk=risk, made_by=by, made_at=now, plan=asked.as_json(),
                    draw_id=f"{desk.settings.municipality}/{year}/{number}/{_slug(name)}",
                    is_public=dataset in desk.policies.control_plan.public,
                )  # fmt: skip
                tx.draws.add(draw)
                frozen = freeze(desk, tx, draw, asked)
                tx.populations.add(_version(draw, frozen, by, now))
                about: dict[str, Fact] = {"draw": draw.id, "dataset": dataset, "control": control}
                about |= {"amount_field": amount_field, "public": draw.is_public}
                tx.trail.append("stikkprøve: påbegynt", about | facts_of(frozen))
            return draw
        except Conflict:
            # Somebody else was given the number meanwhile.
            continue
    raise Conflict("Draw", str(year))


def refreeze_draw(
    desk: Desk,
    draw_id: str,
    by: str,
    now: datetime,
    *,
    choices: PlanChoices | None = None,
    name: str | None = None,
    condition: str | None = None,
    amount_field: str | None = None,
    first: Month | None = None,
    last: Month | None = None,
    arm: Arm | None = None,
    version: int | None = None,
) -> Draw:
    """The list is made anew, of what is asked now; whoever had reconciled the old one must look at the new one.

    Raises with_draw.UnknownDraw, Conflict, DrawRefused and chosen.NotFrozen.
    """
    with with_draw(desk, draw_id, by, now, version) as act:
        stored = None if condition is None else stored_filter(desk.rulebook, act.draw.dataset, condition)
        asked = {
            "name": name, "condition": stored, "amount_field": amount_field, "first": first, "last": last, "arm": arm,
        }  # fmt: skip
        changed = {word: value for word, value in asked.items() if value is not None}
        wanted = choices or act.choices
        after = replace(drawflow.freeze(act.draw, by), plan=wanted.as_json(), **changed)  # type: ignore[arg-type]
        frozen = freeze(desk, act.tx, after, wanted)
        if choices is None and wanted.strata and misfit(wanted, parts_of(frozen.tsv, ()).strata):
            # A plan of another list: it is to be made anew, and not found out when it is to be promised.
            after = replace(after, plan=replace(wanted, strata=()).as_json())
        made = replace(_version(after, frozen, by, now), version=act.newest.version)
        act.tx.populations.save(act.newest, made)
        return act.keep(after, "fryst på nytt", {"amount_field": after.amount_field, **facts_of(frozen)})[0]


def plan_draw(
    desk: Desk, draw_id: str, by: str, choices: PlanChoices, now: datetime, version: int | None = None
) -> Draw:
    """What is chosen. The list is made anew where the choices part it in another way, or draw by amount where none did.

    Raises as `refreeze_draw`, and Impossible where more is to be drawn than there is.
    """
    with with_draw(desk, draw_id, by, now, version) as act:
        after = drawflow.plan(act.draw, choices)
        if told := beyond(choices, parts_now(act)):
            raise Impossible(told)
        if not _parts_differently(act, choices):
            return act.keep(after, "planlagt", {"size": sum(one.n for one in choices.strata)})[0]
    return refreeze_draw(desk, draw_id, by, now, choices=choices, version=version)


def parts_now(act: WithDraw) -> Mapping[str, Part]:
    """The parts of the newest list."""
    return parts_of(act.tx.draw_files.get(act.draw.id, act.newest.number, LIST) or b"", ()).strata


def facts_of(frozen: FrozenPopulation) -> dict[str, Fact]:
    """What the trail says of it. keys: what each id stands for is to be as unchangeable as the list itself."""
    return {"population": frozen.digest, "keys": sha256(frozen.keys).hexdigest(), "count": frozen.count}


def next_version(tx: Transaction, draw: Draw, frozen: FrozenPopulation, by: str, now: datetime, reason: int) -> None:
    """An amended population, beside those that were before. reason: where it stands on the trail."""
    number = len(populations_of(tx, draw.id)) + 1
    tx.populations.add(replace(_version(draw, frozen, by, now), number=number, reason=reason))


def _parts_differently(act: WithDraw, choices: PlanChoices) -> bool:
    was = act.choices
    return was.rule != choices.rule or _by_amount(was) != _by_amount(choices)


def _by_amount(choices: PlanChoices) -> bool:
    return any(one.method == "belop" for one in choices.strata)


def _version(draw: Draw, frozen: FrozenPopulation, by: str, now: datetime) -> PopulationVersion:
    return PopulationVersion(
        draw=draw.id, number=1, digest=frozen.digest, count=frozen.count, amount=frozen.amount,
        total=frozen.total, gaps=frozen.gaps, duplicates=frozen.duplicates, left_out=frozen.left_out, frozen_by=by, frozen_at=now,
    )  # fmt: skip


def _slug(name: str) -> str:
    """What stands last in the draw's id: letters, digits and hyphens, so that it can be typed from a sheet of paper."""
    words = re.findall(r"\w+", name.casefold())
    return "-".join(words)[:_LONGEST_NAME].strip("-") or "stikkprøve"
