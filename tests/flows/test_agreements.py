"""A resultatavtale from the draft to its result: what it begins with, who signs, what is delivered, and what is not rewritten."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random

import pytest

from kontroll.domain.access import Role, Viewer
from kontroll.domain.agreement import (
    Agreement,
    AgreementRefusal,
    AgreementRefused,
    AgreementState,
    GoalKind,
    Round,
    Verdict,
)
from kontroll.domain.agreementgoal import OVERDUE, Wanted, check
from kontroll.domain.agreementpolicy import AgreementPolicy, ControlGoal
from kontroll.domain.conflict import Conflict
from kontroll.domain.notice import Reason
from kontroll.domain.scorecard import Chart, FocusArea, Joined, RollUp, Scorecards
from kontroll.example.promises import promised_by
from kontroll.flows.agreements.agree import confirm_talk, set_talk, sign
from kontroll.flows.agreements.change_goals import add_goal, change_goal, remove_goal
from kontroll.flows.agreements.deliver_ambitions import deliver_ambitions
from kontroll.flows.agreements.draft_agreement import draft_agreement, revise_agreement, withdraw_draft
from kontroll.flows.agreements.follow_agreement import Judged, read_result, record_round
from kontroll.flows.agreements.list_agreements import list_agreements, may_see
from kontroll.flows.agreements.remind_agreements import remind_agreements
from kontroll.flows.agreements.shown_agreement import shown_agreement
from kontroll.flows.agreements.suggest_goals import Ambitions
from kontroll.flows.example.example_agreements import _wanted
from kontroll.flows.people.looking import looking
from kontroll.flows.people.viewing import viewer_of
from kontroll.web.menu import Way, menu

from .small import ORGANISATION, PERSONS, POLICIES, Kommune, Make, at, rule

FEB, MARCH = date(2026, 2, 20), date(2026, 3, 10)
AGREEMENTS = replace(
    POLICIES,
    scorecards=Scorecards(
        areas=(FocusArea(name="", means="Alt."),), charts=(Chart(name="Felles", indicators=("balanse",)),)
    ),
    agreements=AgreementPolicy(control=(ControlGoal(OVERDUE, 0, 2),)),
)
AMBITIONS = "enhet;indikator;aar;gronn;gul\n*;balanse;2026;1,0;0\n"
COUNTED = Wanted(
    kind=GoalKind.COUNTED, words="Selvbetjente tjenester på internettsidene.", target=15, due=date(2026, 12, 31)
)  # fmt: skip


def bygda(make: Make, persons: str = PERSONS) -> Kommune:
    made = make(rule("merforbruk"), policies=AGREEMENTS)
    made.deliver("ambisjoner.csv", AMBITIONS, date(2026, 1, 2))
    if persons != PERSONS:
        made.deliver("personer.csv", persons, date(2026, 1, 2))
    return made


def agreed(here: Kommune, year: int = 2026, day: date = FEB) -> Agreement:
    made = draft_agreement(here.desk, "1", year, "ANNE", at(day))
    made = add_goal(here.desk, made.id, "ANNE", replace(COUNTED, due=date(year, 12, 31)), at(day))
    set_talk(here.desk, made.id, "SJEF", day, at(day))
    for person in ("ANNE", "SJEF"):
        confirm_talk(here.desk, made.id, person, at(day))
    sign(here.desk, made.id, "ANNE", at(day))
    return sign(here.desk, made.id, "SJEF", at(day))


def stored(here: Kommune, id: str) -> Agreement:
    with here.desk.database.reading() as tx:
        found = tx.agreements.get(id)
    assert found is not None
    return found


def test_a_draft_begins_with_the_map_and_what_is_counted_of_compliance(make: Make):
    here = bygda(make)

    made = draft_agreement(here.desk, "1", 2026, "SJEF", at(FEB))

    with here.desk.database.reading() as tx:
        goals = tx.goals.where(agreement=made.id)
    assert ("ANNE", "SJEF", False) == (made.person, made.superior, made.council)
    assert [(GoalKind.MAP, "balanse", "1.0", "0"), (GoalKind.CONTROL, OVERDUE, "0", "2")] == [
        (one.kind, one.indicator, one.green, one.yellow) for one in goals
    ]
    with pytest.raises(AgreementRefused):
        draft_agreement(here.desk, "1", 2026, "ANNE", at(FEB))
    with pytest.raises(AgreementRefused):
        draft_agreement(here.desk, "2", 2026, "ANNE", at(FEB))


def test_what_is_asked_of_each_enhet_is_not_suggested_of_their_sum(make: Make):
    summed = replace(AGREEMENTS.scorecards, joined={"balanse": Joined(indicator="balanse", roll_up=RollUp.SUM)})
    here = make(rule("merforbruk"), policies=replace(AGREEMENTS, scorecards=summed))
    here.deliver("ambisjoner.csv", AMBITIONS, date(2026, 1, 2))

    def suggested_of(enhet: str, by: str) -> list[str]:
        made = draft_agreement(here.desk, enhet, 2026, by, at(FEB))
        with here.desk.database.reading() as tx:
            return [one.green for one in tx.goals.where(agreement=made.id, kind=GoalKind.MAP)]

    assert (["1.0"], []) == (suggested_of("1", "ANNE"), suggested_of("9", "SJEF"))
    here.deliver("ambisjoner.csv", f"{AMBITIONS}0;balanse;2026;40,0;0\n", date(2026, 1, 3))
    assert ["40.0"] == suggested_of("0", "TOPP")


def test_when_both_have_signed_its_ambitions_are_delivered_and_rules_use_them(make: Make):
    here = bygda(make)
    made = draft_agreement(here.desk, "1", 2026, "ANNE", at(FEB))
    change_goal(here.desk, made.id, 1, "ANNE", Wanted(kind=GoalKind.MAP, green="2,5", yellow="0,5"), at(FEB))
    set_talk(here.desk, made.id, "ANNE", FEB, at(FEB))
    for person in ("ANNE", "SJEF"):
        confirm_talk(here.desk, made.id, person, at(FEB))

    sign(here.desk, made.id, "SJEF", at(FEB))
    with here.desk.database.reading() as tx:
        assert ("1.0", "0") == Ambitions.known(tx, here.desk.rulebook).of("balanse", "1", 2026)
    after = sign(here.desk, made.id, "ANNE", at(FEB))

    with here.desk.database.reading() as tx:
        known = Ambitions.known(tx, here.desk.rulebook)
        delivery = tx.deliveries.rows.get(stored(here, after.id).delivered)
        assert not list(tx.trail.check())
    assert (("2.5", "0.5"), ("1.0", "0")) == (known.of("balanse", "1", 2026), known.of("balanse", "2", 2026))
    assert delivery is not None
    assert f"resultatavtaler/{after.id}/ambisjoner.csv" == delivery.name
    assert 0 == deliver_ambitions(here.desk, at(FEB))


def test_what_was_signed_is_kept_and_a_change_is_a_new_version_with_its_reason(make: Make):
    here = bygda(make)
    first = agreed(here)

    with pytest.raises(AgreementRefused):
        add_goal(here.desk, first.id, "ANNE", COUNTED, at(FEB))
    with pytest.raises(AgreementRefused):
        revise_agreement(here.desk, first.id, "ANNE", " ", at(FEB))
    second = revise_agreement(here.desk, first.id, "ANNE", "Budsjettet ble endret i mars.", at(MARCH))
    remove_goal(here.desk, second.id, 3, "ANNE", at(MARCH))
    for person in ("ANNE", "SJEF"):
        sign(here.desk, second.id, person, at(MARCH))

    assert AgreementState.SUPERSEDED is stored(here, first.id).state
    with looking(here.desk, MARCH) as look:
        old, new = (shown_agreement(look, stored(here, one.id), {}) for one in (first, second))
    assert (3, 2, "Budsjettet ble endret i mars.") == (len(old.goals), len(new.goals), new.reason)
    assert (True, True) == (old.as_signed, new.as_signed)
    assert [COUNTED.words] == [one.before.words for one in new.since if one.before]


def test_a_row_changed_in_the_database_is_not_what_was_signed(make: Make):
    here = bygda(make)
    made = agreed(here)
    with here.desk.database.transaction("X", at(MARCH)) as tx:
        (goal,) = tx.goals.where(agreement=made.id, kind=GoalKind.COUNTED)
        tx.goals.save(goal, replace(goal, target=5))

    with looking(here.desk, MARCH) as look:
        assert shown_agreement(look, stored(here, made.id), {}).as_signed is False


def test_whoever_is_no_party_or_saw_another_version_does_nothing(make: Make):
    here = bygda(make)
    made = draft_agreement(here.desk, "1", 2026, "ANNE", at(FEB))

    for person in ("BERIT", "TOPP", "KARI"):
        with pytest.raises(AgreementRefused) as raised:
            set_talk(here.desk, made.id, person, FEB, at(FEB))
        assert AgreementRefusal.NOT_HERS is raised.value.why
    set_talk(here.desk, made.id, "ANNE", FEB, at(FEB), made.version)
    with pytest.raises(Conflict):
        confirm_talk(here.desk, made.id, "SJEF", at(FEB), made.version)


def test_the_year_is_made_up_and_what_was_not_reached_is_suggested_again(make: Make):
    here = bygda(make)
    made = agreed(here)
    record_round(
        here.desk, made.id, "ANNE", Round.MIDYEAR, [Judged(goal=3, verdict=Verdict.AT_RISK)], at(date(2026, 8, 20))
    )
    january = date(2027, 1, 20)
    results = [
        Judged(goal=1, verdict=Verdict.REACHED, value="1,4 %"), Judged(goal=2, verdict=Verdict.UNMEASURED),
        Judged(goal=3, verdict=Verdict.PARTLY, said="Ti av femten."),
    ]  # fmt: skip
    with pytest.raises(AgreementRefused):
        record_round(here.desk, made.id, "ANNE", Round.RESULT, results, at(january))
    with pytest.raises(AgreementRefused):
        record_round(here.desk, made.id, "SJEF", Round.RESULT, results[:2], at(january))
    record_round(here.desk, made.id, "SJEF", Round.RESULT, results, at(january))
    read_result(here.desk, made.id, "ANNE", at(january))
    following = draft_agreement(here.desk, "1", 2027, "ANNE", at(january))

    with looking(here.desk, january) as look:
        shown = shown_agreement(look, stored(here, made.id), {})
        after = shown_agreement(look, following, {})
    assert (AgreementState.CONCLUDED, date(2026, 8, 20)) == (shown.agreement.state, shown.agreement.midyear_on)
    assert [("Ti av femten.", 2), (None, 1)] == [(one.said, one.status.number) for one in shown.goals[2].looks]
    (carried,) = after.others
    assert (COUNTED.words, date(2027, 12, 31)) == (carried.words, carried.goal.due)
    # The same promise a year later is no difference; nor are the ambitions of the year before, that hold until new ones come.
    assert () == after.from_last


def test_the_top_leaders_agreement_is_signed_by_whoever_leads_the_council(make: Make):
    council = PERSONS + "ORD;Odd Ordfører;odd@bygda.example;ordfører;0;2020-01;\n"
    here = bygda(make, council)

    made = draft_agreement(here.desk, "0", 2026, "TOPP", at(FEB))

    assert ("ORD", True) == (made.superior, made.council)
    set_talk(here.desk, made.id, "ORD", FEB, at(FEB))
    with looking(here.desk, FEB) as look:
        mayor = Viewer(user="u", person="ORD", name="Odd", places={Role.EMPLOYEE: None, Role.POLITICIAN: None})
        assert may_see(mayor, stored(here, made.id))
        assert [made.id] == [one.shown.id for one in list_agreements(look, mayor, 2026) if one.shown]
        entered = viewer_of("u", "ORD", "Odd", [], look.today.directory, look.today.desk.policies, FEB)
        other = viewer_of("u", "TOPP", "Tora", [], look.today.directory, look.today.desk.policies, FEB)
    assert (True, False) == (entered.for_council, other.for_council)
    assert "/resultatavtaler" in [way.address for way in menu(entered) if isinstance(way, Way)]
    assert "/resultatavtaler" not in [
        way.address for way in menu(replace(entered, for_council=False)) if isinstance(way, Way)
    ]


def test_whoever_leads_next_begins_anew_and_does_not_see_what_was_promised_before(make: Make):
    here = bygda(make)
    made = agreed(here)
    new_leader = ORGANISATION.replace("1;Bygda skole;tjenestested;9;skole;ANNE;2020-01;;", (
        "1;Bygda skole;tjenestested;9;skole;ANNE;2020-01;2026-02;\n1;Bygda skole;tjenestested;9;skole;CARL;2026-03;;"
    ))  # fmt: skip
    here.deliver("organisasjon.csv", new_leader, MARCH)
    carl = Viewer(
        user="u", person="CARL", name="Carl", places={Role.EMPLOYEE: None, Role.LEADER: frozenset({"1", "3"})}
    )

    with looking(here.desk, MARCH) as look:
        assert not may_see(carl, made)
        (row, *_others) = [one for one in list_agreements(look, carl, 2026) if one.enhet == "1"]
    assert (None, True) == (row.shown, row.may_begin)
    second = draft_agreement(here.desk, "1", 2026, "CARL", at(MARCH))
    assert (2, "CARL", None) == (second.number, second.person, second.talk_on)


def test_leaders_without_one_are_reminded_and_when_the_day_is_over_those_above_them_too(make: Make):
    here = bygda(make)
    agreed(here)

    assert 0 == remind_agreements(here.desk, at(date(2026, 2, 1)))
    before = remind_agreements(here.desk, at(FEB))
    again = remind_agreements(here.desk, at(FEB))
    late = remind_agreements(here.desk, at(MARCH))

    missing = [one for one in here.notices() if one.reason is Reason.AGREEMENT_MISSING]
    overdue = [one for one in here.notices() if one.reason is Reason.AGREEMENT_OVERDUE]
    assert (4, 0) == (before, again)
    assert {"BERIT", "CARL", "SJEF", "TOPP"} == {one.recipient for one in missing}
    assert late == len(overdue)
    assert {"BERIT", "CARL", "SJEF", "TOPP"} == {one.recipient for one in overdue}


def test_a_draft_that_nobody_signed_goes_and_the_trail_says_that_it_was_there(make: Make):
    here = bygda(make)
    made = draft_agreement(here.desk, "1", 2026, "ANNE", at(FEB))

    withdraw_draft(here.desk, made.id, "SJEF", at(FEB))

    with here.desk.database.reading() as tx:
        assert [] == [*tx.agreements.all(), *tx.goals.all()]
    assert ["resultatavtale: utkast", "resultatavtale: utkast trukket"] == here.trail()[-2:]


@pytest.mark.parametrize("kind", ["top", "area", "site"])
def test_what_leaders_of_the_example_promise_are_goals(kind: str):
    for service in ("skole", "kultur", ""):
        for promised in promised_by(Random(1), kind, service):
            check(_wanted(promised, 2024), 2024)
