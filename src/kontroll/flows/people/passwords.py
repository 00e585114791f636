"""Passwords and secrets: hashed so that whoever reads the database gets in nowhere, and held against what is typed.

Why a hash for nobody: a user name that is not there must take as long as a wrong password, or the time tells who has a
user. Why few at once: each costs 64 MiB of memory, and anybody may ask.
"""

from __future__ import annotations

import hashlib
import secrets
from functools import cache
from threading import BoundedSemaphore

from pwdlib import PasswordHash
from pwdlib.exceptions import UnknownHashError

_AT_ONCE = BoundedSemaphore(2)
#: Without letters and digits that look alike.
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_GROUPS, _GROUP = 5, 5


@cache
def _hasher() -> PasswordHash:
    """argon2id as pwdlib recommends it."""
    return PasswordHash.recommended()


@cache
def _nobodys() -> str:
    return _hasher().hash(secrets.token_urlsafe())


def hashed(password: str) -> str:
    with _AT_ONCE:
        return _hasher().hash(password)


def is_right(password: str, stored: str | None) -> bool:
    """stored: None where there is no such user, or she has chosen none; that takes as long, and is wrong."""
    with _AT_ONCE:
        try:
            right = _hasher().verify(password, stored or _nobodys())
        except UnknownHashError:
            return False
    return right and stored is not None


def new_token() -> str:
    """256 random bits, as a cookie holds them."""
    return secrets.token_urlsafe(32)


def new_code() -> str:
    """What is read aloud or handed over on paper: 25 letters in groups, 123 random bits."""
    groups = ("".join(secrets.choice(_LETTERS) for _ in range(_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)


def fingerprint(secret: str) -> str:
    """The hash under which a token or code is kept. It is random and long, so that nothing slower is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def plain_code(typed: str) -> str:
    """As it was made, however it was typed."""
    letters = "".join(letter for letter in typed.upper() if letter in _LETTERS)
    return "-".join(letters[n : n + _GROUP] for n in range(0, len(letters), _GROUP))
