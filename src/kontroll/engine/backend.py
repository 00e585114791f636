"""Backend: what differs between the engines that evaluate rules in columns, and nothing else.

Everything a rule means is a narwhals expression that every engine understands alike. What no expression can say, because
engines differ in how they hold rows, stands here: how an input enters, what a row order is, when a plan is carried out, and
how the verdicts leave.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol

import narwhals as nw
import polars as pl

from kontroll.domain.problem import KontrollError
from kontroll.domain.rulebook import Rulebook

Frame = nw.DataFrame[Any] | nw.LazyFrame[Any]

#: Expressions as an engine takes them: what they mean has been said in narwhals, and nothing of it is chosen here.
Words = Sequence[Any]


def stacked(frames: Sequence[Frame]) -> Frame:
    """The rows of all the frames, which have the same columns and the same backend."""
    first: Any = frames[0]
    found: Frame = nw.concat([first, *frames[1:]])
    return found


class Unsupported(KontrollError):
    """A rule that an engine cannot say: refused by name, never guessed at.

    what: the construct, in bokmål, as it may stand after «bruker».
    """

    def __init__(self, engine: str, rule: str, what: str) -> None:
        super().__init__(f"{engine} cannot say {rule}: {what}")
        self.engine, self.rule, self.what = engine, rule, what


class Backend(Protocol):
    """An engine. Frames of one backend never meet those of another."""

    name: str

    def check(self, rulebook: Rulebook) -> None:
        """Raise Unsupported where a rule says what this engine cannot."""

    def leaves_at_once(self, rows: int) -> int:
        """How many leaves it should make over a grid of so many rows before what they are made of is dropped."""

    def frame(self, prepared: Sequence[pl.LazyFrame]) -> Frame:
        """An input as this engine reads it; several parts with the same columns are one input."""

    def wide(self, values: Sequence[pl.LazyFrame], columns: Mapping[str, str]) -> Frame:
        """enhet, period and a column per indicator, from rows of enhet, indikator, period, value (unique by the first three)."""

    def join(self, frame: Frame, other: Frame, on: Sequence[str]) -> Frame:
        """Left join of columns that are unique by `on`; rows stay in order where the engine has one."""

    def beside(self, frame: Frame, others: Sequence[Frame], on: Sequence[str]) -> Frame:
        """The frame with the columns of others that were made of it row by row, and carry its key `on`."""

    def said(self, columns: Sequence[nw.Expr]) -> Words:
        """The columns in its own words, which fit any frame that has what they read."""

    def added(self, frame: Frame, words: Words) -> Frame:
        """The frame with the columns that were said."""

    def earlier(self, columns: Sequence[str], months: int) -> nw.Expr:
        """The columns of the grid as they stood so many months before for the same enhet."""

    def running_totals(self, frame: Frame, amounts: Sequence[str], by: Sequence[str], day: str) -> Frame:
        """A row for each `by` and day: the amounts of the days up to it added up. Those of each `by` add up to 0 in the end."""

    def matched(self, left: Frame, right: Frame, on: Mapping[str, str]) -> Iterable[Frame]:
        """Every pair of rows that are equal in `on` (left column -> right column), in as many parts as the engine likes."""

    def settled(self, frame: Frame) -> Frame:
        """The same rows, computed once, however many times they are asked for."""

    def largest(self, frame: Frame, columns: Sequence[str]) -> dict[str, int]:
        """The largest magnitude in each column, 0 where nothing is known: a bound, never a verdict."""

    def unpivot(self, frame: Frame, columns: Sequence[str], index: Sequence[str], *, name: str, value: str) -> Frame:
        """A row for each of the columns (`name`) and what it holds (`value`), with the index; nulls may be left out."""

    def taken(self, frame: Frame) -> pl.DataFrame:
        """The rows, out of the engine: only for what is made."""
