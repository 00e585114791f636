"""Grounds: the sentences on why a rule struck, worked out by the plain evaluator for those that somebody is told of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cached_property

import polars as pl

from kontroll.domain.month import Month
from kontroll.domain.rule import Rule
from kontroll.domain.rulebook import Rulebook
from kontroll.engine.plain import PlainEvaluator
from kontroll.facts.facts import ENHET, Facts, RecordTable
from kontroll.report.why import why, why_of_records


class Grounds:
    """Of the facts that a run stands on, one enhet at a time: what is told of it in a mail are its own figures."""

    def __init__(self, rulebook: Rulebook, facts: Facts, left_out: frozenset[str]) -> None:
        self._rulebook = rulebook
        self._facts = facts
        self._left_out = left_out
        self._evaluators: dict[str, PlainEvaluator] = {}

    @cached_property
    def _measurements(self) -> dict[str, pl.DataFrame]:
        parts = self._facts.measurements.partition_by("enhet", as_dict=True)
        return {str(enhet): part for (enhet,), part in parts.items()}

    def why(self, rule: Rule, enhet: str, month: Month) -> str:
        """Sentences, one a line; "" where there is nothing to say of it in a mail."""
        if rule.dataset is not None:
            return "\n".join(why_of_records(rule, month))
        if enhet not in self._evaluators:
            self._evaluators[enhet] = PlainEvaluator(self._rulebook, self._of(enhet), self._left_out)
        answer = self._evaluators[enhet].answer(rule.id, enhet, month)
        return "\n".join(why(self._rulebook, answer)) if answer is not None else ""

    def _of(self, enhet: str) -> Facts:
        """The facts without other enheter's figures, ambitions and records: as plain Python all would take seconds."""
        measured = self._measurements.get(enhet, self._facts.measurements.clear())
        # An ambition may be the enhet's own, its service's or everybody's.
        mine = pl.col("enhet").is_in([enhet, "*"]) | pl.col("enhet").str.starts_with("tjeneste:")
        return replace(
            self._facts,
            measurements=measured,
            ambitions=self._facts.ambitions.filter(mine),
            records=_RecordsOf(enhet, self._facts.records),
        )


class _RecordsOf(Mapping[str, RecordTable]):
    """The records of one enhet, of the data sets that are asked for: most rules ask for none."""

    def __init__(self, enhet: str, tables: Mapping[str, RecordTable]) -> None:
        self._enhet = enhet
        self._tables = tables
        self._found: dict[str, RecordTable] = {}

    def __getitem__(self, id: str) -> RecordTable:
        if id not in self._found:
            table = self._tables[id]
            self._found[id] = replace(table, frame=table.frame.filter(pl.col(ENHET) == self._enhet))
        return self._found[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._tables)

    def __len__(self) -> int:
        return len(self._tables)
