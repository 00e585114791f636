"""Registers: political decisions, findings, and the check-lists of cases, each with its list and the pages of its entries."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from kontroll.domain.access import Act, Thing, Viewer, may_enter, reach
from kontroll.domain.conflict import Conflict
from kontroll.domain.notice import OF_REGISTERS
from kontroll.domain.preparation import PointAnswer, PreparationAct
from kontroll.domain.register import ADDRESSES, Register, RegisterRefused
from kontroll.flows.people.looking import Looking
from kontroll.flows.registers.acting import NoSuchEntry
from kontroll.flows.registers.listed import Which, listed, register_sheet
from kontroll.flows.registers.shown import shown_entry
from kontroll.report import register_words
from kontroll.texts import N_, _
from kontroll.web.act_form import LONGEST, Sent, SentIn, Tried, Wrong
from kontroll.web.list_files import excel_answer
from kontroll.web.register_acts import acts_of, enter
from kontroll.web.register_form import NEW, act_forms, new_form, told_of
from kontroll.web.render import link, page
from kontroll.web.signed_in import Needs, TheEntrance
from kontroll.web.site import AllSummaries, FollowUp, FollowUpState

router = APIRouter()
Reader = Annotated[Viewer, Needs(Thing.REGISTER)]
Doer = Annotated[Viewer, Needs(Thing.REGISTER, Act.DO)]
Year = Annotated[int | None, Query(ge=2000, le=2100)]
TITLES = {
    Register.DECISIONS: N_("Politiske vedtak"),
    Register.FINDINGS: N_("Tilsyn og revisjon"),
    Register.PREPARATIONS: N_("Saksutredninger"),
}
_CHANGED = N_(
    "Noen har gjort noe med dette siden du åpnet siden, så det du sendte, er ikke lagret. Se hva som er nytt under «Hva som er "
    "gjort», og send på nytt hvis det fortsatt stemmer."
)


def _add(register: Register, base: str) -> None:
    """The routes of one register. Its files and forms stand before its entries, whose ids may be anything."""

    @router.get(base, response_class=HTMLResponse)
    def all_of(
        viewer: Reader, summaries: AllSummaries, follow_up: FollowUp, vis: str = "", aar: Year = None
    ) -> HTMLResponse:
        return _list_page(register, viewer, summaries, follow_up, vis, aar)

    @router.get(f"{base}.xlsx")
    def file_of(
        viewer: Annotated[Viewer, Needs(Thing.EXPORT)],
        summaries: AllSummaries,
        follow_up: FollowUp,
        vis: str = "",
        aar: Year = None,
    ) -> Response:
        """What the page shows her."""
        if not may_enter(viewer, Act.SEE, Thing.REGISTER):
            raise HTTPException(404)
        with follow_up.reading() as look:
            found = listed(look, viewer, register, _which(vis), aar)
        told = [which_told(_which(vis), aar)]
        content = register_sheet(summaries.situation.municipality, _(TITLES[register]), told, found)
        return excel_answer(content, base.strip("/"), follow_up.day)

    @router.get(f"{base}/ny", response_class=HTMLResponse)
    def new(viewer: Doer, summaries: AllSummaries, follow_up: FollowUp) -> HTMLResponse:
        return _new_page(register, viewer, summaries, follow_up, Tried())

    @router.post(base, response_class=HTMLResponse)
    def entered(
        viewer: Doer, sent: SentIn, summaries: AllSummaries, follow_up: FollowUp, entrance: TheEntrance
    ) -> Response:
        now = entrance.clock()
        told = _done(lambda: enter(register, follow_up.desk, viewer, sent, now), NEW, sent)
        if isinstance(told, Tried):
            return _new_page(register, viewer, summaries, follow_up, told)
        return RedirectResponse(link(f"{base}/{told}"), 303)

    @router.get(base + "/{id:path}", response_class=HTMLResponse)
    def entry(
        request: Request, viewer: Reader, id: str, summaries: AllSummaries, follow_up: FollowUp, entrance: TheEntrance
    ) -> HTMLResponse:
        shown = _entry_page(register, viewer, id, summaries, follow_up, Tried())
        entrance.read(OF_REGISTERS, id, viewer, request)
        return shown

    @router.post(base + "/{id}/{hva}", response_class=HTMLResponse)
    def acted(
        viewer: Doer,
        id: str,
        hva: str,
        sent: SentIn,
        summaries: AllSummaries,
        follow_up: FollowUp,
        entrance: TheEntrance,
    ) -> Response:
        doing, now = acts_of(register).get(hva), entrance.clock()
        if doing is None:
            raise HTTPException(404)

        def do() -> str:
            doing(follow_up.desk, id, viewer, sent, now)
            return id

        told = _done(do, hva, sent)
        if isinstance(told, Tried):
            return _entry_page(register, viewer, id, summaries, follow_up, told)
        return RedirectResponse(link(f"{base}/{id}"), 303)


for _register, _base in ADDRESSES.items():
    _add(_register, _base)


def which_told(which: Which, year: int | None) -> str:
    """What the list holds, in a sentence."""
    told = {
        Which.OPEN: _("De som noen fortsatt skal gjøre noe med."),
        Which.LATE: _("De som fristen er ute for."),
        Which.DONE: _("De som er ferdige."),
        Which.ALL: _("Alle."),
    }[which]
    return f"{told} {_('Fra {year}.').format(year=year)}" if year is not None else told


# --- what they show ---------------------------------------------------------------------------------------------------


def _list_page(
    register: Register, viewer: Viewer, summaries: AllSummaries, follow_up: FollowUpState, vis: str, year: int | None
) -> HTMLResponse:
    which = _which(vis)
    with follow_up.reading() as look:
        found = listed(look, viewer, register, which, year)
    situation = summaries.situation
    return page(
        "register_list.html",
        viewer=viewer,
        situation=situation,
        month=situation.last,
        found=found,
        title=_(TITLES[register]),
        base=ADDRESSES[register],
        ways=[(ADDRESSES[one], _(TITLES[one])) for one in Register],
        which=which,
        whiches=Which,
        year=year,
        told=which_told(which, year),
        may_enter_new=not reach(viewer, Act.DO, Thing.REGISTER).is_none,
        registers=Register,
    )


def _new_page(
    register: Register, viewer: Viewer, summaries: AllSummaries, follow_up: FollowUpState, tried: Tried
) -> HTMLResponse:
    with follow_up.reading() as look:
        enheter = _enheter(look, viewer)
    if not enheter:
        raise HTTPException(403, _("Bare den som leder en enhet, og internkontrollen, fører registrene."))
    situation = summaries.situation
    return page(
        "register_new.html",
        422 if tried.act else 200,
        viewer=viewer,
        situation=situation,
        month=situation.last,
        form=new_form(register),
        title=_(TITLES[register]),
        base=ADDRESSES[register],
        enheter=enheter,
        tried=tried,
        today=follow_up.day,
        longest=LONGEST,
        enhet="",
    )


def _entry_page(
    register: Register, viewer: Viewer, id: str, summaries: AllSummaries, follow_up: FollowUpState, tried: Tried
) -> HTMLResponse:
    with follow_up.reading() as look:
        found = shown_entry(look, viewer, register, id)
        enheter = _enheter(look, viewer) if found is not None and found.may else []
    if found is None:
        raise _none_such()
    situation = summaries.situation
    return page(
        "register_entry.html",
        422 if tried.act else 200,
        viewer=viewer,
        situation=situation,
        month=situation.last,
        entry=found,
        title=_(TITLES[register]),
        base=ADDRESSES[register],
        forms=act_forms(register, found.may),
        may_fill=PreparationAct.FILL.value in found.may,
        enheter=enheter,
        enhet=found.one.enhet or "",
        tried=tried,
        today=follow_up.day,
        longest=LONGEST,
        answers=PointAnswer,
        said=register_words,
    )


def _enheter(look: Looking, viewer: Viewer) -> list[tuple[str, str]]:
    """Those she may enter something of, by name."""
    own, directory, on = reach(viewer, Act.DO, Thing.REGISTER), look.today.directory, look.today.day
    there = [id for id in directory.enheter() if own.holds(id) and directory.enhet_on(id, on) is not None]
    return sorted(((id, directory.name_of(id, on)) for id in there), key=lambda one: (one[1].casefold(), one[0]))


def _which(word: str) -> Which:
    return next((one for one in Which if one.value == word), Which.OPEN)


def _done(do: Callable[[], str], act: str, sent: Sent) -> str | Tried:
    """The id, or the form as it came back."""
    try:
        return do()
    except Wrong as error:
        return Tried(act=act, sent=sent, told=(error.what,), field=error.field)
    except Conflict:
        return Tried(act=act, sent=sent, told=(_(_CHANGED),))
    except RegisterRefused as error:
        return Tried(act=act, sent=sent, told=(told_of(error),), field=error.field)
    except NoSuchEntry:
        raise _none_such() from None


def _none_such() -> HTTPException:
    """The same for one that is not there and one that is not hers."""
    return HTTPException(404, _("Det finnes ikke noe slikt i registeret."))
