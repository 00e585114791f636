"""Inferring: the verdicts of composite rules once more, by durable-rules, from the truths that the columns saw."""

from __future__ import annotations

import sys
from collections.abc import Collection
from dataclasses import dataclass

import polars as pl

from kontroll.domain.month import Month
from kontroll.domain.rulebook import Rulebook
from kontroll.engine.columnar import Evaluated
from kontroll.engine.inference.batches import batches
from kontroll.engine.inference.cases import ENHET, MONTH, POST, Cases, cases
from kontroll.engine.inference.compiling import compiled
from kontroll.engine.inference.limits import LIMITS, Limits
from kontroll.engine.inference.program import Component, Program, Span
from kontroll.engine.inference.runner import replies
from kontroll.engine.inference.verdicts import verdicts
from kontroll.engine.verdicts import SCHEMA
from kontroll.facts.facts import KEY


@dataclass(frozen=True, slots=True)
class Inferred:
    """frame: result rows (engine.verdicts.SCHEMA) of the rules that were judged, whose ids are `rules`.

    cases: that the subjects and months were gathered in. facts: told and derived. batches: processes.
    """

    frame: pl.DataFrame
    rules: frozenset[str]
    cases: int
    facts: int
    firings: int
    batches: int


def infer(
    rulebook: Rulebook,
    evaluated: Evaluated,
    left_out: Collection[str] = (),
    *,
    first: Month,
    last: Month,
    every: bool = False,
    limits: Limits = LIMITS,
    python: str = sys.executable,
) -> Inferred:
    """Raises TooWide for a rule that cannot be inferred, WorkerFailed where a process did not do what it was to do.

    evaluated: of the same rulebook, months and left_out. every: also the rules that need no inference.
    """
    program = compiled(rulebook, left_out, (first, last), every=every, limits=limits)
    gathered = gather(program, evaluated, Span(first.ordinal, last.ordinal))
    answers: dict[tuple[int, str], dict[int, bool]] = {}
    facts = firings = count = 0
    for reply in replies(batches(gathered, limits), limits, python):
        for place, found in reply.answers.items():
            answers.setdefault(place, {}).update(found)
        facts, firings, count = facts + reply.facts, firings + reply.firings, count + 1
    frames, done = [pl.DataFrame(schema=SCHEMA)], set[str]()
    for number, one in enumerate(gathered):
        wanted = {judged.rule.id for judged in one.component.rules} - done
        done |= wanted
        frames.append(verdicts(one, {symbol: a for (of, symbol), a in answers.items() if of == number}, wanted))
    return Inferred(
        frame=pl.concat(frames),
        rules=program.rules,
        cases=sum(len(one.frame) for one in gathered),
        facts=facts,
        firings=firings,
        batches=count,
    )


def gather(program: Program, evaluated: Evaluated, judged: Span) -> list[Cases]:
    """The cases of each component."""
    truths = {
        dataset: _truths(dataset, [c for c in program.components if c.dataset == dataset], evaluated, judged)
        for dataset in {component.dataset for component in program.components}
    }
    return [cases(component, truths[component.dataset], judged) for component in program.components]


def _truths(dataset: str | None, components: list[Component], evaluated: Evaluated, judged: Span) -> pl.DataFrame:
    """Every base symbol of the components as a column, read from the evaluation at once."""
    leaves = {symbol: leaf for component in components for symbol, leaf in component.leaves.items()}
    covered = {symbol: scope for component in components for symbol, scope in component.covered.items()}
    if dataset is None:
        first = judged.first - max(component.depth for component in components)
        return evaluated.unit_truths(leaves, covered, first).with_columns(pl.lit("").alias(POST))
    truths = evaluated.record_truths(dataset, {symbol: leaf for symbol, (leaf, _scope) in leaves.items()}, covered)
    months = truths.filter(pl.col(MONTH).is_between(*judged))
    return months.rename({KEY: POST}).with_columns(pl.col(ENHET).fill_null(""))
