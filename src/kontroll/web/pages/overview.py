"""The first page: one month in four blocks."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.responses import HTMLResponse

from kontroll.domain.rule import Severity
from kontroll.facts.facts import ValueState
from kontroll.report.situation import SEVERITIES
from kontroll.web.render import page
from kontroll.web.site import AllSummaries, AskedMonth

router = APIRouter()

_SETTLING = 8


@router.get("/", response_class=HTMLResponse)
def overview(summaries: AllSummaries, month: AskedMonth) -> HTMLResponse:
    summary = summaries.of(month)
    return page(
        "overview.html",
        situation=summaries.situation,
        month=month,
        summary=summary,
        settling=summary.unchecked.settling[:_SETTLING],
        severities=SEVERITIES,
        Severity=Severity,
        ValueState=ValueState,
    )
