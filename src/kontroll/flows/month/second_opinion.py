"""Second opinion: verdicts held against the two other evaluators, as a run does, for whoever has no database.

The sample is drawn by the digest of the verdicts: the same rules and data draw the same cells, and nobody chooses them.
"""

from __future__ import annotations

from dataclasses import dataclass

from kontroll.domain.disagreement import Disagreement
from kontroll.domain.month import Month
from kontroll.domain.rulebook import Rulebook
from kontroll.domain.run import Inference
from kontroll.engine.columnar import Evaluated
from kontroll.engine.inference import Limits
from kontroll.facts.facts import Facts
from kontroll.flows.books.drawn_cells import drawn_cells, seed_of
from kontroll.flows.books.judge import by_month
from kontroll.flows.month.cross_check import disagreements, inferred_otherwise, judged_again
from kontroll.flows.month.infer_too import infer_too

#: Cells that the plain evaluator judges again.
DRAWS = 200


@dataclass(frozen=True, slots=True)
class SecondOpinion:
    """inferred: verdicts that durable-rules found too; state: whether it did. judged_again: by the plain evaluator."""

    state: Inference
    inferred: int
    judged_again: int
    disagreements: tuple[Disagreement, ...]

    @property
    def holds(self) -> bool:
        return not self.disagreements and self.state is not Inference.RESERVE


def second_opinion(
    rulebook: Rulebook, facts: Facts, evaluated: Evaluated, first: Month, last: Month, limits: Limits | None = None
) -> SecondOpinion:
    """evaluated: of the same rulebook, facts and months."""
    inferred = infer_too(rulebook, evaluated, (), first, last, limits or Limits())
    judged = by_month(rulebook, evaluated.verdicts, first, last)
    seed = seed_of("vurder", "".join(one.digest for one in judged.values()))
    answers = judged_again(rulebook, facts, (), drawn_cells(rulebook, facts, judged, (), seed, DRAWS))
    parted = [*inferred_otherwise("", inferred.differing), *disagreements("", judged, answers)]
    return SecondOpinion(inferred.state, inferred.verdicts, len(answers), tuple(parted))
