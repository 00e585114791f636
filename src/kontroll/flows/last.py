"""Last: what was worked out last, by what it was worked out from, for what is asked again until something is delivered."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Last(Generic[T]):
    """Holds one. May be used by several threads: at worst the same is worked out twice."""

    def __init__(self) -> None:
        self._held: tuple[Hashable, T] | None = None

    def of(self, source: Hashable, made: Callable[[], T]) -> T:
        """What `made` gives, or gave when it was asked for the same source last."""
        held = self._held
        if held is None or held[0] != source:
            held = self._held = source, made()
        return held[1]
