"""From parsed data to verdicts: the columnar evaluator beside the same rules by hand, on the same values."""

from __future__ import annotations

import time
from dataclasses import replace

import polars as pl

from benchmarks import by_hand
from benchmarks.kommune import LAST, Size
from benchmarks.tables import Table
from benchmarks.timing import Times, in_turns
from kontroll.domain.month import Month
from kontroll.domain.rulebook import Rulebook
from kontroll.engine.columnar import evaluate
from kontroll.engine.plain import PlainEvaluator
from kontroll.facts.facts import Facts

#: Months of values that one evaluated month reaches, and the months that a large kommune is given.
_REACHED = 14
_ENGINE, _BY_HAND = "kontroll", "by hand in Polars"
_HEADINGS = ("what", "cells", _ENGINE, _BY_HAND, "kontroll / by hand")


def side_by_side(rulebook: Rulebook, facts: Facts, size: Size) -> Table:
    """One month, and all months."""
    rows = [
        _compared(rulebook, facts, size, LAST, 7, "one month"),
        _compared(rulebook, facts, size, size.first, 5, "all"),
    ]
    return Table(
        f"Evaluation of 100 rules: {size.units} units × {size.indicators} indicators × {size.months} months",
        _HEADINGS,
        rows,
        "Both start from the same parsed rows and end in one row per rule, unit and month; the answers are equal, cell by cell.",
    )


def growth(rulebook: Rulebook, facts: Facts, size: Size) -> Table:
    """One month at 1, 10 and 100 times as many units."""
    rows = []
    for times, repetitions in ((1, 5), (10, 3), (100, 2)):
        larger = repeated(facts, times)
        label = f"{times}×: {size.units * times} units"
        rows.append(_compared(rulebook, larger, size, LAST, repetitions, label))
    return Table(
        "Growth: one month with more units",
        _HEADINGS,
        rows,
        f"Values of the latest {_REACHED} months, which is as far as the rules look back. A fixed cost of making "
        "expressions dominates the small kommune; the rest grows with the number of units.",
    )


def plainly(rulebook: Rulebook, facts: Facts) -> Table:
    """The evaluator that walks one cell at a time, on a few units."""
    enheter = facts.organisation.get_column("enhet").unique().sort().to_list()
    sample = enheter[:: len(enheter) // 5][:5]
    start = time.perf_counter()
    plain = PlainEvaluator(rulebook, facts)
    ready = time.perf_counter() - start
    columnar = evaluate(rulebook, facts, LAST, LAST).printed()
    expected = {(rule, enhet): result for rule, enhet, result in columnar.select("regel", "enhet", "resultat").rows()}
    start, cells = time.perf_counter(), 0
    for enhet in sample:
        for rule in rulebook.rules:
            result = plain.result(rule, enhet, LAST)
            if (result.value if result else None) != expected.get((rule, enhet)):
                raise AssertionError(f"the evaluators part at {rule}, {enhet}")
            cells += 1
    each = (time.perf_counter() - start) / cells
    whole = ready + each * len(rulebook.rules) * len(enheter)
    return Table(
        "The plain evaluator, one cell at a time",
        ("what", "taken"),
        [
            ("ready to answer", f"{ready:.2f} s"),
            (f"{cells} cells ({len(sample)} units)", f"{each * 1000:.2f} ms a cell"),
            (f"extrapolated to {len(rulebook.rules) * len(enheter)} cells", f"{whole:.0f} s"),
        ],
        "Extrapolated from the sample, not measured: it explains cells and checks samples, and never runs over a whole month. "
        "Answers are remembered, so the first cells cost more than the later ones.",
    )


def repeated(facts: Facts, times: int) -> Facts:
    """So many kommuner side by side in one: every enhet again under a name of its own, with the latest values."""
    copies = pl.DataFrame({"copy": [f"-{n:02d}" for n in range(times)]})

    def again(frame: pl.DataFrame) -> pl.DataFrame:
        return frame.join(copies, how="cross").with_columns(pl.col("enhet") + pl.col("copy")).drop("copy")

    monthly = pl.col("indikator").str.starts_with("ind")
    reached = facts.measurements.filter(~monthly | (pl.col("period") > LAST.ordinal - _REACHED))
    shared = pl.col("enhet").str.starts_with("tjeneste:") | (pl.col("enhet") == "*")
    return replace(
        facts,
        organisation=again(facts.organisation),
        measurements=again(reached),
        ambitions=pl.concat([facts.ambitions.filter(shared), again(facts.ambitions.filter(~shared))]),
    )


def _compared(
    rulebook: Rulebook, facts: Facts, size: Size, first: Month, repetitions: int, label: str
) -> tuple[str, ...]:
    answers: dict[str, pl.DataFrame] = {}

    def engine() -> None:
        answers[_ENGINE] = evaluate(rulebook, facts, first, LAST).frame

    def hand() -> None:
        answers[_BY_HAND] = by_hand.verdicts(facts, size, first, LAST)

    taken: dict[str, Times] = in_turns({_ENGINE: engine, _BY_HAND: hand}, repetitions)
    cells = _same(answers[_ENGINE], answers[_BY_HAND])
    ratio = taken[_ENGINE].times_as_long_as(taken[_BY_HAND])
    return label, f"{cells:,}".replace(",", " "), taken[_ENGINE].shown, taken[_BY_HAND].shown, ratio


def _same(engine: pl.DataFrame, hand: pl.DataFrame) -> int:
    """Number of cells, when every one of them has the same answer. Raises AssertionError when not."""
    key = ["regel", "enhet", "month"]
    words = {0: "usann", 1: "sann", 2: "ukjent"}
    coded = engine.with_columns(pl.col("resultat").replace_strict(words, return_dtype=pl.String))
    ours, theirs = coded.select(*key, "resultat").sort(key), hand.select(*key, "resultat").sort(key)
    if not ours.equals(theirs):
        raise AssertionError("kontroll and the rules by hand give different answers")
    return len(ours)
