"""Drawn cells: the sample of a run's cells that the plain evaluator judges again. The same seed draws the same cells.

Why each rule gets as many: a rule about fifty thousand records would else be all that is ever looked at.

Why one draw in four is among everybody, and not among the answers: an answer that is missing can be found nowhere else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from kontroll.domain.month import Month
from kontroll.domain.rulebook import ENHET_RULE, Rulebook
from kontroll.engine.cell import Cell
from kontroll.engine.narrowed_records import not_over
from kontroll.facts.facts import ENHET, KEY, Facts
from kontroll.flows.books.judge import JudgedMonth

#: So many draws among the answers for each among everybody.
_ANSWERED = 3


def seed_of(run: str, hashed: str) -> str:
    """hashed: of the entry that the run left on the trail when it began, which nobody can know before it does."""
    return hashlib.sha256(f"{run} {hashed}".encode()).hexdigest()


def drawn_cells(
    rulebook: Rulebook,
    facts: Facts,
    judged: Mapping[Month, JudgedMonth],
    left_out: Collection[str],
    seed: str,
    draws: int,
) -> list[Cell]:
    """At most so many cells, sorted: a cell may be drawn twice, and there may be nothing to draw from."""
    rules = sorted({*rulebook.rules, ENHET_RULE} - set(left_out))
    pool = _Pool(rulebook, facts, judged)
    return sorted(set(_drawn(pool, rules, sorted(judged), seed, draws)))


def _drawn(pool: _Pool, rules: Sequence[str], months: Sequence[Month], seed: str, draws: int) -> Iterator[Cell]:
    for number in range(draws):
        rule = rules[number % len(rules)]
        month = months[_chance(seed, number, "month") % len(months)]
        among_all = _chance(seed, number, "among") % (_ANSWERED + 1) == 0
        frame = pool.everybody(rule, month) if among_all else pool.answered(rule, month)
        if frame.height:
            enhet, post = frame.row(_chance(seed, number, "row") % frame.height)
            yield Cell(rule, enhet, post, month)


def _chance(seed: str, number: int, what: str) -> int:
    """Anybody can work it out again, in any language."""
    return int.from_bytes(hashlib.sha256(f"{seed} {number} {what}".encode()).digest())


@dataclass
class _Pool:
    """What may be drawn of a rule in a month: enhet, post; answers sorted, records as they were delivered."""

    rulebook: Rulebook
    facts: Facts
    judged: Mapping[Month, JudgedMonth]
    _by_rule: dict[Month, Mapping[tuple[object, ...], pl.DataFrame]] = field(default_factory=dict)

    def answered(self, rule: str, month: Month) -> pl.DataFrame:
        verdicts = self.judged[month].verdicts
        if month not in self._by_rule:
            self._by_rule[month] = verdicts.partition_by("regel", as_dict=True)
        rows = self._by_rule[month].get((rule,), verdicts.clear())
        return rows.select("enhet", "post").sort("enhet", "post")

    def everybody(self, rule: str, month: Month) -> pl.DataFrame:
        """Every enhet, or every record that the month may have something to say of."""
        asked = self.rulebook.rules.get(rule)
        if asked is None:
            return self.answered(rule, month)
        if asked.dataset is None:
            return self.facts.organisation.select("enhet", post=pl.lit("")).unique().sort("enhet")
        table = self.facts.records.get(asked.dataset)
        if table is None:
            return pl.DataFrame(schema={"enhet": pl.String, "post": pl.String})
        rows = table.standing().filter(not_over(table.dataset, month.ordinal))
        return rows.select(enhet=pl.col(ENHET).fill_null(""), post=KEY)
