"""tilgang.yaml: which words give which roles, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from kontroll.domain.access import Role
from kontroll.domain.policy import AccessPolicy, RoleWord
from kontroll.domain.problem import Problem
from kontroll.policybook import read_policies
from kontroll.settings import shipped_policies
from village import write


def read(folder: Path, text: str) -> tuple[AccessPolicy, list[Problem]]:
    policies, problems = read_policies([write(folder, {"tilgang.yaml": text})])
    return policies.access, problems


def test_the_shipped_words_give_their_roles_without_a_problem():
    policies, problems = read_policies([shipped_policies()])

    assert not problems
    gives = {one.word: one.role for one in policies.access.words}
    assert gives["HR-rådgiver"] is Role.HR
    assert gives["ordfører"] is Role.POLITICIAN
    assert Role.ADMIN in policies.access.claims.gives.values()


def test_a_word_may_hold_for_the_enhet_of_its_row_alone(tmp_path):
    access, problems = read(tmp_path, "roller: [{ord: verneombud, gir: verneombud, bare_enheten: ja}]\n")

    assert not problems
    assert access.words == (RoleWord(word="verneombud", role=Role.SAFETY, of_enhet=True),)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("roller: [{ord: sjef, gir: leder}]\n", "rollen «leder» kan ikke gis"),
        ("roller: [{ord: sjef, gir: konge}]\n", "«konge» er ikke et av ordene"),
        ("roller: [{ord: sjef}]\n", "«gir» mangler"),
        ("roller: [{ord: x, gir: hr}]\nikke_sammen: [{roller: [hr, hr], da: avvis}]\n", "to forskjellige roller"),
        ("roller: [{ord: x, gir: hr}]\nikke_sammen: [{roller: [hr], da: avvis}]\n", "to forskjellige roller"),
        (
            "roller: [{ord: x, gir: hr}]\nikke_sammen: [{roller: [hr, revisor], da: kanskje}]\n",
            "«kanskje» er ikke et av ordene",
        ),
        ("roller: [{ord: x, gir: hr}]\nikke_sammen: [{roller: [hr, revisor]}]\n", "«da» mangler"),
        ("roller: [{ord: x, gir: hr}]\ninnlogging: {gir: {a: ansatt}}\n", "rollen «ansatt» kan ikke gis"),
        ("roller: [{ord: x, gir: hr}]\ninnlogging: {gir: [a]}\n", "er ikke en blokk med «verdi: rolle»"),
    ],
)
def test_what_would_give_somebody_a_role_by_mistake_is_refused(tmp_path, text, told):
    _access, problems = read(tmp_path, text)

    assert any(told in problem.what for problem in problems), [problem.what for problem in problems]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("roller: [{ord: x, gir: hr}]\n", {(("administrator", "internkontroll"), True)}),
        ("roller: [{ord: x, gir: hr}]\nikke_sammen: []\n", set()),
        (
            "roller: [{ord: x, gir: hr}]\nikke_sammen: [{roller: [revisor, hr], da: advar}]\n",
            {(("hr", "revisor"), False)},
        ),
    ],
)
def test_which_roles_must_not_meet_is_the_kommunes_choice_and_something_where_it_says_nothing(tmp_path, text, expected):
    access, problems = read(tmp_path, text)

    assert not problems
    assert expected == {(tuple(sorted(role.value for role in pair.roles)), pair.refused) for pair in access.apart}
