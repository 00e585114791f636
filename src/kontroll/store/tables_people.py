"""Tables of what concerns people's rights: meetings about control measures, and what was handed out to whom."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel

from kontroll.domain.controlmeasure import MeasureKind, MeasureOutcome
from kontroll.store.columns import moment, word


class MeasureEventRow(SQLModel, table=True):
    """Never rewritten: a new meeting is a new row."""

    __tablename__ = "measure_event"
    rule: str = Field(primary_key=True)
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    kind: MeasureKind = word(MeasureKind)
    on: date
    outcome: MeasureOutcome = word(MeasureOutcome)
    next_on: date | None
    by: str
    at: datetime = moment()
    trail: int = Field(sa_type=BigInteger)


class HandedOutRow(SQLModel, table=True):
    __tablename__ = "handed_out"
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    person: str = Field(index=True)
    by: str
    at: datetime = moment()
    rows: int
    digest: str
    trail: int = Field(sa_type=BigInteger)
