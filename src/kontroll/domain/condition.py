"""The condition tree of a rule: what stands under `hvis`, `skal`, `der` and in exceptions.

A tree is data: frozen, hashable, comparable. The columnar evaluator turns it into column expressions, the plain
evaluator walks it, the writer of Norwegian sentences reads it. Numbers are Decimals exactly as written.
Source: rule language, section 2.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import time
from decimal import Decimal
from enum import Enum

from kontroll.domain.operand import Colour, FieldRef, Literal, Op, Operand, ParameterRef, Threshold

# --- over time ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Window:
    """True in at least `at_least` of the latest `periods` calendar periods.

    `paa_rad: n` is n of n, `av_siste` is k of n: with k = n the two are the same Kleene function.
    """

    at_least: int
    periods: int

    @property
    def in_a_row(self) -> bool:
        return self.at_least == self.periods


class Reading(Enum):
    """Which period of a tertial or yearly indicator a month reads."""

    CONTAINING = "innevaerende"
    LATEST_ENDED = "siste_avsluttede"


# --- tests of an indicator leaf -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Compare:
    """`er: OP, verdi: V`."""

    op: Op
    threshold: Threshold


@dataclass(frozen=True, slots=True)
class ColourIn:
    """`farge: [...]`."""

    colours: frozenset[Colour]


@dataclass(frozen=True, slots=True)
class BestAmong:
    """`best_blant`: the best of its service (same_service) or of all, among the rule's own units."""

    same_service: bool = True
    min_units: int = 2
    ties_count: bool = True
    missing_ignored: bool = False


class Method(Enum):
    """What counts as positive development."""

    ANY_STEP = "minst_ett_steg"
    ENDPOINTS = "endepunkt"
    TREND = "trend"


@dataclass(frozen=True, slots=True)
class Development:
    """`utvikling`: positive development over the latest `periods` values."""

    periods: int
    method: Method


LeafTest = Compare | ColourIn | BestAmong | Development


class ChangeKind(Enum):
    """How two values of an indicator are set against each other."""

    ABSOLUTE = "absolutt"
    PERCENT = "prosent"
    PROGRESS = "fremgang"


@dataclass(frozen=True, slots=True)
class Change:
    """`endring` / `fremgang`: v(t) − v(t−since), as difference, per cent of |base|, or in the better direction."""

    since: int
    kind: ChangeKind


# --- leaves -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorLeaf:
    """Tests of one indicator, joined with Kleene-and in each period, then the window."""

    indicator: str
    tests: tuple[LeafTest, ...]
    change: Change | None = None
    reading: Reading = Reading.CONTAINING
    window: Window | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldCompare:
    field: str
    op: Op
    operand: Operand
    window: Window | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldMissing:
    """`mangler: ja | nei`: the only field leaf that is never unknown."""

    field: str
    missing: bool
    window: Window | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldIn:
    field: str
    values: tuple[Literal, ...]
    window: Window | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldWeekday:
    """1 = Monday … 7 = Sunday."""

    field: str
    days: frozenset[int]
    window: Window | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldClock:
    """From `start`, included, until `end`, not included; over midnight when end <= start."""

    field: str
    start: time
    end: time
    window: Window | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldMultiple:
    """`rundt: n`: a multiple of n; 0 is one."""

    field: str
    of: Decimal
    window: Window | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True)
class LookupTerm:
    """One requirement on a row of the other data set: its `field` against an operand of this record."""

    field: str
    op: Op
    operand: Operand


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup:
    """Is there a row in another data set for which all terms hold?"""

    dataset: str
    terms: tuple[LookupTerm, ...]
    exists: bool
    window: Window | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouped:
    """Sum of `sum_field` (None: the count) over records with equal `like` fields in the latest `days` days.

    share_of: some of the `like` fields, or none; then it is that sum per 100 of the sum over records with these fields equal, in
    the same days. A sum that is not above 0 has no shares. None: the sum itself.
    """

    like: tuple[str, ...]
    days: int
    sum_field: str | None
    op: Op
    threshold: Literal | ParameterRef | FieldRef
    share_of: tuple[str, ...] | None = None
    window: Window | None = None
    label: str | None = None

    @property
    def within(self) -> tuple[str, ...]:
        """The fields that all the records it reads have equal."""
        return self.like if self.share_of is None else self.share_of


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleLeaf:
    """`utslag: ID`: has that rule utslag; with count, at least so many records of a record rule."""

    rule: str
    count: int | None = None
    window: Window | None = None
    label: str | None = None


# --- nodes --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class AllOf:
    children: tuple[Condition, ...]
    label: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnyOf:
    children: tuple[Condition, ...]
    label: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoneOf:
    """`ingen_av`: not of any-of."""

    children: tuple[Condition, ...]
    label: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Not:
    child: Condition
    label: str | None = None


FieldLeaf = FieldCompare | FieldMissing | FieldIn | FieldWeekday | FieldClock | FieldMultiple | Lookup | Grouped
Leaf = IndicatorLeaf | FieldLeaf | RuleLeaf
Node = AllOf | AnyOf | NoneOf | Not
Condition = Leaf | Node


def children(condition: Condition) -> tuple[Condition, ...]:
    """The nodes right below; empty for a leaf."""
    if isinstance(condition, AllOf | AnyOf | NoneOf):
        return condition.children
    return (condition.child,) if isinstance(condition, Not) else ()


def leaves(condition: Condition) -> Iterator[Leaf]:
    """All leaves, left to right."""
    if isinstance(condition, AllOf | AnyOf | NoneOf | Not):
        for child in children(condition):
            yield from leaves(child)
    else:
        yield condition


def single_period(leaf: Leaf) -> Leaf:
    """The leaf as it stands in one period: without its window."""
    return leaf if leaf.window is None else replace(leaf, window=None)
