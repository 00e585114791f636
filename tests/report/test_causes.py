"""What is behind an answer that is ukjent: only what decided, and with the right reason."""

from __future__ import annotations

from kontroll.report.unchecked import unknown_answers
from village import DATA, FEBRUARY, MARCH, rule, village

HEADING = "enhet;indikator;periode;verdi;antall\n"


def causes(situation, id, enhet="1", month=MARCH, post=""):
    """(reason, name, period) of each cause of one answer."""
    for answer in unknown_answers(situation, month):
        if (answer.rule.id, answer.enhet, answer.post) == (id, enhet, post):
            return {(cause.reason, cause.name, cause.period) for cause in answer.causes}
    return None


def test_a_known_answer_has_no_cause(tmp_path):
    assert causes(village(tmp_path), "merforbruk") is None


def test_every_unknown_answer_of_the_village_has_a_cause(tmp_path):
    situation = village(tmp_path)

    assert all(answer.causes for month in situation.months for answer in unknown_answers(situation, month))


def test_of_two_parts_only_the_unknown_one_is_a_cause(tmp_path):
    both = rule(
        "both", "{alle: [{indikator: balanse, er: under, verdi: 0}, {indikator: trivsel, er: under, verdi: 9}]}"
    )

    found = causes(village(tmp_path, rules=both), "both")

    assert {("ikke forfalt", "trivsel", "2026-03")} == found


def test_each_missing_month_of_a_window_is_a_cause(tmp_path):
    window = rule("row", "{indikator: balanse, er: under, verdi: 0, paa_rad: 3}")

    found = causes(village(tmp_path, rules=window, tall=HEADING + "1;balanse;2026-02;-1;\n"), "row")

    assert {("mangler", "balanse", "2026-01"), ("mangler", "balanse", "2026-03")} == found


def test_per_cent_of_nothing_cannot_be_computed(tmp_path):
    change = rule("change", "{indikator: balanse, endring: {siden: 1, som: prosent}, er: over, verdi: 5}")

    found = causes(village(tmp_path, rules=change), "change", enhet="3", month=FEBRUARY)

    assert {("kan ikke regnes ut", "balanse", "2026-01")} == found


def test_an_ambition_that_is_not_set_is_a_cause(tmp_path):
    colour = rule("colour", "{indikator: balanse, farge: [rød]}")

    found = causes(village(tmp_path, rules=colour), "colour")

    assert {("mål mangler", "balanse", "2026")} == found


def test_a_look_up_in_a_data_set_that_never_came(tmp_path):
    lookup = rule(
        "lookup",
        "{oppslag: befaring, der: [{felt: ansvar, er: lik, verdi: {felt: ansvar}}], finnes: nei}",
        dataset="faktura",
    )

    found = causes(village(tmp_path, rules=lookup), "lookup", post="B1")

    assert {("datasett ikke levert", "befaring", "")} == found


def test_a_sum_that_lacks_an_amount_names_the_field(tmp_path):
    grouped = rule("sum", "{gruppert: {like: [ansvar], dager: 30, sum: belop}, er: over, verdi: 1}", dataset="faktura")
    without = DATA["datasett/faktura/faktura.csv"].replace("250,50", "")

    found = causes(village(tmp_path, rules=grouped, faktura=without), "sum", post="B2")

    assert {("mangler", "belop", "")} == found


def test_a_rule_that_asks_another_has_the_others_causes(tmp_path):
    asking = rule("asking", "{utslag: merforbruk}")

    found = causes(village(tmp_path, rules=asking), "asking", enhet="2")

    assert {("mangler", "balanse", "2026-03")} == found


def test_a_rule_that_counts_records_has_the_causes_of_those_that_are_unknown(tmp_path):
    counting = rule("counting", "{utslag: to-personer, antall: {minst: 1}}")

    found = causes(village(tmp_path, rules=counting), "counting", enhet="2")

    assert {("mangler", "anviser", "")} == found


def test_an_index_names_the_part_that_is_missing(tmp_path):
    index = {
        "indikatorer/indeks.yaml": "indikatorer: [{id: indeks, navn: Indeks, maaleenhet: poeng, bedre_er: høyere,"
        " frekvens: måned, desimaler: 1, beregnet: {indeks: [balanse, trivsel], vekt: [1, 1]}}]\n"
    }
    reads = rule("reads", "{indikator: indeks, er: over, verdi: 1}")

    found = causes(village(tmp_path, rules={**index, **reads}), "reads")

    assert {("ikke forfalt", "trivsel", "2026-03")} == found
