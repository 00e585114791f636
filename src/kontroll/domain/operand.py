"""Operands: comparisons, colours, and what a leaf of a condition compares with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, localcontext
from enum import Enum


class Op(Enum):
    """Comparison; the value is the word in the rule language."""

    OVER = "over"
    UNDER = "under"
    AT_LEAST = "minst"
    AT_MOST = "høyst"
    EQUAL = "lik"
    UNEQUAL = "ulik"
    BETTER = "bedre_enn"
    WORSE = "dårligere_enn"
    AS_GOOD = "minst_like_god_som"
    BEFORE = "før"
    AFTER = "etter"
    NO_LATER = "senest"
    NO_EARLIER = "tidligst"

    @property
    def plain(self) -> Op:
        """Dates compare like numbers: før is under, etter over, senest at most, tidligst at least."""
        return {
            Op.BEFORE: Op.UNDER,
            Op.AFTER: Op.OVER,
            Op.NO_LATER: Op.AT_MOST,
            Op.NO_EARLIER: Op.AT_LEAST,
        }.get(self, self)

    def directed(self, sign: int) -> Op:
        """The direction words as over, under or at least, when larger (+1) or smaller (−1) is better."""
        larger = {Op.BETTER: Op.OVER, Op.WORSE: Op.UNDER, Op.AS_GOOD: Op.AT_LEAST}
        smaller = {Op.BETTER: Op.UNDER, Op.WORSE: Op.OVER, Op.AS_GOOD: Op.AT_MOST}
        return (larger if sign > 0 else smaller).get(self, self)


class Colour(Enum):
    """Colour against the ambition of the enhet and year."""

    RED = "rød"
    YELLOW = "gul"
    GREEN = "grønn"


# --- what a leaf compares with -------------------------------------------------------------------------------

#: Digits that no product of a delivered number and a number of a rule file fills: each has thirty at most.
_EXACT = 100


@dataclass(frozen=True, slots=True)
class Literal:
    """A constant as written: number, text, day, moment, or ja/nei as bool. plus_days only for days and moments."""

    value: Decimal | str | bool | date | datetime
    plus_days: int = 0


@dataclass(frozen=True, slots=True)
class ParameterRef:
    """The dated parameter's value in force."""

    parameter: str


@dataclass(frozen=True, slots=True)
class AmbitionRef:
    """The ambition's green or yellow threshold for the enhet and year."""

    colour: Colour


@dataclass(frozen=True, slots=True)
class FieldRef:
    """Another field of this record, days added to it; a number multiplied by `times` before `plus` is added."""

    field: str
    plus_days: int = 0
    times: Decimal = Decimal(1)
    plus: Decimal = Decimal(0)

    @property
    def is_reckoned(self) -> bool:
        """True where the number compared with is another than the one that stands in the field."""
        return self.times != 1 or self.plus != 0

    def reckoned(self, number: Decimal) -> Decimal:
        """What is compared with where the field holds the number. Exact: nothing is rounded before comparing."""
        with localcontext(prec=_EXACT):
            return number * self.times + self.plus if self.is_reckoned else number


@dataclass(frozen=True, slots=True)
class PeriodEnd:
    """The last day of the evaluated month."""

    plus_days: int = 0


Threshold = Literal | ParameterRef | AmbitionRef
Operand = Literal | ParameterRef | FieldRef | PeriodEnd
