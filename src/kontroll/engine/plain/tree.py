"""Tree: the group nodes of a condition, and a leaf's window over time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from kontroll.domain.condition import AllOf, AnyOf, Condition, Leaf, NoneOf, Not
from kontroll.domain.month import Month, Period
from kontroll.domain.truth import all_of, any_of, at_least
from kontroll.engine.plain.answer import Answer

When = TypeVar("When", Month, Period)


def walk(condition: Condition, leaf: Callable[[Leaf], Answer]) -> Answer:
    """The answer of a tree; `leaf` answers its leaves. Every part is answered, also where one of them decides."""
    if isinstance(condition, Not):
        child = walk(condition.child, leaf)
        return Answer(condition, ~child.truth, (child,))
    if isinstance(condition, AllOf | AnyOf | NoneOf):
        parts = tuple(walk(child, leaf) for child in condition.children)
        truths = [part.truth for part in parts]
        if isinstance(condition, AllOf):
            return Answer(condition, all_of(truths), parts)
        return Answer(condition, any_of(truths) if isinstance(condition, AnyOf) else ~any_of(truths), parts)
    return leaf(condition)


def over_time(leaf: Leaf, back: Callable[[int], When], answer_in: Callable[[When], Answer]) -> Answer:
    """The leaf over its window; `back(n)` is the period n before the newest. Without a window: the newest alone."""
    if leaf.window is None:
        return answer_in(back(0))
    answers: Sequence[Answer] = [answer_in(back(n)) for n in range(leaf.window.periods)]
    return Answer(leaf, at_least(leaf.window.at_least, [answer.truth for answer in answers]), tuple(answers))
