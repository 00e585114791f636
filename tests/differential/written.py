"""Written: conditions and answers as text, for people who look at a difference and for telling trees apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from typing import Any

from kontroll.domain.rule import Rule
from kontroll.engine.plain import Answer, Measured, RuleAnswer


def written(thing: Any) -> str:
    """A condition, or any part of one, on one line, without labels and without what only repeats the default."""
    if isinstance(thing, Enum):
        return str(thing.value)
    if isinstance(thing, frozenset):
        return "{" + ", ".join(sorted(written(part) for part in thing)) + "}"
    if isinstance(thing, tuple):
        return "[" + ", ".join(written(part) for part in thing) + "]"
    if not is_dataclass(thing):
        return str(thing)
    said = [
        f"{part.name}={written(getattr(thing, part.name))}"
        for part in fields(thing)
        if part.name != "label" and (part.default is MISSING or getattr(thing, part.name) != part.default)
    ]
    return f"{type(thing).__name__}({', '.join(said)})"


def rule_text(rule: Rule) -> str:
    """What of a rule decides its results."""
    about = f"about {rule.dataset}" if rule.dataset else "about enheter"
    lines = [f"{rule.id} ({rule.type.value}, {about}, {written(rule.scope)})"]
    for version in rule.versions:
        lines.append(f"  {version.valid_from} to {version.valid_to or '…'}: {written(version.condition)}")
    lines += [f"  unntak: {written(exemption.condition)}" for exemption in rule.exemptions]
    return "\n".join(lines)


def answer_text(answer: RuleAnswer | None) -> str:
    """The plain evaluator's grounds, one node a line."""
    if answer is None:
        return "no result row"
    lines = [f"{answer.result.value}"]
    for tree in answer.answers():
        lines += _lines(tree, 1)
    return "\n".join(lines)


def _lines(answer: Answer, depth: int) -> Iterator[str]:
    when = f" in {answer.when}" if answer.when is not None else ""
    operand = f", operand {answer.operand}" if answer.operand is not None else ""
    limits = "".join(f", limit {limit.value}" for limit in answer.limits)
    reads = "".join(f", {read.enhet}: {read.operand}" for read in answer.reads if isinstance(read, Measured))
    asked = type(answer.asked).__name__ if answer.children else written(answer.asked)
    yield f"{'  ' * depth}{answer.truth.value}: {asked}{when}{operand}{limits}{reads}"
    for child in answer.children:
        yield from _lines(child, depth + 1)
