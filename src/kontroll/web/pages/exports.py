"""Exports: each list as an Excel file, narrowed as its page is: the same address, with «.xlsx» after it.

Why 404 to whoever may take lists out but not see this one: to her the list is not there.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from fastapi import APIRouter, HTTPException
from starlette.responses import Response

from kontroll.domain.access import Act, Thing, Viewer, may_enter, seen
from kontroll.flows.mail.outbox_pages import messages_page
from kontroll.flows.reglement.show_reglement import register_of
from kontroll.flows.showing.deliveries_pages import deliveries_page
from kontroll.flows.showing.draws import draws_page
from kontroll.flows.showing.runs_pages import runs_page
from kontroll.flows.showing.saker_list import MOST_WRITTEN, whole_list
from kontroll.report.watched import seen_rows, shown_rows
from kontroll.texts import _, day, month_name
from kontroll.web import list_files
from kontroll.web.pages.deliveries import AskedWhich, AskedWord, which_of
from kontroll.web.pages.messages import AskedMessages
from kontroll.web.pages.messages import narrowed as messages_narrowed
from kontroll.web.pages.reglement import AskedSkal
from kontroll.web.pages.rules import AskedWord as AskedRule
from kontroll.web.pages.rules import counted_rules
from kontroll.web.pages.saker import AskedSaker, narrowed
from kontroll.web.pages.samples import AskedState
from kontroll.web.pages.watchlist import AskedEnhet, rows_at
from kontroll.web.signed_in import Needs
from kontroll.web.site import AllSummaries, AskedMonth, FollowUp, FollowUpState

router = APIRouter()
_Exporter = Annotated[Viewer, Needs(Thing.EXPORT)]


@router.get("/saker.xlsx")
def saker(viewer: _Exporter, asked: AskedSaker, summaries: AllSummaries, follow_up: FollowUp) -> Response:
    _demand(viewer, Thing.SAK)
    with follow_up.reading() as look:
        found = whole_list(look.tx, look.today, viewer, asked)
    told = _told(follow_up, narrowed(asked))
    return list_files.excel_answer(
        list_files.saker_file(summaries.situation.municipality, told, found), "saker", follow_up.day
    )


@router.get("/kjoringer.xlsx")
def runs(viewer: _Exporter, summaries: AllSummaries, follow_up: FollowUp) -> Response:
    _demand(viewer, Thing.RUN)
    with follow_up.reading() as look:
        found = runs_page(look.tx, look.today, 1, most=MOST_WRITTEN).items
    content = list_files.runs_file(summaries.situation.municipality, _told(follow_up), found)
    return list_files.excel_answer(content, "kjoringer", follow_up.day)


@router.get("/leveranser.xlsx")
def deliveries(
    viewer: _Exporter, summaries: AllSummaries, follow_up: FollowUp, vis: AskedWhich = "", word: AskedWord = ""
) -> Response:
    _demand(viewer, Thing.DELIVERY)
    which = which_of(vis)
    with follow_up.reading() as look:
        found = deliveries_page(look.tx, look.today, viewer, which, (), 1, word=word.strip(), most=MOST_WRITTEN).items
    narrow = [_("Bare {which}").format(which=which.value)] if which is not None else []
    told = _told(follow_up, [*narrow, *_with_word(word)])
    return list_files.excel_answer(
        list_files.deliveries_file(summaries.situation.municipality, told, found), "leveranser", follow_up.day
    )


@router.get("/regler.xlsx")
def rules(
    viewer: _Exporter, summaries: AllSummaries, follow_up: FollowUp, month: AskedMonth, word: AskedRule = ""
) -> Response:
    _demand(viewer, Thing.RULE)
    told = _told(follow_up, [_("Svarene i {month}").format(month=month_name(month)), *_with_word(word)])
    found = counted_rules(viewer, summaries, month, word)
    return list_files.excel_answer(
        list_files.rules_file(summaries.situation.municipality, told, found), "regler", follow_up.day
    )


@router.get("/reglement/skal-register.xlsx")
def skal_register(viewer: _Exporter, asked: AskedSkal, summaries: AllSummaries, follow_up: FollowUp) -> Response:
    _demand(viewer, Thing.REGLEMENT)
    with follow_up.reading() as look:
        rows = [row for row in register_of(follow_up.desk, look.tx).rows if asked.holds(row)]
    told, notices = _told(follow_up, asked.told()), follow_up.desk.policies.notices
    content = list_files.skal_file(summaries.situation.municipality, told, rows, notices)
    return list_files.excel_answer(content, "skal-register", follow_up.day)


@router.get("/meldinger.xlsx")
def messages(viewer: _Exporter, asked: AskedMessages, summaries: AllSummaries, follow_up: FollowUp) -> Response:
    _demand(viewer, Thing.NOTICE)
    with follow_up.reading() as look:
        found = messages_page(look.tx, look.today, viewer, asked, 1, most=MOST_WRITTEN).items
    told = _told(follow_up, messages_narrowed(asked))
    content = list_files.messages_file(summaries.situation.municipality, told, found)
    return list_files.excel_answer(content, "meldinger", follow_up.day)


@router.get("/stikkprover.xlsx")
def samples(viewer: _Exporter, state: AskedState, summaries: AllSummaries, follow_up: FollowUp) -> Response:
    _demand(viewer, Thing.SAMPLE)
    with follow_up.reading() as look:
        found = draws_page(look.tx, look.today, state, 1, most=MOST_WRITTEN).items
    told = _told(follow_up, [_("Bare {which}").format(which=state.value)] if state is not None else [])
    content = list_files.samples_file(summaries.situation.municipality, told, found)
    return list_files.excel_answer(content, "stikkprover", follow_up.day)


@router.get("/vaktliste.xlsx")
def watchlist(viewer: _Exporter, summaries: AllSummaries, follow_up: FollowUp, enhet: AskedEnhet = "") -> Response:
    _demand(viewer, Thing.RECORD)
    situation = summaries.situation
    rows = rows_at(situation, seen_rows(summaries.watched(), seen(viewer, Thing.RECORD)), enhet)
    found = shown_rows(situation, rows, seen(viewer, Thing.PERSONAL))
    told = _told(follow_up, [_("Enhet: {one}").format(one=enhet.strip())] if enhet.strip() else [])
    return list_files.excel_answer(
        list_files.watchlist_file(situation.municipality, told, found), "vaktliste", follow_up.day
    )


def _demand(viewer: Viewer, thing: Thing) -> None:
    if not may_enter(viewer, Act.SEE, thing):
        raise HTTPException(404)


def _with_word(word: str) -> list[str]:
    return [_("Med «{word}»").format(word=word.strip())] if word.strip() else []


def _told(follow_up: FollowUpState, narrow: Iterable[str] = ()) -> list[str]:
    """What the list is, one sentence a line."""
    seen_on = _("Sett {day}. Listen viser bare det du har tilgang til.").format(day=day(follow_up.day))
    return [*narrow, seen_on]
