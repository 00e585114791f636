"""The summary of a month: what was checked, what was not and why, what struck, and what matters most."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from kontroll.domain.month import Month
from kontroll.domain.rule import Severity
from kontroll.facts.facts import ValueState
from kontroll.report.causes import ORDER, Reason
from kontroll.report.summary import summarise
from village import DATA, FEBRUARY, JANUARY, MARCH, village, write


@pytest.fixture(scope="module")
def situation(tmp_path_factory):
    return village(tmp_path_factory.mktemp("village"))


@pytest.fixture(scope="module")
def march(situation):
    return summarise(situation, MARCH)


# --- what was checked


def test_it_counts_rules_units_records_and_answers(march):
    """Six rules gave an answer; B5 has no date, and enhet 3 is closed; enhet 77 is unknown but has an invoice."""
    checked = march.checked

    assert (6, 3, 4) == (checked.rules, checked.enheter, checked.records)
    assert 18 == checked.verdicts
    assert 10 == checked.verdicts - checked.known


def test_a_month_that_was_not_evaluated_is_refused(situation):
    with pytest.raises(ValueError, match="2026-04"):
        summarise(situation, Month(2026, 4))


# --- what was not


def reasons(summary):
    return {row.reason: row.answers for row in summary.unchecked.unknown if row.answers}


def test_unknown_answers_are_counted_once_each_under_their_first_reason(march):
    assert {Reason.PARAMETER: 4, Reason.MISSING: 3, Reason.OTHERS: 1, Reason.NOT_DUE: 2} == reasons(march)
    assert march.checked.verdicts - march.checked.known == sum(reasons(march).values())


def test_every_reason_is_listed_also_those_without_an_answer(march):
    assert ORDER == [row.reason for row in march.unchecked.unknown]


def test_invalid_and_suppressed_have_their_own_reasons(situation):
    found = reasons(summarise(situation, FEBRUARY))

    assert (2, 1, 1) == (found[Reason.INVALID], found[Reason.SUPPRESSED], found[Reason.OTHERS])


def test_what_is_due_tomorrow_is_not_missing_today(tmp_path):
    early = village(tmp_path, today=date(2026, 4, 10))

    found = reasons(summarise(early, MARCH))

    assert 5 == found[Reason.NOT_DUE]
    assert 1 == found[Reason.MISSING]  # the invoice without anviser


def test_the_delivery_that_would_settle_most_comes_first(march):
    first, second = march.unchecked.settling[:2]

    assert (Reason.PARAMETER, "Grense for kjøp", 4) == (first.reason, first.source, first.answers)
    assert (Reason.MISSING, "Økonomisystemet", "2026-03", 3) == (
        second.reason,
        second.source,
        second.period,
        second.answers,
    )


def test_a_rule_without_an_answer_says_why(march):
    assert {
        "befaring": "Datasettet «Befaring» er ikke levert.",
        "utkast": "Utkast: ikke tatt i bruk.",
    } == {one.rule.id: one.why for one in march.unchecked.silent_rules}


def test_a_person_directed_rule_whose_measure_has_lapsed_is_paused(tmp_path):
    later = village(tmp_path, today=date(2030, 1, 2))

    silent = {one.rule.id: one.why for one in summarise(later, MARCH).unchecked.silent_rules}

    assert "aml. § 9-2" in silent["to-personer"]
    assert "to-personer" not in later.shown


def test_a_person_directed_rule_holds_until_the_day_its_measure_lapses(tmp_path):
    assert "to-personer" in village(tmp_path, today=date(2030, 1, 1)).shown


def test_a_data_set_that_arrived_empty_is_told_from_one_that_never_came(tmp_path):
    write(tmp_path / "inbox", {"datasett/befaring/befaring.csv": "nr;dato;ansvar\n"})

    silent = {one.rule.id: one.why for one in summarise(village(tmp_path), MARCH).unchecked.silent_rules}

    assert "Datasettet «Befaring» har ingen poster denne måneden." == silent["befaring"]


def test_the_values_the_month_waits_for_are_counted_by_state(march):
    waiting = march.unchecked.waiting

    assert (1, 1, 2) == (waiting[ValueState.VALUE], waiting[ValueState.MISSING], waiting[ValueState.NOT_DUE])


def test_an_active_unit_that_never_delivered_a_figure_is_named(tmp_path):
    organisation = DATA["organisasjon.csv"] + "4;Nye skole;tjenestested;;skole;;2020-01;;\n"

    found = summarise(village(tmp_path, organisasjon=organisation), MARCH).unchecked.silent_units

    assert {"4": "Nye skole"} == found


def test_faults_of_the_delivery_are_grouped_with_one_to_open(march):
    examples = {fault.example.place.file: fault.rows for fault in march.unchecked.faults}

    assert {"maalinger/tall.csv": 1, "datasett/faktura/faktura.csv": 1} == examples
    assert 3 == sum(fault.rows for fault in march.unchecked.faults)


# --- what struck


def test_utslag_stand_by_area_and_severity_beside_what_was_judged_and_unknown(march):
    by_area = {area.id: area for area in march.areas}

    assert 2 == by_area["faktura"].struck[Severity.CRITICAL]
    assert (8, 5) == (by_area["faktura"].judged, by_area["faktura"].unknown)
    assert 1 == by_area["okonomi"].struck[Severity.HIGH]


def test_an_area_where_nothing_was_judged_is_still_listed(march):
    hms = next(area for area in march.areas if area.id == "hms")

    assert (0, 0) == (hms.total, hms.judged)


def test_a_bonus_is_no_utslag_but_a_ground_that_people_decide_on(march):
    assert "belonning" not in {area.id for area in march.areas}
    (bonus,) = march.grounds
    assert ("bonus", 0, 0, 2) == (bonus.rule, bonus.given, bonus.not_given, bonus.unknown)


def test_the_month_before_is_there_to_compare_with_but_not_before_the_first(march, situation):
    assert 2 == march.struck_before
    assert summarise(situation, JANUARY).struck_before is None


def test_drafts_strike_nobody(march):
    assert "utkast" not in {grave.rule.id for grave in march.gravest}


# --- what matters most


def test_the_gravest_come_by_severity_then_latest_month(march):
    assert ["to-personer", "merforbruk", "datakvalitet-enhet", "stort-kjop"] == [g.rule.id for g in march.gravest]
    assert [MARCH, MARCH, MARCH, FEBRUARY] == [grave.latest for grave in march.gravest]


def test_records_of_one_rule_and_unit_stand_together_with_their_amount(march):
    two = march.gravest[0]

    assert (("B1", "B2"), Decimal("1750.50")) == (two.records, two.amount)


def test_months_in_a_row_are_counted_back_from_the_latest(march):
    assert {"merforbruk": 3, "stort-kjop": 1} == {
        g.rule.id: g.in_a_row for g in march.gravest if g.rule.id in ("merforbruk", "stort-kjop")
    }


def test_a_month_without_utslag_breaks_the_row(tmp_path):
    broken = DATA["maalinger/tall.csv"].replace("1;balanse;2026-02;-2,0;", "1;balanse;2026-02;2,0;")

    graves = {g.rule.id: g.in_a_row for g in summarise(village(tmp_path, tall=broken), MARCH).gravest}

    assert 1 == graves["merforbruk"]


def test_a_later_month_is_not_seen_from_an_earlier_one(situation):
    assert {"merforbruk"} == {grave.rule.id for grave in summarise(situation, JANUARY).gravest}
