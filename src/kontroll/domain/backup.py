"""Backup: what a copy of a kommune's home says of itself: every part with its hash, and where the trail ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

#: Of the form below. A copy of a later form is refused, not guessed at.
FORM = 1
MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One file of the copy. size: bytes. digest: SHA-256, hexadecimal."""

    name: str
    size: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """kind: sqlite or postgresql. version: of the database's tables. entries, last: of the trail, when it was copied."""

    made: datetime
    program: str
    kind: str
    version: str
    entries: int
    last: str
    parts: tuple[Part, ...]

    def printed(self) -> dict[str, object]:
        """As it stands in the copy."""
        return {**asdict(self), "form": FORM, "made": self.made.isoformat(), "parts": [asdict(p) for p in self.parts]}

    def faults(self, found: Mapping[str, Part]) -> list[str]:
        """Names of parts that are gone, changed, or not told of; sorted."""
        told = {part.name: part for part in self.parts}
        return sorted(name for name in {*told, *found} if told.get(name) != found.get(name))


def manifest_of(printed: Mapping[str, object]) -> Manifest:
    """The inverse of `printed`. Raises ValueError for what is not that, or is of another form."""
    try:
        told = dict(printed)
        if told.pop("form") != FORM:
            raise ValueError("another form")
        parts = tuple(Part(**part) for part in told.pop("parts"))  # type: ignore[attr-defined]
        made = datetime.fromisoformat(str(told.pop("made")))
        return Manifest(made=made, parts=parts, **told)  # type: ignore[arg-type]
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("not a manifest") from error
