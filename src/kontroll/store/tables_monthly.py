"""Tables of the monthly follow-up: explanations, what was done with each, tiltak promised in them, and texts of reports."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Field, SQLModel

from kontroll.domain.month import Month
from kontroll.domain.monthly import MonthlyAct, MonthlyState
from kontroll.store.columns import moment, month, word


class ExplanationRow(SQLModel, table=True):
    __tablename__ = "monthly_explanation"
    id: str = Field(primary_key=True)
    enhet: str = Field(index=True)
    month: Month = month(index=True)
    theme: str
    value: int
    decimals: int
    asked: date
    owner: str | None
    deadline: date | None
    state: MonthlyState = word(MonthlyState)
    level: int
    told: str | None
    sak: str | None
    forecast: int | None
    forecast_decimals: int
    explained_by: str | None
    explained_on: date | None
    late: bool
    accepted_by: str | None
    accepted_on: date | None
    version: int


class MonthlyEventRow(SQLModel, table=True):
    """Never rewritten."""

    __tablename__ = "monthly_event"
    explanation: str = Field(primary_key=True, foreign_key="monthly_explanation.id")
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    act: MonthlyAct = word(MonthlyAct)
    by: str
    at: datetime = moment()
    trail: int
    forecast: int | None
    forecast_decimals: int


class MonthlyTiltakRow(SQLModel, table=True):
    __tablename__ = "monthly_tiltak"
    id: str = Field(primary_key=True)
    explanation: str = Field(foreign_key="monthly_explanation.id", index=True)
    owner: str = Field(index=True)
    deadline: date
    trail: int
    done: date | None
    done_by: str | None
    version: int


class ReportTextRow(SQLModel, table=True):
    """Never rewritten: who wrote what in a report; the last one stands."""

    __tablename__ = "report_text"
    period: str = Field(primary_key=True)
    area: str = Field(primary_key=True)
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    by: str
    at: datetime = moment()
    trail: int
