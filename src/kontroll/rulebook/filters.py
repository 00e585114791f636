"""Filters: a condition about the records of one data set, written by somebody and stored beside what it chose.

It is read by the reader of rules, and stored as JSON with its keys sorted: the same condition is the same text, and anybody can
read it again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from kontroll.domain.condition import Condition, FieldCompare, FieldIn, Lookup, leaves
from kontroll.domain.dataset import BUILT_IN
from kontroll.domain.operand import Literal
from kontroll.domain.problem import Gravity, Place, Problem
from kontroll.domain.rulebook import Rulebook
from kontroll.rulebook.conditions import read_condition
from kontroll.rulebook.context import Context
from kontroll.rulebook.form import Problems
from kontroll.rulebook.registers import Registers
from kontroll.texts import _
from kontroll.yamlfile import Mapping, Node, Scalar, parse

#: What stands where a file's name would.
FILTER = "filter"


@dataclass(frozen=True, slots=True)
class Filter:
    """canonical: what is stored."""

    condition: Condition
    canonical: str


def read_filter(rulebook: Rulebook, dataset: str, text: str) -> tuple[Filter | None, list[Problem]]:
    """The filter as somebody wrote it (YAML, of which JSON is a part), or None with everything that is wrong, with its place.

    It may look at the records and at other data sets. That a rule struck is no filter: it chooses the arm of a sample.
    """
    node, found = parse(text, FILTER)
    if node is None or any(problem.gravity is Gravity.STOPS for problem in found):
        return None, list(found)
    if asked := _rules_asked(node):
        return None, [*found, *asked]
    problems = Problems()
    registers = Registers(
        indicators=dict(rulebook.indicators),
        parameters=dict(rulebook.parameters),
        datasets={**BUILT_IN, **rulebook.datasets},
    )
    context = Context(registers, problems, rulebook.dataset(dataset), rule_leaves_allowed=False)
    condition = read_condition(node, context)
    if condition is None or problems.stops:
        return None, [*found, *problems]
    if any(leaf.window is not None for leaf in leaves(condition)):
        problems.append(_window())
        return None, [*found, *problems]
    if named := list(_persons_named(rulebook, dataset, condition)):
        return None, [*found, *(_person(field) for field in dict.fromkeys(named))]
    return Filter(condition, _canonical(node)), [*found, *problems]


def _canonical(node: Node) -> str:
    """Keys sorted, no spaces, and every number with the digits that it needs: no binary float comes into it."""
    if isinstance(node, Mapping):
        said = {key: value for key, value in node.entries.items() if not _is_empty(value)}
        return "{" + ",".join(f"{_text(key)}:{_canonical(said[key])}" for key in sorted(said)) + "}"
    if isinstance(node, Scalar):
        return _number(node.text) if node.looks_numeric else _text(node.text)
    return "[" + ",".join(map(_canonical, node.items)) + "]"


def _is_empty(node: Node) -> bool:
    return isinstance(node, Scalar) and node.is_null


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _number(text: str) -> str:
    value = Decimal(text)
    return f"{value.normalize():f}" if value else "0"


def _rules_asked(node: Node) -> list[Problem]:
    """Where `utslag` stands, at any depth."""
    if isinstance(node, Mapping):
        here = [_asks_rule(node.key_places["utslag"])] if "utslag" in node.entries else []
        return here + [problem for value in node.entries.values() for problem in _rules_asked(value)]
    return [] if isinstance(node, Scalar) else [problem for item in node.items for problem in _rules_asked(item)]


def _persons_named(rulebook: Rulebook, dataset: str, condition: Condition) -> Iterator[str]:
    """Personal fields that are held against something written in the filter."""
    for leaf in leaves(condition):
        if isinstance(leaf, Lookup):
            about, held = rulebook.dataset(leaf.dataset), [(one.field, one.operand) for one in leaf.terms]
        elif isinstance(leaf, FieldIn):
            about, held = rulebook.dataset(dataset), [(leaf.field, leaf.values[0])]
        else:
            about = rulebook.dataset(dataset)
            held = [(leaf.field, leaf.operand)] if isinstance(leaf, FieldCompare) else []
        for id, operand in held:
            field = about.field(id)
            if field is not None and field.personal and isinstance(operand, Literal):
                yield id


def _person(field: str) -> Problem:
    return Problem(
        Place(FILTER),
        _("filteret peker ut noen i feltet «{field}», som er personlig").format(field=field),
        _("Filteret blir kunngjort med planen, og en stikkprøve skal ikke peke ut noen på forhånd."),
        _("Velg postene etter noe annet, eller sammenlign to felter med hverandre."),
    )


def _asks_rule(place: Place) -> Problem:
    return Problem(
        place,
        _("filteret spør om en regel har slått ut"),
        _("Det avgjør ikke om posten hører til populasjonen, men hvilken arm av stikkprøven den kommer i."),
        _("Ta bort «utslag», og velg armen «merket» eller «umerket»."),
    )


def _window() -> Problem:
    return Problem(
        Place(FILTER),
        _("vilkåret har «paa_rad» eller «av_siste»"),
        _("En post er med eller ikke med; den er ikke med flere måneder på rad."),
        _("Ta bort vinduet, og velg i stedet hvilke måneder populasjonen er fra."),
    )
