"""utredning.yaml: what a kommune asks of a case besides what is always asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from kontroll.domain.preparation import OwnPoint, PreparationPolicy
from kontroll.policybook import read_policies
from kontroll.settings import shipped_policies


def chosen(folder: Path, points: str) -> tuple[PreparationPolicy, list[str]]:
    (folder / "utredning.yaml").write_text(f"punkter: [{points}]\n", encoding="utf-8")
    policies, problems = read_policies([folder])
    return policies.preparation, [str(problem) for problem in problems]


def test_nothing_more_is_asked_where_nobody_has_chosen():
    policies, problems = read_policies([shipped_policies()])

    assert policies.preparation.points == ()
    assert not [str(one) for one in problems]


def test_a_point_of_the_kommune_is_of_every_case_only_where_it_says_so(tmp_path: Path):
    policy, problems = chosen(
        tmp_path,
        "{id: plan, navn: Planen, sporsmaal: Er den fulgt?, alltid: ja}, {id: vann_2, navn: Vann, sporsmaal: Og vannet?}",
    )

    assert problems == []
    assert policy.points == (
        OwnPoint(id="plan", name="Planen", question="Er den fulgt?", always=True),
        OwnPoint(id="vann_2", name="Vann", question="Og vannet?", always=False),
    )


@pytest.mark.parametrize(
    ("points", "told"),
    [
        ("{id: klima, navn: Klima, sporsmaal: Er det vurdert?}", "«klima» er alt et punkt i sjekklisten"),
        ("{id: Plan, navn: Planen, sporsmaal: Er den fulgt?}", "høyst 40 små bokstaver"),
        ("{id: plan, navn: A, sporsmaal: B?}, {id: plan, navn: C, sporsmaal: D?}", "plan"),
        ("{id: plan, sporsmaal: Er den fulgt?}", "«navn» mangler"),
        ("{id: plan, navn: Planen}", "«sporsmaal» mangler"),
        ("{id: plan, navn: Planen, sporsmål: Er den fulgt?}", "«sporsmål»"),
        (f"{{id: plan, navn: Planen, sporsmaal: {'x' * 301}}}", "har 301 tegn, og kan ha 300"),
        (f"{{id: plan, navn: {'x' * 61}, sporsmaal: Er den fulgt?}}", "har 61 tegn, og kan ha 60"),
        ("{id: plan, navn: Planen, sporsmaal: Er den fulgt?, alltid: kanskje}", "kanskje"),
        (", ".join(f"{{id: p{n}, navn: N, sporsmaal: S?}}" for n in range(13)), "13 egne punkter, og det kan være 12"),
    ],
)
def test_what_cannot_be_asked_is_refused_where_it_stands(tmp_path: Path, points: str, told: str):
    _policy, problems = chosen(tmp_path, points)

    assert [one for one in problems if told in one and "utredning.yaml:1" in one]


def test_the_longest_that_may_be(tmp_path: Path):
    most = ", ".join(f"{{id: p{n}, navn: {'n' * 60}, sporsmaal: {'s' * 300}}}" for n in range(12))

    policy, problems = chosen(tmp_path, most)

    assert (len(policy.points), problems) == (12, [])
