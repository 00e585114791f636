"""The village's pages on a real server, asked for as a browser asks."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from threading import Thread

import httpx
import pytest
import uvicorn

from kontroll.report.summary import Summaries
from kontroll.web.app import create_app
from village import village


@pytest.fixture(scope="session")
def served_at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Where the village is served, on this machine, as long as the tests run."""
    app = create_app(Summaries(village(tmp_path_factory.mktemp("village"))))
    server = uvicorn.Server(uvicorn.Config(app, log_config=None))
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        bound.listen()
        thread = Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{bound.getsockname()[1]}"
        server.should_exit = True
        thread.join(10)


@pytest.fixture
def client(served_at: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=served_at, trust_env=False, timeout=60) as client:
        yield client
