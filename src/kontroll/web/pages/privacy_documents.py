"""Privacy documents: the record of art. 30, and drafts of art. 35 for each control measure, as pages and as files."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException
from starlette.responses import HTMLResponse, Response

from kontroll.domain.access import Thing, Viewer
from kontroll.flows.reglement.control_measures import Stands
from kontroll.flows.showing.privacy_documents import assessment_of, control_measures, privacy_record
from kontroll.report.document.files import BY_ENDING
from kontroll.report.document.html import opens
from kontroll.report.document.model import Document
from kontroll.report.summary import Summaries
from kontroll.texts import _
from kontroll.web.render import page
from kontroll.web.signed_in import Needs
from kontroll.web.site import AllSummaries, FollowUp, FollowUpState

router = APIRouter()
Reader = Annotated[Viewer, Needs(Thing.KONTROLLTILTAK)]
#: What such a document is read in; there is no open data in it.
ENDINGS = (".pdf", ".html", ".docx", ".xlsx")


@router.get("/personvern/protokoll", response_class=HTMLResponse)
def protocol(viewer: Reader, summaries: AllSummaries, follow_up: FollowUp) -> HTMLResponse:
    return _page(viewer, summaries, _record(follow_up), "/personvern/protokoll")


@router.get("/personvern/protokoll/rapport.{ending}")
def protocol_file(viewer: Reader, ending: str, follow_up: FollowUp) -> Response:
    return _file(_record(follow_up), ending, "protokoll", follow_up)


@router.get("/personvern/dpia", response_class=HTMLResponse)
def assessments(viewer: Reader, summaries: AllSummaries, follow_up: FollowUp) -> HTMLResponse:
    """The control measures, each with its draft."""
    with follow_up.reading() as look:
        found = control_measures(look.tx, look.today)
    return page(
        "privacy_assessments.html",
        viewer=viewer,
        situation=summaries.situation,
        month=summaries.situation.last,
        found=found,
        written=follow_up.desk.policies.privacy.assessments,
        stands=Stands,
    )


@router.get("/personvern/dpia/{regel}", response_class=HTMLResponse)
def one(viewer: Reader, regel: str, summaries: AllSummaries, follow_up: FollowUp) -> HTMLResponse:
    return _page(viewer, summaries, _assessment(regel, follow_up), f"/personvern/dpia/{regel}")


@router.get("/personvern/dpia/{regel}/rapport.{ending}")
def one_file(viewer: Reader, regel: str, ending: str, follow_up: FollowUp) -> Response:
    return _file(_assessment(regel, follow_up), ending, f"dpia-{regel}", follow_up)


def _record(follow_up: FollowUpState) -> Document:
    with follow_up.reading() as look:
        return privacy_record(look.tx, look.today)


def _assessment(rule: str, follow_up: FollowUpState) -> Document:
    with follow_up.reading() as look:
        found = assessment_of(look.tx, look.today, rule)
    if found is None:
        raise HTTPException(404, _("«{id}» er ikke et kontrolltiltak.").format(id=rule[:60]))
    return found


def _page(viewer: Viewer, summaries: Summaries, document: Document, at: str) -> HTMLResponse:
    return page(
        "privacy_document.html",
        viewer=viewer,
        situation=summaries.situation,
        month=summaries.situation.last,
        document=document,
        opens=opens(document, ""),
        files=tuple(BY_ENDING[ending] for ending in ENDINGS),
        at=at,
    )


def _file(document: Document, ending: str, name: str, follow_up: FollowUpState) -> Response:
    kind = BY_ENDING.get(f".{ending}") if f".{ending}" in ENDINGS else None
    if kind is None:
        raise HTTPException(404)
    return Response(
        kind.write(document, follow_up.desk.settings.address.rstrip("/")),
        media_type=kind.media_type,
        headers={"content-disposition": f'attachment; filename="{name}.{ending}"'},
    )
