"""The report of a month or a tertial to those who are elected: drafted from the figures, and written on until it is checked."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException
from starlette.responses import HTMLResponse, RedirectResponse, Response

from kontroll.domain.access import Act, Thing, Viewer, may_enter, reach
from kontroll.domain.conflict import Conflict
from kontroll.domain.month import Period
from kontroll.flows.issuing.report_way import ReportWay, report_way
from kontroll.flows.monthly.report_texts import ReportClosed, write_report_text
from kontroll.flows.periods.period_report import PeriodReport, period_report
from kontroll.report.document.files import BY_ENDING
from kontroll.report.document.html import opens
from kontroll.report.document.kinds import ReportKind, period_of
from kontroll.report.explaining.phrases import when_name
from kontroll.report.summary import Summaries
from kontroll.texts import _
from kontroll.web.act_form import LONGEST, Sent, SentIn, Tried, Wrong
from kontroll.web.behind import figure_page, not_shown
from kontroll.web.render import page
from kontroll.web.signed_in import Entrance, Needs, TheEntrance
from kontroll.web.site import AllSummaries, AskedPage, FollowUp, FollowUpState

router = APIRouter()
Reader = Annotated[Viewer, Needs(Thing.SUMMED)]
#: Whoever reads drafts sees what stands behind their figures.
Opener = Annotated[Viewer, Needs(Thing.REPORTING)]
Writer = Annotated[Viewer, Needs(Thing.REPORTING, Act.DO)]


@router.get("/manedsrapport/{periode}", response_class=HTMLResponse)
def monthly(viewer: Reader, periode: str, summaries: AllSummaries, follow_up: FollowUp) -> HTMLResponse:
    return _page(viewer, ReportKind.MONTH, periode, summaries, follow_up)


@router.get("/tertialrapport/{periode}", response_class=HTMLResponse)
def tertial(viewer: Reader, periode: str, summaries: AllSummaries, follow_up: FollowUp) -> HTMLResponse:
    return _page(viewer, ReportKind.TERTIAL, periode, summaries, follow_up)


@router.get("/manedsrapport/{periode}/rapport.{ending}")
def monthly_file(viewer: Reader, periode: str, ending: str, summaries: AllSummaries, follow_up: FollowUp) -> Response:
    return _file(viewer, ReportKind.MONTH, periode, ending, summaries, follow_up)


@router.get("/tertialrapport/{periode}/rapport.{ending}")
def tertial_file(viewer: Reader, periode: str, ending: str, summaries: AllSummaries, follow_up: FollowUp) -> Response:
    return _file(viewer, ReportKind.TERTIAL, periode, ending, summaries, follow_up)


@router.get("/manedsrapport/{periode}/tall/{figur}", response_class=HTMLResponse)
def behind_monthly(
    viewer: Opener, periode: str, figur: str, summaries: AllSummaries, follow_up: FollowUp, side: AskedPage = 1
) -> HTMLResponse:
    return _behind(viewer, ReportKind.MONTH, periode, figur, side, summaries, follow_up)


@router.get("/tertialrapport/{periode}/tall/{figur}", response_class=HTMLResponse)
def behind_tertial(
    viewer: Opener, periode: str, figur: str, summaries: AllSummaries, follow_up: FollowUp, side: AskedPage = 1
) -> HTMLResponse:
    return _behind(viewer, ReportKind.TERTIAL, periode, figur, side, summaries, follow_up)


@router.post("/manedsrapport/{periode}", response_class=HTMLResponse)
def written_monthly(
    viewer: Writer, periode: str, sent: SentIn, summaries: AllSummaries, follow_up: FollowUp, entrance: TheEntrance
) -> Response:
    return _written(viewer, ReportKind.MONTH, periode, sent, summaries, follow_up, entrance)


@router.post("/tertialrapport/{periode}", response_class=HTMLResponse)
def written_tertial(
    viewer: Writer, periode: str, sent: SentIn, summaries: AllSummaries, follow_up: FollowUp, entrance: TheEntrance
) -> Response:
    return _written(viewer, ReportKind.TERTIAL, periode, sent, summaries, follow_up, entrance)


def may_write(viewer: Viewer) -> bool:
    """Whoever makes the reports of the whole kommune, and is a person whose name may stand under what she wrote."""
    return reach(viewer, Act.DO, Thing.REPORTING).is_all and viewer.person is not None


def _sees_drafts(viewer: Viewer) -> bool:
    """Those who are elected see it when it is issued."""
    return may_enter(viewer, Act.SEE, Thing.REPORTING)


def _report(kind: ReportKind, periode: str, summaries: Summaries, follow_up: FollowUpState) -> PeriodReport:
    period = period_of(kind, periode)
    found = None
    if period is not None:
        with follow_up.reading() as look:
            found = period_report(look.tx, look.today, summaries, kind, period)
    if found is None:
        raise HTTPException(404, _("Ingen måned i perioden er vurdert, eller perioden er skrevet på en annen form."))
    return found


def _behind(
    viewer: Viewer,
    kind: ReportKind,
    periode: str,
    figure: str,
    side: int,
    summaries: Summaries,
    follow_up: FollowUpState,
) -> HTMLResponse:
    """What was counted, in one sentence, and every one of them."""
    report = _report(kind, periode, summaries, follow_up)
    return figure_page(
        viewer, summaries, report.document, report.behind, figure, side, f"/{kind.value}/{report.period}"
    )


def _page(
    viewer: Viewer,
    kind: ReportKind,
    periode: str,
    summaries: Summaries,
    follow_up: FollowUpState,
    tried: Tried | None = None,
) -> HTMLResponse:
    report = _report(kind, periode, summaries, follow_up)
    way = _way(viewer, report, follow_up)
    return page(
        "period_report.html",
        422 if tried is not None else 200,
        viewer=viewer,
        situation=summaries.situation,
        month=report.month,
        document=report.document,
        opens=opens(report.document, f"/{kind.value}/{report.period}"),
        behind=report.behind,
        hidden=not_shown(report.document),
        is_shown=_sees_drafts(viewer),
        may_write=may_write(viewer) and way.is_written_in,
        way=way,
        files=tuple(BY_ENDING.values()),
        at=f"/{kind.value}/{report.period}",
        others=_others(report, summaries),
        tried=tried or Tried(),
        longest=LONGEST,
    )


def _way(viewer: Viewer, report: PeriodReport, follow_up: FollowUpState) -> ReportWay:
    with follow_up.reading() as look:
        return report_way(look, viewer, report.kind.value, str(report.period))


def _others(report: PeriodReport, summaries: Summaries) -> list[tuple[str, str]]:
    """Address and name of the periods that there may be a report of, the newest first."""
    situation = summaries.situation
    months = report.kind.months
    periods = sorted({Period(months, month.ordinal // months) for month in situation.months}, reverse=True)
    return [(f"/{report.kind.value}/{one}", when_name(one)) for one in periods]


def _file(
    viewer: Viewer, kind: ReportKind, periode: str, ending: str, summaries: Summaries, follow_up: FollowUpState
) -> Response:
    report = _report(kind, periode, summaries, follow_up)
    file = BY_ENDING.get(f".{ending}")
    if file is None:
        raise HTTPException(404)
    if not _sees_drafts(viewer):
        raise HTTPException(404, _("Dette er et utkast. Rapporter som er utgitt, ligger under «Rapporter»."))
    name = f"{kind.value}-{report.period}.{ending}"
    return Response(
        file.write(report.document, f"{follow_up.desk.settings.address.rstrip('/')}/{kind.value}/{report.period}"),
        media_type=file.media_type,
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )


def _written(
    viewer: Viewer,
    kind: ReportKind,
    periode: str,
    sent: Sent,
    summaries: Summaries,
    follow_up: FollowUpState,
    entrance: Entrance,
) -> Response:
    """The text of an area. What is only counted is not written over."""
    if not may_write(viewer) or viewer.person is None:
        raise HTTPException(403)
    report, area = _report(kind, periode, summaries, follow_up), sent.given("omrade")
    section = report.document.section(area)
    if section is None or not section.drafted:
        raise HTTPException(404)
    try:
        write_report_text(
            follow_up.desk, str(report.period), area, viewer.person, sent.text(), sent.version, entrance.clock()
        )
    except Wrong as wrong:
        return _page(viewer, kind, periode, summaries, follow_up, Tried(act=area, sent=sent, told=(wrong.what,)))
    except Conflict:
        told = _("Noen andre skrev her samtidig, så dette er ikke lagret. Se hva som er nytt, og lagre på nytt.")
        return _page(viewer, kind, periode, summaries, follow_up, Tried(act=area, sent=sent, told=(told,)))
    except ReportClosed:
        told = _("Rapporten er sendt til kvalitetssikring eller utgitt, og kan ikke skrives om nå.")
        return _page(viewer, kind, periode, summaries, follow_up, Tried(act=area, sent=sent, told=(told,)))
    return RedirectResponse(f"/{kind.value}/{report.period}#{area}", 303)
