"""Recurrence: how many times the same rule has led to a sak at the same unit."""

from __future__ import annotations

from collections.abc import Iterable

from kontroll.domain.sak import Outcome, Sak


def recurrence(earlier: Iterable[Sak]) -> tuple[str | None, int]:
    """The latest sak before a new one, and which one in a row the new one is: 3 = «tredje gang ved denne enheten».

    earlier: those of the same rule and unit, in any order. One where the leader got medhold does not count against the
    unit: there was nothing wrong.
    """
    real = sorted(
        (sak for sak in earlier if sak.outcome is not Outcome.FALSE_ALARM),
        key=lambda sak: (sak.month, sak.opened, sak.id),
    )
    return (real[-1].id if real else None), len(real) + 1
