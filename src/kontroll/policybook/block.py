"""Block: one YAML block of a policy file, read key by key; what nobody took is an unknown key.

Why not the rulebook's form: a rule file is written in a language, with synonyms and misplaced keys to untangle. A
policy file is a handful of flat lists, and the few questions they take fit on a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from enum import Enum
from typing import TypeVar

from kontroll.domain.problem import Gravity, Place, Problem
from kontroll.domain.spelling import fold, nearest
from kontroll.texts import _
from kontroll.yamlfile import Mapping, Node, Scalar, Sequence

E = TypeVar("E", bound=Enum)

_WORKING_DAYS = re.compile(r"([0-9]{1,3}) arbeidsdag(er)?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WHOLE_NUMBER = re.compile(r"[0-9]{1,6}")


class Block:
    """Reads one block. A value that cannot be read becomes a problem and None; `what` names the block in messages."""

    def __init__(self, node: Mapping, problems: list[Problem], what: str) -> None:
        self.node = node
        self.problems = problems
        self.what = what
        self._known: list[str] = []
        self._absent: dict[str, Problem] = {}
        self._before = len(problems)

    @classmethod
    def of(cls, node: Node | None, problems: list[Problem], what: str) -> Block | None:
        """A block, or None with a problem where something else stands."""
        if node is None or isinstance(node, Mapping):
            return None if node is None else cls(node, problems, what)
        told = _("her skal {what} stå som en blokk med nøkler, men det står {found}")
        _add(
            problems,
            node.place,
            told.format(what=what, found=_shown(node)),
            _("Uten nøkler er det ikke mulig å vite hva verdiene betyr."),
            _("Skriv «nøkkel: verdi», én på hver linje."),
        )
        return None

    @property
    def sound(self) -> bool:
        """True while nothing in the block, or in the blocks below it, has been refused."""
        return len(self.problems) == self._before

    def place(self, key: str) -> Place:
        """Where the key stands; the block itself where it does not."""
        return self.node.key_places.get(key, self.node.place)

    def refuse(self, place: Place, what: str, why: str, fix: str) -> None:
        _add(self.problems, place, what, why, fix)

    def bad(self, node: Node, wanted: str, fix: str | None = None) -> None:
        """The value is not of the wanted form."""
        what = _("{found} er ikke {wanted}").format(found=_shown(node), wanted=wanted)
        why = _("Verdien kan ikke brukes slik den står.")
        self.refuse(node.place, what, why, fix or _("Skriv {wanted}.").format(wanted=wanted))

    # --- keys -----------------------------------------------------------------------------------------------------

    def take(self, key: str, *, required: bool = False) -> Node | None:
        """The node under the key; None where absent or empty (then a problem if it is required)."""
        self._known.append(key)
        node = self.node.entries.get(key)
        if isinstance(node, Scalar) and node.is_null:
            node = None
        if node is None and required:
            self._missing(key)
        return node

    def exactly_one(self, keys: Iterable[str]) -> str | None:
        """The one of the keys that is present; a problem where none or several are, or where it is empty."""
        wanted = list(keys)
        present = [key for key in self.node.entries if key in wanted]
        self._known.extend(wanted)
        if len(present) == 1:
            return present[0] if self.take(present[0], required=True) is not None else None
        if present:
            what = _("{what} har både «{a}» og «{b}»").format(what=self.what, a=present[0], b=present[1])
            self.refuse(self.place(present[1]), what, _("Da er det uklart hva som menes."), _("Behold den ene."))
            return None
        what = _("{what} har ingen av {keys}").format(what=self.what, keys=either(f"«{key}»" for key in wanted))
        self.refuse(self.node.place, what, _("Da er det uklart hva som menes."), _("Skriv nøyaktig én av dem."))
        self._absent |= dict.fromkeys(wanted, self.problems[-1])
        return None

    def done(self) -> None:
        """Every key that nobody took is unknown. A misspelt key takes back that the right one is missing."""
        for key in self.node.entries:
            if key in self._known:
                continue
            guess = nearest(key, self._absent) or nearest(key, self._known)
            absent = self._absent.get(guess or "")
            if absent is not None and absent in self.problems:
                self.problems.remove(absent)
            self.refuse(
                self.node.key_places[key],
                _("«{key}» er ikke en nøkkel i {what}").format(key=key, what=self.what),
                _("En nøkkel som ikke er kjent, ville blitt oversett uten at noen merket det."),
                meant(guess) or _("Bruk en av: {known}.").format(known=either(sorted(set(self._known)))),
            )

    def _missing(self, key: str) -> None:
        empty = key in self.node.entries
        what = _("«{key}» er tom i {what}") if empty else _("«{key}» mangler i {what}")
        fix = _("Skriv verdien etter «{key}:».") if empty else _("Legg til en linje «{key}: …».")
        why = _("Uten den kan ikke {what} forstås eller etterprøves.").format(what=self.what)
        self.refuse(self.place(key), what.format(key=key, what=self.what), why, fix.format(key=key))
        if not empty:
            self._absent[key] = self.problems[-1]

    # --- values under keys ----------------------------------------------------------------------------------------

    def text(self, key: str, *, required: bool = False) -> str | None:
        node = self.take(key, required=required)
        return None if node is None else self.as_text(node)

    def word(self, key: str, words: type[E], *, required: bool = False) -> E | None:
        node = self.take(key, required=required)
        return None if node is None else self.as_word(node, words)

    def working_days(self, key: str, *, required: bool = False, at_least: int = 0) -> int | None:
        """`10 arbeidsdager` as a number of days."""
        node = self.take(key, required=required)
        if node is None:
            return None
        text = node.text if isinstance(node, Scalar) else ""
        found = _WORKING_DAYS.fullmatch(text)
        if found is not None and int(found[1]) >= at_least:
            return int(found[1])
        bare = found is None and _WHOLE_NUMBER.fullmatch(text)
        fix = _("Skriv {count} arbeidsdager.").format(count=text) if bare else None
        wanted = _("et antall på formen «10 arbeidsdager»")
        if at_least:
            wanted = _("et antall på formen «10 arbeidsdager», minst {least}").format(least=at_least)
        self.bad(node, wanted, fix)
        return None

    def whole_number(self, key: str, at_least: int, at_most: int, *, required: bool = False) -> int | None:
        node = self.take(key, required=required)
        if node is None:
            return None
        if isinstance(node, Scalar) and node.plain and _WHOLE_NUMBER.fullmatch(node.text):
            if at_least <= int(node.text) <= at_most:
                return int(node.text)
        self.bad(node, _("et helt tall fra {low} til {high}").format(low=at_least, high=at_most))
        return None

    def yes_no(self, key: str) -> bool | None:
        """True for ja, False for nei, None where absent."""
        node = self.take(key)
        if node is None:
            return None
        if isinstance(node, Scalar) and node.text in ("ja", "nei"):
            return node.text == "ja"
        self.bad(node, _("ja eller nei"))
        return None

    def day(self, key: str, *, required: bool = False) -> date | None:
        node = self.take(key, required=required)
        if node is None:
            return None
        if isinstance(node, Scalar) and _DAY.fullmatch(node.text):
            try:
                return date.fromisoformat(node.text)
            except ValueError:
                self.bad(node, _("en dato: dagen finnes ikke"), _("Rett datoen, f.eks. 2026-10-31."))
                return None
        self.bad(node, _("en dato på formen 2026-10-31"))
        return None

    def items(self, key: str, *, required: bool = False, may_be_empty: bool = False) -> tuple[Node, ...]:
        """The items of a list; none where it is absent, and none with a problem where it is no list."""
        node = self.take(key, required=required)
        if node is None:
            return ()
        if not isinstance(node, Sequence):
            self.bad(node, _("en liste"), _("Skriv [a, b] eller én linje med «- » for hvert ledd."))
            return ()
        if not node.items and not may_be_empty:
            why = _("En tom liste kan leses både som «alle» og som «ingen».")
            fix = _("Fyll listen, eller fjern linjen.")
            self.refuse(node.place, _("listen «{key}» er tom").format(key=key), why, fix)
        return node.items

    def blocks(self, key: str, what: str, *, may_be_empty: bool = False) -> Iterator[Block]:
        """The blocks of a required list, each made when its turn comes: it counts the problems from there."""
        for item in self.items(key, required=True, may_be_empty=may_be_empty):
            block = Block.of(item, self.problems, what)
            if block is not None:
                yield block

    def once(self, said: str, seen: dict[str, Place]) -> None:
        """Remember what the block is about in `seen`; refused where an earlier block was about the same."""
        if said in seen:
            self.refuse(
                self.node.place,
                _("«{said}» står to ganger").format(said=said),
                _("Da er det uklart hva som gjelder."),
                _("Fjern den ene. Den første står i linje {line}.").format(line=seen[said].line),
            )
        seen.setdefault(said, self.node.place)

    # --- values ---------------------------------------------------------------------------------------------------

    def as_text(self, node: Node) -> str | None:
        if not isinstance(node, Scalar) or node.is_null or not node.text.strip():
            self.bad(node, _("en tekst"))
            return None
        if node.loses_digits_as_text:
            fix = _('Sett anførselstegn rundt: "{text}". Uten dem leser andre programmer et annet tall.')
            self.bad(node, _("en entydig tekst"), fix.format(text=node.text))
            return None
        return node.text.strip()

    def as_word(self, node: Node, words: type[E]) -> E | None:
        """The member that the word names, with or without æøå."""
        text = node.text if isinstance(node, Scalar) else ""
        by_word = {str(member.value): member for member in words}
        for word, member in by_word.items():
            if fold(word) == fold(text):
                return member
        wanted = _("et av ordene {words}").format(words=either(by_word))
        self.bad(node, wanted, meant(nearest(text, by_word)))
        return None


def meant(guess: str | None) -> str | None:
    return _("Mente du «{guess}»?").format(guess=guess) if guess else None


def either(words: Iterable[str]) -> str:
    """`a, b eller c`."""
    *others, last = words
    return _("{others} eller {last}").format(others=", ".join(others), last=last) if others else last


def _shown(node: Node) -> str:
    if isinstance(node, Mapping):
        return _("en blokk med nøkler")
    if isinstance(node, Sequence):
        return _("en liste")
    if node.is_null:
        return _("ingenting")
    text = " ".join(node.text.split())  # a text over several lines is quoted on one
    return f"«{text if len(text) <= 60 else text[:57] + '…'}»"


def _add(problems: list[Problem], place: Place, what: str, why: str, fix: str) -> None:
    problems.append(Problem(place, what, why, fix, Gravity.STOPS))
