"""Tables of the follow-up: avvik, saker, tiltak, unntak, decisions, notices and messages."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index, Text
from sqlmodel import Field, SQLModel

from kontroll.domain.avvik import Phase
from kontroll.domain.month import Month
from kontroll.domain.notice import MessageState, NoticeState, Reason
from kontroll.domain.rule import Severity
from kontroll.domain.sak import Answer, Outcome, SakState
from kontroll.store.columns import moment, month, word


class AvvikRow(SQLModel, table=True):
    """Identity: rule, subject (the record, or the unit) and number. The unit of a record may be corrected."""

    __tablename__ = "avvik"
    rule: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    enhet: str = Field(index=True)
    post: str
    first: Month = month()
    opened: Month | None = month(nullable=True, index=True)
    last_struck: Month = month()
    resolved: Month | None = month(nullable=True, index=True)
    phase: Phase = word(Phase, index=True)
    gone_since: Month | None = month(nullable=True)
    severity: Severity = word(Severity)
    trial: bool
    sak: str | None = Field(foreign_key="sak.id", index=True)
    withdrawn: bool
    confined: bool
    version: int


class SakRow(SQLModel, table=True):
    __tablename__ = "sak"
    # Open saker are counted by these, for the whole kommune.
    __table_args__ = (Index("ix_sak_standing", "enhet", "rule", "severity", "state", "deadline"),)
    id: str = Field(primary_key=True)
    kind: str
    rule: str | None = Field(index=True)
    enhet: str = Field(index=True)
    month: Month = month()
    opened: date = Field(index=True)
    owner: str | None = Field(index=True)
    owner_enhet: str | None
    deadline: date | None
    state: SakState = word(SakState, index=True)
    severity: Severity = word(Severity)
    level: int
    escalated_to: str | None
    answer: Answer | None = word(Answer, nullable=True)
    answered_by: str | None
    answered_on: date | None
    outcome: Outcome | None = word(Outcome, nullable=True)
    closed_by: str | None
    closed_on: date | None = Field(index=True)
    evidence: bool
    recurrence_of: str | None = Field(foreign_key="sak.id")
    occurrence: int
    reopened: int
    handler: str | None = Field(index=True)
    documents_by: date | None
    confined: bool
    version: int


class TiltakRow(SQLModel, table=True):
    __tablename__ = "tiltak"
    id: str = Field(primary_key=True)
    sak: str = Field(foreign_key="sak.id", index=True)
    owner: str = Field(index=True)
    deadline: date
    done: date | None
    done_by: str | None
    version: int


class UnntakRow(SQLModel, table=True):
    __tablename__ = "unntak"
    id: str = Field(primary_key=True)
    sak: str | None = Field(foreign_key="sak.id", index=True)
    rule: str
    enhet: str
    post: str
    first: Month = month()
    last: Month = month()
    granted_by: str
    granted_on: date
    version: int


class DecisionRow(SQLModel, table=True):
    """What a person decided. Never rewritten: a new decision is a new row."""

    __tablename__ = "decision"
    id: str = Field(primary_key=True)
    sak: str = Field(foreign_key="sak.id", index=True)
    kind: str
    outcome: str
    by: str
    at: datetime = moment()
    trail: int


class NoticeRow(SQLModel, table=True):
    __tablename__ = "notice"
    # Whether a sak was told of, by when it was to be answered, and whether it was seen.
    __table_args__ = (Index("ix_notice_told", "sak", "reason", "deadline", "recipient", "seen_at"),)
    id: str = Field(primary_key=True)
    reason: Reason = word(Reason)
    recipient: str = Field(index=True)
    channel: str
    subject_key: str
    created: date
    sak: str | None = Field(index=True)
    rule: str | None
    enhet: str | None
    month: Month | None = month(nullable=True)
    severity: Severity | None = word(Severity, nullable=True)
    deadline: date | None
    urgent: bool
    standing: str
    why: str = Field(sa_type=Text)
    count: int
    confined: bool
    state: NoticeState = word(NoticeState, index=True)
    message: str | None = Field(foreign_key="message.id", index=True)
    seen_at: datetime | None = moment(nullable=True)
    answered_at: datetime | None = moment(nullable=True)
    version: int


class MessageRow(SQLModel, table=True):
    """What was sent. Its texts are emptied when their time is over; that it was sent, to whom and when, stays."""

    __tablename__ = "message"
    id: str = Field(primary_key=True)
    recipient: str = Field(index=True)
    channel: str
    day: date = Field(index=True)
    composed_at: datetime = moment(index=True)
    subject: str = Field(sa_type=Text)
    text: str = Field(sa_type=Text)
    html: str = Field(sa_type=Text)
    state: MessageState = word(MessageState, index=True)
    attempts: int
    next_try: datetime | None = moment(nullable=True)
    last_error: str | None = Field(sa_type=Text)
    sent_at: datetime | None = moment(nullable=True)
    version: int


class MarkRow(SQLModel, table=True):
    __tablename__ = "mark"
    name: str = Field(primary_key=True)
    content: str = Field(sa_type=Text)
