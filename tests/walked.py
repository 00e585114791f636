"""Walked: the application asked in this process by anybody, with what a browser of hers would hold, whatever it answers."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from html import unescape

from starlette.testclient import TestClient
from starlette.types import ASGIApp
from structlog.testing import capture_logs

from kontroll.web.signed_in import COOKIE, FIELD, form_token

HERE = "http://127.0.0.1"


@contextmanager
def walked(app: ASGIApp) -> Iterator[TestClient]:
    """A client that follows no redirect and holds no cookie of its own."""
    # A page that fails is told by its status; drawing what led to it takes a minute.
    with (
        capture_logs(),
        TestClient(app, base_url=HERE, follow_redirects=False, raise_server_exceptions=False) as client,
    ):
        yield client


def asked(client: TestClient, method: str, address: str, held: Mapping[str, str], **fields: str) -> tuple[int, str]:
    """The status, and all that can be read in the answer, also inside a workbook. fields: of the form; its token is added."""
    client.cookies.clear()
    cookie = "; ".join(f"{name}={value}" for name, value in held.items())
    headers = {"cookie": cookie} if cookie else {}
    form = {FIELD: form_token(held[COOKIE]), **fields} if method == "POST" and COOKIE in held else fields
    answer = client.request(method, address, headers=headers, **({"data": form} if method == "POST" else {}))
    return answer.status_code, readable(answer.content, answer.headers.get("content-type", ""))


def readable(content: bytes, kind: str) -> str:
    if "spreadsheet" in kind:
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            parts = [book.read(name).decode("utf-8", "replace") for name in book.namelist()]
            # Without the marks: a cell is called as a record might be.
            return "\n".join(unescape(re.sub(r"<[^>]*>", " ", part)) for part in parts)
    return unescape(content.decode("utf-8", "replace"))


def filled_in(path: str, **parts: str) -> str:
    """The path with its parts; those not given are 1."""
    return re.sub(r"\{(\w+)\}", lambda found: parts.get(found[1], "1"), path)
