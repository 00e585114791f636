"""Keys: names of cases that durable-rules can tell apart."""

from __future__ import annotations


def key_hash(key: str) -> int:
    """The hash that durable-rules joins by (FNV-1a, 32 bits, of signed bytes)."""
    found = 0x811C9DC5
    for byte in key.encode():
        found ^= (byte if byte < 128 else byte - 256) & 0xFFFFFFFF
        found = found * 16777619 & 0xFFFFFFFF
    return found


def distinct_key(wanted: str, taken: set[int]) -> str:
    """The key, or a longer one where its hash is taken; then that is taken too.

    Why: facts of two keys with one hash are joined with each other, or read outside the engine's memory.
    """
    key = wanted
    while key_hash(key) in taken:
        key += "'"
    taken.add(key_hash(key))
    return key
