"""Pay: resultatlønn of leaders: what is measured, what is judged, and what is decided, each by itself."""

from __future__ import annotations

from enum import Enum
from typing import Annotated, TypeVar

from fastapi import APIRouter, HTTPException, Query
from starlette.responses import HTMLResponse, RedirectResponse, Response

from kontroll.domain.access import Act, Thing, Viewer
from kontroll.domain.conflict import Conflict
from kontroll.domain.pay import Judgement, Matter, PayOutcome, PayRefusal, PayRefused
from kontroll.domain.truth import Result
from kontroll.flows.pay.reviews import LeaderPay, NoSuchReview, Written, decide, judge, one_pay, pays, years
from kontroll.texts import N_, _, day
from kontroll.web.act_form import LONGEST, TEXT, Sent, SentIn, Tried, Wrong
from kontroll.web.list_files import excel_answer
from kontroll.web.pages.talk_words import answered
from kontroll.web.pay_file import pay_workbook
from kontroll.web.render import link, page
from kontroll.web.signed_in import Needs, TheEntrance
from kontroll.web.site import AllSummaries, FollowUp

router = APIRouter()
Reader = Annotated[Viewer, Needs(Thing.PAY)]
Doer = Annotated[Viewer, Needs(Thing.PAY, Act.DO)]
Word = TypeVar("Word", bound=Enum)
_CHANGED = N_("Noe er endret siden du åpnet siden, så dette er ikke lagret. Se hva som er nytt, og send på nytt.")
_TOLD = {
    PayRefusal.NO_REASON: (TEXT, N_("Skriv hvorfor. Den det gjelder, skal forstå det.")),
    PayRefusal.NOT_HERS: ("", N_("Det er den nærmeste overordnede som vurderer og avgjør.")),
    PayRefusal.DECIDED: ("", N_("Det er avgjort, og kan ikke endres.")),
    PayRefusal.NOT_JUDGED: ("", N_("Vurder både helhetstenking og utviklingsarbeid før du avgjør.")),
    PayRefusal.YEAR_NOT_OVER: ("", N_("Året er ikke over. Da kan det ikke avgjøres ennå.")),
}
#: What stands in the address of the form of the decision.
DECIDE = "avgjor"


@router.get("/resultatlonn", response_class=HTMLResponse)
def all_pay(
    viewer: Reader,
    summaries: AllSummaries,
    follow_up: FollowUp,
    aar: Annotated[int | None, Query(ge=1900, le=2999)] = None,
) -> HTMLResponse:
    """aar: the year; the last one that is over where it is not said."""
    situation, known = summaries.situation, years(summaries.situation)
    year, found = _of_year(viewer, summaries, follow_up, aar)
    is_over = follow_up.day.year > year
    waiting = [one.enhet for one in found if is_over and _waits(one)]
    return page(
        "pay.html",
        viewer=viewer,
        situation=situation,
        month=situation.last,
        year=year,
        years=known,
        found=sorted(found, key=lambda one: one.enhet not in waiting),
        waiting=waiting,
        decided=sum(one.review is not None and one.review.outcome is not None for one in found),
        results=Result,
        matters=Matter,
        is_over=is_over,
    )


def _waits(one: LeaderPay) -> bool:
    """For her who looks."""
    return one.decides and bool(one.leader) and (one.review is None or one.review.outcome is None)


@router.get("/resultatlonn.xlsx")
def pay_file(
    viewer: Annotated[Viewer, Needs(Thing.PAY_LIST)],
    summaries: AllSummaries,
    follow_up: FollowUp,
    aar: Annotated[int | None, Query(ge=1900, le=2999)] = None,
) -> Response:
    """What the page shows her."""
    year, found = _of_year(viewer, summaries, follow_up, aar)
    told = [_("Sett {day}. Listen viser bare det du har tilgang til.").format(day=day(follow_up.day))]
    content = pay_workbook(summaries.situation.municipality, year, told, found)
    return excel_answer(content, f"resultatlonn-{year}", follow_up.day)


