"""The worker drafts what the control plan says, once, when it is due, and tells; it draws nothing, and forgets nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kontroll.domain.controlplan import Every
from kontroll.domain.draw import Arm, DrawState
from kontroll.domain.drawplan import choices_from
from kontroll.domain.notice import Reason
from kontroll.domain.sak import MISSED_CONTROL
from kontroll.flows.mail.outbox import compose_digests
from kontroll.flows.month.missed_control import heading_of
from kontroll.flows.samples import draft_due as drafting
from kontroll.flows.samples.due_controls import Standing, control_standings
from kontroll.flows.samples.estimates import estimate_of
from kontroll.flows.samples.evaluate_draw import evaluation_of
from kontroll.flows.samples.known_of_control import known_of_draw
from kontroll.flows.showing.control_plan import not_sampled, shown_plan

from ..small import Kommune, Make, at
from .planned import INVOICES, SIZES, concluded, draws, month_of, policies, with_plan, worked

pytestmark = pytest.mark.parametrize("address", ["sqlite"], indirect=True)

THURSDAY, FRIDAY, SATURDAY, MONDAY = (date(2026, 2, day) for day in (19, 20, 21, 23))


def january(make: Make) -> Kommune:
    def build() -> Kommune:
        made = with_plan(make)
        month_of(made, 1, THURSDAY)
        return made

    return make.once("january", build)


@pytest.fixture
def bygda(make: Make) -> Kommune:
    """January is judged on a Thursday: 20 invoices that no rule strikes on, and 4 that one does."""
    return january(make)


@pytest.fixture
def drafted(make: Make) -> Kommune:
    """The same on Friday, when the worker has made its drafts."""

    def build() -> Kommune:
        made = january(make)
        worked(made, FRIDAY)
        return made

    return make.once("drafted", build)


def standings(bygda: Kommune) -> list[Standing]:
    with bygda.desk.database.reading() as tx:
        return [arm.standing for one in control_standings(bygda.desk, tx) for p in one.periods for arm in p.arms]


def test_the_drafts_are_made_on_the_first_working_day_after_the_month_is_judged(bygda: Kommune):
    assert 0 == worked(bygda, THURSDAY).drafts
    assert 2 == worked(bygda, FRIDAY).drafts

    flagged, unflagged = draws(bygda)
    assert (Arm.FLAGGED, Arm.UNFLAGGED) == (flagged.arm, unflagged.arm)
    assert {DrawState.DRAFT} == {flagged.state, unflagged.state}
    assert {""} == {flagged.seed, unflagged.seed}


@pytest.mark.parametrize("day", [SATURDAY, date(2026, 2, 22)])
def test_nothing_is_drafted_on_a_day_off_and_it_is_done_on_the_next_one(make: Make, day: date):
    made = with_plan(make)
    month_of(made, 1, FRIDAY)

    assert 0 == worked(made, day).drafts
    assert 2 == worked(made, MONDAY).drafts


def test_a_draft_has_its_population_its_sizes_and_the_calculation_behind_them(drafted: Kommune):
    with drafted.desk.database.reading() as tx:
        counts = [one.count for one in tx.populations.all()]
        trials = tx.trials.all()
    flagged, unflagged = (choices_from(one.plan) for one in draws(drafted))
    assert [4, 20] == counts
    assert [4] == [part.n for part in flagged.strata]
    assert {"2026-2"} == {one.draw for one in trials}
    assert f'"utvalg": {unflagged.strata[0].n}' in trials[0].answered
    assert ("terninger", ("okonomireglementet/6.2",)) == (unflagged.seed_source, unflagged.checklist)


def test_again_and_again_it_makes_nothing_more(bygda: Kommune):
    first = [worked(bygda, FRIDAY), *(worked(bygda, FRIDAY) for _ in range(2)), worked(bygda, MONDAY)]

    assert [2, 0, 0, 0] == [one.drafts for one in first]
    assert [0, 0, 0] == [one.notices for one in first[1:]]
    assert 2 == len(draws(bygda))


def test_a_worker_that_was_down_makes_every_period_that_was_judged_meanwhile(drafted: Kommune):
    month_of(drafted, 2, date(2026, 3, 19))
    month_of(drafted, 3, date(2026, 4, 20))

    assert 4 == worked(drafted, date(2026, 4, 27)).drafts
    assert [1, 1, 2, 2, 3, 3] == [one.first.number for one in draws(drafted)]


def test_what_was_judged_before_the_plan_came_is_not_promised(make: Make):
    made = with_plan(make)
    month_of(made, 1, THURSDAY)
    month_of(made, 2, date(2026, 3, 19))

    worked(made, date(2026, 3, 20))

    assert {2} == {one.first.number for one in draws(made)}


def test_a_worker_that_was_stopped_in_the_middle_goes_on_where_it_was(bygda: Kommune, monkeypatch):
    class Stopped(Exception):
        pass

    def stopped(*_arguments: object) -> None:
        raise Stopped

    with monkeypatch.context() as stopping:
        stopping.setattr(drafting, "plan_draw", stopped)
        with pytest.raises(Stopped):
            worked(bygda, FRIDAY)
    assert [()] == [choices_from(one.plan).strata for one in draws(bygda)]

    worked(bygda, FRIDAY)

    assert ["2026-1", "2026-2"] == [one.id for one in draws(bygda)]
    assert all(choices_from(one.plan).strata for one in draws(bygda))


def test_internal_control_is_told_what_waits(drafted: Kommune):
    compose_digests(drafted.desk, at(FRIDAY))

    told = [one for one in drafted.notices() if one.reason is Reason.DRAW_WAITS]
    assert {"KARI", "KNUT"} == {one.recipient for one in told}
    assert {"2026-1", "2026-2"} == {one.subject_key for one in told}
    with drafted.desk.database.reading() as tx:
        text = tx.messages.where(recipient="KARI")[0].text
    assert "Stikkprøve 2026-2" in text
    assert "/stikkprove/2026-2" in text
    assert "Populasjonen er fryst med 20 poster" in text
    assert "Risikoen er hevet ett trinn, fra 3 til 4." in text  # 4 of 24 are flagged: more than one in twenty


# --- without records, without data --------------------------------------------------------------------------------------


def test_an_arm_without_records_has_no_draft_and_is_known_to_be_empty(make: Make):
    made = with_plan(make)
    month_of(made, 1, THURSDAY, dear=0)

    assert 1 == worked(made, FRIDAY).drafts
    assert 0 == worked(made, MONDAY).drafts
    assert [Standing.NO_RECORDS, Standing.UNDER_WAY] == standings(made)


def test_a_data_set_that_was_never_delivered_is_not_controlled_and_not_late(make: Make):
    made = with_plan(make)
    made.run("2026-01", THURSDAY)

    assert (0, 0) == (worked(made, FRIDAY).drafts, worked(made, date(2026, 4, 1)).overdue)
    with made.desk.database.reading() as tx:
        (shown,) = shown_plan(made.desk, tx, FRIDAY)
        (lacking,) = not_sampled(made.desk, tx, FRIDAY)
    assert (False, "datasettet er aldri levert") == (shown.delivered, lacking.why)


def test_what_cannot_be_frozen_is_told_on_the_page_and_tried_again(bygda: Kommune):
    broken = replace(INVOICES, condition='{"felt":"finnes_ikke","mangler":"ja"}')
    sound = bygda.desk
    bygda.desk = replace(sound, policies=policies(broken))

    assert (0, 2) == (worked(bygda, FRIDAY).drafts, worked(bygda, FRIDAY).stopped)
    with bygda.desk.database.reading() as tx:
        (shown,) = shown_plan(bygda.desk, tx, FRIDAY)
    assert "finnes_ikke" in shown.periods[0].arms[0].why[0]
    assert 1 == bygda.trail().count("kontroll uten trekning") // 2

    bygda.desk = sound
    assert 2 == worked(bygda, MONDAY).drafts


def test_where_no_sample_gives_what_the_plan_asks_for_it_is_said_and_no_number_is_used(bygda: Kommune):
    asks_too_much = {risk: replace(size, tolerable="0.0001") for risk, size in SIZES.items()}
    plan = replace(bygda.desk.policies.control_plan, sizes=asks_too_much)
    staged = replace(INVOICES, stages=2, arms=(Arm.UNFLAGGED,))
    bygda.desk = replace(
        bygda.desk, policies=replace(bygda.desk.policies, control_plan=replace(plan, controls=(staged,)))
    )

    assert (0, 1) == (worked(bygda, FRIDAY).drafts, worked(bygda, FRIDAY).stopped)
    with bygda.desk.database.reading() as tx:
        (shown,) = shown_plan(bygda.desk, tx, FRIDAY)
    assert "Ingen trinn opp til" in shown.periods[0].arms[0].why[0]
    assert [] == draws(bygda)


def test_a_quarter_waits_for_its_last_month(make: Make):
    made = with_plan(make, replace(INVOICES, every=Every.QUARTER))
    month_of(made, 1, THURSDAY)
    month_of(made, 2, date(2026, 3, 19))
    assert 0 == worked(made, date(2026, 3, 20)).drafts

    month_of(made, 3, date(2026, 4, 20))
    worked(made, date(2026, 4, 21))

    assert [(1, 3), (1, 3)] == [(one.first.number, one.last.number) for one in draws(made)]


def test_a_month_that_was_passed_over_is_not_controlled_and_says_so(bygda: Kommune):
    worked(bygda, FRIDAY)
    month_of(bygda, 3, date(2026, 4, 20))

    with bygda.desk.database.reading() as tx:
        lacking = {(one.period, one.why) for one in not_sampled(bygda.desk, tx, date(2026, 4, 20))}
        (shown,) = shown_plan(bygda.desk, tx, date(2026, 4, 20))
    assert ("februar 2026", "ikke alle månedene er vurdert") in lacking
    assert ["februar 2026"] == shown.passed_over


# --- overdue ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("day", "opened"), [(date(2026, 2, 27), 0), (date(2026, 3, 2), 1)])
def test_a_control_that_is_not_concluded_in_time_is_a_sak_once(drafted: Kommune, day: date, opened: int):
    assert opened == worked(drafted, day).overdue
    assert 0 == worked(drafted, day).overdue
    assert opened == len([sak for sak in drafted.saker() if sak.kind == MISSED_CONTROL])


def test_the_sak_says_what_was_not_controlled(drafted: Kommune):
    worked(drafted, date(2026, 3, 2))

    (sak,) = (sak for sak in drafted.saker() if sak.kind == MISSED_CONTROL)
    assert ("K2026-01-stikkprove.faktura", "Stikkprøven «faktura»", "KARI") == (sak.id, heading_of(sak), sak.owner)
    why = {one.why for one in drafted.notices() if one.reason is Reason.JOB_MISSED}
    assert {
        "Stikkprøven av fakturaer for januar 2026 skulle vært avsluttet 27. februar. Ingen vet hvor mye som er feil."
    } == why


def test_it_is_not_late_when_every_arm_is_concluded_and_late_when_one_is_not(drafted: Kommune):
    flagged, unflagged = draws(drafted)
    concluded(drafted, unflagged, 12, 0)
    with drafted.desk.database.reading() as tx:
        assert [True] == [one.overdue for one in not_sampled(drafted.desk, tx, date(2026, 3, 2))]

    concluded(drafted, flagged, 3, 3)

    assert 0 == worked(drafted, date(2026, 3, 2)).overdue
    with drafted.desk.database.reading() as tx:
        assert [] == not_sampled(drafted.desk, tx, date(2026, 3, 2))


def test_one_that_was_given_up_is_not_drafted_anew_and_is_not_held(drafted: Kommune):
    first, _other = draws(drafted)
    with drafted.desk.database.transaction("KARI", at(FRIDAY)) as tx:
        tx.draws.save(first, replace(first, state=DrawState.ABORTED))

    assert 0 == worked(drafted, MONDAY).drafts
    assert [Standing.ABORTED, Standing.UNDER_WAY] == standings(drafted)


# --- what was found -----------------------------------------------------------------------------------------------------


def test_what_the_last_draw_found_raises_the_risk_and_its_reason_can_be_read_again(make: Make):
    made = with_plan(make)
    month_of(made, 1, THURSDAY, cheap=100, dear=1)
    worked(made, FRIDAY)
    _flagged, unflagged = draws(made)
    assert 3 == unflagged.risk
    concluded(made, unflagged, 12, 2)
    month_of(made, 2, date(2026, 3, 19), cheap=100, dear=1)

    worked(made, date(2026, 3, 20))

    later = draws(made)[-1]
    assert (2, 4) == (later.first.number, later.risk)
    with made.desk.database.reading() as tx:
        said = known_of_draw(made.desk, tx, later.id)
    assert "Risikoen er hevet ett trinn, fra 3 til 4." == said[0]
    assert "Forrige trekning hadde 2 avvik." in said


def test_both_arms_are_shown_in_sentences_month_by_month(drafted: Kommune):
    flagged, unflagged = draws(drafted)
    with drafted.desk.database.reading() as tx:
        (before,) = shown_plan(drafted.desk, tx, MONDAY)
    assert all(said.startswith("Ikke kontrollert") for said in before.sentences)
    concluded(drafted, flagged, 4, 3)
    concluded(drafted, unflagged, 12, 1)

    with drafted.desk.database.reading() as tx:
        (shown,) = shown_plan(drafted.desk, tx, MONDAY)

    right, missed, together = shown.sentences
    assert "Alle 4 fakturaer reglene merket, er kontrollert: 3 var feil. Reglene hadde rett i 75,0 %." == right
    assert missed.startswith(
        "Av 12 fakturaer reglene ikke merket, hadde 1 feil. Med 90 % sikkerhet overser reglene høyst"
    )
    assert together.startswith("Sett sammen: med minst 80 % sikkerhet finner reglene minst")
    assert ["januar 2026"] == [one.name for one in shown.history]
    assert "75,0 %" == dict(shown.history[0].shown)["Merket av reglene"]


def test_a_plan_that_comes_late_gives_people_the_same_time_as_any_other(bygda: Kommune):
    """January was judged in February, and the plan is first seen in April."""
    late = date(2026, 4, 7)

    assert (2, 0) == (worked(bygda, late).drafts, worked(bygda, late).overdue)
    assert (0, 1) == (worked(bygda, date(2026, 4, 14)).overdue, worked(bygda, date(2026, 4, 15)).overdue)


def test_what_the_rules_miss_is_the_bound_of_the_draws_own_report(drafted: Kommune):
    _flagged, unflagged = draws(drafted)
    concluded(drafted, unflagged, 12, 1)

    with drafted.desk.database.reading() as tx:
        (draw,) = tx.draws.where(state=DrawState.CONCLUDED)
        estimate = estimate_of(drafted.desk, tx, draw)
        reported = evaluation_of(drafted.desk, tx, draw)
    assert estimate is not None
    assert reported.bound is not None
    assert (12, 1, reported.bound.count) == (estimate.checked, estimate.wrong, estimate.high)


def test_a_draw_in_which_something_is_not_checked_yet_says_nothing(drafted: Kommune):
    _flagged, unflagged = draws(drafted)
    concluded(drafted, unflagged, 12, 1)
    with drafted.desk.database.transaction("KARI", at(MONDAY)) as tx:
        first = min(tx.item_checks.where(draw=unflagged.id), key=lambda check: check.identity)
        tx.item_checks.save(first, replace(first, approved_by=None))

    with drafted.desk.database.reading() as tx:
        (draw,) = tx.draws.where(state=DrawState.CONCLUDED)
        assert estimate_of(drafted.desk, tx, draw) is None
