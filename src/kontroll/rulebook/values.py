"""Values: one word, number, date or text of a rule file, read or refused with what was probably meant."""

from __future__ import annotations

from collections.abc import Mapping as Map
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from kontroll.domain.month import Month
from kontroll.domain.problem import Gravity, Place, Problem
from kontroll.rulebook.hints import day_meant, month_meant, nearest, number_meant
from kontroll.rulebook.words import E, find, listed
from kontroll.texts import _, number
from kontroll.yamlfile import Mapping, Node, Scalar, Sequence

_MAX_DIGITS = 15

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Absent:
    """A required key that its block does not have: told by `problem`, unless it turns up misspelt or misplaced."""

    key: str
    block: Mapping
    what: str
    problem: Problem


class Problems(list[Problem]):
    """Problems found so far, in the order of reading."""

    def __init__(self) -> None:
        super().__init__()
        self.absent: list[Absent] = []

    @property
    def stops(self) -> int:
        """How many of them stop what is being read; compare before and after to know whether it can be used."""
        return sum(problem.gravity is Gravity.STOPS for problem in self)

    def add(self, place: Place, what: str, why: str, fix: str, gravity: Gravity = Gravity.STOPS) -> Problem:
        self.append(Problem(place, what, why, fix, gravity))
        return self[-1]


def kind_of(node: Node) -> str:
    """What was found, for a message."""
    if isinstance(node, Mapping):
        return _("en blokk med nøkler")
    if isinstance(node, Sequence):
        return _("en liste")
    if node.is_null:
        return _("ingenting")
    return "«" + (node.text if len(node.text) <= 60 else node.text[:57] + "…") + "»"


class Values:
    """Reads single values. A value that cannot be read becomes a problem and None."""

    def __init__(self, problems: Problems) -> None:
        self.problems = problems

    def bad(self, node: Node, wanted: str, fix: str | None = None) -> None:
        """The value is not of the wanted form."""
        self.problems.add(
            node.place,
            _("{found} er ikke {wanted}").format(found=kind_of(node), wanted=wanted),
            _("Verdien kan ikke brukes slik den står."),
            fix or _("Skriv {wanted}.").format(wanted=wanted),
        )

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

    def as_yes_no(self, node: Node) -> bool | None:
        if isinstance(node, Scalar) and node.text in ("ja", "nei"):
            return node.text == "ja"
        guess = nearest(node.text, ("ja", "nei")) if isinstance(node, Scalar) else None
        self.bad(node, _("ja eller nei"), _("Skriv {word}.").format(word=guess) if guess else None)
        return None

    # --- numbers ---------------------------------------------------------------------------------------------

    def as_number(self, node: Node) -> Decimal | None:
        if not (isinstance(node, Scalar) and node.looks_numeric):
            self.bad(node, _("et tall"), _number_fix(node))
            return None
        value = Decimal(node.text)
        digits = value.as_tuple()
        assert isinstance(digits.exponent, int)
        if abs(value) < Decimal(10) ** _MAX_DIGITS and -digits.exponent <= _MAX_DIGITS:
            if node.reads_as_thousands:
                self._thousands(node)
            return value
        self.bad(
            node,
            _("et tall med høyst {n} sifre foran og bak komma").format(n=_MAX_DIGITS),
            _("Skriv et mindre tall; kontroll regner eksakt og avviser det som ikke kan regnes eksakt."),
        )
        return None

    def _thousands(self, node: Scalar) -> None:
        whole = node.text.split(".")[0]
        self.problems.add(
            node.place,
            _("{text} leses som {whole}, ikke som {more}").format(
                text=node.text, whole=whole, more=number(int(whole) * 1000)
            ),
            _("Punktum er desimaltegn i regelfiler; en grense som er tusen ganger for lav, slår ut overalt."),
            _("Skriv {whole}, eller {whole}000 hvis det er tusener.").format(whole=whole),
            Gravity.NOTICE,
        )

    def as_integer(self, node: Node, *, at_least: int = 0, at_most: int = 1_000_000) -> int | None:
        if isinstance(node, Scalar) and node.plain and node.text.lstrip("-").isascii():
            if node.text.lstrip("-").isdigit() and len(node.text) < 12 and not node.loses_digits_as_text:
                value = int(node.text)
                if at_least <= value <= at_most:
                    return value
        wanted = _("et helt tall fra {low} til {high}").format(low=number(at_least), high=number(at_most))
        self.bad(node, wanted, _integer_fix(node))
        return None

    # --- time ------------------------------------------------------------------------------------------------

    def as_month(self, node: Node) -> Month | None:
        if isinstance(node, Scalar):
            try:
                return Month.parse(node.text)
            except ValueError:
                pass
        guess = month_meant(node.text) if isinstance(node, Scalar) else None
        self.bad(node, _("en måned på formen 2026-10"), _("Skriv {meant}.").format(meant=guess) if guess else None)
        return None

    def as_day(self, node: Node) -> date | None:
        text = node.text if isinstance(node, Scalar) else ""
        if len(text) == 10 and text[4] == text[7] == "-":
            try:
                return date.fromisoformat(text)
            except ValueError:
                if text.replace("-", "").isdigit():
                    self.bad(node, _("en dato: dagen finnes ikke"), _("Rett datoen, f.eks. 2026-10-31."))
                    return None
        guess = day_meant(text)
        self.bad(node, _("en dato på formen 2026-10-31"), _("Skriv {meant}.").format(meant=guess) if guess else None)
        return None


def _number_fix(node: Node) -> str:
    meant = number_meant(node.text) if isinstance(node, Scalar) else None
    if meant is None:
        return _("Skriv tallet med punktum som desimaltegn og uten anførselstegn, f.eks. 7.5.")
    if isinstance(node, Scalar) and node.text == meant:
        return _("Fjern anførselstegnene: {meant}.").format(meant=meant)
    return _("Skriv {meant}. Punktum er desimaltegn, og mellomrom og enhet skal ikke stå.").format(meant=meant)


def _integer_fix(node: Node) -> str | None:
    if isinstance(node, Scalar) and not node.plain and node.text.isdigit():
        return _("Fjern anførselstegnene: {meant}.").format(meant=node.text)
    return None
