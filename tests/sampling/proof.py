"""Samples proved on everything that is recorded: plans, bounds, money, selections, evenness, enumeration, coverage.

Called by full_proof.py, one part at a time. The vectors beside the repository are read where they are; else the tests' own.
"""

from __future__ import annotations

import random
import secrets
from collections.abc import Callable
from functools import partial
from typing import Any

from sampling import acceptance, test_bounds, test_money, test_size
from sampling.kup1 import by_the_protocol, random_case
from sampling.reference import read_all, rows, vectors

_STRINGER_FORMS = 4  # poisson, binomial, hypergeometric, and less understatements


def prove(number: int) -> dict[str, Any]:
    """Part `number`, from 1. Raises AssertionError where something differs."""
    name, part = PARTS[number - 1]
    read_all()
    return {"samples": {name: part()}}


def _plans() -> int:
    test_size.test_every_recorded_plan_has_the_exact_size_and_the_impossible_ones_are_refused()
    return len(rows("jfa_planning"))


def _impossible() -> int:
    return sum(row["exact_n"] is None for row in rows("jfa_planning"))


def _bounds() -> int:
    test_bounds.test_every_recorded_upper_bound_is_met_and_counts_exactly()
    return len(rows("jfa_evaluation"))


def _intervals() -> int:
    test_bounds.test_every_recorded_interval_is_met_two_sided_and_with_parts_of_deviations()
    return len(rows("jfa_intervals"))


def _stages() -> int:
    test_bounds.test_every_recorded_stop_or_go_plan_is_met()
    return len(rows("jfa_staged"))


def _precision() -> int:
    test_bounds.test_every_recorded_precision_plan_is_met()
    return len(rows("jfa_min_precision"))


def _stringer() -> int:
    test_money.test_every_recorded_stringer_bound_is_met_in_its_three_forms_and_less_understatements()
    return len(vectors("jfa_stringer")["rows"]) * _STRINGER_FORMS


def _published() -> int:
    test_money.test_the_bounds_of_the_textbook_are_met()
    return len(vectors("jfa_stringer")["published"])


def _estimates() -> int:
    for name, estimate in test_money.ESTIMATES:
        test_money.test_the_recorded_estimates_are_met(name, estimate)
    return len(test_money.ESTIMATES)


def _tables() -> int:
    """Sizes and bounds, printed; the two misprints are named in the tests."""
    count = 0
    for one in vectors("aicpa_tables")["tables"]:
        if one["table"] in ("A-1", "A-2"):
            test_size.test_the_printed_tables_of_sizes_are_met_but_for_the_named_misprints(one["table"])
        elif one["table"] in ("A-3", "A-4"):
            test_bounds.test_the_printed_tables_of_bounds_are_met_rounded_up(one["table"])
        else:
            continue
        count += one["n_cells"]
    return count


def _hundred_draws(hundred: int) -> int:
    for at in range(100 * hundred, 100 * hundred + 100):
        case = random_case(random.Random(at), most=1_000)
        assert case.drawn() == by_the_protocol(case), at
    return 100


PARTS: list[tuple[str, Callable[[], int]]] = [
    ("plans", _plans),
    ("impossible_plans_refused", _impossible),
    ("printed_tables", _tables),
    ("printed_factors", acceptance.printed_factors),
    ("upper_bounds", _bounds),
    ("intervals", _intervals),
    ("stages", _stages),
    ("precision", _precision),
    ("stringer", _stringer),
    ("stringer_published", _published),
    ("estimates", _estimates),
    ("selections", acceptance.recorded_intervals),
    ("tickets", acceptance.recorded_tickets),
    ("starts_by_amount", acceptance.every_start_by_amount),
    ("starts_systematic", acceptance.every_start_systematic),
    ("coverage", lambda: acceptance.recorded_coverage(most=1_000)),
    ("draws_as_even_as_recorded_1", lambda: acceptance.recorded_evenness(0)),
    ("draws_as_even_as_recorded_2", lambda: acceptance.recorded_evenness(1)),
    ("draws_as_even_as_recorded_3", lambda: acceptance.recorded_evenness(2)),
    ("draws_with_fresh_seeds", lambda: acceptance.fresh_evenness(secrets.token_hex(8), draws=20_000)),
    *(("draws_by_the_protocol", partial(_hundred_draws, hundred)) for hundred in range(10)),
]
