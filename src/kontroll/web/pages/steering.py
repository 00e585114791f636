"""Steering: the rådmann's one page, a kommunalsjef's part of it, and the lists behind its numbers."""

from __future__ import annotations

from enum import Enum
from typing import Annotated, TypeVar

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from starlette.responses import HTMLResponse, Response

from kontroll.domain.access import Act, Thing, Viewer, may_enter, seen
from kontroll.domain.operand import Colour
from kontroll.domain.policy import SUPERVISORY
from kontroll.domain.rule import Severity
from kontroll.flows.month.proved import latest_proof
from kontroll.flows.people.parts import ELSEWHERE, Part, parts_of
from kontroll.flows.people.today import Today
from kontroll.flows.saker.stages import ASKS_WITHIN, Stage
from kontroll.flows.showing.avvik_pages import AvvikAsked, all_avvik, avvik_page
from kontroll.flows.showing.steering import steering
from kontroll.flows.showing.steering_asked import (
    NO_FOCUS,
    About,
    Named,
    SteeringAsked,
    all_saker_behind,
    named,
    saker_behind,
)
from kontroll.flows.showing.uncontrolled import uncontrolled
from kontroll.report.situation import SEVERITIES
from kontroll.texts import _, day, month_name
from kontroll.web import list_files, queue_form, steering_words
from kontroll.web.pages.queue import HEADINGS
from kontroll.web.render import page, steers
from kontroll.web.signed_in import Needs
from kontroll.web.site import AllSummaries, AskedMonth, AskedPage, FollowUp, demand_page, month_or_none

router = APIRouter()
_PART = Query(max_length=100)
_Exporter = Annotated[Viewer, Needs(Thing.EXPORT)]
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


AskedSaker = Annotated[SteeringAsked, Depends(asked_saker)]
AskedAvvik = Annotated[AvvikAsked, Depends(asked_avvik)]


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
        narrowed=_narrowed(asked, names),
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
    summaries: AllSummaries,
    follow_up: FollowUp,
    month: AskedMonth,
    del_: Annotated[str, Query(alias="del", max_length=100)] = "",
    fokus: Annotated[str, _PART] = "",
    farge: Annotated[str, _PART] = "",
) -> HTMLResponse:
    """The target figures of one colour. «ikke målt» is one of them."""
    situation, measured = summaries.situation, summaries.measured(month)
    colour = None if farge == steering_words.UNMEASURED else _one(Colour, farge)
    with follow_up.reading() as look:
        part = _part(look.today, viewer, del_)
    enheter = part.enheter if part is not None else seen(viewer, Thing.UNIT).enheter
    rows = [
        (situation.unit_name(enhet, month), enhet, situation.rulebook.indicators[one.indicator], one.colour)
        for enhet, one in measured.figures(enheter, fokus or None)
        if not farge or one.colour is colour
    ]
    return page(
        "steering_figures.html",
        viewer=viewer,
        situation=situation,
        month=month,
        rows=sorted(rows, key=lambda row: (row[0].casefold(), row[1], row[2].name)),
        colour=colour,
        asked=bool(farge),
        heading=steering_words.figures_heading(farge, colour),
        narrowed=[*([part.name] if part is not None else []), *([fokus.capitalize()] if fokus else [])],
    )


@router.get("/styring/ikke-kontrollert", response_class=HTMLResponse)
def not_controlled(
    viewer: Annotated[Viewer, Needs(Thing.UNIT)],
    summaries: AllSummaries,
    follow_up: FollowUp,
    month: AskedMonth,
    del_: Annotated[str, Query(alias="del", max_length=100)] = "",
) -> HTMLResponse:
    """What was not controlled, and why."""
    with follow_up.reading() as look:
        part = _part(look.today, viewer, del_)
        found = uncontrolled(
            look.tx,
            look.today,
            viewer,
            summaries.situation,
            summaries.measured(month),
            part.enheter if part is not None else None,
        )
    return page(
        "steering_uncontrolled.html",
        viewer=viewer,
        situation=summaries.situation,
        month=month,
        part=part,
        found=found,
        About=About,
    )


# --- as files ---------------------------------------------------------------------------------------------------------


@router.get("/styring/saker.xlsx")
def saker_file(viewer: _Exporter, summaries: AllSummaries, follow_up: FollowUp, asked: AskedSaker) -> Response:
    with follow_up.reading() as look:
        names = named(look.today, viewer, asked)
        if names is None or not may_enter(viewer, Act.SEE, Thing.UNIT):
            raise HTTPException(404)
        found = all_saker_behind(look.tx, look.today, viewer, asked)
    told = [steering_words.heading(asked), *_narrowed(asked, names), seen_on(follow_up)]
    content = list_files.saker_file(summaries.situation.municipality, told, [one.shown for one in found])
    return list_files.excel_answer(content, "saker", follow_up.day)


@router.get("/styring/avvik.xlsx")
def avvik_file(viewer: _Exporter, summaries: AllSummaries, follow_up: FollowUp, asked: AskedAvvik) -> Response:
    if not may_enter(viewer, Act.SEE, Thing.UNIT):
        raise HTTPException(404)
    with follow_up.reading() as look:
        found = all_avvik(look.tx, look.today, viewer, asked)
    told = [steering_words.avvik_heading(asked), seen_on(follow_up)]
    content = list_files.avvik_file(summaries.situation.municipality, told, found)
    return list_files.excel_answer(content, "avvik", follow_up.day)


def seen_on(follow_up: FollowUp) -> str:
    return _("Sett {day}. Listen viser bare det du har tilgang til.").format(day=day(follow_up.day))


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


def _narrowed(asked: SteeringAsked, names: Named) -> list[str]:
    return steering_words.narrowed(asked, names.part, names.superior, month_name(asked.at) if asked.at else "")


def _wrong() -> HTTPException:
    return HTTPException(422, _("Utvalget finnes ikke. Gå til styringssiden og velg på nytt."))
