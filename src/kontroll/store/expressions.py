"""Expressions that a flow orders and narrows a list by, where comparing a column with a value does not say it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import case, exists, func, select


def ranked(column: Any, ranks: Mapping[str, int]) -> Any:
    """The number that stands for the column's value; those without one come last."""
    return case(ranks, value=column, else_=len(ranks)) if ranks else column


def placed(column: Any, order: Sequence[Any]) -> Any:
    """The place of the column's value in the order, from 0; after it where it is not there."""
    return case(*((column == one, n) for n, one in enumerate(order)), else_=len(order))


def none_where(*conditions: Any) -> Any:
    """That no row is such."""
    return ~exists().where(*conditions)


def any_where(*conditions: Any) -> Any:
    """That some row is such."""
    return exists().where(*conditions)


def lowest_where(column: Any, *conditions: Any) -> Any:
    """The lowest value of the column among the rows that are such; nothing where there is none."""
    return select(func.min(column)).where(*conditions).scalar_subquery()


def day_of(moment: Any) -> Any:
    """The date of a point in time, as a date of a row is compared with it."""
    return func.date(moment)
