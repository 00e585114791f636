"""Answer: what was asked, what came out, and which values and thresholds decided it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from kontroll.domain.condition import (
    BestAmong,
    ColourIn,
    Compare,
    Condition,
    Development,
    LookupTerm,
)
from kontroll.domain.month import Month, Period
from kontroll.domain.operand import (
    FieldRef,
    Literal,
    Operand,
    PeriodEnd,
    Threshold,
)
from kontroll.domain.parameter import ParameterValue
from kontroll.domain.rule import Exemption, Rule, Version
from kontroll.domain.truth import Result, Truth
from kontroll.engine.plain.record import Content, FieldValue, Record
from kontroll.facts.facts import ValueState

Number = Decimal | Fraction


@dataclass(frozen=True, slots=True)
class Value:
    """One value of one indicator; number None = not known to rules, `state` says why.

    file, line: where it was delivered; "" and 0 = nowhere (never delivered, or computed).
    parts: the values an index was computed from. records: key -> whether the record counts, for one computed from records.
    """

    indicator: str
    enhet: str
    period: Period
    number: Decimal | None
    state: ValueState
    count: int | None = None
    file: str = ""
    line: int = 0
    parts: tuple[Value, ...] = ()
    records: tuple[tuple[str, Truth], ...] = ()


class Measured(NamedTuple):
    """What is compared for one enhet in one period: the value, or the change in it; `values` newest first."""

    enhet: str
    operand: Number | None
    values: tuple[Value, ...]


class RuleResult(NamedTuple):
    """What another rule says of the enhet or record in a month; None = no result row."""

    rule: str
    enhet: str
    key: str
    month: Month
    result: Result | None


class AmbitionRow(NamedTuple):
    """The row of ambisjoner.csv that holds; enhet as written there."""

    enhet: str
    indicator: str
    year: int
    green: Decimal | None
    yellow: Decimal | None
    file: str
    line: int


#: Where a threshold comes from, besides the rule itself.
Origin = ParameterValue | AmbitionRow | FieldValue | None


class Limit(NamedTuple):
    """A threshold that something was compared with; value None = unknown. `plus_days` is still to be added; `ganger` and
    `pluss` are in it already."""

    asked: Threshold | Operand
    value: Content | None
    origin: Origin = None

    @property
    def plus_days(self) -> int:
        return self.asked.plus_days if isinstance(self.asked, Literal | FieldRef | PeriodEnd) else 0


Asked = Condition | Compare | ColourIn | BestAmong | Development | LookupTerm
#: `gruppert` and `oppslag` read whole records.
Read = Measured | FieldValue | RuleResult | Record


@dataclass(frozen=True, slots=True)
class Answer:
    """The truth of one node, with what it was made of.

    A group node has its parts as children. A leaf with a window has one child per period, newest first; a leaf in one
    period says `when`. An indicator leaf in one period has one child per test, and the test holds operand and limits.
    operand: what was compared, None = unknown or nothing to compare. reads: own first, then rivals, rows or records.
    """

    asked: Asked
    truth: Truth
    children: tuple[Answer, ...] = ()
    when: Period | Month | None = None
    operand: Number | Content | None = None
    limits: tuple[Limit, ...] = ()
    reads: tuple[Read, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleAnswer:
    """What a rule says of one subject in one month, and why.

    key: the record's key, "" for unit rules. version and condition are None where no version holds.
    """

    rule: Rule
    enhet: str
    key: str
    month: Month
    result: Result
    version: Version | None = None
    condition: Answer | None = None
    exemptions: tuple[tuple[Exemption, Answer], ...] = ()

    def answers(self) -> Iterator[Answer]:
        """The tree of the version, then those of the exceptions."""
        if self.condition is not None:
            yield self.condition
        for _exemption, answer in self.exemptions:
            yield answer


class Comparison(NamedTuple):
    """One number held against one threshold: on which side of it did the case stand?

    asked: the test or record leaf. when: the period or month of the reading.
    """

    asked: Asked
    when: Period | Month | None
    operand: Number | Content | None
    limit: Limit


def comparisons(answer: Answer, when: Period | Month | None = None) -> Iterator[Comparison]:
    """Every comparison made below an answer, left to right, newest period first."""
    when = answer.when or when
    for limit in answer.limits:
        yield Comparison(answer.asked, when, answer.operand, limit)
    for child in answer.children:
        yield from comparisons(child, when)
