"""Control map: how far the internal control has come, letter by letter, what shows it, and the form by which it is lowered."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query
from starlette.responses import HTMLResponse, RedirectResponse, Response

from kontroll.domain.access import Act, Role, Thing, Viewer, may_enter
from kontroll.domain.conflict import Conflict
from kontroll.domain.internalcontrol import HIGHEST_LEVEL, WHOLE, Kind, Letter, LoweringRefusal, LoweringRefused
from kontroll.flows.internal_control.control_map import Cell, control_map, standing_lowerings
from kontroll.flows.internal_control.course_of_maturity import MONTHS, courses_of_maturity, kept_between
from kontroll.flows.internal_control.look import Look
from kontroll.flows.internal_control.lower_maturity import lower_maturity
from kontroll.flows.internal_control.verify_trail import verified_months
from kontroll.flows.people.looking import Looking
from kontroll.flows.saker.acting import TEXT as REASON
from kontroll.report.internal_control import words
from kontroll.texts import N_, _
from kontroll.web import maturity_words
from kontroll.web.act_form import LONGEST, TEXT, Sent, SentIn, Tried, Wrong
from kontroll.web.list_files import excel_answer
from kontroll.web.maturity_file import grounds_file
from kontroll.web.render import link, page
from kontroll.web.signed_in import Needs, TheEntrance
from kontroll.web.site import AllSummaries, FollowUp

router = APIRouter()
ADDRESS = "/internkontroll"
Reader = Annotated[Viewer, Needs(Thing.INTERNAL_CONTROL)]
Setter = Annotated[Viewer, Needs(Thing.INTERNAL_CONTROL, Act.DO)]
LEVEL, PLACE, SEEN = "nivaa", "sted", "sett"
#: So many of each are listed on the page; all of them are in the file.
MOST = 100
#: Whoever may open what was counted; a kontrollutvalg sees how many, and demands what it wants to read.
_OPENS = frozenset({Role.TOP, Role.INTERNAL_CONTROL, Role.AUDITOR})
_TOLD = {
    LoweringRefusal.NO_REASON: (TEXT, N_("Skriv hvorfor. Den som leser det senere, skal forstå hva som ikke virker.")),
    LoweringRefusal.NOT_LOWER: (LEVEL, N_("Nivået kan bare settes lavere enn det som er vist.")),
}
_CHANGED = N_("En annen har satt nivået mens du skrev. Se hva som står nå, og send på nytt hvis det fortsatt stemmer.")


@router.get(ADDRESS, response_class=HTMLResponse)
def whole(viewer: Reader, summaries: AllSummaries, follow_up: FollowUp) -> HTMLResponse:
    policy = follow_up.desk.policies.internal_control
    with follow_up.reading() as looking:
        look = Look(looking.tx, looking.today)
        found = control_map(look)
        last = look.months[-1]
        kept = kept_between(look.tx, last.plus(1 - MONTHS), last, WHOLE)
        courses = courses_of_maturity(kept, last, _("Hele kommunen"), list(Letter))
        verified = verified_months(look.tx)
        entries = look.tx.trail.count()
        points = look.tx.agenda_points.where(year=look.today.day.year)
    return page(
        "control_map.html",
        viewer=viewer,
        situation=summaries.situation,
        month=summaries.situation.last,
        found=found,
        groups=_groups(),
        letters=list(Letter),
        told=words,
        level_names=maturity_words.names(policy),
        policy=policy,
        dots=maturity_words.dots,
        courses=courses,
        verified=max(verified.items(), default=None),
        entries=entries,
        points=points,
        today=follow_up.day,
    )


def _groups() -> list[tuple[Kind, str]]:
    return [(Kind.FIELD, _("Fagområder, de med høyest risiko først")), (Kind.PART, _("Tjenesteområder"))]


AskedPlace = Annotated[str, Query(alias=PLACE, max_length=100)]


@router.get("/internkontroll/{bokstav}", response_class=HTMLResponse)
def letter(
    viewer: Reader, bokstav: str, summaries: AllSummaries, follow_up: FollowUp, sted: AskedPlace = WHOLE
) -> HTMLResponse:
    return _page(viewer, _letter(bokstav), sted, summaries, follow_up, Tried())


@router.post("/internkontroll/{bokstav}/nivaa", response_class=HTMLResponse)
def lower(
    viewer: Setter,
    bokstav: str,
    sent: SentIn,
    summaries: AllSummaries,
    follow_up: FollowUp,
    entrance: TheEntrance,
) -> Response:
    which, place = _letter(bokstav), sent.given(PLACE) or WHOLE
    try:
        lower_maturity(
            follow_up.desk, place, which, _level(sent), sent.text(), viewer, entrance.clock(), seen=_seen(sent)
        )
    except Wrong as error:
        tried = Tried(act=LEVEL, sent=sent, told=(error.what,), field=error.field)
        return _page(viewer, which, place, summaries, follow_up, tried)
    except Conflict:
        return _page(viewer, which, place, summaries, follow_up, Tried(act=LEVEL, sent=sent, told=(_(_CHANGED),)))
    except LoweringRefused as error:
        if error.why not in _TOLD:
            raise _none_such() from None
        field, told = _TOLD[error.why]
        tried = Tried(act=LEVEL, sent=sent, told=(_(told),), field=field)
        return _page(viewer, which, place, summaries, follow_up, tried)
    return RedirectResponse(link(f"{ADDRESS}/{which.value}", sted=place) + "#nivaa", 303)


@router.get("/internkontroll/{bokstav}/grunnlag.xlsx")
def grounds(
    viewer: Annotated[Viewer, Needs(Thing.EXPORT)],
    bokstav: str,
    summaries: AllSummaries,
    follow_up: FollowUp,
    sted: AskedPlace = WHOLE,
) -> Response:
    """Everything that was counted, a row for each thing."""
    if not may_enter(viewer, Act.SEE, Thing.INTERNAL_CONTROL) or not viewer.roles & _OPENS:
        raise HTTPException(404)
    which = _letter(bokstav)
    with follow_up.reading() as looking:
        cell = control_map(Look(looking.tx, looking.today)).cells.get((sted, which))
    if cell is None:
        raise _none_such()
    content = grounds_file(summaries.situation.municipality, cell, follow_up.day)
    return excel_answer(content, f"internkontroll-{which.value}", follow_up.day)


# --- the page of one letter -------------------------------------------------------------------------------------------


def _page(
    viewer: Viewer, which: Letter, place: str, summaries: AllSummaries, follow_up: FollowUp, tried: Tried
) -> HTMLResponse:
    policy = follow_up.desk.policies.internal_control
    with follow_up.reading() as looking:
        look = Look(looking.tx, looking.today)
        found = control_map(look)
        cell = found.cells.get((place, which))
        if cell is None:
            raise _none_such()
        last = look.months[-1]
        kept = kept_between(look.tx, last.plus(1 - MONTHS), last, place)
        courses = courses_of_maturity(kept, last, cell.place.name, [which])
        set_by, reason = _lowered(looking, cell)
        seen = look.tx.lowerings.count(place=place, letter=which)
        standing = standing_lowerings(look)
    return page(
        "control_map_letter.html",
        422 if tried.act else 200,
        viewer=viewer,
        situation=summaries.situation,
        month=summaries.situation.last,
        letter=which,
        cell=cell,
        others=[one for one in found.of(which) if one.place.id != place],
        places=[one.place for one in found.of(which)],
        told=words,
        level_names=maturity_words.names(policy),
        policy=policy,
        dots=maturity_words.dots,
        highest=HIGHEST_LEVEL,
        courses=courses,
        most=MOST,
        opens=bool(viewer.roles & _OPENS),
        lowered=standing.get((place, which)),
        set_by=set_by,
        reason=reason,
        seen=seen,
        tried=tried,
        may_set=may_enter(viewer, Act.DO, Thing.INTERNAL_CONTROL) and viewer.person is not None,
        longest=LONGEST,
    )


def _lowered(looking: Looking, cell: Cell) -> tuple[str, str | None]:
    """Who has lowered it, and why; None = the reason is deleted when its time was over."""
    if cell.lowering is None:
        return "", None
    person = looking.today.directory.person(cell.lowering.by, looking.today.day)
    name = person.name if person is not None else cell.lowering.by
    return name, looking.tx.trail.text(cell.lowering.trail, REASON)


def _letter(text: str) -> Letter:
    try:
        return Letter(text)
    except ValueError:
        raise _none_such() from None


def _level(sent: Sent) -> int | None:
    """None = as it is shown."""
    given = sent.given(LEVEL)
    if given == "":
        return None
    if given.isascii() and given.isdigit() and len(given) == 1:
        return int(given)
    raise Wrong(LEVEL, _("Velg et nivå."))


def _seen(sent: Sent) -> int:
    given = sent.given(SEEN)
    return int(given) if given.isascii() and given.isdigit() and len(given) < 9 else -1


def _none_such() -> HTTPException:
    return HTTPException(404, _("Det finnes ikke noe slikt på kartet over internkontrollen."))
