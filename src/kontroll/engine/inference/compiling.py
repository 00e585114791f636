"""Compiling: the rules of a component as flat rules over symbols."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from kontroll.domain.condition import BestAmong, Condition, IndicatorLeaf, Leaf, RuleLeaf, leaves
from kontroll.domain.month import Month
from kontroll.domain.rule import Rule, RuleType, Scope
from kontroll.domain.rulebook import ENHET_RULE, Rulebook
from kontroll.engine.inference.components import asked_rules, components, is_chained, separated
from kontroll.engine.inference.flatrules import flat_rules
from kontroll.engine.inference.formulas import (
    FALSE,
    TRUE,
    UNKNOWN,
    Formula,
    Literal,
    of_literal,
    of_symbol,
)
from kontroll.engine.inference.limits import LIMITS, Limits, TooWide, too_many_rules, too_many_symbols
from kontroll.engine.inference.program import Component, Judged, Program, Span
from kontroll.engine.inference.writing import Writer

#: Before and after any month that a rule is judged in.
_ALWAYS = Span(0, 10_000 * 12)
_NEVER = Span(1, 0)


def compiled(
    rulebook: Rulebook,
    left_out: Collection[str] = (),
    months: tuple[Month, Month] | None = None,
    *,
    every: bool = False,
    limits: Limits = LIMITS,
) -> Program:
    """Everything that inference judges, as flat rules. Raises TooWide, naming the rule that is too large.

    A component that is too large is taken apart: each rule that nobody asks about, with those that it builds on itself.

    months: the first and the last judged one; versions that hold in none of them are left away. every: also the rules
    that need no inference.
    """
    judged = Span(months[0].ordinal, months[1].ordinal) if months else _ALWAYS
    groups = components(rulebook, left_out, every=every)
    made: list[Component] = []

    def compile_group(rules: list[Rule]) -> None:
        writer = Writer(str(len(made)), limits)
        try:
            made.append(_Compiler(rulebook, frozenset(left_out), judged, writer, limits).component(rules))
        except TooWide:
            parts = separated(rules, rulebook, left_out)
            if len(parts) == 1:
                raise
            for part in parts:
                compile_group(part)

    for group in groups:
        compile_group(group)
    return Program(tuple(made))


@dataclass(slots=True)
class _Compiler:
    """needs: how many months before the judged ones a rule or a base symbol is asked for."""

    rulebook: Rulebook
    left_out: frozenset[str]
    judged: Span
    writer: Writer
    limits: Limits
    asked: set[str] = field(default_factory=set)
    needs: dict[str, int] = field(default_factory=dict)
    leaves: dict[str, tuple[Leaf, Scope]] = field(default_factory=dict)
    covered: dict[str, Scope] = field(default_factory=dict)
    spans: dict[str, Span] = field(default_factory=dict)
    made: dict[object, str] = field(default_factory=dict)
    utslag: dict[str, Formula] = field(default_factory=dict)
    lags: dict[str, int] = field(default_factory=dict)

    def component(self, rules: list[Rule]) -> Component:
        self.asked = {id for rule in rules for id in asked_rules(rule, self.rulebook, self.left_out)}
        reach = self._reach(rules)
        written = [self._rule(rule, reach[rule.id]) for rule in rules]
        flat, aliases = flat_rules(self.writer.definitions, self.limits)
        tested = {literal.symbol for one in flat for literal in one.conditions}
        if len(tested) > self.limits.symbols:
            raise too_many_symbols(self.writer.rule, self.limits.symbols)
        if len(flat) > self.limits.rules:
            raise too_many_rules(self.writer.rule, self.limits.rules)
        return Component(
            dataset=rules[0].dataset,
            rules=tuple(written),
            leaves=self.leaves,
            covered=self.covered,
            spans=self.spans,
            needs={symbol: self.needs[symbol] for symbol in self.made.values()},
            flat=flat,
            lags=self.lags,
            aliases=aliases,
            symbols=len(tested),
        )

    def _reach(self, rules: list[Rule]) -> dict[str, int]:
        """Months before the judged ones for which each rule is asked by the others."""
        reach = dict.fromkeys([rule.id for rule in rules], 0)
        for rule in reversed(rules):
            for leaf in self._leaves_in_play(rule, reach[rule.id]):
                if isinstance(leaf, RuleLeaf) and self._chained(rule, leaf):
                    months = leaf.window.periods - 1 if leaf.window else 0
                    reach[leaf.rule] = max(reach[leaf.rule], reach[rule.id] + months)
        return reach

    def _leaves_in_play(self, rule: Rule, back: int) -> Iterator[Leaf]:
        """Those of the exceptions, and of the versions that hold in a month the rule is asked for."""
        for condition in (*(one.condition for one in rule.exemptions), *(c for _s, c in self._in_play(rule, back))):
            yield from leaves(condition)

    def _in_play(self, rule: Rule, back: int) -> list[tuple[Span, Condition]]:
        first, last = self.judged.first - back, self.judged.last
        return [(span, condition) for span, condition in _spans(rule) if span.first <= last and first <= span.last]

    def _chained(self, rule: Rule, leaf: Leaf) -> bool:
        return isinstance(leaf, RuleLeaf) and leaf.rule not in self.left_out and is_chained(rule, leaf, self.rulebook)

    # --- one rule --------------------------------------------------------------------------------------------

    def _rule(self, rule: Rule, back: int) -> Judged:
        self.writer.rule = rule.id
        covered = self._covers(rule, back)
        versions = self._versions(rule, back)
        holds = [hold for hold, _condition in versions]
        truth = self.writer.define(
            "truth", self.writer.chosen([(hold, self._tree(rule, condition, back)) for hold, condition in versions])
        )
        exempt = None
        if rule.exemptions:
            trees = [self._tree(rule, exemption.condition, back) for exemption in rule.exemptions]
            exempt = self.writer.define("exempt", self.writer.any_of(trees))
        if rule.id in self.asked:
            self._utslag(rule, back, covered, holds, truth, exempt)
        return Judged(
            rule=rule,
            covered=_symbol(covered),
            versions=tuple(symbol for hold in holds if (symbol := _symbol(hold)) is not None),
            always_in_force=TRUE in holds,
            truth=truth,
            exempt=exempt,
        )

    def _utslag(
        self, rule: Rule, back: int, covered: Formula, holds: list[Formula], truth: str, exempt: str | None
    ) -> None:
        """Has it utslag, as those that ask see it: covered, in force, not exempt, and struck."""
        struck = Literal(truth, rule.type is not RuleType.REQUIREMENT)
        parts = [covered, of_literal(struck)]
        if exempt is not None:
            parts.append(~of_symbol(exempt))
        if TRUE not in holds:
            parts.append(self.writer.any_of(holds))
        whole = self.writer.all_of(parts)
        if whole == FALSE:  # no version in any month: false of every key, which a rule can only read as a fact
            # … and as one that is derived: only what is derived is told of later months too, for those that ask by a window.
            whole = of_symbol(self.writer.define("utslag", self._base("version", _NEVER, back, self.spans, _NEVER)))
        self.utslag[rule.id] = self.writer.named(whole)

    def _covers(self, rule: Rule, back: int) -> Formula:
        """`gjelder`; of an enhet in the judged months alone it only says something where it says anything."""
        if rule.scope == Scope() and (rule.dataset is not None or back == 0):
            return TRUE
        return self._base("covered", rule.scope, back, self.covered, rule.scope)

    def _versions(self, rule: Rule, back: int) -> list[tuple[Formula, Condition]]:
        """(holds, condition) of the versions that hold in any of the months the rule is asked for."""
        versions: list[tuple[Formula, Condition]] = []
        for span, condition in self._in_play(rule, back):
            always = span.first <= self.judged.first - back and self.judged.last <= span.last
            holds = TRUE if always else self._base("version", span, back, self.spans, span)
            versions.append((holds, condition))
        return versions

    def _tree(self, rule: Rule, condition: Condition, back: int) -> Formula:
        return self.writer.formula(condition, lambda leaf: self._leaf(rule, leaf, back))

    # --- leaves ----------------------------------------------------------------------------------------------

    def _leaf(self, rule: Rule, leaf: Leaf, back: int) -> Formula:
        if isinstance(leaf, RuleLeaf):
            if leaf.rule != ENHET_RULE and (leaf.rule in self.left_out or leaf.rule not in self.rulebook.rules):
                return UNKNOWN
            if self._chained(rule, leaf):
                return self._asked(leaf)
        ranked = isinstance(leaf, IndicatorLeaf) and any(isinstance(test, BestAmong) for test in leaf.tests)
        key = (replace(leaf, label=None), rule.scope if ranked else None)
        return self._base("leaf", key, back, self.leaves, (leaf, rule.scope))

    def _asked(self, leaf: RuleLeaf) -> Formula:
        asked = self.utslag[leaf.rule]
        if leaf.window is None:
            return asked
        if leaf.window.periods > self.limits.symbols:
            raise too_many_symbols(self.writer.rule, self.limits.symbols)
        ((literal,),) = asked.true
        months = leaf.window.periods - 1
        if months:
            self.lags[literal.symbol] = max(self.lags.get(literal.symbol, 0), months)
        return self.writer.window(leaf.window, [_earlier(literal, back) for back in range(months + 1)])

    def _base(self, kind: str, key: object, back: int, place: dict[str, Any], what: Any) -> Formula:
        """The symbol of something that the columns say."""
        if (kind, key) not in self.made:
            symbol = f"{self.writer.prefix}:{kind}{len(place)}"
            self.made[kind, key] = symbol
            place[symbol] = what
        symbol = self.made[kind, key]
        self.needs[symbol] = max(self.needs.get(symbol, 0), back)
        return of_symbol(symbol)


def _earlier(literal: Literal, months: int) -> Literal:
    return Literal(f"{literal.symbol}~{months}", literal.true) if months else literal


def _symbol(formula: Formula) -> str | None:
    return next((literal.symbol for literal in formula.literals()), None)


def _spans(rule: Rule) -> list[tuple[Span, Condition]]:
    """Each version's months, as Rule.version_in chooses among them."""
    spans = []
    for i, version in enumerate(rule.versions):
        last = version.valid_to
        if last is None and i + 1 < len(rule.versions):
            last = rule.versions[i + 1].valid_from.plus(-1)
        spans.append((Span(version.valid_from.ordinal, last.ordinal if last else _ALWAYS.last), version.condition))
    return spans
