"""Tables of reports that are made ready and issued. An issue, its texts and its files are never rewritten."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from kontroll.domain.issuing import ReportAct, ReportState
from kontroll.store.columns import moment, word


class ReportRow(SQLModel, table=True):
    __tablename__ = "report"
    __table_args__ = (UniqueConstraint("kind", "period", "edition"),)
    id: str = Field(primary_key=True)
    kind: str
    period: str = Field(index=True)
    edition: int
    state: ReportState = word(ReportState)
    content: str
    grounds: str
    sent_by: str | None
    sent_at: datetime | None = moment(nullable=True)
    checker: str | None
    checked_by: str | None
    checked_at: datetime | None = moment(nullable=True)
    confirmed_by: str | None
    confirmed_at: datetime | None = moment(nullable=True)
    proved_by: str
    statement: int = Field(sa_type=BigInteger)
    corrects: str
    reason: int = Field(sa_type=BigInteger)
    version: int


class ReportEventRow(SQLModel, table=True):
    """Never rewritten."""

    __tablename__ = "report_event"
    report: str = Field(primary_key=True, foreign_key="report.id")
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    act: ReportAct = word(ReportAct)
    by: str
    at: datetime = moment()
    trail: int = Field(sa_type=BigInteger)
    content: str


class IssueRow(SQLModel, table=True):
    """Never rewritten: what is wrong in it is said in another."""

    __tablename__ = "issue"
    year: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    report: str = Field(foreign_key="report.id", unique=True)
    kind: str
    period: str = Field(index=True)
    title: str
    content: str
    grounds: str
    statement: str
    replaces: str
    by: str
    at: datetime = moment()
    trail: int = Field(sa_type=BigInteger)


class FrozenTextRow(SQLModel, table=True):
    """The same text is kept once."""

    __tablename__ = "frozen_text"
    digest: str = Field(primary_key=True)
    is_grounds: bool
    content: bytes = Field(sa_type=LargeBinary)
    at: datetime = moment()


class IssuedFileRow(SQLModel, table=True):
    __tablename__ = "issued_file"
    year: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    name: str = Field(primary_key=True)
    digest: str
    is_open: bool
    content: bytes = Field(sa_type=LargeBinary)
