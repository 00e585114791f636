"""Who may see and do what: the table, held against what the municipality was promised, role by role."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kontroll.domain.access import (
    BARRED,
    MAY_BE_GIVEN,
    TABLE,
    Act,
    Role,
    Thing,
    Viewer,
    may,
    may_enter,
    seen,
)

OWN, BELOW, OTHER = "1", "11", "2"


def viewer(*roles: Role, person: str | None = "ANNE") -> Viewer:
    """A leader leads OWN, and is above BELOW; every other role is for the whole kommune."""
    places = {role: frozenset({OWN}) if role is Role.LEADER else None for role in roles}
    if Role.LEADER in roles:
        places[Role.SUPERIOR] = frozenset({BELOW})
    return Viewer(user="B1", person=person, name="Anne", places={Role.EMPLOYEE: None, **places})


def test_every_thing_has_a_line_and_every_line_says_why():
    assert set(TABLE) == set(Thing)
    assert all(line.why.endswith(".") for line in TABLE.values())


@pytest.mark.parametrize("thing", [Thing.UNIT, Thing.RECORD, Thing.SAK])
def test_a_leader_sees_her_own_and_what_is_below_and_of_others_nothing(thing):
    anne = viewer(Role.LEADER)

    assert may(anne, Act.SEE, thing, OWN)
    assert may(anne, Act.SEE, thing, BELOW)
    assert not may(anne, Act.SEE, thing, OTHER)
    assert not may(anne, Act.SEE, thing, "")


def test_a_leader_sees_personal_fields_of_those_she_leads_herself_alone():
    anne = viewer(Role.LEADER)

    assert may(anne, Act.SEE, Thing.PERSONAL, OWN)
    assert not may(anne, Act.SEE, Thing.PERSONAL, BELOW)


def test_published_figures_are_for_everybody_and_sums_are_not_for_leaders():
    assert may(viewer(), Act.SEE, Thing.MEASURE, OTHER)
    assert may(viewer(Role.HR), Act.SEE, Thing.AGGREGATE)
    assert may(viewer(Role.POLITICIAN), Act.SEE, Thing.SUMMED)
    assert not may(viewer(Role.POLITICIAN), Act.SEE, Thing.AGGREGATE)
    assert not may(viewer(Role.LEADER), Act.SEE, Thing.AGGREGATE)


def test_a_sak_is_seen_by_whoever_owns_it_also_of_another_enhet():
    owner = viewer(Role.LEADER)

    assert may(owner, Act.SEE, Thing.SAK, OTHER, person="ANNE")
    assert not may(owner, Act.SEE, Thing.SAK, OTHER, person="BERIT")
    assert not may(viewer(person=None), Act.SEE, Thing.SAK, OTHER, person=None)


def test_a_politician_sees_sums_and_nothing_of_any_enhet():
    politician = viewer(Role.POLITICIAN)

    for thing in (Thing.OVERVIEW, Thing.UNIT, Thing.RECORD, Thing.SAK, Thing.PERSONAL, Thing.RUN, Thing.EXPORT):
        assert not may(politician, Act.SEE, thing), thing


def test_an_auditor_reads_everything_and_changes_nothing():
    auditor = viewer(Role.AUDITOR)

    unread = {thing for thing in Thing if not may(auditor, Act.SEE, thing)}
    changed = {thing for thing in Thing if Role.AUDITOR in TABLE[thing].do}

    assert unread == {Thing.SHIELDED, Thing.TALK}
    assert changed == set()


@pytest.mark.parametrize("other", sorted(set(Role) - {Role.ADMIN}, key=lambda role: role.value))
def test_an_administrator_sees_no_case_and_no_person_whatever_else_she_is(other):
    admin = viewer(Role.ADMIN, other)

    for thing in BARRED[Role.ADMIN]:
        assert not may(admin, Act.SEE, thing, OWN), thing
        assert not may(admin, Act.SEE, thing, OWN, person="ANNE"), thing
        assert not may_enter(admin, Act.DO, thing), thing
    assert may(admin, Act.DO, Thing.USERS)


@pytest.mark.parametrize("role", list(Role), ids=lambda role: role.value)
def test_nobody_sees_what_is_shielded(role):
    assert not may(viewer(role), Act.SEE, Thing.SHIELDED, OWN)


def test_only_an_administrator_makes_users():
    assert {role for role in Role if may(viewer(role), Act.DO, Thing.USERS)} == {Role.ADMIN}


def test_the_roles_of_the_line_are_given_to_nobody():
    assert {Role.LEADER, Role.SUPERIOR, Role.TOP, Role.EMPLOYEE}.isdisjoint(MAY_BE_GIVEN)


@given(
    places=st.dictionaries(st.sampled_from(Role), st.none() | st.frozensets(st.sampled_from("abc"))),
    thing=st.sampled_from(Thing),
    enhet=st.sampled_from("abcd"),
)
def test_what_is_seen_of_an_enhet_is_what_lists_are_narrowed_to(places, thing, enhet):
    anybody = Viewer(user="B1", person=None, name="", places=places)

    assert may(anybody, Act.SEE, thing, enhet) == seen(anybody, thing).holds(enhet)
    if may(anybody, Act.SEE, thing, enhet):
        assert may_enter(anybody, Act.SEE, thing)
