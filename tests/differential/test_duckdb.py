"""DuckDB says what Polars says, in every cell of random cases; what it holds otherwise than Polars cannot be wrong unseen."""

from __future__ import annotations

from collections.abc import Callable

import narwhals as nw
import pytest

from kontroll.domain.condition import Grouped, Lookup, RuleLeaf
from kontroll.domain.rule import Rule
from kontroll.engine.columnar import evaluate
from kontroll.engine.on_duckdb import OnDuckDB
from kontroll.engine.thresholds import MONTH

from .case import Case
from .comparison import Results, columnar_results, differences
from .rules import case_of
from .run import each_plan
from .seed import VARIABLE, by_turns, one_day_in, rotating_seed
from .todays import todays_cases
from .world import Plan

#: What random rules must hold, so that agreement says something of more than thresholds.
ASKED: dict[str, Callable[[Rule], bool]] = {
    "several versions": lambda rule: len(rule.versions) > 1,
    "exceptions": lambda rule: bool(rule.exemptions),
    "rules on rules": lambda rule: any(isinstance(leaf, RuleLeaf) for leaf in rule.leaves()),
    "windows": lambda rule: any(leaf.window is not None for leaf in rule.leaves()),
    "gruppert": lambda rule: any(isinstance(leaf, Grouped) for leaf in rule.leaves()),
    "oppslag": lambda rule: any(isinstance(leaf, Lookup) for leaf in rule.leaves()),
}


def test_duckdb_agrees_with_polars_in_every_cell_of_todays_cases():
    seed = rotating_seed()

    for case, polars in todays_cases(seed):
        assert not differences(by_duckdb(case), polars), f"{VARIABLE}={seed}"


def test_todays_cases_try_the_whole_language():
    rules = [rule for case, _polars in todays_cases(rotating_seed()) for rule in case.rulebook.rules.values()]

    assert not [what for what, has in ASKED.items() if not any(has(rule) for rule in rules)]


@pytest.mark.slow
def test_duckdb_agrees_with_polars_in_cases_as_large_as_those_of_the_full_proof():
    def judge(plan: Plan) -> None:
        case = case_of(plan)
        assert not differences(by_duckdb(case), columnar_results(case)), f"{VARIABLE}={rotating_seed()}"

    each_plan(rotating_seed(), 25, judge)


# --- planted faults -------------------------------------------------------------------------------------------


def months_in_any_order(patch: pytest.MonkeyPatch) -> None:
    """The month before is the month after."""
    patch.setattr(
        OnDuckDB, "earlier", lambda self, columns, months: nw.col(*columns).shift(-months).over("enhet", order_by=MONTH)
    )


def enheter_in_one_row(patch: pytest.MonkeyPatch) -> None:
    """A shift reads the same month's row of another enhet."""
    patch.setattr(
        OnDuckDB, "earlier", lambda self, columns, months: nw.col(*columns).shift(months).over(MONTH, order_by="enhet")
    )


def totals_over_all_groups(patch: pytest.MonkeyPatch) -> None:
    """A running total goes on from one group to the next."""

    def running_totals(self, frame, amounts, by, day):
        daily = frame.group_by(*by, day).agg(nw.col(*amounts).sum().cast(nw.Int64))
        return daily.with_columns(nw.col(*amounts).cum_sum().over(order_by=day).cast(nw.Int64))

    patch.setattr(OnDuckDB, "running_totals", running_totals)


def unknown_verdicts_lost(patch: pytest.MonkeyPatch) -> None:
    """Only what is known leaves DuckDB."""
    real = OnDuckDB.taken
    patch.setattr(OnDuckDB, "taken", lambda self, frame: real(self, frame.filter(nw.col("resultat") != 2)))


FAULTS = (months_in_any_order, enheter_in_one_row, totals_over_all_groups, unknown_verdicts_lost)


@one_day_in(2)
@pytest.mark.parametrize("plant", by_turns(FAULTS, 1), ids=lambda plant: plant.__name__)
def test_a_planted_fault_is_caught_by_todays_cases(
    plant: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
):
    seed = rotating_seed()
    cases = todays_cases(seed)
    plant(monkeypatch)

    caught = any(differences(by_duckdb(case), polars) for case, polars in cases)

    assert caught, f"{plant.__doc__} Nobody saw it with {VARIABLE}={seed}"


def by_duckdb(case: Case) -> Results:
    def judge(rulebook, facts, first, last):
        with OnDuckDB() as backend:
            return evaluate(rulebook, facts, first, last, backend=backend)

    return columnar_results(case, judge)
