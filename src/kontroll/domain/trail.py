"""Trail: what happened, in an order that nobody can change afterwards without being seen.

Why bytes: the hashed bytes are stored as they were hashed. A later version of kontroll, or somebody without kontroll,
re-computes the chain with SHA-256 alone, whatever JSON library they have.

Why salted hashes: an answer or a name must be deletable when its time is over. The chain holds only the hash of a salt
and the text; both lie beside it. When they are deleted the hash says nothing, and the chain still holds.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

#: What the first entry follows.
BEGINNING = "0" * 64

#: What may stand in an entry: ids, words of the program, counts and hashes. Never a text that a person wrote.
Fact = str | int | bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of the trail. body: the bytes that were hashed; hash: SHA-256 of the previous hash (hex) and the body."""

    seq: int
    body: bytes
    previous: str
    hash: str

    @property
    def content(self) -> Mapping[str, object]:
        """seq, at (ISO, UTC), kind, actor, about (ids and counts), texts (name -> salted hash)."""
        found: Mapping[str, object] = json.loads(self.body)
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """Where the chain does not hold, and how: `seq` is the first entry that is wrong."""

    seq: int
    kind: str  # "hash" | "previous" | "order" | "body" | "text"


def entry(
    *,
    seq: int,
    at: datetime,
    kind: str,
    actor: str,
    about: Mapping[str, Fact],
    texts: Mapping[str, str],
    previous: str,
) -> Entry:
    """The next entry. texts: name -> salted hash (see `salted`). Raises ValueError for a time without zone."""
    if at.tzinfo is None:
        raise ValueError("a point in time without a zone")
    content = {
        "seq": seq, "at": at.isoformat(timespec="microseconds"), "kind": kind, "actor": actor,
        "about": dict(about), "texts": dict(texts),
    }  # fmt: skip
    body = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    return Entry(seq=seq, body=body, previous=previous, hash=chained(previous, body))


def chained(previous: str, body: bytes) -> str:
    return hashlib.sha256(previous.encode("ascii") + body).hexdigest()


def salted(salt: str, text: str) -> str:
    """The hash that stands in the chain for a text. salt: 32 hex digits that are kept, and deleted, with the text."""
    return hashlib.sha256(f"{salt}:{text}".encode()).hexdigest()


def breaks(entries: Iterable[Entry]) -> Iterator[Break]:
    """Every place where the chain does not hold, from the first entry on. An empty chain holds.

    After a broken entry the check goes on from what is stored, so that one change is told once.
    """
    previous, expected = BEGINNING, 1
    for one in entries:
        if one.seq != expected:
            yield Break(seq=one.seq, kind="order")
        if one.previous != previous:
            yield Break(seq=one.seq, kind="previous")
        if chained(one.previous, one.body) != one.hash:
            yield Break(seq=one.seq, kind="hash")
        elif _own_seq(one) != one.seq:
            yield Break(seq=one.seq, kind="body")
        previous, expected = one.hash, one.seq + 1


def readable(one: Entry) -> Mapping[str, object]:
    """Its content; empty where it was changed so that it cannot be read, which `breaks` tells."""
    try:
        found = one.content
    except ValueError:
        return {}
    return found if isinstance(found, Mapping) else {}


def _own_seq(one: Entry) -> object:
    try:
        return one.content["seq"]
    except (ValueError, KeyError, TypeError):
        return None
