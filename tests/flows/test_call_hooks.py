"""New avvik are told to other systems: in the transaction that opens them, then sent, each step kept before the next."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

import pytest

from kontroll.domain.notice import DeliveryFailed, Reason
from kontroll.domain.sak import MISSED_CONTROL
from kontroll.domain.webhook import Call, CallState, Event, Webhook
from kontroll.flows.systems.call_hooks import CLAIM, Called, call_hooks
from kontroll.flows.systems.hooks import new_hook, withdraw_hook
from kontroll.wiring import Desk

from .small import Kommune, Make, at, rule

FEB, MARCH = date(2026, 2, 20), date(2026, 3, 20)
ADDRESS = "https://mottaker.example/inn?nokkel=hemmelig"


@dataclass
class Post:
    """Takes calls, or not. meanwhile: what happens while one is on its way."""

    fails: bool = False
    permanent: bool = False
    got: list[tuple[str, str]] = field(default_factory=list)
    secrets: list[str] = field(default_factory=list)
    meanwhile: Callable[[], object] = lambda: None

    def post(self, _address: str, secret: str, id: str, body: str, _now: datetime) -> None:
        self.meanwhile()
        self.secrets.append(secret)
        self.got.append((id, body))
        if self.fails:
            raise DeliveryFailed("mottakeren svarte 500", permanent=self.permanent)


def hooked(bygda: Kommune) -> Webhook:
    desk = bygda.desk
    return new_hook(desk.database, desk.settings, ADDRESS, Event.NEW_AVVIK, by="test", now=at(FEB))[0]


def calls(bygda: Kommune) -> list[Call]:
    with bygda.desk.database.reading() as tx:
        return tx.calls.all()


@pytest.fixture
def bygda(make: Make) -> Kommune:
    made = make(rule("minus"), rule("paa-prove", status="prøve"))
    hooked(made)
    made.measure("2026-01", FEB, e1="-2,5", e2="-1", e3="0")
    made.run("2026-01", FEB)
    return made


# --- what is told


def test_each_sak_that_opens_is_told_once_with_ids_and_a_link_and_no_name(bygda: Kommune):
    made = calls(bygda)
    bodies = {json.loads(one.body)["enhet"]: json.loads(one.body) for one in made}
    sak = {one.enhet: one.id for one in bygda.saker()}

    assert {"1", "2"} == set(bodies)
    assert ("avvik.nytt", "minus", "2026-01", "middels", 1, sak["1"]) == tuple(
        bodies["1"][key] for key in ("hendelse", "regel", "maaned", "alvor", "antall", "sak")
    )
    assert bodies["1"]["lenke"] == f"http://127.0.0.1:8080/sak/{sak['1']}"
    assert {one.id for one in made} == {one["id"] for one in bodies.values()}
    assert not [word for word in ("ANNE", "Anne", "BERIT", "@") for one in made if word in one.body]


def test_running_again_tells_nothing_more(bygda: Kommune):
    before = calls(bygda)
    bygda.run("2026-01", MARCH)
    bygda.measure("2026-02", MARCH, e1="-2", e2="-1", e3="0")
    bygda.run("2026-02", MARCH)

    assert before == calls(bygda)


def test_without_anybody_to_tell_nothing_is_made(make: Make):
    quiet = make(rule("minus"))
    hook = hooked(quiet)
    withdraw_hook(quiet.desk.database, hook.id, by="test", now=at(FEB))
    quiet.measure("2026-01", FEB, e1="-2,5", e2="1", e3="0")
    quiet.run("2026-01", FEB)

    assert [] == calls(quiet)


# --- how it is sent


def test_what_is_taken_is_sent_once(bygda: Kommune):
    post = Post()

    assert 2 == call_hooks(bygda.desk, at(FEB), post).called
    assert 0 == call_hooks(bygda.desk, at(MARCH), post).called
    assert 2 == len(post.got)
    assert {CallState.SENT} == {one.state for one in calls(bygda)}
    assert 2 == bygda.trail().count("varselkrok: sendt")


def test_a_receiver_that_fails_is_tried_again_with_the_same_id_and_bytes_and_the_others_wait(bygda: Kommune):
    post = Post(fails=True)

    assert Called(unanswered=1) == call_hooks(bygda.desk, at(FEB), post)
    post.fails = False
    assert 1 == call_hooks(bygda.desk, at(FEB), post).called
    assert 1 == call_hooks(bygda.desk, at(FEB) + timedelta(minutes=2), post).called
    assert post.got[0] == post.got[2]


def test_whoever_is_killed_while_sending_leaves_a_claim_that_lapses(bygda: Kommune):
    class Killed(BaseException):
        pass

    def kill() -> None:
        raise Killed

    with pytest.raises(Killed):
        call_hooks(bygda.desk, at(FEB), Post(meanwhile=kill))
    (claimed,) = [one for one in calls(bygda) if one.next_try]
    post = Post()

    assert 1 == call_hooks(bygda.desk, at(FEB), post).called
    assert claimed.id not in {id for id, _body in post.got}
    assert 1 == call_hooks(bygda.desk, at(FEB) + CLAIM, post).called
    assert claimed.id in {id for id, _body in post.got}


def test_of_two_that_send_at_once_one_does(bygda: Kommune):
    second = Post()

    first = Post(meanwhile=lambda: call_hooks(bygda.desk, at(FEB), second))
    call_hooks(bygda.desk, at(FEB), first)

    sent = [id for id, _body in first.got + second.got]
    assert len(sent) == len(set(sent)) == 2


def test_one_that_is_given_up_becomes_a_sak_with_internal_control_once(bygda: Kommune):
    now, post = at(FEB), Post(fails=True)
    for _ in range(100):
        call_hooks(bygda.desk, now, post)
        now += timedelta(hours=3)

    assert {CallState.FAILED} == {one.state for one in calls(bygda)}
    (sak,) = [one for one in bygda.saker() if one.kind == MISSED_CONTROL]
    assert ("K2026-02-20-varselkrok", "KARI") == (sak.id, sak.owner)
    told = [one for one in bygda.notices() if one.sak == sak.id]
    assert {Reason.JOB_MISSED} == {one.reason for one in told}
    assert "feilet 11 ganger" in told[0].why
    assert not [one for one in calls(bygda) if "hemmelig" in (one.last_error or "")]


def test_one_whose_receiver_is_gone_is_given_up_at_once(bygda: Kommune):
    assert 1 == call_hooks(bygda.desk, at(FEB), Post(fails=True, permanent=True)).dead


def test_what_waits_is_not_sent_to_one_that_is_withdrawn(bygda: Kommune):
    withdraw_hook(bygda.desk.database, "k1", by="test", now=at(FEB))
    post = Post()

    assert 0 == call_hooks(bygda.desk, at(MARCH), post).called
    assert [] == post.got
    assert {CallState.FAILED} == {one.state for one in calls(bygda)}
    with bygda.desk.database.reading() as tx:
        assert "" == tx.webhooks.all()[0].secret


# --- the secret


def with_key(bygda: Kommune, key: str) -> Desk:
    return replace(bygda.desk, settings=bygda.desk.settings.model_copy(update={"hook_key": key}))


def kept_secret(bygda: Kommune) -> str:
    with bygda.desk.database.reading() as tx:
        return tx.webhooks.all()[0].secret


def test_a_secret_from_before_there_was_a_key_is_sealed_and_signs_as_before(bygda: Kommune):
    before, post = kept_secret(bygda), Post()

    call_hooks(with_key(bygda, "n" * 32), at(FEB), post)

    assert before not in kept_secret(bygda)
    assert {before} == set(post.secrets)


def test_without_its_key_nothing_is_sent_and_it_is_tried_again(bygda: Kommune):
    call_hooks(with_key(bygda, "n" * 32), at(FEB), Post(fails=True))

    post = Post()
    assert 0 == call_hooks(with_key(bygda, ""), at(FEB) + timedelta(days=1), post).called
    assert [] == post.got
    assert any("varselkrok_nokkel" in (one.last_error or "") for one in calls(bygda))
    assert 0 < call_hooks(with_key(bygda, "n" * 32), at(FEB) + timedelta(days=2), post).called
