"""The monthly follow-up: the enheter and how far they have come, and one month of one enhet where it is explained and read."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from kontroll.domain.access import Act, Thing, Viewer, may, may_enter
from kontroll.domain.conflict import Conflict
from kontroll.domain.month import Month
from kontroll.domain.monthly import MonthlyAct, MonthlyState, NotMonthly
from kontroll.domain.notice import OF_MONTHS
from kontroll.domain.refusal import Refused
from kontroll.flows.monthly.explain_month import explain_month, finish_tiltak_of_month
from kontroll.flows.monthly.review_month import accept_month, question_month
from kontroll.flows.monthly.seen_months import sees_month
from kontroll.flows.monthly.telling import subject_of
from kontroll.flows.monthly.with_month import NoSuchMonth
from kontroll.flows.showing.answering import owners_for
from kontroll.flows.showing.forecasts import year_of
from kontroll.flows.showing.month_of_enhet import month_of_enhet, promised_by
from kontroll.flows.showing.months import month_list
from kontroll.notices import refusals
from kontroll.texts import _
from kontroll.web.act_form import LONGEST, TEXT, SentIn, Tried, Wrong
from kontroll.web.list_files import excel_answer
from kontroll.web.month_file import months_workbook
from kontroll.web.month_form import MOST_TILTAK, TOLD, Written, name_of, said_in
from kontroll.web.render import link, page
from kontroll.web.signed_in import Needs, TheEntrance, no_such_enhet
from kontroll.web.site import AllSummaries, AskedMonth, FollowUp, month_or_none

router = APIRouter()
ADDRESS = "/manedsoppfolging"
Reader = Annotated[Viewer, Needs(Thing.MONTH)]
Promiser = Annotated[Viewer, Needs(Thing.MONTH, Act.DO)]
Doer = Annotated[Viewer, Needs(Thing.FOLLOW_UP, Act.DO, enhet="enhet")]


@router.get(ADDRESS, response_class=HTMLResponse)
def months(
    viewer: Annotated[Viewer, Needs(Thing.FOLLOW_UP)], summaries: AllSummaries, follow_up: FollowUp, month: AskedMonth
) -> HTMLResponse:
    situation = summaries.situation
    with follow_up.reading() as look:
        found = month_list(look.tx, look.today, situation, viewer, month)
    return page(
        "month_follow_up.html",
        viewer=viewer,
        situation=situation,
        month=month,
        today=follow_up.day,
        found=found,
        states=MonthlyState,
    )


@router.get(ADDRESS + ".xlsx")
def months_file(
    viewer: Annotated[Viewer, Needs(Thing.EXPORT)], summaries: AllSummaries, follow_up: FollowUp, month: AskedMonth
) -> Response:
    """The list of enheter as the page shows it to her."""
    if not may_enter(viewer, Act.SEE, Thing.FOLLOW_UP):
        raise HTTPException(404)
    situation = summaries.situation
    with follow_up.reading() as look:
        found = month_list(look.tx, look.today, situation, viewer, month)
    content = months_workbook(situation.municipality, month, found)
    return excel_answer(content, f"manedsoppfolging-{month}", follow_up.day)


@router.get(ADDRESS + "/{enhet}/{maaned}", response_class=HTMLResponse)
def month_of(
    request: Request,
    viewer: Reader,
    enhet: str,
    maaned: str,
    summaries: AllSummaries,
    follow_up: FollowUp,
    entrance: TheEntrance,
) -> HTMLResponse:
    shown = _page(viewer, enhet, maaned, summaries, follow_up)
    entrance.read(OF_MONTHS, subject_of(enhet, _month(maaned)), viewer, request)
    return shown


@router.post(ADDRESS + "/{enhet}/{maaned}/forklaring", response_class=HTMLResponse)
def explained(
    viewer: Doer,
    enhet: str,
    maaned: str,
    sent: SentIn,
    summaries: AllSummaries,
    follow_up: FollowUp,
    entrance: TheEntrance,
) -> Response:
    themes = [one.id for one in follow_up.desk.policies.monthly.themes]
    said, errors = said_in(sent, themes)
    if not errors:
        try:
            explain_month(follow_up.desk, enhet, _month(maaned), viewer.person or "", said, entrance.clock())
            return _back(enhet, maaned)
        except (NotMonthly, NoSuchMonth, Conflict, Refused) as error:
            errors[""] = _told(error)
    return _page(viewer, enhet, maaned, summaries, follow_up, written=Written(sent=sent, errors=errors))


@router.post(ADDRESS + "/{enhet}/{maaned}/lest/{tema}", response_class=HTMLResponse)
def reviewed(
    viewer: Doer,
    enhet: str,
    maaned: str,
    tema: str,
    sent: SentIn,
    summaries: AllSummaries,
    follow_up: FollowUp,
    entrance: TheEntrance,
) -> Response:
    """She accepts it, or asks."""
    try:
        given = {"godta": accept_month, "spor": question_month}[sent.choice("godta", "spor")]
        text = sent.text()
        given(follow_up.desk, enhet, _month(maaned), tema, viewer.person or "", text, entrance.clock(), sent.version)
        return _back(enhet, maaned)
    except Wrong as wrong:
        tried = Tried(act=tema, sent=sent, told=(wrong.what,), field=wrong.field)
    except (NotMonthly, NoSuchMonth, Conflict) as error:
        tried = Tried(act=tema, sent=sent, told=(_told(error),), field=TEXT)
    return _page(viewer, enhet, maaned, summaries, follow_up, tried=tried)


@router.post(ADDRESS + "/{enhet}/{maaned}/tiltak/{tiltak}", response_class=HTMLResponse)
def done(
    viewer: Promiser,
    enhet: str,
    maaned: str,
    tiltak: str,
    sent: SentIn,
    summaries: AllSummaries,
    follow_up: FollowUp,
    entrance: TheEntrance,
) -> Response:
    """A tiltak is done."""
    try:
        finish_tiltak_of_month(
            follow_up.desk, enhet, _month(maaned), tiltak, viewer.person or "", sent.text(), entrance.clock()
        )
        return _back(enhet, maaned)
    except Wrong as wrong:
        tried = Tried(act=tiltak, sent=sent, told=(wrong.what,), field=wrong.field)
    except (NotMonthly, NoSuchMonth, Conflict) as error:
        tried = Tried(act=tiltak, sent=sent, told=(_told(error),), field=TEXT)
    return _page(viewer, enhet, maaned, summaries, follow_up, tried=tried)


def _back(enhet: str, maaned: str) -> RedirectResponse:
    return RedirectResponse(link(f"{ADDRESS}/{enhet}/{maaned}") + "#innhold", 303)


def _told(error: NotMonthly | NoSuchMonth | Conflict | Refused) -> str:
    if isinstance(error, NotMonthly):
        return _(TOLD[error.why])
    if isinstance(error, Conflict):
        return _("Noen andre skrev her samtidig, så dette er ikke lagret. Se hva som er nytt, og send på nytt.")
    if isinstance(error, Refused):
        told = refusals.told(error)
        return f"{told.what} {told.fix}"
    return _("Det er ikke bedt om noen forklaring for denne måneden.")


def _month(text: str) -> Month:
    found = month_or_none(text)
    if found is None:
        raise HTTPException(404)
    return found


def _page(
    viewer: Viewer,
    enhet: str,
    maaned: str,
    summaries: AllSummaries,
    follow_up: FollowUp,
    *,
    written: Written | None = None,
    tried: Tried | None = None,
) -> HTMLResponse:
    situation, month = summaries.situation, _month(maaned)
    if not situation.knows_unit(enhet):
        raise no_such_enhet(enhet)
    if not sees_month(viewer, enhet):
        return _promised_page(viewer, enhet, month, summaries, follow_up, tried or Tried())
    with follow_up.reading() as look:
        themes = month_of_enhet(look.tx, look.today, situation, viewer, enhet, month)
        years = {
            one.theme.id: year_of(look.tx, situation, one.theme, one.indicator, enhet, month)
            for one in themes
            if not one.measured.few
        }
        owners = list(owners_for(look.today, viewer))
    return page(
        "month_of_enhet.html",
        422 if written is not None or tried is not None else 200,
        viewer=viewer,
        situation=situation,
        month=month,
        today=follow_up.day,
        id=enhet,
        name=situation.unit_name(enhet, month),
        themes=themes,
        years=years,
        owners=owners,
        states=MonthlyState,
        acts=MonthlyAct,
        written=written or Written(),
        tried=tried or Tried(),
        may_do=may(viewer, Act.DO, Thing.FOLLOW_UP, enhet),
        sees_unit=may_enter(viewer, Act.SEE, Thing.UNIT) and may(viewer, Act.SEE, Thing.UNIT, enhet),
        name_of=name_of,
        most_tiltak=MOST_TILTAK,
        longest=LONGEST,
    )


def _promised_page(
    viewer: Viewer, enhet: str, month: Month, summaries: AllSummaries, follow_up: FollowUp, tried: Tried
) -> HTMLResponse:
    """What she has promised at an enhet whose months are not hers to read: nothing else of it."""
    situation = summaries.situation
    with follow_up.reading() as look:
        found = promised_by(look.tx, look.today, viewer.person, enhet, month) if viewer.person is not None else []
    if not found:
        raise no_such_enhet(enhet)
    return page(
        "month_promised.html",
        422 if tried.act else 200,
        viewer=viewer,
        situation=situation,
        month=month,
        today=follow_up.day,
        id=enhet,
        name=situation.unit_name(enhet, month),
        found=found,
        tried=tried,
    )
