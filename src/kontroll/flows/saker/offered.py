"""Offered: what somebody may do with a sak now, besides answering it, and why not, where she might have expected to.

Why it is tried and not listed: the domain refuses what must not be, and a form that it would refuse is not shown. What
she must write herself is taken for given.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import timedelta

from kontroll.domain.access import Act, Role, Thing, Viewer, has_own, may, may_enter
from kontroll.domain.casework import ask_for_documents, assign, comment
from kontroll.domain.month import Month
from kontroll.domain.refusal import Refusal, Refused
from kontroll.domain.sak import ALL_REPORTED, REPORTED_OF_TOP, Answer, Outcome, Sak
from kontroll.domain.sakflow import decide_disagreement, decide_exemption, reopen
from kontroll.domain.tiltak import Tiltak, change_tiltak, finish_tiltak
from kontroll.flows.people.today import Today
from kontroll.flows.people.viewing import acting_in
from kontroll.flows.saker.casework import handlers
from kontroll.flows.saker.close_sak import closable_as, would_close
from kontroll.flows.saker.hear_person import is_heard, would_hear
from kontroll.flows.saker.of_top import as_in
from kontroll.flows.saker.seen_saker import sees_sak
from kontroll.store.transaction import Transaction

_GIVEN = "begrunnet"
#: What a person must be told: she could have done it, had the sak not been her own.
_OWN = (Refusal.OWN_ANSWER, Refusal.OWN_TILTAK)


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """close: how the sak would end. refused: why she does not get a form, in the words of the refusal; None = no matter.
    finish, change: ids of tiltak. handlers: id and name. posts: records that one exemption may be for.
    """

    comment: bool = False
    documents: bool = False
    assign: bool = False
    ask: bool = False
    ask_reporter: bool = False
    hear: bool = False
    must_hear: bool = False
    disagreement: bool = False
    exemption: bool = False
    close: Outcome | None = None
    reopen: bool = False
    finish: tuple[str, ...] = ()
    change: tuple[str, ...] = ()
    refused: Refused | None = None
    handlers: tuple[tuple[str, str], ...] = ()
    posts: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        shown = (self.comment, self.assign, self.ask, self.hear, self.disagreement, self.exemption, self.reopen)
        return any(shown) or self.close is not None or self.refused is not None or bool(self.finish or self.change)


def offered(tx: Transaction, today: Today, viewer: Viewer, sak: Sak) -> Offered:
    if not may_act(tx, viewer, sak):
        return Offered()
    assert viewer.person is not None
    actor = as_in(acting_in(viewer, sak.enhet, today.directory, today.desk.policies, today.day), sak)
    tiltak, day, tomorrow = tx.tiltak.where(sak=sak.id), today.day, today.day + timedelta(days=1)
    month = Month.of(day)
    tries: dict[str, Callable[[], object]] = {
        "comment": lambda: comment(sak, actor, _GIVEN, tiltak),
        "assign": lambda: assign(sak, actor, None),
        "ask": lambda: ask_for_documents(sak, actor, _GIVEN, by=tomorrow, on=day),
        "disagreement": lambda: decide_disagreement(sak, actor, upheld=True, reason=_GIVEN, on=day, deadline=tomorrow),
        "exemption": lambda: decide_exemption(
            sak, actor, granted=(month, month), reason=_GIVEN, on=day, deadline=tomorrow
        ),
        "close": lambda: would_close(tx, today, sak, actor, tiltak),
        "hear": lambda: would_hear(tx, today.desk.rulebook, sak, actor),
        "reopen": lambda: reopen(sak, actor, deadline=tomorrow),
    }
    refused = {name: _refusal(attempt) for name, attempt in tries.items()}
    own = [r for name, r in refused.items() if r is not None and r.why in _OWN and _is_due(name, sak)]
    mine = [one for one in tiltak if one.done is None]
    return Offered(
        comment=refused["comment"] is None,
        documents=sak.documents_by is not None and viewer.person == sak.owner,
        assign=refused["assign"] is None,
        ask=refused["ask"] is None and sak.owner != viewer.person,
        ask_reporter=sak.kind in ALL_REPORTED and refused["comment"] is None,
        hear=refused["hear"] is None,
        must_hear=not is_heard(tx, today.desk.rulebook, sak),
        disagreement=refused["disagreement"] is None,
        exemption=refused["exemption"] is None,
        close=closable_as(tx, today.desk.rulebook, sak) if refused["close"] is None else None,
        reopen=refused["reopen"] is None,
        finish=_ids(mine, lambda one, others: finish_tiltak(sak, actor, one, others=others, on=day)),
        change=_ids(
            mine,
            lambda one, others: change_tiltak(
                sak, actor, one, owner=one.owner, deadline=tomorrow, others=others, on=day
            ),
        ),
        refused=own[0] if own else None,
        handlers=tuple(handlers(tx, today)) if refused["assign"] is None else (),
        posts=_posts(tx, sak) if refused["exemption"] is None else (),
    )


def may_act(tx: Transaction, viewer: Viewer, sak: Sak) -> bool:
    """Whether she may do anything in it: by her roles for the enhet, or because it is hers. An auditor never."""
    if viewer.person is None or not sees_sak(tx, viewer, sak):
        return False
    if sak.kind == REPORTED_OF_TOP and (Role.SUPERVISORY in viewer.roles or viewer.person == sak.handler):
        return may_enter(viewer, Act.DO, Thing.SAK)
    if any(may(viewer, Act.DO, Thing.SAK, sak.enhet, person) for person in (sak.owner, sak.escalated_to)):
        return True
    return has_own(viewer, Thing.SAK) and bool(tx.tiltak.count(sak=sak.id, owner=viewer.person))


def _refusal(attempt: Callable[[], object]) -> Refused | None:
    try:
        attempt()
    except Refused as refused:
        return refused
    return None


def _is_due(name: str, sak: Sak) -> bool:
    """Whether this is what the sak waits for."""
    return {
        "disagreement": sak.answer is Answer.DISAGREE, "exemption": sak.answer is Answer.EXEMPTION, "close": True,
    }.get(name, False)  # fmt: skip


def _ids(tiltak: Collection[Tiltak], attempt: Callable[[Tiltak, list[Tiltak]], object]) -> tuple[str, ...]:
    return tuple(
        one.id
        for one in tiltak
        if _refusal(lambda one=one: attempt(one, [t for t in tiltak if t is not one])) is None  # type: ignore[misc]
    )


def _posts(tx: Transaction, sak: Sak) -> tuple[str, ...]:
    return tuple(sorted({avvik.post for avvik in tx.avvik.where(sak=sak.id) if avvik.post}))
