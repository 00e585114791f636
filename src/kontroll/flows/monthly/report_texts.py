"""Report texts: what somebody writes in the report of a period, area by area, and that it was laid before the elected.

Why every text is kept: whoever reads the last one may ask what stood there before. What was laid before the elected is
not written over any more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from kontroll.domain.conflict import Conflict
from kontroll.domain.monthly import ReportText
from kontroll.domain.problem import KontrollError
from kontroll.domain.trail import Fact
from kontroll.flows.saker.acting import TEXT
from kontroll.store.transaction import Transaction
from kontroll.wiring import Desk

#: The area of what says that the report was laid before those who are elected.
PRESENTED = "lagt fram"


class AlreadyPresented(KontrollError):
    """It has been laid before those who are elected."""


@dataclass(frozen=True, slots=True)
class Standing:
    """written: the row that stands. text: None = deleted when its time was over; "" = what is made of the figures stands."""

    written: ReportText
    text: str | None


def texts_of_report(tx: Transaction, period: str) -> Mapping[str, Standing]:
    """Area -> what stands there."""
    last = {one.area: one for one in tx.report_texts.where(period=period)}
    texts = tx.trail.texts([one.trail for one in last.values()])
    return {area: Standing(one, texts.get((one.trail, TEXT))) for area, one in last.items()}


def write_report_text(
    desk: Desk, period: str, area: str, person: str, text: str, seen: int, now: datetime
) -> ReportText:
    """The text of an area from now on. text: "" = what is made of the figures stands again. seen: number of the one she saw.

    Raises Conflict where somebody wrote another meanwhile, and AlreadyPresented.
    """
    return _written(desk, period, area, person, text.strip(), seen, now)


def present_report(desk: Desk, period: str, person: str, now: datetime) -> ReportText:
    """It is laid before those who are elected, as it stands."""
    return _written(desk, period, PRESENTED, person, "", 0, now)


def _written(desk: Desk, period: str, area: str, person: str, text: str, seen: int, now: datetime) -> ReportText:
    with desk.database.transaction(person, now) as tx:
        if tx.report_texts.count(period=period, area=PRESENTED):
            raise AlreadyPresented(f"report {period}")
        number = tx.report_texts.count(period=period, area=area)
        if number != seen:
            raise Conflict("ReportText", f"{period}/{area}")
        about: dict[str, Fact] = {"period": period, "area": area, "number": number + 1}
        kind = "rapport: lagt fram" if area == PRESENTED else "rapport: tekst"
        # Kept also where it is empty, so that nothing written and what is deleted are told apart.
        entry = tx.trail.append(kind, about, {TEXT: text})
        return tx.report_texts.add(
            ReportText(period=period, area=area, number=number + 1, by=person, at=now, trail=entry)
        )
