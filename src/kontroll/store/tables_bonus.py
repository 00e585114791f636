"""Tables of bonus: who was put forward for the open class, what was decided for each year, and the archive of it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, LargeBinary
from sqlmodel import Field, SQLModel

from kontroll.domain.bonus import BonusClass, BonusState
from kontroll.store.columns import moment, word


class NominationRow(SQLModel, table=True):
    __tablename__ = "bonus_nomination"
    year: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    enhet: str = Field(primary_key=True)
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    by: str
    at: datetime = moment()
    trail: int = Field(sa_type=BigInteger)
    withdrawn_at: datetime | None = moment(nullable=True)
    version: int


class BonusDecisionRow(SQLModel, table=True):
    """Never rewritten: another decision of the same year is another row."""

    __tablename__ = "bonus_decision"
    year: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    by: str
    at: datetime = moment()
    package: str
    granted: int
    trail: int = Field(sa_type=BigInteger)


class BonusOutcomeRow(SQLModel, table=True):
    __tablename__ = "bonus_outcome"
    year: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    enhet: str = Field(primary_key=True)
    granted: bool
    klass: BonusClass | None = word(BonusClass, nullable=True)
    found: BonusState = word(BonusState)
    against: bool
    trail: int = Field(sa_type=BigInteger)


class BonusPackageRow(SQLModel, table=True):
    __tablename__ = "bonus_package"
    year: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    content: bytes = Field(sa_type=LargeBinary)
