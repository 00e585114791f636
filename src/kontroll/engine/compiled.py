"""Compiled: a rulebook made ready for an engine, to be judged by again and again, whatever the facts and the months.

Why: a hundred rules over one month's values take longer to be made into expressions than to be computed.

How: what follows from the rules alone is worked out when it is first asked for. Columns are made by the same functions as ever,
and kept in the engine's own words as they were added. Three things of the facts and months decide which columns are made: how
large the numbers are (a program holds for those up to what it was made for), in how many decimals ambitions are written, and
which versions are in force (both part of what a program is kept under).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from kontroll.domain.condition import IndicatorLeaf, RuleLeaf
from kontroll.domain.rule import Rule
from kontroll.domain.rulebook import Rulebook, referred_rules
from kontroll.engine.backend import Backend, Words
from kontroll.engine.grid import Grid
from kontroll.engine.reach import rule_reach, warm_up
from kontroll.engine.truths import TooLarge
from kontroll.engine.unitleaves import LeafKey, distinct


@dataclass(frozen=True, slots=True)
class Program:
    """Columns that are added one step after the other.

    largest: the magnitudes that it was made for. What is safe and exact with them is so with all smaller ones.
    """

    steps: Sequence[Words]
    largest: Mapping[str, int]

    def holds_for(self, grid: Grid) -> bool:
        return all(most <= self.largest.get(what, -1) for what, most in grid.largest.items())


@dataclass
class Compiled:
    """Not for two threads at once. reach, warm_up: see reach.py. asked: rules that others ask about."""

    rulebook: Rulebook
    backend: Backend
    programs: dict[Hashable, Program] = field(default_factory=dict)

    @cached_property
    def reach(self) -> dict[str, int]:
        return rule_reach(self.rulebook)

    @cached_property
    def warm_up(self) -> int:
        return warm_up(self.rulebook, self.reach)

    @cached_property
    def asked(self) -> frozenset[str]:
        return frozenset(id for rule in self.rulebook.rules.values() for id in referred_rules(rule))

    @cached_property
    def levels(self) -> list[list[Rule]]:
        return levels(self.rulebook)

    @cached_property
    def counted(self) -> Mapping[str, list[tuple[str, int]]]:
        """Rule -> the rules whose records with utslag it counts, and how many are enough."""

        def counted_by(rule: Rule) -> list[tuple[str, int]]:
            leaves = (leaf for leaf in rule.leaves() if isinstance(leaf, RuleLeaf))
            return [(leaf.rule, leaf.count) for leaf in leaves if leaf.count is not None]

        return {rule.id: counted_by(rule) for rule in self.rulebook.rules.values()}

    @cached_property
    def unit_leaves(self) -> list[LeafKey]:
        """Each distinct leaf about indicators; those of the same indicator, which look back on the same, side by side."""
        return sorted(
            distinct(
                (leaf, rule.scope)
                for rule in self.rulebook.rules.values()
                if rule.dataset is None
                for leaf in rule.leaves()
                if isinstance(leaf, IndicatorLeaf)
            ),
            key=lambda key: key[0].indicator,
        )

    def add(self, grid: Grid, what: Hashable, make: Callable[[], None]) -> None:
        """Add to the grid what `make` adds: made where no program for it holds yet, else repeated.

        what: all that decides what `make` adds, besides the rulebook and the grid's magnitudes and decimals.
        """
        kept_under = (what, frozenset(grid.ambition_decimals.items()))
        program = self.programs.get(kept_under)
        if program is not None and program.holds_for(grid):
            for words in program.steps:
                grid.repeat(words)
            return
        self.programs[kept_under] = _made(grid, make, program)


def _made(grid: Grid, make: Callable[[], None], outgrown: Program | None) -> Program:
    """Made to hold also for what an outgrown one was made for, unless that is too much at once."""
    own, frame = dict(grid.largest), grid.frame
    if outgrown is not None:
        grid.largest |= {what: max(most, own.get(what, 0)) for what, most in outgrown.largest.items()}
        try:
            return _noted(grid, make)
        except TooLarge:
            grid.frame, grid.earlier, grid.largest = frame, {}, own
        finally:
            grid.largest = own
    return _noted(grid, make)


def _noted(grid: Grid, make: Callable[[], None]) -> Program:
    before = len(grid.said)
    make()
    return Program(grid.said[before:], dict(grid.largest))


def levels(rulebook: Rulebook) -> list[list[Rule]]:
    """Rules in layers: those of a layer ask only about rules of the layers before it."""
    depth: dict[str, int] = {}
    for rule in rulebook.in_order():
        depth[rule.id] = 1 + max((depth[id] for id in referred_rules(rule)), default=-1)
    deepest = max(depth.values(), default=-1)
    return [[rulebook.rules[id] for id, level in depth.items() if level == n] for n in range(deepest + 1)]
