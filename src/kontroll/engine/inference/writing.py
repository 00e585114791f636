"""Writing: a condition as a formula that keeps to the limits; what would grow past them gets a symbol of its own.

Why symbols of their own: an `alle` of many `minst_en` multiplies out to any number of terms. A part that is named once
is derived once, and read as a single symbol.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import reduce
from math import comb

from kontroll.domain.condition import AllOf, AnyOf, Condition, Leaf, NoneOf, Not, Window
from kontroll.engine.inference.formulas import (
    FALSE,
    TRUE,
    Formula,
    Literal,
    Sum,
    at_least,
    both,
    of_literal,
    of_symbol,
    smallest,
)
from kontroll.engine.inference.limits import Limits, too_many_symbols, too_many_versions

#: A product of so many times the terms that are allowed may still shrink to what is.
_WORTH_TRYING = 4


@dataclass(slots=True)
class Writer:
    """Formulas of one component. rule: the one that is being written, for the refusal to name."""

    prefix: str
    limits: Limits
    rule: str = ""
    definitions: dict[str, Formula] = field(default_factory=dict)
    parts: int = 0

    def define(self, kind: str, formula: Formula) -> str:
        """A new symbol that stands for the formula."""
        symbol = f"{self.prefix}:{kind}{len(self.definitions)}"
        self.definitions[symbol] = formula
        return symbol

    def named(self, formula: Formula) -> Formula:
        if _is_single(formula):
            return formula
        self.parts += 1
        if self.parts > self.limits.symbols:
            raise too_many_symbols(self.rule, self.limits.symbols)
        return of_symbol(self.define("part", formula))

    def fits(self, formula: Formula) -> bool:
        return all(
            len(terms) <= self.limits.terms and all(len(term) <= self.limits.literals for term in terms)
            for terms in (formula.true, formula.false)
        )

    # --- nodes -----------------------------------------------------------------------------------------------

    def formula(self, condition: Condition, leaf: Callable[[Leaf], Formula]) -> Formula:
        if isinstance(condition, AllOf):
            return self.all_of([self.formula(child, leaf) for child in condition.children])
        if isinstance(condition, AnyOf):
            return self.any_of([self.formula(child, leaf) for child in condition.children])
        if isinstance(condition, NoneOf):
            return ~self.any_of([self.formula(child, leaf) for child in condition.children])
        if isinstance(condition, Not):
            return ~self.formula(condition.child, leaf)
        return leaf(condition)

    def all_of(self, parts: Sequence[Formula]) -> Formula:
        return reduce(self._both, parts, TRUE)

    def any_of(self, parts: Sequence[Formula]) -> Formula:
        return ~self.all_of([~part for part in parts])

    def _both(self, left: Formula, right: Formula) -> Formula:
        """Kleene's and; one side, or both, by name where the whole would be too large."""
        whole = self._if_it_fits(left, right)
        if whole is None:
            left = self.named(left)
            whole = self._if_it_fits(left, right)
        return both(left, self.named(right)) if whole is None else whole

    def _if_it_fits(self, left: Formula, right: Formula) -> Formula | None:
        if len(left.true) * len(right.true) > _WORTH_TRYING * self.limits.terms:
            return None
        whole = both(left, right)
        return whole if self.fits(whole) else None

    # --- windows ---------------------------------------------------------------------------------------------

    def window(self, window: Window, months: Sequence[Literal]) -> Formula:
        """At least so many of the months; months: newest first."""
        count, length = window.at_least, len(months)
        terms = max(comb(length, count), comb(length, length - count + 1))
        if terms <= self.limits.terms and max(count, length - count + 1) <= self.limits.literals:
            return at_least(count, months)
        if count == length:
            return self.all_of([of_literal(month) for month in months])
        if count == 1:
            return self.any_of([of_literal(month) for month in months])
        return self._counted(count, months)

    def _counted(self, count: int, months: Sequence[Literal]) -> Formula:
        """Month by month: j of the first i are true where j of those before are, or j - 1 of them and the month itself."""
        so_far = [TRUE, *[FALSE] * count]
        for month in map(of_literal, months):
            so_far = [
                TRUE if j == 0 else self.named(self.any_of([so_far[j], self.all_of([so_far[j - 1], month])]))
                for j in range(count + 1)
            ]
        return so_far[count]

    # --- versions --------------------------------------------------------------------------------------------

    def chosen(self, versions: Sequence[tuple[Formula, Formula]]) -> Formula:
        """The condition of the version that holds, of (holds, condition); at most one of them holds."""
        whole = _chosen(versions)
        if not self.fits(whole):
            whole = _chosen([(holds, self.named(condition)) for holds, condition in versions])
        if not self.fits(whole):
            raise too_many_versions(self.rule, self.limits.terms)
        return whole


def _chosen(versions: Sequence[tuple[Formula, Formula]]) -> Formula:
    def where(pick: Callable[[Formula], Sum]) -> Sum:
        return smallest(term | held for holds, condition in versions for held in holds.true for term in pick(condition))

    return Formula(where(lambda formula: formula.true), where(lambda formula: formula.false))


def _is_single(formula: Formula) -> bool:
    """Is it a symbol as it is, or turned round, or a constant?"""
    if formula in (TRUE, FALSE):
        return True
    return len(formula.true) == 1 and all(formula == of_literal(literal) for term in formula.true for literal in term)
