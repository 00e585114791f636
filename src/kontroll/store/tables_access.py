"""Tables of those who sign in: users, their sessions, attempts, and tokens of systems. What opens a door stands as a hash."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field, SQLModel

from kontroll.domain.user import UserState
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
    version: int
