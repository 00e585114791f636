"""The administrator's pages: users, their roles and codes, and the settings; each change with its reason on the trail."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from html import unescape

import httpx
import pytest

from friday import Friday, friday_of
from kontroll.domain.access import Role
from kontroll.domain.notice import Reason
from kontroll.flows.mail.dead_addresses import mail_failed
from kontroll.flows.mail.outbox import compose_urgent
from kontroll.flows.people.sign_in import sign_in
from kontroll.flows.people.users import choose_password, new_code_for, new_user
from kontroll.flows.saker.acting import today_of
from kontroll.web.signed_in import COOKIE
from signed_in import NOW, cookies

PASSWORD = "et langt passord"


@pytest.fixture
def friday(village_seen, tmp_path) -> Iterator[Friday]:
    summaries, desk = village_seen
    with friday_of(summaries.situation, desk, tmp_path) as friday:
        yield friday


def client_of(friday: Friday, person: str | None, *roles: Role) -> httpx.Client:
    held = cookies(friday.desk, person, roles)
    return httpx.Client(base_url=friday.address, trust_env=False, timeout=60, cookies=held)


@pytest.fixture
def admin(friday: Friday) -> Iterator[httpx.Client]:
    with client_of(friday, None, Role.ADMIN) as client:
        yield client


def token(client: httpx.Client, address: str = "/brukere") -> str:
    return re.findall(r'name="skjema" value="([^"]+)"', client.get(address).text)[0]


def send(client: httpx.Client, address: str, **fields: str) -> httpx.Response:
    return client.post(address, data={"skjema": token(client), **fields})


def trail(friday: Friday) -> list[tuple[str, str, str | None]]:
    """Kind, actor and reason of what was done with users and settings."""
    with friday.desk.database.reading() as tx:
        return [
            (str(one.content["kind"]), str(one.content["actor"]), tx.trail.text(one.seq, "reason"))
            for one in tx.trail.entries()
            if str(one.content["kind"]).startswith(("bruker", "innstilling"))
        ]


def user_of(friday: Friday, login: str = "rita", person: str | None = None, *roles: Role) -> str:
    given = {"name": login, "person": person, "roles": roles, "by": "test", "now": NOW}
    return new_user(friday.desk.database, login, **given)[0].id


def test_a_user_is_made_with_a_code_that_is_shown_once_and_opens_the_door(friday: Friday, admin: httpx.Client):
    answer = send(admin, "/brukere", brukernavn="Rita", navn="Rita Revisor", rolle="revisor", begrunnelse="Ny revisor")

    code = re.search(r"Engangskode: ([A-Z0-9-]{29})", answer.text)
    assert code is not None
    assert "Rita Revisor" in answer.text
    assert code[1] not in admin.get("/brukere").text
    kind, actor, reason = trail(friday)[-1]
    assert ("bruker: opprettet", "Ny revisor") == (kind, reason)
    assert actor.startswith("U"), "the administrator's own id"
    user = choose_password(friday.desk.database, "rita", code[1], PASSWORD, NOW)
    assert {Role.AUDITOR} == user.roles


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"brukernavn": "rita", "begrunnelse": " "}, "Skriv en begrunnelse"),
        ({"brukernavn": "", "begrunnelse": "x"}, "Skriv et brukernavn"),
        ({"brukernavn": "r\nita", "begrunnelse": "x"}, "Skriv et brukernavn"),
        ({"brukernavn": "rita", "person": "UKJENT", "begrunnelse": "x"}, "Ingen i personer.csv"),
        ({"brukernavn": "KNUT", "begrunnelse": "x"}, "i bruk"),
        ({"brukernavn": "kari", "person": "KARI", "rolle": "administrator", "begrunnelse": "x"}, "skal ikke møtes"),
    ],
)
def test_what_stands_in_the_way_is_told_beside_what_she_wrote(friday: Friday, admin: httpx.Client, fields, told: str):
    user_of(friday, "knut")

    answer = send(admin, "/brukere", **fields)

    assert 422 == answer.status_code
    assert told in unescape(answer.text)
    if fields["brukernavn"].isprintable():
        assert f'value="{fields["brukernavn"]}"' in answer.text
    assert 1 == sum(kind == "bruker: opprettet" and actor == "test" for kind, actor, _ in trail(friday))


def test_a_role_is_given_and_ended_with_a_reason(friday: Friday, admin: httpx.Client):
    id = user_of(friday)

    given = send(admin, f"/brukere/{id}/rolle-gi", rolle="hr", begrunnelse="Ny i HR")
    ended = send(admin, f"/brukere/{id}/rolle-ta", rolle="hr", begrunnelse="Sluttet")
    without = send(admin, f"/brukere/{id}/rolle-gi", rolle="hr", begrunnelse="")

    assert [200, 200, 422] == [given.status_code, ended.status_code, without.status_code]
    assert [("bruker: rolle gitt", "Ny i HR"), ("bruker: rolle tatt", "Sluttet")] == [
        (kind, reason) for kind, _actor, reason in trail(friday)[-2:]
    ]


def test_two_roles_that_must_not_meet_are_refused_and_others_warned_of(friday: Friday, admin: httpx.Client):
    control, auditor = user_of(friday, "kari", "KARI"), user_of(friday, "rita", None, Role.AUDITOR)

    refused = send(admin, f"/brukere/{control}/rolle-gi", rolle="administrator", begrunnelse="Trengs")

    assert 422 == refused.status_code, "personer.csv makes her internal control already"
    assert "skal ikke møtes" in refused.text
    other = user_of(friday, "kari-2", "KARI", Role.AUDITOR)
    assert 422 == send(admin, f"/brukere/{other}/rolle-gi", rolle="administrator", begrunnelse="x").status_code
    assert 200 == send(admin, f"/brukere/{auditor}/rolle-gi", rolle="hr", begrunnelse="x").status_code


def test_nobody_gives_herself_a_role_and_the_last_administrator_stays(friday: Friday):
    id = user_of(friday, "anna", None, Role.ADMIN)
    desk = friday.desk
    choose_password(desk.database, "anna", new_code_for(desk.database, "anna", by="test", now=NOW)[1], PASSWORD, NOW)
    held = sign_in(desk.database, "anna", PASSWORD, lasts=timedelta(hours=1), now=NOW)
    with httpx.Client(base_url=friday.address, trust_env=False, timeout=60, cookies={COOKIE: held}) as anna:
        own = send(anna, f"/brukere/{id}/rolle-gi", rolle="hr", begrunnelse="x")
        closed = send(anna, f"/brukere/{id}/sperr", begrunnelse="x")
        last = send(anna, f"/brukere/{id}/rolle-ta", rolle="administrator", begrunnelse="x")
        user_of(friday, "bodil", None, Role.ADMIN)
        not_last = send(anna, f"/brukere/{id}/rolle-ta", rolle="administrator", begrunnelse="x")

        assert [422, 422, 422, 200] == [one.status_code for one in (own, closed, last, not_last)]
        assert "siste administratoren" in last.text
        assert 403 == anna.get("/brukere").status_code


def test_a_user_is_closed_and_signed_out_and_opened_again(friday: Friday, admin: httpx.Client):
    with client_of(friday, "OLGA") as olga:
        assert 200 == olga.get("/").status_code
        with friday.desk.database.reading() as tx:
            (user,) = tx.users.where(person="OLGA")
        assert "Ja" in admin.get(f"/brukere?ord={user.name}").text

        assert 200 == send(admin, f"/brukere/{user.id}/sperr", begrunnelse="Permisjon").status_code

        assert 303 == olga.get("/").status_code
        assert "Sperret" in admin.get(f"/brukere/{user.id}").text
        assert 200 == send(admin, f"/brukere/{user.id}/apne", begrunnelse="Tilbake").status_code
        assert 422 == send(admin, f"/brukere/{user.id}/kode").status_code, "she signs in elsewhere"


@pytest.mark.parametrize(
    ("roles", "users", "settings", "change"),
    [((Role.ADMIN,), 200, 200, 422), ((Role.AUDITOR,), 200, 200, 403), ((Role.HR,), 403, 403, 403)],
)
def test_an_auditor_reads_what_an_administrator_changes(friday: Friday, roles, users: int, settings: int, change: int):
    with client_of(friday, None, *roles) as client:
        read = client.get("/brukere")
        assert users == read.status_code
        assert settings == client.get("/innstillinger").status_code
        held = re.findall(r'name="skjema" value="([^"]+)"', client.get("/").text)[0]
        changed = client.post("/brukere", data={"skjema": held, "brukernavn": "x"})
        assert change == changed.status_code
        assert ("/brukere" in read.text and 'action="/brukere" novalidate' in read.text) == (change == 422)


def test_an_administrator_sees_whose_mail_does_not_come_through_by_id_alone(friday: Friday, admin: httpx.Client):
    assert "kommer fram" not in admin.get("/brukere").text
    with friday.desk.database.transaction("test", NOW) as tx:
        today = today_of(friday.desk, tx, NOW)
        mail_failed(tx, today, "BERIT", [], "5.1.1", dead=True)

    shown = unescape(admin.get("/brukere").text)

    assert "E-post som ikke kommer fram" in shown
    assert "BERIT" in shown
    assert "5.1.1" in shown
    assert "@bygda" not in shown


def test_settings_are_shown_with_their_source_and_without_secrets(friday: Friday, admin: httpx.Client):
    shown = unescape(admin.get("/innstillinger").text)

    assert "okt_hvile" in shown
    assert "Standard" in shown
    assert "tilgang.yaml" in shown
    assert str(friday.desk.settings.home) not in shown
    assert "sqlite" not in shown


def test_a_session_length_is_chosen_on_the_page_and_holds_from_the_next_request(friday: Friday, admin: httpx.Client):
    for typed, status in (("0", 422), ("1441", 422), ("ti", 422), ("1", 303)):
        answer = send(admin, "/innstillinger/okt_hvile", verdi=typed, begrunnelse="Delt maskin")
        assert status == answer.status_code, typed
    shown = admin.get("/innstillinger").text
    assert "Valgt på denne siden" in shown
    assert ("innstilling endret", "Delt maskin") == trail(friday)[-1][::2]
    assert 422 == send(admin, "/innstillinger/okt_hvile", verdi="5", begrunnelse="").status_code
    assert 404 == send(admin, "/innstillinger/vert", verdi="0.0.0.0", begrunnelse="x").status_code


def test_whoever_gets_a_code_is_mailed_that_it_was_made_and_never_the_code(friday: Friday, admin: httpx.Client):
    shown = send(admin, "/brukere", brukernavn="berit", person="BERIT", begrunnelse="Ny leder").text
    (code,) = re.findall(r"(?:[2-9A-Z]{5}-){4}[2-9A-Z]{5}", shown)
    compose_urgent(friday.desk, NOW)

    with friday.desk.database.reading() as tx:
        (notice,) = tx.notices.where(reason=Reason.CODE_MADE)
        letter = tx.messages.get(notice.message)
    assert ("BERIT", True) == (notice.recipient, notice.urgent)
    assert letter is not None
    assert "Den ble laget av en administrator 20. april 2026 kl. 09.00." in letter.text
    assert "Meld fra til den som drifter kontroll" in letter.text
    assert not [part for part in (code, code.replace("-", "")) if part in letter.text + letter.html + notice.why]


def test_each_new_code_is_told_and_nobody_without_a_person_is(friday: Friday, admin: httpx.Client):
    hers, nobodys = user_of(friday, "berit", "BERIT"), user_of(friday, "rita")
    for id in (hers, hers, nobodys):
        send(admin, f"/brukere/{id}/kode")

    with friday.desk.database.reading() as tx:
        assert ["BERIT"] * 2 == [notice.recipient for notice in tx.notices.where(reason=Reason.CODE_MADE)]
