"""Verdicts: the result of every rule for every subject and month, in columns."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass

import polars as pl

from kontroll.domain.month import Month
from kontroll.domain.truth import Result

#: Results as small integers while they are columns. Anything but a row: null = no result row.
CODES = {Result.FALSE: 0, Result.TRUE: 1, Result.UNKNOWN: 2, Result.NOT_RELEVANT: 3, Result.NOT_IN_FORCE: 4}

#: More than any Month.ordinal.
_MONTHS = 10_000 * 12

SCHEMA = {"regel": pl.String, "enhet": pl.String, "month": pl.Int64, "post": pl.String, "resultat": pl.Int64}


@dataclass(frozen=True, slots=True)
class Verdicts:
    """frame: regel, enhet ("" = record without enhet), month (Month.ordinal), post (key, "" for unit rules), resultat (CODES)."""

    frame: pl.DataFrame

    def printed(self) -> pl.DataFrame:
        """regel, enhet, periode, post, resultat as words, sorted by code point (rule language, section 6)."""
        months = self.frame.get_column("month").unique().to_list()
        words = {code: result.value for result, code in CODES.items()}
        return (
            self.frame.sort(self._place(), "post")
            .with_columns(
                pl.col("month").replace_strict({m: str(Month.from_ordinal(m)) for m in months}, return_dtype=pl.String),
                pl.col("resultat").replace_strict(words, return_dtype=pl.String),
            )
            .rename({"month": "periode"})
        )

    def _place(self) -> pl.Expr:
        """One number that sorts like regel, enhet and month: three million rows sort by texts twice as slowly."""

        def among_distinct(column: str) -> pl.Expr:
            distinct = self.frame.get_column(column).unique().sort()
            return pl.col(column).cast(pl.Enum(distinct)).to_physical().cast(pl.Int64)

        enheter = self.frame.get_column("enhet").n_unique()
        return (among_distinct("regel") * enheter + among_distinct("enhet")) * _MONTHS + pl.col("month")

    def csv(self) -> bytes:
        """The printed table: `;`, `\\n`, no BOM, cells quoted only where they must be."""
        # As nulls, since an empty text would be written with quotes.
        plain = self.printed().with_columns(pl.col("enhet", "post").replace("", None))
        written = io.BytesIO()
        plain.write_csv(written, separator=";", quote_style="necessary", line_terminator="\n", null_value="")
        return written.getvalue()

    def json(self) -> bytes:
        """The printed table as a list of objects, one a line."""
        lines = [json.dumps(row, ensure_ascii=False) for row in self.printed().iter_rows(named=True)]
        return ("[" + ",\n".join(lines) + "]\n").encode()
