"""Rule tests that are tried side by side answer as each does alone."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from differential.seed import by_turns
from kontroll.domain.month import Month
from kontroll.domain.truth import Result
from kontroll.proving.controls import try_rules
from kontroll.proving.described import describe
from kontroll.proving.evaluators import EVALUATORS
from kontroll.proving.placed import AskedTest, alone, places
from kontroll.proving.sight import Seen
from kontroll.proving.together import bundles, standing, together
from kontroll.rulebook.read import read_rulebook
from kontroll.rulebook.stamps import stamps_of
from kontroll.settings import shipped_rules
from village import write


def asked(folder: Path) -> tuple[AskedTest, ...]:
    rulebook, problems = read_rulebook([folder])
    assert not [str(problem) for problem in problems]
    stamps = stamps_of(rulebook)
    return tuple(
        AskedTest(stamps[id], number, rulebook, rule)
        for id, rule in sorted(rulebook.rules.items())
        for number in range(len(rule.tests))
    )


def answered(place, evaluator: str) -> dict[AskedTest, list[Result | None]]:
    """What came out for each test of a place, whatever it expected."""
    cells = [expected.cell for _one, every in place.tests for expected in every]
    results = iter(EVALUATORS[evaluator](place.world.rulebook, place.world.facts, cells))
    return {one: [next(results) for _expected in every] for one, every in place.tests}


@pytest.mark.parametrize("evaluator", by_turns(EVALUATORS, 1))
def test_the_shipped_rules_answer_in_company_as_alone(evaluator):
    shared = [place for place in places(asked(shipped_rules())) if len(place.tests) > 1]
    in_company = {one: got for place in shared for one, got in answered(place, evaluator).items()}

    assert len(in_company) > 100
    for one, got in in_company.items():
        assert answered(alone(one), evaluator)[one] == got, (one.rule.id, one.test.name)


def test_every_test_has_a_place_and_only_one():
    every = asked(shipped_rules())

    placed = [one for place in places(every) for one, _expected in place.tests]

    assert sorted((one.rule.id, one.number) for one in placed) == [(one.rule.id, one.number) for one in every]


# --- what may not stand together --------------------------------------------------------------------------------------

INDICATORS = """
indikatorer:
  - {id: avvik, navn: Avvik, maaleenhet: prosent, bedre_er: høyere, frekvens: måned, desimaler: 1}
  - {id: regninger, navn: Regninger, maaleenhet: stk, bedre_er: lavere, frekvens: måned, desimaler: 0,
     beregnet: {antall: faktura}}
"""
PARAMETER = "id: tak\nnavn: Tak\nmaaleenhet: kr\nverdier: [{gyldig_fra: 2020-01-01, verdi: 100}]\n"
DATASET = """
id: faktura
navn: Faktura
nokkel: bilag
dato: dato
enhet: ansvar
felter:
  [{id: bilag, type: tekst}, {id: dato, type: dato}, {id: ansvar, type: tekst}, {id: belop, type: kr}, {id: fra, type: tekst}]
"""
AGREED = """
id: avtale
navn: Avtale
nokkel: id
felter: [{id: id, type: tekst}, {id: part, type: tekst}, {id: sum, type: kr}]
"""
ONE = "{navn: en, maaned: 2026-03, poster: [{bilag: B1, belop: 60, fra: A}], forventet: {B1: usann}}"
TWO = (
    ONE.replace("navn: en", "navn: to")
    .replace("fra: A}]", "fra: A}, {bilag: B2, belop: 60, fra: A}]")
    .replace("usann", "sann")
)
FIGURE = "{navn: en, maaned: 2026-03, serie: {avvik: -1}, forventet: sann}"


def folder(path: Path, condition: str, *tests: str, dataset: str = "faktura", more: str = "") -> Path:
    about = f"grunnlag: {dataset}\n" if dataset else ""
    rule = f"""
