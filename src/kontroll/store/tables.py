"""Tables: one SQLModel class per kind of thing, its columns named as the fields of the domain's dataclass.

Texts that people wrote and the contents of files stand in tables of their own, so that they can be deleted when their
time is over while the record that something happened stays.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, LargeBinary, MetaData, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from kontroll.domain.delivery import Taken
from kontroll.domain.month import Month
from kontroll.domain.run import Inference, RunState
from kontroll.store.columns import moment, month, word

#: Named constraints, so that a migration can speak of them on both databases.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
METADATA: MetaData = SQLModel.metadata


# --- what was delivered -----------------------------------------------------------------------------------------------


class DeliveryRow(SQLModel, table=True):
    __tablename__ = "delivery"
    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    kind: str = Field(index=True)
    name: str
    received: datetime = moment()
    digest: str
    taken: Taken = word(Taken)
    rows: int
    problems: int
    first: Month | None = month(nullable=True)
    last: Month | None = month(nullable=True)


class ContentRow(SQLModel, table=True):
    """The rows of a delivery as columns (Arrow IPC); of a refused file, its bytes. Deleted when the time is over."""

    __tablename__ = "delivery_content"
    seq: int = Field(primary_key=True, foreign_key="delivery.seq", sa_column_kwargs={"autoincrement": False})
    salt: str
    content: bytes = Field(sa_type=LargeBinary)


class ChangedRow(SQLModel, table=True):
    """*Endret etter levering*."""

    __tablename__ = "delivery_change"
    delivery: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    line: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    earlier_delivery: int
    earlier_line: int
    kind: str
    key: str
    fields: str


# --- what was found ---------------------------------------------------------------------------------------------------


class RunRow(SQLModel, table=True):
    __tablename__ = "run"
    __table_args__ = (UniqueConstraint("job", "period", "attempt"),)
    id: str = Field(primary_key=True)
    job: str
    period: Month = month()
    attempt: int
    state: RunState = word(RunState)
    started: datetime = moment()
    finished: datetime | None = moment(nullable=True)
    upto: int
    rulebook: str
    digest: str
    without: str = Field(sa_type=Text)
    left_out: str = Field(sa_type=Text)
    stopped: str = Field(sa_type=Text)
    verdicts: int
    unknown: int
    opened: int
    resolved: int
    saker: int
    notices: int
    engine: str
    inference: Inference = word(Inference)
    inferred: int
    checked: int
    differences: int
    failure: str = Field(sa_type=Text)
    version: int


class BookRow(SQLModel, table=True):
    __tablename__ = "book"
    month: Month = month(primary_key=True)
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    run: str = Field(foreign_key="run.id")
    digest: str
    rows: int
    struck: int
    unknown: int
    stopped: str = Field(sa_type=Text)
    left_out: str = Field(sa_type=Text)


class BookContentRow(SQLModel, table=True):
    __tablename__ = "book_content"
    month: Month = month(primary_key=True)
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    content: bytes = Field(sa_type=LargeBinary)


class VerdictChangeRow(SQLModel, table=True):
    __tablename__ = "verdict_change"
    run: str = Field(primary_key=True, foreign_key="run.id")
    month: Month = month(primary_key=True)
    rule: str = Field(primary_key=True)
    enhet: str = Field(primary_key=True)
    post: str = Field(primary_key=True)
    before: str
    after: str


# --- the trail --------------------------------------------------------------------------------------------------------


class TrailRow(SQLModel, table=True):
    """Appended to, never changed: triggers refuse it, and on PostgreSQL the program's role has no such right."""

    __tablename__ = "trail"
    seq: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    body: bytes = Field(sa_type=LargeBinary)
    previous: str
    hash: str = Field(unique=True)


class TrailTextRow(SQLModel, table=True):
    """What people wrote, with the salt of its hash in the chain. Deleted when its time is over."""

    __tablename__ = "trail_text"
    seq: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    name: str = Field(primary_key=True)
    salt: str
    content: str = Field(sa_type=Text)
