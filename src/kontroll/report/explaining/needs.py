"""Needs: which figures and records a rule can read about one subject, through other rules, indexes and look-ups too."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from kontroll.domain.condition import (
    BestAmong,
    FieldCompare,
    FieldIn,
    Grouped,
    IndicatorLeaf,
    Leaf,
    Lookup,
    RuleLeaf,
    leaves,
)
from kontroll.domain.indicator import FromRecords, WeightedIndex
from kontroll.domain.operand import FieldRef, Literal
from kontroll.domain.rule import Rule
from kontroll.domain.rulebook import ENHET_RULE, Rulebook


@dataclass(slots=True)
class Needs:
    """figures: delivered indicators read, and whether of every enhet (`best_blant`) or of the own alone.

    of_record: the data set of the record that is asked about, "" for none. of_enhet: data sets of which all the enhet's
    records are read. whole: those of which any row may be. likes: what records of a data set are alike in. lookups: those
    that the record asked about makes. words: texts that a field of that record is held against in the rules; open: its
    fields that are held against other fields or rows, and so against any text.
    """

    figures: dict[str, bool] = field(default_factory=dict)
    of_record: str = ""
    of_enhet: set[str] = field(default_factory=set)
    whole: set[str] = field(default_factory=set)
    likes: dict[str, set[tuple[str, ...]]] = field(default_factory=dict)
    lookups: list[Lookup] = field(default_factory=list)
    words: dict[str, set[str]] = field(default_factory=dict)
    open: set[str] = field(default_factory=set)

    @property
    def datasets(self) -> set[str]:
        """All that must be read."""
        own = {self.of_record} if self.of_record else set()
        return own | self.of_enhet | self.whole | {leaf.dataset for leaf in self.lookups}


def needs(rulebook: Rulebook, rule: Rule) -> Needs:
    found = Needs(of_record=rule.dataset or "")
    _Reading(rulebook, found).rule(rule, about_record=rule.dataset is not None)
    return found


class _Reading:
    def __init__(self, rulebook: Rulebook, found: Needs) -> None:
        self._rulebook = rulebook
        self._found = found
        self._seen: set[tuple[str, bool]] = set()

    def rule(self, rule: Rule, *, about_record: bool) -> None:
        """about_record: the rule is asked about the record itself, not about all the records of an enhet."""
        if (rule.id, about_record) in self._seen:
            return
        self._seen.add((rule.id, about_record))
        if rule.dataset is not None and not about_record:
            self._found.of_enhet.add(rule.dataset)
        self._leaves(rule.leaves(), rule.dataset, about_record=about_record)

    def _leaves(self, asked: Iterable[Leaf], dataset: str | None, *, about_record: bool) -> None:
        for leaf in asked:
            if about_record:
                self._held_against(leaf)
            if isinstance(leaf, IndicatorLeaf):
                self._figure(leaf.indicator, every=any(isinstance(test, BestAmong) for test in leaf.tests))
            elif isinstance(leaf, RuleLeaf):
                self._other(leaf, about_record=about_record)
            elif isinstance(leaf, Lookup):
                if about_record:
                    self._found.lookups.append(leaf)
                else:
                    self._found.whole.add(leaf.dataset)
            elif isinstance(leaf, Grouped):
                assert dataset is not None
                if about_record:
                    self._found.likes.setdefault(dataset, set()).add(leaf.within)
                else:
                    self._found.whole.add(dataset)

    def _held_against(self, leaf: Leaf) -> None:
        """What the fields of the record could be instead."""
        if isinstance(leaf, FieldCompare):
            if isinstance(leaf.operand, FieldRef):
                self._found.open |= {leaf.field, leaf.operand.field}
            elif isinstance(leaf.operand, Literal) and isinstance(leaf.operand.value, str):
                self._found.words.setdefault(leaf.field, set()).add(leaf.operand.value)
        elif isinstance(leaf, FieldIn):
            words = {one.value for one in leaf.values if isinstance(one.value, str)}
            self._found.words.setdefault(leaf.field, set()).update(words)
        elif isinstance(leaf, Lookup):
            self._found.open |= {term.operand.field for term in leaf.terms if isinstance(term.operand, FieldRef)}

    def _other(self, leaf: RuleLeaf, *, about_record: bool) -> None:
        if leaf.rule == ENHET_RULE:
            if not about_record:
                self._found.of_enhet |= {id for id, one in self._rulebook.datasets.items() if one.has_enhet}
            return
        other = self._rulebook.rules.get(leaf.rule)
        if other is not None:
            self.rule(other, about_record=about_record and other.dataset is not None)

    def _figure(self, id: str, *, every: bool) -> None:
        indicator = self._rulebook.indicators[id]
        if isinstance(indicator.computed, WeightedIndex):
            for part in indicator.computed.parts:
                self._figure(part, every=every)
        elif isinstance(indicator.computed, FromRecords):
            (self._found.whole if every else self._found.of_enhet).add(indicator.computed.dataset)
            if indicator.computed.where is not None:
                self._leaves(leaves(indicator.computed.where), indicator.computed.dataset, about_record=False)
        else:
            self._found.figures[id] = self._found.figures.get(id, False) or every
