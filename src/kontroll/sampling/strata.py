"""Strata: one bound for everything, from the bounds of its parts, without assuming anything about how they hang together.

Each part is given its share of the risk (Bonferroni): all its bounds then hold together with the confidence asked for, so their
weighted sum does too. It is never too low, and often somewhat high.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from kontroll.sampling.bounds import Outcome, upper_bound
from kontroll.sampling.rates import Impossible
from kontroll.texts import _


@dataclass(frozen=True, slots=True)
class Stratum:
    """size: how many there are in it. outcome: what its own sample showed, or None where all of it was looked at.

    found: deviations known, where all of it was looked at.
    """

    size: int
    outcome: Outcome | None
    found: int = 0


def combined_bound(strata: Sequence[Stratum], confidence: Fraction) -> float:
    """The share of all items that deviates is at most this, with the confidence."""
    whole = sum(stratum.size for stratum in strata)
    if whole < 1:
        raise Impossible(_("Populasjonen må ha minst én enhet."))
    sampled = sum(stratum.outcome is not None for stratum in strata)
    each = 1 - (1 - confidence) / max(sampled, 1)
    return sum(stratum.size / whole * _bound(stratum, each) for stratum in strata if stratum.size)


def _bound(stratum: Stratum, confidence: Fraction) -> float:
    if stratum.outcome is None:
        return stratum.found / stratum.size
    return min(upper_bound(stratum.outcome, confidence).rate, 1.0)
