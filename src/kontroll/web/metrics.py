"""Metrics for Prometheus (`/metrikk`): the state as counts and times, and the requests that were answered.

Why no ids or names in labels: whoever keeps the figures keeps them for years, and is not the kommune's case handler. A
request is counted by the template of its address, so that not even the id of a sak is told.

Why this machine only, unless a token is set: how many saker are overdue is nobody else's business. A proxy on the same
machine asks from it too; what it hands on is known by its headers or by the name it was asked for, and is refused.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path
from typing import TypeVar, cast

from fastapi import APIRouter, Request
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from starlette.responses import PlainTextResponse, Response

from kontroll.flows.home.state_figures import StateFigures, state_figures
from kontroll.flows.home.vital_signs import DatabaseState, vital_signs
from kontroll.wiring import Desk

METRICS = "/metrikk"
#: What a proxy adds to what it hands on.
_HANDED_ON = ("x-forwarded-for", "x-forwarded-host", "x-real-ip", "forwarded", "via")
_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
W = TypeVar("W", bound=tuple[str, ...])
router = APIRouter(include_in_schema=False)


@router.get(METRICS, response_class=PlainTextResponse)
def metrics(request: Request) -> Response:
    desk = cast(Desk | None, request.app.state.desk)
    token = desk.settings.metrics_token if desk is not None else ""
    if not (_has(request, token) if token else _is_from_here(request)):
        wanted = "Oppgi metrikk_token som Bearer.\n" if token else "Tallene gis bare til denne maskinen.\n"
        return PlainTextResponse(wanted, 401 if token else 403)
    measured = cast(Measured, request.app.state.measured)
    return Response(measured.text(), headers={"Content-Type": CONTENT_TYPE_LATEST})


def _has(request: Request, token: str) -> bool:
    given = request.headers.get("authorization", "")
    return secrets.compare_digest(given.encode(), f"Bearer {token}".encode())


def _is_from_here(request: Request) -> bool:
    """Asked from this machine by its own name, and handed on by nobody."""
    if request.client is None or any(name in request.headers for name in _HANDED_ON):
        return False
    return _is_loopback(request.client.host) and _is_loopback(request.url.hostname or "")


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class Measured:
    """What is measured. Each application has its own, so that two in a test do not count together."""

    def __init__(self, desk: Desk | None, counts: Path | None = None) -> None:
        """counts: the folder in which several processes count together; prometheus_client must have been told of it."""
        self.registry = CollectorRegistry()
        self._told = self.registry if counts is None else CollectorRegistry()
        if counts is not None:
            MultiProcessCollector(self._told, str(counts))  # type: ignore[no-untyped-call]
        self._requests = Counter(
            "kontroll_http_requests", "Requests answered.", ("method", "route", "status"), registry=self.registry
        )
        self._seconds = Histogram(
            "kontroll_http_request_seconds", "Seconds to answer a request.", ("route",), registry=self.registry
        )
        if desk is not None:
            self._told.register(_State(desk))

    def text(self) -> bytes:
        """As Prometheus reads it: of all processes, whichever is asked."""
        return generate_latest(self._told)

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        """route: the template of the address."""
        self._requests.labels(method if method in _METHODS else "other", route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)


class _State(Collector):
    """The database as it is each time it is asked for."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def describe(self) -> Iterable[GaugeMetricFamily]:
        # Otherwise it would be asked once when it is registered.
        return ()

    def collect(self) -> Iterator[GaugeMetricFamily]:
        is_usable = vital_signs(self._desk.database).database is DatabaseState.USABLE
        yield _one("kontroll_database_usable", "1: the database answers and has this program's version.", is_usable)
        if is_usable:
            yield from _families(state_figures(self._desk.database, datetime.now(UTC)))


def _families(found: StateFigures) -> Iterator[GaugeMetricFamily]:
    avvik = {(phase.value, severity.value): count for (phase, severity), count in found.avvik.items()}
    yield _many("kontroll_avvik", "Avvik by state and severity.", ("state", "severity"), avvik)
    yield _many("kontroll_saker", "Saker by state.", ("state",), {(s.value,): n for s, n in found.saker.items()})
    yield _one("kontroll_saker_overdue", "Saker whose deadline has passed.", found.overdue)
    yield _many("kontroll_notices", "Notices by state.", ("state",), {(s.value,): n for s, n in found.notices.items()})
    messages = {(state.value,): count for state, count in found.messages.items()}
    yield _many("kontroll_outbox_messages", "Messages by state; «i kø» wait to be sent.", ("state",), messages)
    done = {(job,): at.timestamp() for job, at in found.job_done.items()}
    yield _many("kontroll_job_last_success_timestamp_seconds", "When each job last went well.", ("job",), done)
    took = {(job,): seconds for job, seconds in found.job_seconds.items()}
    help = "Seconds a job took when it last had work; maanedskjoring: to evaluate the month."
    yield _many("kontroll_job_duration_seconds", help, ("job",), took)
    failures = {(job,): count for job, count in found.job_failures.items()}
    yield _many("kontroll_job_failures", "Times in a row that a job has failed; 0: it went well.", ("job",), failures)
    for name, help, at in (
        ("kontroll_run_last_success_timestamp_seconds", "When a month was last run.", found.run_finished),
        ("kontroll_worker_seen_timestamp_seconds", "When the worker last showed itself.", found.worker),
        ("kontroll_backup_last_success_timestamp_seconds", "When the last backup was taken.", found.backup),
    ):
        # What never happened has no time: a rule on «absent» then finds it.
        if at is not None:
            yield _one(name, help, at.timestamp())


def _one(name: str, help: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, help, value=float(value))


def _many(name: str, help: str, labels: Sequence[str], values: Mapping[W, float]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, help, labels=labels)
    for words, value in sorted(values.items()):
        family.add_metric(words, float(value))
    return family
