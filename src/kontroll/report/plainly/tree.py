"""A condition as a tree of sentences: one for each node and leaf, the author's own words beside the exact ones."""

from __future__ import annotations

from dataclasses import replace

from kontroll.domain.condition import AllOf, AnyOf, Condition, IndicatorLeaf, NoneOf, Not, RuleLeaf, children
from kontroll.report.plainly.context import Context
from kontroll.report.plainly.figures import of_indicator
from kontroll.report.plainly.records import of_field
from kontroll.report.plainly.ruleleaves import of_rule
from kontroll.report.plainly.sentence import Sentence, as_sentence
from kontroll.texts import _


def tree(context: Context, condition: Condition) -> Sentence:
    """The condition as a sentence; a node's children are its own."""
    if isinstance(condition, AllOf | AnyOf | NoneOf | Not):
        below = tuple(tree(context, child) for child in children(condition))
        said = Sentence(text=_joined(condition), children=below)
    elif isinstance(condition, IndicatorLeaf):
        said = of_indicator(context, condition)
    elif isinstance(condition, RuleLeaf):
        said = of_rule(context, condition)
    else:
        said = of_field(context, condition)
    return replace(said, own_words=condition.label or "", words_first=denies(condition))


def denies(condition: Condition) -> bool:
    """It holds where something else does not: what its author calls it would read backwards after «stemmer ikke:»."""
    return isinstance(condition, NoneOf | Not)


def joining(condition: Condition) -> str:
    """How the children of a node hang together, for the middle of a sentence; of a leaf, that it stands alone."""
    several = len(children(condition)) > 1
    if isinstance(condition, AllOf) and several:
        return _("alle disse stemmer:")
    if isinstance(condition, AnyOf) and several:
        return _("minst ett av disse stemmer:")
    if isinstance(condition, NoneOf) and several:
        return _("ingen av disse stemmer:")
    return _("dette ikke stemmer:") if isinstance(condition, Not | NoneOf) else _("dette stemmer:")


def _joined(node: AllOf | AnyOf | NoneOf | Not) -> str:
    """The same as a sentence of its own."""
    denied = isinstance(node, Not) or (isinstance(node, NoneOf) and len(node.children) == 1)
    return _("Dette stemmer ikke:") if denied else as_sentence(joining(node))
