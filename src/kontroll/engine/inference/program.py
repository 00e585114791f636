"""Program: what durable-rules is given of a rulebook, in components that know nothing of each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from kontroll.domain.condition import Leaf
from kontroll.domain.rule import Rule, Scope
from kontroll.engine.inference.formulas import Literal


class Span(NamedTuple):
    """Months (Month.ordinal), both included."""

    first: int
    last: int


class FlatRule(NamedTuple):
    """Where all conditions hold of a key, the symbol is true, or is false, of it."""

    symbol: str
    true: bool
    conditions: tuple[Literal, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A rule and where its answers are found; None = that part is trivial.

    covered: symbol of `gjelder`. versions: symbols of the versions' months. always_in_force: one version holds in all
    months that are asked for. truth: of the condition in force. exempt: of the exceptions.
    """

    rule: Rule
    covered: str | None
    versions: tuple[str, ...]
    always_in_force: bool
    truth: str
    exempt: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """Rules that hang together, about enheter (dataset None) or about the records of a data set.

    leaves, covered, spans: the base symbols and what they stand for. needs: how many months before the judged ones each
    of them is asked for; depth: the largest of them. lags: derived symbols and how many months later they are read.
    aliases: further names of symbols that many rules read. symbols: how many distinct ones the flat rules test.
    """

    dataset: str | None
    rules: tuple[Judged, ...]
    leaves: Mapping[str, tuple[Leaf, Scope]]
    covered: Mapping[str, Scope]
    spans: Mapping[str, Span]
    needs: Mapping[str, int]
    flat: tuple[FlatRule, ...]
    lags: Mapping[str, int]
    aliases: Mapping[str, tuple[str, ...]]
    symbols: int

    @property
    def depth(self) -> int:
        return max(self.needs.values(), default=0)

    @property
    def base(self) -> list[str]:
        return [*self.leaves, *self.covered, *self.spans]


@dataclass(frozen=True, slots=True)
class Program:
    """rules: ids of those it judges."""

    components: tuple[Component, ...]

    @property
    def rules(self) -> frozenset[str]:
        return frozenset(judged.rule.id for component in self.components for judged in component.rules)
