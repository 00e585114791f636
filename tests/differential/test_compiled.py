"""A compiled rulebook says of any facts and months what it says when it is compiled for them alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

import polars as pl
import pytest

from kontroll.domain.condition import Change, ChangeKind, Compare, Development, IndicatorLeaf, Method, Not, RuleLeaf
from kontroll.domain.operand import AmbitionRef, Colour, Literal, Op
from kontroll.domain.rule import Version
from kontroll.domain.truth import Result
from kontroll.engine import compiled as compiling
from kontroll.engine.columnar import compiled, evaluated_by
from kontroll.engine.compiled import Compiled, Program
from kontroll.engine.on_duckdb import OnDuckDB
from kontroll.engine.truths import TooLarge
from kontroll.facts.facts import Facts
from kontroll.facts.numbers import MAX_SCALED

from .case import Case
from .comparison import columnar_results, differences
from .seed import VARIABLE, one_day_in, rotating_seed
from .small import MAY, OVER_FIVE, case, rule
from .todays import todays_cases

Judge = Callable[[Compiled, Case], list[Result]]


def test_what_was_compiled_for_other_facts_and_months_says_the_same_of_random_cases():
    seed = rotating_seed()
    for of, expected in todays_cases(seed):
        ready = compiled(of.rulebook)
        evaluated_by(ready, with_less(of.facts()), of.first, of.first)

        def again(_rulebook, facts, first, last, ready=ready):
            return evaluated_by(ready, facts, first, last).verdicts

        for _turn in ("made for larger values", "repeated"):
            assert not differences(columnar_results(of, again), expected), f"{VARIABLE}={seed}"


@one_day_in(3)
def test_duckdb_repeats_too():
    (of, expected), *_others = todays_cases(rotating_seed())
    with OnDuckDB() as backend:
        ready = compiled(of.rulebook, backend)
        evaluated_by(ready, with_less(of.facts()), of.first, of.first)

        def again(_rulebook, facts, first, last):
            return evaluated_by(ready, facts, first, last).verdicts

        assert not differences(columnar_results(of, again), expected)


def with_less(facts: Facts) -> Facts:
    """Every value a thousandth of what it was."""
    measured = facts.measurements.with_columns((pl.col("value") / 1000).cast(pl.Int64))
    return replace(facts, measurements=measured)


def test_columns_are_made_once_and_made_anew_only_for_larger_values(monkeypatch):
    made = []
    real = compiling._noted
    monkeypatch.setattr(compiling, "_noted", lambda *given: made.append(given) or real(*given))
    of = case(rule("over", OVER_FIVE), series="40")
    ready = compiled(of.rulebook)

    def judged(series: str) -> tuple[list[Result], int]:
        made.clear()
        return results(ready, with_series(of, series)), len(made)

    assert ([Result.TRUE], 2) == judged("40")  # the leaves, and the results
    assert ([Result.FALSE], 0) == judged("4")
    assert ([Result.TRUE], 2) == judged("41")
    assert ([Result.UNKNOWN], 0) == judged("-")


# --- what decides which columns are made ------------------------------------------------------------------------------

RISING = IndicatorLeaf(indicator="fravaer", tests=(Development(24, Method.TREND),))


def larger_values() -> tuple[Case, Case]:
    """Slopes get a common denominator where the numbers are small enough for it."""
    series = [n * (1 + n % 7) for n in range(24)]
    small = case(rule("trend", RISING), series=" ".join(map(str, series)))
    return small, with_series(small, " ".join(str(n * 3_000_000_000) for n in series))


def another_version() -> tuple[Case, Case]:
    both = rule("over", OVER_FIVE)
    (early,) = both.versions
    later = Version(valid_from=MAY, valid_to=None, condition=Not(child=OVER_FIVE))
    in_may = case(replace(both, versions=(early, later)), series="7 7 7")
    return replace(in_may, first=MAY.plus(-1), last=MAY.plus(-1)), in_may


def finer_ambitions() -> tuple[Case, Case]:
    """A change in per cent against an ambition is compared in the ambition's own decimals."""
    coarse = ambitious(series="10 13", green="20")
    return coarse, replace(coarse, delivery=ambitious(series="10 13", green="20.0001").delivery)


