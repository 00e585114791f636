"""Tables of samples: draws, their populations and files, what was drawn, and what was found."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, LargeBinary, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from kontroll.domain.draw import Arm, DrawState, Finding, ItemState
from kontroll.domain.month import Month
from kontroll.store.columns import moment, month, word


class DrawRow(SQLModel, table=True):
    """No two have the same number in a year."""

    __tablename__ = "draw"
    __table_args__ = (UniqueConstraint("year", "number"),)
    id: str = Field(primary_key=True)
    year: int
    number: int
    name: str
    dataset: str
    condition: str = Field(sa_type=Text)
    amount_field: str
    first: Month = month()
    last: Month = month()
    arm: Arm = word(Arm)
    rules: str = Field(sa_type=Text)
    control: str = Field(index=True)
    risk: int
    state: DrawState = word(DrawState, index=True)
    made_by: str
    made_at: datetime = moment()
    plan: str = Field(sa_type=Text)
    draw_id: str
    is_public: bool
    committed_by: str | None
    committed_at: datetime | None = moment(nullable=True)
    seed: str
    seed_at: datetime | None = moment(nullable=True)
    seed_place: str
    seed_by: str | None
    witnesses: str = Field(sa_type=Text)
    drawn_at: datetime | None = moment(nullable=True)
    aborted: int = Field(sa_type=BigInteger)
    concluded_by: str | None
    concluded_at: datetime | None = moment(nullable=True)
    report: str
    version: int


class PopulationVersionRow(SQLModel, table=True):
    __tablename__ = "draw_population"
    draw: str = Field(primary_key=True, foreign_key="draw.id")
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    digest: str
    count: int = Field(sa_type=BigInteger)
    amount: int = Field(sa_type=BigInteger)
    total: int = Field(sa_type=BigInteger)
    gaps: int
    duplicates: int
    left_out: int
    frozen_by: str
    frozen_at: datetime = moment()
    ledger_count: int | None = Field(sa_type=BigInteger)
    ledger_amount: int | None = Field(sa_type=BigInteger)
    reconciled_by: str | None
    reconciled_at: datetime | None = moment(nullable=True)
    reconciled_text: int = Field(sa_type=BigInteger)
    commitment: str
    committed_at: datetime | None = moment(nullable=True)
    seed: str
    reason: int = Field(sa_type=BigInteger)
    version: int


class DrawContentRow(SQLModel, table=True):
    """A file of a draw, by name or, for evidence, by its digest. What is public of it, and when, flows decide."""

    __tablename__ = "draw_content"
    draw: str = Field(primary_key=True, foreign_key="draw.id")
    population: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    name: str = Field(primary_key=True)
    content: bytes = Field(sa_type=LargeBinary)


class DrawnItemRow(SQLModel, table=True):
    __tablename__ = "draw_item"
    draw: str = Field(primary_key=True, foreign_key="draw.id")
    identity: str = Field(primary_key=True)
    stratum: str
    nr: int
    state: ItemState = word(ItemState)
    hits: int
    post: str
    enhet: str
    month: Month | None = month(nullable=True)
    amount: int = Field(sa_type=BigInteger)
    population: int
    stage: int
    replaces: str
    reason: str
    evidence: int = Field(sa_type=BigInteger)
    checker: str | None = Field(index=True)
    second: bool
    version: int


class ItemCheckRow(SQLModel, table=True):
    __tablename__ = "draw_check"
    draw: str = Field(primary_key=True, foreign_key="draw.id")
    identity: str = Field(primary_key=True)
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    round: int
    by: str
    at: datetime = moment()
    finding: Finding = word(Finding)
    answers: str = Field(sa_type=Text)
    audited: int | None = Field(sa_type=BigInteger)
    minutes: int
    text: int = Field(sa_type=BigInteger)
    sak: str | None
    approved_by: str | None
    approved_at: datetime | None = moment(nullable=True)
    version: int


class EvidenceRow(SQLModel, table=True):
    __tablename__ = "draw_evidence"
    draw: str = Field(primary_key=True, foreign_key="draw.id")
    identity: str = Field(primary_key=True)
    digest: str = Field(primary_key=True)
    name: str
    size: int
    by: str
    at: datetime = moment()


class TrialRow(SQLModel, table=True):
    __tablename__ = "draw_trial"
    draw: str = Field(primary_key=True, foreign_key="draw.id")
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    by: str
    at: datetime = moment()
    asked: str = Field(sa_type=Text)
    answered: str = Field(sa_type=Text)


class WorkHoursRow(SQLModel, table=True):
    __tablename__ = "draw_hours"
    draw: str = Field(primary_key=True, foreign_key="draw.id")
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    by: str
    on: datetime = moment()
    minutes: int
    what: str
