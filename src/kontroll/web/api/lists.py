"""Lists by cursor: so many at a time, and where the next ones begin.

Why a cursor and no page number: whoever fetches a list while it grows must neither lose a line nor get one twice. It says
which line was the last, and the query begins after it.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Path, Query
from pydantic import BaseModel, Field

from kontroll.store.rows import Rows
from kontroll.texts import _
from kontroll.web.api.problems import ApiError

MOST = 500
HowMany = Annotated[int, Query(ge=1, le=MOST, description="Hvor mange linjer svaret har, høyst.")]
After = Annotated[
    str | None,
    Query(pattern="^[A-Za-z0-9_-]{1,800}$", description="«neste» fra svaret før: listen fortsetter etter det."),
]
MONTH = "^[12][0-9]{3}-(0[1-9]|1[0-2])$"
#: Without control characters: PostgreSQL takes no NUL in a text.
PLAIN = r"^[^\x00-\x1f\x7f]*$"
AskedMonth = Annotated[str | None, Query(pattern=MONTH, description="Måned, som 2026-10.")]
Word = Annotated[str | None, Query(max_length=100, pattern=PLAIN)]
Id = Annotated[str, Path(min_length=1, max_length=200, pattern=PLAIN)]

T = TypeVar("T")
Shown = TypeVar("Shown", bound=BaseModel)
Found = TypeVar("Found")


class Listed(BaseModel, Generic[Shown]):
    """En del av en liste."""

    innhold: list[Shown]
    neste: str | None = Field(description="Sendes som «etter» for å få fortsettelsen; null når det ikke er mer.")


def begins_after(cursor: str | None, kinds: Sequence[type]) -> tuple[Any, ...] | None:
    """The key of the last line that was given. Raises ApiError 404 for what is no cursor of this list."""
    if cursor is None:
        return None
    try:
        found = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, list) or [type(one) for one in found] != list(kinds):
        raise ApiError(404, _("Det finnes ikke noe slikt sted i listen. «etter» er «neste» fra svaret før."))
    # Numbers that no database holds are no line's.
    if any(isinstance(one, int) and abs(one) >= 2**31 for one in found) or any("\0" in str(one) for one in found):
        raise ApiError(404, _("Det finnes ikke noe slikt sted i listen. «etter» er «neste» fra svaret før."))
    return tuple(found)


def cursor_of(key: Sequence[Any]) -> str:
    written = json.dumps(list(key), ensure_ascii=True, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(written).decode().rstrip("=")


def beyond(columns: Sequence[Any], key: Sequence[Any]) -> Any:
    """The rows after the one with the key, in the order of the columns."""
    column, value = columns[0], key[0]
    if len(columns) == 1:
        return column > value
    return (column > value) | ((column == value) & beyond(columns[1:], key[1:]))


def listed_rows(
    rows: Rows[Any],
    fields: Sequence[str],
    kinds: Sequence[type],
    conditions: Sequence[Any],
    after: str | None,
    most: int,
    show: Callable[[Any], Shown],
) -> Listed[Shown]:
    """The next ones of the rows, ordered by the fields, which together are the key. kinds: their types in a cursor."""
    columns = [rows.table.c[name] for name in fields]
    key = begins_after(after, kinds)
    wanted = [*conditions, *([beyond(columns, key)] if key is not None else [])]
    found = rows.ordered(columns, *wanted, limit=most + 1)
    more = len(found) > most
    last = [getattr(found[most - 1], name) for name in fields] if more else []
    return Listed(innhold=[show(one) for one in found[:most]], neste=cursor_of(last) if more else None)
