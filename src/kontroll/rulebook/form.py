"""Form: a YAML block being read key by key, collecting every problem with its place.

How it is used: take each key once (`form.text("navn")`, `form.month("gyldig_fra")` …) and call `form.done()`; what
nobody took is an unknown key. A value that cannot be read becomes a Problem and None; reading goes on, so that all
problems of a file come at once. One mistake gives one message: a misspelt key takes back that the right one is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from collections.abc import Mapping as Map
from datetime import date
from decimal import Decimal

from kontroll.domain.month import Month
from kontroll.domain.problem import Gravity, Place, Problem
from kontroll.rulebook.hints import nearest, same_word
from kontroll.rulebook.keys import RULE, home_of
from kontroll.rulebook.values import Absent, Problems, Values, kind_of
from kontroll.rulebook.words import E, listed
from kontroll.texts import _
from kontroll.yamlfile import Mapping, Node, Scalar
from kontroll.yamlfile import Sequence as ListNode

__all__ = ["Form", "Problems"]


class Form(Values):
    """One block of a file. `what` names it in messages, e.g. «regelen»."""

    def __init__(self, node: Mapping, problems: Problems, what: str) -> None:
        super().__init__(problems)
        self.node = node
        self.what = what
        self._known: list[str] = []
        self._absent: dict[str, Problem] = {}

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

    # --- keys ------------------------------------------------------------------------------------------------

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
        empty = key in self
        problem = self.problems.add(
            self.place(key),
            _("«{key}» er tom i {what}").format(key=key, what=self.what)
            if empty
            else _("«{key}» mangler i {what}").format(key=key, what=self.what),
            _("Uten den kan ikke {what} forstås eller etterprøves.").format(what=self.what),
            _("Skriv verdien etter «{key}:».").format(key=key)
            if empty
            else _("Legg til en linje «{key}: …».").format(key=key),
            gravity,
        )
        if not empty:
            self._absent[key] = problem
            self.problems.absent.append(Absent(key, self.node, self.what, problem))

    def exactly_one(self, keys: Iterable[str]) -> str | None:
        """The one of the keys that is present; a problem where none or several are."""
        wanted = list(keys)
        present = [key for key in self.node.entries if key in wanted]
        self._known.extend(wanted)
        if len(present) == 1:
            return present[0]
        problem = self.problems.add(
            self.place(present[1]) if present else self.node.place,
            _("{what} har både «{a}» og «{b}»").format(what=self.what, a=present[0], b=present[1])
            if present
            else _("{what} har ingen av {keys}").format(what=self.what, keys=listed(f"«{key}»" for key in wanted)),
            _("Da er det uklart hva som menes."),
            _("Behold den ene.") if present else _("Skriv nøyaktig én av dem."),
        )
        if not present:
            self._absent |= dict.fromkeys(wanted, problem)
        return None

    def done(self) -> None:
        """Every key that nobody took is unknown."""
        unknown = [key for key in self.node.entries if key not in self._known]
        for key in unknown:
            self._unknown(key, self.node.key_places[key], alone=len(unknown) == 1)

    def _unknown(self, key: str, place: Place, *, alone: bool) -> None:
        home, guess = self._home(key), None
        if home is None:
            guess = nearest(key, self._absent) or nearest(key, self._known)
            if guess is None and alone and len({*self._absent.values()}) == 1:
                # One key too many and one too few: the one stands for the other, whatever it is called.
                guess = next(iter(self._absent)) if len(self._absent) == 1 else None
                self._take_back(next(iter(self._absent.values())))
        self._take_back(self._absent.get(guess or ""))
        if _is_half_a_number(key, self.node.entries.get(key)):
            self.problems.add(
                place,
                _("«{key}» står alene etter et komma").format(key=key),
                _("Komma skiller ledd i en regelfil; et tall med komma blir delt i to."),
                _("Skriv desimaltall med punktum, f.eks. 7.5."),
            )
            return
        if guess:
            fix = _("Mente du «{guess}»?").format(guess=guess)
        elif home:
            fix = _("«{key}» hører hjemme i {home}. Flytt linjen dit, og se etter feil innrykk.").format(
                key=key, home=home
            )
        else:
            fix = _("Bruk en av: {known}.").format(known=listed(sorted(set(self._known))))
        self.problems.add(
            place,
            _("«{key}» er ikke en nøkkel i {what}").format(key=key, what=self.what),
            _("En nøkkel som ikke er kjent, ville blitt oversett uten at noen merket det."),
            fix,
        )

    def _home(self, key: str) -> str | None:
        """Where a misplaced key belongs: the block below that lacks it, else a place in the rule file."""
        if same_word(key, self._known):
            return None
        for absent in self.problems.absent:
            if absent.key == key and _holds(self.node, absent.block):
                self._take_back(absent.problem)
                return absent.what
        return home_of(key) if self.what in RULE else None

    def _take_back(self, problem: Problem | None) -> None:
        if problem is not None and problem in self.problems:
            self.problems.remove(problem)

    # --- values under keys -----------------------------------------------------------------------------------

    def text(self, key: str, *, required: bool = False, gravity: Gravity = Gravity.STOPS) -> str | None:
        node = self.take(key, required=required, gravity=gravity)
        return None if node is None else self.as_text(node)

    def word(
        self, key: str, words: Map[str, E], *, required: bool = False, gravity: Gravity = Gravity.STOPS
    ) -> E | None:
        node = self.take(key, required=required, gravity=gravity)
        return None if node is None else self.as_word(node, words)

    def choice(self, key: str, words: Sequence[str]) -> str | None:
        """One of a few words that are no enum; None where absent or another."""
        text = self.text(key)
        if text is None or text in words:
            return text
        guess = nearest(text, words)
        wanted = listed(f"«{word}»" for word in words)
        self.bad(self.node.entries[key], wanted, _("Mente du «{guess}»?").format(guess=guess) if guess else None)
        return None

    def yes_no(self, key: str) -> bool | None:
        """True for ja, False for nei, None where absent."""
        node = self.take(key)
        return None if node is None else self.as_yes_no(node)

    def number(self, key: str, *, required: bool = False) -> Decimal | None:
        node = self.take(key, required=required)
        return None if node is None else self.as_number(node)

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

    def month(self, key: str, *, required: bool = False) -> Month | None:
        node = self.take(key, required=required)
        return None if node is None else self.as_month(node)

    def day(self, key: str, *, required: bool = False, gravity: Gravity = Gravity.STOPS) -> date | None:
        node = self.take(key, required=required, gravity=gravity)
        return None if node is None else self.as_day(node)

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
        if not isinstance(node, ListNode):
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


def _holds(node: Node, block: Mapping) -> bool:
    below = node.items if isinstance(node, ListNode) else node.entries.values() if isinstance(node, Mapping) else ()
    return any(child is block or _holds(child, block) for child in below)


def _is_half_a_number(key: str, node: Node | None) -> bool:
    """True for the `5` that YAML makes of `{verdi: 7,5}`."""
    return key.isdigit() and isinstance(node, Scalar) and node.is_null
