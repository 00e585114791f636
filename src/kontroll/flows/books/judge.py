"""Judge months: evaluate them, and hold what comes out against the books that stand."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass

import polars as pl

from kontroll.domain.month import Month
from kontroll.domain.rulebook import Rulebook
from kontroll.domain.run import VerdictChange
from kontroll.domain.truth import Result
from kontroll.engine.columnar import evaluate
from kontroll.engine.seen import STRUCK, seen_by_avvik, stopped_rules
from kontroll.engine.verdicts import CODES, Verdicts
from kontroll.facts.facts import Facts

_WORDS = {code: result.value for result, code in CODES.items()}
_CELL = ["regel", "enhet", "post"]


@dataclass(frozen=True, slots=True)
class JudgedMonth:
    """verdicts: regel, enhet, month, post, resultat of the month. digest: SHA-256 of them as `vurder` prints them.

    seen: what avvik see of them (engine.seen). stopped: rules over their maks_utslag. unknown: verdicts that are ukjent.
    """

    month: Month
    verdicts: pl.DataFrame
    digest: str
    seen: pl.DataFrame
    stopped: frozenset[str]

    @property
    def unknown(self) -> int:
        return int((self.verdicts.get_column("resultat") == CODES[Result.UNKNOWN]).sum())

    @property
    def struck(self) -> int:
        return int((self.seen.get_column(STRUCK) == 1).sum())


def judge(
    rulebook: Rulebook, facts: Facts, first: Month, last: Month, left_out: Collection[str]
) -> dict[Month, JudgedMonth]:
    """Every month from first to last, both included."""
    return by_month(rulebook, evaluate(rulebook, facts, first, last, left_out), first, last)


def by_month(rulebook: Rulebook, verdicts: Verdicts, first: Month, last: Month) -> dict[Month, JudgedMonth]:
    """The verdicts of those months, each month by itself."""
    frame = verdicts.frame
    parts = frame.partition_by("month", as_dict=True)
    months = (Month.from_ordinal(n) for n in range(first.ordinal, last.ordinal + 1))
    return {month: judged(rulebook, month, parts.get((month.ordinal,), frame.clear())) for month in months}


def judged(rulebook: Rulebook, month: Month, verdicts: pl.DataFrame) -> JudgedMonth:
    """A month's verdicts with what follows from them alone."""
    seen = seen_by_avvik(verdicts, rulebook)
    return JudgedMonth(month, verdicts, printed_digest(verdicts), seen, stopped_rules(seen, rulebook, month))


def printed_digest(verdicts: pl.DataFrame) -> str:
    """SHA-256 of the bytes that `vurder` prints of them."""
    return hashlib.sha256(Verdicts(verdicts).csv()).hexdigest()


def changed_cells(before: pl.DataFrame, after: JudgedMonth, run: str) -> list[VerdictChange]:
    """Every cell in which the month's verdicts now differ from an earlier book's."""
    old = before.select(*_CELL, pl.col("resultat").alias("before"))
    new = after.verdicts.select(*_CELL, pl.col("resultat").alias("after"))
    both = old.join(new, on=_CELL, how="full", coalesce=True)
    differs = both.filter(pl.col("before").ne_missing(pl.col("after"))).sort(_CELL)
    return [
        VerdictChange(
            run=run, month=after.month, rule=rule, enhet=enhet, post=post, before=word(old_code), after=word(new_code)
        )
        for rule, enhet, post, old_code, new_code in differs.iter_rows()
    ]


def word(code: int | None) -> str:
    """The word of a result code; "" where there is no row."""
    return "" if code is None else _WORDS[code]
