"""Compliance: how rules were complied with in an enhet in a year, counted from its saker and tiltak.

Its saker are those about it, and those its leader answers for though they are about another: an office that follows up for the
whole kommune is not green with twenty of them over their deadline.

Unknown is never green: where nothing was to be answered, there is no share, and no colour.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, Decimal

from kontroll.domain.agreementgoal import ANSWERED_IN_TIME, DONE_IN_TIME, OVERDUE, RECURRED
from kontroll.domain.notice import Reason
from kontroll.domain.sak import MISSED_CONTROL, MISSING_DATA, Sak, SakState
from kontroll.domain.tiltak import Tiltak
from kontroll.store.transaction import Transaction

#: Of the kommune's controls and data, and not of how an enhet complies with rules.
_NOT_ITS_OWN = (MISSED_CONTROL, MISSING_DATA)
#: A sak that somebody was told is late, or that was lifted over her head, was not answered in time.
_LATE = (Reason.OVERDUE, Reason.ESCALATION)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compliance:
    """Counts of one year. asked: saker that were to be answered by now; in_time: of them, answered by the deadline.

    promised: tiltak that were to be done by now; done: of them, by the deadline.
    """

    asked: int
    in_time: int
    overdue: int
    promised: int
    done: int
    recurred: int
    saker: int

    def value(self, counts: str) -> Decimal | None:
        """What is counted under the word; None where there is nothing to count of."""
        if counts == ANSWERED_IN_TIME:
            return _share(self.in_time, self.asked)
        if counts == DONE_IN_TIME:
            return _share(self.done, self.promised)
        if counts == OVERDUE:
            return Decimal(self.overdue)
        return Decimal(self.recurred) if counts == RECURRED else None


def compliance_of(tx: Transaction, enheter: Collection[str], year: int, today: date) -> Compliance:
    """Of the saker of those enheter that were opened in the year, without those that are between few persons."""
    found = [sak for column in ("enhet", "owner_enhet") for sak in tx.saker.among(column, sorted(enheter))]
    saker = [sak for sak in {sak.id: sak for sak in found}.values() if _counts(sak, year)]
    ids = [sak.id for sak in saker]
    late = {one.sak for one in tx.notices.among("sak", ids) if one.reason in _LATE} if ids else set()
    return counted(saker, tx.tiltak.among("sak", ids) if ids else [], late, today)


def counted(saker: Sequence[Sak], tiltak: Sequence[Tiltak], late: Collection[str | None], today: date) -> Compliance:
    """late: ids of saker that somebody was told are late."""
    overdue = [sak for sak in saker if _is_overdue(sak, today)]
    behind = {sak.id for sak in overdue} | set(late)
    waiting = [sak for sak in saker if sak.state is SakState.OPEN and sak.id not in behind]
    asked = [sak for sak in saker if sak not in waiting]
    due = [one for one in tiltak if one.done is not None or one.deadline < today]
    return Compliance(
        asked=len(asked),
        in_time=sum(sak.id not in behind for sak in asked),
        overdue=len(overdue),
        promised=len(due),
        done=sum(one.done is not None and one.done <= one.deadline for one in due),
        recurred=sum(sak.recurrence_of is not None for sak in saker),
        saker=len(saker),
    )


def _counts(sak: Sak, year: int) -> bool:
    return sak.opened.year == year and sak.kind not in _NOT_ITS_OWN and not sak.confined


def _is_overdue(sak: Sak, today: date) -> bool:
    late = sak.deadline is not None and sak.deadline < today
    return late and sak.state in (SakState.OPEN, SakState.MEASURE)


def _share(part: int, whole: int) -> Decimal | None:
    """In whole per cent, rounded down: 94,9 is not yet 95."""
    return (Decimal(100 * part) / whole).quantize(Decimal(1), rounding=ROUND_FLOOR) if whole else None
