"""Width: rules that are larger than what the inference engine can be trusted with, told before a run has to do without it."""

from __future__ import annotations

from kontroll.domain.problem import Gravity, Place, Problem
from kontroll.domain.rulebook import Rulebook
from kontroll.engine.inference import Limits, TooWide, compiled
from kontroll.texts import _


def too_wide(rulebook: Rulebook, limits: Limits | None = None) -> list[Problem]:
    """One for each rule. It can still be used: the columns judge it, and nobody holds them against inference."""
    found: list[Problem] = []
    left_out: set[str] = set()
    while True:
        try:
            compiled(rulebook, left_out, limits=limits or Limits())
        except TooWide as wide:
            left_out.add(wide.rule)
            found.append(
                Problem(
                    Place(rulebook.rules[wide.rule].file),
                    str(wide),
                    _("Kjøringen må da klare seg uten slutningsmotoren (motor: reserve), også for de andre reglene."),
                    _("Del regelen i flere som bygger på hverandre, eller gjør vinduene kortere."),
                    Gravity.NOTICE,
                )
            )
        else:
            return found
