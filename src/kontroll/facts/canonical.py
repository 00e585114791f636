"""Canonical records: one record as JSON that is the same bytes wherever and whenever it is written (RFC 8785).

Every value is a text and what is missing is left out: so a number stays the decimal that was delivered, and a field that is
described later changes nothing in the records that lack it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from kontroll.domain.dataset import DataSet
from kontroll.facts.facts import KEY


def record_json(dataset: DataSet, decimals: Mapping[str, int], row: Mapping[str, Any]) -> bytes:
    """row: of the data set's table, by column."""
    said = {"datasett": dataset.id, "felter": field_texts(dataset, decimals, row), "nokkel": row[KEY]}
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def field_texts(dataset: DataSet, decimals: Mapping[str, int], row: Mapping[str, Any]) -> dict[str, str]:
    """The values that are not missing, as texts, by field."""
    values = ((field.id, row[field.id]) for field in dataset.fields)
    return {id: _text(value, decimals.get(id)) for id, value in values if value is not None}


def in_ore(value: int | None, decimals: int) -> int | None:
    """An amount scaled by 10^decimals as øre; None where it is missing, or no whole number of øre."""
    if value is None:
        return None
    if decimals <= 2:
        return int(value * 10 ** (2 - decimals))
    whole, rest = divmod(value, 10 ** (decimals - 2))
    return None if rest else int(whole)


def _text(value: object, decimals: int | None) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nei"
    if isinstance(value, int):
        exact = Decimal(value).scaleb(-(decimals or 0)).normalize()
        return f"{exact:f}" if exact else "0"
    if isinstance(value, datetime):
        return value.isoformat(sep="T")
    return value.isoformat() if isinstance(value, date) else str(value)
