"""Tables of resultatavtaler: each version, its goals, and how it stood with them. What was written lies beside the trail."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, UniqueConstraint
from sqlmodel import Field, SQLModel

from kontroll.domain.agreement import AgreementState, GoalKind, Round, Verdict
from kontroll.store.columns import moment, word


class AgreementRow(SQLModel, table=True):
    __tablename__ = "agreement"
    __table_args__ = (UniqueConstraint("year", "enhet", "number"),)
    id: str = Field(primary_key=True)
    year: int = Field(index=True)
    enhet: str = Field(index=True)
    number: int
    person: str = Field(index=True)
    superior: str | None = Field(index=True)
    council: bool
    state: AgreementState = word(AgreementState)
    made_by: str
    made_at: datetime = moment()
    talk_on: date | None
    talk_person_at: datetime | None = moment(nullable=True)
    talk_superior_at: datetime | None = moment(nullable=True)
    person_at: datetime | None = moment(nullable=True)
    superior_at: datetime | None = moment(nullable=True)
    content: int = Field(sa_type=BigInteger)
    reason: int = Field(sa_type=BigInteger)
    delivered: int = Field(sa_type=BigInteger)
    midyear_on: date | None
    result_at: datetime | None = moment(nullable=True)
    result_read_at: datetime | None = moment(nullable=True)
    version: int


class GoalRow(SQLModel, table=True):
    __tablename__ = "agreement_goal"
    agreement: str = Field(primary_key=True, foreign_key="agreement.id")
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    kind: GoalKind = word(GoalKind)
    area: str
    indicator: str
    green: str
    yellow: str
    target: int = Field(sa_type=BigInteger)
    due: date | None
    text: int = Field(sa_type=BigInteger)
    version: int


class GoalStatusRow(SQLModel, table=True):
    """Never rewritten: a new look is a new row."""

    __tablename__ = "agreement_status"
    agreement: str = Field(primary_key=True, foreign_key="agreement.id")
    goal: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    round: Round = word(Round)
    verdict: Verdict = word(Verdict)
    value: str
    by: str
    at: datetime = moment()
    text: int = Field(sa_type=BigInteger)
