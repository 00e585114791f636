"""Steering: the rådmann's one page, a kommunalsjef's part of it, and the lists behind its numbers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Annotated, TypeVar

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from starlette.responses import HTMLResponse

from kontroll.domain.access import Thing, Viewer, seen
from kontroll.domain.indicator import Indicator
from kontroll.domain.month import Month
from kontroll.domain.operand import Colour
from kontroll.domain.policy import SUPERVISORY
from kontroll.domain.rule import Severity
from kontroll.flows.month.proved import latest_proof
from kontroll.flows.people.parts import ELSEWHERE, Part, parts_of
from kontroll.flows.people.today import Today
from kontroll.flows.saker.stages import ASKS_WITHIN, Stage
from kontroll.flows.showing.avvik_pages import AvvikAsked, avvik_page
from kontroll.flows.showing.steering import steering
from kontroll.flows.showing.steering_asked import (
    NO_FOCUS,
    About,
    Named,
    SteeringAsked,
    named,
    saker_behind,
)
from kontroll.flows.showing.uncontrolled import Uncontrolled, uncontrolled
from kontroll.report.situation import SEVERITIES
from kontroll.report.summary import Summaries
from kontroll.texts import _, month_name
from kontroll.web import queue_form, steering_words
from kontroll.web.menu import steers
from kontroll.web.pages.queue import HEADINGS
from kontroll.web.render import page
from kontroll.web.signed_in import Needs
from kontroll.web.site import AllSummaries, AskedMonth, AskedPage, FollowUp, FollowUpState, demand_page, month_or_none

router = APIRouter()
_PART = Query(max_length=100)
Of = TypeVar("Of", bound=Enum)


@router.get("/styring", response_class=HTMLResponse)
def whole(
    viewer: Annotated[Viewer, Needs(Thing.UNIT)], summaries: AllSummaries, follow_up: FollowUp, month: AskedMonth
) -> HTMLResponse:
    """Whoever leads nobody who leads has it all on her own pages, and is shown the way there."""
    if not steers(viewer):
        enheter = [(id, summaries.situation.unit_name(id, month)) for id in sorted(viewer.leads)]
        return page("steering_own.html", viewer=viewer, situation=summaries.situation, month=month, enheter=enheter)
    measured = summaries.measured(month)
    with follow_up.reading() as look:
        found = steering(look.tx, look.today, viewer, measured)
        lacks = uncontrolled(look.tx, look.today, viewer, summaries.situation, measured)
        proven = latest_proof(look.tx)
    return page(
        "steering.html",
        viewer=viewer,
        situation=summaries.situation,
        month=month,
        today=follow_up.day,
        found=found,
        cared=found.cared_for,
        lacks=lacks,
        proven=proven,
        words_of=steering_words,
        severities=SEVERITIES,
        Stage=Stage,
        About=About,
        charts=steering_words.courses(found.trend),
        asks_within=ASKS_WITHIN,
        supervisory=SUPERVISORY,
        no_focus=NO_FOCUS,
    )


def asked_saker(
    hva: Annotated[str, _PART] = "",
    del_: Annotated[str, Query(alias="del", max_length=100)] = "",
    overordnet: Annotated[str, _PART] = "",
    fokus: Annotated[str, _PART] = "",
    alvor: Annotated[str, _PART] = "",
    ved: Annotated[str, _PART] = "",
) -> SteeringAsked:
    """422 for a word that is none of those there are."""
    return SteeringAsked(
        about=_about(hva),
        part=del_,
        superior=overordnet,
        focus=fokus,
        severity=_one(Severity, alvor),
        at=month_or_none(ved),
    )


def asked_avvik(utlost: Annotated[str, _PART] = "", lost: Annotated[str, _PART] = "") -> AvvikAsked:
    return AvvikAsked(opened=month_or_none(utlost), resolved=month_or_none(lost))


@dataclass(frozen=True, slots=True)
class FiguresAsked:
    """part: id of a part of the kommune. focus: a focus area. colour: the word in the address. "" = all."""

    part: str
    focus: str
    colour: str


def asked_figures(
    del_: Annotated[str, Query(alias="del", max_length=100)] = "",
    fokus: Annotated[str, _PART] = "",
    farge: Annotated[str, _PART] = "",
) -> FiguresAsked:
    return FiguresAsked(del_, fokus, farge)


AskedSaker = Annotated[SteeringAsked, Depends(asked_saker)]
AskedAvvik = Annotated[AvvikAsked, Depends(asked_avvik)]
AskedFigures = Annotated[FiguresAsked, Depends(asked_figures)]
AskedPart = Annotated[str, Query(alias="del", max_length=100)]


@router.get("/styring/saker", response_class=HTMLResponse)
def saker(
    viewer: Annotated[Viewer, Needs(Thing.UNIT)],
    request: Request,
    summaries: AllSummaries,
    follow_up: FollowUp,
    asked: AskedSaker,
    side: AskedPage = 1,
) -> HTMLResponse:
    """The saker behind a number."""
    with follow_up.reading() as look:
        names = named(look.today, viewer, asked)
        if names is None:
            raise HTTPException(404, _("Det finnes ingen slik del av kommunen."))
        found = saker_behind(look.tx, look.today, viewer, asked, side)
        proven = latest_proof(look.tx)
    demand_page(side, found.pages)
    return page(
        "steering_saker.html",
        viewer=viewer,
        situation=summaries.situation,
        month=summaries.situation.last,
        today=follow_up.day,
        asked=asked,
        heading=steering_words.heading(asked),
        narrowed=narrowed(asked, names),
        found=found,
        proven=proven,
        form=queue_form,
        headings=[(by, _(name)) for by, name in HEADINGS],
        query=_query(request, "hva", "del", "overordnet", "fokus", "alvor", "ved"),
    )


@router.get("/styring/avvik", response_class=HTMLResponse)
def avvik(
    viewer: Annotated[Viewer, Needs(Thing.UNIT)],
    request: Request,
    summaries: AllSummaries,
    follow_up: FollowUp,
    asked: AskedAvvik,
    side: AskedPage = 1,
) -> HTMLResponse:
    """The avvik that opened, or were løst, in a month."""
    with follow_up.reading() as look:
        found = avvik_page(look.tx, look.today, viewer, asked, side)
        proven = latest_proof(look.tx)
    demand_page(side, found.pages)
    return page(
        "steering_avvik.html",
        viewer=viewer,
        situation=summaries.situation,
        month=summaries.situation.last,
        found=found,
        proven=proven,
        heading=steering_words.avvik_heading(asked),
        query=_query(request, "utlost", "lost"),
    )


@router.get("/styring/maalekart", response_class=HTMLResponse)
def figures(
    viewer: Annotated[Viewer, Needs(Thing.UNIT)],
    request: Request,
    summaries: AllSummaries,
    follow_up: FollowUp,
    month: AskedMonth,
    asked: AskedFigures,
) -> HTMLResponse:
    """The target figures of one colour. «ikke målt» is one of them."""
    found = figures_asked(viewer, summaries, follow_up, month, asked)
    return page(
        "steering_figures.html",
        viewer=viewer,
        situation=summaries.situation,
        month=month,
        rows=found.rows,
        heading=found.heading,
        narrowed=found.narrowed,
        query={"maaned": month, **_query(request, "del", "fokus", "farge")},
    )


@router.get("/styring/ikke-kontrollert", response_class=HTMLResponse)
def not_controlled(
    viewer: Annotated[Viewer, Needs(Thing.UNIT)],
    summaries: AllSummaries,
    follow_up: FollowUp,
    month: AskedMonth,
    asked: AskedPart = "",
) -> HTMLResponse:
    """What was not controlled, and why."""
    part, found = uncontrolled_asked(viewer, summaries, follow_up, month, asked)
    return page(
        "steering_uncontrolled.html",
        viewer=viewer,
        situation=summaries.situation,
        month=month,
        part=part,
        found=found,
        About=About,
    )


# --- what is found for a page and for its file ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FoundFigures:
    """rows: name and id of the enhet, the figure, and its colour (None = unmeasured), by name. narrowed: in words."""

    rows: list[tuple[str, str, Indicator, Colour | None]]
    heading: str
    narrowed: list[str]


def figures_asked(
    viewer: Viewer, summaries: Summaries, follow_up: FollowUpState, month: Month, asked: FiguresAsked
) -> FoundFigures:
    situation, measured = summaries.situation, summaries.measured(month)
    colour = None if asked.colour == steering_words.UNMEASURED else _one(Colour, asked.colour)
    with follow_up.reading() as look:
        part = _part(look.today, viewer, asked.part)
    enheter = part.enheter if part is not None else seen(viewer, Thing.UNIT).enheter
    rows = [
        (situation.unit_name(enhet, month), enhet, situation.rulebook.indicators[one.indicator], one.colour)
        for enhet, one in measured.figures(enheter, asked.focus or None)
        if not asked.colour or one.colour is colour
    ]
    return FoundFigures(
        rows=sorted(rows, key=lambda row: (row[0].casefold(), row[1], row[2].name)),
        heading=steering_words.figures_heading(asked.colour, colour),
        narrowed=[*([part.name] if part is not None else []), *([asked.focus.capitalize()] if asked.focus else [])],
    )


def uncontrolled_asked(
    viewer: Viewer, summaries: Summaries, follow_up: FollowUpState, month: Month, asked: str
) -> tuple[Part | None, Uncontrolled]:
    """asked: id of a part of the kommune; "" = all of it."""
    with follow_up.reading() as look:
        part = _part(look.today, viewer, asked)
        within = part.enheter if part is not None else None
        measured = summaries.measured(month)
        return part, uncontrolled(look.tx, look.today, viewer, summaries.situation, measured, within)


# --- what was asked for -----------------------------------------------------------------------------------------------


def _query(request: Request, *names: str) -> dict[str, str | None]:
    """As it stands in the address; None = not there."""
    return {name: request.query_params.get(name) or None for name in names}


def _about(text: str) -> About | Stage:
    found = next((kind(text) for kind in (About, Stage) if text in {one.value for one in kind}), None)
    if text and found is None:
        raise _wrong()
    return found or About.OPEN


def _one(kind: type[Of], text: str) -> Of | None:
    if not text:
        return None
    try:
        return kind(text)
    except ValueError:
        raise _wrong() from None


def _part(today: Today, viewer: Viewer, id: str) -> Part | None:
    """None where none is asked for. 404 for one that is not hers."""
    if not id:
        return None
    sees = seen(viewer, Thing.UNIT)
    found = parts_of(today, sees).get(id)
    if found is None and id == ELSEWHERE and sees.is_all:
        return Part(id=id, name=_("Uten plass i organisasjonen"), leader="", enheter=frozenset())
    if found is None:
        raise HTTPException(404, _("Det finnes ingen slik del av kommunen."))
    return found


def narrowed(asked: SteeringAsked, names: Named) -> list[str]:
    return steering_words.narrowed(asked, names.part, names.superior, month_name(asked.at) if asked.at else "")


def _wrong() -> HTTPException:
    return HTTPException(422, _("Utvalget finnes ikke. Gå til styringssiden og velg på nytt."))
