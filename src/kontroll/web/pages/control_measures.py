"""Control measures: the rules that look at persons, for those who answer for and speak for the employees (aml. § 9-2)."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, HTTPException
from starlette.responses import HTMLResponse, RedirectResponse, Response

from kontroll.domain.access import Act, Thing, Viewer, may_enter
from kontroll.domain.controlmeasure import OUTCOMES, MeasureKind, MeasureOutcome, MeasureRefusal
from kontroll.flows.people.looking import Looking
from kontroll.flows.reglement.control_measures import NotRecorded, Stands, measure_of, measures, record_meeting
from kontroll.texts import N_, _
from kontroll.web.act_form import LONGEST, TEXT, Sent, SentIn, Tried, Wrong
from kontroll.web.render import link, page
from kontroll.web.signed_in import Needs, TheEntrance
from kontroll.web.site import AllSummaries, FollowUp

router = APIRouter()
ADDRESS = "/kontrolltiltak"
Reader = Annotated[Viewer, Needs(Thing.KONTROLLTILTAK)]
Recorder = Annotated[Viewer, Needs(Thing.KONTROLLTILTAK, Act.DO)]
#: What stands in the address of the form -> what it records.
KINDS = {"drofting": MeasureKind.DISCUSSED, "evaluering": MeasureKind.EVALUATED}
ON, NEXT, TOOK_PART, OUTCOME = "dato", "neste", "deltok", "utfall"
#: What stands in the way -> the field it is about, and what is told.
_TOLD = {
    MeasureRefusal.NOT_HELD_YET: (ON, N_("Møtet må være holdt. Skriv en dato som ikke er etter i dag.")),
    MeasureRefusal.WRONG_OUTCOME: (OUTCOME, N_("Velg hva dere kom til.")),
    MeasureRefusal.NOBODY_MET: (TOOK_PART, N_("Skriv hvem som deltok, og i hvilken rolle.")),
    MeasureRefusal.NO_TEXT: (TEXT, N_("Skriv hva som ble sagt. Den som leser det senere, skal forstå hva dere mente.")),
    MeasureRefusal.NO_NEXT: (NEXT, N_("Skriv når tiltaket skal evalueres neste gang.")),
    MeasureRefusal.NEXT_PASSED: (NEXT, N_("Neste evaluering må være etter møtet.")),
}


@router.get(ADDRESS, response_class=HTMLResponse)
def control_measures(viewer: Reader, summaries: AllSummaries, follow_up: FollowUp) -> HTMLResponse:
    with follow_up.desk.database.reading() as tx:
        found = measures(tx, follow_up.desk, follow_up.day)
    return page(
        "control_measures.html",
        viewer=viewer,
        situation=summaries.situation,
        month=summaries.situation.last,
        found=found,
        stands=Stands,
        overdue=[one for one in found if one.overdue],
    )


@router.get("/kontrolltiltak/{id}", response_class=HTMLResponse)
def control_measure(viewer: Reader, id: str, summaries: AllSummaries, follow_up: FollowUp) -> HTMLResponse:
    return _page(viewer, id, summaries, follow_up, Tried())


@router.post("/kontrolltiltak/{id}/{hva}", response_class=HTMLResponse)
def recorded(
    viewer: Recorder,
    id: str,
    hva: str,
    sent: SentIn,
    summaries: AllSummaries,
    follow_up: FollowUp,
    entrance: TheEntrance,
) -> Response:
    if hva not in KINDS:
        raise HTTPException(404)
    kind = KINDS[hva]
    try:
        record_meeting(
            follow_up.desk,
            id,
            viewer,
            kind=kind,
            on=_day(sent, ON),
            outcome=_outcome(sent, kind),
            next_on=_day(sent, NEXT) if sent.given(NEXT).strip() else None,
            took_part=sent.text(TOOK_PART),
            said=sent.text(),
            now=entrance.clock(),
        )
    except Wrong as error:
        return _page(viewer, id, summaries, follow_up, Tried(act=hva, sent=sent, told=(error.what,), field=error.field))
    except NotRecorded as error:
        if error.why not in _TOLD:
            raise _none_such(id) from None
        field, told = _TOLD[error.why]
        return _page(viewer, id, summaries, follow_up, Tried(act=hva, sent=sent, told=(_(told),), field=field))
    return RedirectResponse(link(f"{ADDRESS}/{id}") + "#moter", 303)


def _day(sent: Sent, field: str) -> date:
    """As a browser sends it, or as people write it. Raises Wrong."""
    try:
        return sent.day(field)
    except Wrong:
        raise Wrong(field, _("Skriv datoen som dag, måned og år, for eksempel 31.12.2026.")) from None


def _outcome(sent: Sent, kind: MeasureKind) -> MeasureOutcome:
    word = sent.given(OUTCOME)
    found = next((one for one in OUTCOMES[kind] if one.value == word), None)
    if found is None:
        raise Wrong(OUTCOME, _("Velg hva dere kom til."))
    return found


def _page(viewer: Viewer, id: str, summaries: AllSummaries, follow_up: FollowUp, tried: Tried) -> HTMLResponse:
    with follow_up.desk.database.reading() as tx:
        found = measure_of(tx, follow_up.desk, id, follow_up.day)
    if found is None:
        raise _none_such(id)
    with follow_up.reading() as look:
        people = {one.event.by: _name(look, one.event.by) for one in found.held}
    return page(
        "control_measure.html",
        422 if tried.act else 200,
        viewer=viewer,
        situation=summaries.situation,
        month=summaries.situation.last,
        one=found,
        people=people,
        stands=Stands,
        tried=tried,
        outcomes={word: OUTCOMES[kind] for word, kind in KINDS.items()},
        may_record=may_enter(viewer, Act.DO, Thing.KONTROLLTILTAK),
        today=follow_up.day,
        longest=LONGEST,
    )


def _name(look: Looking, by: str) -> str:
    """Of a person in the lists, or of a user who is in none."""
    person = look.today.directory.person(by, look.today.day)
    if person is not None:
        return person.name
    user = look.tx.users.get(by)
    return user.name if user is not None else by


def _none_such(id: str) -> HTTPException:
    return HTTPException(404, _("Det finnes ikke noe kontrolltiltak med id «{id}».").format(id=id[:60]))
