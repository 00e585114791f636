"""Målekart: how an enhet, or all that is under it, stands on its figures in a month. Everybody may see what is published."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, HTTPException
from starlette.responses import HTMLResponse, Response

from kontroll.domain.access import Thing, Viewer, seen
from kontroll.domain.month import Month
from kontroll.domain.operand import Colour
from kontroll.report.scorecard.sheet import scorecard_file
from kontroll.report.summary import Summaries
from kontroll.texts import _
from kontroll.web import scorecard_words
from kontroll.web.list_files import excel_answer
from kontroll.web.render import page
from kontroll.web.signed_in import Needs, no_such_enhet
from kontroll.web.site import AllSummaries, AskedMonth

router = APIRouter()
_Reader = Annotated[Viewer, Needs(Thing.MEASURE)]


@dataclass(frozen=True, slots=True)
class Below:
    """One enhet directly under the one that is shown. tallies: focus area -> how many figures of each colour."""

    enhet: str
    name: str
    tallies: Mapping[str, Counter[Colour | None]]


@router.get("/malekart", response_class=HTMLResponse)
def whole(viewer: _Reader, summaries: AllSummaries, month: AskedMonth) -> HTMLResponse:
    """The map of the kommune."""
    top = summaries.joins.places(month).top
    if top is None:
        raise HTTPException(404, _("Kommunen har ingen enheter i denne måneden."))
    return _page(viewer, summaries, top, month, is_whole=True)


@router.get("/malekart/{id}", response_class=HTMLResponse)
def one(viewer: _Reader, id: str, summaries: AllSummaries, month: AskedMonth) -> HTMLResponse:
    if not summaries.situation.knows_unit(id):
        raise no_such_enhet(id)
    return _page(viewer, summaries, id, month, is_whole=False)


@router.get("/malekart/{id}/maalekart.xlsx")
def file(
    viewer: Annotated[Viewer, Needs(Thing.EXPORT)], id: str, summaries: AllSummaries, month: AskedMonth
) -> Response:
    """What the page shows this viewer, as a list."""
    if not summaries.situation.knows_unit(id):
        raise no_such_enhet(id)
    card = summaries.scorecard(id, month, line=is_of_line(viewer, summaries, id, month))
    name = summaries.situation.unit_name(id, month)
    content = scorecard_file(summaries.situation.municipality, name, card)
    return excel_answer(content, f"maalekart-{month}", summaries.situation.today)


def is_of_line(viewer: Viewer, summaries: Summaries, enhet: str, month: Month) -> bool:
    """Whether she may see what few persons stand behind, there and in all that is joined in the map of the enhet."""
    may_see = seen(viewer, Thing.PERSONAL)
    if may_see.is_all:
        return True
    return may_see.holds(enhet) and all(map(may_see.holds, summaries.joins.places(month).at_or_below(enhet)))


def _page(viewer: Viewer, summaries: Summaries, enhet: str, month: Month, *, is_whole: bool) -> HTMLResponse:
    situation, places = summaries.situation, summaries.joins.places(month)
    card = summaries.scorecard(enhet, month, line=is_of_line(viewer, summaries, enhet, month))
    return page(
        "scorecard.html",
        viewer=viewer,
        situation=situation,
        month=month,
        id=enhet,
        is_whole=is_whole,
        is_top=enhet == places.top,
        name=situation.unit_name(enhet, month),
        place=places.of.get(enhet),
        line=[(one.enhet, situation.unit_name(one.enhet, month)) for one in reversed(list(places.line(enhet)))],
        card=card,
        below=_below(viewer, summaries, enhet, month),
        areas=[area.area for area in card.areas],
        sees_unit=seen(viewer, Thing.UNIT).holds(enhet),
        cards=scorecard_words,
    )


def _below(viewer: Viewer, summaries: Summaries, enhet: str, month: Month) -> list[Below]:
    """By name; each as this viewer may see it."""
    found = []
    for one in summaries.joins.places(month).directly_below(enhet):
        tallies = summaries.tallies(one, month, line=is_of_line(viewer, summaries, one, month))
        found.append(Below(one, summaries.situation.unit_name(one, month), tallies))
    return sorted(found, key=lambda below: below.name.casefold())
