"""Lower: somebody who knows that a letter is not as far as it looks, says so with a reason; nobody can raise it."""

from __future__ import annotations

from datetime import datetime

from kontroll.domain.access import Act, Thing, Viewer, may_enter
from kontroll.domain.conflict import Conflict
from kontroll.domain.internalcontrol import Letter, Lowering, LoweringRefusal, LoweringRefused, refused
from kontroll.domain.trail import Fact
from kontroll.flows.internal_control.control_map import cell_of
from kontroll.flows.internal_control.look import Look
from kontroll.flows.saker.acting import TEXT, today_of
from kontroll.wiring import Desk

LOWERED = "modenhet satt av et menneske"


def lower_maturity(
    desk: Desk, place: str, letter: Letter, level: int | None, reason: str, by: Viewer, now: datetime, *, seen: int
) -> Lowering:
    """level: None = as the evidence carries it again. seen: how many times she had seen it set.

    Raises LoweringRefused, and Conflict where another has set it meanwhile.
    """
    if not may_enter(by, Act.DO, Thing.INTERNAL_CONTROL) or by.person is None:
        raise LoweringRefused(LoweringRefusal.NOT_HERS)
    with desk.database.transaction(by.person, now) as tx:
        look = Look(tx, today_of(desk, tx, now))
        found = look.place(place)
        cell = cell_of(look, found, letter, None) if found is not None else None
        if cell is None:
            raise LoweringRefused(LoweringRefusal.NO_SUCH)
        why = refused(cell.carried, level, reason)
        if why is not None:
            raise LoweringRefused(why)
        count = tx.lowerings.count(place=place, letter=letter)
        if count != seen:
            raise Conflict("Lowering", f"{place}/{letter.value}")
        about: dict[str, Fact] = {"place": place, "letter": letter.value, "number": count + 1, "level": level}
        entry = tx.trail.append(LOWERED, about | {"carried": cell.carried}, {TEXT: reason.strip()})
        return tx.lowerings.add(
            Lowering(place=place, letter=letter, number=count + 1, level=level, by=by.person, at=now, trail=entry)
        )
