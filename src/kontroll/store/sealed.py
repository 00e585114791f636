"""Sealed: a secret that must be used again, kept so that a copy of the database does not tell it.

AES-256-GCM under a key that stands in the settings and not in the database. What it belongs to is bound to it: moved to
another row, it does not open.
"""

from __future__ import annotations

import base64
import binascii
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_SEALED = "forseglet:1:"
_NONCE = 12


class NotOpened(Exception):
    """It is sealed under another key, belongs elsewhere, or was changed."""


def is_sealed(text: str) -> bool:
    return text.startswith(_SEALED)


def sealed(text: str, key: str, of: str) -> str:
    """key: as it stands in the settings, 32 characters at least; "" = it is kept as it is. of: what it belongs to."""
    if not key:
        return text
    nonce = secrets.token_bytes(_NONCE)
    closed = AESGCM(_of_setting(key)).encrypt(nonce, text.encode(), of.encode())
    return _SEALED + base64.b64encode(nonce + closed).decode()


def opened(kept: str, key: str, of: str) -> str:
    """What was sealed, or what was kept as it is. Raises NotOpened."""
    if not is_sealed(kept):
        return kept
    if not key:
        raise NotOpened(of)
    try:
        raw = base64.b64decode(kept.removeprefix(_SEALED), validate=True)
        return AESGCM(_of_setting(key)).decrypt(raw[:_NONCE], raw[_NONCE:], of.encode()).decode()
    except (InvalidTag, binascii.Error, ValueError) as error:
        raise NotOpened(of) from error


def _of_setting(key: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=b"kontroll: hemmeligheter").derive(key.encode())
