"""Limits: how large what is handed to durable-rules may be, and the refusal of what is larger."""

from __future__ import annotations

from dataclasses import dataclass

from kontroll.domain.problem import KontrollError
from kontroll.texts import _


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Each is well below what was measured to fail; see the package's own words.

    literals: in one term. terms: in one formula. rules: of one process. symbols: that those test.
    first, later: rules in which the same literal stands first, or anywhere else.
    facts: told to one process. seconds: until it is stopped. children: processes at a time.
    """

    literals: int = 15
    terms: int = 64
    rules: int = 2000
    symbols: int = 400
    first: int = 200
    later: int = 50
    facts: int = 10_000
    seconds: float = 120.0
    children: int = 2


LIMITS = Limits()


class TooWide(KontrollError):
    """A rule, with those it hangs together with, is larger than the inference engine can be trusted with."""

    def __init__(self, rule: str, message: str) -> None:
        super().__init__(message)
        self.rule = rule


def too_many_symbols(rule: str, limit: int) -> TooWide:
    return TooWide(
        rule,
        _(
            "Regelen «{rule}» er for vid: sammen med reglene den bygger på, har den mer enn {limit} ledd, og flere kan "
            "ikke slutningsmotoren holde styr på. Del regelen, eller gjør vinduene kortere."
        ).format(rule=rule, limit=limit),
    )


def too_many_rules(rule: str, limit: int) -> TooWide:
    return TooWide(
        rule,
        _(
            "Regelen «{rule}» er for vid: sammen med reglene den bygger på, blir den til mer enn {limit} slutninger, og "
            "flere kan ikke slutningsmotoren holde styr på. Del regelen."
        ).format(rule=rule, limit=limit),
    )


def too_many_versions(rule: str, limit: int) -> TooWide:
    return TooWide(
        rule,
        _(
            "Regelen «{rule}» er for vid: den har mer enn {limit} versjoner, og flere kan ikke slutningsmotoren holde "
            "styr på. Del den i to regler."
        ).format(rule=rule, limit=limit),
    )
