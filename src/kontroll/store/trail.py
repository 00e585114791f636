"""The audit trail in the database: appended to, never changed; the texts beside it may be deleted when their time is over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, LargeBinary, cast, delete, func, insert, select

from kontroll.domain.trail import BEGINNING, Break, Entry, Fact, breaks, entry, readable, salted
from kontroll.store.chance import salt
from kontroll.store.tables import TrailRow, TrailTextRow

_AT_ONCE = 5_000


class Trail:
    """Entries wait until the transaction ends and are then written together, in their order."""

    def __init__(self, connection: Connection, actor: str, at: datetime | None) -> None:
        self.connection = connection
        self.actor = actor
        self.at = at
        self._waiting: list[Entry] = []
        self._texts: list[dict[str, object]] = []
        self._last: tuple[int, str] | None = None

    def append(self, kind: str, about: Mapping[str, Fact] | None = None, texts: Mapping[str, str] | None = None) -> int:
        """The number of the new entry. about: ids and counts only. texts: what people wrote; only its salted hash is chained."""
        if self.at is None:
            raise RuntimeError("a reading transaction writes no trail")
        seq, previous = self._end()
        hashed = {}
        for name, content in (texts or {}).items():
            one = salt()
            hashed[name] = salted(one, content)
            self._texts.append({"seq": seq + 1, "name": name, "salt": one, "content": content})
        made = entry(
            seq=seq + 1, at=self.at, kind=kind, actor=self.actor, about=about or {}, texts=hashed, previous=previous
        )
        self._waiting.append(made)
        self._last = made.seq, made.hash
        return made.seq

    @property
    def newest_hash(self) -> str:
        """The hash of the newest entry, also of one that waits to be written."""
        return self._end()[1]

    def flush(self) -> None:
        """Write what waits. Called once, when the transaction ends."""
        if self._waiting:
            rows = [{"seq": e.seq, "body": e.body, "previous": e.previous, "hash": e.hash} for e in self._waiting]
            self.connection.execute(insert(TrailRow.__table__), rows)  # type: ignore[attr-defined]
        if self._texts:
            self.connection.execute(insert(TrailTextRow.__table__), self._texts)  # type: ignore[attr-defined]
        self._waiting, self._texts = [], []

    def delete_texts(self, seqs: Sequence[int]) -> int:
        """What people wrote goes, with its salt; that they wrote it, and when, stays. Gives how many texts there were."""
        table, gone = TrailTextRow.__table__, 0  # type: ignore[attr-defined]
        for start in range(0, len(seqs), 500):
            gone += self.connection.execute(delete(table).where(table.c.seq.in_(seqs[start : start + 500]))).rowcount
        return gone

    # --- reading -----------------------------------------------------------------------------------------------------

    def entries(self, after: int = 0) -> Iterator[Entry]:
        """Every entry from the beginning, or after one."""
        table = TrailRow.__table__  # type: ignore[attr-defined]
        # As a BLOB: SQLite takes for text what somebody changed by hand, and would try to decode it.
        body = cast(table.c.body, LargeBinary).label("body")
        while True:
            asked = (
                select(table.c.seq, body, table.c.previous, table.c.hash)
                .where(table.c.seq > after)
                .order_by(table.c.seq)
                .limit(_AT_ONCE)
            )
            found = [
                Entry(seq=r.seq, body=bytes(r.body), previous=r.previous, hash=r.hash)
                for r in self.connection.execute(asked)
            ]
            yield from found
            if len(found) < _AT_ONCE:
                return
            after = found[-1].seq

    def text(self, seq: int, name: str) -> str | None:
        """What was written; None where it is deleted, or never was."""
        table = TrailTextRow.__table__  # type: ignore[attr-defined]
        asked = select(table.c.content).where(table.c.seq == seq, table.c.name == name)
        found: str | None = self.connection.execute(asked).scalar_one_or_none()
        return found

    def texts(self, seqs: list[int]) -> dict[tuple[int, str], str]:
        """Several at once, by entry and name; the deleted ones are left out."""
        table = TrailTextRow.__table__  # type: ignore[attr-defined]
        found: dict[tuple[int, str], str] = {}
        for start in range(0, len(seqs), 500):
            asked = select(table).where(table.c.seq.in_(seqs[start : start + 500]))
            found |= {(row.seq, row.name): row.content for row in self.connection.execute(asked)}
        return found

    def with_texts(self) -> Iterator[Entry]:
        """Entries of which a text still lies beside the chain, in order."""
        table, texts = TrailRow.__table__, TrailTextRow.__table__  # type: ignore[attr-defined]
        asked = select(table).where(table.c.seq.in_(select(texts.c.seq))).order_by(table.c.seq)
        for r in self.connection.execute(asked):
            yield Entry(seq=r.seq, body=bytes(r.body), previous=r.previous, hash=r.hash)

    def check(self) -> Iterator[Break]:
        """Everything that does not hold: the chain itself, and texts that are no longer what was hashed."""
        seen: list[Entry] = []
        yield from breaks(self._remembered(seen))
        yield from self._changed_texts(seen)

    def count_texts(self) -> int:
        """How many texts lie beside the chain; the deleted ones are not among them."""
        asked = select(func.count()).select_from(TrailTextRow.__table__)  # type: ignore[attr-defined]
        return int(self.connection.execute(asked).scalar_one())

    def count(self) -> int:
        return self._stored_end()[0]

    def end(self) -> tuple[int, str]:
        """How many entries are written, and the hash of the last one."""
        return self._stored_end()

    def _remembered(self, seen: list[Entry]) -> Iterator[Entry]:
        for one in self.entries():
            if b'"texts":{}' not in one.body:
                seen.append(one)
            yield one

    def _changed_texts(self, entries: list[Entry]) -> Iterator[Break]:
        table = TrailTextRow.__table__  # type: ignore[attr-defined]
        hashed: dict[int, Mapping[str, str]] = {}
        for one in entries:
            texts = readable(one).get("texts")
            if isinstance(texts, Mapping):
                hashed[one.seq] = texts
        for row in self.connection.execute(select(table).order_by(table.c.seq, table.c.name)):
            if hashed.get(row.seq, {}).get(row.name) != salted(row.salt, row.content):
                yield Break(seq=row.seq, kind="text")

    # --- the end of the chain ----------------------------------------------------------------------------------------

    def _end(self) -> tuple[int, str]:
        """Nobody else appends meanwhile: `Database.transaction` lets one writer in at a time."""
        if self._last is None:
            self._last = self._stored_end()
        return self._last

    def _stored_end(self) -> tuple[int, str]:
        table = TrailRow.__table__  # type: ignore[attr-defined]
        found = self.connection.execute(select(table.c.seq, table.c.hash).order_by(table.c.seq.desc()).limit(1)).first()
        return (0, BEGINNING) if found is None else (found.seq, found.hash)
