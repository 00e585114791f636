"""Writes JSON-stat in the ways that sources write it, by other means than the reader's."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

#: id, label, {code: label}
Axis = tuple[str, str, Mapping[str, str]]

REGION: Axis = ("Region", "region", {"0301": "Oslo - Oslove", "4601": "Bergen"})
WHAT: Axis = ("ContentsCode", "statistikkvariabel", {"KOSAG110000": "Frie inntekter per innbygger (kr)"})
YEAR: Axis = ("Tid", "år", {"2023": "2023", "2024": "2024"})


@dataclass(frozen=True, kw_only=True)
class Table:
    """figures: by code of each axis, joined by `/`; None or absent = no figure. signs: the same."""

    axes: Sequence[Axis] = (REGION, WHAT, YEAR)
    figures: Mapping[str, object] = field(default_factory=dict)
    signs: Mapping[str, str] = field(default_factory=dict)
    label: str = "12134: Nøkkeltall"

    def cells(self) -> list[str]:
        return ["/".join(codes) for codes in product(*(axis[2] for axis in self.axes))]

    def values(self) -> list[object]:
        return [self.figures.get(cell) for cell in self.cells()]

    def two(self, *, sparse: bool = False, listed: bool = False, **changes: object) -> dict[str, object]:
        """JSON-stat 2. sparse: figures and signs as objects. listed: categories as lists."""
        values = self.values()
        signs = [self.signs.get(cell) for cell in self.cells()]
        written: dict[str, object] = {
            "version": "2.0",
            "class": "dataset",
            "label": self.label,
            "source": "Statistisk sentralbyrå",
            "updated": "2026-03-16T07:00:00Z",
            "role": {"time": ["Tid"], "metric": ["ContentsCode"], "geo": ["Region"]},
            "id": [axis[0] for axis in self.axes],
            "size": [len(axis[2]) for axis in self.axes],
            "dimension": {axis[0]: _described(axis, listed=listed) for axis in self.axes},
            "value": {str(i): v for i, v in enumerate(values) if v is not None} if sparse else values,
        }
        if self.signs:
            written["status"] = {str(i): s for i, s in enumerate(signs) if s} if sparse else signs
        written["role"] = {r: m for r, m in written["role"].items() if m[0] in written["id"]}  # type: ignore[attr-defined, operator]
        written.update(changes)
        return {key: value for key, value in written.items() if value is not ...}

    def one(self, name: str = "dataset") -> dict[str, object]:
        """JSON-stat 1.x: id, size and role inside dimension, the table below a name."""
        table = self.two()
        inner = {key: table.pop(key) for key in ("id", "size", "role")}
        table["dimension"] = {**table["dimension"], **inner}  # type: ignore[dict-item]
        del table["version"], table["class"]
        return {name: table}


def _described(axis: Axis, *, listed: bool) -> dict[str, object]:
    _id, label, categories = axis
    index: object = list(categories) if listed else {code: i for i, code in enumerate(categories)}
    return {"label": label, "category": {"index": index, "label": dict(categories)}}


def text(value: object, *, indent: int | None = None) -> str:
    return json.dumps(value, ensure_ascii=False, indent=indent)
