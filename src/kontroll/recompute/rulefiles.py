"""Rules as they were, from a file that holds them as JSON; numbers are exact, dates stay text.

They are known to be legal: finding errors in them was done when they were taken into use.
"""

import json
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from .language import Node, fold, month_of


def read_rules(file: Path) -> "Rulebook":
    """`regler.json` of the package."""
    return rulebook(json.loads(file.read_text(encoding="utf-8"), parse_float=Fraction))


@dataclass(frozen=True)
class Version:
    first: int
    last: int | None
    condition: Node


@dataclass(frozen=True)
class Rule:
    """One rule; `basis` is the data set of a record rule, None for a unit rule."""

    id: str
    is_requirement: bool
    scope: dict[str, list[str]]
    basis: str | None
    versions: list[Version]
    exceptions: list[Node]

    def version(self, month: int) -> Version | None:
        """The version in force in a month: without an end it holds until the next one starts."""
        started = [one for one in self.versions if one.first <= month]
        if not started:
            return None
        latest = max(started, key=lambda one: one.first)
        return latest if latest.last is None or month <= latest.last else None


@dataclass(frozen=True)
class Indicator:
    id: str
    higher_is_better: bool
    frequency: str
    decimals: int
    least_count: int
    computed: Node | None


@dataclass(frozen=True)
class Dataset:
    """`dated` is the field that dates a record, `stock` the two fields of a bestand, `fixed_date` the date of all: one is set.

    checks: the kind of number by the field that holds one with check digits. whole_by: of records that are equal in these
    fields only those of the last file stand; [] = of all, None = every file adds to those before.
    """

    id: str
    key: str
    dated: str | None
    fixed_date: date | None
    stock: tuple[str, str] | None
    unit_field: str | None
    fixed_unit: str | None
    date_form: str | None
    number_form: dict[str, str] | None
    charset: str | None
    types: dict[str, str]
    headings: dict[str, str]
    checks: dict[str, str]
    whole_by: list[str] | None

    @property
    def has_unit(self) -> bool:
        return self.unit_field is not None or self.fixed_unit is not None


@dataclass(frozen=True)
class Rulebook:
    rules: dict[str, Rule]
    indicators: dict[str, Indicator]
    parameters: dict[str, list[tuple[date, Fraction | int | None]]]
    datasets: dict[str, Dataset]

    def parameter(self, name: str, day: date) -> Fraction | None:
        """The value in force on a date; None before the first and after the end."""
        begun = [entry for entry in self.parameters[name] if entry[0] <= day]
        value = max(begun, key=lambda entry: entry[0])[1] if begun else None
        return None if value is None else Fraction(value)


def listed(value: Any) -> list[str]:
    return [str(one) for one in (value if isinstance(value, list) else [value])]


def rule_from(node: Node) -> Rule:
    requirement = fold(node["type"]) == "skal"
    versions = [
        Version(
            month_of(one["gyldig_fra"]),
            month_of(one["gyldig_til"]) if one.get("gyldig_til") else None,
            one["skal" if requirement else "hvis"],
        )
        for one in node["versjoner"]
    ]
    return Rule(
        id=node["id"],
        is_requirement=requirement,
        scope={key: listed(value) for key, value in (node.get("gjelder") or {}).items()},
        basis=node.get("grunnlag"),
        versions=versions,
        exceptions=[one["hvis"] for one in node.get("unntak") or []],
    )


def indicator_from(node: Node) -> Indicator:
    return Indicator(
        id=node["id"],
        higher_is_better=fold(node["bedre_er"]) == "hoyere",
        frequency=fold(node["frekvens"]),
        decimals=node["desimaler"],
        least_count=node.get("min_antall") or 0,
        computed=node.get("beregnet"),
    )


def dataset_from(node: Node) -> Dataset:
    unit = node.get("enhet")
    stock = node.get("bestand")
    dated, whole = node.get("dato"), node.get("siste_fil_gjelder")
    return Dataset(
        id=node["id"],
        key=node["nokkel"],
        dated=dated if isinstance(dated, str) else None,
        fixed_date=date.fromisoformat(str(dated["fast"])) if isinstance(dated, dict) else None,
        stock=(stock["fra"], stock["til"]) if stock else None,
        unit_field=unit if isinstance(unit, str) else None,
        fixed_unit=str(unit["fast"]) if isinstance(unit, dict) else None,
        date_form=node.get("datoformat"),
        number_form=node.get("tallformat"),
        charset=node.get("tegnsett"),
        types={field["id"]: fold(field["type"]) for field in node["felter"]},
        headings={field["id"]: str(field.get("kolonne", field["id"])) for field in node["felter"]},
        checks={field["id"]: field["kontroll"] for field in node["felter"] if field.get("kontroll")},
        whole_by=[] if whole == "alt" else whole,
    )


def rulebook(described: Node) -> Rulebook:
    """What stands under `regler`, `indikatorer`, `parametre` and `datasett`: each a list of what the files describe."""
    rules = [rule_from(node) for node in described["regler"]]
    indicators = [indicator_from(node) for node in described["indikatorer"]]
    datasets = [dataset_from(node) for node in described["datasett"]]
    parameters = {
        node["id"]: [(date.fromisoformat(str(one["gyldig_fra"])), one["verdi"]) for one in node["verdier"]]
        for node in described["parametre"]
    }
    return Rulebook(
        {one.id: one for one in rules},
        {one.id: one for one in indicators},
        parameters,
        {one.id: one for one in datasets},
    )
