"""Schema: JSON Schema (2020-12) of the four kinds of rule file, so that an editor completes and checks while one writes.

Keys and their sentences come from `keys`, words from the enums that the readers use. A schema cannot know ids, fields
or types across files: what it lets through is still read by `kontroll regler sjekk`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from kontroll.domain.dataset import BUILT_IN, ENCODINGS
from kontroll.domain.truth import Result
from kontroll.rulebook.cases import TOKEN
from kontroll.rulebook.conditionschema import (
    CONDITION,
    DAY,
    HJEMLER,
    ID,
    MONTH,
    NOTHING,
    NUMBER,
    TEXT,
    YES_NO,
    Schema,
    block,
    conditions,
    either,
    integer,
    list_of,
    one_of,
    words,
)
from kontroll.rulebook.datasets import CHECKED_NUMBER, FIELD_TYPE
from kontroll.rulebook.keys import REGISTERS, RULE
from kontroll.rulebook.registers import BETTER, FREQUENCY, MAX_DECIMALS
from kontroll.rulebook.rules import REOPEN, RULE_ID, RULE_TYPE, SEVERITY, STATUS, WORKING_DAYS
from kontroll.texts import N_, _

#: The one schema that fits every rule file.
ALL = "kontroll.schema.json"
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schemas() -> dict[str, Schema]:
    """The name of each exported file and its schema: regel, indikatorer, parametre, datasett, and kontroll for all four."""
    titles = {
        "regel": (_rule(), N_("En regel i kontroll")),
        "indikatorer": (_file_of("indikatorer", _indicator()), N_("Indikatorer i kontroll")),
        "parametre": (_file_of("parametre", _parameter()), N_("En parameter i kontroll")),
        "datasett": (_file_of("datasett", _dataset()), N_("Et datasett i kontroll")),
    }
    titles["kontroll"] = (
        _any_of({name: schema for name, (schema, _title) in titles.items()}),
        N_("Regelfiler i kontroll"),
    )
    shared = {**conditions(), "hjemler": list_of(_hjemmel())}
    return {
        f"{name}.schema.json": {"$schema": _DIALECT, "title": _(title), **schema, "$defs": shared}
        for name, (schema, title) in titles.items()
    }


def exported() -> Iterator[tuple[str, str]]:
    """Each file's name and its text."""
    for name, schema in schemas().items():
        yield name, json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


#: Keys by which a file that is being written shows which kind it is; a file with none of them is a rule.
_MARKS = {
    "indikatorer": ("indikatorer", "bedre_er", "frekvens", "desimaler"),
    "parametre": ("parametre", "verdier"),
    "datasett": ("datasett", "felter", "nokkel", "bestand"),
}


def _any_of(schemas: dict[str, Schema]) -> Schema:
    """Whichever kind of file it is, so that an editor needs one line only."""
    chosen = schemas["regel"]
    for name, marks in _MARKS.items():
        chosen = {"if": {"anyOf": [{"required": [key]} for key in marks]}, "then": schemas[name], "else": chosen}
    return chosen


def _file_of(plural: str, one: Schema) -> Schema:
    """One description, or a list of them under the plural key."""
    several: Schema = {
        "type": "object",
        "properties": {plural: list_of(one)},
        "required": [plural],
        "additionalProperties": False,
    }
    return {"if": {"required": [plural]}, "then": several, "else": one}


# --- rules ----------------------------------------------------------------------------------------------------

_WORKING_DAYS: Schema = {"type": "string", "pattern": f"^{WORKING_DAYS.pattern}$"}


def _rule() -> Schema:
    values = {
        "id": {"type": "string", "pattern": f"^{RULE_ID.pattern}$"},
        "navn": TEXT,
        "type": words(RULE_TYPE),
        "status": words(STATUS),
        "alvor": words(SEVERITY),
        "hjemmel": HJEMLER,
        "grunnlag": TEXT,
        "gjelder": block(RULE["gjelder"], dict.fromkeys(RULE["gjelder"], list_of(TEXT))),
        "kontrolltiltak": _control_measure(),
        "versjoner": list_of(_version()),
        "unntak": list_of(_exemption(), 0),
        "kjente_falske_alarmer": list_of(TEXT),
        "tester": list_of(_test(), 0),
    }
    required = ("id", "navn", "type", "status", "alvor", "hjemmel", "versjoner")

    def versions_with(key: str) -> Schema:
        return {"properties": {"versjoner": {"items": {"required": [key]}}}}

    requirement = {"properties": {"type": {"const": "skal"}}, "required": ["type"]}
    rule = block(RULE["regelen"], values, required)
    return {**rule, "if": requirement, "then": versions_with("skal"), "else": versions_with("hvis")}


def _version() -> Schema:
    values = {"gyldig_fra": MONTH, "gyldig_til": MONTH, "hvis": CONDITION, "skal": CONDITION, "saa": _consequence()}
    return {**block(RULE["versjonen"], values, ("gyldig_fra",)), "not": {"required": ["hvis", "skal"]}}


def _consequence() -> Schema:
    values = {
        "avvik": YES_NO,
        "varsle": list_of(TEXT),
        "sak": TEXT,
        "frist": _WORKING_DAYS,
        "eskaler": block(RULE["eskaler"], {"etter": _WORKING_DAYS, "til": TEXT}, ("etter", "til")),
        "venter": integer(0, 120),
        "hold": integer(0, 120),
        "maks_utslag": integer(0, 100_000_000),
        "gjenapne": {"enum": list(REOPEN)},
    }
    return block(RULE["saa"], values)


