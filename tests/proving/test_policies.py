"""Choices and rules are held against each other: each names what the other lacks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import time
from functools import cache

import pytest

from kontroll.domain.month import Frequency
from kontroll.domain.policy import (
    JOBS,
    ExpectedDelivery,
    Kept,
    LeaderOf,
    Policies,
    Recipient,
    RetentionRule,
    ScheduledJob,
)
from kontroll.domain.problem import Gravity, Problem
from kontroll.domain.rule import Status
from kontroll.domain.rulebook import Rulebook
from kontroll.policybook import read_policies
from kontroll.proving.policies import check_policies
from kontroll.rulebook.read import read_rulebook
from kontroll.settings import shipped_policies, shipped_rules

CHANNELS = ("epost", "logg", "mappe")


@cache
def shipped() -> tuple[Policies, Rulebook]:
    return read_policies([shipped_policies()])[0], read_rulebook([shipped_rules()])[0]


def check(policies: Policies | None = None, rulebook: Rulebook | None = None) -> list[Problem]:
    """What is told when one of the two is another than the shipped one."""
    return check_policies(policies or shipped()[0], rulebook or shipped()[1], CHANNELS)


def without(words: Iterable[str]) -> Policies:
    policies = shipped()[0]
    left = {word: r for word, r in policies.notices.recipients.items() if word not in words}
    return replace(policies, notices=replace(policies.notices, recipients=left))


def with_delivery(**changes: object) -> Policies:
    """One delivery more, of the data set faktura if nothing else is said."""
    fields = {"id": "ny", "dataset": "faktura", "owner": "hr", "due_working_days": 5, **changes}
    delivery = ExpectedDelivery(**fields)  # type: ignore[arg-type]
    return replace(shipped()[0], deliveries=(*shipped()[0].deliveries, delivery))


def with_status(rule: str, status: Status) -> Rulebook:
    book = shipped()[1]
    return replace(book, rules={**book.rules, rule: replace(book.rules[rule], status=status)})


def test_the_shipped_choices_and_rules_agree() -> None:
    assert [] == check()


def test_what_is_awaited_is_due_when_the_last_of_its_indicators_is() -> None:
    policies, rulebook = shipped()

    for delivery in policies.deliveries:
        if delivery.source is not None:
            due = [
                i.due_working_days or 0
                for i in rulebook.indicators.values()
                if i.computed is None and i.source == delivery.source and i.frequency is delivery.frequency
            ]
            assert max(due) == delivery.due_working_days, delivery.id


# --- words ----------------------------------------------------------------------------------------------------


def test_a_word_that_rules_use_and_nobody_explains_is_told_once() -> None:
    told = check(without(["okonomi"]))

    (of_rules,) = [problem for problem in told if "rules" in problem.place.file]
    assert Gravity.STOPS is of_rules.gravity
    assert "«okonomi»" in of_rules.what
    assert " til)" in of_rules.what


def test_a_word_of_an_escalation_counts_as_used() -> None:
    (told,) = check(without(["kommunalsjef"]))

    assert "«kommunalsjef»" in told.what


def test_a_near_word_is_offered() -> None:
    policies = without(["verneombud"])
    recipients = {**policies.notices.recipients, "verneombudet": Recipient(word="verneombudet", role="hovedverneombud")}

    (told,) = check(replace(policies, notices=replace(policies.notices, recipients=recipients)))

    assert "Mente du «verneombudet»?" == told.fix


@pytest.mark.parametrize(
    ("status", "gravity"),
    [(Status.IN_USE, Gravity.STOPS), (Status.TRIAL, Gravity.STOPS), (Status.DRAFT, Gravity.INCOMPLETE)],
)
def test_a_draft_may_use_a_word_that_is_not_explained_yet(status: Status, gravity: Gravity) -> None:
    (user,) = [
        r.id for r in shipped()[1].rules.values() if any("verneombud" in v.consequence.notify for v in r.versions)
    ]

    (told,) = check(without(["verneombud"]), with_status(user, status))

    assert gravity is told.gravity


def test_one_rule_in_use_is_enough_for_a_word_to_be_needed_now() -> None:
    first, *others = [
        r.id for r in shipped()[1].rules.values() if any("okonomi" in v.consequence.notify for v in r.versions)
    ]
    assert others

    told = check(without(["okonomi"]), with_status(first, Status.DRAFT))

    assert {Gravity.STOPS} == {problem.gravity for problem in told}


def test_a_retired_rule_uses_no_word() -> None:
    (user,) = [
        r.id for r in shipped()[1].rules.values() if any("verneombud" in v.consequence.notify for v in r.versions)
    ]

    assert [] == check(without(["verneombud"]), with_status(user, Status.RETIRED))


def test_internal_control_and_kontrollutvalg_are_needed_whatever_the_rules_say() -> None:
    told = check_policies(without(["internkontroll", "kontrollutvalg"]), Rulebook(), CHANNELS)

    assert {"«internkontroll»", "«kontrollutvalg»"} <= {problem.what.split()[0] for problem in told}


def test_a_channel_that_does_not_exist_is_told_with_the_nearest() -> None:
    policies = shipped()[0]

    (told,) = check(replace(policies, notices=replace(policies.notices, channels=("e-post", "logg"))))

    assert "«e-post»" in told.what
    assert "«epost»" in told.fix
    assert policies.notices.place == told.place


# --- deliveries -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"dataset": "fakturaer"}, "«faktura»"),
        ({"dataset": None, "source": "Økonomisystem"}, "«Økonomisystemet»"),
        ({"dataset": None, "source": "Turnus- og timesystemet", "frequency": Frequency.YEAR}, "måles hver år"),
        ({"dataset": None, "source": "Beregnet"}, "ingen indikator har kilden «Beregnet»"),
        ({"owner": "økonomi"}, "«okonomi»"),
        ({"owner": "leder"}, "leder i linjen"),
        ({"owner": "kommunalsjef"}, "leder i linjen"),
    ],
)
def test_a_delivery_that_cannot_come_or_has_no_owner_stops(changes: dict[str, object], says: str) -> None:
    (told,) = check(with_delivery(**changes))

    assert Gravity.STOPS is told.gravity
    assert says in f"{told.what} {told.fix}"


def test_a_named_enhet_may_own_data() -> None:
    policies = with_delivery(owner="regnskap")
    recipients = {**policies.notices.recipients, "regnskap": Recipient(word="regnskap", enhet="1100")}

    assert [] == check(replace(policies, notices=replace(policies.notices, recipients=recipients)))


def test_an_owner_may_not_be_the_leader_of_whatever_it_is_about() -> None:
    policies = with_delivery(owner="sjef")
    recipients = {**policies.notices.recipients, "sjef": Recipient(word="sjef", leader_of=LeaderOf.ABOVE)}

    assert 1 == len(check(replace(policies, notices=replace(policies.notices, recipients=recipients))))


def test_a_source_that_nobody_awaits_is_worth_knowing() -> None:
    policies = shipped()[0]
    left = tuple(delivery for delivery in policies.deliveries if delivery.id != "arkiv-tertial")

    (told,) = check(replace(policies, deliveries=left))

    assert Gravity.NOTICE is told.gravity
    assert "«Sak- og arkivsystemet»" in told.what


# --- jobs and retention ---------------------------------------------------------------------------------------


def test_an_unknown_job_stops_and_a_job_left_out_is_told() -> None:
    policies = shipped()[0]
    renamed = tuple(
        ScheduledJob(id="utsendelse", at=time(6)) if job.id == "utsending" else job for job in policies.jobs
    )

    unknown, left_out = check(replace(policies, jobs=renamed))

    assert (Gravity.STOPS, "Mente du «utsending»?") == (unknown.gravity, unknown.fix)
    assert Gravity.NOTICE is left_out.gravity
    assert "«utsending»" in left_out.what


def test_every_job_that_there_is_stands_in_the_shipped_schedule() -> None:
    assert list(JOBS) == [job.id for job in shipped()[0].jobs]


@pytest.mark.parametrize(("kind", "problems"), [("personer", 0), ("datasett/fravaer", 0), ("fravaer", 1), (None, 0)])
def test_what_is_deleted_must_be_something_that_is_delivered(kind: str | None, problems: int) -> None:
    rule = RetentionRule(kept=Kept.DELIVERY, kind=kind, years=5)

    told = check(replace(shipped()[0], retention=(rule,)))

    assert problems == len(told)


@pytest.mark.parametrize(("persons", "told"), [(0, True), (1, True), (2, False)])
def test_a_kommune_where_one_may_change_a_rule_alone_is_told_so(persons: int, told: bool) -> None:
    policies = shipped()[0]

    found = check(replace(policies, approval=replace(policies.approval, persons=persons)))

    assert told == any(p.gravity is Gravity.NOTICE and "godkjenner" in p.what for p in found)
