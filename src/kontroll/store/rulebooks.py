"""Rulebooks in the database: the rule files that runs judged by, each content once under its digest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, LargeBinary, cast, select

from kontroll.domain.rulebookkept import KeptFile, KeptRulebook
from kontroll.store.rows import Rows
from kontroll.store.tables_proof import KeptFileRow, KeptRulebookRow

_AT_ONCE = 500


class Rulebooks:
    """Kept rulebooks by digest. None is ever changed or deleted."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.rows = Rows(connection, KeptRulebook, KeptRulebookRow, key=("digest",))
        self._files = Rows(connection, KeptFile, KeptFileRow, key=("digest",))

    def get(self, digest: str) -> KeptRulebook | None:
        return self.rows.get(digest)

    def add(self, rulebook: KeptRulebook, files: Mapping[str, bytes]) -> None:
        """files: digest -> content of each file that the rulebook lists. Those that are kept already are kept once."""
        there = set(self.contents(files))
        self._files.add_all([KeptFile(digest=d, content=c) for d, c in sorted(files.items()) if d not in there])
        self.rows.add(rulebook)

    def contents(self, digests: Iterable[str]) -> dict[str, bytes]:
        """Content by digest, as it is now; what is gone is left out."""
        wanted, table = sorted(set(digests)), self._files.table.c
        found = dict[str, bytes]()
        # As a BLOB: SQLite takes for text what somebody changed by hand, and would try to decode it.
        asked = select(table.digest, cast(table.content, LargeBinary).label("content"))
        for start in range(0, len(wanted), _AT_ONCE):
            some = asked.where(table.digest.in_(wanted[start : start + _AT_ONCE]))
            found |= {row.digest: bytes(row.content) for row in self.connection.execute(some)}
        return found
