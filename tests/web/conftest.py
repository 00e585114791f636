"""The village's pages, with what has been followed up there, on a real server, asked for as a browser asks."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from followed_village import followed_village
from kontroll.report.summary import Summaries
from kontroll.web.app import create_app
from served import served
from village import village


@pytest.fixture(scope="session")
def served_at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the village is served, on this machine, as long as the tests run."""
    situation = village(tmp_path_factory.mktemp("village"))
    desk = followed_village(tmp_path_factory.mktemp("followed"), situation)
    app = create_app(Summaries(situation), desk)
    with served(app) as address:
        yield address
    desk.database.close()


@pytest.fixture
def client(served_at: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=served_at, trust_env=False, timeout=60) as client:
        yield client
