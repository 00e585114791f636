"""The log: one JSON object a line on standard error, for every part of the process, without personal values.

Who, what unit and which run a line belongs to is bound once and follows every line below it:

    with bound(run="2026-10", job="kjor"):
        logger(__name__).info("verdicts stored", rules=100, seconds=2.1)

What is left out, and why: columns that are declared personal, by name and however deep; anything that looks like a
fødselsnummer or an e-mail address; and the message of an exception, since libraries quote the value they choked on.
The event itself is a constant sentence in English, never built from data.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import traceback
from collections.abc import Iterable, Mapping
from contextlib import AbstractContextManager
from typing import TextIO

import structlog
from structlog.contextvars import bound_contextvars, merge_contextvars
from structlog.stdlib import ProcessorFormatter
from structlog.typing import EventDict, Processor, WrappedLogger

#: Never logged, in any kommune. Fields marked `personlig: ja` and the settings' `personlige_felt` come in addition.
ALWAYS_PERSONAL = frozenset(
    {
        "navn", "name", "epost", "email", "telefon", "phone", "adresse", "address",
        "fodselsnummer", "fnr", "person", "person_id", "leder_id", "ansatt", "kontonummer",
    }
)  # fmt: skip
REMOVED = "[fjernet]"

# Eleven digits, also as 010190 12345; and anything@somewhere.
_LOOKS_PERSONAL = re.compile(r"(?<!\d)\d{6}[ -]?\d{5}(?!\d)|[^\s<>\"'=,;:(]+@[^\s<>\"',;:)]+\.\w+")
_QUIET = ("alembic", "apscheduler", "httpx", "httpcore", "watchfiles")


def configure(
    level: str = "info", personal: Iterable[str] = (), stream: TextIO | None = None, process: int | None = None
) -> None:
    """Sends structlog, the standard library's loggers and uvicorn's through one formatter to `stream` (standard error).

    level: debug, info, warning or error. personal: names of columns to blank besides ALWAYS_PERSONAL.
    process: its number, where several write to the same place.
    Called once by each way in; calling it again replaces what was set. Start uvicorn with `log_config=None`.
    """
    severity = logging.getLevelNamesMapping()[level.upper()]
    # Also run on lines that other libraries write; the blanking is last, when everything has joined the line.
    shared: list[Processor] = [
        merge_contextvars,
        *([] if process is None else [_of_process(process)]),
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
        _without_query,
        _without_message_of_exception,
        Blank(personal),
    ]
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(
        ProcessorFormatter(
            foreign_pre_chain=shared,
            pass_foreign_args=True,
            processors=[
                ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(serializer=_json),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(severity)
    logging.captureWarnings(True)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = True
    for name in _QUIET:
        logging.getLogger(name).setLevel(max(severity, logging.WARNING))


def logger(name: str) -> structlog.stdlib.BoundLogger:
    """The logger of a module: `logger(__name__)`."""
    found: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(name)
    return found


def bound(**context: object) -> AbstractContextManager[None]:
    """Every line inside it carries this context, whoever writes the line."""
    return bound_contextvars(**context)


class Blank:
    """Processor that replaces the values of personal columns, however deep, and what looks personal in any text."""

    def __init__(self, personal: Iterable[str] = ()) -> None:
        self._personal = ALWAYS_PERSONAL | {name.casefold() for name in personal}

    def __call__(self, _logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
        for key, value in line.items():
            # structlog keeps the record object under keys of its own until the line is printed.
            if not key.startswith("_"):
                line[key] = self._cleaned(key, value)
        return line

    def _cleaned(self, key: str, value: object) -> object:
        if key.casefold() in self._personal:
            return REMOVED
        match value:
            case str():
                return _LOOKS_PERSONAL.sub(REMOVED, value)
            case Mapping():
                return {self._cleaned("", str(k)): self._cleaned(str(k), v) for k, v in value.items()}
            case list() | tuple() | set() | frozenset():
                return [self._cleaned("", item) for item in value]
            case None | bool() | float():
                return value
            case int():
                return REMOVED if _LOOKS_PERSONAL.fullmatch(str(value)) else value
            case _:
                # Dates, paths, months, decimals: their text, cleaned like any other.
                return self._cleaned("", str(value))


def _of_process(number: int) -> Processor:
    def told(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
        line["process"] = number
        return line

    return told


def _without_query(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    """uvicorn's access line without what stands after `?`: searches hold names."""
    given = line.pop("positional_args", ())
    if line.get("logger") == "uvicorn.access" and len(given) == 5:
        _client, method, path, version, status = given
        line.update(event="request", method=method, path=str(path).partition("?")[0], http=version, status=status)
    return line


def _without_message_of_exception(_logger: WrappedLogger, _method: str, line: EventDict) -> EventDict:
    """The exception as its type and the places it passed; its message may quote a delivered value."""
    given = line.pop("exc_info", None)
    if not given:
        return line
    error = given[1] if isinstance(given, tuple) else given if isinstance(given, BaseException) else sys.exc_info()[1]
    if error is not None:
        line["exception"] = type(error).__qualname__
        line["at"] = [f"{f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(error.__traceback__)]
    record = line.get("_record")
    if record is not None:
        # Otherwise the standard library prints the whole traceback after our line.
        record.exc_info = record.exc_text = None
    return line


def _json(line: object, **_ignored: object) -> str:
    return json.dumps(line, ensure_ascii=False, default=str)
