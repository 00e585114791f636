"""What stands beside every zero: that the control worked, and on how much it looked; or that it is not shown to."""

from __future__ import annotations

from dataclasses import replace

from kontroll.domain.coverage import Coverage
from kontroll.domain.month import Month
from kontroll.report.proof import Subject, own_tests, proof, share, state, worked

ROW = Coverage(
    run="2026-10-1", month=Month(2026, 10), rule="okonomi-001", expected=220, known=212, unknown=8, due=220, received=215,
    tests=4, held=4, positive=2, negative=1,
)  # fmt: skip


def said(*rows: Coverage, subject: Subject = Subject.ENHETER) -> str:
    return worked(proof(rows, subject))


def test_it_says_that_the_control_worked_and_on_how_much_it_looked():
    assert said(ROW) == (
        "Kontrollen virket: 4 av 4 egne tester holdt, 212 av 220 enheter ble vurdert (96 %) og 97 % av grunnlaget er mottatt"
        " (215 av 220)."
    )


def test_it_counts_records_where_they_are_what_is_judged():
    assert "212 av 220 poster ble vurdert" in said(ROW, subject=Subject.RECORDS)


def test_a_rule_with_a_test_that_does_not_hold_is_not_shown_to_work():
    assert said(replace(ROW, held=3)).startswith("Kontrollen er ikke vist å virke: 3 av 4 egne tester holdt")


def test_a_rule_that_no_test_shows_to_strike_is_not_shown_to_work():
    assert said(replace(ROW, positive=0)).startswith("Kontrollen er ikke vist å virke")
    assert said(replace(ROW, negative=0)).startswith("Kontrollen er ikke vist å virke")


def test_a_rule_without_tests_is_not_shown_to_work():
    assert said(replace(ROW, tests=0, held=0, positive=0, negative=0)).startswith("Kontrollen er ikke vist å virke")


def test_a_rule_that_knows_nothing_has_not_worked_however_well_it_bites():
    blind = replace(ROW, known=0, unknown=220)

    assert said(blind).startswith(
        "Kontrollen er ikke vist å virke: 4 av 4 egne tester holdt, 0 av 220 enheter ble vurdert (0 %)"
    )


def test_a_rule_with_nothing_to_judge_says_so():
    assert said(replace(ROW, expected=0, known=0, unknown=0)) == "Kontrollen hadde ingenting å vurdere."


def test_where_nothing_was_written_down_nothing_is_shown():
    assert said() == "Det er ikke vist at kontrollen virket: reglene er ikke prøvd på sine egne tester."
    assert not proof([]).works


def test_one_rule_that_is_dead_among_many_is_named():
    dead = replace(ROW, rule="okonomi-002", held=3)

    assert said(ROW, dead).endswith("Det gjelder okonomi-002.")
    assert not proof([ROW, dead]).works
    assert proof([ROW, ROW]).works


def test_a_hundred_per_cent_is_said_of_all_and_of_nothing_less():
    assert (share(999, 1000), share(1000, 1000), share(0, 0)) == (99, 100, 0)


def test_in_a_table_it_is_told_in_a_word_or_two():
    assert (own_tests(proof([ROW])), state(proof([ROW]))) == ("4 av 4", "Virket")
    assert state(proof([replace(ROW, held=3)])) == "Ikke vist å virke"
    assert state(proof([replace(ROW, expected=0)])) == "Ingenting å vurdere"
    assert state(proof([])) == "Ikke prøvd"
