"""Components: which rules inference judges, and which of them hang together."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from kontroll.domain.condition import Leaf, RuleLeaf
from kontroll.domain.rule import Rule
from kontroll.domain.rulebook import Rulebook


def is_chained(rule: Rule, leaf: Leaf, rulebook: Rulebook) -> bool:
    """Is it answered by another rule about the same subject? Counts, and records that ask about their enhet, are not."""
    if not isinstance(leaf, RuleLeaf) or leaf.count is not None:
        return False
    asked = rulebook.rules.get(leaf.rule)
    return asked is not None and asked.dataset == rule.dataset


def needs_inference(rule: Rule) -> bool:
    """It joins two leaves or more, or asks about a rule."""
    leaves = list(rule.leaves())
    return len(leaves) > 1 or any(isinstance(leaf, RuleLeaf) for leaf in leaves)


def components(rulebook: Rulebook, left_out: Collection[str], *, every: bool) -> list[list[Rule]]:
    """The judged rules, each after those it asks about, in groups that hang together by what they ask.

    every: also the rules that need no inference and that nobody asks about.
    """
    chosen: set[str] = set()
    group: dict[str, list[Rule]] = {}
    for rule in reversed(rulebook.in_order()):
        if rule.id not in left_out and (every or rule.id in chosen or needs_inference(rule)):
            chosen |= {rule.id, *asked_rules(rule, rulebook, left_out)}
    for rule in rulebook.in_order():
        if rule.id in chosen:
            asked = {id(group[name]): group[name] for name in asked_rules(rule, rulebook, left_out)}
            merged = [member for members in asked.values() for member in members] + [rule]
            group |= {member.id: merged for member in merged}
    return list({id(members): members for members in group.values()}.values())


def asked_rules(rule: Rule, rulebook: Rulebook, left_out: Collection[str]) -> Iterator[str]:
    for leaf in rule.leaves():
        if is_chained(rule, leaf, rulebook) and isinstance(leaf, RuleLeaf) and leaf.rule not in left_out:
            yield leaf.rule


def separated(rules: list[Rule], rulebook: Rulebook, left_out: Collection[str]) -> list[list[Rule]]:
    """Each rule that none of the others asks about, with those it builds on; a rule may then be in several groups."""
    builds_on: dict[str, set[str]] = {}
    for rule in rules:
        asked = set(asked_rules(rule, rulebook, left_out))
        builds_on[rule.id] = {rule.id}.union(*(builds_on[id] for id in asked))
    below = {id for rule in rules for id in builds_on[rule.id] - {rule.id}}
    return [[one for one in rules if one.id in builds_on[top.id]] for top in rules if top.id not in below]
