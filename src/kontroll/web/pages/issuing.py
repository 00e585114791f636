"""A report on its way: how far it has come, what the reader may do next, and, when it is frozen, the report as it was sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from kontroll.domain.access import Act, Thing, Viewer
from kontroll.domain.conflict import Conflict
from kontroll.domain.issuing import NotIssued, ReportAct
from kontroll.domain.month import Period
from kontroll.domain.notice import OF_REPORTS
from kontroll.flows.issuing.changed_figures import changed_figures
from kontroll.flows.issuing.live import asked, live_document
from kontroll.flows.issuing.report_way import ReportWay, report_way, sent_document
from kontroll.flows.issuing.send_report import seen_of
from kontroll.flows.issuing.with_report import UnknownReport
from kontroll.flows.people.prove_again import NotProved
from kontroll.flows.people.sign_in import SignInRefused, TooManyAttempts
from kontroll.report.document.html import opens
from kontroll.report.document.kinds import ReportKind
from kontroll.report.document.model import Document
from kontroll.report.issuing.issued_document import drafted_statement
from kontroll.report.issuing.words import report_name
from kontroll.report.summary import Summaries
from kontroll.texts import N_, _
from kontroll.web.act_form import LONGEST, SentIn, Tried, Wrong
from kontroll.web.behind import figure_page
from kontroll.web.issuing_words import field_of, told_of
from kontroll.web.pages.proving_again import proving
from kontroll.web.pages.report_acts import ACTS, Asked
from kontroll.web.render import page
from kontroll.web.signed_in import Entrance, Needs, TheEntrance
from kontroll.web.site import AllSummaries, AskedPage, FollowUp, FollowUpState

router = APIRouter(prefix="/rapporter/utkast")
Reader = Annotated[Viewer, Needs(Thing.REPORTING)]
Doer = Annotated[Viewer, Needs(Thing.REPORTING, Act.DO)]
#: Those that tell themselves what was wrong, where they are shown.
_FORMS = {
    "send": ReportAct.SEND, "godkjenn": ReportAct.CHECK, "send-tilbake": ReportAct.RETURN, "bekreft": ReportAct.CONFIRM,
}  # fmt: skip
_CHANGED = N_("Noen har gjort noe med rapporten siden du åpnet siden, så dette er ikke lagret. Se hva som står nå.")


@dataclass(frozen=True, slots=True)
class _Found:
    """live: None where no month of the period is judged any more. sent: None where nothing is frozen."""

    kind: ReportKind
    period: Period
    way: ReportWay
    live: Document | None
    sent: Document | None

    @property
    def at(self) -> str:
        return f"/rapporter/utkast/{self.kind.value}/{self.period}"


@router.get("/{slag}/{periode}", response_class=HTMLResponse)
def steps(
    viewer: Reader, request: Request, slag: str, periode: str, summaries: AllSummaries, follow_up: FollowUp,
    entrance: TheEntrance,
) -> HTMLResponse:  # fmt: skip
    found = _found(viewer, slag, periode, summaries, follow_up)
    entrance.read(OF_REPORTS, found.way.report.id, viewer, request)
    return _page(viewer, request, found, summaries, entrance, Tried())


@router.get("/{slag}/{periode}/tall/{figur}", response_class=HTMLResponse)
def behind(
    viewer: Reader,
    slag: str,
    periode: str,
    figur: str,
    summaries: AllSummaries,
    follow_up: FollowUp,
    side: AskedPage = 1,
) -> HTMLResponse:
    """As it was counted when the report was sent."""
    found = _found(viewer, slag, periode, summaries, follow_up)
    if found.sent is None:
        raise HTTPException(404, _("Rapporten er ikke sendt til kvalitetssikring."))
    return figure_page(viewer, summaries, found.sent, found.sent.grounds, figur, side, found.at)


@router.post("/{slag}/{periode}/{hva}", response_class=HTMLResponse)
def act(
    viewer: Doer,
    request: Request,
    slag: str,
    periode: str,
    hva: str,
    sent: SentIn,
    summaries: AllSummaries,
    follow_up: FollowUp,
    entrance: TheEntrance,
) -> Response:
    doing = ACTS.get(hva)
    found = _found(viewer, slag, periode, summaries, follow_up)
    if doing is None or viewer.person is None:
        raise HTTPException(404)
    try:
        after = doing(Asked(follow_up.desk, request, viewer, found.way.report.id, found.live, sent, entrance))
    except Conflict:
        status, tried = 409, Tried(act=hva, sent=sent, told=(_(_CHANGED),))
    except NotIssued as refused:
        status, tried = 422, Tried(act=hva, sent=sent, told=(told_of(refused),), field=field_of(refused))
    except Wrong as wrong:
        status, tried = 422, Tried(act=hva, sent=sent, told=(wrong.what,), field=wrong.field)
    except (SignInRefused, NotProved):
        told = _("Vi fikk ikke bekreftet at det er deg. Prøv igjen.")
        status, tried = 403, Tried(act=hva, sent=sent, told=(told,), field="passord")
    except TooManyAttempts:
        told = _("Det er prøvd for mange ganger. Vent et kvarter, og prøv igjen.")
        status, tried = 429, Tried(act=hva, sent=sent, told=(told,), field="passord")
    except UnknownReport:
        raise HTTPException(404) from None
    else:
        return RedirectResponse(after or found.at, 303)
    again = _found(viewer, slag, periode, summaries, follow_up)
    return _page(viewer, request, again, summaries, entrance, tried, status)


def _found(viewer: Viewer, slag: str, periode: str, summaries: Summaries, follow_up: FollowUpState) -> _Found:
    wanted = asked(slag, periode)
    if wanted is None:
        raise HTTPException(404, _("Perioden skrives 2026 for et år, 2026-T2 for et tertial og 2026-10 for en måned."))
    kind, period = wanted
    with follow_up.reading() as look:
        way = report_way(look, viewer, kind.value, str(period))
        live = live_document(look, summaries, kind, period)
        sent = sent_document(look.tx, way.report) if way.report.content and way.is_underway else None
    if live is None and way.report.version < 0:
        raise HTTPException(404, _("Ingen måned i perioden er vurdert."))
    return _Found(kind, period, way, live, sent)


def _page(
    viewer: Viewer,
    request: Request,
    found: _Found,
    summaries: Summaries,
    entrance: Entrance,
    tried: Tried,
    status: int = 200,
) -> HTMLResponse:
    report = found.way.report
    document = found.sent or found.live
    return page(
        "issuing_steps.html",
        status,
        viewer=viewer,
        situation=summaries.situation,
        month=summaries.situation.last,
        way=found.way,
        report=report,
        acts=ReportAct,
        name=report_name(found.kind.value, str(found.period)),
        at=found.at,
        live_at=f"/{found.kind.value}/{found.period}",
        seen=seen_of(found.live) if found.live is not None else "",
        is_live=found.live is not None,
        sent=found.sent,
        changed=changed_figures(found.sent, found.live) if found.sent is not None and found.live is not None else [],
        opens=opens(found.sent, found.at) if found.sent is not None else None,
        statement=drafted_statement(document) if document is not None else "",
        proving=proving(request, entrance, viewer, report, found.at) if ReportAct.CONFIRM in found.way.may else None,
        tried=tried,
        told_above=bool(tried.told) and _FORMS.get(tried.act) not in found.way.may,
        longest=LONGEST,
    )
