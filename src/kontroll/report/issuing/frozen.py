"""Frozen: a report as the texts that are kept of it: the document itself, and what stands behind its figures.

Why two: the report is read for as long as the kommune is there, and anybody may check its hash. The ids of what was counted are
for few, and are deleted when their time is over.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, replace
from hashlib import sha256

from kontroll.report.document.as_json import canonical, document_from
from kontroll.report.document.kinds import draft_told
from kontroll.report.document.model import Document


@dataclass(frozen=True, slots=True)
class Frozen:
    """Canonical texts."""

    content: str
    grounds: str

    @property
    def digest(self) -> str:
        return digest_of(self.content)

    @property
    def grounds_digest(self) -> str:
        return digest_of(self.grounds)


def frozen(document: Document) -> Frozen:
    behind = replace(document, title="", sections=(), standing=(), facts=())
    return Frozen(canonical(replace(document, grounds={})), canonical(behind))


def draft_of(document: Document) -> Document:
    """What is frozen of a draft: that it is one, is said by where it stands. What its figures do not hold is still said."""
    return replace(document, standing=tuple(one for one in document.standing if one != draft_told()))


def thawed(content: str, grounds: str | None) -> Document:
    """grounds: None = they are deleted after their time."""
    document = document_from(content)
    return document if grounds is None else replace(document, grounds=document_from(grounds).grounds)


def digest_of(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def packed(text: str) -> bytes:
    return zlib.compress(text.encode(), 9)


def unpacked(content: bytes) -> str:
    return zlib.decompress(content).decode()
