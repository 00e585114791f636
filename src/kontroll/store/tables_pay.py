"""Tables of what is of one person: resultatlønn, and talks of leaders. What is written stands beside the trail."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel

from kontroll.domain.leader_talk import TalkState
from kontroll.domain.pay import Judgement, PayOutcome
from kontroll.domain.truth import Result
from kontroll.store.columns import moment, word


class PayReviewRow(SQLModel, table=True):
    __tablename__ = "pay_review"
    id: str = Field(primary_key=True)
    year: int = Field(index=True)
    enhet: str = Field(index=True)
    leader: str = Field(index=True)
    whole: Judgement | None = word(Judgement, nullable=True)
    whole_trail: int | None = Field(sa_type=BigInteger)
    development: Judgement | None = word(Judgement, nullable=True)
    development_trail: int | None = Field(sa_type=BigInteger)
    outcome: PayOutcome | None = word(PayOutcome, nullable=True)
    measured: Result | None = word(Result, nullable=True)
    grounds: str | None
    decided_by: str | None
    decided_at: datetime | None = moment(nullable=True)
    trail: int | None = Field(sa_type=BigInteger)
    version: int


class TalkRow(SQLModel, table=True):
    __tablename__ = "talk"
    id: str = Field(primary_key=True)
    enhet: str = Field(index=True)
    leader: str = Field(index=True)
    superior: str
    saker: str
    state: TalkState = word(TalkState)
    made: date
    meeting: date | None
    held: date | None
    agreed: date | None
    follow_up: date | None
    over: date | None
    version: int


class TalkMeasureRow(SQLModel, table=True):
    __tablename__ = "talk_measure"
    talk: str = Field(primary_key=True, foreign_key="talk.id")
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    owner: str = Field(index=True)
    deadline: date
    trail: int = Field(sa_type=BigInteger)
    done: date | None
    version: int


class TalkEventRow(SQLModel, table=True):
    """Never rewritten: what is done next is a new row."""

    __tablename__ = "talk_event"
    talk: str = Field(primary_key=True, foreign_key="talk.id")
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    what: str
    by: str
    at: datetime = moment()
    trail: int = Field(sa_type=BigInteger)
