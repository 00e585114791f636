"""Commit: the plan is written, and its hash told to those outside, before anybody can know the seed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from kontroll.domain import drawflow
from kontroll.domain.draw import Draw, PopulationVersion
from kontroll.domain.drawplan import PlanChoices
from kontroll.domain.notice import Reason
from kontroll.flows.saker.acting import TEXT
from kontroll.flows.samples.draw_plan import PLAN, written_plan
from kontroll.flows.samples.nameless import nameless
from kontroll.flows.samples.plan_fit import misfit
from kontroll.flows.samples.population import LIST
from kontroll.flows.samples.start_draw import parts_now
from kontroll.flows.samples.with_draw import WithDraw, with_draw
from kontroll.sampling.kup1.refused import Reason as Because
from kontroll.sampling.kup1.refused import Refused
from kontroll.store import chance
from kontroll.texts import _
from kontroll.wiring import Desk


def commit_draw(desk: Desk, draw_id: str, by: str, now: datetime, version: int | None = None) -> Draw:
    """Raises with_draw.UnknownDraw, Conflict, DrawRefused, and kup1's Refused where the plan does not fit the list."""
    with with_draw(desk, draw_id, by, now, version) as act:
        after = drawflow.commit(act.draw, act.choices, by, now)
        if told := misfit(act.choices, parts_now(act)):
            raise Refused(Because.STRATA, told)
        population = promise(act, after, act.newest, act.choices)
        said = {"commitment": population.commitment, "population": population.digest}
        saved, _entry = act.keep(after, "forpliktet", said)
        act.tell_outside(
            Reason.DRAW_COMMITTED,
            [
                _("Forpliktelsen er {hash}.").format(hash=population.commitment),
                _("Frøet skal komme fra: {source}.").format(source=act.choices.seed_source.rstrip(".")),
            ],
        )
        return saved


def promise(act: WithDraw, draw: Draw, population: PopulationVersion, choices: PlanChoices) -> PopulationVersion:
    """plan.json is kept, and its hash with the population it is of."""
    tsv = act.tx.draw_files.get(draw.id, population.number, LIST) or b""
    # The plan is published as it stands when the sample is drawn.
    told = nameless(act.tx, act.tx.trail.text(population.reconciled_text, TEXT) or "")
    content, plan = written_plan(draw, population, choices, tsv, told, chance.salt())
    act.tx.draw_files.put(draw.id, population.number, PLAN, content)
    return act.tx.populations.save(population, replace(population, commitment=plan.commitment, committed_at=act.now))
