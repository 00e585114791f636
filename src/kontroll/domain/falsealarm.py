"""False alarms: how often a rule was wrong, as internal control decided."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kontroll.domain.sak import Outcome, Sak

#: Outcomes that say whether the rule was right. Of what fell away nobody knows.
DECIDED = frozenset({Outcome.RESOLVED, Outcome.FALSE_ALARM, Outcome.EXEMPT, Outcome.DOCUMENTED})


@dataclass(frozen=True, slots=True, kw_only=True)
class FalseAlarms:
    """decided: saker of which it is known whether the rule was right; false_alarms: those of them where it was not."""

    false_alarms: int
    decided: int

    @property
    def share(self) -> float | None:
        """0.25 for a quarter; None when none is decided: unknown, not zero."""
        return self.false_alarms / self.decided if self.decided else None


def false_alarms(saker: Iterable[Sak]) -> FalseAlarms:
    """Of the saker of one rule, or of several; those that are not closed are not decided."""
    outcomes = [sak.outcome for sak in saker if sak.outcome in DECIDED]
    return FalseAlarms(false_alarms=outcomes.count(Outcome.FALSE_ALARM), decided=len(outcomes))
