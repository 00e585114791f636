"""The log says what happened, and nothing about a person."""

from __future__ import annotations

import io
import json
import logging
from datetime import date
from decimal import Decimal

import pytest
import structlog

from kontroll.log import bound, configure, logger


@pytest.fixture
def log():
    """Lines written so far, as objects; the process's own logging is put back afterwards."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    stream = io.StringIO()
    configure(personal=["attestant"], stream=stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.captureWarnings(False)
    structlog.reset_defaults()


def test_a_line_is_one_json_object_with_time_level_and_event(log):
    logger("kontroll.flows.month.monthly_run").info(
        "verdicts stored", rules=100, amount=Decimal("1.50"), day=date(2026, 10, 1)
    )

    (line,) = log()
    assert {
        "event": "verdicts stored",
        "level": "info",
        "logger": "kontroll.flows.month.monthly_run",
        "rules": 100,
    }.items() <= line.items()
    assert ("1.50", "2026-10-01") == (line["amount"], line["day"])
    assert line["time"].endswith("Z")


def test_norwegian_letters_are_written_as_they_are(log, capsys):
    stream = io.StringIO()
    configure(stream=stream)

    logger("k").info("read", enhet="Blåbærtunet skole")

    assert "Blåbærtunet skole" in stream.getvalue()


def test_what_is_bound_follows_every_line_inside(log):
    with bound(run="2026-10"):
        logger("k").info("inside")
        logging.getLogger("some.package").warning("also inside")
    logger("k").info("outside")

    assert ["2026-10", "2026-10", None] == [line.get("run") for line in log()]


def test_a_personal_column_is_blanked_by_name_however_deep(log):
    logger("k").info("row", attestant="Ola", rows=[{"Attestant": "Kari", "bilag": "B1", "more": {"navn": "Per"}}])

    (line,) = log()
    assert "[fjernet]" == line["attestant"]
    assert [{"Attestant": "[fjernet]", "bilag": "B1", "more": {"navn": "[fjernet]"}}] == line["rows"]


def test_a_bound_personal_column_is_blanked_too(log):
    with bound(person_id="P17"):
        logger("k").info("seen")

    assert "[fjernet]" == log()[0]["person_id"]


@pytest.mark.parametrize("value", ["01019012345", "010190 12345", 10101912345, "ola.nordmann@kommune.no"])
def test_what_looks_personal_is_blanked_in_any_column(log, value):
    logger("k").info("found", note=value)

    assert "[fjernet]" == log()[0]["note"]


@pytest.mark.parametrize("value", ["1234567890", "123456789012", 974760673, "2026-10"])
def test_a_number_of_another_length_is_kept(log, value):
    logger("k").info("found", note=value)

    assert value == log()[0]["note"]


def test_an_exception_is_logged_by_type_and_place_without_its_message(log):
    try:
        raise ValueError("could not read 'Ola Nordmann' as a number")
    except ValueError:
        logger("k").exception("import failed", file="faktura.csv")
        logging.getLogger("some.package").exception("library failed")

    ours, theirs = log()
    assert ("ValueError", "ValueError") == (ours["exception"], theirs["exception"])
    assert "test_log.py" in ours["at"][-1]
    assert "Nordmann" not in json.dumps([ours, theirs])


def test_the_web_servers_lines_are_json_without_the_query(log):
    access = logging.getLogger("uvicorn.access")
    access.info('%s - "%s %s HTTP/%s" %d', "127.0.0.1:5", "GET", "/saker?sok=Ola", "1.1", 200)
    logging.getLogger("uvicorn.error").info("Started server process [%d]", 7)

    request, started = log()
    assert ("request", "/saker", 200) == (request["event"], request["path"], request["status"])
    assert "Started server process [7]" == started["event"]


def test_lines_below_the_level_are_not_written(log):
    stream = io.StringIO()
    configure(level="warning", stream=stream)

    logger("k").info("quiet")
    logger("k").warning("loud")

    assert ["loud"] == [json.loads(line)["event"] for line in stream.getvalue().splitlines()]
