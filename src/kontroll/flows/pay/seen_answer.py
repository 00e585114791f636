"""Seen answer: who may read what a confined rule says of an enhet (`RuleType.confined_to`), and its explanation.

Why not by role: an answer that gives ground for a talk is about whoever leads the enhet, and is between her and the one
above her. Those who control the rest control that the rule ran, and not what it said.
"""

from __future__ import annotations

from kontroll.domain.access import Act, Thing, Viewer, has_own, may
from kontroll.domain.rule import Rule
from kontroll.flows.people.today import Today
from kontroll.flows.telling.tell import superior_alone


def sees_confined(today: Today, viewer: Viewer, rule: Rule, enhet: str) -> bool:
    """As it is today: whoever was the superior before is not. Raises ValueError for a rule that is not confined."""
    thing = today.desk.rulebook.confined_to(rule)
    if thing is None:
        raise ValueError(f"{rule.id} is for everybody who sees the enhet")
    if thing is Thing.PAY:
        leader = today.directory.responsible_for(enhet, today.day)
        return may(viewer, Act.SEE, Thing.PAY, enhet, leader.person if leader is not None else None)
    return is_superior(today, viewer, enhet)


def is_superior(today: Today, viewer: Viewer, enhet: str) -> bool:
    """Whether she is the nearest above whoever leads the enhet."""
    return has_own(viewer, Thing.TALK) and any(one.person == viewer.person for one in superior_alone(today, enhet))
