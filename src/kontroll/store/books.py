"""Verdicts in the database: one book a month and version, in columns, and every cell that a newer version changed."""

from __future__ import annotations

import io

import polars as pl
from sqlalchemy import Connection, LargeBinary, cast, insert, select

from kontroll.domain.month import Month
from kontroll.domain.run import Book, VerdictChange
from kontroll.store.rows import Rows
from kontroll.store.tables import BookContentRow, BookRow, VerdictChangeRow

#: Columns of a book's verdicts: those of engine.verdicts.Verdicts without the month, in a fixed order.
_SORTED = ("regel", "enhet", "post")


class Unreadable(Exception):
    """What was kept of a book is no longer columns that can be read: somebody changed its bytes."""


class Books:
    """Books by month and number; the highest number of a month is the one that stands."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.rows = Rows(connection, Book, BookRow, key=("month", "number"))
        self.changes = Rows(connection, VerdictChange, VerdictChangeRow, key=("run", "month", "rule", "enhet", "post"))
        self._content = BookContentRow.__table__  # type: ignore[attr-defined]

    def add(self, book: Book, verdicts: pl.DataFrame) -> None:
        """verdicts: regel, enhet, month, post, resultat (engine.verdicts.CODES), of that month."""
        written = io.BytesIO()
        verdicts.sort(*_SORTED).write_ipc(written, compression="zstd")
        self.rows.add(book)
        row = {"month": book.month, "number": book.number, "content": written.getvalue()}
        self.connection.execute(insert(self._content), [row])

    def standing(self) -> dict[Month, Book]:
        """The newest book of each month."""
        return {book.month: book for book in self.rows.all()}

    def verdicts(self, book: Book) -> pl.DataFrame:
        """The columns as they were added, sorted by rule, enhet and post. Raises Unreadable."""
        at = self._content.c
        # As a BLOB: SQLite takes for text what somebody changed by hand, and would try to decode it.
        asked = select(cast(at.content, LargeBinary)).where(at.month == book.month, at.number == book.number)
        content = self.connection.execute(asked).scalar_one_or_none()
        if content is None:
            raise Unreadable(f"{book.month} {book.number} is gone")
        try:
            return pl.read_ipc(io.BytesIO(bytes(content)))
        except (Exception, pl.exceptions.PanicException) as error:  # whatever the byte happened to be part of
            raise Unreadable(f"{book.month} {book.number}") from error
