"""Deliveries in the database: every received file whole, as its text columns, with the time it came.

Why whole files and not a row in a table for each row: a month is judged on columns, half a million rows at a time, and
columns are what is read back. Which row stands is decided by the order of receipt, when facts are made of them.
"""

from __future__ import annotations

import gzip
import hashlib
import io
from collections.abc import Iterable, Iterator, Sequence

import polars as pl
from sqlalchemy import Connection, LargeBinary, cast, delete, func, insert, select

from kontroll.domain.delivery import Changed, Delivery, Taken
from kontroll.domain.trail import salted
from kontroll.facts.sheet import Sheet
from kontroll.store.chance import salt
from kontroll.store.kept import KEPT
from kontroll.store.rows import Rows
from kontroll.store.tables import ChangedRow, ContentRow, DeliveryRow

_AT_ONCE = 200


class Deliveries:
    """Received files in their order, and what each changed of what had come before."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._content = ContentRow.__table__  # type: ignore[attr-defined]
        self.rows = Rows(connection, Delivery, DeliveryRow, key=("seq",))
        self.changed = Rows(connection, Changed, ChangedRow, key=("delivery", "line"))

    def next_seq(self) -> int:
        return self.newest() + 1

    def newest(self) -> int:
        """The last delivery's number; 0 where nothing has come."""
        return int(self.connection.execute(select(func.coalesce(func.max(self.rows.table.c.seq), 0))).scalar_one())

    def add(self, delivery: Delivery, sheet: Sheet | None, raw: bytes) -> str:
        """Keep the file. One that is refused, or kept as it came, has no sheet. Gives the salted hash of the content."""
        content = (
            _packed(sheet.frame) if sheet is not None else gzip.compress(raw, mtime=0) if delivery.is_file else raw
        )
        own_salt = salt()
        self.rows.add(delivery)
        row = {"seq": delivery.seq, "salt": own_salt, "content": content}
        self.connection.execute(insert(self._content), [row])
        return _hashed(own_salt, content)

    def file_of(self, delivery: Delivery) -> bytes | None:
        """A file of many tables as it came; None where it is deleted. Raises ValueError for any other delivery."""
        if not delivery.is_file:
            raise ValueError(f"delivery {delivery.seq} is of kind {delivery.kind}, and its file is not kept")
        asked = select(self._content.c.content).where(self._content.c.seq == delivery.seq)
        content = self.connection.execute(asked).scalar_one_or_none()
        return None if content is None else gzip.decompress(bytes(content))

    def latest(self, kind: str, name: str) -> Delivery | None:
        """The last one with this name."""
        table = self.rows.table
        found = self.rows.where(table.c.kind == kind, table.c.name == name)
        return found[-1] if found else None

    def known(self, upto: int | None = None) -> list[Delivery]:
        """All, or those up to a number, in order of receipt."""
        return self.rows.where(self.rows.table.c.seq <= upto) if upto is not None else self.rows.all()

    def after(self, seq: int) -> list[Delivery]:
        return self.rows.where(self.rows.table.c.seq > seq)

    def sheets(self, deliveries: Sequence[Delivery]) -> dict[int, Sheet]:
        """Their rows, by number; not of those refused, kept as they came, or whose content is deleted after its time."""
        taken = {d.seq: d for d in deliveries if d.taken is Taken.TAKEN and not d.is_file}
        salts = self.salts(taken)
        frames = {seq: KEPT.get(salt) for seq, salt in salts.items()}
        for seq, frame in self._read([seq for seq, frame in frames.items() if frame is None]):
            frames[seq] = KEPT.keep(salts[seq], frame)
        return {seq: Sheet(taken[seq].name, frame) for seq, frame in frames.items() if frame is not None}

    def salts(self, numbers: Iterable[int]) -> dict[int, str]:
        """By number, in order; the deleted ones are left out. A salt is drawn for each content, and is of no other."""
        seqs, found = sorted(numbers), dict[int, str]()
        for start in range(0, len(seqs), _AT_ONCE):
            asked = select(self._content.c.seq, self._content.c.salt).order_by(self._content.c.seq)
            some = asked.where(self._content.c.seq.in_(seqs[start : start + _AT_ONCE]))
            found |= {row.seq: row.salt for row in self.connection.execute(some)}
        return found

    def lasts(self, kinds: Sequence[str]) -> dict[str, tuple[int, str]]:
        """The number and the salt of the last taken delivery of each kind that has any, and whose content is kept."""
        at = self.rows.table.c
        asked = select(at.kind, at.seq, self._content.c.salt).join(self._content, self._content.c.seq == at.seq)
        taken = asked.where(at.kind.in_(kinds), at.taken == Taken.TAKEN).order_by(at.seq)
        return {row.kind: (row.seq, row.salt) for row in self.connection.execute(taken)}

    def _read(self, seqs: Sequence[int]) -> Iterator[tuple[int, pl.DataFrame]]:
        for start in range(0, len(seqs), _AT_ONCE):
            asked = select(self._content.c.seq, self._content.c.content)
            for row in self.connection.execute(asked.where(self._content.c.seq.in_(seqs[start : start + _AT_ONCE]))):
                yield row.seq, _unpacked(bytes(row.content))

    def deleted(self, deliveries: Iterable[Delivery]) -> list[Delivery]:
        """Those of which nothing is left but that they came."""
        kept = set(self.connection.execute(select(self._content.c.seq)).scalars())
        return [d for d in deliveries if d.seq not in kept]

    def delete_content(self, seq: int) -> None:
        """Rows, values and salt go; that the file came, when, and what it was called, stays."""
        self.connection.execute(delete(self._content).where(self._content.c.seq == seq))

    def hash_of(self, seq: int) -> str | None:
        """The salted hash of the content as it is now; None where it is deleted."""
        return next((hashed for _seq, hashed in self.hashes([seq])), None)

    def hashes(self, numbers: Sequence[int]) -> Iterator[tuple[int, str]]:
        """The salted hash of each content as it is now; the deleted ones are left out."""
        # As a BLOB: SQLite takes for text what somebody changed by hand, and would try to decode it.
        content = cast(self._content.c.content, LargeBinary).label("content")
        asked = select(self._content.c.seq, self._content.c.salt, content).order_by(self._content.c.seq)
        for start in range(0, len(numbers), _AT_ONCE):
            some = asked.where(self._content.c.seq.in_(numbers[start : start + _AT_ONCE]))
            for row in self.connection.execute(some):
                yield row.seq, _hashed(row.salt, bytes(row.content))


def _hashed(own_salt: str, content: bytes) -> str:
    return salted(own_salt, hashlib.sha256(content).hexdigest())


def _packed(frame: pl.DataFrame) -> bytes:
    written = io.BytesIO()
    frame.write_ipc(written, compression="zstd")
    return written.getvalue()


def _unpacked(content: bytes) -> pl.DataFrame:
    return pl.read_ipc(io.BytesIO(content))
