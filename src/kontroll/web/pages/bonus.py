"""Bonus to tjenestesteder: the years, the grounds of one year, why one got it or not, who is put forward, and the archive."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from kontroll.domain.access import Act, Thing, Viewer, may, seen
from kontroll.domain.bonus import BonusRefusal, BonusRefused, BonusState
from kontroll.engine.plain.answer import Value
from kontroll.flows.bonus.nominate import nominate, withdraw
from kontroll.flows.bonus.shown import KeptYear, kept_year
from kontroll.report.bonus.sentences import Telling, class_name, state_name
from kontroll.report.bonus.sheet import Sheet
from kontroll.report.bonus.year import BonusYear, ended_years
from kontroll.report.situation import Situation
from kontroll.texts import _
from kontroll.web import bonus_file
from kontroll.web.act_form import LONGEST, TEXT, Sent, Tried, Wrong, sent_in
from kontroll.web.bonus_words import TOLD, periods_told
from kontroll.web.list_files import excel_answer
from kontroll.web.render import link, page
from kontroll.web.signed_in import Needs, TheEntrance, no_such_enhet
from kontroll.web.site import AllSummaries, FollowUp, FollowUpState

router = APIRouter()
ADDRESS = "/bonus"
Reader = Annotated[Viewer, Needs(Thing.BONUS)]
#: Of the enhet in the address: whoever sees why it got it or not, and whoever may put it forward.
OfEnhet = Annotated[Viewer, Needs(Thing.BONUS, enhet="enhet")]
Nominator = Annotated[Viewer, Needs(Thing.BONUS, Act.DO, enhet="enhet")]


async def sent(request: Request) -> Sent:
    return sent_in(await request.form())


def year_of(situation: Situation, aar: int) -> BonusYear:
    """404 for a year that has not ended, or is not evaluated."""
    if aar not in ended_years(situation.months):
        raise HTTPException(404, _("Bonus regnes for år som er ferdige og vurdert."))
    return situation.bonus.of(aar)


def telling(situation: Situation, viewer: Viewer, year: BonusYear) -> Telling:
    """As she may see it: a figure that few stand behind is for the line of its enhet alone."""

    def public(value: Value) -> bool:
        own = may(viewer, Act.SEE, Thing.PERSONAL, value.enhet)
        return situation.published.value(value.indicator, value.enhet, value.period, own=own).is_shown

    return Telling(situation.rulebook, {enhet: one.name for enhet, one in year.sheets.items()}, public)


@router.get(ADDRESS, response_class=HTMLResponse)
def years(viewer: Reader, summaries: AllSummaries, follow_up: FollowUp) -> HTMLResponse:
    situation = summaries.situation
    found = [situation.bonus.of(year) for year in ended_years(situation.months)]
    with follow_up.reading() as look:
        kept = {one.year: kept_year(look, viewer, one.year) for one in found}
    hers = seen(viewer, Thing.BONUS)
    grounds = {one.year: sum(hers.holds(sheet.enhet) for sheet in one.struck) for one in found}
    return page(
        "bonus.html", viewer=viewer, situation=situation, month=situation.last, years=found, kept=kept, grounds=grounds,
        sees_all=hers.is_all, unmeasured={one.year: periods_told(situation.rulebook, one) for one in found},
    )  # fmt: skip


@router.get("/bonus/{aar}", response_class=HTMLResponse)
def year(
    viewer: Reader, aar: int, summaries: AllSummaries, follow_up: FollowUp, tjeneste: str = "", svar: str = ""
) -> HTMLResponse:
    situation = summaries.situation
    found = year_of(situation, aar)
    with follow_up.reading() as look:
        kept = kept_year(look, viewer, aar)
    hers = [sheet for sheet in found.sheets.values() if seen(viewer, Thing.BONUS).holds(sheet.enhet)]
    return page(
        "bonus_year.html",
        viewer=viewer,
        situation=situation,
        month=situation.last,
        found=found,
        kept=kept,
        hers=hers,
        rows=narrowed(hers, kept, tjeneste, svar),
        services=sorted({sheet.service for sheet in hers}),
        asked={"tjeneste": tjeneste, "svar": svar},
        counts={state: sum(sheet.state is state for sheet in hers) for state in BonusState},
        granted=_granted(found, kept),
        unmeasured=periods_told(situation.rulebook, found),
        telling=telling(situation, viewer, found),
        states=BonusState,
        state_name=state_name,
        class_name=class_name,
    )


@router.get("/bonus/{aar}/bonus.xlsx")
def file(
    viewer: Annotated[Viewer, Needs(Thing.EXPORT)],
    aar: int,
    summaries: AllSummaries,
    follow_up: FollowUp,
    tjeneste: str = "",
    svar: str = "",
) -> Response:
    """What the page lists for this viewer."""
    hers = seen(viewer, Thing.BONUS)
    if hers.is_none:
        raise HTTPException(404)
    situation = summaries.situation
    found = year_of(situation, aar)
    with follow_up.reading() as look:
        kept = kept_year(look, viewer, aar)
    rows = narrowed([one for one in found.sheets.values() if hers.holds(one.enhet)], kept, tjeneste, svar)
    content = bonus_file.bonus_file(situation.municipality, aar, rows, kept, telling(situation, viewer, found))
    return excel_answer(content, f"bonus-{aar}", follow_up.day)


@router.get("/bonus/{aar}/pakke/{nummer}")
def archive(
    viewer: Annotated[Viewer, Needs(Thing.BONUS_DECISION)], aar: int, nummer: int, follow_up: FollowUp
) -> Response:
    with follow_up.desk.database.reading() as tx:
        found = tx.bonus_packages.get(aar, nummer)
    if found is None:
        raise HTTPException(404, _("Det finnes ikke noe slikt arkiv, eller det er slettet etter frist."))
    name = f"bonus-{aar}-avgjorelse-{nummer}.zip"
    kept = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(found.content, media_type="application/zip", headers=kept)


# --- one tjenestested -------------------------------------------------------------------------------------------------


@router.get("/bonus/{aar}/{enhet}", response_class=HTMLResponse)
def sheet(viewer: OfEnhet, aar: int, enhet: str, summaries: AllSummaries, follow_up: FollowUp) -> HTMLResponse:
    return _sheet_page(viewer, aar, enhet, summaries.situation, follow_up, Tried())


@router.post("/bonus/{aar}/{enhet}/forslag", response_class=HTMLResponse)
def nominated(
    viewer: Nominator,
    aar: int,
    enhet: str,
    given: Annotated[Sent, Depends(sent)],
    summaries: AllSummaries,
    follow_up: FollowUp,
    entrance: TheEntrance,
) -> Response:
    situation = summaries.situation
    sites = year_of(situation, aar).sheets
    try:
        nominate(follow_up.desk, aar, enhet, viewer, given.text(), entrance.clock(), sites)
    except Wrong as error:
        tried = Tried(act="forslag", sent=given, told=(error.what,), field=TEXT)
        return _sheet_page(viewer, aar, enhet, situation, follow_up, tried)
    except BonusRefused as error:
        if error.why is BonusRefusal.NOT_A_SITE:
            raise no_such_enhet(enhet) from None
        tried = Tried(act="forslag", sent=given, told=(_(TOLD[error.why]),), field=TEXT)
        return _sheet_page(viewer, aar, enhet, situation, follow_up, tried)
    return RedirectResponse(link(f"/bonus/{aar}/{enhet}") + "#forslag", 303)


@router.post("/bonus/{aar}/{enhet}/trekk", response_class=HTMLResponse)
def withdrawn(
    viewer: Nominator, aar: int, enhet: str, summaries: AllSummaries, follow_up: FollowUp, entrance: TheEntrance
) -> Response:
    try:
        withdraw(follow_up.desk, aar, enhet, viewer, entrance.clock())
    except BonusRefused as error:
        tried = Tried(act="trekk", told=(_(TOLD[error.why]),))
        return _sheet_page(viewer, aar, enhet, summaries.situation, follow_up, tried)
    return RedirectResponse(link(f"/bonus/{aar}/{enhet}") + "#forslag", 303)


def _sheet_page(
    viewer: Viewer, aar: int, enhet: str, situation: Situation, follow_up: FollowUpState, tried: Tried
) -> HTMLResponse:
    found = year_of(situation, aar)
    shown = found.sheets.get(enhet)
    if shown is None:
        raise no_such_enhet(enhet)
    with follow_up.reading() as look:
        kept = kept_year(look, viewer, aar)
    return page(
        "bonus_unit.html",
        422 if tried.act else 200,
        viewer=viewer,
        situation=situation,
        month=found.month,
        found=found,
        sheet=shown,
        kept=kept,
        telling=telling(situation, viewer, found),
        nomination=kept.nominations.get(enhet),
        outcome=kept.outcome(enhet),
        may_nominate=may(viewer, Act.DO, Thing.BONUS, enhet),
        unmeasured=periods_told(situation.rulebook, found),
        states=BonusState,
        state_name=state_name,
        class_name=class_name,
        tried=tried,
        longest=LONGEST,
    )


# --- lists ------------------------------------------------------------------------------------------------------------


def narrowed(sheets: list[Sheet], kept: KeptYear, service: str, state: str) -> list[Sheet]:
    """Of one tjeneste, and of one answer; those with a ground and those put forward first."""
    found = [
        one for one in sheets if (not service or one.service == service) and (not state or one.state.value == state)
    ]
    return sorted(found, key=lambda one: (not one.classes, one.enhet not in kept.nominations, one.service, one.name))


def _granted(found: BonusYear, kept: KeptYear) -> list[tuple[Sheet, str]]:
    """Those it is given to, with what for: published when it is decided, for everybody who reads about bonus."""
    if kept.decision is None:
        return []
    given = [one.outcome for one in kept.decision.outcomes.values() if one.outcome.granted and one.outcome.klass]
    rows = [
        (found.sheets[one.enhet], class_name(one.klass)) for one in given if one.klass and one.enhet in found.sheets
    ]
    return sorted(rows, key=lambda row: (row[0].service, row[0].name))
