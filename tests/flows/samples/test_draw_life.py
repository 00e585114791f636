"""A draw from its number to its locked report, and every step that is refused on the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256

import pytest

from kontroll.domain.conflict import Conflict
from kontroll.domain.draw import (
    REPLACEMENT_REASONS,
    Arm,
    Draw,
    DrawnItem,
    DrawState,
    Finding,
    ItemCheck,
    ItemState,
)
from kontroll.domain.drawflow import PROGRAM, DrawRefusal, DrawRefused
from kontroll.domain.drawplan import PlanChoices, StratumChoice
from kontroll.domain.month import Month
from kontroll.domain.notice import Reason
from kontroll.domain.strata import MAIN
from kontroll.flows.mail.outbox import compose_urgent
from kontroll.flows.samples.abort_draw import abort_draw
from kontroll.flows.samples.amend_draw import amend_draw, commit_amendment, seed_amendment
from kontroll.flows.samples.commit_draw import commit_draw
from kontroll.flows.samples.conclude_draw import conclude_draw
from kontroll.flows.samples.draw_sample import draw_sample
from kontroll.flows.samples.extend_draw import extend_draw
from kontroll.flows.samples.reconcile_draw import reconcile_draw
from kontroll.flows.samples.replace_item import replace_item
from kontroll.flows.samples.start_draw import plan_draw, refreeze_draw, start_draw

from ..small import Kommune, Make
from .invoices import NOW, deliver, with_invoices

SEED = "63454660390103169462"
KARI, KNUT, KIM = "KARI", "KNUT", "KIM"
CHOICES = PlanChoices(
    strata=(StratumChoice(name=MAIN, method="enkel", n=3, reserve=2),),
    seed_source="tjue kast med en tisidet terning",
    second_share="0",
)


def hours(count: float) -> datetime:
    return NOW + timedelta(hours=count)


@pytest.fixture
def bygda(make: Make) -> Kommune:
    return with_invoices(make)


def started(bygda: Kommune, choices: PlanChoices = CHOICES) -> Draw:
    return start_draw(
        bygda.desk, KARI, NOW, name="Bilag våren", dataset="bilag", first=Month(2026, 1), last=Month(2026, 3),
        arm=Arm.ALL, choices=choices,
    )  # fmt: skip


def reconciled(bygda: Kommune, choices: PlanChoices = CHOICES) -> Draw:
    draw = started(bygda, choices)
    return reconcile_draw(bygda.desk, draw.id, KNUT, 8, None, "Hovedboken, rapport 12", hours(1))


def committed(bygda: Kommune, choices: PlanChoices = CHOICES) -> Draw:
    return commit_draw(bygda.desk, reconciled(bygda, choices).id, KARI, hours(2))


def seeded(bygda: Kommune, draw: Draw, **words: object) -> Draw:
    asked = {
        "by": KNUT, "seed": SEED, "seed_at": hours(3), "place": "Kontrollutvalgets møte",
        "witnesses": ["Per Vitne", "Pål Vitne"], "now": hours(4), **words,
    }  # fmt: skip
    return draw_sample(bygda.desk, draw.id, **asked)  # type: ignore[arg-type]


def drawn(bygda: Kommune, choices: PlanChoices = CHOICES) -> Draw:
    return seeded(bygda, committed(bygda, choices))


def items(bygda: Kommune, draw: Draw) -> dict[str, DrawnItem]:
    with bygda.desk.database.reading() as tx:
        return {one.identity: one for one in tx.drawn_items.where(draw=draw.id)}


def in_sample(bygda: Kommune, draw: Draw) -> list[str]:
    return sorted(id for id, one in items(bygda, draw).items() if one.state is ItemState.DRAWN)


def checked(bygda: Kommune, draw: Draw, wrong: int = 0) -> None:
    """Every drawn item that is not yet checked, approved by another; the first so many are wrong."""
    with bygda.desk.database.transaction(KARI, hours(5)) as tx:
        known = {one.identity for one in tx.item_checks.where(draw=draw.id)}
        fresh = [id for id in in_sample(bygda, draw) if id not in known]
        for at, identity in enumerate(fresh):
            found = Finding.DEVIATION if at < wrong else Finding.RIGHT
            tx.item_checks.add(
                ItemCheck(
                    draw=draw.id,
                    identity=identity,
                    number=1,
                    round=1,
                    by=KARI,
                    at=hours(5),
                    finding=found,
                    approved_by=KNUT,
                    approved_at=hours(5),
                )
            )


def refused(why: DrawRefusal, act: Callable[[], object]) -> None:
    with pytest.raises(DrawRefused) as told:
        act()
    assert why is told.value.why


# --- from the number to the report --------------------------------------------------------------------------------------


def test_it_goes_from_its_number_to_its_locked_report(bygda: Kommune) -> None:
    draw = drawn(bygda)
    assert DrawState.DRAWN is draw.state
    assert 3 == len(in_sample(bygda, draw))

    checked(bygda, draw, wrong=1)
    done = conclude_draw(bygda.desk, draw.id, KNUT, hours(6))

    assert DrawState.CONCLUDED is done.state
    with bygda.desk.database.reading() as tx:
        report = tx.draw_files.get(draw.id, 0, "rapport.json")
        assert report is not None
        assert sha256(report).hexdigest() == done.report
        kinds = [str(one.content["kind"]) for one in tx.trail.entries() if "stikkprøve" in str(one.content["kind"])]
        assert [] == list(tx.trail.check())
    assert [
        "stikkprøve: påbegynt",
        "stikkprøve: avstemt",
        "stikkprøve: forpliktet",
        "stikkprøve: trukket",
        "stikkprøve: avsluttet",
    ] == kinds


def test_the_promise_is_the_hash_of_a_plan_that_holds_the_hash_of_the_list(bygda: Kommune) -> None:
    draw = committed(bygda)

    with bygda.desk.database.reading() as tx:
        plan = tx.draw_files.get(draw.id, 1, "plan.json") or b""
        listed = tx.draw_files.get(draw.id, 1, "populasjon.tsv") or b""
        [population] = tx.populations.where(draw=draw.id)
    assert sha256(plan).hexdigest() == population.commitment
    assert sha256(listed).hexdigest().encode() in plan


def test_those_outside_are_told_of_the_promise_before_the_seed_is_there(bygda: Kommune) -> None:
    draw = committed(bygda)

    with bygda.desk.database.reading() as tx:
        told = tx.notices.where(reason=Reason.DRAW_COMMITTED)
        [population] = tx.populations.where(draw=draw.id)
    assert told
    assert all(population.commitment in one.why for one in told)
    assert KARI not in {one.recipient for one in told}, "she did it herself"


def test_the_promise_is_mailed_at_once_since_the_seed_may_be_thrown_the_same_day(bygda: Kommune) -> None:
    draw = committed(bygda)

    compose_urgent(bygda.desk, hours(2))

    with bygda.desk.database.reading() as tx:
        letters = {message.recipient: message for message in tx.messages.all()}
        [population] = tx.populations.where(draw=draw.id)
    assert {"KNUT", "UTVALG"} == set(letters)
    assert all(population.commitment in letter.text for letter in letters.values())
    assert all("tjue kast med en tisidet terning" in letter.text for letter in letters.values())
    assert {"Nytt om 1 stikkprøve"} == {letter.subject for letter in letters.values()}
    assert "Du har rollen kontrollutvalgets leder." in letters["UTVALG"].text


def test_numbers_have_no_gaps_and_one_that_is_given_up_keeps_its_own(bygda: Kommune) -> None:
    first = started(bygda)
    abort_draw(bygda.desk, first.id, KARI, "Feil måneder", hours(1))
    second = started(bygda)

    assert ["2026-1", "2026-2"] == [first.id, second.id]
    with bygda.desk.database.reading() as tx:
        gone = tx.draws.get(first.id)
    assert gone is not None
    assert (DrawState.ABORTED, True) == (gone.state, gone.aborted > 0)


# --- who, and in which order --------------------------------------------------------------------------------------------


def test_whoever_made_the_list_neither_reconciles_it_nor_types_the_seed(bygda: Kommune) -> None:
    draw = started(bygda)
    refused(
        DrawRefusal.OWN_POPULATION,
        lambda: reconcile_draw(bygda.desk, draw.id, KARI, 8, None, "Hovedboken", hours(1)),
    )

    promised = committed(bygda)
    refused(DrawRefusal.OWN_POPULATION, lambda: seeded(bygda, promised, by=KARI))


def test_of_a_draft_that_the_program_made_one_person_does_not_do_all_the_rest(bygda: Kommune) -> None:
    draw = start_draw(
        bygda.desk,
        PROGRAM,
        NOW,
        name="Bilag",
        dataset="bilag",
        first=Month(2026, 1),
        last=Month(2026, 3),
        choices=CHOICES,
    )
    reconcile_draw(bygda.desk, draw.id, KNUT, 8, None, "Hovedboken", hours(1))
    commit_draw(bygda.desk, draw.id, KNUT, hours(2))

    refused(DrawRefusal.ALONE, lambda: seeded(bygda, draw, by=KNUT))
    assert DrawState.DRAWN is seeded(bygda, draw, by=KARI).state


def test_a_list_that_is_made_anew_is_reconciled_anew(bygda: Kommune) -> None:
    draw = reconciled(bygda)

    anew = refreeze_draw(bygda.desk, draw.id, KNUT, hours(2), last=Month(2026, 2))

    assert DrawState.DRAFT is anew.state
    refused(DrawRefusal.NOT_WHILE_DRAFT, lambda: commit_draw(bygda.desk, draw.id, KARI, hours(3)))
    refused(
        DrawRefusal.OWN_POPULATION,
        lambda: reconcile_draw(bygda.desk, draw.id, KNUT, 7, None, "Hovedboken", hours(3)),
    )


def test_nothing_of_the_plan_can_be_changed_when_it_is_promised(bygda: Kommune) -> None:
    draw = committed(bygda)

    refused(DrawRefusal.NOT_WHILE_COMMITTED, lambda: plan_draw(bygda.desk, draw.id, KARI, CHOICES, hours(3)))
    refused(DrawRefusal.NOT_WHILE_COMMITTED, lambda: refreeze_draw(bygda.desk, draw.id, KARI, hours(3)))
    refused(DrawRefusal.NOT_WHILE_COMMITTED, lambda: commit_draw(bygda.desk, draw.id, KARI, hours(3)))


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ({"seed_at": hours(2)}, DrawRefusal.SEED_BEFORE_COMMITMENT),
        ({"seed_at": hours(1)}, DrawRefusal.SEED_BEFORE_COMMITMENT),
        ({"seed_at": hours(4.01)}, DrawRefusal.SEED_AHEAD),
        ({"seed": ""}, DrawRefusal.SEED_MISSING),
        ({"place": "  "}, DrawRefusal.PLACE_MISSING),
        ({"witnesses": ["Per Vitne"]}, DrawRefusal.WITNESSES_MISSING),
        ({"witnesses": ["Per Vitne", "per  vitne "]}, DrawRefusal.WITNESSES_MISSING),
    ],
)
def test_a_seed_is_refused(bygda: Kommune, words: dict[str, object], why: DrawRefusal) -> None:
    draw = committed(bygda)

    refused(why, lambda: seeded(bygda, draw, **words))

    assert {} == items(bygda, draw), "nothing was drawn"


def test_a_seed_older_than_the_plan_said_is_refused(bygda: Kommune) -> None:
    draw = committed(bygda, replace(CHOICES, seed_after=hours(3.5).isoformat()))

    refused(DrawRefusal.SEED_BEFORE_NAMED, lambda: seeded(bygda, draw))
    assert DrawState.DRAWN is seeded(bygda, draw, seed_at=hours(3.5)).state


def test_there_is_no_second_seed(bygda: Kommune) -> None:
    draw = drawn(bygda)
    first = in_sample(bygda, draw)

    refused(DrawRefusal.NOT_WHILE_DRAWN, lambda: seeded(bygda, draw, seed="11111111111111111111"))

    assert first == in_sample(bygda, draw)


def test_of_two_who_commit_what_they_saw_one_is_told_that_it_has_changed(bygda: Kommune) -> None:
    draw = reconciled(bygda)
    commit_draw(bygda.desk, draw.id, KARI, hours(2), draw.version)

    with pytest.raises(Conflict):
        commit_draw(bygda.desk, draw.id, KNUT, hours(2), draw.version)


def test_nothing_unknown_is_concluded(bygda: Kommune) -> None:
    draw = drawn(bygda)

    refused(DrawRefusal.WORK_UNFINISHED, lambda: conclude_draw(bygda.desk, draw.id, KNUT, hours(6)))


# --- replacing and extending --------------------------------------------------------------------------------------------


def test_the_next_reserve_comes_in_and_what_it_came_in_for_stays_on_the_list(bygda: Kommune) -> None:
    draw = drawn(bygda)
    gone = in_sample(bygda, draw)[0]
    reserves = sorted((one.nr, id) for id, one in items(bygda, draw).items() if one.state is ItemState.RESERVE)

    came = replace_item(bygda.desk, draw.id, gone, KARI, REPLACEMENT_REASONS[1], "Bilag 77 er samme faktura", hours(5))

    assert (reserves[0][1], gone) == (came.identity, came.replaces)
    assert ItemState.REPLACED is items(bygda, draw)[gone].state
    assert 3 == len(in_sample(bygda, draw))


@pytest.mark.parametrize(
    ("reason", "evidence", "why"),
    [
        ("fant ikke bilaget", "lette lenge", DrawRefusal.NOT_A_REASON),
        (REPLACEMENT_REASONS[0], " ", DrawRefusal.TEXT_MISSING),
    ],
)
def test_a_replacement_is_refused(bygda: Kommune, reason: str, evidence: str, why: DrawRefusal) -> None:
    draw = drawn(bygda)

    refused(why, lambda: replace_item(bygda.desk, draw.id, in_sample(bygda, draw)[0], KARI, reason, evidence, hours(5)))


def test_what_was_found_and_approved_is_not_undone_by_a_reserve(bygda: Kommune) -> None:
    draw = drawn(bygda)
    checked(bygda, draw, wrong=3)

    refused(
        DrawRefusal.CHECK_APPROVED,
        lambda: replace_item(
            bygda.desk, draw.id, in_sample(bygda, draw)[0], KARI, REPLACEMENT_REASONS[1], "Samme faktura", hours(6)
        ),
    )


def test_when_the_reserves_are_used_nothing_more_is_replaced(bygda: Kommune) -> None:
    draw = drawn(bygda, replace(CHOICES, strata=(StratumChoice(name=MAIN, method="enkel", n=3),)))

    refused(
        DrawRefusal.NO_RESERVE,
        lambda: replace_item(
            bygda.desk, draw.id, in_sample(bygda, draw)[0], KARI, REPLACEMENT_REASONS[0], "vedlegg", hours(5)
        ),
    )


STAGED = replace(
    CHOICES, stages=2, likelihood="binomisk", strata=(StratumChoice(name=MAIN, method="enkel", n=2, reserve=3),)
)


@pytest.mark.parametrize(("wrong", "why"), [(0, DrawRefusal.STAGE_DECIDED), (2, DrawRefusal.STAGE_DECIDED)])
def test_only_one_deviation_opens_the_next_stage(bygda: Kommune, wrong: int, why: DrawRefusal) -> None:
    draw = drawn(bygda, STAGED)
    refused(DrawRefusal.STAGE_UNFINISHED, lambda: extend_draw(bygda.desk, draw.id, KARI, hours(5)))
    checked(bygda, draw, wrong=wrong)

    refused(why, lambda: extend_draw(bygda.desk, draw.id, KARI, hours(6)))


def test_the_next_stage_is_as_large_as_the_first_and_must_be_drawn(bygda: Kommune) -> None:
    draw = drawn(bygda, STAGED)
    checked(bygda, draw, wrong=1)
    refused(DrawRefusal.WORK_UNFINISHED, lambda: conclude_draw(bygda.desk, draw.id, KNUT, hours(6)))

    extend_draw(bygda.desk, draw.id, KARI, hours(6))

    assert [1, 1, 2, 2] == sorted(one.stage for one in items(bygda, draw).values() if one.state is ItemState.DRAWN)
    refused(DrawRefusal.WORK_UNFINISHED, lambda: conclude_draw(bygda.desk, draw.id, KNUT, hours(7)))
    checked(bygda, draw)
    assert DrawState.CONCLUDED is conclude_draw(bygda.desk, draw.id, KNUT, hours(8)).state


def test_a_plan_in_stages_without_reserves_for_the_next_is_not_promised(bygda: Kommune) -> None:
    few = StratumChoice(name=MAIN, method="enkel", n=2, reserve=1)
    draw = reconciled(bygda, replace(STAGED, strata=(few,)))
    with pytest.raises(DrawRefused) as refused:
        commit_draw(bygda.desk, draw.id, KARI, hours(2))
    assert refused.value.why is DrawRefusal.PLAN_UNFINISHED


def test_after_a_list_was_made_shorter_the_next_stage_is_all_that_is_left(bygda: Kommune) -> None:
    draw = drawn(bygda, replace(STAGED, strata=(StratumChoice(name=MAIN, method="enkel", n=3, reserve=5),)))
    gone = [one.post for one in items(bygda, draw).values() if one.state is ItemState.RESERVE][:3]
    deliver(bygda, "rettet", *(f"{post};2025-01-03;1;100;0301;ANNE;A;1" for post in gone))
    amend_draw(bygda.desk, draw.id, KARI, "Tre bilag hørte til året før", hours(5))
    reconcile_draw(bygda.desk, draw.id, KNUT, 5, None, "Hovedboken, ny rapport", hours(6))
    commit_amendment(bygda.desk, draw.id, KARI, hours(7))
    checked(bygda, draw, wrong=1)

    extend_draw(bygda.desk, draw.id, KARI, hours(8))
    checked(bygda, draw)

    assert 5 == len(in_sample(bygda, draw))
    assert DrawState.CONCLUDED is conclude_draw(bygda.desk, draw.id, KNUT, hours(9)).state


@pytest.mark.parametrize(
    "changed",
    [{"confidence": "1.5"}, {"confidence": "0"}, {"tolerable": "1"}, {"tolerable": "tull"}, {"second_share": "1.5"}],
)
def test_a_plan_that_nobody_could_judge_is_not_promised(bygda: Kommune, changed: dict[str, str]) -> None:
    draw = reconciled(bygda, replace(CHOICES, **changed))  # type: ignore[arg-type]

    refused(DrawRefusal.NO_RATES, lambda: commit_draw(bygda.desk, draw.id, KARI, hours(2)))


def test_a_plan_of_one_stage_is_not_extended(bygda: Kommune) -> None:
    draw = drawn(bygda)
    checked(bygda, draw, wrong=1)

    refused(DrawRefusal.NO_STAGE, lambda: extend_draw(bygda.desk, draw.id, KARI, hours(6)))


# --- a list that was wrong ----------------------------------------------------------------------------------------------


def test_what_came_into_the_list_later_has_a_seed_of_its_own_and_moves_nothing(bygda: Kommune) -> None:
    draw = drawn(bygda)
    before = in_sample(bygda, draw)
    deliver(bygda, "glemt", "B20;2026-01-09;1;300;0301;ANNE;A;20", "B21;2026-01-09;1;301;0301;ANNE;A;21")

    amend_draw(bygda.desk, draw.id, KARI, "To bilag var ikke med i filen", hours(5))
    refused(DrawRefusal.AMENDMENT_UNDER_WAY, lambda: conclude_draw(bygda.desk, draw.id, KNUT, hours(5)))
    refused(DrawRefusal.NOT_WHILE_DRAFT, lambda: commit_amendment(bygda.desk, draw.id, KARI, hours(5)))
    reconcile_draw(bygda.desk, draw.id, KNUT, 10, None, "Hovedboken, ny rapport", hours(6))
    commit_amendment(bygda.desk, draw.id, KARI, hours(7), supplement_size=1)
    assert before == in_sample(bygda, draw), "its seed is not there yet"
    words = {"place": "Møtet", "witnesses": ["Per", "Pål"], "now": hours(9)}
    refused(
        DrawRefusal.SEED_BEFORE_COMMITMENT,
        lambda: seed_amendment(bygda.desk, draw.id, KNUT, "12345678901234567890", hours(6.5), **words),  # type: ignore[arg-type]
    )
    refused(
        DrawRefusal.SEED_BEFORE_COMMITMENT,
        lambda: seed_amendment(bygda.desk, draw.id, KNUT, SEED, hours(8), **words),  # type: ignore[arg-type]
    )
    seed_amendment(bygda.desk, draw.id, KNUT, "12345678901234567890", hours(8), **words)  # type: ignore[arg-type]

    after = in_sample(bygda, draw)
    assert set(before) < set(after)
    [came] = set(after) - set(before)
    assert items(bygda, draw)[came].post in ("B20", "B21")


def test_of_a_record_that_leaves_the_list_the_first_reserve_takes_the_place(bygda: Kommune) -> None:
    draw = drawn(bygda)
    before, all_items = in_sample(bygda, draw), items(bygda, draw)
    first = min((one for one in all_items.values() if one.state is ItemState.RESERVE), key=lambda one: one.nr)
    gone = all_items[before[0]]
    # It was booked in another year.
    deliver(bygda, "rettet", f"{gone.post};2025-01-03;1;100;0301;ANNE;A;1")

    amend_draw(bygda.desk, draw.id, KARI, "Et bilag hørte til året før", hours(5))
    reconcile_draw(bygda.desk, draw.id, KNUT, 7, None, "Hovedboken, ny rapport", hours(6))
    commit_amendment(bygda.desk, draw.id, KARI, hours(7))

    assert {*before[1:], first.identity} == set(in_sample(bygda, draw))
    assert ItemState.REPLACED is items(bygda, draw)[gone.identity].state


def test_a_list_that_was_not_promised_is_not_amended(bygda: Kommune) -> None:
    draw = committed(bygda)

    refused(DrawRefusal.NOT_WHILE_COMMITTED, lambda: amend_draw(bygda.desk, draw.id, KARI, "Feil", hours(3)))


def test_a_reason_is_needed_to_give_up_and_what_is_over_is_over(bygda: Kommune) -> None:
    draw = committed(bygda)
    refused(DrawRefusal.TEXT_MISSING, lambda: abort_draw(bygda.desk, draw.id, KARI, " ", hours(3)))
    abort_draw(bygda.desk, draw.id, KARI, "Møtet ble avlyst", hours(3))

    refused(DrawRefusal.NOT_WHILE_ABORTED, lambda: seeded(bygda, draw))
    refused(DrawRefusal.NOT_WHILE_ABORTED, lambda: abort_draw(bygda.desk, draw.id, KARI, "Igjen", hours(4)))
