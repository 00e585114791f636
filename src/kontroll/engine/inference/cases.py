"""Cases: subjects and months that look alike to the rules of a component, as one.

Why: a rule sees nothing of an enhet but the truths of its leaves, so that a hundred thousand enheter are a few hundred
cases. Every subject and month belongs to exactly one. Where a rule asks about earlier months of another, what has to be
alike is the whole thread of a subject's months.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from kontroll.engine.inference.program import Component, Span

ENHET, MONTH, POST, ACTIVE = "enhet", "month", "post", "active"
_CASE, _ROW, _THREAD, _ALIKE = "case", "row", "thread", "alike"


@dataclass(frozen=True, slots=True)
class Cases:
    """frame: a row per case, with a column per base symbol (null = not known). members: enhet, month, post, case.

    months: cases that follow each other so many at a time are the months of one thread, oldest first.
    """

    component: Component
    frame: pl.DataFrame
    members: pl.DataFrame
    months: int


def cases(component: Component, truths: pl.DataFrame, judged: Span) -> Cases:
    """truths: enhet, month, post (and active, of enheter), with a column per base symbol of the component.

    Enheter must have a row in every month from as early as the component looks back.
    """
    seen = _as_asked(component, truths, judged)
    if component.depth:
        return _threads(component, seen, judged)
    if component.dataset is None:
        seen = seen.filter(ACTIVE)
    frame = seen.select(*component.base, _always()).unique(maintain_order=True).with_row_index(_CASE)
    members = seen.with_columns(_always()).join(frame, on=[*component.base, _ALIKE], nulls_equal=True)
    return Cases(component, frame, members.select(ENHET, MONTH, POST, _CASE), 1)


def _threads(component: Component, seen: pl.DataFrame, judged: Span) -> Cases:
    months = component.depth + judged.last - judged.first + 1
    rows = seen.select(*component.base, _always()).unique(maintain_order=True).with_row_index(_ROW)
    of_month = seen.with_columns(_always()).join(rows, on=[*component.base, _ALIKE], nulls_equal=True)
    of_month = of_month.select(ENHET, MONTH, POST, ACTIVE, _ROW).sort(ENHET, MONTH)
    thread = pl.col(_ROW).cast(pl.String).str.join(",").alias(_ALIKE)
    of_enhet = of_month.group_by(ENHET, maintain_order=True).agg(thread, pl.col(_ROW))
    distinct = of_enhet.unique(_ALIKE, keep="first", maintain_order=True).with_row_index(_THREAD)
    of_enhet = of_enhet.join(distinct.select(_ALIKE, _THREAD), on=_ALIKE).select(ENHET, _THREAD)
    frame = distinct.select(pl.col(_ROW).explode()).join(rows, on=_ROW, maintain_order="left")
    place = pl.col(_THREAD).cast(pl.Int64) * months + pl.col(MONTH) - (judged.last + 1 - months)
    members = (
        of_month.filter(pl.col(ACTIVE) & (pl.col(MONTH) >= judged.first))
        .join(of_enhet, on=ENHET)
        .select(ENHET, MONTH, POST, place.cast(pl.UInt32).alias(_CASE))
    )
    return Cases(component, frame.drop(_ROW).with_row_index(_CASE), members, months)


def _as_asked(component: Component, truths: pl.DataFrame, judged: Span) -> pl.DataFrame:
    """The months that count, and the truths of each only as far back as somebody asks for it."""
    spans = [pl.col(MONTH).is_between(*span).alias(symbol) for symbol, span in component.spans.items()]
    seen = truths.filter(pl.col(MONTH) >= judged.first - component.depth).with_columns(spans)
    return seen.with_columns(
        pl.when(pl.col(MONTH) >= judged.first - back).then(pl.col(symbol)).alias(symbol)
        for symbol, back in component.needs.items()
        if back < component.depth
    )


def _always() -> pl.Expr:
    """A column that is there also for a component without symbols, whose subjects are all alike."""
    return pl.lit(True).alias(_ALIKE)
