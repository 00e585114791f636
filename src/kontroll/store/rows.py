"""Rows: the dataclasses of one kind in one table, converted by field name; every change is compare-and-set."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, Generic, Protocol, TypeVar

from sqlalchemy import ColumnElement, Connection, Row, Select, Table, delete, func, select
from sqlalchemy.exc import IntegrityError

from kontroll.domain.conflict import Conflict
from kontroll.store import statements
from kontroll.store.columns import names

if TYPE_CHECKING:
    from sqlmodel import SQLModel


class Dataclass(Protocol):
    __dataclass_fields__: ClassVar[dict[str, Any]]


T = TypeVar("T", bound=Dataclass)
#: Rows sent to the database in one statement.
BATCH = 2_000


class Rows(Generic[T]):
    """One noun of the domain and its table, whose columns are the fields of the dataclass (tested).

    key: the fields that say which one it is. Only a kind with a field `version` can be changed.
    """

    def __init__(
        self, connection: Connection, kind: type[T], table: type[SQLModel], key: Sequence[str] = ("id",)
    ) -> None:
        self.connection = connection
        self.kind = kind
        self.table: Table = table.__table__  # type: ignore[attr-defined]
        self.key = tuple(key)
        self._names = tuple(names(kind))
        self._columns = [self.table.c[name] for name in self._names]

    # --- reading -----------------------------------------------------------------------------------------------------

    def get(self, *key: Any) -> T | None:
        asked = self._where(dict(zip(self.key, key, strict=True)))
        found = self.connection.execute(*asked).first()
        return None if found is None else self._made(found)

    def all(self) -> list[T]:
        """Every one, sorted by key."""
        return self.where()

    def where(self, *conditions: ColumnElement[bool], **equal: Any) -> list[T]:
        """Those for which all hold, sorted by key."""
        if not conditions:
            return [self._made(row) for row in self.connection.execute(*self._where(equal))]
        asked = select(*self._columns).where(*conditions, *self._equal(equal))
        return [self._made(row) for row in self.connection.execute(asked.order_by(*self._key_columns()))]

    def among(self, field: str, values: Iterable[Any]) -> list[T]:
        """Those whose field is one of the values, sorted by key. Any number of values."""
        wanted, found = sorted(set(values)), []
        for start in range(0, len(wanted), BATCH // 4):
            asked = statements.among(self.table, self._names, self.key, field)
            some = {statements.hole(field): wanted[start : start + BATCH // 4]}
            found += [self._made(row) for row in self.connection.execute(asked, some)]
        return found

    def count(self, *conditions: ColumnElement[bool], **equal: Any) -> int:
        asked = select(func.count()).select_from(self.table).where(*conditions, *self._equal(equal))
        return int(self.connection.execute(asked).scalar_one())

    def newest(
        self, field: str, *conditions: ColumnElement[bool], limit: int, offset: int = 0, **equal: Any
    ) -> list[T]:
        """Some of those for which all hold: the highest of the field first, then by key."""
        asked = select(*self._columns).where(*conditions, *self._equal(equal))
        ordered = asked.order_by(self.table.c[field].desc(), *self._key_columns()).limit(limit).offset(offset)
        return [self._made(row) for row in self.connection.execute(ordered)]

    def ordered(self, order: Sequence[Any], *conditions: ColumnElement[bool], limit: int, offset: int = 0) -> list[T]:
        """Some of those for which all hold, in the order of the expressions, then by key."""
        asked = select(*self._columns).where(*conditions).order_by(*order, *self._key_columns())
        return [self._made(row) for row in self.connection.execute(asked.limit(limit).offset(offset))]

    def distinct(self, field: str, *conditions: ColumnElement[bool]) -> list[Any]:
        """Every value of the field where all hold, sorted."""
        column = self.table.c[field]
        asked = select(column).where(*conditions).distinct().order_by(column)
        return list(self.connection.execute(asked).scalars())

    # --- writing -----------------------------------------------------------------------------------------------------

    def add(self, one: T) -> T:
        """Raises Conflict where the key is taken."""
        return self.add_all([one])[0]

    def add_all(self, many: Sequence[T]) -> Sequence[T]:
        """Raises Conflict where a key is taken; then nothing of the transaction may be kept."""
        rows = [{name: getattr(one, name) for name in names(self.kind)} for one in many]
        for start in range(0, len(rows), BATCH):
            self._insert(rows[start : start + BATCH], many[start])
        return many

    def save(self, before: T, after: T) -> T:
        """`after` with the next version, if the stored one is still `before`; else Conflict. Nothing to do: `before`."""
        if before == after:
            return before
        version = before.version  # type: ignore[attr-defined]
        saved = dataclasses.replace(after, version=version + 1)
        # Only what differs: a message is saved three times on its way, and its texts are the same.
        changed = {name: new for name in names(self.kind) if (new := getattr(saved, name)) != getattr(before, name)}
        still = dict(zip((*self.key, "version"), (*self._key_of(before), version), strict=True))
        asked = statements.changed(self.table, tuple(still), tuple(changed))
        values = {statements.hole(name): value for name, value in still.items()}
        done = self.connection.execute(asked, values | {statements.new(name): value for name, value in changed.items()})
        if done.rowcount != 1:
            raise Conflict(self.kind.__name__, self._shown(before))
        return saved

    def save_all(self, changes: Iterable[tuple[T, T]]) -> list[T]:
        return [self.save(before, after) for before, after in changes]

    def delete(self, *conditions: ColumnElement[bool], **equal: Any) -> int:
        """Those for which all hold go. Gives how many. Raises ValueError without a condition: nobody means them all."""
        if not conditions and not equal:
            raise ValueError("delete what?")
        return self.connection.execute(delete(self.table).where(*conditions, *self._equal(equal))).rowcount

    # --- keys --------------------------------------------------------------------------------------------------------

    def _where(self, equal: dict[str, Any]) -> tuple[Select[Any], dict[str, Any]]:
        """The question and its values."""
        missing = tuple(name for name, value in equal.items() if value is None)
        known = {name: value for name, value in equal.items() if value is not None}
        asked = statements.where(self.table, self._names, self.key, tuple(known), missing)
        return asked, {statements.hole(name): value for name, value in known.items()}

    def _equal(self, equal: dict[str, Any]) -> list[ColumnElement[bool]]:
        return [self.table.c[name] == value for name, value in equal.items()]

    def _key_columns(self) -> list[Any]:
        return [self.table.c[name] for name in self.key]

    def _key_of(self, one: T) -> tuple[Any, ...]:
        return tuple(getattr(one, name) for name in self.key)

    def _shown(self, one: T) -> str:
        return "/".join(str(part) for part in self._key_of(one))

    def _made(self, row: Row[Any]) -> T:
        return self.kind(**dict(zip(self._names, row, strict=True)))

    def _insert(self, rows: list[dict[str, Any]], first: T) -> None:
        try:
            self.connection.execute(statements.added(self.table), rows)
        except IntegrityError:
            # `from None`: the driver's own message repeats the values.
            raise Conflict(self.kind.__name__, self._shown(first)) from None
