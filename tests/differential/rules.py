"""Random rules: trees over every kind of leaf, versions, exceptions, scopes, and rules that ask about rules."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from kontroll.domain.condition import AllOf, AnyOf, Condition, Leaf, NoneOf, Not, RuleLeaf, Window
from kontroll.domain.indicator import Aggregate
from kontroll.domain.rule import Exemption, Rule, RuleType, Scope, Severity, Status, Version
from kontroll.domain.rulebook import ENHET_RULE, Rulebook, referred_rules

from .case import Case
from .deliveries import delivery
from .record_leaves import record_leaf
from .unit_leaves import indicator_leaf
from .world import SERVICES, TYPES, Dice, Plan, World, add_computed, add_index, begin_world

#: Share of trees by depth: shallow ones let a leaf decide, deep ones try the connectives.
DEPTHS = {0: 0.34, 1: 0.28, 2: 0.2, 3: 0.12, 4: 0.06}
RECORD_DEPTHS = {0: 0.46, 1: 0.28, 2: 0.14, 3: 0.08, 4: 0.04}
#: Longest chain of rules that ask about rules.
LEVELS = 4
JUDGED = ("faktura", "avtale", "logg")

MakeLeaf = Callable[[], Leaf]


def case_of(plan: Plan) -> Case:
    """The case of a plan; equal plans give equal cases."""
    world = begin_world(plan)
    _add_computed(world)
    for number in range(plan.record_rules):
        _add_rule(world, Dice(f"record rule {plan.seed} {number}"), f"post-{number:02d}", records=True)
    for number in range(plan.unit_rules):
        _add_rule(world, Dice(f"unit rule {plan.seed} {number}"), f"enhet-{number:02d}", records=False)
    # Record rules may ask about unit rules, which may not ask back: these come last.
    for number in range(plan.record_rules // 3):
        _add_rule(world, Dice(f"late rule {plan.seed} {number}"), f"sen-{number:02d}", records=True)
    book = Rulebook(
        rules=world.rules, indicators=world.indicators, parameters=world.parameters, datasets=world.datasets
    )
    return Case(book, delivery(world), world.first, world.last)


def _add_computed(world: World) -> None:
    dice = Dice(f"computed {world.plan.seed}")
    for aggregate, dataset in zip(Aggregate, [*dice.shuffled(JUDGED), dice.pick(JUDGED)], strict=True):
        where = None
        if aggregate is Aggregate.SHARE or dice.chance(0.7):
            where = tree(dice, dice.pick([0, 0, 1]), lambda: record_leaf(world, dice))
        add_computed(world, aggregate, dataset, where)
    add_index(world, "indeks_a", ["fravaer", "avvik_budsjett"], [Decimal(1), Decimal(1)])
    slower = (("indeks_b", ["tilfreds", "klager", "undersokelse"]), ("indeks_c", ["prover", "opplaring"]))
    for id, options in (*slower, ("indeks_d", ["indeks_a", "indeks_b", "fravaer"])):
        parts = dice.some(options, 1, 3)
        add_index(world, id, parts, [dice.pick([Decimal(1), Decimal(2), Decimal("0.5")]) for _part in parts])


def tree(dice: Dice, depth: int, leaf: MakeLeaf) -> Condition:
    """A tree of exactly this depth along one branch; the other branches are at most as deep."""
    if depth == 0:
        return leaf()
    node = dice.pick([AllOf, AnyOf, NoneOf, Not], [3, 3, 1.5, 1])
    deepest = tree(dice, depth - 1, leaf)
    if node is Not:
        return Not(child=deepest)
    others = [tree(dice, dice.whole(0, min(1, depth - 1)), leaf) for _child in range(dice.pick([0, 1, 1, 2]))]
    return node(children=tuple(dice.shuffled([deepest, *others])))


# --- rules ----------------------------------------------------------------------------------------------------


def _add_rule(world: World, dice: Dice, id: str, *, records: bool) -> None:
    dataset = dice.pick(JUDGED, [4, 1.5, 1.5]) if records else None
    depths = RECORD_DEPTHS if records else DEPTHS

    def leaf() -> Leaf:
        asked = _rule_leaf(world, dice, dataset) if dice.chance(0.2) else None
        if asked is not None:
            return asked
        return indicator_leaf(world, dice) if dataset is None else record_leaf(world, dice)

    def condition() -> Condition:
        return tree(dice, dice.pick(list(depths), list(depths.values())), leaf)

    exemptions = [tree(dice, dice.pick([0, 0, 1]), leaf) for _exemption in range(dice.pick([0, 1, 2], [8, 2, 0.5]))]
    rule = Rule(
        id=id,
        name=id,
        area="",
        type=dice.pick([RuleType.REQUIREMENT, *RuleType]),
        status=Status.IN_USE,
        severity=Severity.LOW,
        hjemmel=(),
        versions=_versions(world, dice, condition),
        scope=_scope(world, dice, 0.3 if dataset is None else 0.15),
        dataset=dataset,
        exemptions=tuple(Exemption(id=f"u{n}", condition=one) for n, one in enumerate(exemptions)),
    )
    world.rules[id] = rule
    world.levels[id] = 1 + max((world.levels[asked] for asked in referred_rules(rule)), default=0)


def _versions(world: World, dice: Dice, condition: Callable[[], Condition]) -> tuple[Version, ...]:
    """One to three, at times with a month between them, at times late."""
    start = world.first.plus(dice.pick([-24, -24, -24, -1, 0, 1]))
    versions = []
    for _version in range(dice.pick([1, 2, 3], [7, 3, 1])):
        length = dice.whole(1, max(2, world.plan.months))
        ends = dice.chance(0.15)
        versions.append(
            Version(valid_from=start, valid_to=start.plus(length - 1) if ends else None, condition=condition())
        )
        start = max(start.plus(length), world.first.plus(-2)).plus(dice.pick([0, 1]) if ends else 0)
    return tuple(versions)


def _scope(world: World, dice: Dice, share: float) -> Scope:
    if not dice.chance(share):
        return Scope()
    which = dice.pick(["enhetstype", "tjeneste", "enhet", "to"], [2, 3, 1, 1])
    types = frozenset(dice.some(TYPES, 1, 1)) if which in ("enhetstype", "to") else None
    services = frozenset(dice.some(SERVICES, 1, 2)) if which in ("tjeneste", "to") else None
    enheter = frozenset(dice.some(world.enheter, 2, 6)) if which == "enhet" else None
    return Scope(unit_types=types, services=services, enheter=enheter)


def _rule_leaf(world: World, dice: Dice, dataset: str | None) -> RuleLeaf | None:
    """About an earlier rule of the same kind or across; None where there is none to ask."""
    if dice.chance(0.12):
        return RuleLeaf(rule=ENHET_RULE, count=dice.whole(1, 3) if dataset is None else None)
    known = [
        rule
        for rule in world.rules.values()
        if world.levels[rule.id] < LEVELS and (dataset is None or rule.dataset in (None, dataset))
    ]
    if not known:
        return None
    # Longer chains are rarer by nature: let the last rules, which have them, be asked more.
    asked = dice.pick(known, [world.levels[rule.id] for rule in known])
    window = None
    if not (dataset is not None and asked.dataset is not None) and dice.chance(0.55):
        periods = dice.whole(1, 3)
        window = Window(dice.pick([periods, dice.whole(1, periods)]), periods)
    count = dice.whole(1, 3) if dataset is None and asked.dataset is not None else None
    return RuleLeaf(rule=asked.id, count=count, window=window)
