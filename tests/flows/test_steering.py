"""The whole on one page: each number is recounted from the rows by another way, and what is not hers is in none of them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kontroll.domain.access import Role, Viewer
from kontroll.domain.month import Month
from kontroll.domain.notice import Reason
from kontroll.domain.rule import Severity
from kontroll.domain.sak import Answer, SakState
from kontroll.flows.month.daily import daily_deadlines
from kontroll.flows.people.looking import Looking, looking
from kontroll.flows.people.viewing import viewer_of
from kontroll.flows.saker.answer_sak import answer_sak
from kontroll.flows.saker.see_notice import see_notices_of_sak
from kontroll.flows.saker.stages import Stage
from kontroll.flows.showing.start import start_of
from kontroll.flows.showing.steering import Care, Steering, steering
from kontroll.flows.showing.steering_asked import About, SteeringAsked, named, saker_behind
from kontroll.report.few import LEAST, Split, split, together
from kontroll.report.measured import MeasuredEnhet, MeasuredMonth

from .small import PERSONS, Kommune, Make, at, rule

#: A sak opened then is to be answered by 6 March; the page is seen on the 20th.
OPENED, SEEN_ON = date(2026, 2, 20), date(2026, 3, 20)
JANUARY = Month(2026, 1)
UP = "eskaler: {etter: 2 arbeidsdager, til: overordnet}"
#: Enhet 3 is there, and nothing is known of it.
MEASURED = MeasuredMonth(
    month=JANUARY,
    active=frozenset("01239"),
    enheter={id: MeasuredEnhet(answers=2, unknown=2 if id == "3" else 1) for id in "01239"},
    unknown_by_rule={("minus", "3"): 2},
)


@pytest.fixture
def bygda(make: Make) -> Kommune:
    """Three schools have a sak each, and so has the kommunedirektør: Anne answers in time, Berit too late, Carl not at all."""
    made = make(rule("minus", then=UP))
    made.measure("2026-01", OPENED, e1=-2, e2=-1, e3=-3, e0=-1)
    made.run("2026-01", OPENED)
    for enhet, person, day in (("1", "ANNE", date(2026, 3, 6)), ("2", "BERIT", date(2026, 3, 9))):
        answer_sak(made.desk, sak_of(made, enhet), person, Answer.FIXED, "Rettet.", [], at(day))
    return made


def sak_of(bygda: Kommune, enhet: str) -> str:
    (found,) = (sak.id for sak in bygda.saker() if sak.enhet == enhet and sak.rule)
    return found


def viewer(look: Looking, bygda: Kommune, person: str | None, *given: Role) -> Viewer:
    return viewer_of("", person, "", given, look.today.directory, bygda.desk.policies, SEEN_ON)


def seen_by(bygda: Kommune, person: str | None, *given: Role, day: date = SEEN_ON) -> Steering:
    with looking(bygda.desk, day) as look:
        return steering(look.tx, look.today, viewer(look, bygda, person, *given), MEASURED)


def care_of(found: Steering, key: str) -> Care:
    (one,) = (one for one in found.care if one.superior.key == key)
    return one


# --- as it stands


def test_every_open_sak_is_in_one_area_and_in_one_focus_area(bygda: Kommune):
    found = seen_by(bygda, "TOPP")

    open_ones = [sak for sak in bygda.saker() if sak.state is not SakState.CLOSED]
    late = [sak for sak in open_ones if sak.deadline is not None and sak.deadline < SEEN_ON]
    assert 4 == len(open_ones) == found.whole.total
    assert len(late) == found.whole.overdue == 2
    for pieces in (found.parts, found.focus):
        assert len(open_ones) == sum(one.standing.total for one in pieces)
        assert len(late) == sum(one.standing.overdue for one in pieces)
    assert {"0": 1, "9": 3} == {one.part.id: one.standing.total for one in found.parts}


def test_an_enhet_of_which_nothing_is_known_is_not_measured_though_it_has_no_unknown_left_over(bygda: Kommune):
    (top, school) = seen_by(bygda, "TOPP").parts

    assert (0, 1) == (top.unmeasured, top.active)
    assert (1, 4) == (school.unmeasured, school.active)
    assert (5, 8) == (school.unknown, school.answers)


def test_a_kommunalsjef_has_her_own_areas_and_no_number_of_others(bygda: Kommune):
    found = seen_by(bygda, "SJEF")

    assert not found.of_all
    assert {"9": 0, "1": 1, "2": 1, "3": 1} == {one.part.id: one.standing.total for one in found.parts}
    assert 3 == found.whole.total
    assert {"9"} == {one.superior.key for one in found.care}
    assert found.own_area is None
    assert 3 == found.trend[-1].opened


def test_the_kontrollutvalg_has_what_the_top_leader_answers_for_herself_and_nothing_else(bygda: Kommune):
    found = seen_by(bygda, "UTVALG")

    assert {"0": 1} == {one.part.id: one.standing.total for one in found.parts}
    assert {"kontrollutvalg"} == {one.superior.key for one in found.care}


@pytest.mark.parametrize("person", ["TOPP", "SJEF", "UTVALG"])
def test_every_number_opens_the_saker_it_counts_and_no_others(bygda: Kommune, person: str):
    with looking(bygda.desk, SEEN_ON) as look:
        her = viewer(look, bygda, person)
        found = steering(look.tx, look.today, her, MEASURED)

        def behind(asked: SteeringAsked) -> int:
            assert named(look.today, her, asked) is not None
            return saker_behind(look.tx, look.today, her, asked, 1).total

        for one in found.parts:
            assert one.standing.total == behind(SteeringAsked(part=one.part.id))
            assert one.standing.overdue == behind(SteeringAsked(part=one.part.id, about=About.OVERDUE))
            assert one.standing.saker.get(Severity.MEDIUM, 0) == behind(
                SteeringAsked(part=one.part.id, severity=Severity.MEDIUM)
            )
        for area in found.focus:
            assert area.standing.total == behind(SteeringAsked(focus=area.id))
        for month in found.trend:
            assert month.saker == behind(SteeringAsked(at=month.month))
        for care in found.care:
            for stage in Stage:
                assert care.counts[stage] == behind(SteeringAsked(superior=care.superior.key, about=stage)), stage


def test_a_part_that_is_not_hers_is_answered_as_one_that_does_not_exist(bygda: Kommune):
    with looking(bygda.desk, SEEN_ON) as look:
        siv, top = viewer(look, bygda, "SJEF"), viewer(look, bygda, "TOPP")

        assert named(look.today, siv, SteeringAsked(part="0")) is None
        assert named(look.today, siv, SteeringAsked(part="-")) is None
        assert named(look.today, siv, SteeringAsked(superior="kontrollutvalg")) is None
        assert named(look.today, top, SteeringAsked(part="9")) is not None


# --- over time


def test_a_month_that_was_not_run_is_told_apart_from_one_without_avvik(bygda: Kommune):
    trend = seen_by(bygda, "TOPP").trend

    assert 13 == len(trend)
    assert [JANUARY] == [one.month for one in trend if one.was_run]
    assert 4 == trend[-1].opened == sum(avvik.opened == JANUARY for avvik in bygda.avvik())


# --- seen, spoken of, followed up


def test_seen_spoken_of_and_followed_up_are_counted_by_superior(bygda: Kommune):
    counts = care_of(seen_by(bygda, "TOPP"), "9").counts

    # Anne's and Berit's answers; Carl has said nothing, and not opened his notice.
    assert (3, 2, 2, 2) == tuple(counts[one] for one in (Stage.ALL, Stage.SEEN, Stage.SPOKEN, Stage.FOLLOWED))


def test_on_the_last_day_is_in_time_and_the_day_after_is_late(bygda: Kommune):
    counts = care_of(seen_by(bygda, "TOPP"), "9").counts

    assert 1 == counts[Stage.IN_TIME]
    assert (2, 1) == (counts[Stage.LATE], counts[Stage.UNANSWERED])
    assert counts[Stage.DUE] == counts[Stage.IN_TIME] + counts[Stage.LATE]


def test_before_the_deadline_nothing_is_due(make: Make):
    bygda = make(rule("minus"))
    bygda.measure("2026-01", OPENED, e1=-2, e2=1, e3=0)
    bygda.run("2026-01", OPENED)

    care = care_of(seen_by(bygda, "TOPP", day=date(2026, 3, 6)), "9")

    assert (1, 0) == (care.all, care.due)


def test_whoever_opens_the_sak_has_seen_it_and_a_colleague_who_does_has_not_seen_it_for_her(bygda: Kommune):
    sak = sak_of(bygda, "3")
    see_notices_of_sak(bygda.desk, sak, "KARI", at(SEEN_ON))
    assert 2 == care_of(seen_by(bygda, "TOPP"), "9").counts[Stage.SEEN]

    see_notices_of_sak(bygda.desk, sak, "CARL", at(SEEN_ON))
    assert 3 == care_of(seen_by(bygda, "TOPP"), "9").counts[Stage.SEEN]


def test_a_superior_who_has_not_asked_is_counted_and_has_a_sak_of_her_own(bygda: Kommune):
    for n in range(12, 30):
        daily_deadlines(bygda.desk, at(date(2026, 3, 1) + timedelta(days=n)))

    found = seen_by(bygda, "TOPP", day=date(2026, 3, 30))

    assert 1 == care_of(found, "9").counts[Stage.SILENT]
    assert [1] == [1 for sak in bygda.saker() if sak.owner == "SJEF"]
    assert found.silent >= 1


# --- the top leader's own area


def test_notices_of_the_top_leaders_own_area_go_to_the_kontrollutvalg_and_nobody_below_her(bygda: Kommune):
    sak = sak_of(bygda, "0")

    told = {(one.recipient, one.reason) for one in bygda.notices() if one.sak == sak}

    assert {("TOPP", Reason.NEW_SAK), ("UTVALG", Reason.INFORMED)} == told
    own = seen_by(bygda, "TOPP").own_area
    assert own is not None
    assert (1, ("Una Utvalg",)) == (own.saker, own.told)


def test_internal_control_is_told_where_the_kontrollutvalg_is_nobody_and_the_page_says_so(make: Make):
    bygda = make(rule("minus"))
    without = "\n".join(line for line in PERSONS.splitlines() if "kontrollutvalg" not in line)
    bygda.deliver("personer.csv", without + "\n", OPENED)
    bygda.measure("2026-01", OPENED, e0=-1)
    bygda.run("2026-01", OPENED)

    assert {"TOPP", "KARI", "KNUT"} == {one.recipient for one in bygda.notices() if one.sak == sak_of(bygda, "0")}
    own = seen_by(bygda, "TOPP").own_area
    assert own is not None
    assert () == own.told


def test_each_of_the_kontrollutvalg_is_told_on_her_first_page_what_is_open_there_and_others_are_not(bygda: Kommune):
    def told(person: str) -> list[str]:
        with looking(bygda.desk, SEEN_ON) as look:
            return [one.text for one in start_of(look.tx, look.today, viewer(look, bygda, person)).waits]

    assert "1 åpen sak om det kommunedirektøren selv svarer for" in told("UTVALG")
    assert not [one for one in told("TOPP") + told("KARI") if "kommunedirektøren selv" in one]


# --- for those who are elected

PARTS = st.lists(st.integers(0, 60), min_size=1, max_size=8)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(PARTS)
def test_no_number_below_five_is_shown_and_none_is_the_rest_of_a_sum(counts: list[int]):
    found = split([(str(n), count) for n, count in enumerate(counts)])

    shown = [one.value for one in found.parts if one.value is not None]
    assert all(value >= LEAST for value in shown)
    assert found.total is None or found.total == sum(counts) >= LEAST
    assert all(one.value in (None, count) for one, count in zip(found.parts, counts, strict=True))
    if found.total is not None and len(shown) < len(counts):
        assert len(possible(found, counts)) > 1, (counts, found)


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([5, 40], [5, 40]),  # nothing is small
        ([4, 40], [None, None]),  # 40 alone would say 4
        ([4, 9, 40], [None, None, 40]),
        ([3, 3], [None, None]),
        ([0, 0, 0], [None, None, None]),
    ],
)
def test_a_small_number_takes_another_one_with_it(counts: list[int], shown: list[int | None]):
    assert shown == [one.value for one in split([(str(n), count) for n, count in enumerate(counts)]).parts]


def test_what_one_table_hides_another_of_the_same_things_does_not_tell():
    focus, severity = split([("økonomi", 5), ("brukere", 0)]), split([("høy", 5)])
    assert (None, 5) == (focus.total, severity.total), "five of one and none of the other, for whoever reads the sum"

    hidden = together(focus, severity)

    assert [None, None] == [one.total for one in hidden]
    assert {None} == {part.value for one in hidden for part in one.parts}
    assert (severity, severity) == together(severity, severity)


def possible(found: Split, counts: list[int]) -> set[int]:
    """What the hidden small numbers may be together, for whoever knows the rule: tried one by one."""
    assert found.total is not None
    shown = [one.value for one in found.parts if one.value is not None]
    hidden = [count for one, count in zip(found.parts, counts, strict=True) if one.value is None]
    small = [count for count in hidden if count < LEAST]
    left, large = found.total - sum(shown), len(hidden) - len(small)
    highest = min(shown, default=left) * large
    return {n for n in range((LEAST - 1) * len(small) + 1) if LEAST * large <= left - n <= highest}
