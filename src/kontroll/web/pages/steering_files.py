"""Steering files: each list behind a number of the steering page as an Excel file, narrowed as its page is."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException
from starlette.responses import Response

from kontroll.domain.access import Act, Thing, Viewer, may_enter
from kontroll.flows.showing.avvik_pages import all_avvik
from kontroll.flows.showing.steering_asked import all_saker_behind, named
from kontroll.texts import _, day, month_name
from kontroll.web import list_files, steering_words
from kontroll.web.pages.steering import (
    AskedAvvik,
    AskedFigures,
    AskedPart,
    AskedSaker,
    figures_asked,
    narrowed,
    uncontrolled_asked,
)
from kontroll.web.signed_in import Needs
from kontroll.web.site import AllSummaries, AskedMonth, FollowUp, FollowUpState

router = APIRouter()
_Exporter = Annotated[Viewer, Needs(Thing.EXPORT)]


@router.get("/styring/saker.xlsx")
def saker(viewer: _Exporter, summaries: AllSummaries, follow_up: FollowUp, asked: AskedSaker) -> Response:
    with follow_up.reading() as look:
        names = named(look.today, viewer, asked)
        if names is None or not may_enter(viewer, Act.SEE, Thing.UNIT):
            raise HTTPException(404)
        found = all_saker_behind(look.tx, look.today, viewer, asked)
    told = [steering_words.heading(asked), *narrowed(asked, names), _seen_on(follow_up)]
    content = list_files.saker_file(summaries.situation.municipality, told, [one.shown for one in found])
    return list_files.excel_answer(content, "saker", follow_up.day)


@router.get("/styring/avvik.xlsx")
def avvik(viewer: _Exporter, summaries: AllSummaries, follow_up: FollowUp, asked: AskedAvvik) -> Response:
    _demand(viewer)
    with follow_up.reading() as look:
        found = all_avvik(look.tx, look.today, viewer, asked)
    told = [steering_words.avvik_heading(asked), _seen_on(follow_up)]
    content = list_files.avvik_file(summaries.situation.municipality, told, found)
    return list_files.excel_answer(content, "avvik", follow_up.day)


@router.get("/styring/maalekart.xlsx")
def figures(
    viewer: _Exporter, summaries: AllSummaries, follow_up: FollowUp, month: AskedMonth, asked: AskedFigures
) -> Response:
    _demand(viewer)
    found = figures_asked(viewer, summaries, follow_up, month, asked)
    told = [found.heading, month_name(month).capitalize(), *found.narrowed, _seen_on(follow_up)]
    content = list_files.figures_file(summaries.situation.municipality, told, found.rows)
    return list_files.excel_answer(content, "maalekart", follow_up.day)


@router.get("/styring/ikke-kontrollert.xlsx")
def not_controlled(
    viewer: _Exporter, summaries: AllSummaries, follow_up: FollowUp, month: AskedMonth, asked: AskedPart = ""
) -> Response:
    """The page's lists below one another, each row saying of which."""
    _demand(viewer)
    part, found = uncontrolled_asked(viewer, summaries, follow_up, month, asked)
    told = [month_name(month).capitalize(), *([part.name] if part is not None else []), _seen_on(follow_up)]
    rows = list_files.uncontrolled_rows(found, of_all=part is None)
    content = list_files.uncontrolled_file(summaries.situation.municipality, told, rows)
    return list_files.excel_answer(content, "ikke-kontrollert", follow_up.day)


def _demand(viewer: Viewer) -> None:
    if not may_enter(viewer, Act.SEE, Thing.UNIT):
        raise HTTPException(404)


def _seen_on(follow_up: FollowUpState) -> str:
    return _("Sett {day}. Listen viser bare det du har tilgang til.").format(day=day(follow_up.day))
