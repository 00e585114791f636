"""An explanation as JSON: the same tree, with numbers as exact decimals in text, and the sentences beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any

from kontroll.domain.hjemmel import Hjemmel
from kontroll.domain.month import Month, Period
from kontroll.domain.operand import FieldRef
from kontroll.report.explaining.told import Line, Told
from kontroll.report.explaining.tree import Excepted, Explanation, Node
from kontroll.report.explaining.values import Limit

#: What is said by other keys already, or is the rule file's own to tell.
_LEFT_OUT = {
    Explanation: ("rule", "version"),
    Node: ("asked", "indicator", "frequency"),
    Limit: ("asked",),
    Excepted: ("exemption",),
    Line: ("words_first",),
}


def as_json(explanation: Explanation, told: Told) -> dict[str, Any]:
    """Plain dicts and lists. Keys are those of the dataclasses; what is empty is left out."""
    return {**_explanation(explanation), "told": _plain(told)}


def _explanation(one: Explanation) -> dict[str, Any]:
    version = {"valid_from": str(one.version.valid_from)} if one.version is not None else None
    head: dict[str, Any] = {"rule": one.rule.id, "name": one.rule.name, "type": one.rule.type.value, "version": version}
    head["hjemmel"] = [str(hjemmel) for hjemmel in one.rule.hjemmel]
    return {**_without_empty(head), **_fields(one)}


def _fields(thing: Any) -> dict[str, Any]:
    left_out = _LEFT_OUT.get(type(thing), ())
    named = {field.name: _plain(getattr(thing, field.name)) for field in fields(thing) if field.name not in left_out}
    if isinstance(thing, Excepted):
        named["id"] = thing.exemption.id
        named["reason"] = thing.exemption.reason
    if isinstance(thing, Limit):
        named["plus_days"] = thing.asked.plus_days or None
        if isinstance(thing.asked.asked, FieldRef) and thing.asked.asked.is_reckoned:
            named["times"], named["plus"] = _plain(thing.asked.asked.times), _plain(thing.asked.asked.plus)
    if isinstance(thing, Node) and thing.indicator is not None:
        named["indicator"] = thing.indicator.id
    return _without_empty(named)


def _without_empty(named: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in named.items() if value is not None and value != [] and value != ""}


def _plain(thing: Any) -> Any:
    if isinstance(thing, Explanation):
        return _explanation(thing)
    if isinstance(thing, Hjemmel | Month | Period):
        return str(thing)
    if is_dataclass(thing):
        return _fields(thing)
    if isinstance(thing, Enum):
        return thing.value
    if isinstance(thing, Decimal):
        return f"{thing:f}"
    if isinstance(thing, Fraction):
        return f"{thing.numerator}/{thing.denominator}" if thing.denominator != 1 else str(thing.numerator)
    if isinstance(thing, date | datetime | time):
        return thing.isoformat()
    if isinstance(thing, tuple) and hasattr(thing, "_asdict"):
        return _without_empty({key: _plain(value) for key, value in thing._asdict().items()})
    if isinstance(thing, Iterable) and not isinstance(thing, str):
        return [_plain(one) for one in thing]
    return thing
