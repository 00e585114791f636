"""Preparations: the check-list of a case that is laid before an elected body is filled in, and controlled by another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime

from kontroll.domain.access import Viewer
from kontroll.domain.conflict import Conflict
from kontroll.domain.notice import Reason
from kontroll.domain.people import Responsible
from kontroll.domain.preparation import (
    AnsweredPoint,
    PointAnswer,
    Preparation,
    PreparationAct,
    PreparationState,
    answerable,
    asked,
    checked,
    filled,
    may_do,
    missing,
    moved,
    sent_back,
)
from kontroll.domain.register import Register, RegisterRefusal, demand
from kontroll.flows.registers.acting import Acting, NoSuchEntry, acting, demand_hers, may_keep
from kontroll.flows.registers.known import MADE
from kontroll.flows.registers.own_points import frozen_points, points_of
from kontroll.flows.saker.acting import TEXT
from kontroll.wiring import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """What is entered. text: the title. meeting: when it is laid before the body. owner: "" = whoever leads the enhet."""

    case: str
    body: str
    text: str
    meeting: date
    enhet: str
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """Of one point. words: where it is seen, or why it is of no matter; "" = nothing is written."""

    answer: PointAnswer
    words: str = ""


def enter_preparation(desk: Desk, by: Viewer, wanted: Laid, now: datetime) -> Preparation:
    """Raises RegisterRefused."""
    with acting(desk, by, now) as act:
        demand(may_keep(by, wanted.enhet), RegisterRefusal.NOT_HERS, "enhet")
        demand(bool(wanted.body.strip()), RegisterRefusal.NO_BODY, "organ")
        demand(bool(wanted.case.strip()), RegisterRefusal.NO_CASE, "sak")
        demand(bool(wanted.text.strip()), RegisterRefusal.NO_TEXT, "tekst")
        prefix = Register.PREPARATIONS.prefix(act.day.year)
        taken = act.tx.preparations.count(act.tx.preparations.table.c.id.startswith(prefix))
        preparation = Preparation(
            id=act.next_id(prefix, taken), case=wanted.case.strip(), body=wanted.body.strip(), meeting=wanted.meeting,
            enhet=wanted.enhet, owner=act.owner(wanted.enhet, wanted.owner), text=0, state=PreparationState.DRAFT,
            made_by=act.person, made_at=now,
        )  # fmt: skip
        if (before := act.sent_before(preparation, wanted.text, act.tx.preparations)) is not None:
            return before
        own = act.desk.policies.preparation.points
        made = act.note(preparation, MADE, text=wanted.text, day=wanted.meeting, beside=frozen_points(own))
        preparation = act.tx.preparations.add(replace(preparation, text=made.trail))
        act.tell(Reason.REGISTER_OWNER, preparation, preparation.owner)
        return preparation


def fill_in(
    desk: Desk, id: str, by: Viewer, version: int, said: Mapping[str, Said], *, finish: bool, now: datetime
) -> Preparation:
    """said: what she answers now, by the word of the point; the others stay as they are. finish: that is all, and another may
    control it.
    """
    with _with(desk, id, by, version, PreparationAct.FILL, now) as (act, before):
        known = {one.point: one for one in act.tx.answered_points.where(preparation=id)}
        own = points_of(act.tx, before)
        for point, one in said.items():
            if point not in asked(own):
                raise NoSuchEntry(f"a point of {id}")
            answerable(point, one.answer, one.words.strip(), own)
            _answer(act, id, known.get(point), point, one)
        answered = {*known, *said}
        after = filled(before, answered, own, on=act.day) if finish else before
        saved = _kept(act, before, after, PreparationAct.FILL, left=len(missing(answered, own)))
        if finish:
            act.tell_all(Reason.REGISTER_TO_CHECK, saved, _controllers(act, saved))
        return saved


def move_meeting(
    desk: Desk, id: str, by: Viewer, version: int, *, meeting: date, text: str = "", now: datetime
) -> Preparation:
    with _with(desk, id, by, version, PreparationAct.MOVE, now) as (act, before):
        return _kept(act, before, moved(before, meeting=meeting), PreparationAct.MOVE, text=text, day=meeting)


def check(desk: Desk, id: str, by: Viewer, version: int, *, text: str = "", now: datetime) -> Preparation:
    """Another than whoever prepared it finds it good enough to lay before the body."""
    with _with(desk, id, by, version, PreparationAct.CHECK, now) as (act, before):
        after = checked(before, act.tx.answered_points.where(preparation=id), on=act.day, by=act.person)
        demand(may_keep(by, before.enhet), RegisterRefusal.NOT_HERS)
        return _kept(act, before, after, PreparationAct.CHECK, text=text, day=act.day)


def return_preparation(desk: Desk, id: str, by: Viewer, version: int, *, text: str, now: datetime) -> Preparation:
    """Something is missing, and what."""
    with _with(desk, id, by, version, PreparationAct.SEND_BACK, now) as (act, before):
        demand(may_keep(by, before.enhet), RegisterRefusal.NOT_HERS)
        demand(bool(text.strip()), RegisterRefusal.NO_REASON, "tekst")
        saved = _kept(act, before, sent_back(before), PreparationAct.SEND_BACK, text=text)
        act.tell(Reason.REGISTER_RETURNED, saved, saved.owner)
        return saved


def _answer(act: Acting, id: str, before: AnsweredPoint | None, point: str, said: Said) -> None:
    """What stands already is not written again."""
    words = said.words.strip()
    stood = (act.tx.trail.text(before.trail, TEXT) or "") if before is not None and before.trail else ""
    if before is not None and (before.answer, stood) == (said.answer, words):
        return
    trail = act.words(id, point, words) if words else 0
    after = AnsweredPoint(preparation=id, point=point, answer=said.answer, by=act.person, trail=trail)
    if before is None:
        act.tx.answered_points.add(after)
    else:
        act.tx.answered_points.save(before, replace(after, version=before.version))


def _controllers(act: Acting, one: Preparation) -> list[Responsible]:
    """Whoever answers for the enhet, or the one above her where she prepared it herself."""
    leader = act.today.directory.responsible_for(one.enhet, act.day)
    above = act.today.directory.above(one.enhet, act.day)
    return [found for found in (leader, *above) if found is not None and found.person != one.owner][:1]


@contextmanager
def _with(
    desk: Desk, id: str, by: Viewer, version: int, what: PreparationAct, now: datetime
) -> Iterator[tuple[Acting, Preparation]]:
    """version: of the one she saw. Raises NoSuchEntry, Conflict and RegisterRefused."""
    with acting(desk, by, now) as act:
        found = demand_hers(act.tx.preparations.get(id), by, id)
        if not isinstance(found, Preparation):
            raise NoSuchEntry(id)
        if found.version != version:
            raise Conflict("Preparation", id)
        demand(may_do(found, what), RegisterRefusal.NOT_NOW)
        yield act, found


def _kept(
    act: Acting,
    before: Preparation,
    after: Preparation,
    what: PreparationAct,
    *,
    text: str = "",
    day: date | None = None,
    left: int | None = None,
) -> Preparation:
    """It waits to be delivered again. left: points that are not answered yet."""
    saved = act.tx.preparations.save(before, replace(after, delivered=0, version=before.version + 1))
    about = {} if left is None else {"left": left}
    act.note(saved, what.value, act.tx.answered_points.where(preparation=saved.id), text=text, day=day, about=about)
    return saved
