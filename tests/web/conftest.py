"""The village's pages, with what has been followed up there, on a real server, asked for as a browser asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import httpx
import pytest

from followed_village import followed_village
from friday import set_aside
from kontroll.report.summary import Summaries
from kontroll.web.app import create_app
from kontroll.wiring import Desk
from served import served
from signed_in import clock, cookies
from village import village


@pytest.fixture(scope="session")
def village_seen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Summaries, Desk]]:
    """The village's summaries, and its desk."""
    situation = village(tmp_path_factory.mktemp("village"))
    desk = followed_village(tmp_path_factory.mktemp("followed"), situation)
    set_aside(desk)
    yield Summaries(situation), desk
    desk.database.close()


@pytest.fixture(scope="session")
def desk(village_seen: tuple[Summaries, Desk]) -> Desk:
    return village_seen[1]


@pytest.fixture(scope="session")
def served_at(village_seen: tuple[Summaries, Desk]) -> Iterator[str]:
    """Where the village is served, on this machine, as long as the tests run."""
    with served(create_app(*village_seen, clock)) as address:
        yield address


@pytest.fixture(scope="session")
def control(desk: Desk) -> dict[str, str]:
    """The cookies of internal control."""
    return cookies(desk)


@pytest.fixture
def client(served_at: str, control: dict[str, str]) -> Iterator[httpx.Client]:
    """Internal control, who sees the most."""
    with httpx.Client(base_url=served_at, trust_env=False, timeout=60, cookies=control) as client:
        yield client


@pytest.fixture
def signed_in(served_at: str, desk: Desk) -> Iterator[Callable[..., httpx.Client]]:
    """A client of whomever: `signed_in("ANNE")`, `signed_in(None, [Role.AUDITOR])`; without arguments of nobody."""
    made: list[httpx.Client] = []

    def of(*who: object) -> httpx.Client:
        given = cookies(desk, *who) if who else {}  # type: ignore[arg-type]
        made.append(httpx.Client(base_url=served_at, trust_env=False, timeout=60, cookies=given))
        return made[-1]

    yield of
    for one in made:
        one.close()
