"""What stands on every answer, and what no page asks for elsewhere; and that each link of each mail opens for whoever got it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from starlette.testclient import TestClient

from hostile import OURS
from kontroll.report.summary import Summaries
from kontroll.web.app import create_app
from kontroll.web.headers import HEADERS
from kontroll.wiring import Desk
from routes_of import app_of, declared
from signed_in import clock, cookies
from walked import filled_in, walked

#: Attributes by which a browser fetches something without being asked to.
_FETCHED = {"src", "srcset", "poster", "data", "background", "ping"}


class _Fetches(HTMLParser):
    """What a page makes a browser fetch, and where its forms go."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            fetches = name in _FETCHED or (tag == "link" and name == "href") or name in ("action", "formaction")
            if fetches or (tag in ("use", "image") and name.endswith("href")):
                self.found.append(value or "")


@pytest.fixture(scope="module")
def client(village_seen: tuple[Summaries, Desk]) -> Iterator[TestClient]:
    """The whole application, with what is wrapped around it."""
    with walked(create_app(*village_seen, clock)) as client:
        yield client


@pytest.fixture(scope="module")
def everything(village_seen: tuple[Summaries, Desk]) -> list[tuple[str, str]]:
    """Method and address: each route, files, and what is not there."""
    found = [(route.method, filled_in(route.path)) for route in declared(app_of(*village_seen))]
    return [
        *found,
        ("GET", "/static/kontroll.css"),
        ("GET", "/static/finnes-ikke.css"),
        ("GET", "/static/../app.py"),
        ("GET", "/finnes-ikke"),
        ("DELETE", "/saker"),
        ("PUT", "/sak/S2026-00001"),
        ("GET", "/?maaned=tull"),
        ("GET", "/sok?ord=%00"),
    ]


@pytest.mark.parametrize("who", ["nobody", "KARI"])
def test_every_answer_has_the_headers_and_every_page_fetches_from_here_alone(
    who: str, client: TestClient, everything, desk: Desk
):
    held = "" if who == "nobody" else "; ".join(f"{n}={v}" for n, v in cookies(desk, who).items())
    wrong = []
    for method, address in everything:
        answer = client.request(method, address, headers={"cookie": held} if held else {})
        wrong += [
            f"{method} {address}: no {name}" for name, value in HEADERS.items() if answer.headers.get(name) != value
        ]
        caching = answer.headers.get("cache-control", "")
        if (address.startswith("/static/kontroll") and "max-age" not in caching) or (
            not address.startswith("/static/") and caching != "no-store"
        ):
            wrong.append(f"{method} {address}: cached as {caching!r}")
        if "html" in answer.headers.get("content-type", ""):
            page = _Fetches()
            page.feed(answer.text)
            elsewhere = [one for one in page.found if urlsplit(one).netloc or urlsplit(one).scheme not in ("", "data")]
            wrong += [f"{method} {address}: fetches {one}" for one in elsewhere]
            if re.search(r"<script|<style|\sstyle=|\son\w+=", OURS.sub("", answer.text)):
                wrong.append(f"{method} {address}: script or style in the page")
        if "set-cookie" in answer.headers and "HttpOnly" not in answer.headers["set-cookie"]:
            wrong.append(f"{method} {address}: a cookie that a script could read")
    assert "" == "\n".join(wrong)


def test_the_policy_lets_nothing_unsafe_in():
    policy = HEADERS["Content-Security-Policy"]

    assert "unsafe" not in policy
    assert "*" not in policy
    assert policy.startswith("default-src 'none';")
    assert {"form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"} <= set(policy.split("; "))


def test_what_another_site_sends_and_what_fails_inside_have_them_too(village_seen, monkeypatch):
    summaries, desk = village_seen
    app = create_app(summaries, desk, clock)
    with walked(app) as client:
        refused = client.post("/logg-inn", headers={"origin": "https://evil.example"})
        monkeypatch.setattr("kontroll.web.pages.sign_in._sign_in_page", lambda *_of: 1 / 0)
        monkeypatch.setattr(
            "kontroll.web.errors.logger", lambda _name: type("Quiet", (), {"error": lambda *_a, **_b: None})()
        )
        failed = client.get("/logg-inn")

    assert (403, 500) == (refused.status_code, failed.status_code)
    for answer in (refused, failed):
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
        assert "Traceback" not in answer.text


def test_each_link_of_each_mail_opens_for_whoever_got_it(village_seen, desk: Desk, client: TestClient):
    with desk.database.reading() as tx:
        messages = tx.messages.all()
    opened, wrong = 0, []
    for message in messages:
        held = "; ".join(f"{name}={value}" for name, value in cookies(desk, message.recipient).items())
        written = set(re.findall(r"https?://[^\s<>\"]+", message.text + " " + message.html))
        for link in sorted(written):
            address = desk.settings.address.rstrip("/")
            if not link.startswith(address):
                wrong.append(f"{message.recipient}: {link} leads out of the house")
                continue
            answer = client.get(link.removeprefix(address) or "/", headers={"cookie": held})
            opened += 1
            if answer.status_code != 200:
                wrong.append(f"{message.recipient} {link}: {answer.status_code}")

    assert "" == "\n".join(wrong)
    assert opened >= 5


def test_nobody_gets_two_messages_of_the_day_for_one_day(desk: Desk):
    with desk.database.reading() as tx:
        urgent = {notice.message for notice in tx.notices.all() if notice.urgent}
        days = [(one.recipient, one.channel, one.day) for one in tx.messages.all() if one.id not in urgent]

    assert len(days) == len(set(days))
    assert days
