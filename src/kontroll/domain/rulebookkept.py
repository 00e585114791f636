"""RuleFile, KeptFile, KeptRulebook: the rule files that a run judged by, kept by their content.

Why by content: a file that stands unchanged for years is kept once, and its name is its own proof. Whoever changes a kept
file, or the list of which files made up a rulebook, changes a digest that stands on the trail.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class RuleFile:
    """A rule file as it was read. level: its folder in the stack, 0 lowest. path: below that folder, with `/`."""

    level: int
    path: str
    content: bytes

    @property
    def digest(self) -> str:
        return digest_of(self.content)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFile:
    """The content of a rule file under its SHA-256. Many rulebooks may have it, under any name."""

    digest: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRulebook:
    """Which files made up a rulebook, and which engine read them. Rule files hold no personal data: none is ever deleted.

    digest: SHA-256 of engine and files. engine: stamp of the engine (rulebook.stamps). files: JSON [[level, path, digest], …].
    """

    digest: str
    stored: datetime
    engine: str
    files: str

    @property
    def is_whole(self) -> bool:
        """Engine and list are those that the digest was made of."""
        return self.digest == _of_list(self.files, self.engine)

    @property
    def listed(self) -> list[tuple[int, str, str]]:
        """Level, path and digest of each file. Only of a whole one is this what it was."""
        return [(level, path, digest) for level, path, digest in json.loads(self.files)]


def digest_of(content: bytes) -> str:
    """SHA-256, as 64 hex digits."""
    return hashlib.sha256(content).hexdigest()


def rulebook_digest(files: Iterable[RuleFile], engine: str) -> str:
    """What a run is judged by, in 64 hex digits: every rule, parameter, description and test, and the engine."""
    return _of_list(file_list(files), engine)


def file_list(files: Iterable[RuleFile]) -> str:
    """The files as a KeptRulebook lists them, in an order that does not depend on how they were found."""
    listed = sorted((file.level, file.path, file.digest) for file in files)
    return json.dumps(listed, ensure_ascii=False, separators=(",", ":"))


def _of_list(files: str, engine: str) -> str:
    return digest_of(f"{engine}\n{files}".encode())
