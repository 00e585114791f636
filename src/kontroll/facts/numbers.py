"""Numbers: text columns become scaled integers, exactly; what is not a number becomes missing and is told.

Why integers: a value is compared as the decimal that was delivered. No binary floating point decides, and the same
integers mean the same on every engine. MAX_SCALED keeps every sum, difference and product inside 64 bits.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

import polars as pl

from kontroll.domain.dataset import NumberFormat

#: Largest magnitude of a scaled value: 10^15 leaves room to multiply by 100 and by a threshold's decimals.
MAX_SCALED = 10**15
#: Most decimals that a record's number may have.
MAX_RECORD_DECIMALS = 9

#: The minus sign, and the dash that texts have instead of it.
_MINUS = "[\u2212\u2013]"
_SPACES = r"[\s\u00a0\u202f\u2009]"


@dataclass(frozen=True, slots=True)
class ReadNumbers:
    """`values`: Int64 scaled by 10^decimals, null where empty or invalid. `invalid`: true where text is no number."""

    values: pl.Series
    invalid: pl.Series
    decimals: int


def _by_distinct(text: pl.Series, read: Callable[[pl.Series], ReadNumbers]) -> ReadNumbers:
    """Read each distinct text once: a column of measurements has few of them, and many rows."""
    distinct = text.unique()
    if len(distinct) * 2 > len(text):
        return read(text)
    found = read(distinct)
    known = pl.DataFrame({"text": distinct, "value": found.values, "invalid": found.invalid})
    rows = pl.DataFrame({"text": text}).join(known, on="text", how="left", maintain_order="left")
    return ReadNumbers(rows.get_column("value"), rows.get_column("invalid"), found.decimals)


def _pieces(text: pl.Series, form: NumberFormat) -> pl.DataFrame:
    """Columns sign, whole, part (digits before and after the mark; null where the text is no number), empty."""
    cleaned = pl.col("text").str.replace_all(_MINUS, "-").str.replace_all(_SPACES, "")
    # Ledgers write the sign behind the amount; before and behind at once is no number. «1200,-» is a price, and no minus.
    cleaned = cleaned.str.replace(r"^([0-9](?:[^-]*[0-9])?)-$", "-$1")
    if form.prefix:
        prefix = _escaped(form.prefix.strip())
        cleaned = cleaned.str.replace(rf"^([+-]?){prefix}([+-]?)", "$1$2")
    if form.zero and form.zero.strip():
        cleaned = pl.when(pl.col("text").str.strip_chars() == form.zero.strip()).then(pl.lit("0")).otherwise(cleaned)
    mark = _escaped(form.decimal) if form.decimal else "[.,]"
    if form.thousands and form.thousands.strip():
        thousands = _escaped(form.thousands)
        pattern = rf"^([+-]?)([0-9]{{1,3}}(?:{thousands}[0-9]{{3}})+|[0-9]*)(?:{mark}([0-9]*))?$"
    else:
        thousands = ""
        pattern = rf"^([+-]?)([0-9]*)(?:{mark}([0-9]*))?$"
    frame = pl.DataFrame({"text": text}).with_columns(cleaned.alias("clean"))
    frame = frame.select(
        (pl.col("text").str.strip_chars() == "").alias("empty"),
        pl.col("clean").str.extract_groups(pattern).alias("groups"),
    ).unnest("groups")
    frame = frame.rename({"1": "sign", "2": "whole", "3": "part"})
    whole = pl.col("whole").str.replace_all(thousands, "") if thousands else pl.col("whole")
    part = pl.col("part").fill_null("")
    no_digits = (pl.col("whole").fill_null("") == "") & (part == "")
    found = ~no_digits & pl.col("whole").is_not_null()
    return frame.select(
        pl.col("empty"),
        pl.when(found).then(pl.col("sign")).alias("sign"),
        pl.when(found).then(whole.str.strip_chars_start("0")).alias("whole"),
        pl.when(found).then(part).alias("part"),
    )


def _escaped(mark: str) -> str:
    return "".join("\\" + char if not char.isalnum() else char for char in mark)


def _scaled(pieces: pl.DataFrame, decimals: int) -> pl.DataFrame:
    """Column `value`: rounded half away from zero to `decimals`, null where too large."""
    kept = pl.col("part").str.slice(0, decimals).str.pad_end(decimals, "0")
    digits = (pl.col("whole") + kept).str.strip_chars_start("0")
    readable = digits.str.len_bytes() <= 17
    magnitude = pl.when(digits == "").then(pl.lit("0")).when(readable).then(digits).otherwise(None)
    rounds_up = pl.col("part").str.slice(decimals, 1).is_in(list("56789"))
    size = magnitude.cast(pl.Int64) + rounds_up.cast(pl.Int64)
    signed = pl.when(pl.col("sign") == "-").then(-size).otherwise(size)
    return pieces.with_columns(pl.when(size <= MAX_SCALED).then(signed).alias("value"))


def read_rounded(text: pl.Series, decimals: int) -> ReadNumbers:
    """Indicator values: rounded half away from zero to the indicator's decimals on import."""
    return _by_distinct(text, lambda some: _result(_scaled(_pieces(some, NumberFormat()), decimals), decimals))


