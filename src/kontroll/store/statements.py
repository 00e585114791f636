"""Statements: what is asked of a table again and again, made once, with holes for the values.

Why: to make a statement and to find that it is one that was asked before takes several times as long as to have it answered.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Insert, Select, Table, Update, bindparam, insert, select, update


def hole(field: str) -> str:
    """What the value that a field is to be equal to is called."""
    return f"is_{field}"


def new(field: str) -> str:
    """What the value that a field is given is called."""
    return f"new_{field}"


@cache
def where(
    table: Table, fields: tuple[str, ...], order: tuple[str, ...], equal: tuple[str, ...], missing: tuple[str, ...]
) -> Select[Any]:
    """The fields of the rows in which each of `equal` is the value in its hole and each of `missing` is without one."""
    conditions = [table.c[name] == _hole(table, name) for name in equal]
    return _asked(table, fields, order).where(*conditions, *(table.c[name].is_(None) for name in missing))


@cache
def among(table: Table, fields: tuple[str, ...], order: tuple[str, ...], field: str) -> Select[Any]:
    """The fields of the rows in which the field is one of the values in its hole, a list."""
    one_of = bindparam(hole(field), expanding=True, type_=table.c[field].type)
    return _asked(table, fields, order).where(table.c[field].in_(one_of))


@cache
def changed(table: Table, equal: tuple[str, ...], fields: tuple[str, ...]) -> Update:
    """The fields of the rows in which each of `equal` is the value in its hole are given what stands in theirs."""
    values = {name: bindparam(new(name), type_=table.c[name].type) for name in fields}
    return update(table).where(*(table.c[name] == _hole(table, name) for name in equal)).values(values)


@cache
def added(table: Table) -> Insert:
    return insert(table)


def _asked(table: Table, fields: tuple[str, ...], order: tuple[str, ...]) -> Select[Any]:
    return select(*(table.c[name] for name in fields)).order_by(*(table.c[name] for name in order))


def _hole(table: Table, field: str) -> BindParameter[Any]:
    return bindparam(hole(field), type_=table.c[field].type)
