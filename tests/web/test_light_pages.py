"""Pages are light: compressed, with files that are asked for once, and few questions to the database however much is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
from sqlalchemy import event

from kontroll.wiring import Desk

#: Bytes over the line the first time, styles and fonts included.
MOST_BYTES = 250_000
#: Questions for a page, those of the session among them. None of them may grow with what is listed.
MOST_QUERIES = 30
_FILES = re.compile(r'(?:href|src)="(/static/[^"]+)"')


def _over_the_line(client: httpx.Client, path: str) -> int:
    with client.stream("GET", path, headers={"accept-encoding": "gzip"}) as answer:
        assert answer.status_code == 200
        return sum(len(part) for part in answer.iter_raw())


def test_the_first_page_somebody_opens_weighs_little(client: httpx.Client) -> None:
    # When everything that the page and its styles point at is fetched
    files = set(_FILES.findall(client.get("/").text))
    styles = [file for file in files if ".css" in file]
    fonts = {
        str(httpx.URL(f"http://x{style}").join(found).path)
        for style in styles
        for found in re.findall(r'url\("?([^")]+\.woff2)"?\)', client.get(style).text)
    }
    # Then there are styles and a font among it, and it is light
    assert styles
    assert fonts
    assert sum(_over_the_line(client, path) for path in ["/", *files, *fonts]) < MOST_BYTES


def test_a_page_is_compressed_for_those_who_take_it_so_and_whole_for_others(client: httpx.Client) -> None:
    assert client.get("/", headers={"accept-encoding": "gzip"}).headers["content-encoding"] == "gzip"
    assert "content-encoding" not in client.get("/", headers={"accept-encoding": "identity"}).headers


def test_a_style_is_kept_for_good_under_its_fingerprint_and_for_a_while_without(client: httpx.Client) -> None:
    # Given the address that the page gives
    (address,) = [file for file in _FILES.findall(client.get("/").text) if "kontroll.css" in file]
    # Then it never changes; and what is not there is not kept, whatever is asked after it
    assert "immutable" in client.get(address).headers["cache-control"]
    assert "immutable" not in client.get("/static/kontroll.css").headers["cache-control"]
    assert client.get("/static/ingen.css?v=1").headers["cache-control"] == "no-store"
    # And no page is kept, whatever it is asked with
    assert client.get("/?v=1").headers["cache-control"] == "no-store"


@contextmanager
def _counting(desk: Desk) -> Iterator[list[str]]:
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        asked.append(statement)

    event.listen(desk.database.engine, "before_cursor_execute", note)
    yield asked
    event.remove(desk.database.engine, "before_cursor_execute", note)


@pytest.mark.parametrize(
    "path",
    ["/", "/oversikt", "/ko", "/ko?sorter=eier", "/saker", "/meldinger", "/leveranser", "/kjoringer", "/regler", "/styring",
     "/vaktliste", "/reglement", "/manedsrapport/2026-03", "/tertialrapport/2026-T1",
     "/manedsrapport/2026-03/tall/saker-aapne"],
)  # fmt: skip
def test_a_page_asks_the_database_a_bounded_number_of_times(client: httpx.Client, desk: Desk, path: str) -> None:
    with _counting(desk) as asked:
        assert client.get(path).status_code == 200
    assert 0 < len(asked) <= MOST_QUERIES, "\n".join(asked)
