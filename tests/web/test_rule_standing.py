"""A rule is approved, and held against a changed reglement, from its page: by those who may, with a reason, and once each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest

from friday import Friday, friday_of
from kontroll.domain.policy import ApprovalPolicy
from kontroll.domain.reglementreview import RuleReview
from kontroll.domain.rule import Status
from kontroll.flows.books.await_approval import _STARTED
from served import text_of
from signed_in import NOW, cookies

RULE = "merforbruk"
PAGE = f"/regel/{RULE}/godkjenning"


@pytest.fixture
def friday(village_seen, tmp_path) -> Iterator[Friday]:
    summaries, desk = village_seen
    two = replace(desk, policies=replace(desk.policies, approval=ApprovalPolicy(persons=2)))
    with friday_of(summaries.situation, two, tmp_path) as friday:
        _unapproved(friday)
        yield friday


def _unapproved(friday: Friday) -> None:
    """The rule was changed after the start: nobody has approved it as it stands."""
    assert friday.desk.rulebook.rules[RULE].status is Status.IN_USE
    with friday.desk.database.transaction("test", NOW) as tx:
        tx.marks.set(_STARTED, "1")
        tx.approvals.delete(rule=RULE)


def client(friday: Friday, person: str) -> httpx.Client:
    held = cookies(friday.desk, person)
    return httpx.Client(base_url=friday.address, trust_env=False, timeout=60, cookies=held)


def send(client: httpx.Client, address: str, **fields: str) -> httpx.Response:
    token = re.findall(r'name="skjema" value="([^"]+)"', client.get("/").text)[0]
    return client.post(address, data={"skjema": token, **fields})


def test_two_approve_and_the_second_makes_it_whole(friday: Friday):
    with client(friday, "KARI") as kari:
        first = send(kari, PAGE, tekst="Prøvd tilbake et år.")
        between, again = text_of(kari.get(PAGE)), send(kari, PAGE, tekst="En gang til.")
        link = kari.get(f"/regel/{RULE}").text

    assert [303, 422] == [first.status_code, again.status_code]
    assert "Godkjent av 1 av 2" in between
    assert "Du har godkjent den. En annen må også se på den." in between
    assert "Du har allerede godkjent regelen slik den står" in text_of(again)
    assert f'href="{PAGE}"' in link
    with friday.desk.database.reading() as tx:
        (given,) = tx.approvals.where(rule=RULE)
        assert ("KARI", "Prøvd tilbake et år.") == (given.by, tx.trail.text(given.trail, "text"))


def test_without_a_reason_nothing_is_approved(friday: Friday):
    with client(friday, "KARI") as kari:
        answer = send(kari, PAGE, tekst=" ")

    assert 422 == answer.status_code
    assert "Begrunnelsen er tom" in text_of(answer)
    with friday.desk.database.reading() as tx:
        assert not tx.approvals.where(rule=RULE)


def test_a_leader_neither_sees_the_form_nor_may_send_it(friday: Friday):
    with client(friday, "ANNE") as anne:
        assert [403, 403] == [anne.get(PAGE).status_code, send(anne, PAGE, tekst="Grei").status_code]
        assert PAGE not in anne.get(f"/regel/{RULE}").text


def test_a_rule_that_awaits_review_shows_both_texts_and_is_confirmed_once(friday: Friday):
    review = RuleReview(
        rule=RULE, change="C1", reglement="okonomireglementet", point="4.2", found=NOW, before="Skal føres.",
        after="Skal føres <i>samme dag</i>.",
    )  # fmt: skip
    with friday.desk.database.transaction("test", NOW) as tx:
        tx.reviews.add(review)

    with client(friday, "KARI") as kari:
        waiting = kari.get(PAGE)
        done, again = (send(kari, f"/regel/{RULE}/gjennomgang") for _time in range(2))
        after = text_of(kari.get(PAGE))

    assert "&lt;i&gt;samme dag&lt;/i&gt;" in waiting.text
    assert [303, 422] == [done.status_code, again.status_code]
    assert "Ingenting regelen bygger på, er endret" in after
    with friday.desk.database.reading() as tx:
        (kept,) = tx.reviews.where(rule=RULE, change="C1")
        assert "KARI" == kept.confirmed_by


def test_a_rule_that_is_not_there_is_not_found(friday: Friday):
    with client(friday, "KARI") as kari:
        assert 404 == kari.get("/regel/finnes-ikke/godkjenning").status_code
        assert 404 == send(kari, "/regel/finnes-ikke/gjennomgang").status_code
