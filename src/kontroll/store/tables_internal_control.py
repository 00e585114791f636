"""Tables of the internal control seen as a whole: how far it had come each month, what people lowered, and the yearly agenda."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Text
from sqlmodel import Field, SQLModel

from kontroll.domain.agenda import Point, PointAct, PointState
from kontroll.domain.internalcontrol import Letter
from kontroll.domain.month import Month
from kontroll.store.columns import moment, month, word


class KeptMaturityRow(SQLModel, table=True):
    """Never rewritten."""

    __tablename__ = "maturity"
    month: Month = month(primary_key=True)
    place: str = Field(primary_key=True)
    letter: Letter = word(Letter, primary_key=True)
    name: str
    carried: int
    level: int
    highest: int
    measures: str = Field(sa_type=Text)
    trail: int = Field(sa_type=BigInteger)


class LoweringRow(SQLModel, table=True):
    """Never rewritten: the last one stands."""

    __tablename__ = "maturity_lowering"
    place: str = Field(primary_key=True)
    letter: Letter = word(Letter, primary_key=True)
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    level: int | None
    by: str
    at: datetime = moment()
    trail: int = Field(sa_type=BigInteger)


class AgendaPointRow(SQLModel, table=True):
    __tablename__ = "agenda_point"
    id: str = Field(primary_key=True)
    year: int = Field(index=True)
    number: int
    point: Point = word(Point)
    subject: str
    area: str
    gravity: int
    owner: str
    month: int
    address: str
    state: PointState = word(PointState)
    changed: bool | None
    made_at: datetime = moment()
    trail: int = Field(sa_type=BigInteger)
    version: int


class AgendaEventRow(SQLModel, table=True):
    """Never rewritten."""

    __tablename__ = "agenda_event"
    point: str = Field(primary_key=True, foreign_key="agenda_point.id")
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    act: PointAct = word(PointAct)
    by: str
    at: datetime = moment()
    trail: int = Field(sa_type=BigInteger)
