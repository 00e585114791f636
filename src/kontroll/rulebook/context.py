"""Context: what a condition may refer to, and the window over time that every leaf may carry."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kontroll.domain.condition import RuleLeaf, Window
from kontroll.domain.dataset import DataSet
from kontroll.domain.month import Frequency
from kontroll.domain.problem import Place
from kontroll.domain.spelling import fold
from kontroll.rulebook.form import Form, Problems
from kontroll.rulebook.hints import nearest
from kontroll.rulebook.registers import Registers
from kontroll.texts import _
from kontroll.yamlfile import Node, Scalar

MAX_WINDOW = 1200


@dataclass(slots=True)
class Context:
    """What a condition may refer to.

    dataset: the records it is about; None for a condition about an enhet.
    blind: the data set is named but not known, so that nothing can be said about the conditions.
    lacks_dataset: told once that the rule asks about records and names no data set.
    """

    registers: Registers
    problems: Problems
    dataset: DataSet | None = None
    rule_leaves_allowed: bool = True
    blind: bool = False
    lacks_dataset: bool = False
    rule_references: list[tuple[Place, RuleLeaf]] = field(default_factory=list)

    def refuse(self, place: Place, what: str, why: str, fix: str) -> None:
        self.problems.add(place, what, why, fix)

    def unknown(self, node: Node, kind: str, word: str, known: list[str]) -> None:
        """A reference to something that is not described, with the nearest known name."""
        if (kind, word) in self.registers.seen or kind in self.registers.unsure:
            return  # its description has faults, which are told there
        guess = nearest(word, known)
        self.problems.add(
            node.place,
            _("{kind} «{word}» finnes ikke").format(kind=kind, word=word),
            _("Regelen kan ikke vurderes uten."),
            _("Mente du «{guess}»?").format(guess=guess) if guess else _("Beskriv den, eller rett navnet."),
        )


PERIOD_WORDS = {
    Frequency.MONTH: ("maaned", "maaneder"),
    Frequency.TERTIAL: ("tertial", "tertialer"),
    Frequency.YEAR: ("aar",),
}
_COUNTED = re.compile(r"([0-9]{1,4})\s+(\w+)")


def read_window(form: Form, context: Context, frequency: Frequency) -> Window | None:
    """`paa_rad` or `av_siste`; None where the leaf has neither."""
    in_a_row, of_latest = form.take("paa_rad"), form.take("av_siste")
    if in_a_row is not None and of_latest is not None:
        context.refuse(
            form.place("av_siste"),
            _("vilkåret har både «paa_rad» og «av_siste»"),
            _("Et vilkår kan bare ha ett vindu."),
            _("Behold ett, eller del vilkåret i to under «alle»."),
        )
        return None
    if in_a_row is not None:
        periods = _periods(in_a_row, form, frequency)
        return None if periods is None else Window(periods, periods)
    inner = Form.of(of_latest, context.problems, _("av_siste"))
    if inner is None:
        return None
    at_least = inner.integer("minst", at_least=1, at_most=MAX_WINDOW, required=True)
    node = inner.take("perioder", required=True)
    periods = None if node is None else _periods(node, inner, frequency)
    inner.done()
    if at_least is None or periods is None:
        return None
    if at_least > periods:
        inner.bad(inner.node.entries["minst"], _("høyst antallet perioder ({n})").format(n=periods))
        return None
    return Window(at_least, periods)


def _periods(node: Node, form: Form, frequency: Frequency) -> int | None:
    """A number, or a text such as `3 måneder` whose unit is the leaf's own period."""
    if isinstance(node, Scalar) and (found := _COUNTED.fullmatch(node.text.strip())):
        if fold(found[2]) in PERIOD_WORDS[frequency] and 1 <= int(found[1]) <= MAX_WINDOW:
            return int(found[1])
        form.bad(
            node,
            _("et antall perioder av typen «{unit}»").format(unit=frequency.value),
            _("Vilkåret måles per {unit}; skriv antallet i samme enhet, eller bare tallet.").format(
                unit=frequency.value
            ),
        )
        return None
    return form.as_integer(node, at_least=1, at_most=MAX_WINDOW)
