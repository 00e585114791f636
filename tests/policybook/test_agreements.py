"""resultatavtaler.yaml: by when, with whom, what is counted, and what is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kontroll.domain.agreementgoal import CONTROL_SIGNS
from kontroll.domain.agreementpolicy import AgreementPolicy, ControlGoal
from kontroll.domain.problem import Problem
from kontroll.policybook import read_policies
from kontroll.settings import shipped_policies
from village import write

SMALL = """\
frister:
  inngaas_innen: {dag: 1, maaned: 3}
  halvaar_innen: {dag: 1, maaned: 10}
  resultat_innen: {dag: 28, maaned: 2}
  paaminnelse: 5 arbeidsdager
for_kommunestyret: ordfører
kontroll: [{maal: over_frist, gronn: 0, gul: 2}]
"""


def read(folder: Path, text: str) -> tuple[AgreementPolicy, list[Problem]]:
    policies, problems = read_policies([write(folder, {"resultatavtaler.yaml": text})])
    return policies.agreements, problems


def test_the_shipped_file_counts_all_that_can_be_counted():
    policies, problems = read_policies([shipped_policies()])

    assert not [str(one) for one in problems if "resultatavtaler" in one.place.file]
    assert set(CONTROL_SIGNS) == {one.counts for one in policies.agreements.control}


def test_days_role_and_goals(tmp_path: Path):
    found, problems = read(tmp_path, SMALL)

    assert not problems
    assert (date(2026, 3, 1), 5, "ordfører") == (found.sign_by.of(2026), found.remind_days, found.council_role)
    assert (ControlGoal("over_frist", 0, 2),) == found.control


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ("dag: 1, maaned: 3", "dag: 29, maaned: 3", "et helt tall fra 1 til 28"),
        ("dag: 1, maaned: 3", "dag: 1, maaned: 13", "et helt tall fra 1 til 12"),
        ("5 arbeidsdager", "5", "Skriv 5 arbeidsdager"),
        ("over_frist", "over_tid", "et av ordene"),
        ("gronn: 0, gul: 2", "gronn: 2, gul: 0", "strengere enn grensen for grønn"),
        ("]", ", {maal: over_frist, gronn: 0, gul: 2}]", "står to ganger"),
        ("for_kommunestyret: ordfører", "for_kommunen: ordfører", "for_kommunen"),
    ],
)
def test_what_is_refused(tmp_path: Path, was: str, now: str, told: str):
    assert was in SMALL

    _found, problems = read(tmp_path, SMALL.replace(was, now, 1))

    assert any(told in str(one) for one in problems), [str(one) for one in problems]
