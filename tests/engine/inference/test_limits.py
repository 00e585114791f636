"""What is too large for durable-rules is refused while rules are compiled, by the name of the rule; the last that fits is not."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from kontroll.domain.condition import AllOf, AnyOf, RuleLeaf, Window
from kontroll.domain.month import Month
from kontroll.domain.rule import Rule, Version
from kontroll.domain.rulebook import Rulebook
from kontroll.domain.truth import Result
from kontroll.engine.inference import Limits, Program, TooWide, compiled

from .worded import case, leaf, numbered, rule, said

LIMITS = Limits()
YEARS = (Month(2020, 1), Month(2030, 12))


def program(*rules: Rule, limits: Limits = LIMITS) -> Program:
    return compiled(Rulebook(rules={one.id: one for one in rules}), (), YEARS, limits=limits)


def symbols_of(of: Program) -> int:
    return sum(component.symbols for component in of.components)


def test_a_rule_of_400_leaves_is_compiled_and_one_of_401_is_refused_by_name():
    # 400 leaves in chunks of 15 need symbols for the parts too: a limit without chunks shows the count itself.
    unbounded = Limits(literals=1000, terms=1000)

    assert 400 == symbols_of(program(rule("bred", AllOf(children=tuple(numbered(400)))), limits=unbounded))
    with pytest.raises(TooWide, match=r"«bred» er for vid.*mer enn 400 ledd") as refused:
        program(rule("bred", AllOf(children=tuple(numbered(401)))), limits=unbounded)
    assert "bred" == refused.value.rule


def test_parts_with_a_symbol_of_their_own_count_as_well():
    assert symbols_of(program(rule("bred", AllOf(children=tuple(numbered(370)))))) <= 400
    with pytest.raises(TooWide):
        program(rule("bred", AllOf(children=tuple(numbered(400)))))


@pytest.mark.parametrize(("leaves", "longest", "parts"), [(15, 15, 0), (16, 15, 1)])
def test_a_sixteenth_literal_goes_into_a_part(leaves: int, longest: int, parts: int):
    made = program(rule("lang", AllOf(children=tuple(numbered(leaves)))))

    flat = made.components[0].flat
    assert longest == max(len(one.conditions) for one in flat)
    assert parts == len({one.symbol for one in flat if ":part" in one.symbol})


@pytest.mark.parametrize(("pairs", "terms", "parts"), [(6, 64, 0), (7, 64, 1)])
def test_a_product_of_more_than_64_terms_goes_into_parts(pairs: int, terms: int, parts: int):
    leaves = numbered(2 * pairs)
    every_pair = tuple(AnyOf(children=(leaves[2 * n], leaves[2 * n + 1])) for n in range(pairs))

    flat = program(rule("mange", AllOf(children=every_pair))).components[0].flat

    assert terms == max(Counter((one.symbol, one.true) for one in flat).values())
    assert parts == len({one.symbol for one in flat if ":part" in one.symbol})


@pytest.mark.parametrize(("versions", "fits"), [(64, True), (65, False)])
def test_a_rule_of_more_than_64_versions_in_play_is_refused(versions: int, fits: bool):
    one = rule("gammel", leaf())
    many = replace(
        one,
        versions=tuple(
            Version(
                valid_from=Month(2020, 1).plus(n), valid_to=None, condition=AllOf(children=(leaf(over=n), leaf("b")))
            )
            for n in range(versions)
        ),
    )

    if fits:
        assert program(many).rules == {"gammel"}
    else:
        with pytest.raises(TooWide, match="«gammel» er for vid: den har mer enn 64 versjoner"):
            program(many)


@pytest.mark.parametrize(("months", "fits"), [(370, True), (401, False), (1200, False)])
def test_a_window_over_a_rule_may_be_as_long_as_there_are_symbols(months: int, fits: bool):
    asked, asking = rule("lav", leaf()), rule("lenge", RuleLeaf(rule="lav", window=Window(months, months)))

    if fits:
        assert program(asked, asking).rules == {"lav", "lenge"}
    else:
        with pytest.raises(TooWide, match=r"«lenge».*gjør vinduene kortere"):
            program(asked, asking)


def test_a_count_that_would_need_too_many_parts_is_refused_and_a_short_one_is_not():
    asked = rule("lav", leaf())

    assert program(asked, rule("ofte", RuleLeaf(rule="lav", window=Window(12, 24))))
    with pytest.raises(TooWide, match="«ofte»"):
        program(asked, rule("ofte", RuleLeaf(rule="lav", window=Window(100, 200))))


@pytest.mark.parametrize(("rules", "fits"), [(4, True), (3, False)])
def test_a_rule_that_becomes_more_flat_rules_than_a_process_may_have_is_refused(rules: int, fits: bool):
    wide = rule("bred", AllOf(children=tuple(numbered(3))))  # true: one term; false: three

    if fits:
        assert program(wide, limits=Limits(rules=rules))
    else:
        with pytest.raises(TooWide, match=r"«bred».*mer enn 3 slutninger"):
            program(wide, limits=Limits(rules=rules))


@pytest.mark.parametrize(("asking", "names"), [(199, 0), (201, 1)])
def test_a_literal_that_stands_first_in_more_than_200_rules_gets_another_name(asking: int, names: int):
    program_of = program(*asked_by(asking))

    most = Counter(one.conditions[0] for component in program_of.components for one in component.flat)
    assert max(most.values()) <= 200
    assert names == sum(len(names) for component in program_of.components for names in component.aliases.values())


def test_no_literal_is_read_from_behind_by_more_than_50_rules():
    made = program(*asked_by(120))

    behind = Counter(literal for c in made.components for one in c.flat for literal in one.conditions[1:])
    assert max(behind.values(), default=0) <= 50


def asked_by(asking: int) -> list[Rule]:
    """One rule that so many others ask about, each with a leaf of its own."""
    hub = rule("nav", leaf("b"))
    return [hub, *(rule(f"r{n}", AllOf(children=(RuleLeaf(rule="nav"), leaf(over=n)))) for n in range(asking))]


def test_rules_that_only_share_what_they_ask_about_are_taken_apart_where_they_are_too_many():
    made = program(*asked_by(450))

    assert 451 == len(made.rules)
    assert 450 == len(made.components)
    assert max(component.symbols for component in made.components) <= 400


def test_names_parts_and_taking_apart_change_no_answer():
    tight = Limits(literals=2, terms=2, first=2, later=1, symbols=60)
    rules = asked_by(9)
    rules.append(rule("alle", AllOf(children=tuple(RuleLeaf(rule=f"r{n}", window=Window(2, 3)) for n in range(5)))))
    values = {"A": {"a": "9 9 9", "b": "6 6 6"}, "B": {"a": "9 9 9", "b": "_ _ 6"}, "C": {"a": "0 9 0", "b": "6 6 6"}}
    of = case(*rules, values=values)

    for id in ("alle", *(f"r{n}" for n in range(9))):
        assert said(of, id) == said(of, id, limits=tight), id
    assert [Result.TRUE, Result.UNKNOWN, Result.FALSE] == said(of, "alle", limits=tight)
