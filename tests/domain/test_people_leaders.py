"""Who leads an enhet on a day: by month in the organisation, by day in personer.csv."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.kommune import DAY, OCTOBER, SCHOOL, acting, away, closed, deputy, kommune, leads, vacant
from kontroll.domain.month import Month
from kontroll.domain.people import LeadKind, Person, PersonSpan, RoleHeld, Standing, Tenure


def leader(directory, day=DAY, enhet="2101"):
    found = directory.leader_of(enhet, day)
    return found and (found.person, found.standing)


def test_the_organisation_says_who_leads():
    assert ("lise", Standing.LEADER) == leader(kommune())


def test_a_report_names_who_led_then_and_a_notice_who_leads_now():
    directory = kommune(
        replace(SCHOOL, leader="tidligere", last=Month(2026, 9)), replace(SCHOOL, leader="lise", first=OCTOBER)
    )

    assert ("tidligere", Standing.LEADER) == leader(directory, date(2026, 9, 30))
    assert ("lise", Standing.LEADER) == leader(directory, date(2026, 10, 1))


def test_an_acting_leader_goes_before_the_leader_on_her_days_only():
    directory = kommune(people=[acting("frida", first=date(2026, 10, 5), last=date(2026, 10, 9))])

    assert ("lise", Standing.LEADER) == leader(directory, date(2026, 10, 4))
    assert ("frida", Standing.ACTING) == leader(directory, date(2026, 10, 5))
    assert ("frida", Standing.ACTING) == leader(directory, date(2026, 10, 9))
    assert ("lise", Standing.LEADER) == leader(directory, date(2026, 10, 10))


def test_of_two_acting_leaders_the_one_who_came_last_leads():
    directory = kommune(people=[acting("ny", first=date(2026, 10, 1)), acting("gammel", first=date(2026, 8, 1))])

    assert ("ny", Standing.ACTING) == leader(directory)


def test_a_vacant_post_is_not_filled_by_its_deputy():
    assert leader(kommune(vacant(SCHOOL), people=[deputy("dina")])) is None


def test_a_vacant_post_may_have_an_acting_leader():
    assert ("frida", Standing.ACTING) == leader(kommune(vacant(SCHOOL), people=[acting("frida")]))


def test_a_unit_that_is_closed_or_unknown_has_no_leader():
    assert leader(kommune(closed(SCHOOL))) is None
    assert leader(kommune(), enhet="9999") is None


# --- who is away --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["fravær", "Fravaer", "fraværende", "fravaerende", "permisjon", " Permisjon"])
def test_the_deputy_stands_in_for_a_leader_who_is_away(role):
    absence = RoleHeld(person="lise", role=role, first=DAY, last=DAY)
    directory = kommune(people=[deputy("dina"), absence])

    assert ("lise", Standing.LEADER) == leader(directory, DAY - timedelta(days=1))
    assert ("dina", Standing.DEPUTY) == leader(directory, DAY)
    assert ("lise", Standing.LEADER) == leader(directory, DAY + timedelta(days=1))


def test_nobody_leads_while_the_leader_is_away_and_has_no_deputy():
    assert leader(kommune(people=[away("lise")])) is None


def test_a_deputy_who_is_away_does_not_stand_in_but_the_next_one_does():
    assert leader(kommune(people=[away("lise"), away("dina"), deputy("dina")])) is None
    assert ("doris", Standing.DEPUTY) == leader(
        kommune(people=[away("lise"), away("dina"), deputy("dina"), deputy("doris")])
    )


def test_who_is_away_from_one_enhet_leads_another():
    shared = replace(SCHOOL, enhet="2102", name="Moen skole")
    directory = kommune(shared, people=[away("lise", enhet="2101")])

    assert leader(directory) is None
    assert ("lise", Standing.LEADER) == leader(directory, enhet="2102")


def test_an_acting_leader_who_is_away_does_not_give_the_post_back():
    """Somebody acts because the leader does not."""
    assert leader(kommune(people=[acting("frida"), away("frida")])) is None
    assert ("dina", Standing.DEPUTY) == leader(kommune(people=[acting("frida"), away("frida"), deputy("dina")]))


# --- the organisation and personer.csv ----------------------------------------------------------------------------


def test_the_organisation_decides_where_the_two_differ():
    assert ("lise", Standing.LEADER) == leader(kommune(people=[leads("en annen")]))


def test_a_post_that_is_vacant_in_the_organisation_is_so_whatever_rows_were_left_open():
    """Telling the next level of what a leader should have answered loses nothing; telling one who has left does."""
    assert leader(kommune(vacant(SCHOOL), people=[leads("pia")])) is None


def test_a_post_that_the_organisation_emptied_stays_vacant_though_a_row_was_left_open():
    left = replace(SCHOOL, last=Month(2026, 9))
    emptied = replace(SCHOOL, leader=None, first=OCTOBER)

    assert leader(kommune(left, emptied, people=[leads("lise")])) is None
    assert ("lise", Standing.LEADER) == leader(kommune(left, emptied, people=[leads("lise")]), date(2026, 9, 30))


def test_in_the_month_of_a_change_personer_says_the_day():
    directory = kommune(
        replace(SCHOOL, leader="gammel", last=Month(2026, 9)),
        replace(SCHOOL, leader="ny", first=OCTOBER),
        people=[leads("gammel", last=date(2026, 10, 14)), leads("ny", first=date(2026, 10, 15))],
    )

    assert ("gammel", Standing.LEADER) == leader(directory, date(2026, 10, 14))
    assert ("ny", Standing.LEADER) == leader(directory, date(2026, 10, 15))


def test_an_acting_leader_whom_the_organisation_names_for_the_month_begins_on_her_day():
    directory = kommune(
        replace(SCHOOL, leader="frida"),
        people=[leads("lise", last=date(2026, 10, 14)), acting("frida", first=date(2026, 10, 15))],
    )

    assert ("lise", Standing.LEADER) == leader(directory, date(2026, 10, 14))
    assert ("frida", Standing.ACTING) == leader(directory, date(2026, 10, 15))


def test_a_leader_who_went_within_the_month_leaves_the_post_vacant_for_the_rest_of_it():
    directory = kommune(people=[leads("lise", last=date(2026, 10, 14))])

    assert ("lise", Standing.LEADER) == leader(directory, date(2026, 10, 14))
    assert leader(directory, date(2026, 10, 15)) is None


def test_in_other_months_the_organisation_decides_though_her_row_has_ended():
    assert ("lise", Standing.LEADER) == leader(kommune(people=[leads("lise", last=date(2026, 9, 14))]))


# --- persons ------------------------------------------------------------------------------------------------------

HANSEN = PersonSpan(person="P1", name="Kari Hansen", email="kari.hansen@x.example", last=date(2026, 10, 14))
BERG = PersonSpan(person="P1", name="Kari Berg", email="kari.berg@x.example", first=date(2026, 10, 15))


def test_a_person_has_the_name_and_the_address_of_the_day():
    directory = kommune(people=[HANSEN, BERG])

    assert Person(id="P1", name="Kari Hansen", email="kari.hansen@x.example") == directory.person(
        "P1", date(2026, 10, 14)
    )
    assert Person(id="P1", name="Kari Berg", email="kari.berg@x.example") == directory.person("P1", date(2026, 10, 15))


def test_of_two_rows_for_the_same_day_the_latest_begun_says_the_name():
    always = replace(HANSEN, last=None)

    assert "Kari Berg" == kommune(people=[BERG, always]).person("P1", DAY).name
    assert "Kari Berg" == kommune(people=[always, BERG]).person("P1", DAY).name


def test_a_person_who_has_left_keeps_the_latest_name_and_address():
    earlier = replace(HANSEN, name="Kari Dahl", last=date(2020, 1, 1))

    assert "Kari Hansen" == kommune(people=[HANSEN, earlier]).person("P1", date(2030, 1, 1)).name


def test_an_address_that_was_taken_away_is_not_used():
    without = replace(BERG, email=None, name=None)

    assert Person(id="P1", name="Kari Hansen") == kommune(people=[HANSEN, without]).person("P1", DAY)


def test_an_unknown_person_is_nobody_and_one_without_a_name_is_her_id():
    assert kommune().person("P1", DAY) is None
    assert Person(id="P1", name="P1") == kommune(people=[PersonSpan(person="P1")]).person("P1", DAY)


# --- roles --------------------------------------------------------------------------------------------------------


def test_a_role_is_held_from_a_day_to_a_day_whatever_the_case_it_is_written_in():
    directory = kommune(people=[RoleHeld(person="hege", role="HR-rådgiver", first=DAY, last=DAY)])

    assert ["hege"] == directory.holders("hr-rådgiver", DAY)
    assert [] == directory.holders("HR-rådgiver", DAY - timedelta(days=1))
    assert [] == directory.holders("HR-rådgiver", DAY + timedelta(days=1))


def test_the_holders_for_an_enhet_are_its_own_and_those_of_the_whole_kommune_each_once():
    held = [
        RoleHeld(person=person, role="verneombud", enhet=enhet)
        for person, enhet in [("vi", "2101"), ("va", "2102"), ("vo", None), ("vi", None)]
    ]

    assert ["vi", "vo"] == kommune(people=held).holders("verneombud", DAY, "2101")
    assert ["vi", "va", "vo"] == kommune(people=held).holders("verneombud", DAY)


def test_who_is_away_holds_no_role_of_that_name():
    assert [] == kommune(people=[away("lise")]).holders("fraværende", DAY)


def test_a_tenure_without_days_is_always():
    assert Tenure(person="a", enhet="b", kind=LeadKind.LEADER).covers(date.min)
