"""A bonus sheet: what decided, against whom, by how much, and what would have changed it; nothing of others that is hidden."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bonus_village import bonus_village
from kontroll.domain.bonus import BonusClass, BonusState, Why, is_against
from kontroll.domain.condition import AllOf, ColourIn, IndicatorLeaf
from kontroll.domain.month import Frequency, Month
from kontroll.domain.operand import Colour
from kontroll.domain.rule import Version
from kontroll.report.bonus.noise import noise, within_noise
from kontroll.report.bonus.sentences import Telling
from kontroll.report.bonus.sheet import Sheet
from kontroll.report.bonus.year import bonus_year
from kontroll.report.situation import Situation

RESULT, PROGRESS, OPEN = BonusClass.RESULT, BonusClass.PROGRESS, BonusClass.OPEN


def sheets(situation: Situation) -> dict[str, Sheet]:
    return dict(situation.bonus.of(2025).sheets)


def told(situation: Situation, enhet: str, public=lambda value: True) -> str:
    year = situation.bonus.of(2025)
    telling = Telling(situation.rulebook, {id: one.name for id, one in year.sheets.items()}, public)
    sheet = year.sheets[enhet]
    text = " ".join(s for g in sheet.grounds for one in telling.criteria(g, sheet) for s in one.sentences)
    return " ".join([text, *(way for g in sheet.grounds for way in telling.ways(g)), *telling.compliance(sheet)])


def whys(sheet: Sheet) -> list[Why]:
    return [one.why for one in sheet.grounds[0].criteria]


def test_small_numbers_keep_the_best_from_being_known_and_nobody_wins_by_it(tmp_path: Path):
    found = sheets(bonus_village(tmp_path))

    assert {BonusState.UNMEASURABLE} == {found[id].state for id in "124"}
    assert [Why.MET, Why.RIVAL_UNKNOWN, Why.BEATEN] == whys(found["1"])
    assert [Why.MET, Why.SHIELDED, Why.SHIELDED] == whys(found["4"])
    assert [Why.MET, Why.TOO_FEW, Why.TOO_FEW] == whys(found["3"])


def test_five_answers_are_enough_to_be_the_best(tmp_path: Path):
    found = sheets(bonus_village(tmp_path, {"4": ("60,0", "98,7", 5)}))

    assert {RESULT, PROGRESS} == found["4"].classes
    assert BonusState.NOT is found["1"].state
    assert frozenset() == found["1"].classes


@pytest.mark.parametrize(("economy", "classes"), [("0,0", {RESULT}), ("-0,1", set()), ("", set())])
def test_a_tenth_below_balance_takes_it_and_a_missing_figure_gives_it_to_nobody(tmp_path: Path, economy, classes):
    found = sheets(bonus_village(tmp_path, {"4": ("60,0", "70,0", 9)}, enhet_1=economy))

    assert classes == found["1"].classes
    assert (BonusState.UNMEASURABLE if not economy else BonusState.NOT) is found["1"].state or classes


def test_the_sheet_tells_the_nearest_the_gap_and_what_would_have_been_enough(tmp_path: Path):
    situation = bonus_village(tmp_path, {"4": ("60,0", "70,0", 9)})

    text = told(situation, "2").replace("\N{NO-BREAK SPACE}", " ")
    assert "Best av 3 i tjenesten skole er Bygda skole med 81,0 poeng, 7,0 poeng foran." in text
    assert "For å være best måtte tallet vært 81,0 poeng." in text
    assert "måtte den vært +10,0 poeng, altså 80,0 poeng i 2025." in text
    assert "Forskjellen er innenfor usikkerheten" in text
    assert "Det hadde vært nok at dette var oppfylt" in text


def test_a_rival_that_is_not_published_is_neither_named_nor_measured(tmp_path: Path):
    situation = bonus_village(tmp_path, {"4": ("60,0", "98,7", 5)})

    text = told(situation, "2", lambda value: value.enhet != "4")
    assert "En annen er best av 3 i tjenesten skole. Hvor mye som skiller, er skjermet." in text
    assert "98,7" not in text
    assert "Veslehaugen" not in text
    assert "24,7" not in text


def test_a_rule_that_asks_for_rule_compliance_says_so_and_takes_the_bonus(tmp_path: Path):
    situation = bonus_village(tmp_path, {"4": ("60,0", "70,0", 9)})
    rulebook = situation.rulebook
    kontroll = rulebook.indicators["okonomi_avvik"].__class__(
        id="kontroll_indeks", name="Indeks", unit="poeng", better=rulebook.indicators["okonomi_avvik"].better,
        frequency=Frequency.YEAR, decimals=1, focus_area="kontroll og etikk",
    )  # fmt: skip
    known = rulebook.indicators | {"kontroll_indeks": kontroll}  # type: ignore[operator]
    rule = rulebook.rules["bonus-001"]
    asks = IndicatorLeaf(indicator="kontroll_indeks", tests=(ColourIn(frozenset({Colour.YELLOW, Colour.GREEN})),))
    stricter = Version(
        valid_from=Month(2022, 1), valid_to=None, condition=AllOf(children=(rule.versions[0].condition, asks))
    )
    from dataclasses import replace

    with_it = replace(rulebook, indicators=known)
    strict = replace(with_it, rules={**rulebook.rules, "bonus-001": replace(rule, versions=(stricter,))})
    spread = situation.scorecards.spread_of

    loose = bonus_year(with_it, situation.facts, 2025, spread).sheets["1"]
    asked = bonus_year(strict, situation.facts, 2025, spread).sheets["1"]

    assert [False, True] == [one.compliance.asked for one in (loose, asked) if one.compliance]
    assert {RESULT} == loose.classes
    assert BonusState.UNMEASURABLE is asked.state


@given(st.integers(1, 500), st.integers(1, 500), st.integers(0, 400))
def test_what_is_within_the_margin_is_noise_and_what_is_above_it_is_not(first: int, second: int, tenths: int):
    spread, counts = Decimal(20), [first, second]
    margin = noise(spread, counts, 1)

    difference = Fraction(tenths, 10)
    if difference > Fraction(margin):
        assert not within_noise(difference, spread, counts)
    if difference < Fraction(margin) - Fraction(1, 10):
        assert within_noise(difference, spread, counts)


def test_the_margin_of_two_means_of_a_hundred_answers_that_spread_twenty_is_five_point_six():
    # 1,96 × 20 × sqrt(1/100 + 1/100) = 5,54…
    assert Decimal("5.6") == noise(Decimal(20), [100, 100], 1)


@pytest.mark.parametrize(
    ("granted", "klass", "found", "grounds", "against"),
    [
        (True, RESULT, BonusState.STRUCK, {RESULT}, False),
        (True, PROGRESS, BonusState.STRUCK, {RESULT}, True),
        (False, None, BonusState.STRUCK, {RESULT}, True),
        (True, RESULT, BonusState.UNMEASURABLE, set(), True),
        (False, None, BonusState.UNMEASURABLE, set(), False),
        (True, OPEN, BonusState.NOT, set(), False),
        (False, None, BonusState.STRUCK, {OPEN}, False),
    ],
)
def test_what_goes_against_the_ground(granted, klass, found, grounds, against):
    assert against == is_against(granted, klass, found, frozenset(grounds))
