"""Tables of what was handed to the kommune's archive: each package, and the decisions in it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel

from kontroll.domain.archiving import ArchiveKind
from kontroll.domain.month import Month
from kontroll.store.columns import moment, month, word


class ArchivePackageRow(SQLModel, table=True):
    """Never rewritten: the same months taken out again are another package."""

    __tablename__ = "archive_package"
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    by: str
    at: datetime = moment()
    first: Month = month()
    last: Month = month()
    digest: str
    files: int
    size: int = Field(sa_type=BigInteger)
    things: int
    trail: int = Field(sa_type=BigInteger)


class ArchivedThingRow(SQLModel, table=True):
    __tablename__ = "archived_thing"
    package: int = Field(
        primary_key=True, foreign_key="archive_package.number", sa_column_kwargs={"autoincrement": False}
    )
    kind: ArchiveKind = word(ArchiveKind, primary_key=True)
    subject: str = Field(primary_key=True)
    year: int
    number: int
    digest: str
