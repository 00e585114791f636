"""The columnar evaluator: all rules, all subjects and all months at once. Its verdicts are the authoritative ones."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

import narwhals as nw
import polars as pl

from kontroll.domain.condition import (
    Leaf,
)
from kontroll.domain.month import Month
from kontroll.domain.rule import Scope
from kontroll.domain.rulebook import Rulebook
from kontroll.engine.backend import Backend
from kontroll.engine.best import in_scope
from kontroll.engine.compiled import Compiled
from kontroll.engine.evaluation import Evaluation, record_scope
from kontroll.engine.grid import ACTIVE, ENHET
from kontroll.engine.inputs import Inputs
from kontroll.engine.on_polars import OnPolars
from kontroll.engine.thresholds import MONTH
from kontroll.engine.verdicts import Verdicts
from kontroll.facts.facts import ENHET as RECORD_ENHET
from kontroll.facts.facts import KEY
from kontroll.facts.scanned import AnyFacts


def evaluate(
    rulebook: Rulebook,
    facts: AnyFacts,
    first: Month,
    last: Month,
    left_out: Collection[str] = (),
    backend: Backend | None = None,
) -> Verdicts:
    """Every verdict from month first to month last, both included.

    left_out: rules that may not run; they get no verdicts, and a rule that asks about one of them gets *ukjent*.
    backend: the engine; None: Polars. Raises TooLarge where 64 bits would not do, Unsupported where the engine cannot say a rule.
    """
    return evaluated(rulebook, facts, first, last, left_out, backend).verdicts


def evaluated(
    rulebook: Rulebook,
    facts: AnyFacts,
    first: Month,
    last: Month,
    left_out: Collection[str] = (),
    backend: Backend | None = None,
) -> Evaluated:
    """The same, keeping the truths of the leaves for whoever infers the verdicts again from them."""
    return evaluated_by(compiled(rulebook, backend), facts, first, last, left_out)


def compiled(rulebook: Rulebook, backend: Backend | None = None) -> Compiled:
    """The rulebook made ready to be judged by many times. Raises Unsupported as `evaluate` does."""
    engine = backend or OnPolars()
    engine.check(rulebook)
    return Compiled(rulebook, engine)


def evaluated_by(
    compiled: Compiled, facts: AnyFacts, first: Month, last: Month, left_out: Collection[str] = ()
) -> Evaluated:
    """The same as `evaluated`. What follows from the rules alone is made the first time, and kept for the next."""
    evaluation = _judged(compiled, facts, first, last, left_out)
    return Evaluated(evaluation.verdicts(first.ordinal, last.ordinal), evaluation)


def evaluate_months(
    rulebook: Rulebook,
    facts: AnyFacts,
    first: Month,
    last: Month,
    left_out: Collection[str] = (),
    backend: Backend | None = None,
) -> Iterator[tuple[Month, Verdicts]]:
    """The same month by month, judged together: where there is room for what verdicts are made of, but not for all verdicts."""
    evaluation = _judged(compiled(rulebook, backend), facts, first, last, left_out)
    for month in range(first.ordinal, last.ordinal + 1):
        yield Month.from_ordinal(month), evaluation.verdicts(month, month)


def _judged(compiled: Compiled, facts: AnyFacts, first: Month, last: Month, left_out: Collection[str]) -> Evaluation:
    inputs = Inputs(facts, compiled.rulebook)
    evaluation = Evaluation(compiled, inputs, first.ordinal, last.ordinal, frozenset(left_out))
    evaluation.judge()
    return evaluation


@dataclass(frozen=True, slots=True)
class Evaluated:
    """The verdicts, and the truths they were made of: nullable Booleans in columns that the asker names.

    Leaves must be of the rulebook's rules. `covered`: two-valued, does `gjelder` match the subject in the month?
    """

    verdicts: Verdicts
    _evaluation: Evaluation

    def unit_truths(
        self, wanted: Mapping[str, tuple[Leaf, Scope]], covered: Mapping[str, Scope], first: int
    ) -> pl.DataFrame:
        """enhet, month, active and what is asked for, for every enhet in every month from first on.

        A leaf holds from as many months back as the rule it stands in is asked for.
        """
        columns = {name: self._evaluation.unit_truth(leaf, scope) for name, (leaf, scope) in wanted.items()}
        columns |= {name: in_scope(scope) for name, scope in covered.items()}
        grid = self._evaluation.grid
        grid.add({})  # makes the columns of earlier months that a window waits for
        asked = grid.frame.filter(nw.col(MONTH) >= first)
        return grid.backend.taken(asked.select(ENHET, MONTH, ACTIVE, **columns))

    def record_truths(self, dataset: str, wanted: Mapping[str, Leaf], covered: Mapping[str, Scope]) -> pl.DataFrame:
        """KEY, enhet (null = none), month and what is asked for, for every record in the months it is judged."""
        evaluation = self._evaluation
        records = evaluation.records[dataset]
        columns = {name: evaluation.record_truth(leaf, records) for name, leaf in wanted.items()}
        scopes = {name: record_scope(scope) for name, scope in covered.items()}
        columns |= {name: nw.lit(True) if claim is None else claim for name, claim in scopes.items()}
        asked = records.frame.filter(nw.col(MONTH).is_between(evaluation.first, evaluation.last))
        return evaluation.backend.taken(asked.select(KEY, nw.col(RECORD_ENHET).alias(ENHET), MONTH, **columns))
