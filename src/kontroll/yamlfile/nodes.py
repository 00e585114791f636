"""Nodes: what a YAML file is made of, each with its place, and scalars as they were written."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kontroll.domain.problem import Place

_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")
_CANONICAL_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d*[1-9])?")


@dataclass(frozen=True, slots=True)
class Scalar:
    """One word or number as written. `plain` = without quotes."""

    text: str
    plain: bool
    place: Place

    @property
    def is_null(self) -> bool:
        return self.plain and self.text in ("", "~", "null", "Null", "NULL")

    @property
    def looks_numeric(self) -> bool:
        return self.plain and _NUMBER.fullmatch(self.text) is not None

    @property
    def loses_digits_as_text(self) -> bool:
        """True for 0301 and 3.10: other YAML readers would see 301 and 3.1."""
        return self.looks_numeric and _CANONICAL_NUMBER.fullmatch(self.text) is None

    @property
    def reads_as_thousands(self) -> bool:
        """True for 100.000, which is a hundred to YAML and a hundred thousand to a Norwegian eye."""
        return self.plain and re.fullmatch(r"-?[1-9]\d{0,2}\.000", self.text) is not None


@dataclass(frozen=True, slots=True)
class Sequence:
    items: tuple[Node, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys in file order; `key_places` tells where each key stands."""

    entries: dict[str, Node]
    key_places: dict[str, Place]
    place: Place


Node = Scalar | Sequence | Mapping
