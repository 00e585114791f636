"""Evaluate rules on a data folder, without a database: `kontroll vurder`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kontroll.domain.month import Month
from kontroll.domain.problem import Gravity, Problem
from kontroll.domain.rulebook import Rulebook
from kontroll.engine.columnar import evaluate, evaluated
from kontroll.engine.engines import POLARS, opened
from kontroll.engine.verdicts import Verdicts
from kontroll.facts.facts import Facts
from kontroll.flows.deliveries.read_folder import read_folder
from kontroll.rulebook.read import read_rulebook

if TYPE_CHECKING:
    from kontroll.flows.month.second_opinion import SecondOpinion


@dataclass(frozen=True, slots=True)
class Evaluated:
    """verdicts: None where problems stopped the job. opinion: of the other evaluators, where it was asked for."""

    rulebook: Rulebook
    facts: Facts | None
    verdicts: Verdicts | None
    problems: list[Problem]
    opinion: SecondOpinion | None = None


def evaluate_folder(
    rules: Sequence[Path], data: Path, first: Month, last: Month, engine: str = POLARS, *, check: bool = False
) -> Evaluated:
    """All verdicts of the months. A rule that cannot be read stops the job; a rule that lacks tests does not.

    engine: one of ENGINES. check: ask the other evaluators too; then the engine is POLARS.

    Raises Unsupported where the engine cannot say a rule, TooLarge where 64 bits would not do.
    """
    rulebook, problems = read_rulebook(rules)
    if any(problem.gravity is Gravity.STOPS for problem in problems):
        return Evaluated(rulebook, None, None, list(problems))
    facts, found = read_folder(data, rulebook)
    if any(problem.gravity is Gravity.STOPS for problem in found):
        return Evaluated(rulebook, None, None, [*problems, *found])
    if check:
        # Loaded when asked for: what it takes from the run loads the database too.
        from kontroll.flows.month.second_opinion import second_opinion

        found_too = evaluated(rulebook, facts, first, last)
        opinion = second_opinion(rulebook, facts, found_too, first, last)
        return Evaluated(rulebook, facts, found_too.verdicts, [*problems, *found], opinion)
    with opened(engine) as backend:
        verdicts = evaluate(rulebook, facts, first, last, backend=backend)
    return Evaluated(rulebook, facts, verdicts, [*problems, *found])
