"""What every draw and every bound is held to: recorded selections, evenness, enumeration and coverage.

Each function raises AssertionError where something differs, and gives how much was held against how much. The tests ask for
parts; full_proof.py asks for all of it, on the vectors beside the repository where they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from math import comb
from typing import Any

import numpy as np
from scipy import special

from kontroll.sampling.bounds import Outcome, upper_bound
from kontroll.sampling.kup1 import draw as drawing
from kontroll.sampling.kup1.tickets import Tickets
from kontroll.sampling.tails import Likelihood
from sampling.kup1 import SEED, Case, listed, planned
from sampling.reference import vectors

#: Of the recorded amounts, which have up to thirteen.
_DECIMALS = 9


class starting:
    """Within it, every interval begins at a start that is chosen, so that all of them can be tried."""

    def __init__(self, first: int) -> None:
        self.first = first

    def __enter__(self) -> None:
        self.kept = drawing.start
        drawing.start = lambda *_said: self.first

    def __exit__(self, *_fault: object) -> None:
        drawing.start = self.kept


def hits(rows: Sequence[tuple[str, str, int, int]], method: str, n: int, first: int) -> Counter[int]:
    """How often each row is hit by the product, by its place in the list, when the interval begins at `first`."""
    population = listed(rows)
    with starting(first):
        sample = Case(population, planned(population, [("A", method, n, 0)]), SEED).drawn().decode()
    place = {row[0]: at for at, row in enumerate(rows)}
    return Counter(place[line.split("\t")[3]] for line in sample.split("\n")[1:-1])


def rows_of(amounts: Sequence[int]) -> list[tuple[str, str, int, int]]:
    return [(f"{at:07d}", "A", amount, 1) for at, amount in enumerate(amounts)]


# --- selection -----------------------------------------------------------------------------------------------------------


def recorded_intervals() -> int:
    """Another program's systematic selections of items and of money; its start is (R + 1) / n."""
    cases = vectors("jfa_selection_interval")["cases"]
    for case in cases:
        amounts, unit = _amounts(case)
        first = Fraction(str(case["start"])) * case["size"] * unit - 1
        assert first.denominator == 1, case["test"]
        places = [at for at, amount in enumerate(amounts) if amount > 0]
        method = "systematisk" if case["units"] == "items" else "belop"
        found = hits(rows_of([amounts[at] for at in places]), method, case["size"], int(first))
        recorded = dict(zip((row - 1 for row in case["rows_1based"]), case["times"], strict=True))
        assert {places[at]: times for at, times in found.items()} == recorded, case["test"]
    return len(cases)


def _amounts(case: dict[str, Any]) -> tuple[list[int], int]:
    """As whole numbers of a small unit, and how many of it are one. (A plan holds no sum of 2 to the 53rd or more.)"""
    if case["units"] == "items":
        return [1] * case["population"]["N_items"], 1
    return [round(Decimal(str(one)).scaleb(_DECIMALS)) for one in case["population"]], 10**_DECIMALS


def recorded_tickets() -> int:
    """The order of the consistent sampler, with seeds that begin with zeros and letters outside ASCII."""
    cases = [case for case in vectors("consistent_sampler")["cases"] if case["generation"] is None]
    for case in cases:
        ids = case["ids"] or [f"2026:{at:06d}" for at in range(1, 10_001)]
        drop = case["options"].get("drop", 0)
        tickets = Tickets(str(case["seed"]), drop + len(case["order_ids"]))
        tickets.hand_in(one.encode() for one in ids)
        assert [one.decode() for one in tickets.in_order()][drop:] == case["order_ids"], case["name"]
    return len(cases)


def every_start_by_amount(n: int = 7) -> int:
    """Over every start, a row is hit exactly n times for each øre of it."""
    said = vectors("uniformity_coverage")["pps_enumeration"]
    weights, found = said["weights"], Counter[int]()
    for first in range(sum(weights)):
        found += hits(rows_of(weights), "belop", n, first)
    assert [found[at] for at in range(len(weights))] == said["hits"] == [n * weight for weight in weights]
    return sum(weights)


def every_start_systematic(size: int = 101, n: int = 12) -> int:
    found = Counter[int]()
    for first in range(size):
        found += hits(rows_of([1] * size), "systematisk", n, first)
    assert set(found.values()) == {n}
    assert len(found) == size
    return size


# --- evenness ------------------------------------------------------------------------------------------------------------


