"""Columns: how the domain's own types stand in the database, the same on SQLite and PostgreSQL."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from enum import Enum
from typing import Any, cast

from sqlalchemy import DateTime, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field

from kontroll.domain.month import Month


class Moment(TypeDecorator[datetime]):
    """An aware point in time, in UTC. Naive ones are refused: nobody could say when they were."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a point in time without a zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class MonthText(TypeDecorator[Month]):
    """A month as `2026-10`, which sorts like the months."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Month | None, dialect: Dialect) -> str | None:
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Month | None:
        return None if value is None else Month.parse(value)


class Word(TypeDecorator[Enum]):
    """An enum by its value, a word that people know."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: type[Enum]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: Enum | None, dialect: Dialect) -> Any:
        return None if value is None else value.value

    def process_result_value(self, value: Any, dialect: Dialect) -> Enum | None:
        return None if value is None else self.kind(value)


def names(kind: type) -> tuple[str, ...]:
    """The fields of a dataclass, which are the columns of its table."""
    return tuple(field.name for field in dataclasses.fields(kind))


# --- fields of the tables ---------------------------------------------------------------------------------------------


def word(kind: type[Enum], **more: Any) -> Any:
    """A column that holds one of the enum's words."""
    return Field(sa_type=cast(Any, Word(kind)), **more)


def month(**more: Any) -> Any:
    return Field(sa_type=MonthText, **more)


def moment(**more: Any) -> Any:
    return Field(sa_type=Moment, **more)