def _exemption() -> Schema:
    values = {"id": ID, "hvis": CONDITION, "begrunnelse": TEXT, "hjemmel": HJEMLER}
    return block(RULE["unntaket"], values, ("id", "hvis", "begrunnelse"))


def _control_measure() -> Schema:
    keys = RULE["kontrolltiltaket"]
    return block(keys, {"formaal": TEXT, **dict.fromkeys(list(keys)[1:], DAY)}, keys)


def _hjemmel() -> Schema:
    keys = RULE["hjemmelen"]
    values = {**dict.fromkeys(keys, TEXT), "kontrollert": YES_NO}
    return {**block(keys, values), **one_of(["lov", "reglement", "vedtak"])}


# --- the tests in a rule --------------------------------------------------------------------------------------


def _test() -> Schema:
    series, counts = _series(TOKEN.pattern), _series(r"(_|[0-9]+)(x[0-9]{1,3})?")
    result = words(result.value for result in Result)
    record = _map_of(either(TEXT, NOTHING))
    values = {
        "navn": TEXT,
        "serie": series,
        "antall": counts,
        "ambisjon": _map_of(block(RULE["ambisjonen"], {"gronn": NUMBER, "gul": NUMBER})),
        "rivaler": list_of(block(RULE["rivalen"], {"serie": series, "antall": counts, **_attributes()})),
        "poster": either(list_of(record, 0), _map_of(list_of(record, 0))),
        "maaned": MONTH,
        "parametre": _map_of(either(NUMBER, NOTHING)),
        "enhet": block(RULE["enhet"], _attributes()),
        "forventet": either(result, list_of(result), _map_of(result)),
    }
    return block(RULE["testen"], values, ("navn", "forventet"))


def _attributes() -> dict[str, Schema]:
    return dict.fromkeys(RULE["enhet"], TEXT)


def _series(token: str) -> Schema:
    """Indicator -> values a period, with spaces between."""
    return _map_of(either({"type": "string", "pattern": rf"^\s*(({token})(\s+|$))+$"}, NUMBER))


def _map_of(value: Schema) -> Schema:
    return {"type": "object", "additionalProperties": value}


# --- registers ------------------------------------------------------------------------------------------------


def _indicator() -> Schema:
    values = {
        "id": ID,
        "navn": TEXT,
        "maaleenhet": TEXT,
        "bedre_er": words(BETTER),
        "frekvens": words(FREQUENCY),
        "desimaler": integer(0, MAX_DECIMALS),
        "fokusomrade": TEXT,
        "kilde": TEXT,
        "eier": TEXT,
        "min_antall": integer(),
        "vis_min_antall": integer(),
        "forfaller": integer(0, 366),
        "beregnet": _computed(),
        "skala": {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2},
        "kalt": list_of(TEXT),
    }
    return block(REGISTERS["indikatorer"]["indikatoren"], values, ("id", "bedre_er", "frekvens", "desimaler"))


def _computed() -> Schema:
    values = {
        **dict.fromkeys(("antall", "sum", "andel", "benford", "felt"), TEXT),
        "der": CONDITION,
        "indeks": list_of(TEXT),
        "vekt": list_of({"type": "number", "exclusiveMinimum": 0}),
        "minst": integer(1),
    }
    needs = {"sum": ["felt"], "andel": ["der"], "benford": ["felt"], "minst": ["benford"]}
    which = one_of(["antall", "sum", "andel", "benford", "indeks"])
    return {**block(REGISTERS["indikatorer"]["beregningen"], values), **which, "dependentRequired": needs}


def _parameter() -> Schema:
    keys = REGISTERS["parametre"]
    value = {"gyldig_fra": DAY, "verdi": either(NUMBER, NOTHING), "hjemmel": HJEMLER}
    values = {
        "id": ID,
        "navn": TEXT,
        "maaleenhet": TEXT,
        "verdier": list_of(block(keys["verdien"], value, ("gyldig_fra", "verdi"))),
    }
    return block(keys["parameteren"], values, ("id", "verdier"))


def _dataset() -> Schema:
    keys = REGISTERS["datasett"]
    field = {
        "id": ID,
        "type": words(FIELD_TYPE),
        "kolonne": TEXT,
        "navn": TEXT,
        "personlig": YES_NO,
        "valgfri": YES_NO,
        "kontroll": words(CHECKED_NUMBER),
    }
    mark: Schema = {"type": "string", "minLength": 1, "maxLength": 1, "pattern": "^[^0-9A-Za-zÆØÅæøå]$"}
    marks = {"desimal": mark, "tusen": mark, "foran": {"type": "string", "minLength": 1}, "nulltegn": TEXT}
    values = {
        "id": {**ID, "not": {"enum": list(BUILT_IN)}},
        "navn": TEXT,
        "nokkel": TEXT,
        "dato": either(TEXT, block(keys["dato"], {"fast": DAY}, ("fast",))),
        "bestand": block(keys["bestand"], {"fra": TEXT, "til": TEXT}, ("fra", "til")),
        "enhet": either(TEXT, block(keys["enhet"], {"fast": TEXT}, ("fast",))),
        "siste_fil_gjelder": either(words(["alt"]), list_of(TEXT)),
        "datoformat": {"type": "string", "pattern": "%[A-Za-z]"},
        "tallformat": block(keys["tallformatet"], marks),
        "tegnsett": words([*ENCODINGS, *(name.upper() for name in ENCODINGS)]),
        "felter": list_of(block(keys["feltet"], field, ("id", "type"))),
    }
    whole = block(keys["datasettet"], values, ("id", "nokkel", "felter"))
    return {**whole, "not": {"required": ["dato", "bestand"]}}
