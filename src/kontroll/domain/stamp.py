"""Stamp: one text for everything that a rule says and reads, the same however its files are ordered, named or laid out.

Why not the bytes of the files: indicators and parameters stand many in a file. A changed neighbour, a comment or a
corrected indent would look like another rule, and take away the approval of rules that nobody touched.

Why fields at their default are left out: a later version of kontroll may let a rule say more. Rules that do not say it
are still the same rules.

What is not part of it: the status, because a rule that goes from trial into use must be the rule that was approved;
where in which file it stands; and the texts of laws and policies that it points at.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any

from kontroll.domain.condition import IndicatorLeaf, Lookup, RuleLeaf
from kontroll.domain.indicator import FromRecords, WeightedIndex
from kontroll.domain.month import Month
from kontroll.domain.operand import ParameterRef
from kontroll.domain.rule import Rule, RuleTest
from kontroll.domain.rulebook import ENHET_RULE, Rulebook

#: What stands in a rule and says nothing of what it finds.
_LEFT_OUT: Mapping[type, frozenset[str]] = {Rule: frozenset({"file", "status"}), RuleTest: frozenset({"line"})}

#: A kind of thing in a rulebook, and its id.
Name = tuple[str, str]
RULE, INDICATOR, PARAMETER, DATASET = "regel", "indikator", "parameter", "datasett"


def read_by(rulebook: Rulebook, rule: str) -> dict[Name, object]:
    """The rule, and everything it reads: rules, indicators, parameters and data sets, and what those read again."""
    found: dict[Name, object] = {}
    waiting: list[Name] = [(RULE, rule)]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = thing = _thing(rulebook, name)
            waiting += _names_in(thing)
    return dict(sorted(found.items()))


def canonical(thing: object) -> str:
    """JSON that is the same for equal things, and other for others."""
    return json.dumps(_plain(thing), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _thing(rulebook: Rulebook, name: Name) -> object:
    kind, id = name
    if id == ENHET_RULE:
        # It is in no file: what can change is which records it looks at.
        return tuple(dataset for _id, dataset in sorted(rulebook.datasets.items()) if dataset.has_enhet)
    if kind == DATASET:
        return rulebook.dataset(id)
    registers: Mapping[str, Mapping[str, object]] = {
        RULE: rulebook.rules,
        INDICATOR: rulebook.indicators,
        PARAMETER: rulebook.parameters,
    }
    return registers[kind][id]


def _names_in(thing: object) -> Iterator[Name]:
    """What a thing refers to, wherever in it that stands: also in a construct that is added later."""
    if isinstance(thing, tuple | frozenset):
        for one in thing:
            yield from _names_in(one)
    elif is_dataclass(thing):
        yield from _own_names(thing)
        for field in fields(thing):
            yield from _names_in(getattr(thing, field.name))


def _own_names(thing: object) -> Iterator[Name]:
    if isinstance(thing, Rule) and thing.dataset is not None:
        yield DATASET, thing.dataset
    elif isinstance(thing, RuleLeaf):
        yield RULE, thing.rule
    elif isinstance(thing, IndicatorLeaf):
        yield INDICATOR, thing.indicator
    elif isinstance(thing, ParameterRef):
        yield PARAMETER, thing.parameter
    elif isinstance(thing, Lookup | FromRecords):
        yield DATASET, thing.dataset
    elif isinstance(thing, WeightedIndex):
        yield from ((INDICATOR, part) for part in thing.parts)


# --- as JSON ----------------------------------------------------------------------------------------------------------


def _plain(thing: object) -> Any:
    if thing is None or isinstance(thing, bool | int | str):
        return thing
    if isinstance(thing, Enum):
        return thing.value
    if isinstance(thing, Month):
        return {"month": str(thing)}
    if isinstance(thing, tuple):
        return [_plain(one) for one in thing]
    if isinstance(thing, frozenset):
        return sorted((_plain(one) for one in thing), key=str)
    if isinstance(thing, Decimal):
        return {"number": str(thing)}
    if isinstance(thing, date | datetime | time):
        # A day and a text that looks like one are not the same.
        return {type(thing).__name__: thing.isoformat()}
    if is_dataclass(thing) and not isinstance(thing, type):
        return {"is": type(thing).__name__, **_said(thing)}
    raise TypeError(type(thing).__name__)


def _said(thing: Any) -> dict[str, Any]:
    left_out = _LEFT_OUT.get(type(thing), frozenset())
    named = ((field, getattr(thing, field.name)) for field in fields(thing) if field.name not in left_out)
    return {field.name: _plain(value) for field, value in named if value != _default(field)}


def _default(field: Field[Any]) -> Any:
    """What a field is where nothing is said; MISSING, which equals nothing, where something must be."""
    return field.default_factory() if field.default_factory is not MISSING else field.default
