"""Decision: what a rule says of a subject in its scope, from its version, exceptions and condition (rule language, 3)."""

from __future__ import annotations

from collections.abc import Callable

from kontroll.domain.condition import Leaf
from kontroll.domain.month import Month
from kontroll.domain.rule import Rule
from kontroll.domain.truth import Result
from kontroll.engine.plain.answer import Answer, RuleAnswer
from kontroll.engine.plain.tree import walk


def decide(rule: Rule, enhet: str, key: str, month: Month, leaf: Callable[[Leaf], Answer]) -> RuleAnswer:
    """No version: ikke_i_kraft. An exception that is true: ikke_relevant. Else the condition."""
    version = rule.version_in(month)
    if version is None:
        return RuleAnswer(rule, enhet, key, month, Result.NOT_IN_FORCE)
    condition = walk(version.condition, leaf)
    exemptions = tuple((exemption, walk(exemption.condition, leaf)) for exemption in rule.exemptions)
    result = rule.result([answer.truth for _exemption, answer in exemptions], condition.truth)
    return RuleAnswer(rule, enhet, key, month, result, version, condition, exemptions)
