"""Signing in and out on the pages: the form, the cookie, where she comes, and what another site cannot make her do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from followed_village import followed_village
from kontroll.domain.access import Role
from kontroll.flows.people.users import choose_password, new_user
from kontroll.report.summary import Summaries
from kontroll.settings import Settings
from kontroll.web.app import create_app
from kontroll.web.pages.sign_in import own_address
from kontroll.web.signed_in import BEFORE, COOKIE
from kontroll.wiring import Desk
from served import text_of, visitor
from signed_in import NOW, clock, cookies
from village import village

PASSWORD = "fire hester i fjæra"


@pytest.fixture(scope="module")
def summaries(tmp_path_factory: pytest.TempPathFactory) -> Summaries:
    return Summaries(village(tmp_path_factory.mktemp("village")))


@pytest.fixture(scope="module")
def own_desk(tmp_path_factory: pytest.TempPathFactory, summaries: Summaries) -> Iterator[Desk]:
    desk = followed_village(tmp_path_factory.mktemp("followed"), summaries.situation)
    _user, code = new_user(desk.database, "anne", name="Anne Aas", person="ANNE", roles=[], by="test", now=NOW)
    choose_password(desk.database, "anne", code, PASSWORD, NOW)
    yield desk
    desk.database.close()


@pytest.fixture
def visit(summaries: Summaries, own_desk: Desk) -> Iterator[httpx.Client]:
    """Nobody, yet."""
    with visitor(create_app(summaries, own_desk, clock)) as client:
        yield client


def set_to(desk: Desk, **changed: object) -> Desk:
    return replace(desk, settings=desk.settings.model_copy(update=changed))


def given(answer: httpx.Response) -> str:
    """What the form of the page brings back."""
    return re.findall(r'name="skjema" value="(\w+)"', answer.text)[0]


def enter(client: httpx.Client, til: str = "/", **typed: str) -> httpx.Response:
    page = client.get("/logg-inn", params={"til": til})
    form = {"skjema": given(page), "til": til, "brukernavn": "anne", "passord": PASSWORD, **typed}
    return client.post("/logg-inn", data=form)


# --- in and out


def test_she_comes_to_the_page_she_wanted_and_to_nothing_before(visit: httpx.Client):
    turned_away = visit.get("/sak/S2026-00001?fra=epost")
    assert "/logg-inn?til=%2Fsak%2FS2026-00001%3Ffra%3Depost" == turned_away.headers["location"]

    entered = enter(visit, "/sak/S2026-00001?fra=epost")

    assert (303, "/sak/S2026-00001?fra=epost") == (entered.status_code, entered.headers["location"])
    assert "Anne Aas" in text_of(visit.get("/sak/S2026-00001"))
    assert 303 == visit.get("/logg-inn").status_code


def test_the_cookie_is_read_by_no_script_and_sent_by_no_other_site(visit: httpx.Client):
    (kept,) = [one for one in enter(visit).headers.get_list("set-cookie") if one.startswith(COOKIE)]

    assert "HttpOnly" in kept
    assert "SameSite=lax" in kept
    assert "Secure" not in kept
    assert "Max-Age" not in kept


def test_over_https_the_cookie_goes_over_nothing_else(summaries: Summaries, own_desk: Desk):
    desk = set_to(own_desk, address="https://kontroll.bygda.example")
    with visitor(create_app(summaries, desk, clock)) as client:
        assert "Secure" in client.get("/logg-inn").headers["set-cookie"]


@pytest.mark.parametrize("typed", [{"passord": "feil"}, {"brukernavn": "ingen"}, {"brukernavn": "<b>x</b>"}])
def test_what_is_wrong_is_told_alike_and_the_password_is_not_repeated(visit: httpx.Client, typed: dict[str, str]):
    answer = enter(visit, **typed)

    assert 401 == answer.status_code
    assert "Brukernavnet eller passordet er feil, eller brukeren er sperret." in text_of(answer)
    assert PASSWORD not in answer.text
    assert "<b>x" not in answer.text
    assert COOKIE not in visit.cookies


def test_too_many_tries_are_told_to_wait(visit: httpx.Client):
    answers = [enter(visit, brukernavn="mange", passord="feil").status_code for _ in range(6)]

    assert [401] * 5 + [429] == answers


def test_logging_out_ends_the_session_here_and_everywhere(summaries: Summaries, own_desk: Desk):
    with visitor(create_app(summaries, own_desk, clock)) as client:
        enter(client)
        held = client.cookies[COOKIE]
        answer = client.post("/logg-ut", data={"skjema": given(client.get("/"))})
        assert (303, "/logg-inn") == (answer.status_code, answer.headers["location"])
        assert COOKIE not in client.cookies

        client.cookies.set(COOKIE, held)
        assert 303 == client.get("/").status_code


def test_a_code_is_used_on_the_page(visit: httpx.Client, own_desk: Desk):
    _user, code = new_user(own_desk.database, "bo", name="Bo", person=None, roles=[], by="test", now=NOW)
    form = {"skjema": given(visit.get("/velg-passord")), "brukernavn": "bo", "kode": code, "passord": PASSWORD}

    unlike = visit.post("/velg-passord", data={**form, "gjenta": "noe annet"})
    chosen = visit.post("/velg-passord", data={**form, "gjenta": PASSWORD})
    again = visit.post("/velg-passord", data={**form, "gjenta": PASSWORD})

    assert [422, 303, 422] == [unlike.status_code, chosen.status_code, again.status_code]
    assert "De to passordene er ikke like." in text_of(unlike)
    assert "Koden er feil, brukt eller for gammel." in text_of(again)
    assert code not in again.text


@pytest.mark.parametrize(
    "wanted",
    ["https://ond.example/", "//ond.example", "/\\ond.example", "javascript:alert(1)", "/\n/x", "", "/logg-inn?til=/"],
)
def test_nobody_is_sent_to_another_site(wanted: str):
    assert "/" == own_address(wanted)


# --- other sites


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "none"},
        {"origin": "https://ond.example"},
        {"origin": "null"},
    ],
)
def test_what_another_site_sends_is_refused_also_with_the_right_token(visit: httpx.Client, headers: dict[str, str]):
    enter(visit)
    form = {"skjema": given(visit.get("/"))}

    answer = visit.post("/logg-ut", data=form, headers=headers)

    assert 403 == answer.status_code
    assert 200 == visit.get("/").status_code
    assert 303 == visit.post("/logg-ut", data=form, headers={"sec-fetch-site": "same-origin"}).status_code


@pytest.mark.parametrize("form", [{}, {"skjema": ""}, {"skjema": "feil"}])
def test_a_form_without_what_the_page_gave_is_refused(visit: httpx.Client, form: dict[str, str]):
    enter(visit)

    answer = visit.post("/logg-ut", data=form)

    assert 403 == answer.status_code
    assert "last siden på nytt" in text_of(answer)
    assert 200 == visit.get("/").status_code


def test_a_system_with_a_token_of_its_own_needs_no_form_and_is_nobody_by_that_alone(visit: httpx.Client):
    bearer = {"authorization": "Bearer noe"}

    assert 401 == visit.post("/logg-ut", headers=bearer).status_code
    enter(visit)
    assert 403 == visit.post("/logg-ut", headers=bearer).status_code


def test_nobody_is_signed_in_as_another_by_a_form_of_another_browser(visit: httpx.Client):
    token = given(visit.get("/logg-inn"))
    visit.cookies.delete(BEFORE)

    answer = visit.post("/logg-inn", data={"skjema": token, "brukernavn": "anne", "passord": PASSWORD})

    assert 403 == answer.status_code


def test_a_session_that_is_over_is_asked_to_sign_in_and_what_was_sent_is_not_done(summaries: Summaries, own_desk: Desk):
    with visitor(create_app(summaries, own_desk, clock), {COOKIE: "ingen"}) as client:
        from kontroll.web.signed_in import form_token

        answer = client.post("/logg-ut", data={"skjema": form_token("ingen")})

    assert 401 == answer.status_code
    assert "Ingenting er lagret." in text_of(answer)


# --- example users


def test_the_demo_offers_one_of_each_role_and_she_is_in_by_one_press(summaries: Summaries, own_desk: Desk):
    with visitor(create_app(summaries, set_to(own_desk, example_users=True), clock)) as client:
        page = client.get("/logg-inn")
        offered = re.findall(r'name="hvem" value="([^"]+)"', page.text)
        assert {"KARI", "TOPP", "revisor", "administrator"} <= set(offered)
        assert {"ANNE", "BERIT"} & set(offered)

        entered = client.post("/logg-inn/eksempel", data={"skjema": given(page), "hvem": "KARI"})
        assert 303 == entered.status_code
        assert "Kari Kontroll" in text_of(client.get("/saker"))


@pytest.mark.parametrize("changed", [{"example_users": False}, {"example_users": True, "host": "0.0.0.0"}])
def test_nowhere_else_is_anybody_in_without_a_password(summaries: Summaries, own_desk: Desk, changed):
    with visitor(create_app(summaries, set_to(own_desk, **changed), clock)) as client:
        page = client.get("/logg-inn")
        assert 'name="hvem"' not in page.text

        answer = client.post("/logg-inn/eksempel", data={"skjema": given(page), "hvem": "KARI"})
        assert 404 == answer.status_code


def test_a_name_of_this_machine_that_leads_elsewhere_gets_no_examples(summaries: Summaries, own_desk: Desk):
    """A site may point its own name at 127.0.0.1; the browser still says the name."""
    with visitor(create_app(summaries, set_to(own_desk, example_users=True), clock)) as client:
        assert 'name="hvem"' not in client.get("/logg-inn", headers={"host": "ond.example"}).text


def test_only_the_example_is_written_with_example_users(tmp_path: Path):
    assert Settings(hjem=tmp_path, kommune="Bygda").example_users is False  # type: ignore[call-arg]


# --- roles come and go


def test_a_role_that_is_taken_is_gone_on_the_next_page(summaries: Summaries, own_desk: Desk):
    from kontroll.flows.people.users import give

    new_user(own_desk.database, "rita", name="Rita", person=None, roles=[Role.AUDITOR], by="test", now=NOW)
    _user, code = new_user(own_desk.database, "ro", name="Ro", person=None, roles=[Role.AUDITOR], by="test", now=NOW)
    choose_password(own_desk.database, "ro", code, PASSWORD, NOW)
    with visitor(create_app(summaries, own_desk, clock)) as client:
        enter(client, brukernavn="ro")
        assert 200 == client.get("/kjoringer").status_code
        give(own_desk.database, "ro", Role.AUDITOR, take=True, by="test", now=NOW)
        assert 403 == client.get("/kjoringer").status_code


def test_a_kommune_without_users_is_told_how_to_make_the_first(tmp_path: Path, summaries: Summaries):
    desk = followed_village(tmp_path, summaries.situation)
    with visitor(create_app(summaries, desk, clock)) as client:
        assert "kontroll bruker ny" in text_of(client.get("/logg-inn"))
    assert cookies(desk)
    desk.database.close()
