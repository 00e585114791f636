"""maanedsoppfolging.yaml: which figures a leader explains, against which limit, and what is refused."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from kontroll.domain.monthly import MonthlyPolicy, YearIs
from kontroll.domain.policy import Policies
from kontroll.policybook.read import read_policies
from kontroll.proving.monthly import check_monthly
from kontroll.rulebook.read import read_rulebook
from kontroll.settings import shipped_policies, shipped_rules
from village import write

WHOLE = """maanedsoppfolging:
  frist: 8 arbeidsdager
  enhetstype: [tjenestested]
  temaer:
    - {id: a, navn: A, indikator: x, grense: {verdi: "-1,5"}, aaret: siste, kroner: k}
    - {id: b, navn: B, indikator: y, grense: {parameter: p}, aaret: snitt}
    - {id: c, navn: C, indikator: z, grense: {ambisjon: gul}, aaret: snitt}
"""


def read(folder: Path, text: str) -> tuple[MonthlyPolicy, list[str]]:
    policies, problems = read_policies([write(folder, {"maanedsoppfolging.yaml": text})])
    return policies.monthly, [problem.what for problem in problems]


def test_each_kind_of_limit_is_read_and_what_is_not_said_is_usual(tmp_path: Path):
    policy, problems = read(tmp_path, WHOLE)

    assert [] == problems
    a, b, c = policy.themes
    assert (Decimal("-1.5"), "", False, "k", YearIs.LAST) == (a.limit, a.parameter, a.agreed, a.kroner, a.year_is)
    assert (None, "p", False) == (b.limit, b.parameter, b.agreed)
    assert (None, "", True) == (c.limit, c.parameter, c.agreed)
    assert (8, 5, ("tjenestested",)) == (policy.deadline_days, policy.then_days, policy.unit_types)


@pytest.mark.parametrize(
    ("was", "becomes", "told"),
    [
        ('{verdi: "-1,5"}', "{verdi: lite}", "er ikke et tall"),
        ("{ambisjon: gul}", "{ambisjon: rød}", "er ikke «gul»"),
        ("{parameter: p}", '{parameter: p, verdi: "1"}', "parameter"),
        ("aaret: siste", "aaret: ofte", "ofte"),
        ("id: b", "id: a", "a"),
        ("navn: C, ", "", "«navn» mangler"),
        ("frist: 8 arbeidsdager", "frist: snart", "snart"),
    ],
)
def test_what_cannot_be_read_is_told(tmp_path: Path, was: str, becomes: str, told: str):
    _policy, problems = read(tmp_path, WHOLE.replace(was, becomes))

    assert [what for what in problems if told in what] != []


def test_what_is_shipped_names_nothing_that_is_not_there_and_a_wrong_name_is_told(tmp_path: Path):
    rulebook, _problems = read_rulebook([shipped_rules()])
    policies, _found = read_policies([shipped_policies()])
    wrong, _none = read_policies([write(tmp_path, {"maanedsoppfolging.yaml": WHOLE})])

    assert [] == list(check_monthly(policies, rulebook))
    assert 5 == len(list(check_monthly(wrong, rulebook))), "four indicators and a parameter"
    assert [] == list(check_monthly(Policies(), rulebook))
