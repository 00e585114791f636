"""Where the tables stand in a JSON file: alone, several by name (1.x), in a collection, or as the answer in a kept log."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kontroll.sources.jsonstat.positions import Text, Unreadable, Way

#: How deep tables are looked for: a collection in a collection in the answers of a log.
_DEEPEST = 6


@dataclass(frozen=True, slots=True)
class Place:
    """A table. text: what its way is in; name: the last key on the way to it, "" where it is the whole."""

    table: dict[str, object]
    text: Text
    way: Way
    name: str


def is_table(value: object) -> bool:
    """A dataset of JSON-stat 1.x or 2."""
    return (
        isinstance(value, dict)
        and isinstance(value.get("dimension"), dict)
        and value.get("class", "dataset") == "dataset"
        and ("value" in value or "size" in value)
    )


def tables_in(text: Text, whole: object) -> Iterator[Place]:
    """Every dataset in the file, in its order."""
    yield from _below(text, whole, (), "")


def linked(whole: object) -> int:
    """How many tables a collection points at without holding them."""
    if not isinstance(whole, dict) or not isinstance(link := whole.get("link"), dict):
        return 0
    items = link.get("item")
    return sum(isinstance(i, dict) and not is_table(i) for i in items) if isinstance(items, list) else 0


def _below(text: Text, value: object, way: Way, name: str) -> Iterator[Place]:
    if len(way) > _DEEPEST:
        return
    if is_table(value):
        assert isinstance(value, dict)
        yield Place(value, text, way, name)
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key == "body" and isinstance(inner, str):
                yield from _quoted(text, inner, (*way, key))
            else:
                yield from _below(text, inner, (*way, key), key)
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from _below(text, inner, (*way, at), name)


def _quoted(text: Text, body: str, way: Way) -> Iterator[Place]:
    """A kept answer: JSON as a text inside JSON. One that is no JSON is no statistics."""
    inner = Text(body, text.line(way))
    try:
        value = inner.value()
    except Unreadable:
        return
    yield from _below(inner, value, (), "")
