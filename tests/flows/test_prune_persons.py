"""What is of one person goes whole when its time is over, and not before the archive has it; the trail holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kontroll.domain.leader_talk import Talk, TalkEvent, TalkState
from kontroll.domain.month import Month
from kontroll.domain.policy import Kept, RetentionRule
from kontroll.domain.sak import Answer
from kontroll.flows.archive.archive_package import archive_package
from kontroll.flows.archive.source import Span
from kontroll.flows.home.check_trail import check_trail
from kontroll.flows.home.prune import prune
from kontroll.flows.saker.decide_sak import decide_disagreement_of
from kontroll.policybook import read_policies
from kontroll.report.handout.categories import CATEGORIES, TABLES
from kontroll.settings import shipped_policies
from kontroll.store.held import tables

from .followed import ID, answered, with_a_sak
from .small import Kommune, Make, at
from .test_untouched_leadership import bygda as led

sqlite_only = pytest.mark.parametrize("address", ["sqlite"], indirect=True)
__all__ = ["led"]

#: The agreement is of 2026, the decision on pay is made in January 2027, and the talk ended in 2026.
LAST_DAY, FIRST_DAY, YEAR_AFTER = date(2036, 12, 31), date(2037, 1, 1), date(2038, 1, 1)


@pytest.fixture
def bygda(led: Kommune) -> Kommune:
    with led.desk.database.transaction("SJEF", at(date(2026, 6, 1))) as tx:
        talk = Talk(
            id="2026-1", enhet="1", leader="ANNE", superior="SJEF", saker="", state=TalkState.CLOSED, made=date(2026, 5, 1),
            meeting=date(2026, 5, 8), held=date(2026, 5, 8), over=date(2026, 6, 1),
        )  # fmt: skip
        tx.talks.add(talk)
        entry = tx.trail.append(
            "egen samtale", {"talk": talk.id, "outcome": "avsluttet", "state": "avsluttet"}, {"text": "Vi ble enige."}
        )
        tx.talk_events.add(
            TalkEvent(talk=talk.id, number=1, what="avsluttet", by="SJEF", at=at(date(2026, 6, 1)), trail=entry)
        )
    return led


def keeping(bygda: Kommune, *, archived: bool = False) -> Kommune:
    """Ten years, and texts longer than that. archived: the kommune hands decisions over to its archive first."""
    kept = (Kept.PAY, Kept.AGREEMENT, Kept.TALK)
    policies, _problems = read_policies([shipped_policies()])
    rules = tuple(RetentionRule(kept=one, years=10) for one in kept)
    chosen = replace(bygda.desk.policies, retention=rules)
    if archived:
        chosen = replace(chosen, archive=policies.archive)
    return replace(bygda, desk=replace(bygda.desk, policies=chosen))


def left(bygda: Kommune) -> tuple[int, int, int]:
    with bygda.desk.database.reading() as tx:
        return tx.pay_reviews.count(), tx.agreements.count(), tx.talks.count()


@sqlite_only
def test_they_go_when_their_years_are_over_and_not_a_day_before(bygda: Kommune):
    here = keeping(bygda)

    assert prune(here.desk, at(LAST_DAY)).persons == 0
    assert left(here) == (1, 1, 1)
    assert prune(here.desk, at(FIRST_DAY)).persons == 2
    assert left(here) == (1, 0, 0)
    assert prune(here.desk, at(YEAR_AFTER)).persons == 1
    assert left(here) == (0, 0, 0)


@sqlite_only
def test_nothing_of_what_they_said_is_left_and_the_trail_holds_and_misses_nothing(bygda: Kommune):
    here = keeping(bygda)
    before = check_trail(here.desk.database)
    prune(here.desk, at(YEAR_AFTER))

    after = check_trail(here.desk.database)
    assert (before.problems, after.problems, after.breaks) == ([], [], [])
    assert after.deleted_texts >= 5
    with here.desk.database.reading() as tx:
        assert tx.goals.count() + tx.goal_statuses.count() + tx.talk_events.count() == 0
        assert not [one.seq for one in tx.trail.with_texts() if "resultatavtale: " in str(one.content["kind"])]
        told = [one.content["about"] for one in tx.trail.entries() if one.content["kind"] == "slettet"]
    assert {one["what"]: one["ids"] for one in told} == {  # type: ignore[index]
        "resultatlønn": "2026/1", "resultatavtale": "2026-1-1", "samtale": "2026-1"
    }  # fmt: skip


@sqlite_only
def test_what_was_deleted_on_time_cannot_be_put_back_by_hand(bygda: Kommune):
    here = keeping(bygda)
    with here.desk.database.reading() as tx:
        (review,) = tx.pay_reviews.all()
    prune(here.desk, at(YEAR_AFTER))
    with here.desk.database.transaction("test", at(YEAR_AFTER)) as tx:
        tx.pay_reviews.add(review)

    assert ["vurderingen er lagt inn utenom kontroll"] == [one.what for one in check_trail(here.desk.database).problems]


@sqlite_only
def test_what_goes_to_the_archive_waits_until_it_is_handed_over_and_a_talk_does_not(bygda: Kommune, tmp_path: Path):
    here = keeping(bygda, archived=True)

    assert prune(here.desk, at(YEAR_AFTER)).persons == 1
    assert left(here) == (1, 1, 0)
    archive_package(here.desk, Span(Month(2026, 1), Month(2027, 1)), tmp_path / "pakke", "KARI", at(YEAR_AFTER))
    assert prune(here.desk, at(YEAR_AFTER)).persons == 2
    assert left(here) == (0, 0, 0)
    assert check_trail(here.desk.database).problems == []


@sqlite_only
def test_what_was_written_in_a_sak_waits_until_the_archive_has_it(make: Make, tmp_path: Path):
    here = with_a_sak(make)
    answered(here, Answer.DISAGREE)
    policies, _problems = read_policies([shipped_policies()])
    rules = (RetentionRule(kept=Kept.TEXT, years=10),)
    chosen = replace(here.desk.policies, archive=policies.archive, retention=rules)
    here = replace(here, desk=replace(here.desk, policies=chosen))

    assert prune(here.desk, at(FIRST_DAY)).texts == 0
    decide_disagreement_of(here.desk, ID, "KARI", upheld=True, reason="Det stemmer.", now=at(date(2026, 2, 24)))
    assert prune(here.desk, at(FIRST_DAY)).texts == 0
    archive_package(here.desk, Span(Month(2026, 2), Month(2026, 2)), tmp_path / "pakke", "KARI", at(FIRST_DAY))
    assert prune(here.desk, at(FIRST_DAY)).texts == 2
    assert check_trail(here.desk.database).faults == 0


#: What has no time of its own, and why.
_STAYS = {
    "utslag": "ids and months of what a rule answered",
    "saker": "ids and days; the texts have a time",
    "logg": "ids and hashes: the chain itself",
    "innlogging": "sessions and attempts go when they are over; a user stays while she is one",
    "regler-og-reglement": "who approved and read what",
    "manedsoppfolging": "ids and days; the texts have a time",
    "system": "what the program remembers",
    "innsyn": "that it was given, and when",
    "arkiv": "that it was handed over, and when",
}


def test_every_table_has_a_time_or_a_reason_why_it_has_none():
    policies, _problems = read_policies([shipped_policies()])
    timed = {rule.kept for rule in policies.retention}
    assert timed == set(Kept), "a class that nobody has given a time"
    without = {one.id for one in CATEGORIES if one.kept is None}
    unkept = {one.id for one in CATEGORIES if one.kept is not None and one.kept not in timed}

    assert unkept == set(), "oppbevaring.yaml says nothing of them"
    assert {TABLES[table][0] for table in tables()} - {one.id for one in CATEGORIES} == set()
    assert set(_STAYS) <= without
    assert without - set(_STAYS) <= {"bonus", "registre", "rapporter", "internkontroll"}, "who deletes it, and when?"
