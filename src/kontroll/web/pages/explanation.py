"""Explanation: why a rule answered as it did, with where the values stand, and what would have changed it.

Personal fields, and figures that few persons stand behind, are told to be there and never shown.
"""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request
from starlette.responses import HTMLResponse

from kontroll.flows.explain import explain, explain_facts
from kontroll.report.explaining.explainer import Cell
from kontroll.report.explaining.readings import Seen
from kontroll.report.explaining.told import told
from kontroll.report.explaining.tree import Explanation
from kontroll.report.situation import Situation
from kontroll.texts import _
from kontroll.web.render import page
from kontroll.web.site import AllSummaries, FollowUpState, NotFollowedUp, follow_up_of, month_or_none

router = APIRouter()

#: Stands for the enhet in the address of a record that has none.
NO_ENHET = "-"


@router.get("/forklaring/{regel}/{enhet}/{maaned}", response_class=HTMLResponse)
def explanation(
    regel: str,
    enhet: str,
    maaned: str,
    request: Request,
    summaries: AllSummaries,
    post: Annotated[str, Query(max_length=200)] = "",
) -> HTMLResponse:
    situation = summaries.situation
    month = month_or_none(maaned)
    assert month is not None
    rule = situation.rulebook.rules.get(regel) or situation.shown.get(regel)
    if rule is None:
        raise HTTPException(404, _("Det finnes ingen regel med id «{id}».").format(id=regel[:60]))
    if not post and (rule.dataset is not None or not rule.versions):
        raise HTTPException(404, _("Regelen handler om poster. Velg en av dem på siden til regelen."))
    cell = Cell(regel, "" if enhet == NO_ENHET else enhet, month, post)
    found = _explained(request, situation, cell)
    return page(
        "explanation.html",
        situation=situation,
        month=month if situation.first <= month <= situation.last else situation.last,
        one=found,
        told=told(found),
        rule=rule,
    )


def _explained(request: Request, situation: Situation, cell: Cell) -> Explanation:
    """From the deliveries, with their numbers, where there are any; else from the folder that the pages rest on."""
    try:
        follow_up: FollowUpState | None = follow_up_of(request)
    except NotFollowedUp:
        follow_up = None
    if follow_up is not None:
        with follow_up.desk.database.reading() as tx:
            if tx.deliveries.newest():
                found = explain(tx, follow_up.desk.rulebook, cell, follow_up.day, Seen()).explanation
                if found is not None:
                    return found
    return explain_facts(situation.rulebook, situation.facts, cell, situation.today, Seen())
