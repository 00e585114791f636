"""Basis: whom or what a rule is to judge in a month, and how much of what it reads has come.

Counted from what was delivered and never from the answers: an engine that forgets an enhet must not lower what is
expected of it.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from functools import cached_property

import polars as pl

from kontroll.domain.dataset import BUILT_IN, Stock
from kontroll.domain.month import Month
from kontroll.domain.rule import Rule, Scope
from kontroll.domain.rulebook import ENHET_RULE, Rulebook
from kontroll.domain.stamp import DATASET, INDICATOR, read_by
from kontroll.facts.facts import ENHET, Facts, RecordTable, ValueState
from kontroll.facts.states import states

_RECEIVED = (ValueState.VALUE.value, ValueState.SUPPRESSED.value)


class Basis:
    """Of one month, seen from a day. lacking: data sets of which a delivery that is due for the month has not come."""

    def __init__(
        self, rulebook: Rulebook, facts: Facts, month: Month, today: date, lacking: Collection[str] = ()
    ) -> None:
        self._rulebook = rulebook
        self._facts = facts
        self._month = month
        self._today = today
        self._lacking = frozenset(lacking)
        self._in_scope: dict[tuple[str, Scope], int] = {}
        self._figures: dict[Scope, dict[str, tuple[int, int]]] = {}

    # --- subjects ---------------------------------------------------------------------------------------------

    def expected(self, rule: Rule) -> int:
        """Enheter, or records, that the rule is to judge; 0 where no version holds in the month."""
        if rule.id == ENHET_RULE:
            judged = (d.id for d in self._rulebook.datasets.values() if d.dated_by is not None and d.has_enhet)
            return sum(self._records(id).height for id in judged)
        if rule.version_in(self._month) is None:
            return 0
        key = (rule.dataset or "", rule.scope)
        if key not in self._in_scope:
            subjects = self._units if rule.dataset is None else self._records(rule.dataset)
            self._in_scope[key] = subjects.filter(_covered(rule.scope)).height
        return self._in_scope[key]

    @cached_property
    def _units(self) -> pl.DataFrame:
        """enhet, enhetstype, tjeneste of the enheter that are active in the month."""
        at = self._month.ordinal
        covers = (pl.col("first") <= at) & (pl.col("last").fill_null(at) >= at)
        return self._facts.organisation.filter(covers).select("enhet", "enhetstype", "tjeneste")

    def _records(self, dataset: str) -> pl.DataFrame:
        """enhet, enhetstype, tjeneste of each record of the month, null where it belongs to no active enhet."""
        table = self._facts.table(dataset)
        judged = _judged(table, self._month).select(pl.col(ENHET).alias("enhet"))
        return judged.join(self._units, on="enhet", how="left")

    # --- what they are judged by ------------------------------------------------------------------------------

    def due(self, rule: Rule) -> tuple[int, int]:
        """(due, received): figures that enheter in `gjelder` owe of what the rule reads, and data sets that it reads.

        A figure that is shown to nobody has been received; one that cannot be read has not.
        """
        read = read_by(self._rulebook, rule.id)
        figures = self._figures_of(rule.scope)
        counted = [figures.get(id, (0, 0)) for kind, id in read if kind == INDICATOR]
        datasets = [id for kind, id in read if kind == DATASET and id not in BUILT_IN]
        if rule.id == ENHET_RULE:
            datasets = [d.id for d in self._rulebook.datasets.values() if d.dated_by is not None and d.has_enhet]
        came = [id for id in datasets if self._facts.table(id).delivered and id not in self._lacking]
        return sum(due for due, _ in counted) + len(datasets), sum(got for _, got in counted) + len(came)

    def all_figures(self) -> tuple[int, int]:
        """(due, received) of all figures that the month waits for, of every enhet."""
        counted = self._figures_of(Scope()).values()
        return sum(due for due, _ in counted), sum(received for _, received in counted)

    def _figures_of(self, scope: Scope) -> dict[str, tuple[int, int]]:
        """Indicator -> (due, received) among the enheter in the scope."""
        if scope not in self._figures:
            state = pl.col("state")
            counts = (
                self._states.join(self._units.filter(_covered(scope)), on="enhet", how="semi")
                .group_by("indikator")
                .agg(
                    (state != ValueState.NOT_DUE.value).sum().alias("due"),
                    state.is_in(_RECEIVED).sum().alias("received"),
                )
            )
            self._figures[scope] = {id: (due, received) for id, due, received in counts.iter_rows()}
        return self._figures[scope]

    @cached_property
    def _states(self) -> pl.DataFrame:
        return states(self._facts, self._rulebook.indicators.values(), self._month, self._today)


def _covered(scope: Scope) -> pl.Expr:
    claims = [
        pl.col(column).is_in(sorted(allowed)).fill_null(False)
        for column, allowed in (
            ("enhetstype", scope.unit_types),
            ("tjeneste", scope.services),
            ("enhet", scope.enheter),
        )
        if allowed is not None
    ]
    return pl.all_horizontal(claims) if claims else pl.lit(True)


def _judged(table: RecordTable, month: Month) -> pl.DataFrame:
    """The standing records that are dated in the month, or stand open in it."""
    by = table.dataset.dated_by
    rows = table.standing()
    first, last = pl.lit(month.first_day), pl.lit(month.last_day)
    if isinstance(by, Stock):
        start, end = pl.col(by.start).cast(pl.Date), pl.col(by.end).cast(pl.Date)
        backwards = (end.dt.month_start() < start.dt.month_start()).fill_null(False)
        return rows.filter((start <= last) & (end.is_null() | (end >= first)) & ~backwards)
    if isinstance(by, str):
        return rows.filter(pl.col(by).cast(pl.Date).is_between(first, last))
    return rows if by is not None and Month.of(by) == month else rows.clear()
