"""Decisive: which leaves of an answer decided it.

A leaf is decisive in a cell when each of the two truths it does not have would have changed the rule's result.
"""

from __future__ import annotations

from collections.abc import Iterator

from kontroll.domain.condition import AllOf, Condition, Leaf, Node, NoneOf, Not, children, leaves
from kontroll.domain.truth import Result, Truth, all_of, any_of
from kontroll.engine.plain import Answer, RuleAnswer


def decisive_leaves(answer: RuleAnswer) -> Iterator[Leaf]:
    """The leaves that decided the result, each as often as it stands in the rule and is decisive."""
    truths = [truth for tree in answer.answers() for truth in _truths(tree)]
    stands = [leaf for tree in answer.answers() for leaf in leaves(tree.asked)]
    for at, leaf in enumerate(stands):
        others = [truth for truth in Truth if truth is not truths[at]]
        if all(_result(answer, [*truths[:at], other, *truths[at + 1 :]]) is not answer.result for other in others):
            yield leaf


def _truths(answer: Answer) -> Iterator[Truth]:
    """The truths of the leaves, left to right."""
    if isinstance(answer.asked, Node):
        for child in answer.children:
            yield from _truths(child)
    else:
        yield answer.truth


def _result(answer: RuleAnswer, truths: list[Truth]) -> Result:
    """What the rule would say if its leaves had these truths."""
    given = iter(truths)
    condition, *exemptions = [_truth(tree.asked, given) for tree in answer.answers()]
    return answer.rule.result(exemptions, condition)


def _truth(condition: Condition, given: Iterator[Truth]) -> Truth:
    if not isinstance(condition, Node):
        return next(given)
    parts = [_truth(child, given) for child in children(condition)]
    if isinstance(condition, AllOf):
        return all_of(parts)
    return ~any_of(parts) if isinstance(condition, NoneOf | Not) else any_of(parts)
