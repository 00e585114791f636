"""kontrollplan.yaml is read as written: rates and amounts exactly, the filter as JSON that the rule language reads back."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache

import pytest

from kontroll.domain.controlplan import ControlPlan, Every, PlanMethod
from kontroll.domain.draw import Arm
from kontroll.domain.policy import Policies
from kontroll.domain.problem import Gravity, Problem
from kontroll.domain.rulebook import Rulebook
from kontroll.policybook import read_policies, read_reglementer
from kontroll.policybook.block import Block
from kontroll.policybook.control_plan import read_control_plan
from kontroll.proving.control_plan import check_checklists, check_control_plan
from kontroll.rulebook.filters import read_filter
from kontroll.rulebook.read import read_rulebook
from kontroll.settings import shipped_policies, shipped_rules
from kontroll.yamlfile import parse
from problems.sound_policies import CONTROL_PLAN


def read(text: str = CONTROL_PLAN) -> ControlPlan:
    node, problems = parse(text, "kontrollplan.yaml")
    block = Block.of(node, problems, "filen")
    assert block is not None
    plan = read_control_plan(block)
    assert [] == problems
    return plan


@cache
def shipped() -> tuple[Policies, Rulebook]:
    return read_policies([shipped_policies()])[0], read_rulebook([shipped_rules()])[0]


def told(**changes: object) -> list[Problem]:
    """What is told when the first shipped control is another."""
    policies, rulebook = shipped()
    first, *others = policies.control_plan.controls
    plan = replace(policies.control_plan, controls=(replace(first, **changes), *others))  # type: ignore[arg-type]
    return list(check_control_plan(replace(policies, control_plan=plan), rulebook))


def test_a_control_is_read_as_it_was_written() -> None:
    control = read().control("kjop")

    assert control is not None
    assert (Every.QUARTER, 4, PlanMethod.SIMPLE, 500_000_000) == (
        control.every,
        control.risk,
        control.method,
        control.top,
    )
    assert (Arm.FLAGGED, Arm.UNFLAGGED) == control.arms
    assert ("innkjopsreglementet/6.6",) == control.checklist
    assert (("innkjop-001",), 30, 2, "0.1") == (control.rules, control.due, control.stages, control.second_share)


def test_the_filter_keeps_its_digits_and_sorts_its_keys() -> None:
    control = read().control("kjop")

    assert control is not None
    assert '{"er":"minst","felt":"verdi","verdi":1000.5}' == control.condition


def test_what_a_control_leaves_out_is_the_plain_choice() -> None:
    control = read().control("lonn")

    assert control is not None
    assert ("", "", None, (), 20, 1, "0") == (
        control.condition,
        control.amount_field,
        control.top,
        control.rules,
        control.due,
        control.stages,
        control.second_share,
    )


@pytest.mark.parametrize("written", ["95 %", "95%", '"0,95"', "0.95"])
def test_a_rate_is_the_same_however_it_is_written(written: str) -> None:
    text = CONTROL_PLAN.replace("sikkerhet: 80 %", f"sikkerhet: {written}")

    assert "0.95" == read(text).sizes[1].confidence


@pytest.mark.parametrize(("written", "ore"), [("500 000 kr", 50_000_000), ("500000", 50_000_000), ("0,01 kr", 1)])
def test_an_amount_is_read_to_the_ore(written: str, ore: int) -> None:
    (control, _other) = read(CONTROL_PLAN.replace("5 000 000 kr", written)).controls

    assert ore == control.top


def test_the_shipped_plan_names_only_what_there_is() -> None:
    policies, rulebook = shipped()

    assert [] == list(check_control_plan(policies, rulebook))
    assert [] == list(check_checklists(policies, read_reglementer([shipped_policies()])[0]))


def test_each_shipped_filter_is_read_back_as_a_condition() -> None:
    policies, rulebook = shipped()

    for control in policies.control_plan.controls:
        if control.condition:
            read_back, problems = read_filter(rulebook, control.dataset, control.condition)
            assert [] == problems
            assert read_back is not None
            assert json.loads(read_back.canonical) == json.loads(control.condition)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"dataset": "faktur"}, ("«faktur» finnes ikke", "faktura")),
        ({"amount_field": "beløpet"}, ("«beløpet» finnes ikke", "belop")),
        ({"amount_field": "bilag"}, ("ikke et tall", "kr eller tall")),
        ({"condition": '{"felt":"bilagstyp","mangler":"nei"}'}, ("filteret i kontrollen «faktura»", "bilagstype")),
        ({"rules": ("faktura-999",)}, ("«faktura-999» finnes ikke", "")),
        ({"rules": ("lonn-001",)}, ("«lonn-001» gjelder ikke «faktura»", "")),
        ({"responsible": "økonomi"}, ("«økonomi» er ikke forklart", "okonomi")),
        ({"dataset": "helligdag", "condition": "", "amount_field": ""}, ("ingen regel i bruk", "armer: [alle]")),
    ],
)
def test_what_the_plan_names_and_nobody_has_is_told(changes: dict[str, object], says: tuple[str, str]) -> None:
    problems = told(**changes)

    assert says[0] in problems[0].what
    assert says[1] in problems[0].fix
    assert problems[0].place.line


def test_a_size_that_no_sample_can_give_is_told_before_anybody_waits_for_it() -> None:
    policies, rulebook = shipped()
    sizes = {**policies.control_plan.sizes, 5: replace(policies.control_plan.sizes[5], tolerable="0.0001")}
    plan = replace(policies.control_plan, sizes=sizes)

    problems = list(check_control_plan(replace(policies, control_plan=plan), rulebook))

    # Those of risk 4 may go a step up; the others never come so far.
    assert ["faktura", "kjop", "lonn"] == [
        control.id for control in plan.controls if any(control.place == one.place for one in problems)
    ]
    assert all("risiko 5" in one.what for one in problems)


def test_records_without_a_number_of_their_own_are_refused() -> None:
    policies, rulebook = shipped()
    keyless = replace(rulebook.datasets["faktura"], key="linje")
    rulebook = replace(rulebook, datasets={**rulebook.datasets, "faktura": keyless})

    problems = [
        problem for problem in check_control_plan(policies, rulebook) if "nummer fra fagsystemet" in problem.what
    ]

    assert ["faktura", "utlegg"] == [
        control.id
        for control in policies.control_plan.controls
        for problem in problems
        if problem.place == control.place
    ]


@pytest.mark.parametrize("point", ["okonomireglementet 99.1", "okonomireglement 6.2", "okonomireglementet"])
def test_a_point_that_binds_nobody_is_told_and_stops_nothing(point: str) -> None:
    policies, _rulebook = shipped()
    first, *others = policies.control_plan.controls
    plan = replace(policies.control_plan, controls=(replace(first, checklist=(point.replace(" ", "/"),)), *others))

    (problem,) = check_checklists(replace(policies, control_plan=plan), read_reglementer([shipped_policies()])[0])

    assert f"«{point}»" in problem.what
    assert "okonomireglementet" in problem.fix
    assert Gravity.NOTICE is problem.gravity
