"""Watched: which plans DuckDB carries out, in order, and what each of them reads."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import duckdb
import pytest

#: Every way out of a relation; `create` leads to a table inside DuckDB.
WAYS_OUT = (
    "create", "fetchall", "fetchnumpy", "df", "to_arrow_table", "to_arrow_reader", "arrow", "fetch_arrow_table",
    "fetch_record_batch", "fetch_arrow_reader", "__arrow_c_stream__", "pl", "to_dicts", "create_view", "to_parquet", "to_csv",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Carried:
    """way: how a relation was carried out. scans: what its plan begins with: `PARQUET_SCAN`, or `SEQ_SCAN` and a table."""

    way: str
    columns: list[str]
    types: list[str]
    scans: list[str]
    rows: int


@dataclass(slots=True)
class Watch:
    """What was carried out, oldest first."""

    carried: list[Carried] = field(default_factory=list)
    _inside: bool = False

    def put_on(self, patch: pytest.MonkeyPatch) -> None:
        for way in WAYS_OUT:
            patch.setattr(duckdb.DuckDBPyRelation, way, self._watched(way))

    def _watched(self, way: str) -> Any:
        real = getattr(duckdb.DuckDBPyRelation, way)

        def carried_out(relation: duckdb.DuckDBPyRelation, *given: Any, **named: Any) -> Any:
            if self._inside:
                return real(relation, *given, **named)
            self._inside = True
            try:
                self.carried.append(_described(relation, way))
                return real(relation, *given, **named)
            finally:
                self._inside = False

        return carried_out


def _described(relation: duckdb.DuckDBPyRelation, way: str) -> Carried:
    (plan,) = json.loads(relation.explain(format="json"))
    scans = [node for node in _nodes(plan) if not node["children"]]
    return Carried(
        way,
        relation.columns,
        [str(one) for one in relation.types],
        [f"{node['name'].strip()} {node['extra_info'].get('Table', '')}".strip() for node in scans],
        len(relation.limit(2).fetchall()) if way == "fetchall" else -1,
    )


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for child in plan["children"]:
        yield from _nodes(child)
