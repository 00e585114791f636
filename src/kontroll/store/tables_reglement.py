"""Tables of the reglementer: sentences as they were last looked at, rules that await review, and who has read what."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Text
from sqlmodel import Field, SQLModel

from kontroll.store.columns import moment


class KnownSentenceRow(SQLModel, table=True):
    __tablename__ = "skal_sentence"
    reglement: str = Field(primary_key=True)
    number: str = Field(primary_key=True)
    fingerprint: str
    text: str = Field(sa_type=Text)
    since: datetime = moment()
    version: int


class RuleReviewRow(SQLModel, table=True):
    __tablename__ = "rule_review"
    rule: str = Field(primary_key=True)
    change: str = Field(primary_key=True)
    reglement: str = Field(primary_key=True)
    point: str = Field(primary_key=True)
    found: datetime = moment()
    before: str = Field(sa_type=Text)
    after: str = Field(sa_type=Text)
    confirmed_by: str | None
    confirmed_at: datetime | None = moment(nullable=True)
    trail: int | None
    version: int


class ReadingRow(SQLModel, table=True):
    """Never rewritten: who has confirmed that she has read which version."""

    __tablename__ = "reading"
    person: str = Field(primary_key=True)
    reglement: str = Field(primary_key=True)
    digest: str = Field(primary_key=True)
    label: str
    at: datetime = moment()
    trail: int
