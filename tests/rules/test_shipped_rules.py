"""What holds for the rules that are shipped: readable, complete, each about something of its own."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from kontroll.domain.condition import (
    AllOf,
    AnyOf,
    BestAmong,
    Change,
    ChangeKind,
    ColourIn,
    Condition,
    Development,
    FieldClock,
    FieldCompare,
    FieldMultiple,
    FieldWeekday,
    Grouped,
    IndicatorLeaf,
    Lookup,
    Method,
    Reading,
    RuleLeaf,
    Window,
)
from kontroll.domain.hjemmel import Hjemmel
from kontroll.domain.operand import (
    Colour,
    FieldRef,
    Literal,
    ParameterRef,
    PeriodEnd,
)
from kontroll.domain.rule import Rule, RuleType, Status
from kontroll.domain.rulebook import Rulebook
from kontroll.flows.judging.check_rules import check_rules
from kontroll.rulebook.read import read_rulebook

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ROOT / "rules"
REAL = [ROOT / "tests" / "real" / name / "rules" for name in ("innkjopskort", "bergen", "kommuner")]
ROLES = {
    "leder", "overordnet", "kommunalsjef", "kommunedirektor", "internkontroll", "okonomi", "innkjop", "hr",
    "verneombud", "personvernombud", "kontrollutvalg",
}  # fmt: skip


@cache
def shipped() -> Rulebook:
    return read_rulebook([SHIPPED])[0]


def every_rule() -> list[Rule]:
    return list(shipped().rules.values())


def parts(thing: Any) -> Iterator[Any]:
    """The thing and every dataclass below it."""
    if is_dataclass(thing):
        yield thing
        for field in fields(thing):
            yield from parts(getattr(thing, field.name))
    elif isinstance(thing, tuple):
        for item in thing:
            yield from parts(item)


def in_use(kind: type) -> list[Any]:
    return [
        part for rule in every_rule() for tree in rule.conditions() for part in parts(tree) if isinstance(part, kind)
    ]


def shape(thing: Any) -> object:
    """The tree without its constants: numbers, days, parameters, words and labels are left out."""
    if isinstance(thing, Literal | ParameterRef):
        return "constant"
    if is_dataclass(thing):
        constants = ("label", "days", "plus_days", "times", "plus", "values", "count", "of")
        kept = [f for f in fields(thing) if f.name not in constants]
        return (type(thing).__name__, *(shape(getattr(thing, f.name)) for f in kept))
    if isinstance(thing, tuple):
        return tuple(shape(item) for item in thing)
    return "number" if isinstance(thing, int) and not isinstance(thing, bool) else thing


def subject_and_shape(rule: Rule, condition: Condition) -> object:
    return (rule.dataset, shape(condition))


# --- the files ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("folder", [SHIPPED, *REAL], ids=lambda folder: folder.parent.name)
def test_a_rules_folder_is_read_without_a_single_problem(folder: Path) -> None:
    _, problems = read_rulebook([folder])

    assert [] == [str(problem) for problem in problems]


@pytest.mark.parametrize("folder", [SHIPPED, *REAL], ids=lambda folder: folder.parent.name)
def test_every_rule_proves_itself_by_its_own_tests(folder: Path) -> None:
    checked = check_rules([folder], today=date(2026, 11, 23))

    assert [] == [str(problem) for problem in checked.problems]
    assert checked.holds


@pytest.mark.parametrize("folder", [SHIPPED, *REAL], ids=lambda folder: folder.parent.name)
def test_every_rule_file_became_one_rule_with_the_name_of_the_file(folder: Path) -> None:
    reserved = ("indikatorer", "parametre", "datasett")
    files = [f for f in folder.rglob("*.yaml") if f.relative_to(folder).parts[0] not in reserved]

    assert sorted(f.stem for f in files) == sorted(read_rulebook([folder])[0].rules)


def test_all_six_types_are_there_over_units_and_over_records() -> None:
    types = Counter(rule.type for rule in every_rule())

    assert set(RuleType) == set(types)
    assert len(every_rule()) >= 34
    assert {True, False} == {rule.dataset is not None for rule in every_rule()}


def test_no_two_rules_ask_the_same_up_to_constants() -> None:
    asked: dict[object, str] = {}
    for rule in every_rule():
        mine = {subject_and_shape(rule, version.condition) for version in rule.versions}
        for form in mine:
            assert form not in asked, f"{rule.id} asks the same as {asked[form]}"
            asked[form] = rule.id


def test_every_parameter_is_used_or_is_a_threshold_of_the_law() -> None:
    used = {ref.parameter for ref in in_use(ParameterRef)}

    unused = [parameter for id, parameter in shipped().parameters.items() if id not in used]

    assert all(hjemmel.lov for parameter in unused for value in parameter.values for hjemmel in value.hjemmel)
    assert ["anskaffelse.nedre_terskel"] == [parameter.id for parameter in unused]


# --- each rule ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", every_rule(), ids=lambda rule: rule.id)
def test_a_rule_says_what_it_rests_on_what_follows_and_where_it_is_wrong(rule: Rule) -> None:
    assert rule.hjemmel
    assert rule.known_false_alarms
    assert rule.status in (Status.IN_USE, Status.TRIAL)
    for version in rule.versions:
        follows = version.consequence
        assert follows.notify
        assert set(follows.notify) <= ROLES
        assert follows.deadline_working_days
        assert follows.escalation
        assert follows.escalation.to in ROLES
        assert follows.max_utslag
        assert follows.opens_avvik is rule.type.opens_avvik


@pytest.mark.parametrize("rule", every_rule(), ids=lambda rule: rule.id)
def test_a_rule_explains_itself_in_sentences(rule: Rule) -> None:
    for condition in rule.conditions():
        labels = [part.label for part in parts(condition) if getattr(part, "label", None)]
        assert all(label[0].isupper() and not label.endswith(".") for label in labels)
    for version in rule.versions:
        assert any(getattr(part, "label", None) for part in parts(version.condition))
    assert rule.name[0].isupper()
    assert not rule.name.endswith(".")


@pytest.mark.parametrize("rule", every_rule(), ids=lambda rule: rule.id)
def test_a_reference_to_the_kommunes_own_rules_quotes_what_they_demand(rule: Rule) -> None:
    local = [h for h in rule.hjemmel if h.reglement]

    assert all(h.punkt and h.text for h in local)
    assert all(isinstance(h, Hjemmel) and h.paragraf for h in rule.hjemmel if h.lov)


@pytest.mark.parametrize("rule", every_rule(), ids=lambda rule: rule.id)
def test_a_rule_that_reads_about_persons_carries_a_complete_kontrolltiltak(rule: Rule) -> None:
    if not reads_about_persons(rule):
        return

    assert rule.control_measure is not None
    assert rule.control_measure.discussed <= rule.control_measure.informed
    assert rule.control_measure.evaluated_by <= rule.control_measure.lasts_until


def reads_about_persons(rule: Rule) -> bool:
    """A field marked personlig, of its own records or of those it looks up."""
    if rule.dataset is None:
        return False
    own = shipped().datasets[rule.dataset]
    read = {field for field in own.fields if field.personal and field.id in fields_read(rule)}
    for look in (part for tree in rule.conditions() for part in parts(tree) if isinstance(part, Lookup)):
        other = shipped().datasets[look.dataset]
        read |= {field for field in other.fields if field.personal and field.id in {t.field for t in look.terms}}
    return bool(read)


def fields_read(rule: Rule) -> set[str]:
    names: set[str] = set()
    for tree in rule.conditions():
        for part in parts(tree):
            if isinstance(part, FieldRef) or (hasattr(part, "field") and type(part).__name__ != "LookupTerm"):
                names.add(part.field)
            if isinstance(part, Grouped):
                names |= {*part.like, *([part.sum_field] if part.sum_field else [])}
    return names


# --- the language is used -------------------------------------------------------------------------------------


def test_every_kind_of_leaf_and_option_is_used_by_some_rule() -> None:
    leaves: list[IndicatorLeaf] = in_use(IndicatorLeaf)
    best: list[BestAmong] = in_use(BestAmong)
    compared: list[FieldCompare] = in_use(FieldCompare)

    assert set(Method) == {d.method for d in in_use(Development)}
    assert set(ChangeKind) == {c.kind for c in in_use(Change)}
    assert set(Reading) == {leaf.reading for leaf in leaves}
    assert {(True, True, False), (False, False, True)} == {
        (b.same_service, b.ties_count, b.missing_ignored) for b in best
    }
    assert {True, False} == {w.in_a_row for w in in_use(Window)}
    assert {True, False} == {look.exists for look in in_use(Lookup)}
    assert {True, False} == {g.sum_field is None for g in in_use(Grouped)}
    assert any(isinstance(c.operand, PeriodEnd) and c.operand.plus_days for c in compared)
    assert all(in_use(kind) for kind in (FieldClock, FieldMultiple, FieldWeekday))
    assert {True, False} == {leaf.count is None for leaf in in_use(RuleLeaf)}


def test_rules_build_on_rules_in_at_least_three_steps() -> None:
    def depth(id: str) -> int:
        below = [
            part.rule for tree in shipped().rules[id].conditions() for part in parts(tree) if isinstance(part, RuleLeaf)
        ]
        return 1 + max((depth(other) for other in below), default=0)

    assert max(depth(id) for id in shipped().rules) >= 4


def test_the_bonus_rule_says_what_the_talk_says() -> None:
    """Best in its service, or best progress, on the focus area brukere; the economy at least yellow."""
    tree = shipped().rules["bonus-001"].versions[-1].condition
    economy, result, progress = (part for part in parts(tree) if isinstance(part, IndicatorLeaf))
    best_of_its_service = (BestAmong(same_service=True),)

    assert ("okonomi_avvik", (ColourIn(frozenset({Colour.YELLOW, Colour.GREEN})),)) == (
        economy.indicator,
        economy.tests,
    )
    assert ("brukere_indeks", None, best_of_its_service) == (result.indicator, result.change, result.tests)
    assert ("brukere_indeks", Change(1, ChangeKind.PROGRESS)) == (progress.indicator, progress.change)
    assert best_of_its_service == progress.tests
    assert isinstance(tree, AllOf)
    assert isinstance(tree.children[1], AnyOf)


# --- dated law ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("parameter", "day", "value"),
    [
        ("anskaffelse.nasjonal_terskel", date(2016, 12, 31), None),
        ("anskaffelse.nasjonal_terskel", date(2018, 4, 5), 1_100_000),
        ("anskaffelse.nasjonal_terskel", date(2018, 4, 6), 1_300_000),
        ("anskaffelse.eos_terskel", date(2007, 5, 8), 1_700_000),
        ("anskaffelse.eos_terskel", date(2010, 1, 1), None),
        ("anskaffelse.eos_terskel", date(2020, 2, 11), 2_000_000),
        ("anskaffelse.eos_terskel", date(2024, 3, 13), 2_200_000),
        ("anskaffelse.eos_terskel", date(2024, 3, 14), 2_300_000),
        ("anskaffelse.eos_terskel_bygg", date(2024, 3, 14), 57_800_000),
        ("anskaffelse.eos_terskel", date(2026, 4, 20), 2_300_000),
        ("anskaffelse.eos_terskel", date(2026, 4, 21), 2_500_000),
        ("anskaffelse.eos_terskel_bygg", date(2026, 4, 21), 62_900_000),
        ("anskaffelse.eos_terskel_helse_sosial", date(2026, 4, 21), 8_700_000),
        ("anskaffelse.nedre_terskel", date(2026, 6, 30), 100_000),
        ("anskaffelse.nedre_terskel", date(2026, 7, 1), 500_000),
        ("innkjop.protokollgrense", date(2026, 7, 1), 100_000),
        ("anskaffelse.miljovekt", date(2023, 12, 31), None),
        ("anskaffelse.miljovekt", date(2024, 1, 1), 30),
    ],
)
def test_a_threshold_of_the_law_is_the_one_of_the_day(parameter: str, day: date, value: int | None) -> None:
    assert value == shipped().parameters[parameter].value_on(day)


def test_every_value_of_a_parameter_says_where_it_comes_from() -> None:
    for parameter in shipped().parameters.values():
        assert all(value.hjemmel for value in parameter.values if value.value is not None), parameter.id
