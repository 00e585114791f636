"""Who is told, for each word of `varsle`."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.kommune import AREA, DAY, DISTRICT, HR, SCHOOL, TOP, acting, away, closed, kommune, vacant
from kontroll.domain.people import RoleHeld, Standing
from kontroll.domain.policy import LeaderOf, NoticePolicy, Recipient
from kontroll.notices.routing import recipients, role_of
from notices.explained import POLICY, held, with_council, words


def told(word, enhet="2101", directory=None, policy=POLICY):
    found = recipients(word, enhet, DAY, directory or with_council(), policy)
    return [responsible.person for responsible in found.recipients]


def standings(word, enhet="2101", directory=None):
    return [r.standing for r in recipients(word, enhet, DAY, directory or with_council(), POLICY).recipients]


def missing(word, enhet="2101", directory=None, policy=POLICY):
    return recipients(word, enhet, DAY, directory or with_council(), policy).missing


# --- leaders and superiors ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "person", "standing"),
    [
        ("leder", "lise", Standing.LEADER),
        ("overordnet", "vera", Standing.SUPERIOR),
        ("kommunalsjef", "kari", Standing.SUPERIOR),
        ("kommunedirektor", "rita", Standing.SUPERIOR),
        ("radmann", "rita", Standing.SUPERIOR),
        ("hr", "hans", Standing.LEADER),
        ("kontrollutvalg", "piotr", Standing.SUPERVISORY),
    ],
)
def test_each_word_means_somebody_and_says_why_she_is_the_one(word, person, standing):
    assert [person] == told(word)
    assert [standing] == standings(word)
    assert missing(word) is None


def test_the_leader_who_acts_today_is_told():
    directory = with_council(people=[acting("frida")])

    assert ["frida"] == told("leder", directory=directory)
    assert [Standing.ACTING] == standings("leder", directory=directory)


def test_the_next_level_is_told_of_a_vacant_post_and_the_one_above_is_her_superior():
    directory = with_council(vacant(SCHOOL))

    assert (["vera"], [Standing.NEXT_UP]) == (
        told("leder", directory=directory),
        standings("leder", directory=directory),
    )
    assert (["kari"], [Standing.SUPERIOR]) == (
        told("overordnet", directory=directory),
        standings("overordnet", directory=directory),
    )


def test_a_superior_is_never_the_leader_herself():
    assert ["kari"] == told("overordnet", directory=with_council(replace(DISTRICT, leader="lise")))
    assert ["rita"] == told("kommunalsjef", directory=with_council(replace(AREA, leader="lise")))
    assert ["rita"] == told("kommunalsjef", enhet="2000")


def test_who_leads_a_lower_level_too_is_still_the_kommunalsjef():
    assert ["vera"] == told("kommunalsjef", directory=with_council(replace(AREA, leader="vera")))


def test_a_level_that_a_unit_does_not_have_above_it_is_the_top():
    assert ["rita"] == told("kommunalsjef", enhet="1200")


def test_a_vacant_post_of_a_superior_is_passed_by():
    assert ["rita"] == told("kommunalsjef", directory=with_council(vacant(AREA)))


def test_the_kontrollutvalg_is_told_where_nobody_is_above():
    directory = with_council(vacant(TOP))

    assert ["piotr"] == told("overordnet", enhet="2000", directory=directory)
    assert not directory.led_by_top("2000", DAY)


def test_a_closed_units_successor_is_told():
    assert ["odd"] == told("leder", directory=with_council(closed(SCHOOL, "2102")))


# --- the top leader's own area ------------------------------------------------------------------------------------

OWN_AREAS = {
    "her own unit": ("1000", with_council()),
    "a unit she leads": ("1200", with_council(replace(HR, leader="rita"))),
    "a unit nobody leads": ("1200", with_council(vacant(HR))),
}


@pytest.mark.parametrize(("enhet", "directory"), OWN_AREAS.values(), ids=OWN_AREAS)
def test_about_the_top_leaders_own_area_she_and_the_kontrollutvalg_are_told(enhet, directory):
    assert ["rita", "piotr"] == told("leder", enhet, directory)
    assert Standing.SUPERVISORY is standings("leder", enhet, directory)[1]


@pytest.mark.parametrize("word", ["overordnet", "kommunalsjef", "kommunedirektor", "radmann"])
@pytest.mark.parametrize(("enhet", "directory"), OWN_AREAS.values(), ids=OWN_AREAS)
def test_about_the_top_leaders_own_area_the_kontrollutvalg_is_told_instead_of_her(word, enhet, directory):
    assert ["piotr"] == told(word, enhet, directory)
    assert missing(word, enhet, directory) is None


def test_who_acts_for_the_top_leader_is_controlled_like_her():
    directory = with_council(people=[acting("hans", enhet="1000")])

    assert ["hans", "piotr"] == told("leder", "1200", directory)
    assert ["piotr"] == told("overordnet", "1200", directory)


def test_other_words_are_the_same_there():
    assert ["hans"] == told("hr", "1000")


def test_a_kontrollutvalg_that_cannot_be_told_is_said_beside_those_who_can():
    assert ["rita"] == told("leder", "1000", kommune())
    assert "ingen har rollen «kontrollutvalgets leder» i personer.csv" == missing("leder", "1000", kommune())


def test_the_kontrollutvalg_is_never_the_top_leader_by_way_of_a_vacant_post():
    secretariat = replace(HR, enhet="1900", name="Sekretariatet", leader=None)
    policy = NoticePolicy(
        recipients={**POLICY.recipients, "kontrollutvalg": Recipient(word="kontrollutvalg", enhet="1900")}
    )

    assert [] == told("overordnet", "1000", kommune(secretariat), policy)
    assert ["siri"] == told("overordnet", "1000", kommune(replace(secretariat, leader="siri")), policy)


def test_who_answers_for_the_unit_controls_nobody_as_the_kontrollutvalg():
    other = RoleHeld(person="oda", role="kontrollutvalgets leder")

    assert ["oda"] == told("overordnet", "1000", with_council(replace(TOP, leader="piotr"), people=[other]))
    assert [] == told("overordnet", "1000", with_council(replace(TOP, leader="piotr")))


# --- roles --------------------------------------------------------------------------------------------------------


def test_an_office_at_the_top_serves_everybody():
    directory = with_council(people=held("controller", cato="1200", cora="1200"))

    assert ["cato", "cora"] == told("okonomi", directory=directory)
    assert [Standing.ROLE, Standing.ROLE] == standings("okonomi", directory=directory)
    assert ["cato", "cora"] == told("okonomi", "1000", directory)


def test_a_units_own_verneombud_is_told_and_no_other():
    directory = with_council(people=held("verneombud", vi="2101", va="2102", vo="2100", ve=None))

    assert ["vi"] == told("verneombud", directory=directory)


def test_the_top_units_own_verneombud_is_told_before_all_others():
    directory = with_council(people=held("verneombud", vi="2101", vt="1000"))

    assert ["vt"] == told("verneombud", "1000", directory)


def test_without_one_of_its_own_the_nearest_above_is_told():
    assert ["vo"] == told(
        "verneombud", directory=with_council(people=held("verneombud", va="2102", vo="2100", ve=None))
    )


def test_without_one_above_those_nearest_beside_it_are_told():
    directory = with_council(people=held("verneombud", va="2102", vh="1200"))

    assert ["va"] == told("verneombud", directory=directory)
    assert ["vh"] == told("verneombud", "1200", directory)


def test_who_is_away_is_told_only_where_all_are():
    both = held("controller", cato="1200", cora="1200")

    assert ["cora"] == told("okonomi", directory=with_council(people=[*both, away("cato")]))
    assert ["cato", "cora"] == told("okonomi", directory=with_council(people=[*both, away("cato"), away("cora")]))


def test_who_holds_a_role_twice_is_told_once():
    twice = [*held("controller", cato="1200"), *held("controller", cato="1200")]

    assert ["cato"] == told("okonomi", directory=with_council(people=twice))


# --- nobody -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("word", "enhet", "directory", "why"),
    [
        ("revisor", "2101", with_council(), "ordet «revisor» er ikke forklart i varsling.yaml"),
        ("verneombud", "2101", with_council(), "ingen har rollen «verneombud» i personer.csv"),
        ("leder", "9999", with_council(), "enheten «9999» står ikke i organisasjon.csv"),
        ("overordnet", "9999", with_council(), "enheten «9999» står ikke i organisasjon.csv"),
        ("hr", "2101", kommune(vacant(HR), vacant(TOP)), "ingen leder enheten «HR» eller er over den"),
        ("kontrollutvalg", "2101", kommune(), "ingen har rollen «kontrollutvalgets leder» i personer.csv"),
    ],
)
def test_a_word_that_reaches_nobody_says_why(word, enhet, directory, why):
    assert [] == told(word, enhet, directory)
    assert why == missing(word, enhet, directory)


def test_a_policy_without_a_kontrollutvalg_says_so_where_it_is_needed():
    policy = words(Recipient(word="leder", leader_of=LeaderOf.ENHET))

    assert missing("leder", policy=policy) is None
    assert "ordet «kontrollutvalg» er ikke forklart i varsling.yaml" == missing("leder", "1000", policy=policy)


def test_a_person_with_two_roles_is_told_for_the_one_that_was_meant():
    directory = with_council(people=[*held("verneombud", vi="2101"), *held("controller", vi="1100")])

    assert "verneombud" == role_of("vi", ["leder", "verneombud"], DAY, directory, POLICY)
    assert "controller" == role_of("vi", ["okonomi", "verneombud"], DAY, directory, POLICY)
    assert "controller" == role_of("vi", [], DAY, directory, POLICY)


def test_who_holds_no_role_that_a_word_means_is_told_for_none():
    assert "" == role_of("lise", ["leder", "okonomi", "unknown"], DAY, with_council(), POLICY)
