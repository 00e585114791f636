"""What a signed-in person is, by the lists as they were last delivered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kontroll.domain.actor import Actor, ActorRole
from kontroll.domain.policy import Policies, Recipient
from kontroll.facts.directory import directory
from kontroll.flows.deliveries.known_facts import known_facts
from kontroll.flows.deliveries.known_people import known_directory
from kontroll.flows.people.who import actor_of

from .small import ORGANISATION, PERSONS, POLICIES, Kommune, Make, rule

DAY = date(2026, 3, 2)


def actor(bygda: Kommune, person: str, day: date = DAY, policies: Policies = POLICIES) -> Actor:
    with bygda.desk.database.reading() as tx:
        return actor_of(person, known_directory(tx), policies, day)


@pytest.fixture
def bygda(make: Make) -> Kommune:
    return make(rule("minus"))


@pytest.mark.parametrize(
    ("person", "roles", "leads"),
    [
        ("ANNE", {ActorRole.LEADER}, {"1"}),
        ("SJEF", {ActorRole.LEADER}, {"9"}),
        ("TOPP", {ActorRole.LEADER, ActorRole.TOP}, {"0"}),
        ("KARI", {ActorRole.INTERNAL_CONTROL}, set()),
        ("OLGA", {ActorRole.DATA_OWNER}, set()),
        ("UTVALG", {ActorRole.SUPERVISORY}, set()),
        ("UKJENT", set(), set()),
    ],
)
def test_a_person_is_what_the_lists_and_the_words_make_her(bygda: Kommune, person: str, roles: set, leads: set):
    assert Actor(person=person, roles=frozenset(roles), leads=frozenset(leads)) == actor(bygda, person)


def test_whoever_is_above_leads_a_unit_without_a_leader(bygda: Kommune):
    bygda.deliver("organisasjon.csv", ORGANISATION.replace(";ANNE;", ";;"), DAY)
    bygda.deliver("personer.csv", PERSONS.replace("example;leder;1;", "example;lærer;1;"), DAY)

    assert {"9", "1"} == actor(bygda, "SJEF").leads
    assert not actor(bygda, "ANNE").roles


def test_somebody_is_nothing_after_her_last_day(bygda: Kommune):
    bygda.deliver(
        "personer.csv", PERSONS.replace("internkontroll;0;2020-01;", "internkontroll;0;2020-01;2026-03-02"), DAY
    )

    assert actor(bygda, "KARI").has(ActorRole.INTERNAL_CONTROL)
    assert not actor(bygda, "KARI", date(2026, 3, 3)).roles


def test_the_top_leader_does_not_control_herself_where_the_kontrollutvalg_is_vacant(bygda: Kommune):
    at_unit = Recipient(word="kontrollutvalg", enhet="7")
    words = replace(POLICIES.notices, recipients={**POLICIES.notices.recipients, "kontrollutvalg": at_unit})
    policies = replace(POLICIES, notices=words)
    bygda.deliver("organisasjon.csv", ORGANISATION + "7;Kontrollutvalget;utvalg;0;;;2020-01;;\n", DAY)

    assert "7" in actor(bygda, "TOPP", policies=policies).leads
    assert not actor(bygda, "TOPP", policies=policies).has(ActorRole.SUPERVISORY)


def test_the_last_delivered_lists_say_the_same_as_all_the_facts(bygda: Kommune):
    bygda.deliver("organisasjon.csv", ORGANISATION.replace(";ANNE;", ";BERIT;"), DAY)
    bygda.deliver("personer.csv", PERSONS.replace("Berit B", "Berit Bakke"), DAY)

    with bygda.desk.database.reading() as tx:
        quick = known_directory(tx)
        whole = directory(known_facts(tx, bygda.desk.rulebook)[0])

    for person in ("ANNE", "BERIT", "KARI"):
        assert whole.person(person, DAY) == quick.person(person, DAY)
        assert whole.answered_for_by(person, DAY) == quick.answered_for_by(person, DAY)
    assert {"1", "2"} == quick.answered_for_by("BERIT", DAY)
    assert not quick.answered_for_by("ANNE", DAY)


def test_without_lists_nobody_is_anything(database):
    with database.reading() as tx:
        assert not actor_of("ANNE", known_directory(tx), POLICIES, DAY).roles
