"""Salts: what keeps a hash from being guessed. The one kind of randomness that nobody should be able to repeat."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from random import Random

_drawn: ContextVar[Callable[[int], bytes]] = ContextVar("drawn", default=secrets.token_bytes)


def salt() -> str:
    """32 hex digits."""
    return _drawn.get()(16).hex()


def secret() -> bytes:
    """32 bytes: a salt for a record, or a key."""
    return _drawn.get()(32)


@contextmanager
def repeatable(stream: Random) -> Iterator[None]:
    """Inside, all of it comes from the stream: for the example kommune, which hides nothing and is to be the same again."""
    token = _drawn.set(stream.randbytes)
    try:
        yield
    finally:
        _drawn.reset(token)
