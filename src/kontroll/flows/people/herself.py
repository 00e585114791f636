"""Herself: by which words a person is known, and by which words everybody else is, who must not be told of (art. 15 nr. 4).

Why names by whole words and ids by whole cells or whole words: «P1» is not in «P12», and a number in an amount is nobody.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from kontroll.texts import _

#: Digits that an id must have to be looked for inside a text, where it has no letter: shorter ones are amounts and dates.
_LONG = 6
#: Columns that hold the id of an enhet, which may be the same digits as somebody's.
_OF_ENHETER = frozenset({"enhet", "owner_enhet"})
_WORD = re.compile(r"[^\W_](?:[\w.@+-]*\w)?")
_PRIVATE = re.compile(r"(?<!\d)\d{6} ?\d{5}(?!\d)|[\w.+-]+@[\w-]+\.[\w.-]*\w")


@dataclass(frozen=True)
class Herself:
    """ids: of her in the lists and among users, user names, and the hash by which attempts to sign in know her.

    names, addresses: all that she has had.
    """

    person: str
    ids: frozenset[str]
    names: frozenset[str]
    addresses: frozenset[str]

    def is_cell(self, text: str) -> bool:
        """Whether the text is she and nothing else."""
        return text.strip() in self.ids or text.strip().casefold() in self._plain

    def is_in(self, column: str, text: str) -> bool:
        """Whether she stands in it. column: "" where it is not of a table."""
        return column not in _OF_ENHETER and (self.is_cell(text) or self.is_inside(text) or self._is_value(text))

    def is_inside(self, text: str) -> bool:
        """Whether a name, an address or an id that is no small number stands in it as a whole word."""
        return self._inside is not None and self._inside.search(text) is not None

    def _is_value(self, text: str) -> bool:
        """Whether it is JSON, and she is a value in it: an entry of the trail that says who did it."""
        if not text.startswith("{"):
            return False
        try:
            waiting = [json.loads(text)]
        except ValueError:
            return False
        while waiting:
            one = waiting.pop()
            if isinstance(one, str) and self.is_cell(one):
                return True
            waiting += one.values() if isinstance(one, dict) else one if isinstance(one, list) else ()
        return False

    @property
    def pattern(self) -> str | None:
        """The same as a pattern that every engine reads, without boundaries; None where there is nothing to look for."""
        words = sorted(self._sought, key=len, reverse=True)
        return "(?i)" + "|".join(re.escape(word) for word in words) if words else None

    @cached_property
    def _plain(self) -> frozenset[str]:
        return frozenset(word.casefold() for word in self.names | self.addresses)

    @cached_property
    def _sought(self) -> frozenset[str]:
        return frozenset(id for id in self.ids if _is_telling(id)) | self.names | self.addresses

    @cached_property
    def _inside(self) -> re.Pattern[str] | None:
        words = sorted(self._sought, key=len, reverse=True)
        either = "|".join(re.escape(word) for word in words)
        return re.compile(rf"(?<![\w])(?:{either})(?![\w])", re.IGNORECASE) if words else None


def _is_telling(id: str) -> bool:
    return not id.isdigit() or len(id) >= _LONG


class Others:
    """Everybody else, as the word of a role. roles: id -> what she is; called: name or address -> the id it is of."""

    def __init__(self, herself: Herself, roles: Mapping[str, str], called: Mapping[str, str]) -> None:
        self._herself = herself
        self._words = {id: f"[{role}]" for id, role in roles.items() if not herself.is_cell(id)}
        self._plain: dict[str, str] = {id.casefold(): word for id, word in self._words.items() if _is_telling(id)}
        self._names: dict[str, list[tuple[str, str]]] = {}
        for text, id in called.items():
            if not text.strip() or herself.is_cell(text) or id not in self._words:
                continue
            self._plain[text.strip().casefold()] = self._words[id]
            first = _WORD.match(text.strip())
            if first is not None:
                self._names.setdefault(first[0].casefold(), []).append((text.strip().casefold(), self._words[id]))

    @property
    def ids(self) -> Collection[str]:
        return self._words.keys()

    def is_cell(self, text: str) -> bool:
        return text.strip() in self._words or text.strip().casefold() in self._plain

    def shown(self, text: str) -> str:
        """What people wrote, without others in it; a private number or an address that is not known as hers is hidden."""
        return _PRIVATE.sub(self._unless_hers, self.named(text))

    def named(self, text: str) -> str:
        """A value as it was delivered, without others in it: a number in it is what its column says, perhaps her account."""
        if self._herself.is_cell(text):
            return text
        if self.is_cell(text):
            word = self._words.get(text.strip())
            return word if word is not None else self._plain[text.strip().casefold()]
        return self._without_names(text)

    def _without_names(self, text: str) -> str:
        found, at, plain = [], 0, text.casefold()
        # Lower-casing may change the length of a text in rare alphabets; then names are looked for as they are written.
        plain = plain if len(plain) == len(text) else text
        while (match := _WORD.search(text, at)) is not None:
            start, end, word = match.start(), match.end(), None
            for name, role in self._names.get(plain[start:end], ()):
                if plain.startswith(name, start) and not _goes_on(text, start + len(name)):
                    end, word = max(end, start + len(name)), role
            word = word or self._plain.get(plain[start:end])
            found += [text[at:start], word or text[start:end]]
            at = end
        return "".join([*found, text[at:]])

    def _unless_hers(self, match: re.Match[str]) -> str:
        return match[0] if self._herself.is_cell(match[0]) else hidden()


def hidden() -> str:
    return _("[skjermet]")


def _goes_on(text: str, at: int) -> bool:
    return at < len(text) and (text[at].isalnum() or text[at] == "_")


def others(herself: Herself, rows: Iterable[Mapping[str, str]], users: Mapping[str, tuple[str, str | None]]) -> Others:
    """rows: person_id, navn, epost and rolle, as they were delivered. users: id -> name and person."""
    roles: dict[str, str] = {}
    called: dict[str, str] = {}
    for row in rows:
        id = row.get("person_id", "").strip()
        if id:
            roles[id] = row.get("rolle", "").strip() or roles.get(id) or _("en ansatt")
            called |= {row.get(field, ""): id for field in ("navn", "epost")}
    for id, (name, person) in users.items():
        roles[id] = roles.get(person or "", _("en bruker"))
        called.setdefault(name, id)
    return Others(herself, roles, called)
