"""internkontroll.yaml: what each level asks for, the areas, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from kontroll.domain.internalcontrol import Criterion, InternalControlPolicy, Kind, Letter
from kontroll.domain.problem import Problem
from kontroll.policybook import read_policies, read_reglementer
from kontroll.proving.internal_control import check_internal_control
from kontroll.rulebook.read import read_rulebook
from kontroll.settings import shipped_policies, shipped_rules
from village import write

SMALL = """\
nivaaer:
  - {nivaa: 0, navn: Ikke vist, betyr: Ingenting.}
  - {nivaa: 1, navn: På plass, betyr: Noe.}
  - {nivaa: 2, navn: I bruk, betyr: Mer.}
  - {nivaa: 3, navn: Følges opp, betyr: Enda mer.}
  - {nivaa: 4, navn: Forbedres, betyr: Alt.}
krav:
  - {bokstav: a, nivaa: 1, krav: ledere, minst: 80 %}
  - {bokstav: c, nivaa: 1, krav: regler_i_bruk, antall: 2}
omraader: [{id: okonomi, navn: Økonomi, regler: [okonomi], reglement: [okonomireglementet], risiko: 5}]
aarshjul: {dager: 30, moter: [3, 9]}
"""


def read(folder: Path, text: str) -> tuple[InternalControlPolicy, list[Problem]]:
    policies, problems = read_policies([write(folder, {"internkontroll.yaml": text})])
    return policies.internal_control, problems


@pytest.fixture(scope="module")
def shipped() -> InternalControlPolicy:
    policies, problems = read_policies([shipped_policies()])
    assert not [str(one) for one in problems if "internkontroll" in one.place.file]
    return policies.internal_control


def test_the_shipped_file_asks_for_everything_that_can_be_shown(shipped: InternalControlPolicy):
    asked = {demand.criterion for levels in shipped.levels.values() for level in levels for demand in level.demands}

    assert set(Criterion) == asked
    assert all([1, 2, 3, 4] == [level.level for level in shipped.levels[letter]] for letter in Letter)


def test_a_level_above_never_asks_for_less(shipped: InternalControlPolicy):
    for letter in Letter:
        shares: dict[Criterion, int] = {}
        for _level, demand in shipped.demands(letter, Kind.WHOLE):
            if demand.share is not None:
                assert shares.get(demand.criterion, 0) < demand.share
                shares[demand.criterion] = demand.share


def test_every_shipped_rule_and_reglement_is_in_one_area(shipped: InternalControlPolicy):
    rulebook, _problems = read_rulebook([shipped_rules()])
    reglementer, _problems = read_reglementer([shipped_policies()])

    assert not [rule.id for rule in rulebook.rules.values() if shipped.area_of(rule) is None]
    assert {id for area in shipped.areas for id in area.reglementer} == set(reglementer.by_id)


def test_levels_areas_and_limits(tmp_path: Path):
    found, problems = read(tmp_path, SMALL)

    assert not problems
    (leaders,) = found.levels[Letter.A][0].demands
    (rules,) = found.levels[Letter.C][0].demands
    assert (80, None, None, 2) == (leaders.share, leaders.count, rules.share, rules.count)
    assert ("okonomi", 5) == (found.areas[0].id, found.areas[0].risk)
    assert (30, (3, 9), 50) == (found.agenda.days, found.agenda.meetings, found.agenda.false_share)


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ("bokstav: a, nivaa: 1", "bokstav: b, nivaa: 1", "hører til bokstav a"),
        ("nivaa: 1, krav: ledere", "nivaa: 5, krav: ledere", "et helt tall fra 1 til 4"),
        ("krav: ledere", "krav: sjefer", "et av ordene"),
        ("minst: 80 %", "minst: 0,8", "en andel på formen «80 %»"),
        ("minst: 80 %", "minst: 101 %", "en andel på formen «80 %»"),
        ("minst: 80 %", "minst: 80 %, antall: 1", "har både"),
        ("  - {bokstav: c", "  - {bokstav: a, nivaa: 1, krav: ledere, minst: 90 %}\n  - {bokstav: c", "står to ganger"),
        ("  - {nivaa: 4, navn: Forbedres, betyr: Alt.}\n", "", "nivå 4 har ikke noe navn"),
        ("id: okonomi", "id: Økonomi", "små bokstaver"),
        ("risiko: 5", "risiko: 6", "et helt tall fra 1 til 5"),
        ("moter: [3, 9]", "moter: [3, 13]", "en måned fra 1 til 12"),
        ("dager: 30", "dagar: 30", "dagar"),
    ],
)
def test_what_is_refused(tmp_path: Path, was: str, now: str, told: str):
    _found, problems = read(tmp_path, SMALL.replace(was, now, 1))

    assert any(told in f"{one.what} {one.why} {one.fix}" for one in problems), [str(one) for one in problems]


def test_an_area_of_rules_that_is_not_there_is_told(tmp_path: Path):
    policies, _problems = read_policies(
        [write(tmp_path, {"internkontroll.yaml": SMALL.replace("[okonomi]", "[okonomy]")})]
    )
    rulebook, _problems = read_rulebook([shipped_rules()])

    (told,) = check_internal_control(policies, rulebook)
    assert ("det er ingen regler i «okonomy»", "Mente du «okonomi»?") == (told.what, told.fix)


def test_the_shipped_file_names_no_area_that_is_not_there():
    policies, _problems = read_policies([shipped_policies()])
    rulebook, _problems = read_rulebook([shipped_rules()])

    assert [] == list(check_internal_control(policies, rulebook))
