"""Salts: what keeps a hash from being guessed. The one kind of randomness that nobody should be able to repeat."""

from __future__ import annotations

import secrets


def salt() -> str:
    """32 hex digits."""
    return secrets.token_hex(16)


def secret() -> bytes:
    """32 bytes: a salt for a record, or a key."""
    return secrets.token_bytes(32)