def _of_year(
    viewer: Viewer, summaries: AllSummaries, follow_up: FollowUp, asked: int | None
) -> tuple[int, list[LeaderPay]]:
    situation, known = summaries.situation, years(summaries.situation)
    year = asked if asked is not None else max([one for one in known if one < follow_up.day.year], default=known[0])
    if year not in known:
        raise _none_such()
    with follow_up.reading() as look:
        return year, pays(look.tx, look.today, viewer, situation, year)


@router.get("/resultatlonn/{aar}/{enhet}", response_class=HTMLResponse)
def one(viewer: Reader, aar: int, enhet: str, summaries: AllSummaries, follow_up: FollowUp) -> HTMLResponse:
    return _page(viewer, aar, enhet, summaries, follow_up, Tried())


@router.post("/resultatlonn/{aar}/{enhet}/{hva}", response_class=HTMLResponse)
def done(
    viewer: Doer,
    aar: int,
    enhet: str,
    hva: str,
    sent: SentIn,
    summaries: AllSummaries,
    follow_up: FollowUp,
    entrance: TheEntrance,
) -> Response:
    """hva: `helhetstenking`, `utviklingsarbeid` or `avgjor`."""
    matter = next((one for one in Matter if one.value == hva), None)
    if matter is None and hva != DECIDE:
        raise HTTPException(404)
    desk, situation, now = follow_up.desk, summaries.situation, entrance.clock()
    tried = Tried(act=hva, sent=sent)
    try:
        if matter is not None:
            judgement = _chosen(sent, Judgement)
            judge(desk, situation, viewer, aar, enhet, sent.version, matter, judgement, sent.text(), now)
        else:
            outcome = _chosen(sent, PayOutcome)
            decide(desk, situation, viewer, aar, enhet, sent.version, outcome, sent.text(), now)
    except Wrong as error:
        tried = Tried(act=hva, sent=sent, told=(error.what,), field=error.field)
    except Conflict:
        tried = Tried(act=hva, sent=sent, told=(_(_CHANGED),))
    except PayRefused as error:
        field, told = _TOLD[error.why]
        tried = Tried(act=hva, sent=sent, told=(_(told),), field=field)
    except NoSuchReview:
        raise _none_such() from None
    if tried.told:
        return _page(viewer, aar, enhet, summaries, follow_up, tried)
    return RedirectResponse(link(f"/resultatlonn/{aar}/{enhet}"), 303)


def _chosen(sent: Sent, words: type[Word]) -> Word:
    """Raises Wrong."""
    word = sent.choice(*(str(one.value) for one in words))
    return next(one for one in words if one.value == word)


def _page(
    viewer: Viewer, year: int, enhet: str, summaries: AllSummaries, follow_up: FollowUp, tried: Tried
) -> HTMLResponse:
    situation = summaries.situation
    found: Written | None = None
    if year in years(situation):
        with follow_up.reading() as look:
            found = one_pay(look.tx, look.today, viewer, situation, year, enhet)
    if found is None:
        raise _none_such()
    month, cards = found.pay.month, follow_up.desk.policies.scorecards
    return page(
        "pay_review.html",
        422 if tried.act else 200,
        viewer=viewer,
        situation=situation,
        month=situation.last,
        one=found.pay,
        written=found,
        why={one.rule.id: answered(situation, cards, one.rule.id, enhet, month) for one in found.pay.rules},
        measured_month=month,
        results=Result,
        matters=Matter,
        judgements=Judgement,
        outcomes=PayOutcome,
        tried=tried,
        longest=LONGEST,
        is_over=follow_up.day.year > year,
    )


def _none_such() -> HTTPException:
    """The same for one that is not there and one that is not hers."""
    return HTTPException(404, _("Det finnes ikke noe slikt her."))
