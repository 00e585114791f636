"""Seen: what the verdicts of a month say of each subject, as the follow-up of avvik sees it, in columns."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from kontroll.domain.month import Month
from kontroll.domain.rule import Rule, RuleType
from kontroll.domain.rulebook import Rulebook
from kontroll.domain.truth import Result
from kontroll.engine.verdicts import CODES

#: Column: 1 = utslag, 0 = known and without utslag, null = not known. Rows that are not in force are left out.
STRUCK = "struck"
#: Column: what an avvik is about: the record's key, or the enhet.
SUBJECT = "subject"

_UNKNOWN = CODES[Result.UNKNOWN]
_NOT_IN_FORCE = CODES[Result.NOT_IN_FORCE]


def seen_by_avvik(verdicts: pl.DataFrame, rulebook: Rulebook) -> pl.DataFrame:
    """regel, enhet, post, SUBJECT, STRUCK for the rules that open avvik; verdicts are those of one month."""
    return seen_of(verdicts, [rule for rule in rulebook.rules.values() if rule.type.opens_avvik])


def seen_of(verdicts: pl.DataFrame, rules: Sequence[Rule]) -> pl.DataFrame:
    """The same for any rules."""
    codes = {rule.id: _struck_code(rule) for rule in rules}
    wanted = pl.DataFrame(
        {"regel": list(codes), "_code": list(codes.values())}, schema={"regel": pl.String, "_code": pl.Int64}
    )
    known = pl.when(pl.col("resultat") != _UNKNOWN).then((pl.col("resultat") == pl.col("_code")).cast(pl.Int8))
    return (
        verdicts.filter(pl.col("resultat") != _NOT_IN_FORCE)
        .join(wanted, on="regel", how="inner")
        .select(
            "regel",
            "enhet",
            "post",
            pl.when(pl.col("post") != "").then(pl.col("post")).otherwise(pl.col("enhet")).alias(SUBJECT),
            known.alias(STRUCK),
        )
    )


def stopped_rules(seen: pl.DataFrame, rulebook: Rulebook, month: Month) -> frozenset[str]:
    """Rules that struck more often than their `maks_utslag` in the month."""
    counts = seen.filter(pl.col(STRUCK) == 1).group_by("regel").len()
    found = []
    for id, count in counts.iter_rows():
        version = rulebook.rules[id].version_in(month)
        limit = version.consequence.max_utslag if version is not None else None
        if limit is not None and count > limit:
            found.append(id)
    return frozenset(found)


def _struck_code(rule: Rule) -> int:
    return CODES[Result.FALSE if rule.type is RuleType.REQUIREMENT else Result.TRUE]
