"""How many to look at: held against published tables, and against sums in exact fractions that share no line with it."""

from __future__ import annotations

from fractions import Fraction
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kontroll.sampling.rates import Impossible
from kontroll.sampling.size import Plan, least_sample
from kontroll.sampling.tails import Likelihood
from sampling.reference import plan, rows, vectors


def asked(**said: object) -> int | None:
    """The least sample, or None where it is refused."""
    defaults: dict[str, object] = {"likelihood": Likelihood.BINOMIAL, "confidence": Fraction(95, 100)}
    if "expected_count" not in said:
        defaults["expected"] = Fraction(0)
    try:
        return least_sample(Plan(**{**defaults, **said})).n  # type: ignore[arg-type]
    except Impossible:
        return None


def test_every_recorded_plan_has_the_exact_size_and_the_impossible_ones_are_refused():
    wrong = []
    for row in rows("jfa_planning"):
        try:
            found: int | None = least_sample(plan(row, row["materiality"])).n
        except Impossible:
            found = None
        if found != row["exact_n"]:
            wrong.append((row, found))
    assert wrong == []


def test_the_recorded_plans_hold_every_kind_so_that_the_test_above_says_something():
    kinds = {(row["likelihood"], row["class"]) for row in rows("jfa_planning")}
    assert {likelihood for likelihood, _kind in kinds} == {"binomial", "poisson", "hypergeometric"}
    assert {kind for _likelihood, kind in kinds} >= {"agree", "jfa_float_artefact", "tie_artefact", "input_error"}


@pytest.mark.parametrize(
    "table", [one["table"] for one in vectors("aicpa_tables")["tables"] if one["table"] in ("A-1", "A-2")]
)
def test_the_printed_tables_of_sizes_are_met_but_for_the_named_misprints(table: str):
    said = next(one for one in vectors("aicpa_tables")["tables"] if one["table"] == table)
    confidence = Fraction(95, 100) if table == "A-1" else Fraction(90, 100)
    other = []
    for rate, cells in zip(said["rows_expected_rate"], said["cells"], strict=True):
        for tolerable, printed in zip(said["cols_tolerable_rate"], cells, strict=True):
            if printed is not None:
                found = asked(confidence=confidence, tolerable=Fraction(tolerable), expected=Fraction(rate))
                if found != printed:
                    other.append((rate, tolerable, printed, found))
    misprints = [("0.0325", "0.07", 112, 113), ("0.035", "0.07", 112, 113)] if table == "A-2" else []
    assert other == misprints


@pytest.mark.parametrize(
    ("likelihood", "population", "tolerable", "n"),
    [
        (Likelihood.POISSON, None, "0.05", 60),
        (Likelihood.BINOMIAL, None, "0.05", 59),
        (Likelihood.HYPERGEOMETRIC, 1000, "0.05", 57),
        (Likelihood.POISSON, None, "0.01", 300),
        (Likelihood.BINOMIAL, None, "0.01", 299),
        (Likelihood.HYPERGEOMETRIC, 1000, "0.01", 258),
    ],
)
def test_the_sizes_everybody_knows(likelihood: Likelihood, population: int | None, tolerable: str, n: int):
    assert asked(likelihood=likelihood, population=population, tolerable=Fraction(tolerable)) == n


def test_six_per_cent_of_a_hundred_is_six_and_not_seven():
    # 0.060000000000000005 · 100, rounded up, is 7, and 28 would be too few.
    ninety = Fraction(9, 10)
    found = asked(likelihood=Likelihood.HYPERGEOMETRIC, confidence=ninety, population=100, tolerable=Fraction("0.06"))
    assert found == 32


def test_a_probability_of_exactly_the_risk_is_low_enough_for_a_counted_population():
    # C(99, 90) / C(100, 90) is exactly 1/10.
    ninety = Fraction(9, 10)
    said = {"likelihood": Likelihood.HYPERGEOMETRIC, "population": 100, "tolerable": Fraction("0.01")}
    assert asked(confidence=ninety, **said) == 90
    assert asked(confidence=ninety + Fraction(1, 10**15), **said) == 91


@pytest.mark.parametrize(
    "said",
    [
        {"tolerable": Fraction(0)},
        {"tolerable": Fraction(1)},
        {"tolerable": Fraction("0.05"), "confidence": Fraction(1)},
        {"tolerable": Fraction("0.05"), "expected": Fraction("0.05")},
        {"tolerable": Fraction("0.05"), "expected": None, "expected_count": -1},
        {"tolerable": Fraction("0.05"), "likelihood": Likelihood.HYPERGEOMETRIC},
        {"tolerable": Fraction("0.05"), "likelihood": Likelihood.HYPERGEOMETRIC, "population": 0},
    ],
)
def test_what_no_sample_can_give_is_refused_with_a_sentence(said: dict[str, object]):
    with pytest.raises(Impossible) as refused:
        least_sample(
            Plan(
                **{"likelihood": Likelihood.BINOMIAL, "confidence": Fraction(95, 100), "expected": Fraction(0), **said}
            )  # type: ignore[arg-type]
        )
    assert refused.value.sentence.endswith(".")


def test_where_one_of_ten_is_too_many_all_but_so_many_as_the_risk_allows_must_be_looked_at():
    said = {"likelihood": Likelihood.HYPERGEOMETRIC, "population": 10, "tolerable": Fraction("0.05")}
    assert asked(**said) == 10
    assert asked(**said, confidence=Fraction(9, 10)) == 9


def plainly(plan: Plan) -> int | None:
    """The same by its definition: from 1 up, every probability as a fraction."""
    for n in range(1, plan.most + 1):
        allowed = int(plan.allowed(n))
        if n > allowed and _plain_tail(plan, n, allowed):
            return n
    return None


def _plain_tail(plan: Plan, n: int, allowed: int) -> bool:
    if plan.likelihood is Likelihood.BINOMIAL:
        m = plan.tolerable
        return sum(comb(n, i) * m**i * (1 - m) ** (n - i) for i in range(allowed + 1)) < plan.alpha
    assert plan.population is not None
    good = plan.population - plan.bad
    found = sum(comb(plan.bad, i) * comb(good, n - i) for i in range(allowed + 1) if n - i >= 0)
    return Fraction(found, comb(plan.population, n)) <= plan.alpha


shares = st.integers(1, 60).map(lambda per_mille: Fraction(per_mille, 200))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_random_plans_have_the_size_that_their_definition_gives(data: st.DataObject):
    likelihood = data.draw(st.sampled_from([Likelihood.BINOMIAL, Likelihood.HYPERGEOMETRIC]))
    by_count = data.draw(st.booleans())
    said = Plan(
        likelihood=likelihood,
        confidence=data.draw(st.sampled_from([Fraction(8, 10), Fraction(9, 10), Fraction(95, 100)])),
        tolerable=data.draw(shares),
        expected=None if by_count else data.draw(shares) / 4,
        expected_count=data.draw(st.integers(0, 4)) if by_count else None,
        population=data.draw(st.integers(1, 120)) if likelihood is Likelihood.HYPERGEOMETRIC else None,
        largest=150,
    )
    try:
        found: int | None = least_sample(said).n
    except Impossible as refused:
        if "ligger for nær" not in refused.sentence:
            return
        found = None
    assert found == plainly(said)
