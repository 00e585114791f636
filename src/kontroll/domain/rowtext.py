"""Row text: what stands in rows of the database, as a text that lies beside the entry of the trail that wrote them.

Why beside and not in it: the chain is never deleted. The salted hash of the text holds it as long as it is kept, and tells
nothing when it is gone.
"""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import UTC, datetime
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

#: The name of what a person wrote, where an entry holds one text of hers.
TEXT = "text"
#: The name of this text. Nobody wrote it: it says what else is handed out as rows.
ROW = "row"
#: What an action changes by itself, so that two who save at once are told apart.
_BESIDE = frozenset({"version"})


def row_text(*rows: DataclassInstance) -> str:
    """Every field of each row by name, in the order of the rows."""
    return json.dumps([_plain(row) for row in rows], ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _plain(row: DataclassInstance) -> dict[str, object]:
    return {field.name: _word(getattr(row, field.name)) for field in fields(row) if field.name not in _BESIDE}


def _word(value: object) -> object:
    if isinstance(value, Enum):
        return value.name.lower()
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value if value is None or isinstance(value, int | str | bool) else str(value)
