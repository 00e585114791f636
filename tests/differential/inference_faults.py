"""Faults in the inference, in what only it can see of the columns, and in the plain evaluator, planted one at a time.

Those of the inference are partly in the process that runs durable-rules: there a copy of its file is changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from types import ModuleType

import narwhals as nw
import polars as pl
import pytest

from kontroll.domain.condition import Condition, Leaf, Not
from kontroll.domain.truth import Truth, at_least
from kontroll.engine import evaluation, results
from kontroll.engine.inference import cases, compiling, inferring, runner, writing
from kontroll.engine.inference import verdicts as inferred_verdicts
from kontroll.engine.inference.formulas import Formula, Literal
from kontroll.engine.inference.program import Span
from kontroll.engine.plain import tree as plain_tree

Plant = Callable[[pytest.MonkeyPatch, Path], None]


# --- in the process ---------------------------------------------------------------------------------------------


def _changed_worker(patch: pytest.MonkeyPatch, folder: Path, old: str, new: str) -> None:
    source = runner.WORKER.read_text(encoding="utf-8")
    assert 1 == source.count(old), old
    changed = folder / "worker.py"
    changed.write_text(source.replace(old, new), encoding="utf-8")
    patch.setattr(runner, "WORKER", changed)


def facts_of_all_keys_are_joined(patch: pytest.MonkeyPatch, folder: Path) -> None:
    """A term joins facts of different subjects."""
    _changed_worker(patch, folder, "if number:\n", "if not tests:\n")


def a_nested_or_before_the_key(patch: pytest.MonkeyPatch, folder: Path) -> None:
    """The naive mapping: what stands after a nested $or, the key too, is not looked at by durable-rules."""
    old = 'tests: list[dict[str, Any]] = [{"p": symbol}, {"s": truth}]'
    new = 'tests: list[dict[str, Any]] = [{"$or": [{"p": symbol}, {"p": symbol}]}, {"s": truth}]'
    _changed_worker(patch, folder, old, new)


def only_the_first_month_after_is_told(patch: pytest.MonkeyPatch, folder: Path) -> None:
    """What is derived is told of one month later only, however far back a window looks."""
    _changed_worker(
        patch, folder, 'self.given["lags"].get(symbol, 0) + 1', 'min(1, self.given["lags"].get(symbol, 0)) + 1'
    )


def what_is_false_is_not_derived(patch: pytest.MonkeyPatch, folder: Path) -> None:
    """Only what is definitely true is derived."""
    _changed_worker(
        patch, folder, "if (symbol, truth, key) in self.known:", "if not truth or (symbol, truth, key) in self.known:"
    )


# --- around it --------------------------------------------------------------------------------------------------


def ikke_does_not_turn_round(patch: pytest.MonkeyPatch, _folder: Path) -> None:
    """`ikke` keeps the polarity of what it stands before."""
    real = writing.Writer.formula

    def formula(self: writing.Writer, condition: Condition, leaf: Callable[[Leaf], Formula]) -> Formula:
        return formula(self, condition.child, leaf) if isinstance(condition, Not) else real(self, condition, leaf)

    patch.setattr(writing.Writer, "formula", formula)


def missing_counts_as_false(patch: pytest.MonkeyPatch, _folder: Path) -> None:
    """A leaf that is not known is told as false."""
    real = inferring._truths
    patch.setattr(inferring, "_truths", lambda *given: real(*given).with_columns(pl.col(pl.Boolean).fill_null(False)))


def asked_rule_one_month_off(patch: pytest.MonkeyPatch, _folder: Path) -> None:
    """The months before are read one month too late."""

    def earlier(literal: Literal, months: int) -> Literal:
        return Literal(f"{literal.symbol}~{months - 1}", literal.true) if months > 1 else literal

    patch.setattr(compiling, "_earlier", earlier)


def unknown_looks_like_false(patch: pytest.MonkeyPatch, _folder: Path) -> None:
    """Subjects whose leaves are false, and those where they are not known, are one case."""
    real = cases._alike

    def alike(component, seen):
        return real(component, seen.with_columns(pl.col(component.base).fill_null(False)))

    patch.setattr(cases, "_alike", alike)


def unknown_exception_ignored(patch: pytest.MonkeyPatch, _folder: Path) -> None:
    """An exception that is not known lets the utslag stand."""
    real = inferred_verdicts._code

    def code(judged):
        exempt = pl.col(judged.exempt) if judged.exempt else None
        result = real(judged)
        return (
            result
            if exempt is None
            else pl.when(exempt.is_null() & (result == 2)).then(pl.col(judged.truth).cast(pl.Int64)).otherwise(result)
        )

    patch.setattr(inferred_verdicts, "_code", code)


def version_ends_a_month_early(patch: pytest.MonkeyPatch, _folder: Path) -> None:
    """The last month of a version that is followed by another has no version."""
    real = compiling._spans
    patch.setattr(
        compiling,
        "_spans",
        lambda rule: [
            (Span(span.first, span.last - (span.last < compiling._ALWAYS.last)), c) for span, c in real(rule)
        ],
    )


def scope_forgotten_by_those_that_ask(patch: pytest.MonkeyPatch, _folder: Path) -> None:
    """A rule that does not cover the enhet has utslag all the same."""
    real = compiling._Compiler._utslag

    def utslag(self, rule, back, covered, holds, truth, exempt):
        real(self, rule, back, compiling.TRUE, holds, truth, exempt)

    patch.setattr(compiling._Compiler, "_utslag", utslag)


def skal_is_asked_like_the_others(patch: pytest.MonkeyPatch, _folder: Path) -> None:
    """A skal rule has utslag where it is fulfilled."""
    patch.setattr(compiling, "RuleType", ModuleType("types"))
    patch.setattr(compiling.RuleType, "REQUIREMENT", None, raising=False)


# --- in the columns, seen by inference ----------------------------------------------------------------------------


def any_true_ignores_what_is_missing(patch: pytest.MonkeyPatch, _folder: Path) -> None:
    """`minst_en` with an unknown part and no true one is false in the columns."""
    patch.setattr(results, "any_true", lambda truths: nw.any_horizontal(*truths, ignore_nulls=True))


def all_true_ignores_what_is_missing(patch: pytest.MonkeyPatch, _folder: Path) -> None:
    """`alle` with an unknown part and no false one is true in the columns."""
    patch.setattr(results, "all_true", lambda truths: nw.all_horizontal(*truths, ignore_nulls=True))


def columns_ask_one_month_off(patch: pytest.MonkeyPatch, _folder: Path) -> None:
    """A window over another rule begins with the month before in the columns."""
    real = evaluation.at_least
    patch.setattr(evaluation, "at_least", lambda k, history: real(k, [*history[1:], history[-1]]))


def unknown_result_asked_as_no_utslag(patch: pytest.MonkeyPatch, _folder: Path) -> None:
    """Columns that ask about a rule see unknown as no utslag."""
    real = evaluation.utslag_of
    patch.setattr(evaluation, "utslag_of", lambda rule, covered: real(rule, covered).fill_null(False))


# --- in the plain evaluator ---------------------------------------------------------------------------------------


def plain_all_of_prefers_unknown(patch: pytest.MonkeyPatch, _folder: Path) -> None:
    """`alle` with an unknown part is unknown also where another is false."""

    def all_of(truths: Iterable[Truth]) -> Truth:
        seen = set(truths)
        if Truth.UNKNOWN in seen:
            return Truth.UNKNOWN
        return Truth.FALSE if Truth.FALSE in seen else Truth.TRUE

    patch.setattr(plain_tree, "all_of", all_of)


def plain_window_counts_observations(patch: pytest.MonkeyPatch, _folder: Path) -> None:
    """Periods that are not known do not count in a window."""

    def known_only(count: int, truths: Iterable[Truth]) -> Truth:
        known = [truth for truth in truths if truth is not Truth.UNKNOWN]
        return at_least(min(count, len(known)), known) if known else Truth.UNKNOWN

    patch.setattr(plain_tree, "at_least", known_only)


def plain_ingen_av_is_minst_en(patch: pytest.MonkeyPatch, _folder: Path) -> None:
    """Unknown turned round is false."""
    patch.setattr(Truth, "__invert__", lambda self: Truth.of(self is Truth.FALSE))


#: Everything then joins with everything, which a case of ordinary size would take minutes of.
JOINS: tuple[Plant, ...] = (facts_of_all_keys_are_joined, a_nested_or_before_the_key)
INFERENCE: tuple[Plant, ...] = (
    only_the_first_month_after_is_told,
    what_is_false_is_not_derived,
    ikke_does_not_turn_round,
    missing_counts_as_false,
    asked_rule_one_month_off,
    unknown_looks_like_false,
    unknown_exception_ignored,
    version_ends_a_month_early,
    scope_forgotten_by_those_that_ask,
    skal_is_asked_like_the_others,
)
COLUMNS: tuple[Plant, ...] = (
    any_true_ignores_what_is_missing,
    all_true_ignores_what_is_missing,
    columns_ask_one_month_off,
    unknown_result_asked_as_no_utslag,
)
PLAIN: tuple[Plant, ...] = (
    plain_all_of_prefers_unknown,
    plain_window_counts_observations,
    plain_ingen_av_is_minst_en,
)
