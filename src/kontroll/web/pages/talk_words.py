"""Talk words: why a rule gives ground for a talk, or answered as it did about pay, in sentences."""

from __future__ import annotations

from kontroll.domain.month import Month
from kontroll.flows.judging.explain import explain_facts
from kontroll.flows.pay.seen_talks import Ground
from kontroll.report.explaining.explainer import Cell
from kontroll.report.explaining.readings import Seen
from kontroll.report.explaining.told import Told, told
from kontroll.report.situation import Situation


def explained(situation: Situation, ground: Ground) -> Told | None:
    """As the last month that struck is known today; None where the rule or the month is not evaluated any more."""
    rule = ground.sak.rule
    if rule is None or rule not in situation.confined:
        return None
    return answered(situation, rule, ground.sak.enhet, min(situation.last, max(situation.first, ground.sak.month)))


def answered(situation: Situation, rule: str, enhet: str, month: Month) -> Told:
    seen = Seen(persons=True, enheter=frozenset([enhet]))
    return told(explain_facts(situation.rulebook, situation.facts, Cell(rule, enhet, month), situation.today, seen))
