"""Answer: a leader answers a sak with one of four, and is told what happens next. Everything works without script."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from kontroll.domain.access import Act, Thing, Viewer
from kontroll.domain.conflict import Conflict
from kontroll.domain.refusal import Refused
from kontroll.domain.sak import SakState
from kontroll.flows.people.looking import Looking
from kontroll.flows.saker.answer_sak import answer_sak
from kontroll.flows.saker.offered import Offered, offered
from kontroll.flows.showing.answering import Answering, answering, her_desk
from kontroll.flows.showing.saker_pages import OneSak, one_sak
from kontroll.notices import refusals
from kontroll.texts import _
from kontroll.web.answer_form import Written, checked, read, with_one_more
from kontroll.web.render import page, sak_link
from kontroll.web.shown_sak import sak_page
from kontroll.web.signed_in import Needs, TheEntrance
from kontroll.web.site import AllSummaries, FollowUp, FollowUpState

router = APIRouter()


async def _written(request: Request) -> Written:
    return read(await request.form())


@router.post("/sak/{id}/svar", response_class=HTMLResponse)
def answer(
    viewer: Annotated[Viewer, Needs(Thing.SAK, Act.DO)],
    id: str,
    written: Annotated[Written, Depends(_written)],
    summaries: AllSummaries,
    follow_up: FollowUp,
    entrance: TheEntrance,
) -> Response:
    found, hers = read_sak(follow_up, viewer, id)
    if viewer.person is None or not hers.is_hers:
        # Somebody was before her, or it never was hers; what she wrote is shown to her all the same.
        return sak_page(viewer, summaries, follow_up, found, hers, 409, written, [_not_any_more(found)])
    if written.wants_more:
        return sak_page(viewer, summaries, follow_up, found, hers, 200, with_one_more(written))
    written = checked(written, hers.answers, [owner.person for owner in hers.owners], follow_up.day)
    if written.errors or written.given is None:
        return sak_page(viewer, summaries, follow_up, found, hers, 422, written)
    try:
        answer_sak(
            follow_up.desk, id, viewer.person, written.given, written.text, written.promises, entrance.clock(),
            written.version if written.version is not None else -1,
        )  # fmt: skip
    except Conflict:
        found, hers = read_sak(follow_up, viewer, id)
        told = _changed(found) if hers.is_hers else _not_any_more(found)
        return sak_page(viewer, summaries, follow_up, found, hers, 409, written, [told])
    except Refused as refused:
        problem = refusals.told(refused)
        return sak_page(
            viewer,
            summaries,
            follow_up,
            found,
            hers,
            422,
            written,
            [problem.what, problem.why or "", problem.fix or ""],
        )
    return RedirectResponse(f"{sak_link(id)}/svart", 303)


@router.get("/sak/{id}/svart", response_class=HTMLResponse)
def answered(
    viewer: Annotated[Viewer, Needs(Thing.SAK)], id: str, summaries: AllSummaries, follow_up: FollowUp
) -> Response:
    """What happens next, for whoever gave the answer that stands."""
    with follow_up.reading() as look:
        found = one_sak(look.tx, look.today, viewer, id)
        desk = her_desk(look.tx, look.today, viewer)
    if found is None:
        raise no_such_sak(id)
    sak = found.shown.sak
    if sak.answer is None or sak.answered_by != viewer.person:
        raise HTTPException(404, _("Ditt svar står ikke i saken {id}.").format(id=sak.id))
    return page(
        "answered.html",
        viewer=viewer,
        situation=summaries.situation,
        month=summaries.situation.last,
        today=follow_up.day,
        one=found,
        sak=sak,
        waiting=[one for one in desk.waiting if one.tiltak is None],
    )


# --- what they share --------------------------------------------------------------------------------------------------


def read_sak(follow_up: FollowUpState, viewer: Viewer, id: str) -> tuple[OneSak, Answering]:
    """404 where there is none, and where she may not know that there is."""
    with follow_up.reading() as look:
        return _read(look, viewer, id)


def read_sak_with_acts(follow_up: FollowUpState, viewer: Viewer, id: str) -> tuple[OneSak, Answering, Offered]:
    """The same, and what else she may do with it, in one picture of the state."""
    with follow_up.reading() as look:
        found, hers = _read(look, viewer, id)
        return found, hers, offered(look.tx, look.today, viewer, found.shown.sak)


def _read(look: Looking, viewer: Viewer, id: str) -> tuple[OneSak, Answering]:
    found = one_sak(look.tx, look.today, viewer, id)
    if found is None:
        raise no_such_sak(id)
    return found, answering(look.today, viewer, found.shown.sak)


def no_such_sak(id: str) -> HTTPException:
    return HTTPException(404, _("Det finnes ingen sak med nummer «{id}».").format(id=id[:60]))


def _changed(one: OneSak) -> str:
    """What she must look at before she sends it again."""
    return _(
        "Saken er endret siden du åpnet den, så svaret er ikke sendt. Det du skrev, står her fortsatt. Se hva som er nytt "
        "under «Hva som er sagt og gjort», og send det på nytt hvis det fortsatt stemmer."
    )


def _not_any_more(one: OneSak) -> str:
    sak = one.shown.sak
    if sak.state is SakState.OPEN:
        return _("Svaret er ikke sendt. Saken er ikke din å svare på: {owner} har den nå.").format(
            owner=one.shown.owner or _("ingen")
        )
    last = one.history[-1]
    if last.who:
        return _("Svaret er ikke sendt. {who} har vært her før deg, og saken er nå «{state}».").format(
            who=last.who, state=sak.state.value
        )
    return _("Svaret er ikke sendt. Saken er nå «{state}».").format(state=sak.state.value)
