"""Decide a sak: internal control says whether a leader who disagrees is right, and whether an exemption is given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from kontroll.domain.month import Month
from kontroll.domain.notice import Reason
from kontroll.domain.people import Responsible, Standing
from kontroll.domain.sak import Sak
from kontroll.domain.sakflow import decide_disagreement, decide_exemption, exemption
from kontroll.flows.saker.acting import TEXT, Acting, acting
from kontroll.flows.telling.tell import owner_of
from kontroll.wiring import Desk

KIND_DISAGREEMENT, KIND_EXEMPTION = "avgjørelse av uenighet", "avgjørelse av unntak"


def decide_disagreement_of(
    desk: Desk, sak_id: str, person: str, *, upheld: bool, reason: str, now: datetime, version: int | None = None
) -> Sak:
    """The sak: closed with medhold, which counts as a false alarm of the rule, or open for a new answer.

    Raises Refused, Conflict or acting.Unknown; then nothing is changed.
    """
    with acting(desk, sak_id, person, now, version) as act:
        after = decide_disagreement(
            act.sak, act.actor, upheld=upheld, reason=reason, on=act.day, deadline=act.new_deadline
        )
        told = Reason.UPHELD if upheld else Reason.NOT_UPHELD
        saved = act.keep(after, KIND_DISAGREEMENT, told.value, {TEXT: reason})
        act.tell(told, saved, _asking(act), saved.reopened)
    return saved


def decide_exemption_of(
    desk: Desk,
    sak_id: str,
    person: str,
    *,
    granted: tuple[Month, Month] | None,
    reason: str,
    now: datetime,
    post: str = "",
    version: int | None = None,
) -> Sak:
    """The sak: closed by an exemption for the months (first and last), or open for a new answer (None).

    post: the one record of the sak that is exempt; "" = the whole unit. The other records are then followed up in a new
    sak, at the next run. Raises ValueError for a record that is not in the sak; else as `decide_disagreement_of`.
    """
    with acting(desk, sak_id, person, now, version) as act:
        after = decide_exemption(
            act.sak, act.actor, granted=granted, reason=reason, on=act.day, deadline=act.new_deadline
        )
        told = Reason.NOT_EXEMPTED if granted is None else Reason.EXEMPTED
        first, last = granted or (None, None)
        saved = act.keep(
            after, KIND_EXEMPTION, told.value, {TEXT: reason},
            first=str(first) if first else None, last=str(last) if last else None, whole=not post,
        )  # fmt: skip
        if granted is not None:
            number = act.tx.unntak.count(sak=saved.id) + 1
            act.tx.unntak.add(
                exemption(saved, id=f"{saved.id}-U{number}", first=granted[0], last=granted[1], post=post)
            )
            _let_go_of_others(act, post)
        act.tell(told, saved, _asking(act), saved.reopened)
    return saved


def _asking(act: Acting) -> Sequence[Responsible]:
    """The owner, and whoever answered in her place."""
    people = owner_of(act.today, act.sak)
    by = act.sak.answered_by
    if by is None or by in {told.person for told in people}:
        return people
    return [*people, Responsible(person=by, enhet=act.sak.owner_enhet or act.sak.enhet, standing=Standing.SUPERIOR)]


def _let_go_of_others(act: Acting, post: str) -> None:
    """What the exemption does not cover is without a sak again, and so is found by the next run."""
    if not post:
        return
    found = act.tx.avvik.where(sak=act.sak.id)
    if post not in {avvik.post for avvik in found}:
        raise ValueError(f"no record {post!r} in sak {act.sak.id}")
    others = [avvik for avvik in found if avvik.post != post]
    act.tx.avvik.save_all((avvik, replace(avvik, sak=None)) for avvik in others)
