"""Signing in through a service, tried against a provider of OpenID Connect: code, PKCE, state, and claims to roles."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from fastapi import HTTPException

from followed_village import followed_village
from kontroll.domain.access import Role
from kontroll.domain.issuing import PROOF_LASTS
from kontroll.domain.policy import AccessPolicy, Claims
from kontroll.flows.people.prove_again import ELSEWHERE, NotProved, is_proved, use_proof
from kontroll.flows.people.signed_claims import claimed
from kontroll.report.summary import Summaries
from kontroll.web.app import create_app
from kontroll.web.pages.sign_in_elsewhere import _prove
from kontroll.web.signed_in import COOKIE
from kontroll.wiring import Desk
from served import served, text_of
from signed_in import NOW, clock
from village import village

#: The provider, in this process, is behind the library that it uses.
pytestmark = pytest.mark.filterwarnings("ignore:get_jwt_config:DeprecationWarning", "ignore:authlib.jose")

CLAIMS = Claims(gives={"kontroll-revisor": Role.AUDITOR})


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    with warnings.catch_warnings():
        # The provider's own imports are behind the library that it uses.
        warnings.simplefilter("ignore")
        from oidc_provider_mock import User, run_server_in_thread

    users = (
        User(sub="anne", claims={"name": "Anne Aas", "person_id": "ANNE"}),
        User(sub="rita", claims={"name": "Rita Revisor", "roles": ["kontroll-revisor", "annet"]}),
        User(sub="topp", claims={"name": "Tora Topp", "person_id": "TOPP", "auth_time": int(NOW.timestamp())}),
        User(sub="gammel", claims={"name": "Tora Topp", "person_id": "TOPP", "auth_time": int(NOW.timestamp()) - 3600}),
        User(sub="lav", claims={"name": "Liv Lav", "acr": "idporten-loa-substantial"}),
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        provider = run_server_in_thread(user_claims=users)
    with provider as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Summaries, Desk]]:
    situation = village(tmp_path_factory.mktemp("village"))
    made = followed_village(tmp_path_factory.mktemp("followed"), situation)
    policies = replace(made.policies, access=AccessPolicy(claims=CLAIMS))
    yield Summaries(situation), replace(made, policies=policies)
    made.database.close()


class Browser:
    """Follows nothing by itself; holds cookies of each host apart."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.client = httpx.Client(trust_env=False, timeout=60)

    def get(self, path: str) -> httpx.Response:
        return self.client.get(path if path.startswith("http") else self.address + path)

    def sign_in(self, sub: str, til: str = "/", bekreft: str = "") -> httpx.Response:
        """The answer to coming back. bekreft: what she shows again who she is for."""
        there = self.get(f"/logg-inn/tjeneste?til={til}" + (f"&bekreft={bekreft}" if bekreft else ""))
        assert 302 == there.status_code, there.text
        self.asked = parse_qs(urlsplit(there.headers["location"]).query)
        back = self.client.post(there.headers["location"], data={"sub": sub})
        self.back = back.headers["location"]
        return self.get(self.back)


@pytest.fixture
def browser(desk: tuple[Summaries, Desk], issuer: str) -> Iterator[Browser]:
    yield from _browser(desk, issuer)


def _browser(desk: tuple[Summaries, Desk], issuer: str, **more: object) -> Iterator[Browser]:
    summaries, own = desk
    update = {"oidc_issuer": issuer, "oidc_client": "kontroll", "oidc_secret": "hemmelig", **more}
    settings = own.settings.model_copy(update=update)
    changed = replace(own, settings=settings)
    app = create_app(summaries, changed, clock)
    with served(app) as address:
        # The address that readers use is known when the port is.
        settings.__dict__["address"] = address
        made = Browser(address)
        yield made
        made.client.close()


def test_she_is_asked_for_with_pkce_and_comes_to_the_page_she_wanted(browser: Browser):
    assert "Logg inn med kommunens innlogging" in text_of(browser.get("/logg-inn"))

    back = browser.sign_in("anne", "/sak/S2026-00001")

    assert ["S256"] == browser.asked["code_challenge_method"]
    assert {"state", "nonce", "code_challenge"} <= set(browser.asked)
    assert (303, "/sak/S2026-00001") == (back.status_code, back.headers["location"])
    assert "Anne Aas" in text_of(browser.get("/sak/S2026-00001"))
    # By the directory she leads enhet 1 and nothing else.
    assert [200, 404] == [browser.get(f"/enhet/{id}").status_code for id in (1, 2)]


def test_claims_give_the_roles_that_the_kommune_says_and_no_other(browser: Browser):
    browser.sign_in("rita")

    assert 200 == browser.get("/sak/S2026-00002").status_code
    assert 200 == browser.get("/kjoringer").status_code


def test_an_answer_to_no_question_of_this_browser_is_a_page_with_400(browser: Browser):
    browser.sign_in("anne")
    stranger = Browser(browser.address)

    for path in (browser.back, "/logg-inn/tilbake", "/logg-inn/tilbake?error=access_denied&error_description=nei"):
        answer = stranger.get(path)
        assert 400 == answer.status_code
        assert "Innloggingen ble ikke fullført" in text_of(answer)
        assert COOKIE not in stranger.client.cookies
    stranger.client.close()


