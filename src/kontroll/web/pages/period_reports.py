"""The report of a month or a tertial to those who are elected: drafted from the figures, written on, and laid before them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from kontroll.domain.access import Act, Role, Thing, Viewer, reach, seen
from kontroll.domain.conflict import Conflict
from kontroll.domain.month import Period
from kontroll.flows.monthly.report_texts import AlreadyPresented, present_report, write_report_text
from kontroll.flows.showing.period_report import period_report
from kontroll.report.explaining.phrases import when_name
from kontroll.report.monthly.period_report import PeriodReport, ReportKind, period_of, shown
from kontroll.report.monthly.report_files import WRITERS, standing
from kontroll.report.summary import Summaries
from kontroll.texts import _
from kontroll.web.act_form import LONGEST, Sent, Tried, Wrong, sent_in
from kontroll.web.render import page
from kontroll.web.signed_in import Entrance, Needs, TheEntrance
from kontroll.web.site import AllSummaries, FollowUp, FollowUpState

router = APIRouter()
#: The beginning of the address -> the kind.
KINDS = {"manedsrapport": ReportKind.MONTH, "tertialrapport": ReportKind.TERTIAL}
#: In the place of an area: the report is laid before the elected.
PRESENT = "legg-fram"
Reader = Annotated[Viewer, Needs(Thing.SUMMED)]
Writer = Annotated[Viewer, Needs(Thing.FOLLOW_UP, Act.DO)]
_FILES = {
    "html": "text/html; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


async def _sent(request: Request) -> Sent:
    return sent_in(await request.form())


SentIn = Annotated[Sent, Depends(_sent)]


@router.get("/manedsrapport/{periode}", response_class=HTMLResponse)
def monthly(viewer: Reader, periode: str, summaries: AllSummaries, follow_up: FollowUp) -> HTMLResponse:
    return _page(viewer, "manedsrapport", periode, summaries, follow_up)


@router.get("/tertialrapport/{periode}", response_class=HTMLResponse)
def tertial(viewer: Reader, periode: str, summaries: AllSummaries, follow_up: FollowUp) -> HTMLResponse:
    return _page(viewer, "tertialrapport", periode, summaries, follow_up)


@router.get("/manedsrapport/{periode}/rapport.{ending}")
def monthly_file(viewer: Reader, periode: str, ending: str, summaries: AllSummaries, follow_up: FollowUp) -> Response:
    return _file(viewer, "manedsrapport", periode, ending, summaries, follow_up)


@router.get("/tertialrapport/{periode}/rapport.{ending}")
def tertial_file(viewer: Reader, periode: str, ending: str, summaries: AllSummaries, follow_up: FollowUp) -> Response:
    return _file(viewer, "tertialrapport", periode, ending, summaries, follow_up)


@router.post("/manedsrapport/{periode}", response_class=HTMLResponse)
def written_monthly(
    viewer: Writer, periode: str, sent: SentIn, summaries: AllSummaries, follow_up: FollowUp, entrance: TheEntrance
) -> Response:
    return _written(viewer, "manedsrapport", periode, sent, summaries, follow_up, entrance)


@router.post("/tertialrapport/{periode}", response_class=HTMLResponse)
def written_tertial(
    viewer: Writer, periode: str, sent: SentIn, summaries: AllSummaries, follow_up: FollowUp, entrance: TheEntrance
) -> Response:
    return _written(viewer, "tertialrapport", periode, sent, summaries, follow_up, entrance)


def may_write(viewer: Viewer) -> bool:
    """Whoever answers for the whole kommune."""
    return reach(viewer, Act.DO, Thing.FOLLOW_UP).is_all


def _sees_drafts(viewer: Viewer) -> bool:
    """Those who are elected see it when it is laid before them."""
    return seen(viewer, Thing.FOLLOW_UP).is_all or Role.SUPERVISORY in viewer.roles


def _report(slag: str, periode: str, summaries: Summaries, follow_up: FollowUpState) -> PeriodReport:
    period = period_of(KINDS[slag], periode)
    found = None
    if period is not None:
        with follow_up.reading() as look:
            found = period_report(look.tx, look.today, summaries, KINDS[slag], period)
    if found is None:
        raise HTTPException(404, _("Ingen måned i perioden er vurdert, eller perioden er skrevet på en annen form."))
    return found


def _page(
    viewer: Viewer,
    slag: str,
    periode: str,
    summaries: Summaries,
    follow_up: FollowUpState,
    tried: Tried | None = None,
) -> HTMLResponse:
    report = _report(slag, periode, summaries, follow_up)
    return page(
        "period_report.html",
        422 if tried is not None else 200,
        viewer=viewer,
        situation=summaries.situation,
        month=report.month,
        report=report,
        is_shown=report.presented is not None or _sees_drafts(viewer),
        may_write=may_write(viewer) and report.presented is None,
        standing=standing(report),
        shown=shown,
        at=f"/{slag}/{report.period}",
        others=_others(slag, report, summaries),
        tried=tried or Tried(),
        longest=LONGEST,
    )


def _others(slag: str, report: PeriodReport, summaries: Summaries) -> list[tuple[str, str]]:
    """Address and name of the periods that there may be a report of, the newest first."""
    situation = summaries.situation
    months = {ReportKind.MONTH: 1, ReportKind.TERTIAL: 4}[report.kind]
    periods = sorted({Period(months, month.ordinal // months) for month in situation.months}, reverse=True)
    return [(f"/{slag}/{one}", when_name(one)) for one in periods]


def _file(
    viewer: Viewer, slag: str, periode: str, ending: str, summaries: Summaries, follow_up: FollowUpState
) -> Response:
    report = _report(slag, periode, summaries, follow_up)
    if f".{ending}" not in WRITERS:
        raise HTTPException(404)
    if not (report.presented or _sees_drafts(viewer)):
        raise HTTPException(404, _("Rapporten er ikke lagt fram ennå."))
    name = f"{slag}-{report.period}.{ending}"
    return Response(
        WRITERS[f".{ending}"](report),
        media_type=_FILES[ending],
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )


def _written(
    viewer: Viewer,
    slag: str,
    periode: str,
    sent: Sent,
    summaries: Summaries,
    follow_up: FollowUpState,
    entrance: Entrance,
) -> Response:
    """The text of an area, or that it is laid before the elected."""
    if not may_write(viewer) or viewer.person is None:
        raise HTTPException(403)
    report, area = _report(slag, periode, summaries, follow_up), sent.given("omrade")
    try:
        if area == PRESENT:
            present_report(follow_up.desk, str(report.period), viewer.person, entrance.clock())
        elif report.area(area) is None:
            raise HTTPException(404)
        else:
            write_report_text(
                follow_up.desk, str(report.period), area, viewer.person, sent.text(), sent.version, entrance.clock()
            )
    except Wrong as wrong:
        return _page(viewer, slag, periode, summaries, follow_up, Tried(act=area, sent=sent, told=(wrong.what,)))
    except Conflict:
        told = _("Noen andre skrev her samtidig, så dette er ikke lagret. Se hva som er nytt, og lagre på nytt.")
        return _page(viewer, slag, periode, summaries, follow_up, Tried(act=area, sent=sent, told=(told,)))
    except AlreadyPresented:
        told = _("Rapporten er lagt fram, og kan ikke skrives om.")
        return _page(viewer, slag, periode, summaries, follow_up, Tried(act=area, sent=sent, told=(told,)))
    return RedirectResponse(f"/{slag}/{report.period}#{'innhold' if area == PRESENT else area}", 303)
