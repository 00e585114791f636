"""The decision on bonus: everything that must be chosen on one page, before one named person decides."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException
from starlette.responses import HTMLResponse, RedirectResponse, Response

from kontroll.domain.access import Act, Thing, Viewer
from kontroll.domain.bonus import BonusClass, BonusRefusal, BonusRefused, BonusState, Choice
from kontroll.domain.conflict import Conflict
from kontroll.flows.bonus.decide_bonus import ChoicesRefused, decide_bonus, must_be_chosen
from kontroll.flows.bonus.shown import KeptYear, kept_year
from kontroll.report.bonus.sentences import class_name, state_name
from kontroll.report.bonus.year import BonusYear
from kontroll.report.situation import Situation
from kontroll.texts import _, ngettext, number
from kontroll.web.act_form import LONGEST, TEXT, Sent, Tried, Wrong
from kontroll.web.bonus_words import TOLD, periods_told
from kontroll.web.pages.bonus import sent, telling, year_of
from kontroll.web.render import link, page
from kontroll.web.signed_in import Needs, TheEntrance
from kontroll.web.site import AllSummaries, FollowUp, FollowUpState

router = APIRouter()
Decider = Annotated[Viewer, Needs(Thing.BONUS_DECISION, Act.DO)]
#: What the fields of each enhet are called before its id, and the choice that is none of the classes.
CHOICE, REASON, NOT_GIVEN = "valg-", "grunn-", "nei"
SEEN = "sett"


@router.get("/bonus/{aar}/avgjorelse", response_class=HTMLResponse)
def decision(viewer: Decider, aar: int, summaries: AllSummaries, follow_up: FollowUp) -> HTMLResponse:
    return _page(viewer, aar, summaries.situation, follow_up, Tried(), {})


@router.post("/bonus/{aar}/avgjorelse", response_class=HTMLResponse)
def decided(
    viewer: Decider,
    aar: int,
    given: Annotated[Sent, Depends(sent)],
    summaries: AllSummaries,
    follow_up: FollowUp,
    entrance: TheEntrance,
) -> Response:
    situation = summaries.situation
    found = year_of(situation, aar)
    wrong: dict[str, str] = {}
    try:
        choices = [_choice(given, enhet) for enhet in _asked(given)]
        decide_bonus(
            follow_up.desk,
            situation.rulebook,
            found,
            choices,
            viewer,
            entrance.clock(),
            seen=_seen(given),
            reason=given.text(),
        )
    except Wrong as error:
        wrong, told = {error.field: error.what}, error.what
    except ChoicesRefused as error:
        wrong = {enhet: _(TOLD[why]) for enhet, why in error.by_enhet.items() if why in TOLD}
        told = ngettext("{n} valg mangler noe.", "{n} valg mangler noe.", len(wrong)).format(n=number(len(wrong)))
    except BonusRefused as error:
        if error.why not in TOLD or error.why is BonusRefusal.NOT_HERS:
            raise HTTPException(403) from None
        wrong, told = {TEXT: _(TOLD[error.why])}, _(TOLD[error.why])
    except Conflict:
        told = _(
            "Året ble avgjort mens du holdt på, så dette er ikke lagret. Se hva som er avgjort før du prøver igjen."
        )
    else:
        return RedirectResponse(link(f"/bonus/{aar}") + "#avgjort", 303)
    return _page(viewer, aar, situation, follow_up, Tried(act="avgjorelse", sent=given, told=(told,)), wrong)


def _asked(given: Sent) -> list[str]:
    return [name.removeprefix(CHOICE) for name in given.fields if name.startswith(CHOICE)]


def _choice(given: Sent, enhet: str) -> Choice:
    """Raises Wrong for a reason that is too long."""
    word, reason = given.given(CHOICE + enhet), _reason(given, enhet)
    klass = next((one for one in BonusClass if one.value == word), None)
    if klass is None and word != NOT_GIVEN:
        return Choice(enhet=enhet, granted=None, reason=reason)
    return Choice(enhet=enhet, granted=klass is not None, klass=klass, reason=reason)


def _reason(given: Sent, enhet: str) -> str:
    try:
        return given.text(REASON + enhet)
    except Wrong as error:
        raise Wrong(enhet, error.what) from None


def _seen(given: Sent) -> int:
    """How many decisions of the year the page showed; one that is no number fits no year."""
    text = given.given(SEEN)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else -1


def _page(
    viewer: Viewer, aar: int, situation: Situation, follow_up: FollowUpState, tried: Tried, wrong: Mapping[str, str]
) -> HTMLResponse:
    found = year_of(situation, aar)
    with follow_up.reading() as look:
        kept = kept_year(look, viewer, aar)
    return page(
        "bonus_decision.html",
        422 if tried.act else 200,
        viewer=viewer,
        situation=situation,
        month=situation.last,
        found=found,
        kept=kept,
        sheets=[found.sheets[enhet] for enhet in _in_order(found, kept, wrong)],
        telling=telling(situation, viewer, found),
        unmeasured=periods_told(situation.rulebook, found),
        states=BonusState,
        classes=list(BonusClass),
        class_name=class_name,
        state_name=state_name,
        tried=tried,
        wrong=wrong,
        longest=LONGEST,
    )


def _in_order(found: BonusYear, kept: KeptYear, wrong: Mapping[str, str]) -> Sequence[str]:
    """Those with a ground by tjeneste, then those who are only put forward, and those a choice that came back is about."""
    asked = must_be_chosen(found, [one.nomination for one in kept.nominations.values()])
    chosen = {*asked, *(enhet for enhet in wrong if enhet in found.sheets)}
    return sorted(chosen, key=lambda enhet: (not found.sheets[enhet].classes, found.sheets[enhet].service, enhet))
