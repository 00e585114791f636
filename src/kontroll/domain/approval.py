"""Approval: a person has approved a rule as it stands. As many as the kommune says are needed before it notifies anybody.

Why two: whoever may change a rule alone may also let a finding disappear alone. A rule that lacks approvals is evaluated
and shown, as a rule on trial is, and opens nothing that anybody is told of.

What an approval is bound to: the rule's own content, that of the rules it asks about, and how the indicators it reads are
computed; not its status, its tests or its place among the files. So it may be approved while it is on trial and then
go into use, and a new dated value of a parameter, which has a hjemmel of its own, asks for no approval.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from kontroll.domain.actor import SYSTEM
from kontroll.domain.indicator import Indicator
from kontroll.domain.rule import Rule
from kontroll.domain.rulebook import Rulebook
from kontroll.domain.stamp import canonical, read_by

#: By whom a rule is that was in use when kontroll first ran: «tatt i bruk ved oppstart».
START = SYSTEM.person


@dataclass(frozen=True, slots=True, kw_only=True)
class Approval:
    """rule, stamp: the rule, and the content hash of what was approved. by: the person's id. trail: the entry of it."""

    rule: str
    stamp: str
    by: str
    at: datetime
    trail: int

    @property
    def at_start(self) -> bool:
        """Nobody approved it: it was in use before kontroll was."""
        return self.by == START


def approval_stamp(rulebook: Rulebook, rule: str) -> str:
    """SHA-256 of what an approval of the rule is bound to."""
    parts = []
    for (kind, id), thing in read_by(rulebook, rule).items():
        if isinstance(thing, Rule):
            decides = replace(thing, area="", tests=(), known_false_alarms=())
            parts.append(f"{kind} {id} {canonical(decides)}")
        elif isinstance(thing, Indicator) and thing.computed is not None:
            parts.append(f"{kind} {id} {canonical(thing.computed)}")
    return sha256("\n".join(parts).encode()).hexdigest()


def approvers(approvals: Iterable[Approval], stamp: str) -> tuple[str, ...]:
    """The persons who have approved what the stamp says, the first first."""
    given = sorted((a for a in approvals if a.stamp == stamp and not a.at_start), key=lambda a: (a.at, a.trail))
    return tuple(dict.fromkeys(approval.by for approval in given))


def is_approved(approvals: Iterable[Approval], stamp: str, persons: int) -> bool:
    """Whether so many have approved it, or it was in use at the start. approvals: those of the rule."""
    known = [approval for approval in approvals if approval.stamp == stamp]
    return any(approval.at_start for approval in known) or len(approvers(known, stamp)) >= persons
