"""Tables of the registers: political decisions, findings, and how cases were prepared. What was written lies beside the trail."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, Text
from sqlmodel import Field, SQLModel

from kontroll.domain.finding import FindingKind, FindingState
from kontroll.domain.political import DecisionState
from kontroll.domain.preparation import PointAnswer, PreparationState
from kontroll.domain.rule import Severity
from kontroll.store.columns import moment, word


class PoliticalDecisionRow(SQLModel, table=True):
    __tablename__ = "political_decision"
    id: str = Field(primary_key=True)
    body: str
    case: str
    decided: date = Field(index=True)
    enhet: str = Field(index=True)
    owner: str = Field(index=True)
    deadline: date | None
    text: int = Field(sa_type=BigInteger)
    state: DecisionState = word(DecisionState)
    made_by: str
    made_at: datetime = moment()
    carried_out: date | None
    reported: date | None
    reference: str
    obstructed: date | None
    postponed: int
    over: date | None
    delivered: int = Field(sa_type=BigInteger)
    version: int


class FindingRow(SQLModel, table=True):
    __tablename__ = "finding"
    id: str = Field(primary_key=True)
    source: str
    kind: FindingKind = word(FindingKind)
    theme: str
    law: str
    severity: Severity = word(Severity)
    case: str
    received: date = Field(index=True)
    enhet: str = Field(index=True)
    owner: str = Field(index=True)
    deadline: date | None
    text: int = Field(sa_type=BigInteger)
    state: FindingState = word(FindingState)
    made_by: str
    made_at: datetime = moment()
    evidence: str
    mended: date | None
    mended_by: str | None
    closed: date | None
    closed_by: str | None
    postponed: int
    delivered: int = Field(sa_type=BigInteger)
    version: int


class FindingMeasureRow(SQLModel, table=True):
    __tablename__ = "finding_measure"
    finding: str = Field(primary_key=True, foreign_key="finding.id")
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    owner: str = Field(index=True)
    deadline: date
    trail: int = Field(sa_type=BigInteger)
    done: date | None
    version: int


class PreparationRow(SQLModel, table=True):
    __tablename__ = "preparation"
    id: str = Field(primary_key=True)
    case: str
    body: str
    meeting: date = Field(index=True)
    enhet: str = Field(index=True)
    owner: str = Field(index=True)
    text: int = Field(sa_type=BigInteger)
    state: PreparationState = word(PreparationState)
    made_by: str
    made_at: datetime = moment()
    filled: date | None
    checked: date | None
    checked_by: str | None
    delivered: int = Field(sa_type=BigInteger)
    version: int


class AnsweredPointRow(SQLModel, table=True):
    __tablename__ = "preparation_point"
    preparation: str = Field(primary_key=True, foreign_key="preparation.id")
    point: str = Field(primary_key=True, sa_type=Text)
    answer: PointAnswer = word(PointAnswer)
    by: str
    trail: int = Field(sa_type=BigInteger)
    version: int


class RegisterEventRow(SQLModel, table=True):
    """Never rewritten: what is done next is a new row."""

    __tablename__ = "register_event"
    subject: str = Field(primary_key=True)
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    what: str
    by: str
    at: datetime = moment()
    trail: int = Field(sa_type=BigInteger)
    day: date | None
    reference: str
