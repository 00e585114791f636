"""Internal control: do internkontroll.yaml and the rules name the same areas?"""

from __future__ import annotations

from collections.abc import Iterator

from kontroll.domain.policy import Policies
from kontroll.domain.problem import Gravity, Problem
from kontroll.domain.rulebook import Rulebook
from kontroll.domain.spelling import nearest
from kontroll.texts import _


def check_internal_control(policies: Policies, rulebook: Rulebook) -> Iterator[Problem]:
    """An area whose folder holds no rule would stand on the map with nothing in it, and nobody would ask why."""
    known = {rule.area for rule in rulebook.rules.values()}
    for area in policies.internal_control.areas:
        for folder in sorted(area.rules - known):
            guess = nearest(folder, known)
            yield Problem(
                area.place,
                _("det er ingen regler i «{folder}»").format(folder=folder),
                _("Fagområdet {area} ville manglet regler på kartet over internkontrollen.").format(area=area.name),
                _("Mente du «{guess}»?").format(guess=guess)
                if guess
                else _("Bruk navnet på en mappe under rules/, eller ta den ut av listen."),
                Gravity.NOTICE,
            )
