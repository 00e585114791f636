"""Users, passwords and sessions, on both databases: who gets in, how often she may try, and when it is over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from kontroll.domain.access import Role
from kontroll.domain.user import CODE_LASTS, OVERALL, PER_USER, WINDOW, User
from kontroll.flows.people import passwords, sign_in
from kontroll.flows.people.sessions import given_to, log_out, see, session_of
from kontroll.flows.people.sign_in import SignInRefused, TooManyAttempts, sign_in_as
from kontroll.flows.people.users import (
    CodeRefused,
    NotGiven,
    NoUser,
    PasswordRefused,
    Taken,
    choose_password,
    close_user,
    give,
    new_code_for,
    new_user,
)
from kontroll.store.database import Database

NOW = datetime(2026, 4, 20, 6, 0, tzinfo=UTC)
LASTS, IDLE = timedelta(hours=12), timedelta(minutes=60)
PASSWORD = "fire hester i fjæra"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same library, in less memory: each test would else take seconds."""
    from pwdlib import PasswordHash
    from pwdlib.hashers.argon2 import Argon2Hasher

    cheap = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))
    monkeypatch.setattr(passwords, "_hasher", lambda: cheap)
    passwords._nobodys.cache_clear()


def anne(database: Database, **more: object) -> User:
    """With a password."""
    _user, code = new_user(database, "Anne", name="Anne A", person="ANNE", roles=[], by="test", now=NOW, **more)
    return choose_password(database, "anne", code, PASSWORD, NOW)


def enter(database: Database, login: str = "anne", password: str = PASSWORD, now: datetime = NOW) -> str:
    return sign_in.sign_in(database, login, password, lasts=LASTS, now=now)


def holds(database: Database, token: str, now: datetime) -> bool:
    with database.reading() as tx:
        return session_of(tx, token, now, IDLE) is not None


# --- in


def test_a_user_chooses_her_password_by_the_code_and_signs_in(database: Database):
    anne(database)

    token = enter(database, "  ANNE ")

    with database.reading() as tx:
        found = session_of(tx, token, NOW, IDLE)
        assert found is not None
        assert "ANNE" == found[1].person


def test_nothing_that_opens_a_door_stands_in_the_database(database: Database):
    _user, code = new_user(database, "anne", name="Anne", person=None, roles=[], by="test", now=NOW)
    with database.reading() as tx:
        assert code not in repr(tx.users.all())
    choose_password(database, "anne", code.lower().replace("-", " "), PASSWORD, NOW)
    token = enter(database)

    with database.reading() as tx:
        stored = repr([tx.users.all(), tx.sessions.all(), tx.attempts.all()])
    assert token not in stored
    assert PASSWORD not in stored
    assert "$argon2id$" in stored


@pytest.mark.parametrize(("login", "password"), [("anne", "feil passord her"), ("ingen", PASSWORD), ("", "")])
def test_a_wrong_password_and_a_user_that_is_not_there_are_refused_alike(database: Database, login, password):
    anne(database)

    with pytest.raises(SignInRefused) as refused:
        enter(database, login, password)

    assert str(refused.value) == ""


def test_a_user_that_is_not_there_costs_a_password_check_as_well(database: Database, monkeypatch):
    asked = []
    monkeypatch.setattr(sign_in, "is_right", lambda typed, stored: asked.append(stored) or False)

    for login in ("ingen", ""):
        with pytest.raises(SignInRefused):
            enter(database, login)

    assert [None, None] == asked
    assert not passwords.is_right("noe", None)


def test_a_closed_user_is_out_at_once_and_stays_out(database: Database):
    anne(database)
    token = enter(database)

    close_user(database, "anne", by="test", now=NOW)

    assert not holds(database, token, NOW)
    with pytest.raises(SignInRefused):
        enter(database)
    close_user(database, "anne", opened=True, by="test", now=NOW)
    assert holds(database, enter(database), NOW)


# --- how often


def test_after_five_wrong_tries_the_right_one_is_not_tried_either_until_the_window_is_over(database: Database):
    anne(database)
    for _ in range(PER_USER):
        with pytest.raises(SignInRefused):
            enter(database, password="feil passord her")

    with pytest.raises(TooManyAttempts):
        enter(database)
    with pytest.raises(TooManyAttempts):
        enter(database, now=NOW + WINDOW - timedelta(seconds=1))
    assert enter(database, now=NOW + WINDOW)


def test_right_tries_are_not_counted(database: Database):
    anne(database)

    assert all(enter(database) for _ in range(PER_USER + 1))


def test_a_name_that_is_nobodys_is_held_back_as_well(database: Database):
    for _ in range(PER_USER):
        with pytest.raises(SignInRefused):
            enter(database, "ingen")

    with pytest.raises(TooManyAttempts):
        enter(database, "ingen")


def test_all_names_together_have_a_limit(database: Database, monkeypatch):
    monkeypatch.setattr(sign_in, "is_right", lambda *_given: False)
    monkeypatch.setattr(sign_in, "OVERALL", 3)
    assert OVERALL > PER_USER
    for number in range(3):
        with pytest.raises(SignInRefused):
            enter(database, f"navn {number}")

    with pytest.raises(TooManyAttempts):
        enter(database, "enda et")


