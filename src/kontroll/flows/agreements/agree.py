"""Agree: the day of the talk, that both say it was held, and both signatures. With the second the agreement holds."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime

from kontroll.domain.agreement import Agreement, AgreementState, Party, signed, talk_confirmed, talk_set
from kontroll.domain.agreementgoal import content_of
from kontroll.domain.notice import Reason
from kontroll.domain.trail import Fact
from kontroll.flows.agreements.deliver_ambitions import deliver_ambitions
from kontroll.flows.agreements.with_agreement import ENTRY, WithAgreement, with_agreement
from kontroll.flows.people.today import Today
from kontroll.flows.saker.acting import TEXT
from kontroll.wiring import Desk

#: The name of the text beside the trail that holds what was signed.
CONTENT = "avtale"


def set_talk(
    desk: Desk, id: str, by: str, on: date, now: datetime, version: int | None = None, today: Today | None = None
) -> Agreement:
    """When the two meet, or met. Raises as `with_agreement`, and AgreementRefused."""
    with with_agreement(desk, id, by, now, version, today) as act:
        after = act.keep(talk_set(act.agreement, on), "samtale avtalt", {"on": str(on)})
        if on > act.today.day:
            act.tell_other(Reason.AGREEMENT_TALK, after, on.toordinal())
        return after


def confirm_talk(
    desk: Desk, id: str, by: str, now: datetime, version: int | None = None, today: Today | None = None
) -> Agreement:
    """Whoever does it says that the talk was held. Raises as `set_talk`."""
    with with_agreement(desk, id, by, now, version, today) as act:
        after = talk_confirmed(act.agreement, act.party, now, act.today.day)
        return act.keep(after, "samtale bekreftet", {"party": act.party.value, "on": str(after.talk_on)})


def sign(
    desk: Desk, id: str, by: str, now: datetime, version: int | None = None, today: Today | None = None,
    *, deliver: bool = True,
) -> Agreement:  # fmt: skip
    """With the second one it holds: the version before it is superseded, and its ambitions are delivered.

    deliver: False where they are delivered together with those of others. Raises as `set_talk`.
    """
    with with_agreement(desk, id, by, now, version, today) as act:
        after = signed(act.agreement, act.party, now, act.goals)
        if after.state is AgreementState.AGREED:
            after = replace(after, content=_content(act, after))
            _supersede(act)
        after = act.keep(after, "bekreftet", {"party": act.party.value})
        act.tell_other(
            Reason.AGREEMENT_HOLDS if after.state is AgreementState.AGREED else Reason.AGREEMENT_TO_SIGN, after
        )
    if deliver and after.state is AgreementState.AGREED:
        deliver_ambitions(desk, now)
    return after


def _content(act: WithAgreement, agreement: Agreement) -> int:
    """What was signed, beside the trail as one text: the chain holds its salted hash."""
    goals = act.goals
    texts = act.tx.trail.texts([goal.text for goal in goals if goal.text])
    words = {seq: text for (seq, name), text in texts.items() if name == TEXT}
    content = json.dumps(content_of(agreement, goals, words), ensure_ascii=False, sort_keys=True)
    about: dict[str, Fact] = {"agreement": agreement.id, "goals": len(goals), "version": agreement.number}
    return act.tx.trail.append(ENTRY.format(kind="inngått"), about, {CONTENT: content})


def _supersede(act: WithAgreement) -> None:
    others = act.tx.agreements.where(
        enhet=act.agreement.enhet, year=act.agreement.year, state=AgreementState.AGREED
    )  # fmt: skip
    act.tx.agreements.save_all((one, replace(one, state=AgreementState.SUPERSEDED)) for one in others)
    for one in others:
        act.note("avløst", {"agreement": one.id, "by": act.agreement.id})


def waits_for(agreement: Agreement, party: Party) -> bool:
    """Whether it is the party's turn: to say that the talk was held, or to sign."""
    if agreement.state is not AgreementState.DRAFT or agreement.talk_on is None:
        return False
    if agreement.talk_confirmed_by(party) is None:
        return True
    return agreement.talk_is_confirmed and agreement.signed_by(party) is None