def test_a_user_who_is_closed_here_comes_in_by_no_service(browser: Browser, desk: tuple[Summaries, Desk]):
    browser.sign_in("rita")
    database = desk[1].database
    with database.transaction("test", NOW) as tx:
        (rita,) = [user for user in tx.users.all() if user.name == "Rita Revisor"]
        from kontroll.domain.user import UserState

        closed = tx.users.save(rita, replace(rita, state=UserState.CLOSED))
    assert 303 == browser.get("/").status_code

    assert 403 == browser.sign_in("rita").status_code
    with database.transaction("test", NOW) as tx:
        tx.users.save(closed, replace(closed, state=UserState.ACTIVE))


def test_a_lower_level_than_was_asked_for_is_refused(desk: tuple[Summaries, Desk], issuer: str):
    for browser in _browser(desk, issuer, oidc_acr="idporten-loa-high"):
        answer = browser.sign_in("lav")
        assert ["idporten-loa-high"] == browser.asked["acr_values"]
        assert 403 == answer.status_code
        assert "høyere sikkerhetsnivå" in text_of(answer)


def test_without_a_service_the_addresses_are_not_there(desk: tuple[Summaries, Desk]):
    with served(create_app(*desk, clock)) as address, httpx.Client(base_url=address, trust_env=False) as client:
        assert [404, 404] == [client.get(f"/logg-inn/{path}").status_code for path in ("tjeneste", "tilbake")]
        assert "kommunens innlogging" not in client.get("/logg-inn").text


@pytest.mark.parametrize(
    ("roles", "given"),
    [
        (["kontroll-revisor"], {Role.AUDITOR}),
        ("kontroll-revisor annet", {Role.AUDITOR}),
        (["revisor", "administrator"], set()),
        ({"kontroll-revisor": True}, set()),
        (None, set()),
    ],
)
def test_only_what_is_written_in_tilgang_gives_a_role(roles: object, given: set[Role]):
    told = claimed({"iss": "https://id", "sub": "1", "roles": roles}, CLAIMS)

    assert told is not None
    assert ("https://id|1", given) == (told.subject, told.roles)


def test_who_is_nobody_is_let_in_nowhere():
    assert claimed({"iss": "https://id"}, CLAIMS) is None
    assert claimed({"sub": "1"}, CLAIMS) is None


# --- once more, for what she puts her name to ---------------------------------------------------------------------------


def is_shown(browser: Browser, desk: tuple[Summaries, Desk], wanted: str) -> bool:
    with desk[1].database.reading() as tx:
        return is_proved(tx, browser.client.cookies[COOKIE], wanted, NOW)


def test_she_is_asked_anew_whatever_she_did_at_the_service_before(browser: Browser, desk: tuple[Summaries, Desk]):
    browser.sign_in("topp")
    token = browser.client.cookies[COOKIE]

    back = browser.sign_in("topp", "/rapporter", bekreft="R1")

    assert (["login"], ["0"]) == (browser.asked["prompt"], browser.asked["max_age"])
    assert (303, "/rapporter") == (back.status_code, back.headers["location"])
    assert token == browser.client.cookies[COOKIE], "the session is the same"
    assert [True, False] == [is_shown(browser, desk, wanted) for wanted in ("R1", "R2")]


@pytest.mark.parametrize(
    ("first", "then", "told"),
    [
        ("anne", "topp", "Det var en annen bruker enn den som er logget inn her."),
        ("gammel", "gammel", "Innloggingen var ikke ny."),
        ("anne", "anne", "Innloggingen var ikke ny."),  # the provider's own clock is months ahead of the village's
    ],
)
def test_another_user_and_a_sign_in_at_another_time_show_nothing(
    browser: Browser, desk: tuple[Summaries, Desk], first: str, then: str, told: str
):
    browser.sign_in(first)

    answer = browser.sign_in(then, bekreft="R1")

    assert 403 == answer.status_code
    assert told in text_of(answer)
    assert not is_shown(browser, desk, "R1")


def test_nobody_who_is_not_signed_in_shows_anything(browser: Browser):
    assert 403 == browser.sign_in("topp", bekreft="R1").status_code
    assert COOKIE not in browser.client.cookies


def test_what_was_shown_counts_once_and_not_for_long(browser: Browser, desk: tuple[Summaries, Desk]):
    browser.sign_in("topp")
    browser.sign_in("topp", bekreft="R1")
    database, token = desk[1].database, browser.client.cookies[COOKIE]
    idle = timedelta(hours=1)

    with pytest.raises(NotProved):
        use_proof(database, token, "R1", NOW + PROOF_LASTS, idle)
    with pytest.raises(NotProved):
        use_proof(database, token, "R2", NOW, idle)
    assert ELSEWHERE == use_proof(database, token, "R1", NOW, idle).how
    with pytest.raises(NotProved):
        use_proof(database, token, "R1", NOW, idle)


def test_a_service_that_does_not_say_when_shows_nothing():
    with pytest.raises(HTTPException) as refused:
        _prove(None, None, "anne", None, "R1", NOW.isoformat())  # type: ignore[arg-type]
    assert (403, True) == (refused.value.status_code, "auth_time" in refused.value.detail)
