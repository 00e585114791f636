"""Pages on a real server of this machine, and what is read on them."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from html import unescape
from threading import Thread

import httpx
import uvicorn
from starlette.types import ASGIApp


@contextmanager
def served(app: ASGIApp) -> Iterator[str]:
    """Its address, as long as it is served."""
    server = uvicorn.Server(uvicorn.Config(app, log_config=None))
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        bound.listen()
        thread = Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{bound.getsockname()[1]}"
        server.should_exit = True
        thread.join(10)


@contextmanager
def visitor(app: ASGIApp, cookies: Mapping[str, str] | None = None) -> Iterator[httpx.Client]:
    """cookies: of whom is signed in (`signed_in.cookies`); None = nobody."""
    carried = dict(cookies or {})
    with served(app) as address, httpx.Client(base_url=address, trust_env=False, timeout=60, cookies=carried) as client:
        yield client


def text_of(answer: httpx.Response) -> str:
    """The page as it is read: tags away, spaces as one."""
    body = re.sub(r"<(style|script|head)\b.*?</\1>", " ", answer.text, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).replace("\N{NO-BREAK SPACE}", " ").split())
