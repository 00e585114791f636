"""Kept: contents of deliveries that were unpacked lately, so that the next run need not unpack years of files again.

Why by salt: it is drawn at random for each content and deleted with it. Content that is rolled back or deleted is
therefore never found here, whatever number the next delivery gets.
"""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

import polars as pl

#: Bytes; three years of a kommune of 220 units are about half of it.
ROOM = 256 * 1024 * 1024


class Kept:
    """The contents that were asked for last, as many as there is room for. May be used by several threads."""

    def __init__(self, room: int = ROOM) -> None:
        self._room = room
        self._frames: OrderedDict[str, tuple[pl.DataFrame, int]] = OrderedDict()
        self._used = 0
        self._lock = Lock()

    def get(self, salt: str) -> pl.DataFrame | None:
        with self._lock:
            found = self._frames.get(salt)
            if found is None:
                return None
            self._frames.move_to_end(salt)
            return found[0]

    def keep(self, salt: str, frame: pl.DataFrame) -> pl.DataFrame:
        """The frame, which is forgotten when others have taken its room."""
        size = int(frame.estimated_size())
        with self._lock:
            if salt not in self._frames and size <= self._room:
                self._frames[salt] = frame, size
                self._used += size
            while self._used > self._room:
                self._used -= self._frames.popitem(last=False)[1][1]
        return frame


#: One for the process.
KEPT = Kept()
