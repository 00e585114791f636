"""Reach: how many months before the evaluated one each rule must be known, along the graph of rules on rules."""

from __future__ import annotations

from kontroll.domain.condition import IndicatorLeaf, RuleLeaf
from kontroll.domain.rulebook import ENHET_RULE, Rulebook
from kontroll.engine.unitleaves import months_needed


def rule_reach(rulebook: Rulebook) -> dict[str, int]:
    """Months back for which each rule's own result is asked for: 0 unless a window of another rule needs more."""
    reach = dict.fromkeys([*rulebook.rules, ENHET_RULE], 0)
    for rule in reversed(rulebook.in_order()):
        for leaf in rule.leaves():
            if isinstance(leaf, RuleLeaf):
                window = leaf.window.periods - 1 if leaf.window else 0
                reach[leaf.rule] = max(reach[leaf.rule], reach[rule.id] + window)
    return reach


def warm_up(rulebook: Rulebook, reach: dict[str, int]) -> int:
    """Months that the grid must begin before the first evaluated month: the longest sum of windows."""
    longest = max(reach.values(), default=0)
    for rule in rulebook.rules.values():
        for leaf in rule.leaves():
            if isinstance(leaf, IndicatorLeaf):
                needed = months_needed(leaf, rulebook.indicators[leaf.indicator])
                longest = max(longest, reach[rule.id] + needed)
    return longest
