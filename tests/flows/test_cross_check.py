"""Which cells the plain evaluator judges again: all that something follows from, and a sample that anybody can draw again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kontroll.domain.month import Month
from kontroll.domain.truth import Result
from kontroll.engine.cell import Cell
from kontroll.flows.books.drawn_cells import drawn_cells, seed_of
from kontroll.flows.books.judge import judge
from kontroll.flows.deliveries.known_facts import known_facts

from .lying import plant
from .small import Kommune, Make, rule

FEBRUARY, MARCH, APRIL = date(2026, 2, 20), date(2026, 3, 20), date(2026, 4, 20)
JANUARY = Month(2026, 1)


def without_sample(bygda: Kommune) -> Kommune:
    """Only what something follows from is judged again."""
    bygda.desk = replace(bygda.desk, settings=bygda.desk.settings.model_copy(update={"checked_draws": 0}))
    return bygda


# --- what something follows from


def fails(bygda: Kommune, month: str, day: date, lie: tuple[str, str, str, Result]) -> bool:
    with pytest.MonkeyPatch.context() as patch:
        plant("plain", lie, patch)
        return bygda.run(month, day).failed


def test_the_cell_that_opens_an_avvik_is_judged_again(make: Make):
    bygda = without_sample(make(rule("minus")))
    bygda.measure("2026-01", FEBRUARY, e1=-2, e2=1, e3=1)

    assert fails(bygda, "2026-01", FEBRUARY, ("minus", "1", "2026-01", Result.FALSE))


def test_a_cell_that_nothing_follows_from_is_left_to_the_sample(make: Make):
    bygda = without_sample(make(rule("minus")))
    bygda.measure("2026-01", FEBRUARY, e1=-2, e2=1, e3=1)

    assert not fails(bygda, "2026-01", FEBRUARY, ("minus", "2", "2026-01", Result.UNKNOWN))


def test_each_month_that_an_avvik_waits_for_is_judged_again(make: Make):
    bygda = without_sample(make(rule("minus", then="venter: 1")))
    bygda.measure("2026-01", FEBRUARY, e1=-2, e2=1, e3=1)
    assert fails(bygda, "2026-01", FEBRUARY, ("minus", "1", "2026-01", Result.FALSE))
    bygda.run("2026-01", FEBRUARY)
    bygda.measure("2026-02", MARCH, e1=-2, e2=1, e3=1)

    assert fails(bygda, "2026-02", MARCH, ("minus", "1", "2026-02", Result.FALSE))


def test_each_month_that_closes_an_avvik_is_judged_again(make: Make):
    bygda = without_sample(make(rule("minus", then="hold: 2")))
    bygda.measure("2026-01", FEBRUARY, e1=-2, e2=1, e3=1)
    bygda.run("2026-01", FEBRUARY)
    bygda.measure("2026-02", MARCH, e1=2, e2=1, e3=1)
    assert fails(bygda, "2026-02", MARCH, ("minus", "1", "2026-02", Result.TRUE))
    bygda.run("2026-02", MARCH)
    bygda.measure("2026-03", APRIL, e1=2, e2=1, e3=1)

    assert fails(bygda, "2026-03", APRIL, ("minus", "1", "2026-03", Result.TRUE))


@pytest.mark.parametrize("kind", ["bonus", "resultatlønn"])
def test_what_pays_somebody_is_judged_again(make: Make, kind: str):
    paying = rule("lonn", kind=kind)
    bygda = without_sample(make({name: text.replace("avvik: ja", "avvik: nei") for name, text in paying.items()}))
    bygda.measure("2026-01", FEBRUARY, e1=-2, e2=1, e3=1)

    assert fails(bygda, "2026-01", FEBRUARY, ("lonn", "1", "2026-01", Result.FALSE))


def test_what_a_correction_changes_is_judged_again_and_nothing_else_of_the_month(make: Make):
    bygda = without_sample(make(rule("minus")))
    bygda.measure("2026-01", FEBRUARY, e1=-2, e2=-1, e3=1)
    bygda.run("2026-01", FEBRUARY)
    bygda.measure("2026-01", MARCH, e1=2)

    assert fails(bygda, "2026-01", MARCH, ("minus", "1", "2026-01", Result.TRUE))
    ran = bygda.run("2026-01", MARCH).run
    assert ran is not None
    assert 1 == ran.checked


def test_records_that_strike_are_judged_again(make: Make):
    bygda = without_sample(make(rule("dyr", dataset="faktura")))
    bygda.invoices("a", FEBRUARY, "B1;2026-01-05;1;2000", "B2;2026-01-06;2;500", "B3;2026-01-07;3;1000.01")

    ran = bygda.run("2026-01", FEBRUARY).run

    assert ran is not None
    assert 2 == ran.checked


# --- the sample


@pytest.fixture
def bygda(make: Make) -> Kommune:
    made = make(rule("minus"), rule("dyr", dataset="faktura"))
    made.measure("2026-01", FEBRUARY, e1=-2, e2=1, e3=1)
    made.invoices("a", FEBRUARY, *(f"B{n};2026-01-05;1;{n}" for n in range(40)))
    return made


def drawn(bygda: Kommune, seed: str, draws: int, left_out: tuple[str, ...] = ()) -> list[Cell]:
    with bygda.desk.database.reading() as tx:
        facts, _problems = known_facts(tx, bygda.desk.rulebook)
    judged = judge(bygda.desk.rulebook, facts, JANUARY, JANUARY, left_out)
    return drawn_cells(bygda.desk.rulebook, facts, judged, left_out, seed, draws)


def test_the_same_seed_draws_the_same_cells_and_another_draws_others(bygda: Kommune):
    assert drawn(bygda, "a", 20) == drawn(bygda, "a", 20)
    assert drawn(bygda, "a", 20) != drawn(bygda, "b", 20)


def test_every_rule_gets_its_share_however_many_answers_it_has(bygda: Kommune):
    rules = [cell.rule for cell in drawn(bygda, "a", 12)]

    # Four draws each; the rule about five enheter may draw one twice.
    assert {"datakvalitet-enhet", "dyr", "minus"} == set(rules)
    assert max(map(rules.count, rules)) <= 4


def test_a_rule_that_did_not_run_is_not_drawn(bygda: Kommune):
    assert {"datakvalitet-enhet", "dyr"} == {cell.rule for cell in drawn(bygda, "a", 12, ("minus",))}


def test_nothing_is_drawn_where_nothing_is_asked_for(bygda: Kommune):
    assert [] == drawn(bygda, "a", 0)


def test_an_answer_that_is_missing_may_be_drawn(bygda: Kommune):
    """Of records that no rule answered: only what was delivered tells that they are there."""
    with bygda.desk.database.reading() as tx:
        facts, _problems = known_facts(tx, bygda.desk.rulebook)
    judged = judge(bygda.desk.rulebook, facts, JANUARY, JANUARY, ())
    lost = {month: replace(one, verdicts=one.verdicts.clear()) for month, one in judged.items()}

    found = drawn_cells(bygda.desk.rulebook, facts, lost, (), "a", 30)

    assert {"dyr", "minus"} == {cell.rule for cell in found}


def test_the_sample_of_a_run_can_be_drawn_again_from_the_trail(bygda: Kommune):
    run = bygda.run("2026-01", FEBRUARY).run

    with bygda.desk.database.reading() as tx:
        entries = {str(entry.content["kind"]): entry for entry in tx.trail.entries()}
    assert run is not None
    seed = seed_of(run.id, entries["kjøring påbegynt"].hash)
    assert seed == entries["kjøring fullført"].content["about"]["seed"]
    assert run.checked >= len(drawn(bygda, seed, 200))
