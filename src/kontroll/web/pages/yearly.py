"""The yearly report on the internal control: the chapters as they are now, written on, and what stands behind each figure."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from kontroll.domain.access import Act, Thing, Viewer, reach
from kontroll.domain.conflict import Conflict
from kontroll.flows.monthly.report_texts import PRESENTED, AlreadyPresented, write_report_text
from kontroll.flows.paged import PER_PAGE, Paged, offset_of
from kontroll.flows.yearly.yearly_report import KIND, YearlyReport, year_of, yearly_report, years_of
from kontroll.report.document.files import BY_ENDING
from kontroll.report.document.html import opens
from kontroll.report.document.model import Figure, How, Record, figures_of
from kontroll.report.summary import Summaries
from kontroll.texts import N_, _
from kontroll.web.act_form import LONGEST, Sent, Tried, Wrong, sent_in
from kontroll.web.render import page
from kontroll.web.signed_in import Entrance, Needs, TheEntrance
from kontroll.web.site import AllSummaries, AskedPage, FollowUp, FollowUpState, demand_page

router = APIRouter()
Reader = Annotated[Viewer, Needs(Thing.REPORTING)]
Writer = Annotated[Viewer, Needs(Thing.REPORTING, Act.DO)]
_HOW = {
    How.SUM: N_("Tallet er summen av det som står i listen."),
    How.MEDIAN: N_("Tallet er det midterste av dem som står i listen."),
    How.READ: N_("Tallet står på siden som listen viser til, eller følger av den."),
}


async def _sent(request: Request) -> Sent:
    return sent_in(await request.form())


SentIn = Annotated[Sent, Depends(_sent)]


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
    grounds = report.behind.get(figur)
    if grounds is None:
        raise HTTPException(404, _("Det finnes ikke noe slikt tall i rapporten."))
    found: Paged[Record] = Paged(
        grounds.records[offset_of(side) : offset_of(side) + PER_PAGE], side, len(grounds.records)
    )
    demand_page(side, found.pages)
    return page(
        "yearly_figure.html",
        viewer=viewer,
        situation=summaries.situation,
        month=summaries.situation.last,
        report=report.document,
        figure=next((f for f in report.document.figures() if f.id == figur), Figure(id=figur, value=None)),
        grounds=grounds,
        found=found,
        how=_(_HOW[grounds.how]),
        worth=any(record.value != 1 for record in grounds.records),
        unit=next((f.unit for f in report.document.figures() if f.id == figur), "") or _("antall"),
        at=f"/{KIND}/{aar}",
        chapter=_chapter_of(report, figur),
    )


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
        presented = bool(look.tx.report_texts.count(period=aar, area=PRESENTED))
        others = years_of(look.tx, look.today)
    return page(
        "yearly_report.html",
        422 if tried is not None else 200,
        viewer=viewer,
        situation=summaries.situation,
        month=summaries.situation.last,
        document=report.document,
        opens=opens(report.document, f"/{KIND}/{aar}"),
        may_write=may_write(viewer) and not presented,
        files=tuple(BY_ENDING.values()),
        at=f"/{KIND}/{aar}",
        others=[(f"/{KIND}/{year}", str(year)) for year in others],
        behind=report.behind,
        hidden=[one for one in report.document.figures() if one.value is None],
        tried=tried or Tried(),
        longest=LONGEST,
    )


def _chapter_of(report: YearlyReport, figure: str) -> tuple[str, str]:
    """Id and title of the part in which the figure stands."""
    for section in report.document.walked():
        if any(one.id == figure for one in figures_of(section)):
            return section.id, section.title
    return "", ""


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
    except AlreadyPresented:
        told = _("Rapporten er lagt fram, og kan ikke skrives om.")
        return _page(viewer, aar, summaries, follow_up, Tried(act=area, sent=sent, told=(told,)))
    return RedirectResponse(f"/{KIND}/{aar}#{area}", 303)
