"""The yearly report on the internal control: the chapters as they are now, written on, and what stands behind each figure."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException
from starlette.responses import HTMLResponse, RedirectResponse, Response

from kontroll.domain.access import Act, Thing, Viewer, reach
from kontroll.domain.conflict import Conflict
from kontroll.flows.issuing.report_way import report_way
from kontroll.flows.monthly.report_texts import ReportClosed, write_report_text
from kontroll.flows.yearly.yearly_report import KIND, YearlyReport, year_of, yearly_report, years_of
from kontroll.report.document.files import BY_ENDING
from kontroll.report.document.html import opens
from kontroll.report.summary import Summaries
from kontroll.texts import _
from kontroll.web.act_form import LONGEST, Sent, SentIn, Tried, Wrong
from kontroll.web.behind import figure_page, not_shown
from kontroll.web.render import page
from kontroll.web.signed_in import Entrance, Needs, TheEntrance
from kontroll.web.site import AllSummaries, AskedPage, FollowUp, FollowUpState

router = APIRouter()
Reader = Annotated[Viewer, Needs(Thing.REPORTING)]
Writer = Annotated[Viewer, Needs(Thing.REPORTING, Act.DO)]


@router.get("/arsrapport", response_class=HTMLResponse)
def years(viewer: Reader, summaries: AllSummaries, follow_up: FollowUp) -> HTMLResponse:
    """The years that there is anything to report of, the newest first."""
    with follow_up.reading() as look:
        found = years_of(look.tx, look.today)
    return page(
        "yearly_reports.html",
        viewer=viewer,
        situation=summaries.situation,
        month=summaries.situation.last,
        today=follow_up.day,
        years=found,
    )


@router.get("/arsrapport/{aar}", response_class=HTMLResponse)
def one(viewer: Reader, aar: str, summaries: AllSummaries, follow_up: FollowUp) -> HTMLResponse:
    return _page(viewer, aar, summaries, follow_up)


@router.get("/arsrapport/{aar}/rapport.{ending}")
def file(viewer: Reader, aar: str, ending: str, summaries: AllSummaries, follow_up: FollowUp) -> Response:
    report, kind = _report(aar, summaries, follow_up), BY_ENDING.get(f".{ending}")
    if kind is None:
        raise HTTPException(404)
    address = f"{follow_up.desk.settings.address.rstrip('/')}/{KIND}/{aar}"
    return Response(
        kind.write(report.document, address),
        media_type=kind.media_type,
        headers={"content-disposition": f'attachment; filename="{KIND}-{aar}.{ending}"'},
    )


@router.get("/arsrapport/{aar}/tall/{figur}", response_class=HTMLResponse)
def behind(
    viewer: Reader, aar: str, figur: str, summaries: AllSummaries, follow_up: FollowUp, side: AskedPage = 1
) -> HTMLResponse:
    """What was counted, in one sentence, and every one of them."""
    report = _report(aar, summaries, follow_up)
    return figure_page(viewer, summaries, report.document, report.behind, figur, side, f"/{KIND}/{aar}")


@router.post("/arsrapport/{aar}", response_class=HTMLResponse)
def written(
    viewer: Writer, aar: str, sent: SentIn, summaries: AllSummaries, follow_up: FollowUp, entrance: TheEntrance
) -> Response:
    return _written(viewer, aar, sent, summaries, follow_up, entrance)


def may_write(viewer: Viewer) -> bool:
    """Whoever answers for the report, and is a person whose name may stand under what she wrote."""
    return reach(viewer, Act.DO, Thing.REPORTING).is_all and viewer.person is not None


def _report(aar: str, summaries: Summaries, follow_up: FollowUpState) -> YearlyReport:
    year = year_of(aar)
    found = None
    if year is not None:
        with follow_up.reading() as look:
            found = yearly_report(look.tx, look.today, summaries, year)
    if found is None:
        raise HTTPException(404, _("Ingen måned i året er vurdert, eller året er skrevet på en annen form enn 2026."))
    return found


def _page(
    viewer: Viewer, aar: str, summaries: Summaries, follow_up: FollowUpState, tried: Tried | None = None
) -> HTMLResponse:
    report = _report(aar, summaries, follow_up)
    with follow_up.reading() as look:
        way = report_way(look, viewer, KIND, aar)
        others = years_of(look.tx, look.today)
    return page(
        "yearly_report.html",
        422 if tried is not None else 200,
        viewer=viewer,
        situation=summaries.situation,
        month=summaries.situation.last,
        document=report.document,
        opens=opens(report.document, f"/{KIND}/{aar}"),
        may_write=may_write(viewer) and way.is_written_in,
        way=way,
        files=tuple(BY_ENDING.values()),
        at=f"/{KIND}/{aar}",
        others=[(f"/{KIND}/{year}", str(year)) for year in others],
        behind=report.behind,
        hidden=not_shown(report.document),
        tried=tried or Tried(),
        longest=LONGEST,
    )


def _written(
    viewer: Viewer, aar: str, sent: Sent, summaries: Summaries, follow_up: FollowUpState, entrance: Entrance
) -> Response:
    """The text of a chapter or a part of one. What is only counted is not written over."""
    if not may_write(viewer) or viewer.person is None:
        raise HTTPException(403)
    area = sent.given("omrade")
    section = _report(aar, summaries, follow_up).document.section(area)
    if section is None or not section.drafted:
        raise HTTPException(404)
    try:
        write_report_text(follow_up.desk, aar, area, viewer.person, sent.text(), sent.version, entrance.clock())
    except Wrong as wrong:
        return _page(viewer, aar, summaries, follow_up, Tried(act=area, sent=sent, told=(wrong.what,)))
    except Conflict:
        told = _("Noen andre skrev her samtidig, så dette er ikke lagret. Se hva som er nytt, og lagre på nytt.")
        return _page(viewer, aar, summaries, follow_up, Tried(act=area, sent=sent, told=(told,)))
    except ReportClosed:
        told = _("Rapporten er sendt til kvalitetssikring eller utgitt, og kan ikke skrives om nå.")
        return _page(viewer, aar, summaries, follow_up, Tried(act=area, sent=sent, told=(told,)))
    return RedirectResponse(f"/{KIND}/{aar}#{area}", 303)
