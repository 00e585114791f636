"""Formulas: when is something definitely true, and when is it definitely false? Two sums of products over symbols.

A symbol is true, false or neither of a key. Three-valued logic then needs no third value: where neither formula holds,
the answer is *ukjent*. Negation swaps the two, so that in the end only single symbols are turned round.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple


class Literal(NamedTuple):
    """The claim that a symbol is true, or that it is false."""

    symbol: str
    true: bool

    def __invert__(self) -> Literal:
        return Literal(self.symbol, not self.true)


#: All of these hold.
Term = frozenset[Literal]
#: At least one of these holds; none at all never does.
Sum = frozenset[Term]

_NEVER: Sum = frozenset()
_ALWAYS: Sum = frozenset([frozenset()])


@dataclass(frozen=True, slots=True)
class Formula:
    """true: when it is definitely true. false: when it is definitely false. They never hold together."""

    true: Sum
    false: Sum

    def __invert__(self) -> Formula:
        return Formula(self.false, self.true)

    def literals(self) -> Iterator[Literal]:
        for term in (*self.true, *self.false):
            yield from term


TRUE, FALSE = Formula(_ALWAYS, _NEVER), Formula(_NEVER, _ALWAYS)
UNKNOWN = Formula(_NEVER, _NEVER)


def of_symbol(symbol: str) -> Formula:
    return of_literal(Literal(symbol, True))


def of_literal(literal: Literal) -> Formula:
    return Formula(frozenset([frozenset([literal])]), frozenset([frozenset([~literal])]))


def both(left: Formula, right: Formula) -> Formula:
    """Kleene's and."""
    return Formula(product(left.true, right.true), smallest(left.false | right.false))


def either(left: Formula, right: Formula) -> Formula:
    """Kleene's or."""
    return ~both(~left, ~right)


def at_least(count: int, literals: Sequence[Literal]) -> Formula:
    """True where so many are true; false where so many are false that it cannot be reached."""
    true = combinations(literals, count)
    false = combinations([~literal for literal in literals], len(literals) - count + 1)
    return Formula(frozenset(map(frozenset, true)), frozenset(map(frozenset, false)))


def product(left: Sum, right: Sum) -> Sum:
    """Both hold: each term of one with each term of the other, without those that contradict themselves."""
    return smallest(one | other for one in left for other in right if not any(~literal in other for literal in one))


def smallest(terms: Iterable[Term]) -> Sum:
    """Without terms that ask for all that another asks for, and more."""
    kept: list[Term] = []
    for term in sorted(set(terms), key=len):
        if not any(smaller <= term for smaller in kept):
            kept.append(term)
    return frozenset(kept)
