"""The report of a sample as a file: page, JSON, and the sample in Excel; and the edition that everybody may have."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException
from starlette.responses import Response

from kontroll.domain.access import Act, Thing, Viewer, may_enter
from kontroll.flows.samples.nameless import without_persons
from kontroll.flows.samples.report_draw import frozen_report, report_of
from kontroll.report.sampling.report_files import WRITERS
from kontroll.web.signed_in import Needs, TheEntrance
from kontroll.web.site import FollowUp

router = APIRouter()
#: Name -> whether it is without what only the kommune may see.
FILES = {
    "rapport.html": False,
    "rapport.json": False,
    "utvalg.xlsx": False,
    "offentlig.html": True,
    "offentlig.json": True,
}
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@router.get("/stikkprove/{id}/rapport/{navn}")
def report_file(
    viewer: Annotated[Viewer, Needs(Thing.SAMPLE)], id: str, navn: str, follow_up: FollowUp, entrance: TheEntrance
) -> Response:
    """The frozen one where the draw is concluded, else as it stands now. 404 to whoever may not take it out."""
    if navn not in FILES or not may_enter(viewer, Act.SEE, Thing.EXPORT):
        raise HTTPException(404)
    with follow_up.reading() as look:
        draw = look.tx.draws.get(id)
        if draw is None:
            raise HTTPException(404)
        report = frozen_report(look.tx, draw) or report_of(follow_up.desk, look.tx, draw, entrance.clock())
        if FILES[navn]:
            report = report.public(without_persons(look.tx))
    ending = navn[navn.index(".") :]
    content = WRITERS[ending](report, follow_up.desk.settings.municipality)
    kept = {"content-disposition": f'attachment; filename="stikkprove-{draw.id}-{navn}"'}
    return Response(content, media_type=_TYPES[ending], headers=kept)
