"""Opened: the salt and the words of one drawn record, for whoever is to see that it is what the list said.

Only for what was drawn: with its salt, a record of the list could be guessed.
"""

from __future__ import annotations

from dataclasses import dataclass

from kontroll.domain.draw import Draw
from kontroll.facts.canonical import record_json
from kontroll.flows.samples.chosen import record_table
from kontroll.flows.samples.population import key_of, line_of, record_of
from kontroll.store.transaction import Transaction
from kontroll.wiring import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """salt: 64 hex digits. record: canonical JSON, "" where the record is gone. digest: what stands in the list."""

    salt: str
    record: str
    digest: str

    @property
    def octal(self) -> str:
        """The salt as `printf %b` of every shell takes it."""
        return "".join(f"\\0{byte:03o}" for byte in bytes.fromhex(self.salt))

    @property
    def line(self) -> str:
        """A line of a shell that prints the hash, with the record in `post.json`."""
        return f"{{ printf %b '{self.octal}'; cat post.json; }} | sha256sum"


def opened(desk: Desk, tx: Transaction, draw: Draw, identity: str, population: int = 1) -> Opened | None:
    """None for what was not drawn."""
    if tx.drawn_items.get(draw.id, identity) is None:
        return None
    key, line = key_of(tx, draw, identity, population), line_of(tx, draw, identity, population)
    if key is None or line is None:
        return None
    row = record_of(desk, tx, draw, identity, population)
    table = record_table(desk, tx, draw.dataset)
    record = record_json(table.dataset, table.decimals, row).decode() if row else ""
    return Opened(salt=key.salt.hex(), record=record, digest=line.digest)
