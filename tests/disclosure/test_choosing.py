"""Which units are hidden beside the few: held against a solver of its own, on small tables."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from disclosure.exact import guessed
from kontroll.disclosure.choosing import choose
from kontroll.disclosure.survey import Cell, Decision, Part, Scale, Survey

FIFTH = Fraction(1, 5)
HUNDRED = Scale(Fraction(0), Fraction(100))


def survey(answers: dict[str, tuple[int, int]], parts: dict[str, str], few: Iterable[str], **others: object) -> Survey:
    """answers: unit -> (persons, mean). parts: name -> the letters of its units."""
    made = Survey(
        values={Cell("f", unit): Fraction(mean) for unit, (_persons, mean) in answers.items()},
        weights={Cell("f", unit): persons for unit, (persons, _mean) in answers.items()},
        scales={"f": HUNDRED},
        parts=tuple(Part(name, frozenset(units), Fraction(1, 4)) for name, units in parts.items()),
        few=frozenset(few),
        persons={unit: persons for unit, (persons, _mean) in answers.items()},
    )
    return replace(made, **others)  # type: ignore[arg-type]


def test_where_nobody_is_few_all_is_published() -> None:
    made = survey({"a": (5, 70), "b": (40, 80)}, {"whole": "ab"}, few=())

    assert choose(made, FIFTH, 5) == Decision(frozenset(), frozenset({"whole"}))


def test_beside_one_of_four_answers_two_more_are_hidden_so_that_no_leader_of_the_one_can_work_out_the_other() -> None:
    made = survey({"a": (4, 70), "b": (8, 60), "c": (9, 65), "d": (90, 50), "e": (99, 60)}, {"whole": "abcde"}, few="a")

    decided = choose(made, FIFTH, 5)

    assert decided == Decision(frozenset("abc"), frozenset({"whole"}))


def test_where_one_person_leads_both_of_the_hidden_one_more_is_enough() -> None:
    made = survey(
        {"a": (4, 70), "b": (8, 60), "c": (9, 65), "d": (90, 50), "e": (99, 60)}, {"whole": "abcde"}, few="a",
        keepers={"a": "p-1", "b": "p-1"},
    )  # fmt: skip

    assert choose(made, FIFTH, 5).hidden == frozenset("ab")


def test_a_large_unit_is_not_hidden_for_a_small_one_but_the_total_is_given_without_the_small() -> None:
    made = survey({"a": (4, 70), "b": (400, 60), "c": (500, 65)}, {"whole": "abc"}, few="a")

    assert choose(made, FIFTH, 5) == Decision(frozenset("a"), frozenset())


def test_a_total_of_fewer_than_five_is_told_to_nobody() -> None:
    made = survey({"a": (2, 70), "b": (2, 60)}, {"whole": "ab"}, few="ab")

    assert choose(made, FIFTH, 5).told == frozenset()


def test_the_same_survey_gives_the_same_answer() -> None:
    made = survey(
        {c: (3 + n, 50 + n) for n, c in enumerate("abcdefgh")}, {"x": "abcd", "y": "efgh", "w": "abcdefgh"}, "ae"
    )

    assert choose(made, FIFTH, 5) == choose(made, FIFTH, 5)


def test_the_total_of_a_part_where_all_are_hidden_and_too_few_together_is_hidden_as_well_as_they_are() -> None:
    # The two have four answers together: what is left of the whole beside the large ones would tell what they said.
    made = survey({"a": (2, 70), "b": (2, 60), "c": (90, 65), "d": (80, 60)}, {"pair": "ab", "whole": "abcd"}, few="ab")

    decided = choose(made, FIFTH, 5)

    assert decided.told == frozenset()


@st.composite
def surveys(draw: st.DrawFn) -> Survey:
    units = "abcdefg"[: draw(st.integers(2, 7))]
    answers = {unit: (draw(st.integers(1, 30)), draw(st.integers(0, 100))) for unit in units}
    half = frozenset(draw(st.sets(st.sampled_from(units))))
    third = frozenset(draw(st.sets(st.sampled_from(units))))
    parts = {"whole": units, "half": "".join(half), "rest": "".join(set(units) - half), "third": "".join(third)}
    few = [unit for unit, (persons, _mean) in answers.items() if persons < 5]
    dear = draw(st.sampled_from([Fraction(1, 8), Fraction(1, 2), Fraction(1)]))
    made = survey(answers, {name: of for name, of in parts.items() if len(of) > 1}, few)
    return replace(made, parts=tuple(replace(part, dear=dear) for part in made.parts))


@settings(max_examples=60, deadline=None)
@given(made=surveys())
def test_no_hidden_figure_of_any_table_is_guessed_closer_than_a_fifth_of_its_scale(made: Survey) -> None:
    decided = choose(made, FIFTH, 5)

    assert made.few <= decided.hidden
    for unit, (least, greatest) in guessed(made, decided).items():
        assert greatest - least >= 20, unit


@settings(max_examples=40, deadline=None)
@given(made=surveys())
def test_not_even_by_the_leader_of_another_hidden_unit(made: Survey) -> None:
    decided = choose(made, FIFTH, 5)

    for known in decided.hidden:
        insider = Decision(decided.hidden - {known}, decided.told)
        assert all(greatest - least >= 20 for least, greatest in guessed(made, insider).values())


def test_the_solver_catches_a_table_where_only_the_few_are_hidden() -> None:
    made = survey({"a": (4, 70), "b": (8, 60), "c": (90, 65)}, {"whole": "abc"}, few="a")

    (only,) = guessed(made, Decision(frozenset("a"), frozenset({"whole"}))).values()

    assert only == (70, 70)


def test_the_solver_catches_a_large_companion_that_a_small_one_leaves_no_room() -> None:
    made = survey({"a": (4, 70), "b": (80, 60), "c": (90, 65)}, {"whole": "abc"}, few="a")

    found = guessed(made, Decision(frozenset("ab"), frozenset({"whole"})))

    assert found["a"] == (0, 100)
    assert found["b"][1] - found["b"][0] == 5
