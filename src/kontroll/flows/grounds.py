"""Grounds: the sentences on why a rule struck, worked out by the plain evaluator for those that somebody is told of."""

from __future__ import annotations

from functools import cached_property

from kontroll.domain.month import Month
from kontroll.domain.rule import Rule
from kontroll.domain.rulebook import Rulebook
from kontroll.engine.plain import PlainEvaluator
from kontroll.facts.facts import Facts
from kontroll.report.why import why, why_of_records


class Grounds:
    """Of the facts that a run stands on. The evaluator is made when somebody first asks: most runs have something to tell."""

    def __init__(self, rulebook: Rulebook, facts: Facts, left_out: frozenset[str]) -> None:
        self._rulebook = rulebook
        self._facts = facts
        self._left_out = left_out

    @cached_property
    def _evaluator(self) -> PlainEvaluator:
        return PlainEvaluator(self._rulebook, self._facts, self._left_out)

    def why(self, rule: Rule, enhet: str, month: Month) -> str:
        """Sentences, one a line; "" where there is nothing to say of it in a mail."""
        if rule.dataset is not None:
            return "\n".join(why_of_records(rule, month))
        answer = self._evaluator.answer(rule.id, enhet, month)
        return "\n".join(why(self._rulebook, answer)) if answer is not None else ""
