"""What an engine cannot say it refuses, with the rule's id and in words; what only looks hard, it says."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
import typer
from typer.testing import CliRunner

from differential.case import Case
from differential.small import MAY, OVER_FIVE, case, rule
from kontroll.cli import evaluate as command
from kontroll.domain.condition import AllOf, AnyOf, Compare, Condition, FieldIn, IndicatorLeaf, Window
from kontroll.domain.month import Month
from kontroll.domain.operand import Literal, Op, ParameterRef
from kontroll.domain.parameter import Parameter, ParameterValue
from kontroll.domain.rule import Rule, Version
from kontroll.engine.backend import Unsupported
from kontroll.engine.columnar import evaluate
from kontroll.engine.on_duckdb import DEEPEST, MOST_VERSIONS, OnDuckDB


def nested(levels: int) -> Condition:
    """OVER_FIVE below so many `alle`, one in the other; each counts for three."""
    condition: Condition = OVER_FIVE
    for _level in range(levels):
        condition = AllOf(children=(condition, OVER_FIVE))
    return condition


def versions(number: int, condition: Condition) -> Rule:
    """A version a month, the last from May on."""
    dated = [
        Version(valid_from=MAY.plus(-back), valid_to=None, condition=condition) for back in reversed(range(number))
    ]
    return replace(rule("mange", condition), versions=tuple(dated))


def on_duckdb(of: Case) -> list[tuple[str, str]]:
    with OnDuckDB() as backend:
        printed = evaluate(of.rulebook, of.facts(), of.first, of.last, backend=backend).printed()
    return printed.select("regel", "resultat").rows()


def test_a_condition_is_refused_when_it_is_a_level_too_deep():
    at_most = DEEPEST // 3 - 1
    deep, too_deep = (case(rule("dyp", nested(levels)), series="6") for levels in (at_most, at_most + 1))

    assert [("dyp", "sann")] == on_duckdb(deep)
    with pytest.raises(Unsupported) as refused:
        on_duckdb(too_deep)
    assert "dyp" == refused.value.rule
    assert "en betingelse der mer enn 120 ledd er nøstet i hverandre" == refused.value.what
    assert "sann" == on_polars(too_deep)


def test_parts_side_by_side_nest_too():
    wide: Condition = OVER_FIVE
    for _level in range(4):
        wide = AnyOf(children=(wide, *[OVER_FIVE] * 40))

    with pytest.raises(Unsupported):
        on_duckdb(case(rule("vid", wide), series="6"))
    assert [("vid", "sann")] == on_duckdb(case(rule("vid", wide.children[0]), series="6"))


def test_a_rule_is_refused_when_it_has_a_version_too_many():
    most = case(versions(MOST_VERSIONS, nested(DEEPEST // 3 - 1)), series="6")
    too_many = case(versions(MOST_VERSIONS + 1, OVER_FIVE), series="6")

    assert [("mange", "sann")] == on_duckdb(replace(most, first=MAY.plus(-MOST_VERSIONS)))[-1:]
    with pytest.raises(Unsupported) as refused:
        on_duckdb(too_many)
    assert ("mange", "mer enn 60 versjoner") == (refused.value.rule, refused.value.what)
    assert "sann" == on_polars(too_many)


def test_a_list_of_thousands_a_window_of_hundreds_and_a_parameter_of_hundreds_are_no_deeper_than_any_other():
    suppliers = tuple(Literal(f"L{n}") for n in range(3000))
    long = IndicatorLeaf(indicator="fravaer", tests=OVER_FIVE.tests, window=Window(2, 400))
    dated = IndicatorLeaf(indicator="fravaer", tests=(Compare(Op.OVER, ParameterRef("grense")),))
    days = [date(2020, 1, 1) + timedelta(days=7 * n) for n in range(400)]
    values = tuple(ParameterValue(valid_from=day, value=Decimal(n % 7)) for n, day in enumerate(days))
    found = case(
        rule("liste", FieldIn(field="ansvar", values=(*suppliers, Literal("A"))), "faktura"),
        rule("vindu", long),
        rule("parameter", dated),
        series="6 7 2 6",
        records=[{"bilag": "B1", "dato": "2024-05-10", "ansvar": "A"}],
    )
    parameter = Parameter(id="grense", name="grense", unit="", values=values)
    found = replace(found, rulebook=replace(found.rulebook, parameters={"grense": parameter}))

    answers = dict(on_duckdb(found))

    assert {"liste": "sann", "vindu": "sann"}.items() <= answers.items()
    assert evaluate(found.rulebook, found.facts(), MAY, MAY).printed().select("regel", "resultat").rows() == [
        *answers.items()
    ]


def test_names_that_differ_only_in_their_capitals_are_two_columns():
    low, high = (
        replace(OVER_FIVE, indicator=id, tests=(Compare(Op.OVER, Literal(Decimal(limit))),))
        for id, limit in (("fravaer", 5), ("Fravaer", 7))
    )
    found = case(rule("lav", low), rule("storre", high), series="6")
    indicators = {**found.rulebook.indicators, "Fravaer": replace(found.rulebook.indicators["fravaer"], id="Fravaer")}
    more = {"enhet": "A", "indikator": "Fravaer", "periode": str(MAY), "verdi": "6"}
    delivery = replace(found.delivery, measurements=[*found.delivery.measurements, more])
    found = replace(found, rulebook=replace(found.rulebook, indicators=indicators), delivery=delivery)

    assert [("lav", "sann"), ("storre", "usann")] == on_duckdb(found)


def test_the_command_names_the_rule_and_what_it_uses(monkeypatch, tmp_path):
    def refuse(*given: object, **how: object) -> None:
        raise Unsupported("duckdb", "okonomi-001", "mer enn 60 versjoner")

    monkeypatch.setattr(command, "evaluate_folder", refuse)

    done = asked("--motor", "duckdb", folder=tmp_path)

    assert 1 == done.exit_code
    assert (
        "Regelen «okonomi-001» kan ikke vurderes med --motor duckdb: den bruker mer enn 60 versjoner. Bruk --motor polars.\n"
        == done.stderr
    )


def test_an_engine_that_nobody_knows_is_wrong_use(tmp_path):
    done = asked("--motor", "spark", folder=tmp_path)

    assert 2 == done.exit_code
    assert "--motor er polars eller duckdb." in done.stderr


def asked(*words: str, folder):
    app = typer.Typer()
    app.callback()(lambda: None)
    command.add_to(app)
    given = ["vurder", "--regler", str(folder), "--data", str(folder), "--periode", str(Month(2026, 1)), *words]
    return CliRunner().invoke(app, given)


def on_polars(of: Case) -> str:
    (result,) = evaluate(of.rulebook, of.facts(), of.first, of.last).printed().get_column("resultat")
    return str(result)
