"""Who comes in by the API, and with what: generated from its router, so that an operation that is added is tried as well."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts

from kontroll.domain.access import Act, Thing, may_enter
from kontroll.domain.systemkey import Scope, viewer_of_key
from kontroll.flows.systems.keys import keys, new_key, withdraw_key
from kontroll.report.summary import Summaries
from kontroll.web.api.application import needs_of
from kontroll.web.api.key import KeyNeed, Pace
from kontroll.web.signed_in import COOKIE
from kontroll.wiring import Desk
from signed_in import NOW, token_of

FILL = {
    "id": "1", "nummer": "1", "regel": "to-personer", "enhet": "1", "maaned": "2026-03", "datasett": "faktura",
}  # fmt: skip
#: What is sent where something is; nothing of it is kept, since nobody who sends it may.
SENT = {"json": {"tekst": "Ser riktig ut.", "rader": [{"bilag": "B1"}]}}
#: Persons of the village, what they wrote, and what is marked personal in its records.
PERSONAL = [
    "ANNE",
    "BERIT",
    "TOPP",
    "KARI",
    "Anne <b>Aas",
    "Vi tar tak i det",
    "P-HEMMELIG",
    "Q-HEMMELIG",
    "L-HEMMELIG",
]


def routes(api: FastAPI) -> Iterator[tuple[str, str, KeyNeed]]:
    for found in iter_route_contexts(api.routes):
        if isinstance(found.original_route, APIRoute):
            (need,) = needs_of(found.original_route)
            for method in found.original_route.methods or ():
                yield method, found.original_route.path, need


def filled(path: str) -> str:
    return path.format(**FILL)


# --- what operations say


def test_every_operation_says_what_it_needs_and_which_scope_gives_it(api: FastAPI):
    schema = api.openapi()
    for method, path, need in routes(api):
        told = schema["paths"][path][method.lower()]
        assert need.scopes, (method, path)
        assert told["x-omfang"] == need.scopes
        assert told["security"] == [{"nokkel": []}]


def test_every_operation_is_documented_in_words_with_its_errors(api: FastAPI):
    schema = api.openapi()
    declared = {(path, method.lower()) for method, path, _need in routes(api)}

    assert declared == {(path, method) for path, of in schema["paths"].items() for method in of}
    for of in schema["paths"].values():
        for told in of.values():
            assert told["summary"]
            assert len(told["description"]) > 20
            assert {"401", "403", "404", "422", "429"} <= set(told["responses"])


def test_what_changes_something_needs_the_right_to_do_it(api: FastAPI):
    assert all((need.act is Act.DO) == (method == "POST") for method, _path, need in routes(api))


# --- who comes in


def test_nobody_comes_in_without_a_key_nor_with_a_cookie(api: FastAPI, asking, asked_village: tuple[Summaries, Desk]):
    nobody = asking()
    control = asking()
    control.cookies.set(COOKIE, token_of(asked_village[1]))
    for client in (nobody, control):
        for method, path, _need in routes(api):
            answer = client.request(method, filled(path), **(SENT if method == "POST" else {}))
            assert 401 == answer.status_code, (method, path)
            assert "Bearer" == answer.headers["www-authenticate"]
            assert "application/problem+json" == answer.headers["content-type"]


@pytest.mark.parametrize("scope", [scope.value for scope in Scope if scope is not Scope.PERSONAL])
def test_a_key_does_what_its_scope_says_and_nothing_else(scope: str, api: FastAPI, asking):
    client = asking(scope)
    for method, path, need in routes(api):
        if scope in need.scopes:
            continue
        answer = client.request(method, filled(path), **(SENT if method == "POST" else {}))
        assert 403 == answer.status_code, (scope, method, path)


def test_a_scope_is_enough_for_what_names_it(api: FastAPI, asking):
    for method, path, need in routes(api):
        if method == "GET":
            assert all(asking(one).get(filled(path)).status_code in (200, 404, 422) for one in need.scopes), path


@pytest.mark.parametrize("scheme", ["Basic ", "", "Bearer  x", "Bearer kontroll_", "Token "])
def test_what_is_no_key_opens_nothing(scheme: str, asking, secret_of):
    client = asking()
    given = scheme + (secret_of("les") if scheme.strip() in ("Basic", "", "Token") else "")

    assert 401 == client.get("/sporet", headers={"Authorization": given}).status_code


def test_a_key_that_was_withdrawn_or_is_over_opens_nothing(asking, asked_village: tuple[Summaries, Desk]):
    database = asked_village[1].database
    client = asking()

    def status(last_day: date, *, withdrawn: bool = False) -> int:
        before = NOW - timedelta(days=30)
        key, secret = new_key(database, "Kort", [Scope.READ], last_day=last_day, by="test", now=before)
        if withdrawn:
            withdraw_key(database, key.called, by="test", now=NOW)
        return client.get("/sporet", headers={"Authorization": f"Bearer {secret}"}).status_code

    assert 401 == status(NOW.date() - timedelta(days=1))
    assert 200 == status(NOW.date())
    assert 401 == status(NOW.date(), withdrawn=True)


def test_the_day_a_key_was_used_is_kept_and_the_key_itself_is_not(
    pages: FastAPI, asking, asked_village: tuple[Summaries, Desk], secret_of
):
    assert 200 == asking("les").get("/sporet").status_code
    pages.state.api.state.gate._seeing.submit(lambda: None).result(30)

    with asked_village[1].database.reading() as tx:
        found = {key.id: key for key in keys(tx)}
    assert secret_of("les") not in json.dumps([str(key) for key in found.values()])
    assert NOW.date() in {key.used for key in found.values()}


def test_a_key_may_ask_so_often_and_no_more():
    now = [0.0]
    pace = Pace(per_minute=3, clock=lambda: now[0])

    assert [0, 0, 0] == [pace.wait("a") for _ in range(3)]
    assert 0 < pace.wait("a") <= 20
    assert 0 == pace.wait("b")
    now[0] = 20.0
    assert 0 == pace.wait("a")
    assert pace.wait("a") > 0


def test_whoever_asks_too_often_is_told_how_long_to_wait(pages: FastAPI, asking):
    gate = pages.state.api.state.gate
    before, gate.pace = gate.pace, Pace(per_minute=1, clock=lambda: 0.0)
    try:
        client = asking("les")
        assert [200, 429] == [client.get("/sporet").status_code for _ in range(2)]
        answer = client.get("/sporet")
    finally:
        gate.pace = before

    assert "61" == answer.headers["retry-after"]
    assert 429 == answer.json()["status"]


def test_a_system_answers_decides_and_closes_nothing():
    """People decide: the table gives no scope the right to do anything with a sak but to say something in it."""
    key, _secret = _any_key()
    viewer = viewer_of_key(key)

    assert {Thing.DELIVERY, Thing.LISTS, Thing.REMARK} == {thing for thing in Thing if may_enter(viewer, Act.DO, thing)}


def _any_key():
    from kontroll.domain.systemkey import ApiToken, words_of_scopes

    return ApiToken(id="x", system="Alt", scopes=words_of_scopes(Scope), created=NOW, ends=None), ""


# --- what leaves


@pytest.fixture(scope="module")
def addresses(asked_village: tuple[Summaries, Desk], api: FastAPI) -> list[str]:
    """Every operation that reads, about everything there is."""
    _summaries, desk = asked_village
    with desk.database.reading() as tx:
        saker = [sak.id for sak in tx.saker.all()]
        runs = [run.id for run in tx.runs.all()]
    explained = [
        f"/svar/to-personer/{enhet}/2026-03?post={post}" for enhet, post in (("1", "B1"), ("2", "B3"), ("-", "B6"))
    ]
    found = {
        "/saker/{id}": [f"/saker/{id}" for id in saker],
        "/kjoringer/{id}": [f"/kjoringer/{id}" for id in runs],
        "/enheter/{id}": ["/enheter/0", "/enheter/1", "/enheter/2"],
        "/regler/{id}": ["/regler/to-personer", "/regler/merforbruk"],
        "/svar/{regel}/{enhet}/{maaned}": [*explained, "/svar/merforbruk/1/2026-03"],
        "/leveranser/{nummer}": ["/leveranser/1", "/leveranser/2"],
    }
    return [
        one for method, path, _n in routes(api) if method == "GET" for one in (found[path] if "{" in path else [path])
    ]


def test_nothing_personal_leaves_without_the_scope_for_it(addresses: list[str], asking):
    client = asking("les")
    for address in addresses:
        answer = client.get(address)
        assert 200 == answer.status_code, (address, answer.text)
        assert [word for word in PERSONAL if word in answer.text] == [], address


def test_what_must_not_leave_does_with_the_scope(addresses: list[str], asking):
    """The test above proves nothing if what it looks for stands nowhere."""
    client = asking("les", "personlig")
    everything = "".join(client.get(address).text for address in addresses)

    assert [word for word in ("ANNE", "Vi tar tak i det", "P-HEMMELIG") if word not in everything] == []


def test_a_problem_repeats_nothing_of_what_was_sent(asking):
    client, secret = asking("les", "lever", "kommenter"), "01017012345"
    answers = [
        client.get(f"/saker/{secret}"),
        client.get(f"/saker?{secret}=1"),
        client.get(f"/saker?maaned={secret}"),
        client.get(f"/svar/{secret}/1/2026-03"),
        client.get(f"/svar/to-personer/1/2026-03?post={secret}"),
        client.post("/saker/S2026-00001/kommentarer", json={"tekst": "", secret: secret}),
        client.post("/saker/S2026-00001/kommentarer", content=secret, headers={"Content-Type": "application/json"}),
        client.post("/leveranser/datasett/faktura", json={"rader": [{secret: secret}]}),
        client.post("/leveranser/filer", params={"navn": f"{secret}.csv"}, content=b"x"),
    ]

    for answer in answers:
        assert 400 <= answer.status_code < 500
        assert secret not in answer.text, answer.text
        assert "application/problem+json" == answer.headers["content-type"]
