"""Cases: subjects and months that look alike to the rules of a component, as one.

Why: a rule sees nothing of an enhet but the truths of its leaves, so that a hundred thousand enheter are a few hundred
cases. Every subject and month belongs to exactly one. Where a rule asks about earlier months of another, a case is a
thread: the month with the months before it, as far back as anybody looks, or all months of a subject, whichever there
are fewer of.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from kontroll.engine.inference.program import Component, Span

ENHET, MONTH, POST, ACTIVE = "enhet", "month", "post", "active"
_CASE, _ROW, _THREAD, _ALIKE, _BACK, _AT = "case", "row", "thread", "alike", "back", "at"


@dataclass(frozen=True, slots=True)
class Cases:
    """frame: a row per case, with a column per base symbol (null = not known). members: enhet, month, post, case.

    months: cases that follow each other so many at a time are the months of one thread, oldest first.
    """

    component: Component
    frame: pl.DataFrame
    members: pl.DataFrame
    months: int = 1


def cases(component: Component, truths: pl.DataFrame, judged: Span) -> Cases:
    """truths: enhet, month, post (and active, of enheter), with a column per leaf and `gjelder` of the component.

    Enheter must have a row in every month from as early as the component looks back.
    """
    spans = [pl.col(MONTH).is_between(*span).alias(symbol) for symbol, span in component.spans.items()]
    seen = truths.filter(pl.col(MONTH) >= judged.first - component.depth).with_columns(spans)
    if not component.depth:
        return _months(component, seen if component.dataset else seen.filter(ACTIVE))
    apart = _threads(component, _each_month(component, seen, judged), judged, component.depth + 1)
    if judged.first == judged.last:
        return apart
    together = _threads(component, _all_months(seen, judged), judged, component.depth + judged.last - judged.first + 1)
    return min(apart, together, key=lambda found: len(found.frame))


def _months(component: Component, seen: pl.DataFrame) -> Cases:
    rows, of_row = _alike(component, seen)
    return Cases(component, rows.rename({_ROW: _CASE}), of_row.select(ENHET, MONTH, POST, pl.col(_ROW).alias(_CASE)))


def _each_month(component: Component, seen: pl.DataFrame, judged: Span) -> pl.DataFrame:
    """A thread for each judged month: the month itself and those before it."""
    backs = pl.DataFrame({_BACK: range(component.depth + 1)}, schema={_BACK: pl.Int64})
    threads = seen.join(backs, how="cross").with_columns((pl.col(MONTH) + pl.col(_BACK)).alias(_AT))
    return threads.filter(pl.col(_AT).is_between(*judged))


def _all_months(seen: pl.DataFrame, judged: Span) -> pl.DataFrame:
    """A thread for each subject."""
    back = (judged.first - pl.col(MONTH)).clip(lower_bound=0)
    return seen.with_columns(back.alias(_BACK), pl.lit(judged.last).alias(_AT))


def _threads(component: Component, of_month: pl.DataFrame, judged: Span, months: int) -> Cases:
    """of_month: the months of each thread (of an enhet, at a month), and how far back they are from what is judged."""
    # What nobody asks for so far back does not make two threads different.
    needed = [
        pl.when(pl.col(_BACK) <= back).then(pl.col(symbol)).alias(symbol)
        for symbol, back in component.needs.items()
        if back < component.depth
    ]
    rows, of_row = _alike(component, of_month.with_columns(needed))
    of_row = of_row.sort(ENHET, _AT, MONTH)
    text = pl.col(_ROW).cast(pl.String).str.join(",").alias(_ALIKE)
    threads = of_row.group_by(ENHET, _AT, maintain_order=True).agg(text, pl.col(_ROW))
    distinct = threads.unique(_ALIKE, keep="first", maintain_order=True).with_row_index(_THREAD)
    threads = threads.join(distinct.select(_ALIKE, _THREAD), on=_ALIKE).select(ENHET, _AT, _THREAD)
    frame = distinct.select(pl.col(_ROW).explode()).join(rows, on=_ROW, maintain_order="left").drop(_ROW)
    place = pl.col(_THREAD).cast(pl.Int64) * months + pl.col(MONTH) - pl.col(_AT) + months - 1
    members = (
        of_row.filter(ACTIVE, pl.col(_BACK) == 0, pl.col(MONTH) >= judged.first)
        .join(threads, on=[ENHET, _AT])
        .select(ENHET, MONTH, POST, place.cast(pl.UInt32).alias(_CASE))
    )
    return Cases(component, frame.with_row_index(_CASE), members, months)


def _alike(component: Component, seen: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The distinct rows by number, and `seen` with the number of the row that each of its own is like."""
    seen = seen.with_columns(pl.lit(True).alias(_ALIKE))  # there also where a component has no symbols at all
    symbols = [*component.base, _ALIKE]
    rows = seen.select(symbols).unique(maintain_order=True).with_row_index(_ROW)
    return rows.drop(_ALIKE), seen.join(rows, on=symbols, nulls_equal=True)
