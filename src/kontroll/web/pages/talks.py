"""Talks: a leader's talk of her own with the one above her: what gives ground for it, and what the two of them agree on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, HTTPException, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from kontroll.domain.access import Act, Thing, Viewer
from kontroll.domain.conflict import Conflict
from kontroll.domain.leader_talk import TalkAct, TalkRefusal, TalkRefused, TalkState, may_do
from kontroll.domain.notice import OF_TALKS
from kontroll.flows.pay import talks
from kontroll.flows.pay.seen_talks import WholeTalk, her_talks, waiting_at, whole_talk
from kontroll.texts import N_, _
from kontroll.web.act_form import CHANGED, LONGEST, TEXT, Sent, SentIn, Tried, Wrong
from kontroll.web.pages.talk_words import explained
from kontroll.web.render import link, page
from kontroll.web.signed_in import Needs, TheEntrance
from kontroll.web.site import AllSummaries, FollowUp

router = APIRouter()
#: They are their own to do something with: whose each is, the flow asks.
Her = Annotated[Viewer, Needs(Thing.TALK)]
Doer = Annotated[Viewer, Needs(Thing.TALK, Act.DO)]
DAY, FOLLOW_UP, NUMBER = "dato", "oppfolging", "nr"
#: Lines for what they agree on, in the form.
PROMISES = 3
_FIELDS = {
    TalkRefusal.NO_TEXT: (TEXT, N_("Skriv noe her.")),
    TalkRefusal.DAY_PASSED: (DAY, N_("Velg en dag som ikke er over.")),
    TalkRefusal.DAY_TO_COME: (DAY, N_("Samtalen må være holdt. Velg en dag som ikke er etter i dag.")),
    TalkRefusal.NO_FOLLOW_UP: (FOLLOW_UP, N_("Velg en dag etter samtalen, da dere ser på det igjen.")),
    TalkRefusal.UNDONE: ("", N_("Alt dere avtalte, må være gjort før samtalen avsluttes.")),
    TalkRefusal.NO_GROUND: ("", N_("Det er ikke lenger noe som venter her.")),
    TalkRefusal.NOT_NOW: ("", N_("Det kan ikke gjøres nå.")),
    TalkRefusal.NOT_HERS: ("", N_("Det er den andre som skal gjøre dette.")),
    TalkRefusal.DONE_BEFORE: ("", N_("Det er alt gjort.")),
}


@router.get("/samtaler", response_class=HTMLResponse)
def all_talks(viewer: Her, summaries: AllSummaries, follow_up: FollowUp) -> HTMLResponse:
    with follow_up.reading() as look:
        found = her_talks(look.tx, look.today, viewer)
    return page(
        "talks.html",
        viewer=viewer,
        situation=summaries.situation,
        month=summaries.situation.last,
        found=found,
        today=follow_up.day,
    )


@router.get("/samtaler/{enhet}", response_class=HTMLResponse)
def grounds(viewer: Her, enhet: str, summaries: AllSummaries, follow_up: FollowUp) -> HTMLResponse:
    """What waits at an enhet, and the invitation."""
    return _of_enhet(viewer, enhet, summaries, follow_up, Tried())


@router.post("/samtaler/{enhet}/{hva}", response_class=HTMLResponse)
def begun(
    viewer: Doer,
    enhet: str,
    hva: str,
    sent: SentIn,
    summaries: AllSummaries,
    follow_up: FollowUp,
    entrance: TheEntrance,
) -> Response:
    """hva: `kall-inn`, or `ikke-aktuelt`."""
    now = entrance.clock()

    def call_in() -> str:
        meeting = sent.day(DAY)
        return talks.invite(follow_up.desk, enhet, viewer, meeting=meeting, text=sent.text(), now=now).id

    def drop() -> str:
        return talks.drop(follow_up.desk, enhet, viewer, text=sent.text(), now=now).id

    acts = {"kall-inn": call_in, "ikke-aktuelt": drop}
    if hva not in acts:
        raise HTTPException(404)
    told = _done(acts[hva], hva, sent)
    if isinstance(told, Tried):
        return _of_enhet(viewer, enhet, summaries, follow_up, told)
    return RedirectResponse(link(f"/samtale/{told}"), 303)


@router.get("/samtale/{id}", response_class=HTMLResponse)
def talk(
    request: Request, viewer: Her, id: str, summaries: AllSummaries, follow_up: FollowUp, entrance: TheEntrance
) -> HTMLResponse:
    shown = _of_talk(viewer, id, summaries, follow_up, Tried())
    entrance.read(OF_TALKS, id, viewer, request)
    return shown


@router.post("/samtale/{id}/{hva}", response_class=HTMLResponse)
def acted(
    viewer: Doer, id: str, hva: str, sent: SentIn, summaries: AllSummaries, follow_up: FollowUp, entrance: TheEntrance
) -> Response:
    act = next((one for one in TalkAct if one.value == hva), None)
    if act is None:
        raise HTTPException(404)
    desk, now, version = follow_up.desk, entrance.clock(), sent.version

    def do() -> str:
        if act is TalkAct.MOVE:
            talks.move(desk, id, viewer, version, meeting=sent.day(DAY), now=now)
        elif act is TalkAct.HOLD:
            on, again = sent.day(DAY), sent.day(FOLLOW_UP)
            promised = [one for n in range(1, PROMISES + 1) if (one := _promise(sent, n)) is not None]
            talks.hold(desk, id, viewer, version, on=on, follow_up=again, text=sent.text(), promised=promised, now=now)
        elif act is TalkAct.AGREE:
            talks.agree(desk, id, viewer, version, text=sent.text(), now=now)
        elif act is TalkAct.FINISH:
            number = sent.given(NUMBER)
            talks.finish(
                desk, id, viewer, version, number=int(number) if number.isascii() and number.isdigit() else 0, now=now
            )
        elif act is TalkAct.FOLLOW:
            talks.follow(desk, id, viewer, version, text=sent.text(), next_on=sent.day(FOLLOW_UP), now=now)
        else:
            talks.close(desk, id, viewer, version, text=sent.text(), now=now)
        return id

    told = _done(do, hva, sent)
    if isinstance(told, Tried):
        return _of_talk(viewer, id, summaries, follow_up, told)
    return RedirectResponse(link(f"/samtale/{id}"), 303)


def _promise(sent: Sent, n: int) -> talks.Agreed | None:
    """One line of what they agree on; None where nothing is written in it. Raises Wrong."""
    text = sent.text(f"tiltak-{n}")
    if not text:
        return None
    return talks.Agreed(text=text, of_leader=sent.given(f"hvem-{n}") != "overordnet", deadline=sent.day(f"frist-{n}"))


def _done(do: Callable[[], str], act: str, sent: Sent) -> str | Tried:
    """The id, or the form as it came back."""
    try:
        return do()
    except Wrong as error:
        return Tried(act=act, sent=sent, told=(error.what,), field=error.field)
    except Conflict:
        return Tried(act=act, sent=sent, told=(_(CHANGED),))
    except TalkRefused as error:
        field, told = _FIELDS[error.why]
        return Tried(act=act, sent=sent, told=(_(told),), field=field)
    except talks.NoSuchTalk:
        raise _none_such() from None


def _of_enhet(viewer: Viewer, enhet: str, summaries: AllSummaries, follow_up: FollowUp, tried: Tried) -> HTMLResponse:
    with follow_up.reading() as look:
        found = waiting_at(look.tx, look.today, viewer, enhet)
        deadline = look.today.desk.days.after(look.today.day, 10)
    if found is None:
        raise _none_such()
    situation = summaries.situation
    return page(
        "talk_grounds.html",
        422 if tried.act else 200,
        viewer=viewer,
        situation=situation,
        month=situation.last,
        found=found,
        why={one.sak.id: explained(situation, follow_up.desk.policies.scorecards, one) for one in found.grounds},
        meeting=deadline,
        tried=tried,
        today=follow_up.day,
        longest=LONGEST,
    )


def _of_talk(viewer: Viewer, id: str, summaries: AllSummaries, follow_up: FollowUp, tried: Tried) -> HTMLResponse:
    with follow_up.reading() as look:
        found = whole_talk(look.tx, look.today, viewer, id)
        days = look.today.desk.days
        again = days.after(look.today.day, 40)
    if found is None:
        raise _none_such()
    situation, shown = summaries.situation, found.shown
    return page(
        "talk.html",
        422 if tried.act else 200,
        viewer=viewer,
        situation=situation,
        month=situation.last,
        one=found,
        why={one.sak.id: explained(situation, follow_up.desk.policies.scorecards, one) for one in found.grounds},
        may={act.name: _offered(found, act) for act in TalkAct},
        states=TalkState,
        person=viewer.person,
        again=again,
        promises=range(1, PROMISES + 1),
        tried=tried,
        today=follow_up.day,
        longest=LONGEST,
        above=shown.above,
    )


def _offered(found: WholeTalk, act: TalkAct) -> bool:
    talk = found.shown.talk
    if act is TalkAct.AGREE and talk.agreed is not None:
        return False
    if act is TalkAct.CLOSE and any(one.measure.done is None for one in found.measures):
        return False
    return may_do(talk, act, above=found.shown.above)


def _none_such() -> HTTPException:
    """The same for one that is not there and one that is not hers."""
    return HTTPException(404, _("Det finnes ikke noen slik samtale."))
