"""The directory of the example kommune: somebody answers for every unit in every month, and nobody controls herself."""

from __future__ import annotations

import shutil
from datetime import date

import pytest

from kontroll.domain.directory import Directory
from kontroll.domain.people import Standing
from kontroll.facts.directory import directory
from kontroll.flows.deliveries.read_folder import read_folder
from kontroll.rulebook.read import read_rulebook

from .conftest import LAST, rows_of

DAYS = [LAST.plus(-back).first_day for back in range(36)]


@pytest.fixture(scope="module")
def people(kommune, tmp_path_factory) -> Directory:
    folder = tmp_path_factory.mktemp("people")
    for name in ("organisasjon.csv", "personer.csv"):
        shutil.copy(next(kommune.rglob(name)), folder / name)
    return directory(read_folder(folder, read_rulebook([])[0])[0])


@pytest.fixture(scope="module")
def units(kommune) -> list[str]:
    return sorted({row["enhet"] for row in rows_of(next(kommune.rglob("organisasjon.csv")))})


def test_every_unit_ever_is_answered_for_by_somebody_with_an_address(people, units):
    for day in DAYS:
        for enhet in units:
            answering = people.responsible_for(enhet, day)

            assert answering is not None, (enhet, day)
            assert people.person(answering.person, day).email


def test_nobody_is_above_herself_and_all_lines_end_with_one_person(people, units):
    for day in DAYS:
        tops = set()
        for enhet in units:
            line = [people.responsible_for(enhet, day), *people.above(enhet, day)]
            persons = [responsible.person for responsible in line]

            assert len(set(persons)) == len(persons)
            tops.add(persons[-1])
        assert 1 == len(tops)


def test_only_her_own_unit_is_the_top_leaders_area_while_others_lead_theirs(people, units):
    today = DAYS[0]
    own = {enhet for enhet in units if people.led_by_top(enhet, today)}

    assert "1000" in own
    assert own == people.answered_for_by(people.leader_of("1000", today).person, today)


def test_vacant_and_acting_posts_are_there_to_be_seen(people, units):
    """The example must go on showing what the rules about people are for."""
    standings = {people.responsible_for(enhet, day).standing for enhet in units for day in DAYS}

    assert {Standing.LEADER, Standing.ACTING, Standing.NEXT_UP} <= standings


def test_a_closed_units_follow_up_goes_on_at_the_unit_that_took_over(people, kommune):
    rows = rows_of(next(kommune.rglob("organisasjon.csv")))
    closed = {row["enhet"]: row["etterfolger"] for row in rows if row["etterfolger"]}

    assert closed
    assert closed == {enhet: people.successor(enhet, date(2026, 10, 31)) for enhet in closed}
