"""Health, metrics and the log of requests, asked of a real server of the village that has been followed up."""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families

from followed_village import followed_village
from kontroll import log
from kontroll.flows.home.vital_signs import DatabaseState, VitalSigns, show_worker, vital_signs
from kontroll.report.summary import Summaries
from kontroll.store.database import Database
from kontroll.web.app import create_app
from kontroll.web.health import readiness
from kontroll.wiring import Desk
from served import served
from village import PERSONAL, village

TOKEN = "et-langt-og-hemmelig-tegn"
NOW = datetime(2026, 4, 20, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def summaries(tmp_path_factory: pytest.TempPathFactory) -> Summaries:
    return Summaries(village(tmp_path_factory.mktemp("village")))


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, summaries: Summaries) -> Iterator[Desk]:
    made = followed_village(tmp_path_factory.mktemp("followed"), summaries.situation)
    yield made
    made.database.close()


@contextmanager
def asked(summaries: Summaries, desk: Desk | None) -> Iterator[httpx.Client]:
    with (
        served(create_app(summaries, desk)) as address,
        httpx.Client(base_url=address, trust_env=False, timeout=30) as client,
    ):
        yield client


def figures(text: str) -> dict[tuple[str, ...], float]:
    """(name, label values …) -> value."""
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


# --- health -----------------------------------------------------------------------------------------------------------


def test_a_process_that_lives_says_so_even_without_a_database(summaries: Summaries):
    with asked(summaries, None) as client:
        assert (200, "ok\n") == (client.get("/helse/live").status_code, client.get("/helse/live").text)
        assert 503 == client.get("/helse/klar").status_code


def test_it_is_ready_when_the_worker_has_shown_itself_and_not_before(summaries: Summaries, desk: Desk):
    with asked(summaries, desk) as client:
        before = client.get("/helse/klar")
        show_worker(desk.database, datetime.now(UTC))
        after = client.get("/helse/klar")

    assert (503, "aldri sett") == (before.status_code, before.json()["arbeider"])
    assert (200, True, "ok", "ok") == (after.status_code, *list(after.json().values())[:3])


@pytest.mark.parametrize(
    ("silent", "is_ready"), [(timedelta(minutes=5), True), (timedelta(minutes=5, seconds=1), False)]
)
def test_the_worker_may_be_silent_as_long_as_is_stated_and_no_longer(silent: timedelta, is_ready: bool):
    told = readiness(VitalSigns(DatabaseState.USABLE, NOW - silent), 5, NOW)

    assert is_ready == told["klar"]


def test_where_no_worker_is_asked_for_none_is_missed():
    assert readiness(VitalSigns(DatabaseState.USABLE, None), 0, NOW)["klar"]


def test_a_database_of_another_version_is_not_ready(tmp_path: Path):
    empty = Database(f"sqlite:///{tmp_path / 'tom.db'}")

    signs = vital_signs(empty)
    empty.close()

    assert signs.database is DatabaseState.OTHER_VERSION
    assert not readiness(signs, 0, NOW)["klar"]


def test_a_database_that_does_not_answer_is_told_and_not_raised():
    gone = Database("postgresql://ingen@127.0.0.1:1/ingen")

    signs = vital_signs(gone)

    assert signs.database is DatabaseState.SILENT
    assert {"klar": False, "database": "svarer ikke"} == readiness(signs, 5, NOW)


# --- metrics ----------------------------------------------------------------------------------------------------------


def test_the_figures_are_those_of_the_database(summaries: Summaries, desk: Desk):
    with asked(summaries, desk) as client:
        found = figures(client.get("/metrikk").text)

    with desk.database.reading() as tx:
        saker, messages = tx.saker.all(), tx.messages.all()
        runs = tx.runs.all()
    assert 1 == found["kontroll_database_usable",]
    assert len(saker) == sum(n for key, n in found.items() if key[0] == "kontroll_saker") > 0
    assert sum(sak.state.value == "åpen" for sak in saker) == found["kontroll_saker", "åpen"]
    late = [sak for sak in saker if sak.deadline and sak.deadline < datetime.now(UTC).date()]
    assert len(late) == found["kontroll_saker_overdue",] > 0
    assert sum(m.state.value == "feilet" for m in messages) == found["kontroll_outbox_messages", "feilet"] == 1
    assert max(run.finished for run in runs).timestamp() == found["kontroll_run_last_success_timestamp_seconds",]