def ambitious(series: str, green: str) -> Case:
    less = Compare(Op.UNDER, AmbitionRef(Colour.GREEN))
    leaf = IndicatorLeaf(indicator="fravaer", tests=(less,), change=Change(1, ChangeKind.PERCENT))
    of = case(rule("endring", leaf), series=series)
    row = {"enhet": "*", "indikator": "fravaer", "aar": str(MAY.year), "gronn": green, "gul": green}
    return replace(of, delivery=replace(of.delivery, ambitions=[row]))


CHANGES = (larger_values, another_version, finer_ambitions)


@pytest.mark.parametrize("change", CHANGES, ids=lambda one: one.__name__)
def test_it_is_seen_when_other_columns_are_needed(change: Callable[[], tuple[Case, Case]]):
    before, after = change()
    ready = compiled(before.rulebook)

    assert results(compiled(before.rulebook), before) == results(ready, before)
    assert results(compiled(after.rulebook), after) == results(ready, after)


@pytest.mark.parametrize("change", CHANGES, ids=lambda one: one.__name__)
def test_this_is_how_it_would_go_wrong_if_it_were_not(change: Callable[[], tuple[Case, Case]], monkeypatch):
    before, after = change()
    ready = compiled(before.rulebook)
    results(ready, before)
    monkeypatch.setattr(ready, "programs", _Forgetful(ready.programs))
    monkeypatch.setattr(Program, "holds_for", lambda *_given: True)

    assert results(compiled(after.rulebook), after) != results(ready, after)


class _Forgetful(dict):
    """Finds a program by its first words alone."""

    def get(self, kept_under, default=None):
        return next((program for (what, _d), program in self.items() if what[:2] == kept_under[0][:2]), default)


def test_a_rule_that_is_left_out_once_is_not_left_out_the_next_time():
    of = case(rule("a", OVER_FIVE), rule("b", RuleLeaf(rule="a")), series="7")
    ready = compiled(of.rulebook)

    assert [Result.UNKNOWN] == results(ready, of, left_out=["a"])
    assert [Result.TRUE, Result.TRUE] == results(ready, of)
    assert [Result.UNKNOWN] == results(ready, of, left_out=["a"])


def test_what_64_bits_do_not_hold_is_refused_also_when_it_was_compiled_for_less():
    percent = Compare(Op.OVER, Literal(Decimal("0.0001")))
    leaf = IndicatorLeaf(indicator="fravaer", tests=(percent,), change=Change(1, ChangeKind.PERCENT))
    of = case(rule("for-stor", leaf), series="1 2")
    ready = compiled(of.rulebook)
    results(ready, of)

    with pytest.raises(TooLarge):
        results(ready, with_series(of, f"1 {MAX_SCALED}"))
    assert [Result.TRUE] == results(ready, of)


def test_what_is_too_large_together_is_not_refused_when_it_never_was_together():
    large_values = ambitious(series="1 10000000000", green="1")
    large_ambition = ambitious(series="1 2", green="99999999999")
    ready = compiled(large_values.rulebook)

    for of in (large_values, large_ambition, large_values):
        assert results(compiled(of.rulebook), of) == results(ready, of)


def with_series(of: Case, series: str) -> Case:
    return replace(of, delivery=case(*of.rulebook.rules.values(), series=series).delivery)


def results(ready: Compiled, of: Case, left_out: Sequence[str] = ()) -> list[Result]:
    rows = evaluated_by(ready, of.facts(), of.first, of.last, left_out).verdicts.printed()
    ours = rows.filter(pl.col("regel") != "datakvalitet-enhet")
    return [Result(word) for word in ours.get_column("resultat")]
