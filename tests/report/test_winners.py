"""What who won tells of the others: how much better each could have been, so that what is hidden keeps its room."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from kontroll.disclosure.survey import Cell, Scale
from kontroll.domain.month import Month, Period
from kontroll.report import winners
from kontroll.report.situation import Situation
from kontroll.report.winners import contests, won_in
from report.scorecard.small import DATA, RULES, small

DECEMBER, Y2024, Y2025 = Month(2025, 12), Period.parse("2024"), Period.parse("2025")
RULE = """
id: fremover
navn: Mest framover i prosent
type: bonus
status: i_bruk
alvor: middels
hjemmel: [{lov: kommuneloven, paragraf: '25-1'}]
versjoner:
  - gyldig_fra: 2020-01
    hvis:
      {indikator: fornoyd, lest: siste_avsluttede, endring: {siden: 1, som: prosent}, best_blant: {mangler: ses_bort_fra}}
    saa: {avvik: nei}
"""
#: Beside the two of `small`: from 40 to 48 (20 per cent, which wins), and from 50 to 55 (10 per cent).
MORE = "5;fornoyd;2024;40,0;30\n5;fornoyd;2025;48,0;30\n6;fornoyd;2024;50,0;30\n6;fornoyd;2025;55,0;30\n"
UNITS = DATA["organisasjon.csv"] + "".join(f"{id};Skole {id};tjenestested;0;skole;;2020-01;;\n" for id in "56")
SCALE = Scale(Fraction(0), Fraction(100))


@pytest.fixture(scope="module")
def kommune(tmp_path_factory: pytest.TempPathFactory) -> Situation:
    rules = RULES | {"bonus/fremover.yaml": RULE}
    return small(tmp_path_factory.mktemp("prosent"), rules=rules, organisasjon=UNITS, more_tall=MORE)


def test_of_years_before_the_first_judged_month_who_won_is_reckoned_with(kommune: Situation) -> None:
    assert kommune.first > DECEMBER

    assert ("fremover", "5", DECEMBER) in {(one.rule.id, one.enhet, one.month) for one in kommune._won()}


def test_a_rival_could_have_come_so_far_that_she_shared_the_first_place_and_no_further(kommune: Situation) -> None:
    won = list(won_in(kommune.rulebook, kommune.facts, [DECEMBER]))
    found = contests(won, kommune.rulebook.indicators, kommune.evaluator, {"fornoyd": SCALE})

    assert ["5"] == [one.enhet for one in won]
    for rival, (then, now) in {"1": (70, 80), "2": (60, 61), "6": (50, 55)}.items():
        highest = found[Y2025].rooms[Cell("fornoyd", rival)].highest
        lowest = found[Y2024].rooms[Cell("fornoyd", rival)].lowest
        assert highest - now == then - lowest > 0
        assert (highest - lowest) * 100 / lowest == 20
        assert (
            found[Y2025].rooms[Cell("fornoyd", rival)].lowest,
            found[Y2024].rooms[Cell("fornoyd", rival)].highest,
        ) == (
            0,
            100,
        )
    assert {"5"} == found[Y2025].winners == found[Y2024].winners


def test_where_lower_is_better_the_room_is_on_the_other_side(tmp_path: Path) -> None:
    rules = {
        path: text.replace("bedre_er: høyere, frekvens: år", "bedre_er: lavere, frekvens: år")
        for path, text in RULES.items()
    }
    kommune = small(tmp_path, rules=rules | {"bonus/fremover.yaml": RULE}, organisasjon=UNITS, more_tall=MORE)
    won = list(won_in(kommune.rulebook, kommune.facts, [DECEMBER]))
    found = contests(won, kommune.rulebook.indicators, kommune.evaluator, {"fornoyd": SCALE})

    # From 60 to 61 is the least, and nobody wins by going up less than that.
    assert ["2"] == [one.enhet for one in won]
    lowest, highest = found[Y2025].rooms[Cell("fornoyd", "5")].lowest, found[Y2024].rooms[Cell("fornoyd", "5")].highest
    assert 48 - lowest == highest - 40 > 0
    assert lowest / highest == Fraction(61, 60)


def test_of_a_figure_that_was_zero_no_per_cent_says_anything_and_no_room_is_the_least(tmp_path: Path) -> None:
    none = MORE.replace("6;fornoyd;2024;50,0", "6;fornoyd;2024;0,0")
    kommune = small(tmp_path, rules=RULES | {"bonus/fremover.yaml": RULE}, organisasjon=UNITS, more_tall=none)
    won = list(won_in(kommune.rulebook, kommune.facts, [DECEMBER]))
    found = contests(won, kommune.rulebook.indicators, kommune.evaluator, {"fornoyd": SCALE})

    # Her change is unknown, and she was left out of the comparison: nothing is told of her.
    assert Cell("fornoyd", "6") not in found[Y2025].rooms


# --- what is hidden keeps its room ------------------------------------------------------------------------------------

#: As `small`, with schools of four, six, seven and eight answers: beside the four, two more are hidden. Those had little the
#: year before, when many answered.
FEW = {"5": ("50,0", 4), "6": ("11,0", 6), "7": ("12,0", 7), "8": ("60,0", 8)}
BEFORE = {"5": "50,0", "6": "10,0", "7": "11,0", "8": "60,0"}
OF_FEW = "".join(
    f"{id};fornoyd;2025;{value};{count}\n{id};fornoyd;2024;{BEFORE[id]};30\n" for id, (value, count) in FEW.items()
)
SCHOOLS = DATA["organisasjon.csv"] + "".join(f"{id};Skole {id};tjenestested;0;skole;;2020-01;;\n" for id in FEW)


def narrowest(kommune: Situation) -> Fraction:
    """Of every figure of 2025 that is hidden while the one before it is shown, and which is known to have grown less than a
    winner whose own two are shown: how much of the scale it can be in, with that alone."""

    def shown(enhet: str, year: Period) -> Fraction | None:
        value = kommune.published.value("fornoyd", enhet, year).value
        return None if value is None else Fraction(value)

    widths = [Fraction(100)]
    for won in won_in(kommune.rulebook, kommune.facts, [DECEMBER]):
        now, then = shown(won.enhet, Y2025), shown(won.enhet, Y2024)
        for rival in FEW.keys() - {won.enhet, "5"}:
            before = shown(rival, Y2024)
            if now is not None and then is not None and before is not None and shown(rival, Y2025) is None:
                widths.append(before * now / then)
    return min(widths)


@pytest.mark.parametrize("wrong", [False, True])
def test_that_a_hidden_figure_grew_less_in_per_cent_than_the_winners_does_not_tell_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: bool
) -> None:
    if wrong:
        monkeypatch.setattr(winners, "_share_of_percent", lambda *_asked: Fraction(1000))
    kommune = small(tmp_path, rules=RULES | {"bonus/fremover.yaml": RULE}, organisasjon=SCHOOLS, more_tall=OF_FEW)

    assert (narrowest(kommune) < 20) is wrong
