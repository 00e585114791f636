"""Prune: what is too old is gone, that it was there is not, the trail holds, and no month is judged anew without its basis."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from kontroll.domain.avvik import Phase
from kontroll.domain.month import Month
from kontroll.domain.policy import Kept, RetentionRule
from kontroll.domain.sak import Answer
from kontroll.domain.webhook import Call, CallState, Event, Webhook
from kontroll.domain.webhook import answered as answered_call
from kontroll.facts.sheet import Sheet
from kontroll.flows.deliveries.look_back import NoBasis, basis_of, whole_from
from kontroll.flows.home.check_trail import check_trail
from kontroll.flows.home.prune import Pruned, is_over, prune
from kontroll.flows.mail.outbox import compose_digests, send_messages
from kontroll.flows.saker.said import said_in

from .followed import FEB, ID, answered, with_a_sak
from .small import PERSONS, POLICIES, Kommune, Make, at, rule

#: Seven whole years after 2026.
LAST_DAY, FIRST_DAY = date(2033, 12, 31), date(2034, 1, 1)


def keep(bygda: Kommune, *rules: RetentionRule) -> None:
    bygda.desk = replace(bygda.desk, policies=replace(POLICIES, retention=rules))


def kept(kind: Kept, years: int = 7, of: str | None = None) -> RetentionRule:
    return RetentionRule(kept=kind, years=years, kind=of)


def pruned(bygda: Kommune, day: date) -> Pruned:
    return prune(bygda.desk, at(day))


def basis(bygda: Kommune, seq: int) -> Sheet | NoBasis:
    with bygda.desk.database.reading() as tx:
        return basis_of(tx, seq)


@pytest.mark.parametrize(("day", "over"), [(LAST_DAY, False), (FIRST_DAY, True)])
def test_years_are_counted_from_the_end_of_the_calendar_year(day, over):
    assert over == is_over(2026, 7, day)


def test_what_people_wrote_goes_when_its_time_is_over_and_the_trail_holds(make: Make):
    bygda = with_a_sak(make)
    answered(bygda, Answer.DISAGREE)
    keep(bygda, kept(Kept.TEXT))

    assert 0 == pruned(bygda, LAST_DAY).texts
    assert 1 == pruned(bygda, FIRST_DAY).texts

    with bygda.desk.database.reading() as tx:
        (said,) = said_in(tx, ID)
    assert ("", "uenig") == (said.text, said.decision.outcome)
    checked = check_trail(bygda.desk.database)
    assert ([], 1) == (checked.breaks, checked.deleted_texts)
    assert "slettet" == bygda.trail()[-1]
    assert 0 == pruned(bygda, FIRST_DAY).texts


def test_messages_lose_their_texts_and_stay_as_records(make: Make):
    bygda = with_a_sak(make)
    compose_digests(bygda.desk, at(FEB))
    keep(bygda, kept(Kept.MESSAGE))
    assert 0 == pruned(bygda, FIRST_DAY).messages  # not sent yet
    send_messages(bygda.desk, at(FEB))

    assert 0 == pruned(bygda, LAST_DAY).messages
    assert 1 == pruned(bygda, FIRST_DAY).messages

    with bygda.desk.database.reading() as tx:
        (message,) = tx.messages.all()
    assert ("ANNE", "", "", "") == (message.recipient, message.subject, message.text, message.html)
    assert 0 == pruned(bygda, FIRST_DAY).messages


def test_calls_to_other_systems_go_as_messages_do_and_nobody_is_called_again(make: Make):
    bygda = with_a_sak(make)
    keep(bygda, kept(Kept.MESSAGE))
    waiting = Call(id="varsel_1", hook="K1", body="{}", made=at(FEB))
    with bygda.desk.database.transaction("test", at(FEB)) as tx:
        tx.webhooks.add(Webhook(id="K1", address="https://x.no", event=Event.NEW_AVVIK, secret="", created=at(FEB)))
        tx.calls.add(waiting)
    assert 0 == pruned(bygda, FIRST_DAY).calls  # not sent yet
    with bygda.desk.database.transaction("test", at(FEB)) as tx:
        tx.calls.save(waiting, answered_call(waiting, at(FEB)))

    assert 0 == pruned(bygda, LAST_DAY).calls
    assert 1 == pruned(bygda, FIRST_DAY).calls

    with bygda.desk.database.reading() as tx:
        (call,) = tx.calls.all()
    assert ("varsel_1", "", CallState.SENT) == (call.id, call.body, call.state)
    assert 0 == pruned(bygda, FIRST_DAY).calls


def test_a_delivery_about_months_long_ago_goes_and_a_look_back_says_so(make: Make):
    bygda = with_a_sak(make)
    keep(bygda, kept(Kept.DELIVERY))
    seq = bygda.files
    assert isinstance(basis(bygda, seq), Sheet)

    pruned(bygda, LAST_DAY)
    assert isinstance(basis(bygda, seq), Sheet)
    pruned(bygda, FIRST_DAY)

    assert NoBasis.DELETED is basis(bygda, seq)
    assert "grunnlaget er slettet etter frist" == NoBasis.DELETED.value
    assert NoBasis.UNKNOWN is basis(bygda, 99)
    checked = check_trail(bygda.desk.database)
    assert ([], 1) == (checked.breaks, checked.deleted_files)


def test_the_list_in_force_stays_however_old_and_the_one_before_goes(make: Make):
    bygda = make(rule("minus"))
    keep(bygda, kept(Kept.DELIVERY))
    assert 0 == pruned(bygda, FIRST_DAY).deliveries

    bygda.deliver("personer.csv", PERSONS + "OLE;Ole O;ole@bygda.example;vara;0;2020-01;\n", date(2026, 5, 1))

    assert 1 == pruned(bygda, FIRST_DAY).deliveries
    assert NoBasis.DELETED is basis(bygda, 2)


def test_the_rule_of_a_kind_goes_before_the_rule_of_all(make: Make):
    bygda = with_a_sak(make)
    bygda.invoices("f", FEB, "B1;2026-01-05;1;100")
    keep(bygda, kept(Kept.DELIVERY), kept(Kept.DELIVERY, 3, "datasett/faktura"))

    assert 1 == pruned(bygda, date(2030, 1, 1)).deliveries
    assert NoBasis.DELETED is basis(bygda, bygda.files)


def test_without_a_rule_nothing_goes(make: Make):
    bygda = with_a_sak(make)
    keep(bygda)

    assert Pruned() == pruned(bygda, date(2090, 1, 1))


def test_a_month_whose_basis_is_deleted_keeps_its_answers(make: Make):
    """A new list of units may change any month; but what is deleted would read as unknown, and take the avvik away."""
    bygda = with_a_sak(make)
    bygda.measure("2034-01", date(2034, 2, 20), e1=1, e2=1, e3=0)
    keep(bygda, kept(Kept.DELIVERY))
    pruned(bygda, date(2034, 2, 21))
    bygda.deliver("personer.csv", PERSONS + "OLE;Ole O;ole@bygda.example;vara;0;2020-01;\n", date(2034, 2, 22))

    ran = bygda.run("2034-01", date(2034, 2, 23))

    assert ran.new
    assert [] == [change for change in ran.changed if change.month == Month(2026, 1)]
    (avvik,) = bygda.avvik()
    assert (Month(2026, 1), False) == (avvik.opened, avvik.withdrawn)
    assert avvik.phase in (Phase.OPEN, Phase.RESOLVED)


def test_a_month_whose_basis_is_deleted_cannot_be_run_again(make: Make):
    bygda = with_a_sak(make)
    keep(bygda, kept(Kept.DELIVERY))
    pruned(bygda, FIRST_DAY)
    bygda.measure("2034-01", date(2034, 2, 20), e1=1)
    with bygda.desk.database.reading() as tx:
        assert Month(2026, 1) < (whole_from(tx, bygda.desk.rulebook) or Month(1, 1))

    ran = bygda.run("2026-01", date(2034, 2, 21))

    assert ran.run is None
    assert "grunnlaget er slettet etter frist" == ran.problems[-1].what
