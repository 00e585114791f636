"""What somebody is when she signs in: by the lists as they are on the day, and by what she was given."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kontroll.domain.access import Act, Role, Thing, Viewer, may, seen
from kontroll.domain.policy import AccessPolicy, RoleWord
from kontroll.flows.deliveries.known_people import known_directory
from kontroll.flows.people.viewing import viewer_of

from .small import POLICIES, Kommune, Make, rule

DAY = date(2026, 3, 2)


@pytest.fixture
def bygda(make: Make) -> Kommune:
    return make(rule("minus"))


def look(bygda: Kommune, person: str | None, *given: Role, words: tuple[RoleWord, ...] = (), day: date = DAY) -> Viewer:
    policies = replace(POLICIES, access=AccessPolicy(words=words))
    with bygda.desk.database.reading() as tx:
        return viewer_of("B1", person, "Navn", given, known_directory(tx), policies, day)


def test_a_leader_leads_by_the_directory_and_sees_what_is_below(bygda: Kommune):
    top = look(bygda, "SJEF")

    assert top.leads == {"9"}
    assert {"1", "9"} <= top.below
    assert may(top, Act.SEE, Thing.SAK, "1")
    assert Role.SUPERIOR not in look(bygda, "ANNE").roles


def test_who_left_the_post_is_no_leader_the_day_after(bygda: Kommune):
    assert Role.LEADER in look(bygda, "ANNE").roles
    assert look(bygda, "ANNE", day=date(2019, 1, 1)).roles == {Role.EMPLOYEE}


def test_top_and_internal_control_see_the_whole_kommune(bygda: Kommune):
    assert seen(look(bygda, "TOPP"), Thing.SAK).is_all
    assert seen(look(bygda, "KARI"), Thing.SAK).is_all


def test_the_kontrollutvalg_sees_the_area_of_the_top_and_no_other(bygda: Kommune):
    leader = look(bygda, "UTVALG")

    assert may(leader, Act.SEE, Thing.SAK, "0")
    assert not may(leader, Act.SEE, Thing.SAK, "1")


def test_a_word_of_the_kommune_gives_its_role(bygda: Kommune):
    words = (RoleWord(word="økonomikonsulent", role=Role.AUDITOR),)

    assert Role.AUDITOR in look(bygda, "OLGA", words=words).roles
    assert Role.AUDITOR not in look(bygda, "OLGA").roles


def test_a_word_may_give_its_role_for_the_enhet_alone(bygda: Kommune):
    words = (RoleWord(word="økonomikonsulent", role=Role.SAFETY, of_enhet=True),)

    place = look(bygda, "OLGA", words=words).places[Role.SAFETY]

    assert place is not None


def test_what_a_user_was_given_holds_also_without_a_person_and_never_gives_the_line(bygda: Kommune):
    found = look(bygda, None, Role.AUDITOR, Role.TOP, Role.LEADER)

    assert found.roles == {Role.EMPLOYEE, Role.AUDITOR}
