"""Mutant: a rule with one small change in it, and where; and all mutants of a rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kontroll.domain.condition import AllOf, AnyOf, Condition, IndicatorLeaf, NoneOf, Not, RuleLeaf, children
from kontroll.domain.dataset import DataSet
from kontroll.domain.month import Month
from kontroll.domain.rule import Rule
from kontroll.domain.rulebook import Rulebook
from kontroll.proving.mutation.change import Change, Lacking, windows
from kontroll.proving.mutation.figures import of_figure
from kontroll.proving.mutation.records import of_field

Path = tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Where in the rule: path = which child, of which child … from the root of a version's or an exception's condition.

    versions: valid_from of those that have the same thing in the same place, which are changed together. exemption: its id.
    """

    path: Path
    versions: tuple[Month, ...] = ()
    exemption: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """before, after: the part that was changed. rule: the whole rule with the change in it."""

    site: Site
    before: Condition
    after: Condition
    rule: Rule
    lacking: str
    named: bool


def mutants(rulebook: Rulebook, rule: Rule) -> Iterator[Mutant]:
    """Every change that a test must notice, in reading order.

    A change that cannot alter any answer is none of them: «over» for «minst» where nothing can be measured exactly on
    the limit, one method for another over two values, a difference in per cent for one in points against zero, «alle»
    for «minst en» of one thing.
    """
    dataset = rulebook.dataset(rule.dataset) if rule.dataset is not None else None
    seen: set[tuple[Path, Condition]] = set()
    for version in rule.versions:
        for path, part in parts(version.condition):
            if (path, part) in seen:
                continue
            seen.add((path, part))
            months = tuple(v.valid_from for v in rule.versions if _part(v.condition, path) == part)
            site = Site(path=path, versions=months)
            yield from _at(rulebook, rule, dataset, site, part)
    for exemption in rule.exemptions:
        for path, part in parts(exemption.condition):
            yield from _at(rulebook, rule, dataset, Site(path=path, exemption=exemption.id), part)


def _at(rulebook: Rulebook, rule: Rule, dataset: DataSet | None, site: Site, part: Condition) -> Iterator[Mutant]:
    for change in _changes(rulebook, dataset, part):
        yield Mutant(
            site=site,
            before=part,
            after=change.after,
            rule=_with(rule, site, change.after),
            lacking=change.lacking,
            named=change.named,
        )


# --- what may be changed --------------------------------------------------------------------------------------


def _changes(rulebook: Rulebook, dataset: DataSet | None, part: Condition) -> Iterator[Change]:
    if isinstance(part, AllOf | AnyOf | NoneOf | Not):
        yield from _of_node(part)
    elif isinstance(part, IndicatorLeaf):
        yield from of_figure(rulebook, part)
    elif isinstance(part, RuleLeaf):
        yield from _of_rule_leaf(part)
    else:
        assert dataset is not None
        yield from of_field(rulebook, dataset, part)


def _of_node(node: AllOf | AnyOf | NoneOf | Not) -> Iterator[Change]:
    if isinstance(node, Not):
        yield Change(node.child, Lacking.DENIED)
        return
    several = len(node.children) > 1
    if isinstance(node, NoneOf):
        yield Change(AnyOf(children=node.children, label=node.label), Lacking.DENIED)
        if several:
            yield Change(Not(child=AllOf(children=node.children), label=node.label), Lacking.NEEDED)
    elif several:
        other = AnyOf if isinstance(node, AllOf) else AllOf
        yield Change(other(children=node.children, label=node.label), Lacking.NEEDED)
    for i in range(len(node.children)) if several else ():
        fewer = (*node.children[:i], *node.children[i + 1 :])
        yield Change(replace(node, children=fewer), Lacking.NEEDED)


def _of_rule_leaf(leaf: RuleLeaf) -> Iterator[Change]:
    yield Change(Not(child=leaf), Lacking.DENIED)
    if leaf.count is not None:
        yield Change(replace(leaf, count=leaf.count + 1), Lacking.COUNT)
        if leaf.count > 1:
            yield Change(replace(leaf, count=leaf.count - 1), Lacking.COUNT)
    for window in windows(leaf.window):
        yield Change(replace(leaf, window=window), Lacking.WINDOW)


# --- trees ----------------------------------------------------------------------------------------------------


def parts(condition: Condition, path: Path = ()) -> Iterator[tuple[Path, Condition]]:
    """Every node and leaf with its path, each before what is below it."""
    yield path, condition
    for i, child in enumerate(children(condition)):
        yield from parts(child, (*path, i))


def _part(condition: Condition, path: Path) -> Condition | None:
    """What stands at the path; None where nothing does."""
    for i in path:
        below = children(condition)
        if i >= len(below):
            return None
        condition = below[i]
    return condition


def _put(condition: Condition, path: Path, part: Condition) -> Condition:
    """The condition with another part at the path."""
    if not path:
        return part
    first, rest = path[0], path[1:]
    if isinstance(condition, Not):
        return replace(condition, child=_put(condition.child, rest, part))
    assert isinstance(condition, AllOf | AnyOf | NoneOf)
    below = condition.children
    return replace(condition, children=(*below[:first], _put(below[first], rest, part), *below[first + 1 :]))


def _with(rule: Rule, site: Site, part: Condition) -> Rule:
    if site.exemption:
        changed = tuple(
            replace(e, condition=_put(e.condition, site.path, part)) if e.id == site.exemption else e
            for e in rule.exemptions
        )
        return replace(rule, exemptions=changed)
    versions = tuple(
        replace(v, condition=_put(v.condition, site.path, part)) if v.valid_from in site.versions else v
        for v in rule.versions
    )
    return replace(rule, versions=versions)
