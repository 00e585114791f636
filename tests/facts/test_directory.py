"""The directory out of organisasjon.csv and personer.csv, as they are read."""

from __future__ import annotations

from datetime import date

import pytest

from kontroll.domain.month import Month
from kontroll.domain.people import EnhetSpan, Person, Responsible, Standing
from kontroll.facts.directory import directory
from kontroll.flows.deliveries.read_folder import read_folder
from kontroll.rulebook.read import read_rulebook

ORGANISATION = """enhet;navn;enhetstype;overordnet;tjeneste;leder_id;gjelder_fra;gjelder_til;etterfolger
1000;Rådmannen;rådmann;;;P1;;;
2101;Lia skole;tjenestested;1000;skole;P2;2020-01;2026-09;
2101;Lia skole;tjenestested;1000;skole;;2026-10;;
2102;Moen skole;tjenestested;1000;skole;P3;2020-01;2026-06;2101
2103;;;1000;;P4;2020-01;;
"""
PERSONS = """person_id;navn;epost;rolle;enhet;gjelder_fra;gjelder_til
P1;Rita Rud;rita@x.example;leder;1000;;
P2;Lise Lien;lise@x.example;leder;2101;2020-01;2026-09
P3;Odd Moen;odd@x.example;leder;2102;2020-01;2026-06
P3;Odd Moen;odd@x.example;Fungerende;2101;2026-10-12;2026-10-30
P4;Tora Tveit;;leder;2103;;
P4;Tora Tveit;;permisjon;;2026-10-05;2026-10-06
P5;Dina Dal;dina@x.example;stedfortreder;2103;;
P6;Vigdis Vik;vigdis@x.example;verneombud;2103;;
P6;Vigdis Vik;vigdis@x.example;leder;;;
;Ingen;ingen@x.example;verneombud;2103;;
P7;Uten Rolle;uten@x.example;;;;
"""


@pytest.fixture
def people(tmp_path):
    (tmp_path / "organisasjon.csv").write_text(ORGANISATION, encoding="utf-8")
    (tmp_path / "personer.csv").write_text(PERSONS, encoding="utf-8")
    return directory(read_folder(tmp_path, read_rulebook([])[0])[0])


def answering(people, enhet, day):
    found = people.responsible_for(enhet, day)
    return found and (found.person, found.standing)


def test_an_enhet_is_what_its_row_says(people):
    assert EnhetSpan(
        enhet="2102",
        name="Moen skole",
        unit_type="tjenestested",
        superior="1000",
        service="skole",
        leader="P3",
        first=Month(2020, 1),
        last=Month(2026, 6),
        successor="2101",
    ) == people.enhet_on("2102", date(2026, 6, 30))
    assert people.enhet_on("2102", date(2026, 7, 1)) is None


def test_an_enhet_without_a_first_month_was_always_there(people):
    assert Responsible(person="P1", enhet="1000", standing=Standing.LEADER) == people.leader_of("1000", date(1, 1, 1))


def test_an_enhet_without_a_name_is_called_by_its_id(people):
    assert "2103" == people.name_of("2103", date(2026, 10, 1))


def test_leaders_acting_leaders_and_absences_are_read_with_their_days(people):
    assert ("P2", Standing.LEADER) == answering(people, "2101", date(2026, 9, 30))
    assert ("P1", Standing.NEXT_UP) == answering(people, "2101", date(2026, 10, 11))
    assert ("P3", Standing.ACTING) == answering(people, "2101", date(2026, 10, 12))
    assert ("P1", Standing.NEXT_UP) == answering(people, "2101", date(2026, 10, 31))
    assert ("P4", Standing.LEADER) == answering(people, "2103", date(2026, 10, 4))
    assert ("P5", Standing.DEPUTY) == answering(people, "2103", date(2026, 10, 5))
    assert ("P4", Standing.LEADER) == answering(people, "2103", date(2026, 10, 7))


def test_other_roles_are_held_by_persons_with_an_id_only(people):
    assert ["P6"] == people.holders("verneombud", date(2026, 10, 1))


def test_a_leader_of_no_enhet_leads_nothing(people):
    assert frozenset() == people.answered_for_by("P6", date(2026, 10, 1))


def test_a_person_without_a_role_is_known(people):
    assert Person(id="P7", name="Uten Rolle", email="uten@x.example") == people.person("P7", date(2026, 10, 1))


def test_of_nothing_delivered_nothing_is_known(tmp_path):
    empty = directory(read_folder(tmp_path, read_rulebook([])[0])[0])

    assert empty.responsible_for("1000", date(2026, 10, 1)) is None
    assert not empty.led_by_top("1000", date(2026, 10, 1))
