"""Tables of those who sign in, and of other systems: users, sessions, attempts, keys, and who is called.

What opens a door stands as a hash; what signs a call cannot.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Text
from sqlmodel import Field, SQLModel

from kontroll.domain.user import UserState
from kontroll.domain.webhook import CallState, Event
from kontroll.store.columns import moment, word


class UserRow(SQLModel, table=True):
    __tablename__ = "app_user"
    id: str = Field(primary_key=True)
    login: str = Field(index=True)
    person: str | None = Field(index=True)
    name: str
    password: str | None
    state: UserState = word(UserState)
    created: datetime = moment()
    given: str
    subject: str = Field(index=True)
    code: str | None
    code_ends: datetime | None = moment(nullable=True)
    version: int


class SessionRow(SQLModel, table=True):
    __tablename__ = "app_session"
    id: str = Field(primary_key=True)
    user: str = Field(foreign_key="app_user.id", index=True)
    created: datetime = moment()
    seen: datetime = moment()
    ends: datetime = moment(index=True)
    claimed: str
    proved_at: datetime | None = moment(nullable=True)
    proved_for: str
    version: int


class AttemptRow(SQLModel, table=True):
    __tablename__ = "sign_in_attempt"
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    who: str = Field(index=True)
    at: datetime = moment(index=True)
    right: bool
    version: int


class ApiTokenRow(SQLModel, table=True):
    __tablename__ = "api_token"
    id: str = Field(primary_key=True)
    system: str
    scopes: str
    created: datetime = moment()
    ends: datetime | None = moment(nullable=True)
    closed: datetime | None = moment(nullable=True)
    used: date | None
    version: int


class WebhookRow(SQLModel, table=True):
    __tablename__ = "webhook"
    id: str = Field(primary_key=True)
    address: str
    event: Event = word(Event)
    secret: str
    created: datetime = moment()
    closed: datetime | None = moment(nullable=True)
    version: int


class CallRow(SQLModel, table=True):
    __tablename__ = "webhook_call"
    id: str = Field(primary_key=True)
    hook: str = Field(foreign_key="webhook.id", index=True)
    body: str = Field(sa_type=Text)
    made: datetime = moment()
    state: CallState = word(CallState, index=True)
    attempts: int
    next_try: datetime | None = moment(nullable=True)
    last_error: str | None = Field(sa_type=Text)
    sent_at: datetime | None = moment(nullable=True)
    version: int
