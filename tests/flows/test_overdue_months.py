"""What stands open from earlier months is not asked about one by one each morning: it may stand open for years."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import event

from kontroll.domain.notice import Reason
from kontroll.flows.monthly.silent_months import follow_months
from kontroll.flows.saker.promises import Promise

from .small import Kommune, Make, at
from .test_monthly import address, bygda_in, explained, told

__all__ = ["address"]

PROMISED = date(2026, 3, 20)


def test_a_morning_asks_as_little_of_many_overdue_tiltak_as_of_one(make: Make):
    few, many = (questions_of_a_morning(make, tiltak) for tiltak in (1, 12))

    assert few == many


def questions_of_a_morning(make: Make, tiltak: int) -> int:
    """How often the database is asked when all of them were reminded of before."""
    bygda = bygda_in(make)
    days = [PROMISED + timedelta(days=n) for n in range(tiltak)]
    explained(bygda, tiltak=[Promise(owner="BERIT", deadline=day, text="Si opp vikaravtalen.") for day in days])
    follow_months(bygda.desk, at(date(2026, 4, 20)))
    assert [("BERIT", Reason.MONTH_TILTAK)] * tiltak == told(bygda, Reason.MONTH_TILTAK)
    return counted(bygda, date(2026, 4, 21))


def counted(bygda: Kommune, day: date) -> int:
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        asked.append(statement)

    event.listen(bygda.desk.database.engine, "before_cursor_execute", note)
    follow_months(bygda.desk, at(day))
    event.remove(bygda.desk.database.engine, "before_cursor_execute", note)
    return len(asked)