id: regel-001
navn: Regel
type: avvik
status: i_bruk
alvor: middels
{about}{more}hjemmel: [{{lov: kommuneloven, paragraf: "25-1"}}]
versjoner: [{{gyldig_fra: 2020-01, hvis: {condition}}}]
tester: [{", ".join(tests)}]
"""
    files = {"indikatorer/i.yaml": INDICATORS, "parametre/tak.yaml": PARAMETER, "datasett/faktura.yaml": DATASET}
    files["datasett/avtale.yaml"] = AGREED
    return write(path, {**files, "a/regel-001.yaml": rule})


SUM = "{gruppert: {like: [%s], dager: 30, sum: belop}, er: over, verdi: 100}"
LOOK_UP = "{oppslag: %s, der: [{felt: %s, er: %s, verdi: {felt: fra}}], finnes: ja}"


@pytest.mark.parametrize(
    ("condition", "dataset", "more", "stands"),
    [
        ("{felt: belop, er: over, verdi: 100}", "faktura", "", True),
        (SUM % "fra", "faktura", "", True),
        (SUM % "belop", "faktura", "", True),
        (LOOK_UP % ("avtale", "part", "lik"), "faktura", "", True),
        (LOOK_UP % ("organisasjon", "enhet", "lik"), "faktura", "", False),
        ("{felt: bilag, er: lik, verdi: B1}", "faktura", "", False),
        ("{felt: ansvar, er: lik, verdi: E1}", "faktura", "", False),
        ("{felt: ansvar, er: lik, verdi: {felt: fra}}", "faktura", "", True),
        (
            "{alle: [{felt: ansvar, er: lik, verdi: {felt: fra}}, {felt: fra, er: lik, verdi: E1}]}",
            "faktura",
            "",
            False,
        ),
        ("{alle: [{felt: ansvar, er: lik, verdi: {felt: fra}}, {felt: fra, i: [E1]}]}", "faktura", "", False),
        ("{felt: belop, er: over, verdi: 100}", "faktura", "gjelder: {enhet: [E1]}\n", False),
        ("{indikator: avvik, er: under, verdi: 0}", "", "", True),
        ("{indikator: avvik, best_blant: {samme: tjeneste}}", "", "", True),
        ("{indikator: avvik, best_blant: {samme: tjeneste}}", "", "gjelder: {tjeneste: [skole]}\n", False),
        ("{indikator: avvik, best_blant: {samme: alle}}", "", "", False),
    ],
)
def test_only_what_is_the_same_under_other_names_stands_among_others(tmp_path, condition, dataset, more, stands):
    test = ONE if dataset else FIGURE
    (one,) = asked(folder(tmp_path, condition, test, dataset=dataset, more=more))

    assert (standing(describe(one.rulebook, one.rule, one.test)) is not None) is stands


def test_a_text_that_could_be_a_neighbours_keeps_its_test_alone(tmp_path):
    (one,) = asked(folder(tmp_path, "{felt: belop, er: over, verdi: 100}", ONE.replace("fra: A", "fra: 1/A")))

    assert standing(describe(one.rulebook, one.rule, one.test)) is None


# --- how far a test sees ----------------------------------------------------------------------------------------------

PART = "avtale: [{id: A1, part: %s, sum: 5}]"
BOTH = "{navn: en, maaned: 2026-03, poster: {faktura: [{bilag: B1, fra: %s}], %s}, forventet: {B1: %s}}"


@pytest.mark.parametrize(
    ("condition", "tests", "bundled"),
    [
        (SUM % "fra", (ONE, TWO), [[0, 1]]),
        # An amount is the same in every kommune.
        (SUM % "belop", (ONE, TWO), [[0], [1]]),
        (SUM % "fra, belop", (ONE, TWO), [[0, 1]]),
        (
            LOOK_UP % ("avtale", "part", "lik"),
            (BOTH % ("A", PART % "A", "sann"), BOTH % ("B", PART % "A", "usann")),
            [[0, 1]],
        ),
        # Everybody else is unequal to it.
        (
            LOOK_UP % ("avtale", "part", "ulik"),
            (BOTH % ("A", PART % "A", "usann"), BOTH % ("A", PART % "B", "sann")),
            [[0], [1]],
        ),
        # A row of which nobody knows whose it is could be everybody's,
        (
            LOOK_UP % ("avtale", "part", "lik"),
            (BOTH % ("A", PART % "A", "sann"), BOTH % ("A", PART % '""', "ukjent")),
            [[0], [1]],
        ),
        # and who does not know whom to look for, could mean everybody.
        (
            LOOK_UP % ("avtale", "part", "lik"),
            (BOTH % ("A", PART % "A", "sann"), BOTH % ('""', PART % "A", "ukjent")),
            [[0], [1]],
        ),
        # Who has none herself would find theirs.
        (
            LOOK_UP % ("avtale", "part", "ulik"),
            (BOTH % ("A", PART % "A", "usann"), BOTH % ("A", "avtale: []", "usann")),
            [[0], [1]],
        ),
    ],
)
def test_what_would_be_seen_in_another_test_is_kept_out_of_sight(tmp_path, condition, tests, bundled):
    every = asked(
        folder(tmp_path, condition, *(test.replace("navn: en", f"navn: t{n}") for n, test in enumerate(tests)))
    )

    assert bundles([standing(describe(a.rulebook, a.rule, a.test)) for a in every]) == bundled
    for place in places(every):
        for evaluator in EVALUATORS:
            for one, got in answered(place, evaluator).items():
                assert got == [result for _key, result in one.test.expected_records], (evaluator, one.test.name)


def test_a_text_that_a_neighbour_does_not_read_is_no_hole_in_its_rows(tmp_path):
    look = LOOK_UP % ("faktura", "fra", "lik")
    (looks,) = asked(folder(tmp_path / "a", look, ONE.replace("usann", "sann")))
    (other,) = asked(folder(tmp_path / "b", "{felt: belop, er: over, verdi: 100}", ONE))
    found = [standing(describe(one.rulebook, one.rule, one.test)) for one in (looks, other)]

    assert Seen("faktura", "fra") in found[0].sees
    rows = together(found).records["faktura"]
    assert [row["fra"] for row in rows] == ["0/A", "1/ulest"]


def test_what_is_kept_apart_would_else_be_disturbed(tmp_path, monkeypatch):
    """The guard is needed: without it a sum over like records takes in the neighbours'."""
    one, two = asked(folder(tmp_path, SUM % "belop", ONE, TWO))
    assert [Result.FALSE] == answered(alone(one), "kolonnevis")[one]
    places.cache_clear()
    blind = partial(replace, sees=frozenset())
    monkeypatch.setattr("kontroll.proving.placed.standing", lambda described: blind(standing(described)))

    (place,) = places((one, two))

    assert [Result.TRUE] == answered(place, "kolonnevis")[one]
    # And what its neighbours disturb after all is tried alone before anything is said of the rule.
    assert all(tried.failed is False for tried in try_rules(one.rulebook, ()))
    places.cache_clear()


