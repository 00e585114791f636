"""Report texts: what somebody writes in the report of a period, area by area.

Why every text is kept: whoever reads the last one may ask what stood there before. What is with whoever checks it, or is issued,
is not written over: whoever wants it otherwise takes it back, or begins a correction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from kontroll.domain.conflict import Conflict
from kontroll.domain.issuing import ReportState
from kontroll.domain.monthly import ReportText
from kontroll.domain.problem import KontrollError
from kontroll.domain.trail import Fact
from kontroll.flows.saker.acting import TEXT
from kontroll.store.transaction import Transaction
from kontroll.wiring import Desk

#: The kind of the entry of the trail.
WRITTEN = "rapport: tekst"


class ReportClosed(KontrollError):
    """It is with whoever checks it, or issued."""


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

    Raises Conflict where somebody wrote another meanwhile, and ReportClosed.
    """
    with desk.database.transaction(person, now) as tx:
        if not is_written_in(tx, period):
            raise ReportClosed(f"report {period}")
        number = tx.report_texts.count(period=period, area=area)
        if number != seen:
            raise Conflict("ReportText", f"{period}/{area}")
        about: dict[str, Fact] = {"period": period, "area": area, "number": number + 1}
        # Kept also where it is empty, so that nothing written and what is deleted are told apart.
        entry = tx.trail.append(WRITTEN, about, {TEXT: text.strip()})
        return tx.report_texts.add(
            ReportText(period=period, area=area, number=number + 1, by=person, at=now, trail=entry)
        )


def is_written_in(tx: Transaction, period: str) -> bool:
    """Whether its texts may be written in: nobody has sent it, or a correction is begun."""
    editions = [one for one in tx.reports.where(period=period) if one.state is not ReportState.DROPPED]
    return not editions or max(editions, key=lambda one: one.edition).state is ReportState.DRAFT
