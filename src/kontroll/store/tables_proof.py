"""Tables of the proof: where evaluators disagreed, what each rule covered, rulebooks as they were used, and approvals."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import LargeBinary, Text
from sqlmodel import Field, SQLModel

from kontroll.domain.month import Month
from kontroll.store.columns import moment, month


class DisagreementRow(SQLModel, table=True):
    __tablename__ = "disagreement"
    run: str = Field(primary_key=True, foreign_key="run.id")
    month: Month = month(primary_key=True)
    rule: str = Field(primary_key=True)
    enhet: str = Field(primary_key=True)
    post: str = Field(primary_key=True)
    engine: str = Field(primary_key=True)
    columnar: str
    other: str


class CoverageRow(SQLModel, table=True):
    __tablename__ = "coverage"
    run: str = Field(primary_key=True, foreign_key="run.id")
    month: Month = month(primary_key=True)
    rule: str = Field(primary_key=True, index=True)
    stamp: str
    expected: int
    known: int
    unknown: int
    struck: int
    reasons: str = Field(sa_type=Text)
    due: int
    received: int
    tests: int
    held: int
    positive: int
    negative: int


class KeptFileRow(SQLModel, table=True):
    """The content of a rule file, by its digest: one that many rulebooks have in common stands here once."""

    __tablename__ = "kept_file"
    digest: str = Field(primary_key=True)
    content: bytes = Field(sa_type=LargeBinary)


class KeptRulebookRow(SQLModel, table=True):
    __tablename__ = "kept_rulebook"
    digest: str = Field(primary_key=True)
    stored: datetime = moment()
    engine: str
    files: str = Field(sa_type=Text)


class ApprovalRow(SQLModel, table=True):
    """Never rewritten: who has approved a rule, as it stood then."""

    __tablename__ = "approval"
    rule: str = Field(primary_key=True)
    stamp: str = Field(primary_key=True)
    by: str = Field(primary_key=True)
    at: datetime = moment()
    trail: int
