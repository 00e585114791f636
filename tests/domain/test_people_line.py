"""Who answers where nobody leads, who stands above, and what is the top leader's own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.kommune import (
    AREA,
    DAY,
    DISTRICT,
    HR,
    OCTOBER,
    OTHER,
    SCHOOL,
    START,
    TOP,
    acting,
    away,
    closed,
    deputy,
    kommune,
    vacant,
)
from kontroll.domain.directory import Directory, is_of_type
from kontroll.domain.month import Month
from kontroll.domain.people import EnhetSpan, LeadKind, RoleHeld, Standing, Tenure


def responsible(directory, enhet="2101", day=DAY):
    found = directory.responsible_for(enhet, day)
    return found and (found.person, found.enhet, found.standing)


def above(directory, enhet="2101", day=DAY):
    return [found.person for found in directory.above(enhet, day)]


def test_the_leader_answers_and_the_line_is_above():
    directory = kommune()

    assert ("lise", "2101", Standing.LEADER) == responsible(directory)
    assert ["vera", "kari", "rita"] == above(directory)
    assert {Standing.SUPERIOR} == {found.standing for found in directory.above("2101", DAY)}


@pytest.mark.parametrize("without_leader", [kommune(vacant(SCHOOL)), kommune(people=[away("lise")])])
def test_a_vacant_post_or_an_absent_leader_is_answered_for_by_the_next_level(without_leader):
    assert ("vera", "2100", Standing.NEXT_UP) == responsible(without_leader)
    assert ["kari", "rita"] == above(without_leader)


def test_a_vacant_level_is_passed_by():
    directory = kommune(vacant(DISTRICT))

    assert ["kari", "rita"] == above(directory)
    assert ("kari", "2000", Standing.NEXT_UP) == responsible(kommune(vacant(SCHOOL), vacant(DISTRICT)))


def test_an_acting_leader_above_is_asked_like_a_leader():
    assert ["frida", "kari", "rita"] == above(kommune(people=[acting("frida", enhet="2100")]))


def test_nobody_is_her_own_superior():
    directory = kommune(replace(DISTRICT, leader="lise"))

    assert ("lise", "2101", Standing.LEADER) == responsible(directory)
    assert ["kari", "rita"] == above(directory)


def test_a_deputy_of_her_own_superior_is_not_asked_about_her_own_unit():
    assert ["kari", "rita"] == above(kommune(people=[away("vera"), deputy("lise", enhet="2100")]))


def test_who_leads_two_levels_above_is_asked_once():
    assert ["vera", "rita"] == above(kommune(replace(AREA, leader="vera")))


def test_nobody_answers_where_all_posts_are_vacant():
    directory = kommune(*map(vacant, (SCHOOL, DISTRICT, AREA, TOP)))

    assert responsible(directory) is None
    assert [] == above(directory)


def test_who_answers_for_what_is_told_the_other_way_too():
    directory = kommune(vacant(SCHOOL), closed(OTHER))

    assert {"2100", "2101", "2102"} == directory.answered_for_by("vera", DAY)
    assert frozenset() == directory.answered_for_by("lise", DAY)


# --- closed units -------------------------------------------------------------------------------------------------


def test_a_closed_unit_is_answered_for_by_its_successor():
    directory = kommune(closed(SCHOOL, successor="2102"))

    assert ("lise", "2101", Standing.LEADER) == responsible(directory, day=date(2026, 9, 30))
    assert ("odd", "2102", Standing.LEADER) == responsible(directory, day=date(2026, 10, 1))
    assert directory.successor("2101", date(2026, 9, 30)) is None
    assert "2102" == directory.successor("2101", date(2026, 10, 1))


def test_a_successor_that_is_closed_too_has_a_successor():
    third = replace(OTHER, enhet="2103", leader="tora")

    assert "2103" == kommune(closed(SCHOOL, "2102"), closed(OTHER, "2103"), third).successor("2101", DAY)


def test_a_vacant_successor_is_answered_for_by_the_next_level():
    directory = kommune(closed(SCHOOL, "2102"), vacant(OTHER))

    assert ("vera", "2100", Standing.NEXT_UP) == responsible(directory)


@pytest.mark.parametrize(
    "directory",
    [
        kommune(closed(SCHOOL)),
        kommune(closed(SCHOOL, "2101")),
        kommune(closed(SCHOOL, "2102"), closed(OTHER, "2101")),
        kommune(closed(SCHOOL, "9999")),
    ],
    ids=["no successor", "its own successor", "successors in a circle", "an unknown successor"],
)
def test_a_closed_unit_without_a_successor_goes_to_its_superior(directory):
    assert ("vera", "2100", Standing.NEXT_UP) == responsible(directory)
    assert "2100" == directory.successor("2101", DAY)


def test_the_superior_that_was_closed_is_followed_to_its_successor():
    new = replace(DISTRICT, enhet="2200", name="Skole vest", leader="vibeke")

    assert ["vibeke", "kari", "rita"] == above(kommune(closed(DISTRICT, "2200"), new))


def test_a_unit_has_the_name_of_the_day_and_a_closed_one_its_last():
    directory = kommune(
        replace(SCHOOL, name="Gamle Lia skole", last=Month(2025, 12)),
        closed(replace(SCHOOL, first=Month(2026, 1))),
    )

    assert "Gamle Lia skole" == directory.name_of("2101", date(2025, 12, 31))
    assert "Lia skole" == directory.name_of("2101", date(2026, 1, 1))
    assert "Lia skole" == directory.name_of("2101", date(2030, 1, 1))
    assert "Gamle Lia skole" == directory.name_of("2101", date(2019, 1, 1))
    assert "9999" == directory.name_of("9999", DAY)


# --- the top ------------------------------------------------------------------------------------------------------


def test_the_top_units_own_leader_answers_and_nobody_is_above_her():
    assert ("rita", "1000", Standing.LEADER) == responsible(kommune(), "1000")
    assert [] == above(kommune(), "1000")


@pytest.mark.parametrize(
    ("directory", "enhet", "own"),
    [
        (kommune(), "1000", True),
        (kommune(), "1200", False),
        (kommune(), "2101", False),
        (kommune(replace(HR, leader="rita")), "1200", True),
        (kommune(vacant(HR)), "1200", True),
        (kommune(vacant(SCHOOL)), "2101", False),
        (kommune(vacant(SCHOOL), vacant(DISTRICT), vacant(AREA)), "2101", True),
        (kommune(vacant(TOP)), "1000", True),
        (kommune(vacant(TOP)), "1200", False),
        (kommune(vacant(TOP), vacant(HR)), "1200", True),
        (kommune(people=[acting("hans", enhet="1000")]), "1200", True),
        (
            kommune(replace(HR, leader="rita"), people=[away("rita", enhet="1200"), deputy("dina", "1200")]),
            "1200",
            True,
        ),
        (kommune(), "9999", False),
    ],
    ids=[
        "her own unit",
        "a staff unit with a leader",
        "a school",
        "a unit she leads herself",
        "a vacant post right below her",
        "a vacant post further down",
        "vacant all the way up to her",
        "her own unit while her post is vacant",
        "another unit while her post is vacant",
        "vacant all the way",
        "led by who acts for her",
        "a unit she leads, but is away from",
        "an unknown unit",
    ],
)
def test_the_top_leaders_own_area_is_what_she_leads_or_answers_for(directory, enhet, own):
    assert own is directory.led_by_top(enhet, DAY)


@pytest.mark.parametrize("unit_type", ["rådmann", "Kommunedirektør", "kommunedirektor"])
def test_the_line_ends_with_the_kommunedirektor_whatever_stands_above(unit_type):
    council = EnhetSpan(enhet="1", name="Kommunestyret", leader="olav", first=START)
    directory = kommune(council, replace(TOP, unit_type=unit_type, superior="1"))

    assert ["vera", "kari", "rita"] == above(directory)


def test_a_deputy_who_stands_in_for_the_top_leader_is_controlled_like_her():
    directory = kommune(people=[away("rita"), deputy("hans", enhet="1000")])

    assert directory.led_by_top("1200", DAY)
    assert not directory.led_by_top("2000", DAY)


def test_a_unit_that_is_its_own_superior_has_none():
    directory = kommune(replace(TOP, unit_type=None, superior="1000"))

    assert directory.led_by_top("1000", DAY)
    assert not directory.led_by_top("2101", DAY)


def test_a_unit_without_a_superior_is_a_top_of_its_own():
    foundation = EnhetSpan(enhet="7000", name="Stiftelsen", leader="stine", first=START)

    assert kommune(foundation).led_by_top("7000", DAY)
    assert [] == above(kommune(foundation), "7000")


@pytest.mark.parametrize(
    "directory",
    [kommune(replace(DISTRICT, superior="9999")), kommune(replace(DISTRICT, superior="2101"))],
    ids=["an unknown superior", "superiors in a circle"],
)
def test_where_the_line_breaks_off_the_only_top_is_above(directory):
    assert ["vera", "rita"] == above(directory)
    assert not directory.led_by_top("2101", DAY)


def test_the_old_and_the_new_title_of_the_top_leader_are_one_type():
    assert is_of_type(TOP, "kommunedirektør")
    assert is_of_type(AREA, "Kommunalsjef")
    assert not is_of_type(AREA, "rådmann")
    assert not is_of_type(replace(AREA, unit_type=None), "kommunalsjef")


# --- any kommune, however wrongly it is delivered -----------------------------------------------------------------

units = st.sampled_from(["a", "b", "c", "d", "e", "f"])
persons = st.sampled_from(["1", "2", "3", "4"])
months = st.sampled_from([Month(2026, 8), Month(2026, 9), OCTOBER, Month(2026, 11)])
dates = st.dates(date(2026, 9, 25), date(2026, 11, 5))
spans = st.builds(
    EnhetSpan,
    enhet=units,
    name=st.just("Navn"),
    unit_type=st.sampled_from([None, "rådmann", "virksomhet"]),
    superior=st.none() | units | st.just("ukjent"),
    service=st.none(),
    leader=st.none() | persons,
    first=months,
    last=st.none() | months,
    successor=st.none() | units,
)
tenures = st.builds(
    Tenure, person=persons, enhet=units, kind=st.sampled_from(LeadKind), first=st.none() | dates, last=st.none() | dates
)
absences = st.builds(
    RoleHeld, person=persons, role=st.just("permisjon"), enhet=st.none() | units, first=dates, last=st.none() | dates
)
directories = st.builds(
    Directory,
    spans=st.lists(spans, max_size=8),
    tenures=st.lists(tenures, max_size=6),
    roles=st.lists(absences, max_size=3),
)
CIRCLE = Directory(
    [
        EnhetSpan(enhet="a", name="A", superior="b", leader="1", first=START),
        EnhetSpan(enhet="b", name="B", superior="a", leader="1", first=START),
    ]
)


@given(directory=directories, enhet=units, day=dates)
@example(directory=CIRCLE, enhet="a", day=DAY)
def test_nobody_is_escalated_to_herself_and_each_is_asked_once(directory, enhet, day):
    answering = directory.responsible_for(enhet, day)
    asked = above(directory, enhet, day)

    assert len(set(asked)) == len(asked)
    assert answering is None or answering.person not in asked
    assert answering is not None or not asked


@given(directory=directories, enhet=units, day=dates)
def test_who_answers_is_neither_away_nor_from_outside_the_line(directory, enhet, day):
    line = [span.enhet for span in directory.line(enhet, day)]

    assert len(set(line)) == len(line)
    for found in [directory.responsible_for(enhet, day), *directory.above(enhet, day)]:
        if found is not None:
            assert found.enhet in line
            assert not directory.is_absent(found.person, found.enhet, day)


@given(directory=directories, enhet=units, day=dates)
def test_a_unit_that_is_there_has_no_successor_and_a_successor_is_there(directory, enhet, day):
    successor = directory.successor(enhet, day)

    if directory.enhet_on(enhet, day) is not None:
        assert successor is None
    if successor is not None:
        assert directory.enhet_on(successor, day) is not None


@given(directory=directories, enhet=units, day=dates)
def test_everything_that_is_answered_for_is_found_from_the_person(directory, enhet, day):
    answering = directory.responsible_for(enhet, day)

    for person in ("1", "2", "3", "4"):
        expected = answering is not None and answering.person == person
        assert expected is (enhet in directory.answered_for_by(person, day))
