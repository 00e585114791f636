"""Durable-rules says what the columns and the plain evaluator say, in every cell of every random case."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from kontroll.domain.condition import AllOf, AnyOf, Not, RuleLeaf, Window
from kontroll.domain.rule import Scope
from kontroll.domain.truth import Result
from kontroll.engine.agreement import differences as cells_that_differ
from kontroll.engine.inference import WorkerFailed

from . import test_ternary as ternary
from .case import Case
from .comparison import Results, differences, plain_answers
from .inference import as_results, both, parted
from .inference_faults import COLUMNS, INFERENCE, JOINS, PLAIN, Plant
from .rules import case_of
from .run import each_plan
from .seed import VARIABLE, by_turns, rotating_seed
from .small import OVER_FIVE, case, rule
from .test_left_out import asked_about
from .world import Plan

CASES = 3


@cache
def todays_cases(seed: int) -> list[Case]:
    drawn: list[Plan] = []
    # Other cases than those of the columns alone.
    each_plan(seed + 1_000_000_000, CASES, drawn.append)
    return [case_of(replace(plan, enheter=7, months=4, record_rules=9)) for plan in drawn[:CASES]]


@cache
def inferred_today(seed: int) -> list[Results]:
    """Of every rule but the one that is always there, which is no rule on rules."""
    return [as_results(both(one)[1].frame) for one in todays_cases(seed)]


def test_the_three_evaluators_agree_in_every_cell_of_todays_cases():
    seed = rotating_seed()
    cells = 0

    for one in todays_cases(seed):
        columnar, inferred = both(one)
        plain = {cell: result for cell, result in plain_answers(one).results.items() if cell.rule in inferred.rules}

        assert not differences(as_results(inferred.frame), plain)[:5], f"{VARIABLE}={seed}"
        assert cells_that_differ(columnar, inferred.frame, inferred.rules).is_empty(), f"{VARIABLE}={seed}"
        assert inferred.rules == one.rulebook.rules.keys()
        cells += len(plain)

    assert cells > 1_500, f"{VARIABLE}={seed}"


def test_they_agree_where_rules_are_left_out():
    seed = rotating_seed()

    for one in todays_cases(seed)[:2]:
        left_out = asked_about(one)[::2]
        columnar, inferred = both(one, left_out)

        assert inferred.rules == one.rulebook.rules.keys() - set(left_out)
        assert cells_that_differ(columnar, inferred.frame, inferred.rules).is_empty(), f"{VARIABLE}={seed}"


def test_rules_that_build_on_rules_through_six_levels():
    levels = [rule("nivå-0", OVER_FIVE)]
    for n in range(1, 7):
        below = RuleLeaf(rule=f"nivå-{n - 1}", window=Window(1, 2))
        levels.append(rule(f"nivå-{n}", AllOf(children=(below, AnyOf(children=(Not(child=OVER_FIVE), OVER_FIVE))))))
    # Each level looks a month further back: only the sixth reaches the 6 of November.
    far = case(*levels, series="6 4 4 4 4 4 4")

    columnar, inferred = both(far)

    results = {cell.rule: result for cell, result in as_results(inferred.frame).items()}
    assert [Result.FALSE] * 6 + [Result.TRUE] == [results[f"nivå-{n}"] for n in range(7)]
    assert cells_that_differ(columnar, inferred.frame, inferred.rules).is_empty()


def test_a_window_over_a_rule_that_held_in_no_judged_month_is_false():
    asked = rule("sluttet", OVER_FIVE)
    asked = replace(asked, versions=(replace(asked.versions[0], valid_to=asked.versions[0].valid_from),))
    window = RuleLeaf(rule="sluttet", window=Window(1, 2))
    months = case(asked, rule("vindu", AnyOf(children=(window, OVER_FIVE))), series="6 6 4 4")
    late = replace(months, first=months.last)

    columnar, inferred = both(late)

    assert Result.FALSE in {r for cell, r in as_results(inferred.frame).items() if cell.rule == "vindu"}
    assert cells_that_differ(columnar, inferred.frame, inferred.rules).is_empty()


def long_windows() -> Case:
    """Every window of up to four months over a rule, in each of ten months, some of them unknown."""
    windows = [Window(least, periods) for periods in range(1, 5) for least in range(1, periods + 1)]
    asking = [rule(f"vindu-{n}", RuleLeaf(rule="høyt", window=window)) for n, window in enumerate(windows)]
    months = case(rule("høyt", OVER_FIVE), *asking, series="6 6 4 6 x 6 6 6 4 4 x 6 4 6")
    return replace(months, first=months.last.plus(-9))


def of_another_enhet() -> Case:
    """A rule that would strike if it were about the enhet, and rules that ask about it: few random rules have both."""
    elsewhere = replace(rule("annetsteds", OVER_FIVE), scope=Scope(enheter=frozenset({"B"})))
    asking = [RuleLeaf(rule="annetsteds"), Not(child=RuleLeaf(rule="annetsteds", window=Window(1, 2)))]
    return case(elsewhere, *(rule(f"spør-{n}", one) for n, one in enumerate(asking)), series="6 6 6")


def caught(one: Case) -> bool:
    """By the columns, or by the process itself: what is joined wrongly is soon both true and false."""
    try:
        return parted(one)
    except WorkerFailed:
        return True


# --- planted faults -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("plant", by_turns([*INFERENCE, *COLUMNS], 3), ids=lambda plant: plant.__name__)
def test_a_fault_in_inference_or_in_the_columns_is_caught(
    plant: Plant, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    seed = rotating_seed()
    plant(monkeypatch, tmp_path)

    assert any(map(caught, [*todays_cases(seed), long_windows(), of_another_enhet()])), (
        f"{plant.__doc__} Nobody saw it with {VARIABLE}={seed}"
    )


@pytest.mark.parametrize("plant", JOINS, ids=lambda plant: plant.__name__)
def test_a_fault_in_how_facts_are_joined_is_caught(plant: Plant, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    few = ternary.case()
    assert not caught(few)

    plant(monkeypatch, tmp_path)

    assert caught(few)


@pytest.mark.parametrize("plant", by_turns(PLAIN, 1), ids=lambda plant: plant.__name__)
def test_a_fault_in_the_plain_evaluator_is_caught(plant: Plant, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    seed = rotating_seed()
    right = inferred_today(seed)
    plant(monkeypatch, tmp_path)

    def differs(one: Case, inferred: Results) -> bool:
        plain = {cell: result for cell, result in plain_answers(one).results.items() if cell.rule in one.rulebook.rules}
        return bool(differences(inferred, plain))

    found = any(differs(one, inferred) for one, inferred in zip(todays_cases(seed), right, strict=True))
    assert found, f"{plant.__doc__} Nobody saw it with {VARIABLE}={seed}"
