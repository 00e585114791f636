"""Control evaluation: how well the control itself has worked in the last twelve months, rule by rule and area by area."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter
from starlette.responses import HTMLResponse

from kontroll.domain.access import Thing, Viewer
from kontroll.flows.internal_control.evaluate import evaluation
from kontroll.flows.internal_control.look import Look
from kontroll.report.internal_control.evaluation import RuleEvaluation, median
from kontroll.report.proof import share
from kontroll.web.render import page
from kontroll.web.signed_in import Needs
from kontroll.web.site import AllSummaries, FollowUp

router = APIRouter()


@router.get("/internkontroll/evaluering", response_class=HTMLResponse)
def evaluated(
    viewer: Annotated[Viewer, Needs(Thing.INTERNAL_CONTROL)], summaries: AllSummaries, follow_up: FollowUp
) -> HTMLResponse:
    limits = follow_up.desk.policies.internal_control.agenda
    with follow_up.reading() as looking:
        look = Look(looking.tx, looking.today)
        found = evaluation(look, look.months[0], look.months[-1])
    names = {one.id: one.name for one in follow_up.desk.policies.internal_control.areas}
    return page(
        "control_evaluation.html",
        viewer=viewer,
        situation=summaries.situation,
        month=summaries.situation.last,
        found=found,
        limits=limits,
        names=names,
        wrong=_often_wrong(found.rules, limits.least_decided),
        quiet=[one for one in found.silent if one.quiet >= limits.silent],
        median=lambda saker: median([one.days for one in saker]),
        share=share,
        today=follow_up.day,
    )


def _often_wrong(rules: tuple[RuleEvaluation, ...], least: int) -> list[RuleEvaluation]:
    """Those of which enough is decided to say it, the ones that are wrong most often first."""
    known = [one for one in rules if len(one.decided) >= least and one.false]
    return sorted(known, key=lambda one: (-len(one.false) / len(one.decided), one.rule))
