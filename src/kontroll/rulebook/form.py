"""Form: a YAML block being read key by key, collecting every problem with its place.

How it is used: take each key once (`form.text("navn")`, `form.month("gyldig_fra")` …) and call `form.done()`; what
nobody took is an unknown key. A value that cannot be read becomes a Problem and None; reading goes on, so that all
problems of a file come at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from collections.abc import Mapping as Map
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from kontroll.domain.month import Month
from kontroll.domain.problem import Gravity, Place, Problem
from kontroll.rulebook.words import E, find, listed, nearest
from kontroll.texts import _
from kontroll.yamlfile import Mapping, Node, Scalar, Sequence

T = TypeVar("T")

_MAX_DIGITS = 15


class Problems(list[Problem]):
    """Problems found so far, in the order of reading."""

    def add(self, place: Place, what: str, why: str, fix: str, gravity: Gravity = Gravity.STOPS) -> None:
        self.append(Problem(place, what, why, fix, gravity))


def kind_of(node: Node) -> str:
    """What was found, for a message."""
    if isinstance(node, Mapping):
        return _("en blokk med nøkler")
    if isinstance(node, Sequence):
        return _("en liste")
    return "«" + (node.text if len(node.text) <= 60 else node.text[:57] + "…") + "»"


class Form:
    """One block of a file. `what` names it in messages, e.g. «regelen»."""

    def __init__(self, node: Mapping, problems: Problems, what: str) -> None:
        self.node = node
        self.problems = problems
        self.what = what
        self._known: list[str] = []

    @classmethod
    def of(cls, node: Node | None, problems: Problems, what: str) -> Form | None:
        """A form over a block, or None with a problem where something else stands."""
        if node is None:
            return None
        if isinstance(node, Mapping):
            return cls(node, problems, what)
        problems.add(
            node.place,
            _("her skal {what} stå som en blokk med nøkler, men det står {found}").format(
                what=what, found=kind_of(node)
            ),
            _("Uten nøkler er det ikke mulig å vite hva verdiene betyr."),
            _("Skriv «nøkkel: verdi», én på hver linje."),
        )
        return None

    # --- taking ----------------------------------------------------------------------------------------------

    def __contains__(self, key: str) -> bool:
        return key in self.node.entries

    def place(self, key: str) -> Place:
        """Where the key stands; the block itself where it does not."""
        return self.node.key_places.get(key, self.node.place)

    def take(self, key: str, *, required: bool = False, gravity: Gravity = Gravity.STOPS) -> Node | None:
        """The node under the key; None where absent or null (then a problem if it is required)."""
        self._known.append(key)
        node = self.node.entries.get(key)
        if isinstance(node, Scalar) and node.is_null:
            node = None
        if node is None and required:
            self.missing(key, gravity)
        return node

    def missing(self, key: str, gravity: Gravity = Gravity.STOPS) -> None:
        self.problems.add(
            self.place(key),
            _("«{key}» mangler i {what}").format(key=key, what=self.what),
            _("Uten den kan ikke {what} forstås eller etterprøves.").format(what=self.what),
            _("Legg til en linje «{key}: …».").format(key=key),
            gravity,
        )

    def done(self) -> None:
        """Every key that nobody took is unknown."""
        for key, place in self.node.key_places.items():
            if key not in self._known:
                guess = nearest(key, self._known)
                self.problems.add(
                    place,
                    _("«{key}» er ikke en nøkkel i {what}").format(key=key, what=self.what),
                    _("En nøkkel som ikke er kjent, ville blitt oversett uten at noen merket det."),
                    _("Mente du «{guess}»?").format(guess=guess)
                    if guess
                    else _("Bruk en av: {known}.").format(known=listed(sorted(set(self._known)))),
                )

    def bad(self, node: Node, wanted: str, fix: str | None = None) -> None:
        """The value under a key is not of the wanted form."""
        self.problems.add(
            node.place,
            _("{found} er ikke {wanted}").format(found=kind_of(node), wanted=wanted),
            _("Verdien kan ikke brukes slik den står."),
            fix or _("Skriv {wanted}.").format(wanted=wanted),
        )

    # --- values ----------------------------------------------------------------------------------------------

    def text(self, key: str, *, required: bool = False, gravity: Gravity = Gravity.STOPS) -> str | None:
        node = self.take(key, required=required, gravity=gravity)
        return None if node is None else self.as_text(node)

    def as_text(self, node: Node) -> str | None:
        if not isinstance(node, Scalar) or node.is_null:
            self.bad(node, _("en tekst"))
            return None
        if node.loses_digits_as_text:
            self.bad(
                node,
                _("en entydig tekst"),
                _('Sett anførselstegn rundt: "{text}". Uten dem leser andre programmer et annet tall.').format(
                    text=node.text
                ),
            )
            return None
        if not node.text.strip():
            self.bad(node, _("en tekst (den er tom)"), _("Skriv teksten, eller fjern linjen."))
            return None
        return node.text.strip()

    def word(
        self, key: str, words: Map[str, E], *, required: bool = False, gravity: Gravity = Gravity.STOPS
    ) -> E | None:
        node = self.take(key, required=required, gravity=gravity)
        return None if node is None else self.as_word(node, words)

    def as_word(self, node: Node, words: Map[str, E]) -> E | None:
        found = find(node.text, words) if isinstance(node, Scalar) else None
        if found is None:
            guess = nearest(node.text, words) if isinstance(node, Scalar) else None
            self.bad(
                node,
                _("et av ordene {words}").format(words=listed(words)),
                _("Mente du «{guess}»?").format(guess=guess) if guess else None,
            )
        return found

    def yes_no(self, key: str) -> bool | None:
        """True for ja, False for nei, None where absent."""
        node = self.take(key)
        if node is None:
            return None
        if isinstance(node, Scalar) and node.text in ("ja", "nei"):
            return node.text == "ja"
        self.bad(node, _("ja eller nei"))
        return None

    def number(self, key: str, *, required: bool = False) -> Decimal | None:
        node = self.take(key, required=required)
        return None if node is None else self.as_number(node)

    def as_number(self, node: Node) -> Decimal | None:
        if isinstance(node, Scalar) and node.looks_numeric:
            try:
                value = Decimal(node.text)
            except InvalidOperation:  # pragma: no cover - the pattern admits only numbers
                value = Decimal(0)
            digits = value.as_tuple()
            assert isinstance(digits.exponent, int)
            if abs(value) < Decimal(10) ** _MAX_DIGITS and -digits.exponent <= _MAX_DIGITS:
                return value
            self.bad(
                node,
                _("et tall med høyst {n} sifre foran og bak komma").format(n=_MAX_DIGITS),
                _("Skriv et mindre tall; kontroll regner eksakt og avviser det som ikke kan regnes eksakt."),
            )
            return None
        self.bad(node, _("et tall"), _("Skriv tallet med punktum som desimaltegn og uten anførselstegn, f.eks. 7.5."))
        return None

    def integer(
        self,
        key: str,
        *,
        at_least: int = 0,
        at_most: int = 1_000_000,
        required: bool = False,
        gravity: Gravity = Gravity.STOPS,
    ) -> int | None:
        node = self.take(key, required=required, gravity=gravity)
        return None if node is None else self.as_integer(node, at_least=at_least, at_most=at_most)

    def as_integer(self, node: Node, *, at_least: int = 0, at_most: int = 1_000_000) -> int | None:
        if isinstance(node, Scalar) and node.plain and node.text.lstrip("-").isascii():
            if node.text.lstrip("-").isdigit() and len(node.text) < 12 and not node.loses_digits_as_text:
                value = int(node.text)
                if at_least <= value <= at_most:
                    return value
        self.bad(node, _("et helt tall fra {low} til {high}").format(low=at_least, high=at_most))
        return None

    def month(self, key: str, *, required: bool = False) -> Month | None:
        node = self.take(key, required=required)
        return None if node is None else self._parsed(node, Month.parse, _("en måned på formen 2026-10"))

    def day(self, key: str, *, required: bool = False) -> date | None:
        node = self.take(key, required=required)
        return None if node is None else self.as_day(node)

    def as_day(self, node: Node) -> date | None:
        return self._parsed(node, _day, _("en dato på formen 2026-10-31"))

    def _parsed(self, node: Node, parse: Callable[[str], T], wanted: str) -> T | None:
        if isinstance(node, Scalar):
            try:
                return parse(node.text)
            except ValueError:
                pass
        self.bad(node, wanted)
        return None

    # --- blocks and lists ------------------------------------------------------------------------------------

    def form(self, key: str, what: str, *, required: bool = False) -> Form | None:
        return Form.of(self.take(key, required=required), self.problems, what)

    def items(
        self, key: str, *, required: bool = False, gravity: Gravity = Gravity.STOPS, may_be_empty: bool = False
    ) -> tuple[Node, ...] | None:
        """The items of a list; None where absent."""
        node = self.take(key, required=required, gravity=gravity)
        if node is None:
            return None
        if not isinstance(node, Sequence):
            self.bad(node, _("en liste"), _("Skriv [a, b] eller én linje med «- » for hvert ledd."))
            return None
        if not node.items and not may_be_empty:
            self.problems.add(
                node.place,
                _("listen «{key}» er tom").format(key=key),
                _("En tom liste kan leses både som «alle» og som «ingen»."),
                _("Fyll listen, eller fjern linjen."),
                gravity,
            )
            return None
        return node.items

    def texts(self, key: str, *, required: bool = False) -> tuple[str, ...] | None:
        items = self.items(key, required=required)
        if items is None:
            return None
        return tuple(text for item in items if (text := self.as_text(item)) is not None)

    def exactly_one(self, keys: Iterable[str]) -> str | None:
        """The one of the keys that is present; a problem where none or several are."""
        present = [key for key in keys if key in self]
        self._known.extend(keys)
        if len(present) == 1:
            return present[0]
        self.problems.add(
            self.place(present[1]) if present else self.node.place,
            _("{what} har {n} av {keys}").format(
                what=self.what, n=_("flere") if present else _("ingen"), keys=listed(f"«{k}»" for k in keys)
            ),
            _("Da er det uklart hva som menes."),
            _("Behold nøyaktig én av dem."),
        )
        return None


def _day(text: str) -> date:
    if len(text) != 10:
        raise ValueError(text)
    return date.fromisoformat(text)
