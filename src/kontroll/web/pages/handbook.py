"""Balansehåndbok: a page for each figure, and the list of them. Open to all: whoever is measured must know by what."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException
from starlette.responses import HTMLResponse, Response

from kontroll.domain.access import Thing, Viewer
from kontroll.report.scorecard.handbook import full_entry, handbook
from kontroll.report.scorecard.sheet import handbook_file
from kontroll.texts import _
from kontroll.web import scorecard_words
from kontroll.web.list_files import excel_answer
from kontroll.web.render import page
from kontroll.web.signed_in import Needs
from kontroll.web.site import AllSummaries, AskedMonth

router = APIRouter()
_Reader = Annotated[Viewer, Needs(Thing.MEASURE)]


@router.get("/balansehandbok", response_class=HTMLResponse)
def listing(viewer: _Reader, summaries: AllSummaries, month: AskedMonth) -> HTMLResponse:
    return page(
        "handbook.html",
        viewer=viewer,
        situation=summaries.situation,
        month=month,
        entries=handbook(summaries.joins),
        means={area.name: area.means for area in summaries.situation.scorecards.areas},
        cards=scorecard_words,
    )


@router.get("/balansehandbok/balansehandbok.xlsx")
def file(viewer: Annotated[Viewer, Needs(Thing.EXPORT)], summaries: AllSummaries) -> Response:
    content = handbook_file(summaries.situation.municipality, summaries.situation.scorecards, handbook(summaries.joins))
    return excel_answer(content, "balansehandbok", summaries.situation.today)


@router.get("/balansehandbok/{tall}", response_class=HTMLResponse)
def one(viewer: _Reader, tall: str, summaries: AllSummaries, month: AskedMonth) -> HTMLResponse:
    found = full_entry(summaries.joins, tall, month)
    if found is None:
        raise HTTPException(404, _("Det finnes ikke noe slikt tall i balansehåndboken."))
    situation = summaries.situation
    best = [(row, [(id, situation.unit_name(id, month)) for id in row.enheter]) for row in found.best]
    return page(
        "handbook_figure.html",
        viewer=viewer,
        situation=situation,
        month=month,
        found=found,
        entry=found.entry,
        indicator=found.entry.indicator,
        best=best,
        method=scorecard_words.method_name(
            situation.scorecards, found.entry.indicator, found.weight.name if found.weight is not None else ""
        ),
        spread=situation.scorecards.spread_of(tall),
        cards=scorecard_words,
    )
