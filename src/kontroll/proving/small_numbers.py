"""Small numbers: is any figure shown, or read by rules, though fewer stand behind it than anybody may choose?"""

from __future__ import annotations

from collections.abc import Iterator

from kontroll.domain.disclosure import FLOOR
from kontroll.domain.problem import Gravity, Place, Problem
from kontroll.domain.rulebook import Rulebook
from kontroll.texts import _


def below_the_floor(rulebook: Rulebook) -> Iterator[Problem]:
    """Each indicator with a limit that protects nobody; one without a limit has nobody behind it to protect."""
    for id, one in sorted(rulebook.indicators.items()):
        for key, chosen in (("min_antall", one.min_count), ("vis_min_antall", one.shown_from_count)):
            if 0 < chosen < FLOOR:
                yield Problem(
                    Place(id),
                    _("{key} er {chosen}, og kan ikke være lavere enn {floor}").format(
                        key=key, chosen=chosen, floor=FLOOR
                    ),
                    _("Av to svar kjenner hver den andres. Tallet ville røpe hva én person har svart."),
                    _("Skriv {floor} eller mer, eller ta ut «{key}» hvis ingen personer står bak tallet.").format(
                        floor=FLOOR, key=key
                    ),
                    Gravity.INCOMPLETE,
                )
