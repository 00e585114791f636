"""Internal control comments, takes a sak, and asks for documentation: what is kept, who hears of it, what is refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from kontroll.domain.access import Role
from kontroll.domain.conflict import Conflict
from kontroll.domain.notice import Reason
from kontroll.domain.refusal import Refusal, Refused
from kontroll.domain.sak import Answer
from kontroll.flows.people.sign_in import sign_in_as
from kontroll.flows.people.users import close_user, give, new_user
from kontroll.flows.saker.acting import today_of
from kontroll.flows.saker.casework import ask_owner, assign_to, comment_on, handlers
from kontroll.flows.saker.decide_sak import decide_disagreement_of
from kontroll.flows.saker.said import said_in

from .followed import FEB, ID, answered, the_sak, told, with_a_sak
from .small import Make, at

BY = date(2026, 3, 2)


def test_a_comment_stands_in_the_sak_and_on_the_trail_without_its_text(make: Make):
    bygda = with_a_sak(make)

    saved = comment_on(bygda.desk, ID, "KARI", "Ring Anne først.", at(FEB))

    assert 1 == saved.version
    with bygda.desk.database.reading() as tx:
        (said,) = said_in(tx, ID)
        entry = next(e for e in tx.trail.entries() if e.content["kind"] == "sak: kommentar")
    assert ("kommentar", "Ring Anne først.", "KARI") == (said.decision.kind, said.text, said.decision.by)
    assert b"Ring Anne" not in entry.body


@pytest.mark.parametrize("person", ["ANNE", "SJEF", "KARI", "TOPP"])
def test_whoever_has_part_in_a_sak_may_comment_on_it(make: Make, person: str):
    bygda = with_a_sak(make)
    if person == "SJEF":  # she leads what is above, and has no part until it is raised to her
        with pytest.raises(Refused):
            comment_on(bygda.desk, ID, person, "Hei.", at(FEB))
        return

    comment_on(bygda.desk, ID, person, "Hei.", at(FEB))


@pytest.mark.parametrize(("person", "text", "why"), [
    ("BERIT", "Hei.", Refusal.NOT_YOUR_SAK), ("KARI", "  ", Refusal.TEXT_MISSING),
])  # fmt: skip
def test_others_comment_nothing_and_nothing_is_no_comment(make: Make, person: str, text: str, why: Refusal):
    bygda = with_a_sak(make)
    before = the_sak(bygda)

    with pytest.raises(Refused) as refused:
        comment_on(bygda.desk, ID, person, text, at(FEB))

    assert why is refused.value.why
    assert before == the_sak(bygda)


def test_whoever_is_given_a_sak_by_another_is_told_and_whoever_takes_it_is_not(make: Make):
    bygda = with_a_sak(make)

    given = assign_to(bygda.desk, ID, "KARI", "KNUT", at(FEB))
    taken = assign_to(bygda.desk, ID, "KARI", "KARI", at(FEB))
    left = assign_to(bygda.desk, ID, "KARI", None, at(FEB))

    assert ["KNUT", "KARI", None] == [given.handler, taken.handler, left.handler]
    assert [("KNUT", Reason.ASSIGNED)] == told(bygda, Reason.ASSIGNED)


@pytest.mark.parametrize(("person", "to", "why"), [
    ("ANNE", "KARI", Refusal.NOT_INTERNAL_CONTROL), ("KARI", "ANNE", Refusal.NOT_A_HANDLER),
    ("KARI", "ukjent", Refusal.NOT_A_HANDLER),
])  # fmt: skip
def test_internal_control_alone_gives_and_is_given(make: Make, person: str, to: str, why: Refusal):
    bygda = with_a_sak(make)

    with pytest.raises(Refused) as refused:
        assign_to(bygda.desk, ID, person, to, at(FEB))

    assert why is refused.value.why


def test_a_handler_decides_no_more_than_others_in_internal_control(make: Make):
    bygda = with_a_sak(make)
    answered(bygda, Answer.DISAGREE)
    assign_to(bygda.desk, ID, "KARI", "KNUT", at(FEB))

    decide_disagreement_of(bygda.desk, ID, "KARI", upheld=True, reason="Riktig.", now=at(FEB))


def test_the_owner_is_asked_and_what_she_writes_then_is_the_documentation(make: Make):
    bygda = with_a_sak(make)
    before = the_sak(bygda)

    asked = ask_owner(bygda.desk, ID, "KARI", "Vis avtalen.", BY, at(FEB))

    assert (BY, before.deadline, before.state) == (asked.documents_by, asked.deadline, asked.state)
    assert [("ANNE", Reason.DOCUMENTS_ASKED)] == told(bygda, Reason.DOCUMENTS_ASKED)
    comment_on(bygda.desk, ID, "KARI", "Det haster.", at(FEB))
    assert BY == the_sak(bygda).documents_by

    shown = comment_on(bygda.desk, ID, "ANNE", "Avtalen ligger i arkivet, 26/311.", at(FEB))

    assert shown.documents_by is None
    assert ["KARI", "KNUT"] == [person for person, _ in told(bygda, Reason.DOCUMENTS_GIVEN)]
    with bygda.desk.database.reading() as tx:
        assert ["bedt om", "skrevet", "gitt"] == [said.decision.outcome for said in said_in(tx, ID)]


def test_where_one_has_the_sak_she_alone_hears_of_the_documentation(make: Make):
    bygda = with_a_sak(make)
    assign_to(bygda.desk, ID, "KNUT", "KNUT", at(FEB))
    ask_owner(bygda.desk, ID, "KARI", "Vis avtalen.", BY, at(FEB))

    comment_on(bygda.desk, ID, "ANNE", "Se arkivet.", at(FEB))

    assert [("KNUT", Reason.DOCUMENTS_GIVEN)] == told(bygda, Reason.DOCUMENTS_GIVEN)


@pytest.mark.parametrize(("person", "text", "by", "why"), [
    ("ANNE", "Vis avtalen.", BY, Refusal.NOT_INTERNAL_CONTROL),
    ("KARI", "", BY, Refusal.TEXT_MISSING),
    ("KARI", "Vis avtalen.", FEB, Refusal.DOCUMENTS_TOO_SOON),
])  # fmt: skip
def test_nobody_else_asks_and_something_is_asked_for_by_a_day_to_come(make: Make, person, text, by, why):
    bygda = with_a_sak(make)

    with pytest.raises(Refused) as refused:
        ask_owner(bygda.desk, ID, person, text, by, at(FEB))
    ask_owner(bygda.desk, ID, "KARI", "Vis avtalen.", FEB + timedelta(days=1), at(FEB))

    assert why is refused.value.why


def test_a_closed_sak_asks_for_nothing_any_more(make: Make):
    bygda = with_a_sak(make)
    answered(bygda, Answer.DISAGREE)
    ask_owner(bygda.desk, ID, "KARI", "Vis avtalen.", BY, at(FEB))

    closed = decide_disagreement_of(bygda.desk, ID, "KARI", upheld=True, reason="Riktig.", now=at(FEB))

    assert closed.documents_by is None
    with pytest.raises(Refused) as refused:
        comment_on(bygda.desk, ID, "KARI", "En ting til.", at(FEB))
    assert Refusal.NOT_WHILE_CLOSED is refused.value.why


def test_the_second_of_two_who_act_on_the_same_page_gets_a_conflict(make: Make):
    bygda = with_a_sak(make)
    comment_on(bygda.desk, ID, "KARI", "Først.", at(FEB), 0)

    with pytest.raises(Conflict):
        assign_to(bygda.desk, ID, "KNUT", "KNUT", at(FEB), 0)


def test_those_who_may_be_given_a_sak_are_named(make: Make):
    bygda = with_a_sak(make)
    with bygda.desk.database.reading() as tx:
        assert [("KARI", "Kari K"), ("KNUT", "Knut K")] == handlers(tx, today_of(bygda.desk, tx, at(FEB)))


# --- whoever was given internal control, and is not so in personer.csv ---


def user_of(bygda, person: str, *roles: Role) -> str:  # type: ignore[no-untyped-def]
    login = f"{person}-bruker"
    new_user(bygda.desk.database, login, name=person, person=person, roles=roles, by="test", now=at(FEB))
    return login


def test_whoever_was_given_internal_control_works_with_saker_and_may_have_them(make: Make):
    bygda = with_a_sak(make)
    user_of(bygda, "BERIT", Role.INTERNAL_CONTROL)

    with bygda.desk.database.reading() as tx:
        assert ["BERIT", "KARI", "KNUT"] == [id for id, _name in handlers(tx, today_of(bygda.desk, tx, at(FEB)))]
    assert "BERIT" == assign_to(bygda.desk, ID, "BERIT", "BERIT", at(FEB)).handler
    assert BY == ask_owner(bygda.desk, ID, "BERIT", "Vis avtalen.", BY, at(FEB)).documents_by


@pytest.mark.parametrize("roles", [(), (Role.AUDITOR,), (Role.INTERNAL_CONTROL, Role.ADMIN)])
def test_nothing_else_that_she_was_given_makes_her_so_and_an_administrator_never_is(make: Make, roles: tuple[Role]):
    bygda = with_a_sak(make)
    user_of(bygda, "BERIT", *roles)

    with pytest.raises(Refused) as refused:
        assign_to(bygda.desk, ID, "BERIT", None, at(FEB))
    with bygda.desk.database.reading() as tx:
        named = handlers(tx, today_of(bygda.desk, tx, at(FEB)))

    assert Refusal.NOT_INTERNAL_CONTROL is refused.value.why
    assert "BERIT" not in [id for id, _name in named]


def test_it_ends_when_it_is_taken_from_her_or_her_user_is_closed(make: Make):
    bygda = with_a_sak(make)
    login = user_of(bygda, "BERIT", Role.INTERNAL_CONTROL)
    assign_to(bygda.desk, ID, "BERIT", "KNUT", at(FEB))

    close_user(bygda.desk.database, login, by="test", now=at(FEB))
    with pytest.raises(Refused):
        assign_to(bygda.desk, ID, "BERIT", None, at(FEB))
    close_user(bygda.desk.database, login, opened=True, by="test", now=at(FEB))
    assign_to(bygda.desk, ID, "BERIT", None, at(FEB))

    give(bygda.desk.database, login, Role.INTERNAL_CONTROL, take=True, by="test", now=at(FEB))
    with pytest.raises(Refused):
        assign_to(bygda.desk, ID, "BERIT", None, at(FEB))


def test_what_her_sign_in_said_of_her_holds_as_long_as_her_session(make: Make):
    bygda = with_a_sak(make)
    lasts, idle = timedelta(hours=10), timedelta(minutes=bygda.desk.settings.session_idle)
    sign_in_as(
        bygda.desk.database, "idp|berit", name="Berit", person="BERIT", roles=[Role.INTERNAL_CONTROL], how="test",
        lasts=lasts, now=at(FEB),
    )  # fmt: skip

    assign_to(bygda.desk, ID, "BERIT", "KNUT", at(FEB) + idle - timedelta(seconds=1))
    with pytest.raises(Refused):
        assign_to(bygda.desk, ID, "BERIT", None, at(FEB) + idle)


def test_internal_control_is_told_as_a_group_also_those_who_were_given_it(make: Make):
    bygda = with_a_sak(make)
    user_of(bygda, "BERIT", Role.INTERNAL_CONTROL)
    user_of(bygda, "CARL", Role.INTERNAL_CONTROL, Role.ADMIN)
    ask_owner(bygda.desk, ID, "KARI", "Vis avtalen.", BY, at(FEB))

    comment_on(bygda.desk, ID, "ANNE", "Se arkivet.", at(FEB))

    assert ["BERIT", "KARI", "KNUT"] == sorted(person for person, _ in told(bygda, Reason.DOCUMENTS_GIVEN))


def test_whoever_the_sign_in_service_calls_internal_control_may_be_given_a_sak_when_she_is_not_here(make: Make):
    bygda = with_a_sak(make)
    of_service = {"name": "Berit", "person": "BERIT", "how": "oidc", "lasts": timedelta(hours=1)}
    sign_in_as(bygda.desk.database, "idp|berit", roles=[Role.INTERNAL_CONTROL], now=at(FEB), **of_service)
    later = at(FEB) + timedelta(days=2)

    assert "BERIT" == assign_to(bygda.desk, ID, "KARI", "BERIT", later).handler
    with bygda.desk.database.reading() as tx:
        assert "BERIT" in dict(handlers(tx, today_of(bygda.desk, tx, later)))

    sign_in_as(bygda.desk.database, "idp|berit", roles=[], now=later, **of_service)
    with bygda.desk.database.reading() as tx:
        assert "BERIT" not in dict(handlers(tx, today_of(bygda.desk, tx, later)))