def read_exact(text: pl.Series, form: NumberFormat, *, integer: bool = False) -> ReadNumbers:
    """Record values: exact, scaled by as many decimals as the column needs; an integer column refuses fractions."""
    return _by_distinct(text, lambda some: _read_exact(some, form, integer=integer))


def _read_exact(text: pl.Series, form: NumberFormat, *, integer: bool) -> ReadNumbers:
    pieces = _pieces(text, form).with_columns(pl.col("part").str.strip_chars_end("0"))
    if integer:
        whole = pl.col("part") == ""
        pieces = pieces.with_columns(pl.when(whole).then(pl.col(c)).alias(c) for c in ("sign", "whole", "part"))
    decimals = _fitting_scale(pieces)
    exact = pl.col("part").str.len_bytes() <= decimals
    frame = _scaled(pieces, decimals).with_columns(pl.when(exact).then(pl.col("value")).alias("value"))
    return _result(frame, decimals)


def _fitting_scale(pieces: pl.DataFrame) -> int:
    """The fewest decimals that lose the fewest texts: one cell with nine must not cost the large amounts their place."""
    lengths = pieces.drop_nulls("whole").select(
        pl.col("whole").str.len_bytes().alias("whole"), pl.col("part").str.len_bytes().alias("part")
    )
    kinds = lengths.group_by("whole", "part").len().rows()
    room = len(str(MAX_SCALED)) - 1

    def lost(decimals: int) -> int:
        return sum(count for whole, part, count in kinds if part > decimals or whole + decimals > room)

    return min(range(MAX_RECORD_DECIMALS + 1), key=lambda decimals: (lost(decimals), decimals))


def _result(frame: pl.DataFrame, decimals: int) -> ReadNumbers:
    frame = frame.select("value", (~pl.col("empty") & pl.col("value").is_null()).alias("invalid"))
    return ReadNumbers(frame.get_column("value"), frame.get_column("invalid"), decimals)


def floor_and_ceiling(value: Decimal, decimals: int) -> tuple[int, int]:
    """The integers next to value × 10^decimals, below and above (equal where it is one of them).

    Comparing a scaled integer with these is comparing it exactly with the unrounded threshold. Thresholds beyond
    ±10 · MAX_SCALED are clamped there, which no value or difference reaches.
    """
    exact = value.scaleb(decimals)
    limit = 10 * MAX_SCALED
    if abs(exact) >= limit:
        edge = limit if exact > 0 else -limit
        return edge, edge
    return (
        int(exact.to_integral_value(rounding=ROUND_FLOOR)),
        int(exact.to_integral_value(rounding=ROUND_CEILING)),
    )
