"""Keys to the village's API, with each scope, and who asks with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import httpx
import pytest
from fastapi import FastAPI

from followed_village import followed_village
from kontroll.domain.systemkey import Scope
from kontroll.flows.systems.keys import new_key
from kontroll.report.summary import Summaries
from kontroll.web.api.key import Pace
from kontroll.web.app import routed
from kontroll.web.headers import Headers
from kontroll.web.origin import Origin
from kontroll.wiring import Desk
from served import served
from signed_in import NOW, clock
from village import village

Asking = Callable[..., httpx.Client]


@pytest.fixture(scope="session")
def asked_village(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Summaries, Desk]]:
    """One of its own: here it is delivered to, and commented on."""
    situation = village(tmp_path_factory.mktemp("asked"))
    desk = followed_village(tmp_path_factory.mktemp("asked-home"), situation)
    yield Summaries(situation), desk
    desk.database.close()


@pytest.fixture(scope="session")
def pages(asked_village: tuple[Summaries, Desk]) -> FastAPI:
    """The pages' application, with an API that may be asked as often as the tests do."""
    app = routed(*asked_village, clock)
    app.state.api.state.gate.pace = Pace(per_minute=1e9)
    return app


@pytest.fixture(scope="session")
def api(pages: FastAPI) -> FastAPI:
    found: FastAPI = pages.state.api
    return found


@pytest.fixture(scope="session")
def address(pages: FastAPI) -> Iterator[str]:
    with served(Headers(Origin(pages))) as address:
        yield address


@pytest.fixture(scope="session")
def secret_of(asked_village: tuple[Summaries, Desk]) -> Callable[..., str]:
    """`secret_of("les", "lever")`: the key of a system that may so much."""
    made: dict[frozenset[str], str] = {}

    def of(*words: str) -> str:
        scopes = frozenset(words)
        if scopes not in made:
            given = [Scope(word) for word in words]
            _key, made[scopes] = new_key(
                asked_village[1].database, "Økonomi", given, last_day=date(2026, 12, 31), by="test", now=NOW
            )
        return made[scopes]

    return of


@pytest.fixture
def asking(address: str, secret_of: Callable[..., str]) -> Iterator[Asking]:
    """`asking("les")`: a client with that key; without scopes one with none."""
    made: list[httpx.Client] = []

    def of(*words: str) -> httpx.Client:
        headers = {"Authorization": f"Bearer {secret_of(*words)}"} if words else {}
        made.append(httpx.Client(base_url=f"{address}/api/v1", trust_env=False, timeout=60, headers=headers))
        return made[-1]

    yield of
    for one in made:
        one.close()
