"""Plain: the database file as rows, and the rule files as YAML: what a re-count stands on."""

from __future__ import annotations

import io
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl
from ruamel.yaml import YAML

_OSLO = ZoneInfo("Europe/Oslo")
#: Folders of a rule folder that hold no rules.
_NO_RULES = {"indikatorer", "parametre", "datasett", "kodelister"}


def day_in_norway(stored: str | None) -> date | None:
    """A point in time as SQLite has it, in UTC."""
    if stored is None:
        return None
    return datetime.fromisoformat(stored).replace(tzinfo=UTC).astimezone(_OSLO).date()


@dataclass(frozen=True)
class RuleFile:
    id: str
    area: str
    type: str
    status: str
    dataset: str
    has_measure: bool
    #: The day until which it may be used before it is evaluated; None = it is no such rule.
    evaluated_by: date | None
    #: What it rests on of the kommune's own: reglement, and the point of it, None = all of the text.
    points: frozenset[tuple[str, str | None]]

    @property
    def reglementer(self) -> frozenset[str]:
        return frozenset(id for id, _point in self.points)


class Plain:
    """file: of the database. rules: folders, the kommune's own last."""

    def __init__(self, file: Path, rules: Sequence[Path]) -> None:
        self._open = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
        self._open.row_factory = sqlite3.Row
        self._folders = rules

    def close(self) -> None:
        self._open.close()

    def rows(self, asked: str, *values: Any) -> list[sqlite3.Row]:
        return self._open.execute(asked, values).fetchall()

    def one(self, asked: str, *values: Any) -> int:
        return int(self._open.execute(asked, values).fetchone()[0] or 0)

    @cached_property
    def trail(self) -> list[dict[str, Any]]:
        return [json.loads(row[0]) for row in self.rows("select body from trail order by seq")]

    @cached_property
    def rules(self) -> Mapping[str, RuleFile]:
        found: dict[str, RuleFile] = {}
        for folder in self._folders:
            for file in sorted(folder.rglob("*.yaml")):
                area = file.parent.relative_to(folder).as_posix()
                if area.split("/")[0] not in _NO_RULES:
                    given = YAML(typ="safe").load(file)
                    found[given["id"]] = RuleFile(
                        given["id"], area, given["type"], given["status"], given.get("grunnlag", ""),
                        bool(given.get("kontrolltiltak")), _evaluated(given.get("kontrolltiltak")),
                        frozenset(
                            (one["reglement"], str(one["punkt"]) if "punkt" in one else None)
                            for one in given["hjemmel"] if "reglement" in one
                        ),
                    )  # fmt: skip
        return found

    def area(self, rule: str | None) -> str:
        """Of the rule that is always there: the quality of data."""
        if rule == "datakvalitet-enhet":
            return "datakvalitet"
        return self.rules[rule].area if rule in self.rules else ""

    def book(self, month: str) -> list[dict[str, Any]]:
        """The verdicts of the month that stand, as rows."""
        asked = "select content from book_content where month = ? order by number desc limit 1"
        return list(pl.read_ipc(io.BytesIO(self.rows(asked, month)[0]["content"])).iter_rows(named=True))

    # --- what was delivered -------------------------------------------------------------------------------------------

    def delivered(self, kind: str) -> Iterator[dict[str, Any]]:
        """Every row of the kind, in the order they came, with the file it came in and its number."""
        asked = """select d.seq, d.name, c.content from delivery d join delivery_content c on c.seq = d.seq
                   where d.kind = ? and d.taken = 'tatt inn' order by d.seq"""
        for row in self.rows(asked, kind):
            for one in pl.read_ipc(io.BytesIO(row["content"])).iter_rows(named=True):
                yield {**one, "_navn": row["name"], "_nr": row["seq"]}

    def standing(self, dataset: str, key: str) -> dict[str, dict[str, Any]]:
        """The rows of a data set that stand: the last one with each key. What a register delivers itself is left out."""
        found = {}
        for row in self.delivered(f"datasett/{dataset}"):
            if not row["_navn"].startswith("registre/") and str(row[key] or "").strip():
                found[str(row[key]).strip()] = row
        return found


def _evaluated(measure: Mapping[str, Any] | None) -> date | None:
    return None if not measure else min(measure["evalueres"], measure["varighet_til"])


def day_of(text: Any) -> date | None:
    """As it was delivered."""
    said = str(text or "").strip()
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None


def middle(values: Iterable[int]) -> float | None:
    found = sorted(values)
    if not found:
        return None
    half = len(found) // 2
    return float(found[half]) if len(found) % 2 else (found[half - 1] + found[half]) / 2
