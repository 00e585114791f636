"""Rulebook: all rules, indicators, parameters and data sets of a kommune, read and checked together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from graphlib import TopologicalSorter

from kontroll.domain.access import Thing
from kontroll.domain.condition import (
    Condition,
    Grouped,
    IndicatorLeaf,
    Lookup,
    RuleLeaf,
    leaves,
)
from kontroll.domain.dataset import BUILT_IN, DataSet
from kontroll.domain.indicator import Indicator
from kontroll.domain.operand import (
    FieldRef,
)
from kontroll.domain.parameter import Parameter
from kontroll.domain.rule import Rule

#: The data-quality rule that is always there: the enhet of a record is known and active (rule language, 2.6).
ENHET_RULE = "datakvalitet-enhet"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulebook:
    """Everything by id. References are known to exist and rule references to be acyclic."""

    rules: Mapping[str, Rule] = field(default_factory=dict)
    indicators: Mapping[str, Indicator] = field(default_factory=dict)
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    datasets: Mapping[str, DataSet] = field(default_factory=dict)

    def dataset(self, id: str) -> DataSet:
        """A described data set, or one of the built-in look-up tables."""
        return BUILT_IN[id] if id in BUILT_IN else self.datasets[id]

    @property
    def personal_columns(self) -> frozenset[str]:
        """The names of all fields that are about a person, in any data set."""
        return frozenset(field.id for dataset in self.datasets.values() for field in dataset.fields if field.personal)

    def in_order(self) -> list[Rule]:
        """Every rule after the rules it asks about; ids in code point order where free."""
        graph = {id: sorted(referred_rules(rule)) for id, rule in sorted(self.rules.items())}
        return [self.rules[id] for id in TopologicalSorter(graph).static_order()]

    def confined_to(self, rule: Rule) -> Thing | None:
        """As `RuleType.confined_to`, of the rule itself or of one it asks about: whoever sees its answer sees that one's.

        A talk is seen by fewer than pay is, and goes before it.
        """
        asked = (self.rules[id] for id in referred_rules(rule) if id in self.rules)
        found = {rule.type.confined_to, *(self.confined_to(one) for one in asked)}
        return next((thing for thing in (Thing.TALK, Thing.PAY) if thing in found), None)

    def is_person_directed(self, rule: Rule) -> bool:
        """True if any tree of the rule reads a field marked personal (computed, not declared)."""
        fields = (dataset.field(name) for dataset, name in self.fields_read(rule))
        return any(field is not None and field.personal for field in fields)

    def fields_read(self, rule: Rule) -> Iterator[tuple[DataSet, str]]:
        """Each (data set, field) that the rule's trees read."""
        for condition in rule.conditions():
            yield from self.fields_in(condition, rule.dataset)

    def fields_in(self, condition: Condition, dataset_id: str | None) -> Iterator[tuple[DataSet, str]]:
        """Each (data set, field) that a condition about records of the data set reads."""
        own = self.dataset(dataset_id) if dataset_id is not None else None
        for leaf in leaves(condition):
            # An indicator is an aggregate about an enhet: the rule that reads it looks at no person.
            if isinstance(leaf, RuleLeaf | IndicatorLeaf):
                continue
            assert own is not None
            if isinstance(leaf, Lookup):
                other = self.dataset(leaf.dataset)
                for term in leaf.terms:
                    yield other, term.field
                    if isinstance(term.operand, FieldRef):
                        yield own, term.operand.field
            elif isinstance(leaf, Grouped):
                for name in (*leaf.like, *([leaf.sum_field] if leaf.sum_field else [])):
                    yield own, name
                if isinstance(leaf.threshold, FieldRef):
                    yield own, leaf.threshold.field
            else:
                yield own, leaf.field
                operand = getattr(leaf, "operand", None)
                if isinstance(operand, FieldRef):
                    yield own, operand.field


def referred_rules(rule: Rule) -> set[str]:
    """Ids of the rule files that a rule asks about with `utslag`; the rule that is always there is no file."""
    return {leaf.rule for leaf in rule.leaves() if isinstance(leaf, RuleLeaf)} - {ENHET_RULE}