def test_attempts_hold_no_name_in_clear_and_go_after_a_day(database: Database):
    with pytest.raises(SignInRefused):
        enter(database, "anne.aas")
    with database.reading() as tx:
        assert "anne" not in repr(tx.attempts.all())

    with pytest.raises(SignInRefused):
        enter(database, "berit", now=NOW + timedelta(days=1, seconds=1))
    with database.reading() as tx:
        assert 1 == tx.attempts.count()


# --- codes


def test_a_code_is_good_once_and_for_three_days(database: Database):
    _user, code = new_user(database, "anne", name="Anne", person=None, roles=[], by="test", now=NOW)

    with pytest.raises(CodeRefused):
        choose_password(database, "anne", code, PASSWORD, NOW + CODE_LASTS)
    choose_password(database, "anne", code, PASSWORD, NOW + CODE_LASTS - timedelta(seconds=1))
    with pytest.raises(CodeRefused):
        choose_password(database, "anne", code, PASSWORD, NOW)
    with pytest.raises(CodeRefused):
        choose_password(database, "ingen", code, PASSWORD, NOW)


def test_a_new_password_ends_every_session(database: Database):
    anne(database)
    token = enter(database)
    _user, code = new_code_for(database, "anne", by="test", now=NOW)
    assert holds(database, token, NOW)

    choose_password(database, "anne", code, "noe helt annet enn før", NOW)

    assert not holds(database, token, NOW)


@pytest.mark.parametrize("password", ["", "elleve tegn", "x" * 201, "anneanneanneanne"])
def test_a_password_that_is_too_short_too_long_or_the_name_is_refused(database: Database, password):
    login = "anneanneanneanne"
    _user, code = new_user(database, login, name="Anne", person=None, roles=[], by="test", now=NOW)

    with pytest.raises(PasswordRefused):
        choose_password(database, login, code, password, NOW)


# --- how long


def test_a_session_is_over_when_it_was_left_alone_or_has_lasted_its_longest(database: Database):
    anne(database)
    token = enter(database)
    second = timedelta(seconds=1)

    assert holds(database, token, NOW + IDLE - second)
    assert not holds(database, token, NOW + IDLE)

    with database.reading() as tx:
        session, _user = session_of(tx, token, NOW, IDLE) or pytest.fail("no session")
    for hours in range(1, 13):
        see(database, session, NOW + timedelta(hours=hours) - second)
    assert holds(database, token, NOW + LASTS - second)
    assert not holds(database, token, NOW + LASTS)


def test_logging_out_ends_one_session_and_everywhere_all(database: Database):
    anne(database)
    tokens = [enter(database) for _ in range(3)]

    assert 1 == log_out(database, tokens[0], NOW)
    assert [False, True, True] == [holds(database, token, NOW) for token in tokens]
    assert 2 == log_out(database, tokens[1], NOW, everywhere=True)
    assert not any(holds(database, token, NOW) for token in tokens)
    assert 0 == log_out(database, tokens[1], NOW)


# --- roles, and those vouched for


def test_a_role_is_given_and_taken_and_the_line_is_nobodys_to_give(database: Database):
    anne(database)

    assert give(database, "anne", Role.AUDITOR, by="test", now=NOW).roles == {Role.AUDITOR}
    assert give(database, "anne", Role.AUDITOR, take=True, by="test", now=NOW).roles == set()
    for role in (Role.LEADER, Role.TOP, Role.EMPLOYEE):
        with pytest.raises(NotGiven):
            give(database, "anne", role, by="test", now=NOW)
    with pytest.raises(NoUser):
        give(database, "", Role.AUDITOR, by="test", now=NOW)


def test_a_name_is_one_users(database: Database):
    anne(database)

    with pytest.raises(Taken):
        new_user(database, "ANNE", name="En annen", person=None, roles=[], by="test", now=NOW)


def test_whoever_is_vouched_for_is_the_same_user_next_time_and_her_claims_end_with_the_session(database: Database):
    given: dict[str, object] = {"name": "Rita", "person": None, "how": "oidc", "lasts": LASTS, "now": NOW}
    first = sign_in_as(database, "iss|1", roles=[Role.AUDITOR, Role.TOP], **given)
    second = sign_in_as(database, "iss|1", **given)

    with database.reading() as tx:
        assert 1 == tx.users.count()
        one, other = (session_of(tx, token, NOW, IDLE) or pytest.fail("no session") for token in (first, second))
        assert given_to(*one) == {Role.AUDITOR}
        assert given_to(*other) == set()


def test_the_trail_tells_all_of_it_by_ids_alone(database: Database):
    anne(database)
    token = enter(database)
    give(database, "anne", Role.ADMIN, by="test", now=NOW)
    log_out(database, token, NOW)
    close_user(database, "anne", by="test", now=NOW)

    with database.reading() as tx:
        told = [entry.content for entry in tx.trail.entries()]
        assert not list(tx.trail.check())
    kinds = [str(one["kind"]).removeprefix("bruker: ") for one in told]
    assert kinds == ["opprettet", "passord valgt", "logget inn", "rolle gitt", "logget ut", "sperret"]
    assert "Anne" not in repr(told)
    assert "'anne'" not in repr(told)
