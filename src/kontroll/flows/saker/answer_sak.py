"""Answer a sak: rettet, tiltak, uenig or unntak, in the leader's own words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from kontroll.domain.notice import Reason
from kontroll.domain.sak import Answer, Sak
from kontroll.domain.sakflow import answer
from kontroll.flows.saker.acting import TEXT, Acting, acting
from kontroll.flows.saker.of_top import controlling
from kontroll.flows.saker.promises import Promise, promised_tiltak, tell_owners, texts_of
from kontroll.wiring import Desk

KIND = "svar"
#: Answers that somebody else must decide.
_TO_DECIDE = (Answer.DISAGREE, Answer.EXEMPTION)


def answer_sak(
    desk: Desk,
    sak_id: str,
    person: str,
    given: Answer,
    text: str,
    promised: Sequence[Promise],
    now: datetime,
    version: int | None = None,
) -> Sak:
    """The answered sak. promised: for the answer «tiltak» only. version: the one the page showed.

    Raises Refused, Conflict or acting.Unknown; then nothing is changed.
    """
    with acting(desk, sak_id, person, now, version) as act:
        return give_answer(act, given, text, promised)


def give_answer(act: Acting, given: Answer, text: str, promised: Sequence[Promise]) -> Sak:
    """The same where she has the sak before her already."""
    promises = list(promised) if given is Answer.MEASURE else []
    new = promised_tiltak(act, promises)
    after = answer(act.sak, act.actor, given, on=act.day, reason=text, promised=new)
    act.tx.tiltak.add_all(new)
    texts = {TEXT: text, **texts_of(new, promises)}
    saved = act.keep(after, KIND, given.value, texts, tiltak=len(new))
    _mark_answered(act)
    tell_owners(act, saved, new)
    if given in _TO_DECIDE:
        act.tell(Reason.ANSWERED, saved, controlling(act.today, saved), saved.reopened)
    return saved


def _mark_answered(act: Acting) -> None:
    """Her own notices of the sak. What others were told is not answered by them."""
    hers = act.tx.notices.where(sak=act.sak.id, recipient=act.actor.person, answered_at=None)
    act.tx.notices.save_all((notice, replace(notice, answered_at=act.now)) for notice in hers)
