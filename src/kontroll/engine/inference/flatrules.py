"""Flat rules: each term of each formula as one rule of durable-rules, and the names they read symbols by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from kontroll.engine.inference.formulas import Formula, Literal, Term
from kontroll.engine.inference.limits import Limits
from kontroll.engine.inference.program import FlatRule


def flat_rules(
    definitions: Mapping[str, Formula], limits: Limits
) -> tuple[tuple[FlatRule, ...], dict[str, tuple[str, ...]]]:
    """The rules, and further names for symbols that more of them read than may read one name."""
    terms = [
        (symbol, true, term)
        for symbol, formula in definitions.items()
        for true, terms in ((True, formula.true), (False, formula.false))
        for term in sorted(terms, key=sorted)
    ]
    used = Counter(literal for _symbol, _true, term in terms for literal in term)
    names = _Names(limits)
    flat = tuple(FlatRule(symbol, true, names.conditions(term, used)) for symbol, true, term in terms)
    return flat, {symbol: tuple(f"{symbol}'{n}" for n in range(1, most + 1)) for symbol, most in names.most.items()}


@dataclass(slots=True)
class _Names:
    """most: how many further names each symbol has come to need."""

    limits: Limits
    first: Counter[Literal] = field(default_factory=Counter)
    later: Counter[Literal] = field(default_factory=Counter)
    most: dict[str, int] = field(default_factory=dict)

    def conditions(self, term: Term, used: Counter[Literal]) -> tuple[Literal, ...]:
        """The literals of a term, the most used first: where a literal stands first, four times as many rules may read it."""
        front, *others = sorted(term, key=lambda literal: (-used[literal], literal))
        return (
            self._name(front, self.first, self.limits.first),
            *(self._name(other, self.later, self.limits.later) for other in others),
        )

    def _name(self, literal: Literal, counted: Counter[Literal], limit: int) -> Literal:
        number = counted[literal] // limit
        counted[literal] += 1
        if not number:
            return literal
        self.most[literal.symbol] = max(self.most.get(literal.symbol, 0), number)
        return Literal(f"{literal.symbol}'{number}", literal.true)
