"""Condition schema: values and conditions as JSON Schema, for `schema`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any

from kontroll.domain.spelling import fold
from kontroll.rulebook.context import MAX_WINDOW, PERIOD_WORDS
from kontroll.rulebook.fieldleaves import TESTS
from kontroll.rulebook.keys import CONDITIONS, PARTS, Keys
from kontroll.rulebook.leaves import CHANGE, COLOUR, INDICATOR_OPS, METHOD, MISSING, READING, SAME, TIES
from kontroll.rulebook.operands import MAX_DAYS, NUMBER_OPS, TIME_OPS
from kontroll.texts import _

Schema = dict[str, Any]

# --- values ---------------------------------------------------------------------------------------------------

ID: Schema = {"type": ["string", "number"], "pattern": r"^[^\s]+$"}
TEXT: Schema = {"type": ["string", "number"], "pattern": r"\S"}
NUMBER: Schema = {"type": "number"}
MONTH: Schema = {"type": "string", "pattern": r"^\d{4}-(0[1-9]|1[0-2])$"}
DAY: Schema = {"type": "string", "pattern": r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$"}
CLOCK: Schema = {"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$"}
YES_NO: Schema = {"enum": ["ja", "nei"]}
YES: Schema = {"const": "ja"}
NOTHING: Schema = {"type": "null"}
CONDITION: Schema = {"$ref": "#/$defs/vilkår"}
HJEMLER: Schema = {"$ref": "#/$defs/hjemler"}


def integer(least: int = 0, most: int = 1_000_000) -> Schema:
    return {"type": "integer", "minimum": least, "maximum": most}


def words(words: Mapping[str, Enum] | Iterable[str]) -> Schema:
    """Each word in both spellings, høy and hoy."""
    return {"enum": list(dict.fromkeys(spelling for word in words for spelling in (word, fold(word))))}


def list_of(item: Schema, least: int = 1) -> Schema:
    return {"type": "array", "items": item, "minItems": least}


def either(*schemas: Schema) -> Schema:
    return {"anyOf": list(schemas)}


def _window() -> Schema:
    """A number of periods, or a text such as `3 måneder`."""
    return either(integer(1, MAX_WINDOW), {"type": "string", "pattern": rf"^\d{{1,4}}\s+({_PERIODS})$"})


def block(keys: Keys, values: Mapping[str, Schema], required: Iterable[str] = ()) -> Schema:
    """A block with exactly these keys. A key that is not required may stand empty, as it may in the reader.

    Raises ValueError where the values are not for the same keys: no key without a description, or the other way.
    """
    if set(keys) != set(values):
        raise ValueError(f"keys and values differ: {set(keys) ^ set(values)}")
    must = list(required)
    properties = {
        key: {"description": _(said), **(values[key] if key in must else either(values[key], NOTHING))}
        for key, said in keys.items()
    }
    found: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**found, "required": must} if must else found


def one_of(keys: Iterable[str]) -> Schema:
    """Exactly one of the keys is present."""
    return {"oneOf": [{"required": [key]} for key in keys]}


# --- conditions -----------------------------------------------------------------------------------------------

_LABEL = {"merke": TEXT}
_LITERAL = either(TEXT, YES_NO)


_PERIODS = "|".join(
    dict.fromkeys(s for words in PERIOD_WORDS.values() for w in words for s in (w, w.replace("aa", "å")))
)


def _windowed() -> dict[str, Schema]:
    of_latest = block(
        PARTS["av_siste"], {"minst": integer(1, MAX_WINDOW), "perioder": _window()}, ("minst", "perioder")
    )
    return {"paa_rad": _window(), "av_siste": of_latest, **_LABEL}


def _some(part: str, *names: str) -> Keys:
    """The keys of a part that hold in one place: an indicator has no `periodeslutt`, a field no `ambisjon`."""
    return {name: PARTS[part][name] for name in names}


#: A number as it stands, or in quotation marks; only beside `felt`.
_EXACT = either(NUMBER, {"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"})
_RECKONING: dict[str, Schema] = {"ganger": {**_EXACT, "not": {"const": 0}}, "pluss": _EXACT}
_OF_FIELD: Schema = {"dependentRequired": {"ganger": ["felt"], "pluss": ["felt"]}}


def _threshold() -> Schema:
    colour = {"enum": ["grønn", "gronn", "gul"]}
    inner = block(_some("verdien", "parameter", "ambisjon"), {"parameter": TEXT, "ambisjon": colour})
    return either(NUMBER, {**inner, **one_of(["parameter", "ambisjon"])})


def _operand() -> Schema:
    days = integer(-MAX_DAYS, MAX_DAYS)
    values = {"parameter": TEXT, "felt": TEXT, "periodeslutt": YES, "dato": TEXT, "pluss_dager": days, **_RECKONING}
    inner = block(_some("verdien", *values), values)
    return either(_LITERAL, {**inner, **one_of(["parameter", "felt", "periodeslutt", "dato"]), **_OF_FIELD})


def _indicator_leaf() -> Schema:
    since = integer(1, MAX_WINDOW)
    best = {
        "samme": words(SAME),
        "minst_enheter": integer(1),
        "ved_likhet": words(TIES),
        "mangler": words(MISSING),
    }
    development = {"perioder": integer(2, MAX_WINDOW), "metode": words(METHOD)}
    values = {
        "indikator": TEXT,
        "er": words(INDICATOR_OPS),
        "verdi": _threshold(),
        "farge": list_of(words(COLOUR)),
        "endring": block(PARTS["endring"], {"siden": since, "som": words(CHANGE)}, ("siden", "som")),
        "fremgang": block(PARTS["fremgang"], {"siden": since}, ("siden",)),
        "best_blant": block(PARTS["best_blant"], best),
        "utvikling": block(PARTS["utvikling"], development, ("perioder", "metode")),
        "lest": words(READING),
        **_windowed(),
    }
    leaf = block(CONDITIONS["indikator"], values, ("indikator",))
    tests = [{"required": ["er", "verdi"]}, *({"required": [key]} for key in ("farge", "best_blant", "utvikling"))]
    never = [["paa_rad", "av_siste"], ["endring", "fremgang"]]
    never += [[change, test] for change in ("endring", "fremgang") for test in ("farge", "utvikling")]
    together = {"dependentRequired": {"er": ["verdi"], "verdi": ["er"]}}
    return {**leaf, "anyOf": tests, **together, "not": {"anyOf": [{"required": pair} for pair in never]}}


_ONE_WINDOW: Schema = {"not": {"required": ["paa_rad", "av_siste"]}}


def _field_compare() -> dict[str, Schema]:
    days = integer(-MAX_DAYS, MAX_DAYS)
    return {"felt": TEXT, "er": words(NUMBER_OPS | TIME_OPS), "verdi": _operand(), "pluss_dager": days}


def _field_leaf() -> Schema:
    weekday = integer(1, 7)
    values = {
        **_field_compare(),
        "mangler": YES_NO,
        "i": list_of(_LITERAL),
        "ukedag": either(weekday, list_of(weekday)),
        "klokke": block(PARTS["klokke"], {"fra": CLOCK, "til": CLOCK}, ("fra", "til")),
        "rundt": {"type": "number", "exclusiveMinimum": 0},
        **_windowed(),
    }
    leaf = block(CONDITIONS["felt"], values, ("felt",))
    return {**leaf, **one_of(TESTS), "dependentRequired": {"er": ["verdi"], "verdi": ["er"]}, **_ONE_WINDOW}


def _lookup_leaf() -> Schema:
    term = block(PARTS["oppslaget"], _field_compare(), ("felt", "er", "verdi"))
    values = {"oppslag": TEXT, "der": list_of(term), "finnes": YES_NO, **_windowed()}
    return {**block(CONDITIONS["oppslag"], values, ("oppslag", "der")), **_ONE_WINDOW}


def _grouped_leaf() -> Schema:
    of = {
        "like": list_of(TEXT),
        "dager": integer(1, MAX_DAYS),
        "sum": TEXT,
        "antall": YES,
        "andel_av": list_of(TEXT, least=0),
    }
    inner = {**block(PARTS["gruppert"], of, ("like", "dager")), **one_of(["sum", "antall"])}
    of_value = {"parameter": TEXT, "felt": TEXT, **_RECKONING}
    threshold = block(_some("verdien", *of_value), of_value)
    value = either(NUMBER, {**threshold, **one_of(["parameter", "felt"]), **_OF_FIELD})
    values = {"gruppert": inner, "er": words(NUMBER_OPS), "verdi": value, **_windowed()}
    share: Schema = {"properties": {"gruppert": {"required": ["andel_av"]}}}
    of_per_cent: Schema = {"properties": {"verdi": {"not": {"type": "object", "required": ["felt"]}}}}
    leaf = block(CONDITIONS["gruppert"], values, ("gruppert", "er", "verdi"))
    return {**leaf, **_ONE_WINDOW, "if": share, "then": of_per_cent}


def _rule_leaf() -> Schema:
    count = block(PARTS["antall"], {"minst": integer(1)}, ("minst",))
    values = {"utslag": TEXT, "antall": count, **_windowed()}
    return {**block(CONDITIONS["utslag"], values, ("utslag",)), **_ONE_WINDOW}


def conditions() -> dict[str, Schema]:
    """`vilkår` and one definition for each kind of it."""
    kinds = {
        name: block(CONDITIONS[name], {name: list_of(CONDITION), **_LABEL}, (name,))
        for name in ("alle", "minst_en", "ingen_av")
    }
    kinds["ikke"] = block(CONDITIONS["ikke"], {"ikke": CONDITION, **_LABEL}, ("ikke",))
    kinds |= {
        "indikator": _indicator_leaf(),
        "felt": _field_leaf(),
        "oppslag": _lookup_leaf(),
        "gruppert": _grouped_leaf(),
        "utslag": _rule_leaf(),
    }
    choose: Schema = {"type": "object", **one_of(kinds)}
    # if/then and not oneOf alone: an editor then speaks of the kind that was begun, not of all nine.
    choose["allOf"] = [{"if": {"required": [name]}, "then": {"$ref": f"#/$defs/{name}"}} for name in kinds]
    return {"vilkår": choose, **kinds}
