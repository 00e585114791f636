"""Who is asked next when nobody answers."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from domain.kommune import AREA, DAY, DISTRICT, HR, OTHER, SCHOOL, TOP, away, deputy, vacant
from kontroll.notices.routing import escalation_target
from notices.explained import POLICY, held, with_council


def ladder(til, enhet="2101", directory=None, policy=POLICY, steps=6):
    """Who is asked at each step, when nobody answers at any."""
    asked: list[str] = []
    found = []
    for level in range(steps):
        step = escalation_target(enhet, til, level, DAY, directory or with_council(), policy, asked=asked)
        asked += [responsible.person for responsible in step.recipients]
        found.append([responsible.person for responsible in step.recipients])
    return [step for step in found if step]


def test_the_first_step_is_what_the_rule_says_and_the_next_climb_from_there():
    assert [["vera"], ["kari"], ["rita"], ["piotr"]] == ladder("overordnet")
    assert [["kari"], ["rita"], ["piotr"]] == ladder("kommunalsjef")
    assert [["rita"], ["piotr"]] == ladder("kommunedirektor")
    assert [["piotr"]] == ladder("kontrollutvalg")


def test_a_step_to_an_office_is_followed_by_the_line():
    assert [["hans"], ["vera"], ["kari"], ["rita"], ["piotr"]] == ladder("hr")


def test_an_office_at_a_unit_above_does_not_end_the_climb_there():
    directory = with_council(people=held("controller", cato="1000"))

    assert [["cato"], ["vera"], ["kari"], ["rita"], ["piotr"]] == ladder("okonomi", directory=directory)


def test_a_word_that_reaches_nobody_is_passed_by_and_it_is_said_why():
    step = escalation_target("2101", "revisor", 0, DAY, with_council(), POLICY)

    assert ["vera"] == [responsible.person for responsible in step.recipients]
    assert "ordet «revisor» er ikke forklart i varsling.yaml" == step.missing


def test_the_owner_is_not_asked_again_though_the_rule_says_leder():
    assert [["vera"], ["kari"], ["rita"], ["piotr"]] == ladder("leder")


def test_about_the_top_leaders_own_area_only_the_kontrollutvalg_is_asked():
    assert [["piotr"]] == ladder("overordnet", "1000")
    assert [["piotr"]] == ladder("leder", "1000")
    assert [["piotr"]] == ladder("kommunedirektor", "1200", with_council(vacant(HR)))


def test_who_was_asked_before_is_not_asked_in_another_post():
    step = escalation_target("2101", "overordnet", 0, DAY, with_council(), POLICY, asked=["vera"])

    assert ["kari"] == [responsible.person for responsible in step.recipients]


def test_a_new_leader_of_a_level_that_was_asked_does_not_take_a_step_down():
    new = with_council(replace(DISTRICT, leader="vibeke"))
    step = escalation_target("2101", "overordnet", 1, DAY, new, POLICY, asked=["lise", "vera"])

    assert ["kari"] == [responsible.person for responsible in step.recipients]


def test_when_all_are_asked_nobody_is_left_and_it_is_said():
    step = escalation_target("2101", "overordnet", 4, DAY, with_council(), POLICY)

    assert () == step.recipients
    assert "alle over enheten «Lia skole» er spurt" == step.missing


def test_an_unknown_unit_is_no_matter_for_the_kontrollutvalg():
    step = escalation_target("9999", "overordnet", 0, DAY, with_council(), POLICY)

    assert () == step.recipients
    assert "enheten «9999» står ikke i organisasjon.csv" == step.missing


posts = st.sampled_from(["lise", "odd", "vera", "kari", "rita", "hans", "piotr", None])
changed = st.tuples(
    *(st.builds(replace, st.just(span), leader=posts) for span in (SCHOOL, OTHER, DISTRICT, AREA, TOP, HR))
)
absent = st.lists(st.builds(away, st.sampled_from(["lise", "vera", "kari", "rita"])), max_size=2)
deputies = st.lists(
    st.builds(deputy, st.sampled_from(["lise", "vera", "dina"]), st.sampled_from(["2101", "2100", "1000"]))
)


@given(
    spans=changed,
    people=st.tuples(absent, deputies).map(lambda both: both[0] + both[1]),
    til=st.sampled_from(sorted(POLICY.recipients)),
    enhet=st.sampled_from(["1000", "1200", "2000", "2100", "2101"]),
)
def test_whoever_leads_what_nobody_is_asked_twice_or_about_herself(spans, people, til, enhet):
    directory = with_council(*spans, people=people)
    owner = directory.responsible_for(enhet, DAY)
    asked = [person for step in ladder(til, enhet, directory, steps=8) for person in step]

    assert len(set(asked)) == len(asked)
    assert owner is None or owner.person not in asked
    assert [] == ladder(til, enhet, directory, steps=12)[8:]
    if directory.led_by_top(enhet, DAY) and til != "hr":
        assert set(asked) <= {"piotr"}
