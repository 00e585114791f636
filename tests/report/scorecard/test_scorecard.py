"""The målekart of an enhet and of all that is under it: values, states, colours, trends, and what others are shown."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from kontroll.domain.month import Frequency, Period
from kontroll.domain.operand import Colour
from kontroll.report.scorecard import Figure, Scorecard, State, Trend, scorecard_of, tallies_of
from kontroll.report.scorecard.joins import EVERYBODY, Joins
from kontroll.report.scorecard.words import trend_told
from kontroll.report.situation import Situation
from report.scorecard.small import CARDS, DATA, LAST, small

D = Decimal


@pytest.fixture(scope="module")
def situation(tmp_path_factory: pytest.TempPathFactory) -> Situation:
    return small(tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="module")
def joins(situation: Situation) -> Joins:
    return Joins(situation)


def figure(joins: Joins, enhet: str, id: str, *, line: bool = True) -> Figure:
    found = scorecard_of(joins, enhet, LAST, line=line).figure(id)
    assert found is not None
    return found


def told(card: Scorecard) -> dict[str, list[str]]:
    return {area.area.name: [one.id for one in area.figures] for area in card.areas}


def test_a_skole_has_the_common_figures_and_those_of_skoler_in_the_order_of_the_areas(joins):
    card = scorecard_of(joins, "1", LAST, line=True)

    assert card.charts == ("Felles", "For skoler")
    assert told(card) == {"brukere": ["fornoyd"], "økonomi": ["balanse", "kroner"]}


def test_a_barnehage_has_the_common_figures_alone(joins):
    assert told(scorecard_of(joins, "3", LAST, line=True)) == {"økonomi": ["balanse", "kroner"]}


def test_a_value_has_its_colour_by_the_ambition_of_the_year_it_is_of(joins):
    ours, theirs = figure(joins, "1", "fornoyd"), figure(joins, "2", "fornoyd")

    assert (ours.value, ours.limits, ours.colour) == (D("80.0"), (D(75), D(65)), Colour.GREEN)
    assert (theirs.value, theirs.limits, theirs.colour) == (D("61.0"), (D(61), D(55)), Colour.GREEN)


def test_a_figure_without_thresholds_has_no_colour(joins):
    found = figure(joins, "1", "kroner")

    assert (found.state, found.colour) == (State.VALUE, None)


def test_what_was_not_delivered_is_not_measured_once_it_is_due_and_not_due_before(tmp_path, joins):
    # The tenth working day of February 2026 is the thirteenth.
    assert figure(joins, "3", "balanse").state is State.NOT_MEASURED
    early = Joins(small(tmp_path, today=date(2026, 2, 13)))

    assert figure(early, "3", "balanse").state is State.NOT_DUE


def test_few_answers_are_shielded_for_everybody(tmp_path):
    few = Joins(small(tmp_path, more_tall="1;fornoyd;2025;80,0;4\n"))

    for line in (True, False):
        found = figure(few, "1", "fornoyd", line=line)
        assert (found.state, found.value, found.colour) == (State.SHIELDED, None, None)


# --- trend ------------------------------------------------------------------------------------------------------------


def test_more_than_chance_may_give_is_better(joins):
    # ± 6.2 of 40 answers in each year: 10 is more than √(6.2² + 6.2²) = 8.8.
    found = figure(joins, "1", "fornoyd")

    assert (found.trend, found.change, found.uncertainty) == (Trend.BETTER, D("10.0"), D("6.2"))


def test_what_chance_may_give_is_said_to_be_neither(joins):
    assert figure(joins, "2", "fornoyd").trend is Trend.NOISE


def test_a_month_is_held_beside_the_same_month_a_year_before(joins):
    assert (figure(joins, "1", "balanse").trend, figure(joins, "1", "balanse").change) == (Trend.BETTER, D("3.0"))


def test_without_a_figure_from_the_year_before_nobody_can_say(joins):
    found = figure(joins, "2", "balanse")

    assert (found.value, found.trend, found.change) == (D("-1.0"), Trend.UNKNOWN_BEFORE, None)
    assert "Ikke kjent året før" == trend_told(found)


def test_what_too_few_have_delivered_now_or_the_year_before_is_held_beside_nothing_and_the_reason_is_told(tmp_path):
    weights = "1;aarsverk;2025-01;30,0;\n2;aarsverk;2025-01;10,0;\n3;aarsverk;2025-01;10,0;\n"
    earlier, more = (f"{weights}2;balanse;{month};0,5;\n3;balanse;{month};0,5;\n" for month in ("2024-12", "2025-01"))
    cases = {
        "few now": (CARDS.replace("60 %", "67 %"), more, "For få enheter er kjent"),
        "few before": (CARDS, earlier, "For få enheter er kjent fra året før"),
        "enough": (CARDS, more, "1,7 bedre enn året før"),
    }

    said = {
        name: trend_told(figure(Joins(small(tmp_path / name, cards=cards, more_tall=more_tall)), "0", "balanse"))
        for name, (cards, more_tall, _words) in cases.items()
    }

    assert {name: words for name, (_cards, _more, words) in cases.items()} == said


# --- joined -----------------------------------------------------------------------------------------------------------


def test_the_whole_is_joined_by_the_way_that_is_said_and_tells_how_many_are_known(joins):
    card = scorecard_of(joins, "0", LAST, line=False)
    balance, kroner = card.figure("balanse"), card.figure("kroner")

    assert card.is_joined
    assert card.below == 3
    assert balance is not None
    assert balance.joined is not None
    # (2.0 × 30 − 1.0 × 10) / 40, of the two that have delivered, of three that are waited for.
    assert (balance.value, balance.joined.known, balance.joined.expected) == (D("1.3"), 2, 3)
    assert kroner is not None
    assert kroner.value == D(1050)


def test_of_a_total_that_leaves_out_the_few_it_is_told_how_many_are_in_it(tmp_path):
    few = small(tmp_path, more_tall="3;fornoyd;2025;50,0;4\n")

    found = Joins(few).of(
        few.rulebook.indicators["fornoyd"], EVERYBODY, Period.containing(LAST.plus(-1), Frequency.YEAR)
    )

    # (80.0 × 40 + 61.0 × 25) / 65: the barnehage, where four answered, is not in it.
    assert (found.value, found.known, found.expected) == (D("72.7"), 2, 3)


def test_what_too_few_have_delivered_has_a_number_and_no_colour(tmp_path):
    strict = Joins(small(tmp_path, cards=CARDS.replace("60 %", "67 %")))

    enough, few = (figure(one, "0", "balanse", line=False) for one in (Joins(small(tmp_path)), strict))

    assert (enough.value, enough.colour) == (few.value, Colour.GREEN)
    assert few.colour is None


def test_a_sum_is_held_beside_what_is_usual_and_not_beside_the_sum_of_all(joins):
    found = figure(joins, "1", "kroner")

    assert found.whole is not None
    assert found.whole.value == D(200)
    assert found.service is not None
    assert found.service.value == D(75)


def test_an_enhet_stands_beside_its_tjeneste_by_the_answers_behind_each(joins):
    found = figure(joins, "1", "fornoyd", line=False)

    assert found.service is not None
    # (80 × 40 + 61 × 25) / 65
    assert found.service.value == D("72.7")


def test_an_enhet_that_was_closed_before_the_month_has_no_map(joins):
    assert scorecard_of(joins, "4", LAST, line=True).areas == ()


def test_a_loop_in_the_organisation_is_walked_once(tmp_path):
    loop = DATA["organisasjon.csv"].replace("0;Toppen;rådmann;;", "0;Toppen;rådmann;1;")

    card = scorecard_of(Joins(small(tmp_path, organisasjon=loop)), "0", LAST, line=False)

    assert card.below == 3


# --- what others are shown --------------------------------------------------------------------------------------------

FEW_SHOWN = {
    "small": "2;fornoyd;2025;61,0;4\n",
}


def test_nobody_outside_the_line_is_told_what_the_few_said(tmp_path):
    few = Joins(small(tmp_path, more_tall=FEW_SHOWN["small"]))

    card = scorecard_of(few, "2", LAST, line=False)

    found = card.figure("fornoyd")
    assert found is not None
    assert (found.value, found.change, found.colour, found.uncertainty) == (None, None, None, None)
    assert [point.value for point in found.course][-1] is None


@pytest.mark.parametrize("enhet", ["0", "1", "2", "3"])
@pytest.mark.parametrize("line", [True, False])
def test_the_tallies_of_an_enhet_are_those_of_its_map(joins, enhet, line):
    card = scorecard_of(joins, enhet, LAST, line=line)

    assert tallies_of(joins, enhet, LAST, line=line) == {area.area.name: area.colours for area in card.areas}


def test_an_enhet_that_is_not_there_has_no_tallies(joins):
    assert tallies_of(joins, "4", LAST, line=False) == {}


def test_what_is_under_an_enhet_is_not_counted_once_more_where_its_figure_holds_it(tmp_path):
    """The accounts of the top are those of all of it: 1 050 of three, and 1 060 where a stab is in it too."""
    covering = CARDS.replace("samles: sum,", "samles: sum, omfatter: alt under,")
    top = "0;kroner;2026-01;1060;\n"

    def kroner(name: str, cards: str, more: str) -> tuple[D | None, int, int]:
        situation = small(tmp_path / name, cards=cards, more_tall=more)
        period = Period.containing(LAST, Frequency.MONTH)
        found = Joins(situation).of(situation.rulebook.indicators["kroner"], EVERYBODY, period)
        return found.value, found.known, found.expected

    assert kroner("its own", CARDS, top) == (D(2110), 4, 4)
    assert kroner("all below", covering, top) == (D(1060), 1, 1)
    assert kroner("top not delivered", covering, "") == (D(1050), 3, 3)


def test_what_is_asked_of_each_enhet_is_not_asked_of_their_sum(tmp_path):
    each = DATA["ambisjoner.csv"] + "*;kroner;2026;100;0\n"
    own = each + "0;kroner;2026;2000;1500\n"

    of_each = Joins(small(tmp_path / "each", ambisjoner=each))
    of_top = Joins(small(tmp_path / "own", ambisjoner=own))

    assert figure(of_each, "1", "kroner").colour is Colour.GREEN
    assert (figure(of_each, "0", "kroner").limits, figure(of_each, "0", "kroner").colour) == ((None, None), None)
    assert figure(of_top, "0", "kroner").colour is Colour.RED
