"""Drawplan: what was chosen for a draw before anything was promised. Rates are decimal strings: no float decides a size."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class StratumChoice:
    """method: a word of KUP-1: enkel, systematisk, belop, vekt or alle. reserve: simple draws only."""

    name: str
    method: str
    n: int
    reserve: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class StrataRule:
    """How a population is parted. top_amount: øre; at or above it every record is taken. by_field: one stratum for each value.

    nonpositive: the name of the stratum of what cannot be drawn by amount.
    """

    top_amount: int | None = None
    by_field: str = ""
    nonpositive: str = "kreditnota og null"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanChoices:
    """expected, expected_count: at most one of them. stages: 1 = none. seed_after: ISO time, the seed may not be older.

    decision: what is done when the bound is above what is tolerated. second_share: how many of the items are checked twice,
    blind. checklist: points of the skal-register, `reglement/point`.
    """

    rule: StrataRule = field(default_factory=StrataRule)
    strata: tuple[StratumChoice, ...] = ()
    likelihood: str = "hypergeometrisk"
    confidence: str = "0.95"
    tolerable: str = "0.05"
    expected: str | None = None
    expected_count: str | None = "0"
    stages: int = 1
    seed_source: str = ""
    seed_format: str = ""
    seed_after: str = ""
    fallback: str = ""
    decision: str = ""
    second_share: str = "0.1"
    checklist: tuple[str, ...] = ()

    def as_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digits_of(seed_format: str) -> int | None:
    """How many digits the seed has by the plan's own words, «20 sifre …»; None where they name no number."""
    found = re.search(r"(?<!\d)(\d{1,3}) (?:sifre|siffer)\b", seed_format)
    return int(found.group(1)) if found else None


def choices_from(text: str) -> PlanChoices:
    """What `as_json` wrote."""
    said: Mapping[str, Any] = json.loads(text)
    return PlanChoices(
        **{
            **said,
            "rule": StrataRule(**said["rule"]),
            "strata": tuple(StratumChoice(**one) for one in said["strata"]),
            "checklist": tuple(said["checklist"]),
        }
    )
