"""Saker: those that are followed up, and one of them with what was said and done in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from starlette.responses import HTMLResponse

from kontroll.domain.access import Thing, Viewer
from kontroll.domain.sak import SakState
from kontroll.flows.month.proved import latest_proof
from kontroll.flows.showing.queue_order import Sort
from kontroll.flows.showing.saker_list import SakerAsked, saker_page
from kontroll.texts import N_, _
from kontroll.web.pages.answer import read_sak_with_acts
from kontroll.web.render import link, page
from kontroll.web.shown_sak import sak_page
from kontroll.web.signed_in import Needs, TheEntrance, opened_by_hand
from kontroll.web.site import AllSummaries, AskedPage, FollowUp, demand_page

router = APIRouter()
_PART = Query(max_length=100)
#: In the address, for a list with the closed ones too.
EVERY = "alle"
_HEADINGS = (
    (Sort.SEVERITY, N_("Alvor")), (Sort.WHAT, N_("Sak")), (Sort.WHERE, N_("Enhet")), (Sort.OWNER, N_("Eier")),
    (Sort.STATE, N_("Tilstand")), (Sort.DEADLINE, N_("Frist")),
)  # fmt: skip


def asked_saker(
    tilstand: Annotated[str, _PART] = "",
    enhet: Annotated[str, _PART] = "",
    ord: Annotated[str, _PART] = "",
    sorter: Annotated[str, _PART] = "",
    retning: Annotated[str, _PART] = "",
) -> SakerAsked:
    """tilstand: «alle» = closed ones too. 422 for a word that is none of those there are."""
    return SakerAsked(
        state=None if tilstand == EVERY else _state(tilstand),
        closed_too=tilstand == EVERY,
        enhet=enhet.strip(),
        word=ord.strip(),
        sort=_sort(sorter),
        down=retning == "ned",
    )


AskedSaker = Annotated[SakerAsked, Depends(asked_saker)]


@router.get("/saker", response_class=HTMLResponse)
def saker(
    viewer: Annotated[Viewer, Needs(Thing.SAK)],
    asked: AskedSaker,
    summaries: AllSummaries,
    follow_up: FollowUp,
    side: AskedPage = 1,
) -> HTMLResponse:
    with follow_up.reading() as look:
        found = saker_page(look.tx, look.today, viewer, asked, side)
        proven = latest_proof(look.tx)
    demand_page(side, found.pages)
    return page(
        "saker.html",
        viewer=viewer,
        situation=summaries.situation,
        month=summaries.situation.last,
        today=follow_up.day,
        asked=asked,
        found=found,
        proven=proven,
        states=list(SakState),
        every=EVERY,
        query=query_of(asked),
        headings=[_heading(asked, by, _(name)) for by, name in _HEADINGS],
    )


def query_of(asked: SakerAsked) -> dict[str, str | None]:
    """What stands in the address; without what is as usual."""
    state = EVERY if asked.closed_too else asked.state.value if asked.state else None
    return {
        "tilstand": state,
        "enhet": asked.enhet or None,
        "ord": asked.word or None,
        "sorter": asked.sort.value if asked.sort else None,
        "retning": "ned" if asked.down else None,
    }


def narrowed(asked: SakerAsked) -> list[str]:
    """What the list was narrowed to, one sentence each."""
    state = _("Alle, også lukkede") if asked.closed_too else _("Alle som ikke er lukket")
    told = [_("Tilstand: {one}").format(one=asked.state.value) if asked.state else state]
    if asked.enhet:
        told.append(_("Enhet: {one}").format(one=asked.enhet))
    if asked.word:
        told.append(_("Med «{word}» i regel, enhet eller saksnummer").format(word=asked.word))
    return told


@dataclass(frozen=True, slots=True)
class Heading:
    """Of a column. href: where it is sorted by it, the other way where it is so already. sorted: the attribute; "" = not."""

    name: str
    href: str
    sorted: str


def _heading(asked: SakerAsked, by: Sort, name: str) -> Heading:
    is_sorted = asked.sort is by
    down = not asked.down if is_sorted else by in (Sort.SEVERITY, Sort.TIMES)
    query = {**query_of(asked), "sorter": by.value, "retning": "ned" if down else None}
    return Heading(name, link("/saker", **query), ("descending" if asked.down else "ascending") if is_sorted else "")


@router.get("/sak/{id}", response_class=HTMLResponse)
def sak(
    viewer: Annotated[Viewer, Needs(Thing.SAK)],
    id: str,
    request: Request,
    summaries: AllSummaries,
    follow_up: FollowUp,
    entrance: TheEntrance,
) -> HTMLResponse:
    found, hers, acts = read_sak_with_acts(follow_up, viewer, id)
    if viewer.person is not None and opened_by_hand(request):
        entrance.opened(found.shown.sak.id, viewer.person)
    return sak_page(viewer, summaries, follow_up, found, hers, acts=acts)


def _sort(text: str) -> Sort | None:
    if not text:
        return None
    try:
        return Sort(text)
    except ValueError:
        raise HTTPException(422, _("Listen kan ikke sorteres slik.")) from None


def _state(text: str) -> SakState | None:
    if not text:
        return None
    try:
        return SakState(text)
    except ValueError:
        raise HTTPException(422, _("Tilstanden finnes ikke.")) from None
