"""Marks: small facts the program must remember, by name: when a job last ran, which rulebook proved itself."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from kontroll.domain.conflict import Conflict
from kontroll.store.tables_followup import MarkRow


class Marks:
    """Name -> text. The later one replaces the former."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._table = MarkRow.__table__  # type: ignore[attr-defined]

    def get(self, name: str) -> str | None:
        found: str | None = self._connection.execute(
            select(self._table.c.content).where(self._table.c.name == name)
        ).scalar_one_or_none()
        return found

    def set(self, name: str, content: str) -> None:
        self._connection.execute(delete(self._table).where(self._table.c.name == name))
        self._connection.execute(insert(self._table), [{"name": name, "content": content}])

    def swap(self, name: str, before: str | None, after: str) -> None:
        """Compare-and-set: `after` where it still is `before` (None = not set), else Conflict."""
        if before is None:
            try:
                self._connection.execute(insert(self._table), [{"name": name, "content": after}])
            except IntegrityError:
                raise Conflict("Mark", name) from None
            return
        still = (self._table.c.name == name) & (self._table.c.content == before)
        if self._connection.execute(update(self._table).where(still).values(content=after)).rowcount != 1:
            raise Conflict("Mark", name)

    def starting_with(self, prefix: str) -> dict[str, str]:
        asked = select(self._table).where(self._table.c.name.startswith(prefix, autoescape=True))
        return {row.name: row.content for row in self._connection.execute(asked)}
