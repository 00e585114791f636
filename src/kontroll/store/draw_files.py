"""Files of a draw as bytes: population, plan, sample, keys, report, and the documents that show what was checked."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, LargeBinary, cast, delete, insert, select

from kontroll.store.tables_samples import DrawContentRow


class DrawFiles:
    """By draw, number of its population, and name. A file is written anew only while the draw is a draft: flows see to it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._table = DrawContentRow.__table__  # type: ignore[attr-defined]

    def get(self, draw: str, population: int, name: str) -> bytes | None:
        # As a BLOB: SQLite takes for text what somebody changed by hand, and would try to decode it.
        at = self._table.c
        asked = select(cast(at.content, LargeBinary)).where(
            at.draw == draw, at.population == population, at.name == name
        )
        found = self._connection.execute(asked).scalar_one_or_none()
        return None if found is None else bytes(found)

    def put(self, draw: str, population: int, name: str, content: bytes) -> None:
        """The later one replaces the former."""
        at = self._table.c
        same = (at.draw == draw) & (at.population == population) & (at.name == name)
        self._connection.execute(delete(self._table).where(same))
        row = {"draw": draw, "population": population, "name": name, "content": content}
        self._connection.execute(insert(self._table), [row])

    def delete(self, draw: str, files: Collection[tuple[int, str]]) -> None:
        """files: population and name of each."""
        at = self._table.c
        for population, name in files:
            same = (at.draw == draw) & (at.population == population) & (at.name == name)
            self._connection.execute(delete(self._table).where(same))

    def names(self, draw: str) -> list[tuple[int, str]]:
        """Population and name of each, sorted."""
        at = self._table.c
        asked = select(at.population, at.name).where(at.draw == draw).order_by(at.population, at.name)
        return [(row.population, row.name) for row in self._connection.execute(asked)]
