"""JSON with places: a text is read exactly, and any value in it can be asked on which line it stands.

Why: a statistics file is refused with the line that is wrong, and each figure opens to the line it came from. The
standard library reads JSON without saying where; its own scanner is used again to walk to a place, when one is asked for.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

_BLANK = re.compile(r"[ \t\n\r]*")
#: A value's way from the outermost: keys of objects and places in lists.
Way = tuple[str | int, ...]


class Unreadable(Exception):
    """The text is no JSON that has one meaning. what: `syntax`, `twice` (a key) or `number`; line: 0 = not known."""

    def __init__(self, what: str, line: int = 0, detail: str = "") -> None:
        super().__init__(f"{what} {detail}".strip())
        self.what, self.line, self.detail = what, line, detail


def _once(pairs: Sequence[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _value in pairs]
        raise Unreadable("twice", detail=next(key for key in keys if keys.count(key) > 1))
    return found


def _no_number(text: str) -> object:
    raise Unreadable("number", detail=text)


_DECODER = json.JSONDecoder(parse_float=Decimal, parse_constant=_no_number, object_pairs_hook=_once)
#: For finding places only; what is wrong has been found before.
_SCANNER = json.JSONDecoder(parse_float=str, parse_int=str)


@dataclass(frozen=True)
class Text:
    """A JSON text. only_line: the line that all of it stands on, where it is quoted inside another file."""

    text: str
    only_line: int | None = None

    def value(self) -> object:
        """The whole, numbers as int and Decimal. Raises Unreadable."""
        try:
            return _DECODER.decode(self.text)
        except json.JSONDecodeError as error:
            raise Unreadable("syntax", error.lineno) from None
        except RecursionError:
            raise Unreadable("syntax") from None
        except (ValueError, ArithmeticError):
            # Digits by the thousand, or an exponent that no number has.
            raise Unreadable("number", detail="…") from None

    def line(self, way: Way) -> int:
        """Where the value stands, or the nearest around it that is there."""
        return self.only_line or self._line_at(self._at(way))

    def lines_in(self, way: Way) -> list[int]:
        """The line of each item of the list or object, in its order."""
        at = self._at(way)
        if self.only_line is not None or "\n" not in self.text[at:]:
            count = sum(1 for _item in _items(self.text, at))
            return [self.only_line or self._line_at(at)] * count
        return [self._line_at(start) for _key, start in _items(self.text, at)]

    def _at(self, way: Way) -> int:
        at = _blank(self.text, 0)
        for step in way:
            inner = next((start for key, start in _items(self.text, at) if key == step), None)
            if inner is None:
                break
            at = inner
        return at

    @cached_property
    def _breaks(self) -> list[int]:
        return [found.start() for found in re.finditer("\n", self.text)]

    def _line_at(self, at: int) -> int:
        return bisect_right(self._breaks, at) + 1


def _items(text: str, at: int) -> Iterator[tuple[str | int, int]]:
    """Key or place, and where the value begins, of each item of the list or object that begins at `at`."""
    if text[at : at + 1] not in ("{", "["):
        return
    named, count = text[at] == "{", 0
    at = _blank(text, at + 1)
    while text[at] not in "}]":
        key: str | int = count
        if named:
            key, at = _SCANNER.raw_decode(text, at)
            at = _blank(text, _blank(text, at) + 1)
        yield key, at
        _value, at = _SCANNER.raw_decode(text, at)
        at = _blank(text, at)
        at = _blank(text, at + 1) if text[at] == "," else at
        count += 1


def _blank(text: str, at: int) -> int:
    found = _BLANK.match(text, at)
    return found.end() if found else at
