"""Faults: what could be wrong in the columnar evaluator, planted one at a time. None of them may go unseen.

Each is a change of one small function, put in place by pytest's monkeypatch; the product knows nothing of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import narwhals as nw
import polars as pl
import pytest

from kontroll.domain.condition import Reading
from kontroll.domain.operand import Op
from kontroll.engine import (
    benford,
    best,
    computed,
    evaluation,
    grid,
    operands,
    recordgrid,
    recordleaves,
    results,
    thresholds,
    truths,
    unitleaves,
)
from kontroll.engine.grid import ENHET, Grid
from kontroll.engine.thresholds import MONTH
from kontroll.facts.facts import KEY

Plant = Callable[[pytest.MonkeyPatch], None]


def missing_is_false(patch: pytest.MonkeyPatch) -> None:
    """A leaf that is not known counts as false."""
    real = results.truth_of
    patch.setattr(results, "truth_of", lambda condition, leaf: truths.surely(real(condition, leaf)))


def missing_leaf_is_false_below_a_node(patch: pytest.MonkeyPatch) -> None:
    """Only the parts of `alle`, `minst_en` and `ingen_av` lose their unknown."""
    real_all, real_any = results.all_true, results.any_true
    patch.setattr(results, "all_true", lambda parts: real_all([truths.surely(part) for part in parts]))
    patch.setattr(results, "any_true", lambda parts: real_any([truths.surely(part) for part in parts]))


def windows_count_observations(patch: pytest.MonkeyPatch) -> None:
    """The period before is the latest one that is known, however long ago."""

    def back(self: Grid, column: str, months: int) -> nw.Expr:
        if months == 0:
            return nw.col(column)
        name = f"observed:{column}:{months}"
        known = pl.col(column).is_not_null()
        place = known.cast(pl.Int64).cum_sum().over(ENHET)
        frame = self.frame.to_native().with_columns(place.alias("place"))
        seen = frame.filter(known).select(ENHET, "place", pl.col(column).alias(name))
        wanted = frame.select(ENHET, pl.col("place") - months + (~known).cast(pl.Int64))
        self.frame = nw.from_native(
            self.frame.to_native().with_columns(
                wanted.join(seen, on=[ENHET, "place"], how="left", maintain_order="left").get_column(name)
            ),
            eager_only=True,
        )
        return nw.col(name)

    patch.setattr(Grid, "back", back)


def ties_dropped(patch: pytest.MonkeyPatch) -> None:
    """A rival that is equal does not count, also where `ved_likhet` is `ingen`."""
    real = best.best_among
    patch.setattr(
        unitleaves,
        "best_among",
        lambda test, ranked_by, scope, name: real(replace(test, ties_count=True), ranked_by, scope, name),
    )


def joined_on_the_wrong_enhet(patch: pytest.MonkeyPatch) -> None:
    """Values go to the next enhet in the list."""
    real = grid.visible_values

    def visible_values(inputs, indicators, first, last):
        ids = inputs.facts.organisation.get_column(ENHET).unique().sort().to_list()
        following = dict(zip(ids, [*ids[1:], ids[0]], strict=True))
        return real(inputs, indicators, first, last).with_columns(pl.col(ENHET).replace(following))

    patch.setattr(grid, "visible_values", visible_values)


def window_one_period_short(patch: pytest.MonkeyPatch) -> None:
    """The oldest period of a window is left out."""
    real = truths.at_least

    def at_least(k, history):
        kept = history[:-1] if len(history) > 1 else history
        return real(min(k, len(kept)), kept)

    patch.setattr(unitleaves, "at_least", at_least)


def rule_window_one_month_off(patch: pytest.MonkeyPatch) -> None:
    """A window over another rule begins with the month before."""
    patch.setattr(evaluation, "at_least", lambda k, history: truths.at_least(k, [*history[1:], history[-1]]))


def over_as_minst(patch: pytest.MonkeyPatch) -> None:
    """A value that is just at the threshold is over it."""
    real = truths.compare

    def compare(op, value, floor, ceiling):
        return real(Op.AT_LEAST if op.plain is Op.OVER else op, value, floor, ceiling)

    patch.setattr(unitleaves, "compare", compare)


def half_to_even(patch: pytest.MonkeyPatch) -> None:
    """Computed values round halves to the even neighbour."""

    def round_half_even(numerator, denominator):
        whole = numerator // denominator
        rest = (numerator - whole * denominator) * 2
        up = (rest > denominator) | ((rest == denominator) & (whole % 2 == 1))
        return whole + up.cast(nw.Int64)

    patch.setattr(computed, "round_half_away", round_half_even)


def parameter_of_the_first_day(patch: pytest.MonkeyPatch) -> None:
    """A month is judged by the parameter that held when it began."""

    def by_month(parameter, decimals):
        # Month of the first first-of-month on or after valid_from.
        steps = [
            (nw.lit(v.valid_from.year * 12 + v.valid_from.month - (v.valid_from.day == 1), nw.Int64), v.value)
            for v in parameter.values
        ]
        return thresholds._steps(nw.col(MONTH), steps, decimals)

    patch.setattr(thresholds, "by_month", by_month)


def superseded_value_wins(patch: pytest.MonkeyPatch) -> None:
    """The first delivery of a value stands, not the last."""
    real = grid.visible_values

    def visible_values(inputs, indicators, first, last):
        earliest = pl.struct(ENHET, "indikator", "period").is_first_distinct()
        measurements = inputs.facts.measurements.with_columns((~earliest).alias("superseded"))
        others = replace(inputs, facts=replace(inputs.facts, measurements=measurements))
        return real(others, indicators, first, last)

    patch.setattr(grid, "visible_values", visible_values)


def superseded_record_wins(patch: pytest.MonkeyPatch) -> None:
    """The first delivery of a record stands, not the last."""
    real = recordgrid.build_records

    def build_records(backend, table, *rest):
        earliest = pl.col(KEY).is_first_distinct()
        rows = table.source.frame.with_columns((~earliest).alias("_superseded"))
        return real(backend, replace(table, source=replace(table.source, frame=rows)), *rest)

    patch.setattr(evaluation, "build_records", build_records)


def grouped_with_its_left_edge(patch: pytest.MonkeyPatch) -> None:
    """The window of `gruppert` includes the day `dager` before."""
    real = recordleaves.add_window_sums
    patch.setattr(
        recordleaves,
        "add_window_sums",
        lambda records, leaf, name: real(records, replace(leaf, days=leaf.days + 1), name),
    )


def last_digits(patch: pytest.MonkeyPatch) -> None:
    """The first digit of an amount is its last one."""
    patch.setattr(benford, "_first_digit", lambda amount: amount.abs() % 10)


def share_of_everything(patch: pytest.MonkeyPatch) -> None:
    """A share is counted of all the records of the days, whatever they are alike in."""
    real = recordleaves.RecordLeaves._share
    patch.setattr(recordleaves.RecordLeaves, "_share", lambda self, leaf, share_of, back: real(self, leaf, (), back))


def added_before_multiplied(patch: pytest.MonkeyPatch) -> None:
    """`pluss` is added to the field before it is multiplied."""

    def reckoned(self, operand, scale):
        apart = int(Fraction(operand.plus) * Fraction(operand.times) * 10**scale)
        return self.number(operand.field, scale) * int(Fraction(operand.times) * 1000) // 1000 + apart

    patch.setattr(operands.Operands, "reckoned", reckoned)


def factor_left_out(patch: pytest.MonkeyPatch) -> None:
    """A number field is added to, and never multiplied."""
    real = operands.Operands.reckoned
    patch.setattr(
        operands.Operands,
        "reckoned",
        lambda self, operand, scale: real(self, replace(operand, times=Decimal(1)), scale),
    )


def latest_ended_read_as_containing(patch: pytest.MonkeyPatch) -> None:
    """`siste_avsluttede` reads the period that the month lies in."""
    real = unitleaves.UnitLeaves._make
    patch.setattr(
        unitleaves.UnitLeaves,
        "_make",
        lambda self, name, leaf, scope: real(self, name, replace(leaf, reading=Reading.CONTAINING), scope),
    )


FAULTS: tuple[Plant, ...] = (
    missing_is_false,
    missing_leaf_is_false_below_a_node,
    windows_count_observations,
    ties_dropped,
    joined_on_the_wrong_enhet,
    window_one_period_short,
    rule_window_one_month_off,
    over_as_minst,
    half_to_even,
    parameter_of_the_first_day,
    superseded_value_wins,
    superseded_record_wins,
    grouped_with_its_left_edge,
    last_digits,
    share_of_everything,
    added_before_multiplied,
    factor_left_out,
    latest_ended_read_as_containing,
)