def test_no_label_holds_an_id_or_a_name(summaries: Summaries, desk: Desk):
    with asked(summaries, desk) as client:
        client.get("/saker/finnes-ikke-17")
        client.get("/enheter/1?navn=Anne")
        client.get("/noe/helt/annet")
        text = client.get("/metrikk").text

    with desk.database.reading() as tx:
        names = {sak.id for sak in tx.saker.all()} | {sak.owner for sak in tx.saker.all() if sak.owner}
    words = set(re.findall(r'"([^"]*)"', text))
    assert not words & names
    assert not [word for word in words if "finnes-ikke" in word or "Anne" in word or PERSONAL in word or "helt" in word]
    assert "(none)" in words


def test_requests_are_counted_by_the_template_of_their_address(summaries: Summaries, desk: Desk):
    with asked(summaries, desk) as client:
        client.get("/helse/live")
        client.get("/helse/live")
        found = figures(client.get("/metrikk").text)

    assert 2 == found["kontroll_http_requests_total", "GET", "/helse/live", "200"]
    assert 2 == found["kontroll_http_request_seconds_count", "/helse/live"]


@pytest.mark.parametrize(
    "headers",
    [{"X-Forwarded-For": "127.0.0.1"}, {"Forwarded": "for=127.0.0.1"}, {"Host": "kontroll.kommune.example"}],
    ids=["handed on", "handed on, the new way", "by its public name"],
)
def test_without_a_token_a_proxy_on_this_machine_gets_no_figures(
    summaries: Summaries, desk: Desk, headers: dict[str, str]
):
    with asked(summaries, desk) as client:
        assert 403 == client.get("/metrikk", headers=headers).status_code


def test_with_a_token_whoever_has_it_gets_the_figures_and_nobody_else(summaries: Summaries, desk: Desk):
    guarded = replace(desk, settings=desk.settings.model_copy(update={"metrics_token": TOKEN}))
    with asked(summaries, guarded) as client:
        statuses = [
            client.get("/metrikk", headers={"Authorization": given, "X-Forwarded-For": "10.0.0.1"}).status_code
            for given in (f"Bearer {TOKEN}", f"Bearer {TOKEN}x", "Bearer", f"Basic {TOKEN}")
        ]
        without = client.get("/metrikk").status_code

    assert [200, 401, 401, 401, 401] == [*statuses, without]


# --- the log ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    written = io.StringIO()
    before = logging.getLogger().handlers[:]
    log.configure("info", stream=written)
    # As `kontroll tjener` serves: without the server's own lines.
    logging.getLogger("uvicorn.access").disabled = True
    yield written
    logging.getLogger("uvicorn.access").disabled = False
    logging.getLogger().handlers[:] = before
    log.configure("warning")


def test_a_request_leaves_one_line_with_its_id_and_without_what_was_asked_for(
    summaries: Summaries, desk: Desk, lines: io.StringIO
):
    with asked(summaries, desk) as client:
        answer = client.get("/saker/finnes-ikke-17?navn=Anne")

    told = [json.loads(line) for line in lines.getvalue().splitlines() if '"event": "request"' in line]
    assert 1 == len(told)
    assert answer.headers["X-Request-ID"] == told[0]["request"]
    assert ("GET", answer.status_code) == (told[0]["method"], told[0]["status"])
    assert "finnes-ikke" not in lines.getvalue()
    assert "Anne" not in lines.getvalue()


@pytest.mark.parametrize(
    ("given", "is_kept"),
    [("0af7651916cd43dd8448eb211c80319c", True), ("kort", False), ("a b c d e f g", False), ("x" * 65, False)],
)
def test_a_proxy_may_give_the_id_if_it_looks_like_one(summaries: Summaries, given: str, is_kept: bool):
    with asked(summaries, None) as client:
        answer = client.get("/helse/live", headers={"X-Request-ID": given})

    assert is_kept == (answer.headers["X-Request-ID"] == given)


def test_health_and_metrics_do_not_fill_the_log(summaries: Summaries, desk: Desk, lines: io.StringIO):
    with asked(summaries, desk) as client:
        client.get("/helse/live")
        client.get("/metrikk")

    assert '"event": "request"' not in lines.getvalue()
