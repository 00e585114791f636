"""Monthly: do maanedsoppfolging.yaml and the rulebook name the same figures and limits?"""

from __future__ import annotations

from collections.abc import Iterator

from kontroll.domain.month import Frequency
from kontroll.domain.monthly import Theme
from kontroll.domain.policy import Policies
from kontroll.domain.problem import Gravity, Problem
from kontroll.domain.rulebook import Rulebook
from kontroll.domain.spelling import nearest
from kontroll.texts import _


def check_monthly(policies: Policies, rulebook: Rulebook) -> Iterator[Problem]:
    for theme in policies.monthly.themes:
        indicators = [theme.indicator, *(id for id in (theme.expected, theme.kroner) if id)]
        yield from (_unknown(theme, id, rulebook) for id in indicators if id not in rulebook.indicators)
        followed = rulebook.indicators.get(theme.indicator)
        if followed is not None and followed.frequency is not Frequency.MONTH:
            yield Problem(
                theme.place,
                _("«{id}» måles ikke hver måned").format(id=theme.indicator),
                _("Lederen ville blitt bedt om å forklare det samme tallet flere måneder på rad."),
                _("Velg en indikator med «frekvens: måned»."),
                Gravity.INCOMPLETE,
            )
        if theme.parameter and theme.parameter not in rulebook.parameters:
            yield Problem(
                theme.place,
                _("parameteren «{id}» finnes ikke").format(id=theme.parameter),
                _("Uten grense blir ingen bedt om å forklare noe."),
                _meant(nearest(theme.parameter, rulebook.parameters)),
                Gravity.INCOMPLETE,
            )


def _unknown(theme: Theme, id: str, rulebook: Rulebook) -> Problem:
    return Problem(
        theme.place,
        _("indikatoren «{id}» finnes ikke").format(id=id),
        _("Ingen ville blitt bedt om å forklare tallet, og ingen ville savnet det."),
        _meant(nearest(id, rulebook.indicators)),
        Gravity.INCOMPLETE,
    )


def _meant(guess: str | None) -> str:
    return _("Mente du «{guess}»?").format(guess=guess) if guess else _("Rett navnet i maanedsoppfolging.yaml.")