def test_tests_that_set_a_parameter_otherwise_do_not_stand_together(tmp_path):
    condition = "{felt: belop, er: over, verdi: {parameter: tak}}"
    tests = (
        ONE,
        ONE.replace("navn: en", "navn: like").replace("forventet", "parametre: {tak: 100}, forventet"),
        ONE.replace("navn: en", "navn: lavt tak").replace("forventet", "parametre: {tak: 50}, forventet"),
    )
    described = [describe(a.rulebook, a.rule, a.test) for a in asked(folder(tmp_path, condition, *tests))]

    assert bundles([standing(one) for one in described]) == [[0], [1], [2]]


def test_tests_of_other_years_do_not_stand_together(tmp_path):
    march, other = FIGURE, FIGURE.replace("navn: en", "navn: to").replace("2026-03", "2025-03")
    described = [
        describe(a.rulebook, a.rule, a.test)
        for a in asked(folder(tmp_path, "{indikator: avvik, er: under, verdi: 0}", march, other, dataset=""))
    ]

    assert [one.month for one in described] == [Month(2026, 3), Month(2025, 3)]
    assert bundles([standing(one) for one in described]) == [[0], [1]]


def test_a_computed_indicator_is_not_mixed_with_one_that_a_test_gives(tmp_path):
    given = "{navn: gitt, maaned: 2026-03, serie: {regninger: 1}, forventet: usann}"
    counted = "{navn: telt, maaned: 2026-03, poster: {faktura: [{bilag: B1}]}, forventet: usann}"
    every = asked(folder(tmp_path, "{indikator: regninger, er: over, verdi: 2}", given, counted, dataset=""))

    assert bundles([standing(describe(a.rulebook, a.rule, a.test)) for a in every]) == [[0], [1]]
