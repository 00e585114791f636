"""Reports that are issued: the list of them, each as it was issued, its files, what stands behind its figures, and its hashes."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, HTTPException, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from kontroll.domain.access import Act, Thing, Viewer, may_enter
from kontroll.domain.issuing import LONGEST_REASON, IssuedFile, NotIssued
from kontroll.domain.month import Frequency, Period
from kontroll.domain.notice import OF_REPORTS
from kontroll.flows.issuing.correct_report import begin_correction
from kontroll.flows.issuing.files import GROUNDS_FILE, media_type_of
from kontroll.flows.issuing.issued import (
    IssuedReport,
    canonical_text,
    held,
    issued_file,
    issued_report,
    issued_reports,
)
from kontroll.flows.issuing.report_way import report_way, underway, waits_for
from kontroll.flows.issuing.with_report import UnknownReport
from kontroll.flows.people.looking import Looking
from kontroll.report.document.files import FILES
from kontroll.report.document.html import opens
from kontroll.report.issuing.shared import shared
from kontroll.report.issuing.words import report_name
from kontroll.report.summary import Summaries
from kontroll.texts import NORWAY, _
from kontroll.web.behind import figure_page
from kontroll.web.issuing_words import told_of
from kontroll.web.render import page
from kontroll.web.signed_in import Needs, TheEntrance
from kontroll.web.site import AllSummaries, AskedPage, FollowUp, FollowUpState

router = APIRouter()
Reader = Annotated[Viewer, Needs(Thing.ISSUED)]
Doer = Annotated[Viewer, Needs(Thing.REPORTING, Act.DO)]
#: What the files are called, in the order they are offered.
_TOLD = {f"rapport{one.ending}": one.told for one in FILES}
_ORDER = {name: number for number, name in enumerate(_TOLD)}
#: The text that the hash of the report is of.
TEXT = "rapport.json"


@router.get("/rapporter", response_class=HTMLResponse)
def reports(viewer: Reader, summaries: AllSummaries, follow_up: FollowUp) -> HTMLResponse:
    """What is issued, the newest first; and for those who make them, what is on its way."""
    sees = may_enter(viewer, Act.SEE, Thing.REPORTING)
    with follow_up.reading() as look:
        found = issued_reports(look.tx)
        on_the_way = [(one, waits_for(viewer, one)) for one in underway(look)] if sees else []
    years: dict[int, list[object]] = {}
    for issue, replaced in found:
        years.setdefault(issue.year, []).append((issue, replaced, issue.at.astimezone(NORWAY).date()))
    return page(
        "issued_reports.html",
        viewer=viewer,
        situation=summaries.situation,
        month=summaries.situation.last,
        years=years,
        on_the_way=on_the_way,
        makes=sees,
        tertial=Period.containing(summaries.situation.last, Frequency.TERTIAL),
        report_name=report_name,
    )


@router.get("/rapporter/{aar}/{nummer}", response_class=HTMLResponse)
def report(
    viewer: Reader, request: Request, aar: int, nummer: int, summaries: AllSummaries, follow_up: FollowUp,
    entrance: TheEntrance,
) -> HTMLResponse:  # fmt: skip
    entrance.read(OF_REPORTS, f"{aar}/{nummer}", viewer, request)
    return _page(viewer, aar, nummer, summaries, follow_up)


@router.get("/rapporter/{aar}/{nummer}/tall/{figur}", response_class=HTMLResponse)
def behind(
    viewer: Reader, aar: int, nummer: int, figur: str, summaries: AllSummaries, follow_up: FollowUp, side: AskedPage = 1
) -> HTMLResponse:
    """What was counted when it was frozen; which records, for those who see what stands behind."""
    sees = may_enter(viewer, Act.SEE, Thing.REPORTING)
    with follow_up.reading() as look:
        document = _found(look, aar, nummer).document
    if not document.grounds:
        raise HTTPException(
            404, _("Hva som er telt bak tallene, er slettet etter frist, eller fulgte ikke med rapporten.")
        )
    document = document if sees else shared(document)
    at = f"/rapporter/{aar}/{nummer}"
    return figure_page(viewer, summaries, document, document.grounds, figur, side, at, is_shared=not sees)


@router.get("/rapporter/{aar}/{nummer}/{fil}")
def file(viewer: Reader, aar: int, nummer: int, fil: str, follow_up: FollowUp) -> Response:
    """As it was issued, byte for byte. The workbook with the records is for those who see what stands behind."""
    with follow_up.reading() as look:
        try:
            if fil == TEXT:
                content, is_open = canonical_text(look.tx, aar, nummer).encode(), True
            else:
                found = issued_file(look.tx, aar, nummer, fil)
                content, is_open = found.content, found.is_open
        except UnknownReport:
            raise _none_such() from None
    if not (is_open or may_enter(viewer, Act.SEE, Thing.REPORTING)):
        raise _none_such()
    kept = {"content-disposition": f'attachment; filename="rapport-{aar}-{nummer}-{fil}"'}
    return Response(content, media_type=media_type_of(fil), headers=kept)


@router.post("/rapporter/{aar}/{nummer}/rett", response_class=HTMLResponse)
def correct(
    viewer: Doer,
    aar: int,
    nummer: int,
    summaries: AllSummaries,
    follow_up: FollowUp,
    entrance: TheEntrance,
    tekst: Annotated[str, Form(max_length=4000)] = "",
) -> Response:
    """Begin the draft of what will replace it."""
    try:
        draft = begin_correction(follow_up.desk, aar, nummer, viewer, tekst, entrance.clock())
    except UnknownReport:
        raise _none_such() from None
    except NotIssued as refused:
        return _page(viewer, aar, nummer, summaries, follow_up, told_of(refused), tekst)
    return RedirectResponse(f"/rapporter/utkast/{draft.kind}/{draft.period}", 303)


# --- what they show ---------------------------------------------------------------------------------------------------


def _page(
    viewer: Viewer,
    year: int,
    number: int,
    summaries: Summaries,
    follow_up: FollowUpState,
    told: str = "",
    said: str = "",
) -> HTMLResponse:
    sees = may_enter(viewer, Act.SEE, Thing.REPORTING)
    with follow_up.reading() as look:
        found = _found(look, year, number)
        hashes = held(look.tx, year, number)
        way = report_way(look, viewer, found.issue.kind, found.issue.period)
    at = f"/rapporter/{year}/{number}"
    document = shared(found.document)
    return page(
        "issued_report.html",
        422 if told else 200,
        viewer=viewer,
        situation=summaries.situation,
        month=summaries.situation.last,
        found=found,
        issue=found.issue,
        document=document,
        opens=opens(document, at),
        at=at,
        files=sorted(
            (one for one in found.files if one.is_open or sees),
            key=lambda one: (not one.is_open, _ORDER.get(one.name, 0)),
        ),
        told_files={name: _(told) for name, told in _TOLD.items()},
        grounds_file=GROUNDS_FILE,
        hashes=[one for one in hashes if sees or one.name != GROUNDS_FILE],
        may_correct=may_enter(viewer, Act.DO, Thing.REPORTING)
        and viewer.person is not None
        and found.replaced is None
        and not way.is_underway,
        is_corrected=way.is_underway and sees,
        told=told,
        said=said,
        longest=LONGEST_REASON,
    )


def _offered(file: IssuedFile) -> tuple[bool, int]:
    """The order in which they are offered: the workbook with the records last."""
    return not file.is_open, _ORDER.get(file.name, 0)


def _found(look: Looking, year: int, number: int) -> IssuedReport:
    try:
        return issued_report(look.tx, year, number)
    except UnknownReport:
        raise _none_such() from None


def _none_such() -> HTTPException:
    return HTTPException(404, _("Det er ikke utgitt noen slik rapport."))
