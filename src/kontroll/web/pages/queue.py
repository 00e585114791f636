"""Queue: the saker internal control works with, as they were asked for; and the same list as an Excel file."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, HTTPException
from starlette.responses import HTMLResponse, Response

from kontroll.domain.access import Act, Role, Thing, Viewer, may_enter
from kontroll.domain.rule import Severity
from kontroll.domain.sak import SakState
from kontroll.flows.month.proved import latest_proof
from kontroll.flows.showing.find_persons import SHORTEST, saker_about
from kontroll.flows.showing.queue import MOST_FOUND, QueueAsked, choices, queue_page, whole_queue
from kontroll.flows.showing.queue_order import Sort
from kontroll.report.summary import Summaries
from kontroll.texts import N_, _, day, ngettext, number
from kontroll.web import queue_form
from kontroll.web.list_files import excel_answer
from kontroll.web.queue_file import queue_file
from kontroll.web.queue_form import AskedQueue
from kontroll.web.render import page
from kontroll.web.signed_in import Needs
from kontroll.web.site import AllSummaries, AskedPage, FollowUp, FollowUpState, demand_page

router = APIRouter()
#: The columns, with what each is sorted by.
HEADINGS = (
    (Sort.SEVERITY, N_("Alvor")), (Sort.WHAT, N_("Hva")), (Sort.WHERE, N_("Hvor")), (Sort.AGE, N_("Åpen")),
    (Sort.DEADLINE, N_("Frist")), (Sort.OWNER, N_("Eier")), (Sort.STATE, N_("Venter på")), (Sort.TIMES, N_("Gang")),
)  # fmt: skip


@router.get("/ko", response_class=HTMLResponse)
def queue(
    viewer: Annotated[Viewer, Needs(Thing.SAK)],
    asked: AskedQueue,
    summaries: AllSummaries,
    follow_up: FollowUp,
    side: AskedPage = 1,
    velg: str = "",
) -> HTMLResponse:
    """velg: «alle» = with all on the page chosen, for whoever has no script."""
    return _page(viewer, summaries, follow_up, asked, side, chosen=velg == "alle")


@router.post("/ko/sok", response_class=HTMLResponse)
def found_persons(
    viewer: Annotated[Viewer, Needs(Thing.OWN, Act.DO)],
    summaries: AllSummaries,
    follow_up: FollowUp,
    navn: Annotated[str, Form(max_length=100)] = "",
) -> HTMLResponse:
    """By POST, though nothing is changed: a name stands in no address, and so in no log."""
    if not may_enter(viewer, Act.SEE, Thing.SAK):
        raise HTTPException(403)
    word = navn.strip()
    if len(word) < SHORTEST:
        wrong = _("Skriv minst {count} tegn av navnet.").format(count=SHORTEST)
        return _page(viewer, summaries, follow_up, QueueAsked(), 1, status=422, sought=word, wrong=wrong)
    with follow_up.reading() as look:
        among = saker_about(look.tx, look.today, viewer, summaries.situation.facts, word)
    return _page(viewer, summaries, follow_up, QueueAsked(among=among), 1, sought=word)


@router.get("/ko.xlsx")
def excel(
    viewer: Annotated[Viewer, Needs(Thing.EXPORT)], asked: AskedQueue, summaries: AllSummaries, follow_up: FollowUp
) -> Response:
    with follow_up.reading() as look:
        found = whole_queue(look.tx, look.today, viewer, asked)
        available = choices(look.today, viewer)
    told = [*queue_form.told(asked, available, _("Alle saker som ikke er lukket")), _counted(len(found))]
    seen_on = _("Sett {day}. Listen viser bare det du har tilgang til.").format(day=day(follow_up.day))
    content = queue_file(viewer, summaries.situation.municipality, [*told, seen_on], found)
    return excel_answer(content, "saker", follow_up.day)


def works_with(viewer: Viewer) -> bool:
    """Whether she does things with many at once: what others may do, they do in the sak."""
    return Role.INTERNAL_CONTROL in viewer.roles and viewer.person is not None


def _page(
    viewer: Viewer,
    summaries: Summaries,
    follow_up: FollowUpState,
    asked: QueueAsked,
    number_of_page: int,
    *,
    status: int = 200,
    chosen: bool = False,
    sought: str = "",
    wrong: str = "",
) -> HTMLResponse:
    with follow_up.reading() as look:
        found = queue_page(look.tx, look.today, viewer, asked, number_of_page)
        available = choices(look.today, viewer)
        proven = latest_proof(look.tx)
    demand_page(number_of_page, found.pages)
    return page(
        "queue.html",
        status,
        viewer=viewer,
        situation=summaries.situation,
        month=summaries.situation.last,
        today=follow_up.day,
        asked=asked,
        found=found,
        available=available,
        proven=proven,
        counted=_counted(found.total),
        narrowed=queue_form.told(asked, available, ""),
        query=queue_form.query_of(asked),
        form=queue_form,
        headings=[(by, _(name)) for by, name in HEADINGS],
        states=list(SakState),
        severities=list(reversed(Severity)),
        works=works_with(viewer),
        chosen=chosen,
        sought=sought,
        wrong=wrong,
        most=MOST_FOUND,
    )


def _counted(total: int) -> str:
    return ngettext("{count} sak", "{count} saker", total).format(count=number(total))