def chi_square(size: int, n: int, seeds: Iterator[str]) -> tuple[float, float]:
    """How uneven the draws are over the ids, and how probable so much unevenness is by chance."""
    ids = [f"2026:{at:06d}".encode() for at in range(size)]
    seen, draws = Counter[bytes](), 0
    for seed in seeds:
        tickets = Tickets(seed, n)
        tickets.hand_in(ids)
        seen.update(tickets.in_order())
        draws += 1
    expected = draws * n / size
    # Drawing without putting back leaves less room for chance: the factor makes it a chi-square with size - 1 degrees.
    found = (size - 1) / (size - n) * sum((seen[one] - expected) ** 2 / expected for one in ids)
    return found, float(special.chdtrc(size - 1, found))


def recorded_evenness(at: int) -> int:
    said = vectors("uniformity_coverage")["uniformity"][at]
    found, _chance = chi_square(said["N"], said["n"], (f"KUP-1|uniform|{k}" for k in range(said["draws"])))
    assert abs(found - float(said["chi2_inclusion"])) < 1e-5, said
    return int(said["draws"])


def fresh_evenness(start: str, draws: int = 2_000) -> int:
    """With seeds that nobody has tried. start: told where it fails, so that it can be made again."""
    found, chance = chi_square(100, 10, (f"KUP-1|{start}|{k}" for k in range(draws)))
    assert 0.001 <= chance <= 0.999, f"chi-square {found} with seeds of {start}"
    return draws


# --- coverage ------------------------------------------------------------------------------------------------------------


def counted_coverage(population: int, n: int, confidence: Fraction) -> Fraction:
    """The least coverage of the bound over every number of deviations there may be, exactly."""
    bounds = [
        upper_bound(
            Outcome(likelihood=Likelihood.HYPERGEOMETRIC, n=n, found=Fraction(x), population=population), confidence
        ).count
        or 0
        for x in range(n + 1)
    ]
    ways = comb(population, n)
    return min(
        Fraction(
            sum(
                comb(truth, x) * comb(population - truth, n - x)
                for x in range(max(0, n - population + truth), min(n, truth) + 1)
                if bounds[x] >= truth
            ),
            ways,
        )
        for truth in range(population + 1)
    )


def rate_coverage(n: int, confidence: Fraction, points: int = 2_000) -> float:
    """The least coverage of Clopper and Pearson's bound over so many rates."""
    bounds = np.array(
        [
            upper_bound(Outcome(likelihood=Likelihood.BINOMIAL, n=n, found=Fraction(x)), confidence).rate
            for x in range(n + 1)
        ]
    )
    rates = (np.arange(points) + 0.5) / points
    # Covered is every count whose bound is not below the rate: from the first such count up.
    first = np.searchsorted(bounds, rates)
    missed = np.where(first > 0, special.bdtr(np.maximum(first - 1, 0), n, rates), 0.0)
    return float((1 - missed).min())


def recorded_coverage(most: int) -> int:
    """Never below the confidence, and as it was recorded. most: populations larger than this are left out."""
    said = vectors("uniformity_coverage")
    counted = [one for one in said["hypergeometric_coverage"] if one["N"] <= most]
    for one in counted:
        confidence = Fraction(str(one["conf"]))
        found = counted_coverage(one["N"], one["n"], confidence)
        assert found >= confidence, one
        assert abs(float(found) - float(one["min_coverage_over_all_K"])) < 1e-6, one
    for one in said["clopper_pearson_coverage"]:
        assert rate_coverage(one["n"], Fraction(str(one["conf"]))) >= float(one["conf"]), one
    return len(counted) + len(said["clopper_pearson_coverage"])


# --- printed factors -----------------------------------------------------------------------------------------------------

#: The one that the source prints wrong: 37 % risk and 2 errors are 3.25.
MISPRINT = (37, 2)


def printed_factors() -> int:
    """Poisson factors, printed to two decimals and mostly rounded up."""
    said = vectors("aicpa_tables")["confidence_factors"]
    count = 0
    for row in said["rows"]:
        for risk, printed in zip(said["risks_pct"], row["printed"], strict=True):
            if printed is None:
                continue
            outcome = Outcome(likelihood=Likelihood.POISSON, n=1000, found=Fraction(row["errors"]))
            found = upper_bound(outcome, 1 - Fraction(risk, 100)).rate * 1000
            differs = abs(found - float(printed)) > 0.01
            assert differs is ((risk, row["errors"]) == MISPRINT), (risk, row["errors"], found)
            count += 1
    return count
