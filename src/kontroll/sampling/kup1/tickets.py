"""Tickets: what seed and id give together. The lowest ones are drawn.

S      = "KUP-1|" + draw id + "|" + seed
ticket = the decimal digits of SHA-256(hex(SHA-256(S)) + id), 64 or more with zeros in front, read backwards, as text
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from heapq import heapify, heappushpop

_WIDTH = 64
#: So many digits of a ticket are held against the worst that is kept, before the whole ticket is written out.
_FIRST = 4
_REVERSED = [int(f"{n:0{_FIRST}d}"[::-1]) for n in range(10**_FIRST)]


def seed_text(draw_id: str, seed: str) -> str:
    return f"KUP-1|{draw_id}|{seed}"


def start(text: str, kind: str, stratum: str, whole: int) -> int:
    """Where a fixed interval begins: each of 0..whole-1 is equally probable. kind: SYS, BELOP or VEKT."""
    return int.from_bytes(sha256(f"{text}|{kind}|{stratum}".encode()).digest(), "big") % whole


class Tickets:
    """The lowest so many tickets of all that were handed in, in whatever order they came."""

    def __init__(self, text: str, wanted: int) -> None:
        """text: S above. wanted: at least 1."""
        self._state = sha256(sha256(text.encode()).hexdigest().encode())
        self._wanted = wanted
        self._kept: list[_Worst] = []
        self._limit = 10**_FIRST

    def hand_in(self, ids: Iterable[bytes]) -> None:
        """ids: as UTF-8."""
        copy, limit = self._state.copy, self._limit
        for identity in ids:
            state = copy()
            state.update(identity)
            number = int.from_bytes(state.digest(), "big")
            if _REVERSED[number % 10000] <= limit:
                self._keep(number, identity)
                limit = self._limit

    def in_order(self) -> list[bytes]:
        """Ids by their tickets; of two equal ones, the smaller id first."""
        return [kept.identity for kept in sorted(self._kept, reverse=True)]

    def _keep(self, number: int, identity: bytes) -> None:
        kept = _Worst(written(number), identity)
        if len(self._kept) < self._wanted:
            self._kept.append(kept)
            if len(self._kept) == self._wanted:
                heapify(self._kept)
        else:
            heappushpop(self._kept, kept)
        if len(self._kept) == self._wanted:
            self._limit = int(self._kept[0].ticket[:_FIRST])


class _Worst:
    """Ordered with the highest ticket first, so that the top of a heap is the first to go."""

    __slots__ = ("identity", "ticket")

    def __init__(self, ticket: str, identity: bytes) -> None:
        self.ticket = ticket
        self.identity = identity

    def __lt__(self, other: _Worst) -> bool:
        return (self.ticket, self.identity) > (other.ticket, other.identity)


def written(number: int) -> str:
    """The ticket of a hash, as the text that is compared."""
    return str(number).zfill(_WIDTH)[::-1]


def ticket(text: str, identity: str) -> str:
    """One ticket, for whoever wants to see it."""
    inner = sha256(text.encode()).hexdigest() + identity
    return written(int.from_bytes(sha256(inner.encode()).digest(), "big"))
