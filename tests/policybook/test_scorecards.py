"""maalekart.yaml: what stands on whose map, how figures are joined, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from kontroll.domain.policy import Policies
from kontroll.domain.problem import Problem
from kontroll.domain.scorecard import COUNT, Covers, Elsewhere, Joined, RollUp, Scorecards
from kontroll.policybook import read_policies
from kontroll.proving.scorecards import check_scorecards
from kontroll.rulebook.read import read_rulebook
from kontroll.settings import shipped_policies, shipped_rules
from village import write

SMALL = """\
fokusomraader: [{navn: brukere, betyr: Hva brukerne får.}]
minst_kjent: 90 %
tall:
  - {indikator: fornoyd, samles: veid snitt, veies_med: antall, spredning: "12,5", til: Om de er fornøyd.,
     andre_kommuner: {tabell: "12345", variabel: KOSfornoyd}}
  - {indikator: klager, samles: sum, til: Om de klager.}
kart:
  - {navn: Felles, tall: [fornoyd]}
  - {navn: For skole, tjeneste: [skole], tall: [klager, fornoyd]}
  - {navn: For staben, enhetstype: [stab], tall: [klager]}
eget_lederskap: [fornoyd]
"""


def read(folder: Path, text: str) -> tuple[Scorecards, list[Problem]]:
    policies, problems = read_policies([write(folder, {"maalekart.yaml": text})])
    return policies.scorecards, problems


def test_the_shipped_maps_name_figures_and_areas_that_there_are():
    policies, problems = read_policies([shipped_policies()])
    rulebook, _rule_problems = read_rulebook([shipped_rules()])

    assert not problems
    assert list(check_scorecards(policies, rulebook)) == []
    assert [area.name for area in policies.scorecards.areas][-1] == "kontroll og etikk"


def test_what_is_own_leadership_is_what_the_rules_of_pay_read():
    policies, _problems = read_policies([shipped_policies()])
    rulebook, _rule_problems = read_rulebook([shipped_rules()])
    for own, told in (
        (("mestringsklima",), ["«mestringsklima» er eget lederskap, men", "leser «ledelse», som ikke er"]),
        ((), ["leser «ledelse», som ikke er"]),
    ):
        cards = replace(policies.scorecards, own_leadership=own)
        found = [one.what for one in check_scorecards(Policies(scorecards=cards), rulebook)]
        assert [True] * len(told) == [part in what for part, what in zip(told, found, strict=True)]


def test_every_focus_area_that_a_figure_is_in_is_explained():
    policies, _problems = read_policies([shipped_policies()])
    rulebook, _rule_problems = read_rulebook([shipped_rules()])

    explained = {area.name for area in policies.scorecards.areas}

    assert {one.focus_area for one in rulebook.indicators.values()} - {""} <= explained


def test_what_is_written_is_read(tmp_path):
    cards, problems = read(tmp_path, SMALL)

    assert not problems
    assert cards.least_known == 90
    assert cards.own_leadership == ("fornoyd",)
    assert cards.joined["fornoyd"] == Joined(
        indicator="fornoyd",
        roll_up=RollUp.WEIGHTED,
        weight=COUNT,
        purpose="Om de er fornøyd.",
        spread=Decimal("12.5"),
        elsewhere=Elsewhere(table="12345", variable="KOSfornoyd"),
    )


def test_a_skole_has_the_common_map_and_its_own_and_no_figure_twice(tmp_path):
    cards, _problems = read(tmp_path, SMALL)

    found = {id: chart.name for id, chart in cards.indicators_of("skole", "tjenestested").items()}

    assert found == {"fornoyd": "Felles", "klager": "For skole"}
    assert list(cards.indicators_of("barnehage", "tjenestested")) == ["fornoyd"]
    assert list(cards.indicators_of(None, "stab")) == ["fornoyd", "klager"]


def test_what_nobody_has_said_how_to_join_is_not_joined(tmp_path):
    cards, _problems = read(tmp_path, SMALL)

    assert cards.roll_up_of("ukjent") is RollUp.OWN


@pytest.mark.parametrize(
    ("wrong", "right", "told"),
    [
        ("samles: sum", "samles: summen", "«summen» er ikke et av ordene"),
        ("samles: sum", "samles: sum, veies_med: antall", "passer ikke sammen"),
        ("veies_med: antall, ", "", "passer ikke sammen"),
        ("minst_kjent: 90 %", "minst_kjent: 0 %", "en andel fra 1 % til 100 %"),
        ("minst_kjent: 90 %", "minst_kjent: 101 %", "en andel fra 1 % til 100 %"),
        ('spredning: "12,5"', "spredning: 0", "et tall over 0"),
        ("tall: [klager, fornoyd]", "tall: [klager, klager]", "står to ganger"),
        ("indikator: klager", "indikator: fornoyd", "står to ganger"),
        ("til: Om de klager.", "naar: Om de klager.", "«til» mangler"),
        ('variabel: KOSfornoyd', 'navn: KOSfornoyd', "«variabel» mangler"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_refused(tmp_path, wrong, right, told):
    assert wrong in SMALL
    _cards, problems = read(tmp_path, SMALL.replace(wrong, right, 1))

    assert any(told in problem.what for problem in problems), [problem.what for problem in problems]


def test_a_misspelt_figure_is_told_with_what_was_meant(tmp_path):
    cards, _problems = read(tmp_path, SMALL.replace("fornoyd", "sykefravaerr"))
    rulebook, _rule_problems = read_rulebook([shipped_rules()])

    told = list(check_scorecards(Policies(scorecards=cards), rulebook))

    assert any("«sykefravaerr»" in one.what and "«sykefravaer»" in one.fix for one in told)


def test_a_figure_of_few_persons_cannot_be_told_to_hold_all_that_is_below():
    policies, _problems = read_policies([shipped_policies()])
    rulebook, _rule_problems = read_rulebook([shipped_rules()])
    joined = policies.scorecards.joined
    changed = {**joined, "ledelse": replace(joined["ledelse"], covers=Covers.ALL_BELOW)}
    wrong = replace(policies, scorecards=replace(policies.scorecards, joined=changed))

    (problem,) = check_scorecards(wrong, rulebook)

    assert "kan ikke omfatte alt under" in problem.what
