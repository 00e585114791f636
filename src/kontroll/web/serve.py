"""Serve the pages until interrupted."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from types import FrameType

import uvicorn

from kontroll.flows.judging.stands_on import StandsOn, stands_on
from kontroll.report.courses import prepare
from kontroll.report.summary import Summaries
from kontroll.texts import NORWAY
from kontroll.web.app import create_app
from kontroll.web.kept_fresh import Freshener, Shown, kept_fresh
from kontroll.web.months_aside import MonthsAside
from kontroll.wiring import Desk


def serve(
    summaries: Summaries,
    desk: Desk | None,
    host: str,
    port: int,
    ready: Callable[[str], None],
    on: StandsOn | None = None,
) -> None:
    """port: 0 takes a free one. on: what the summaries were made from; None = what the database holds now. `ready` is called
    with the address once the first page is made and the port is ours.

    Raises OSError where the port is taken, KeyboardInterrupt when it is interrupted.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as bound:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((host, port))
        summaries.of(summaries.situation.last)
        prepare(summaries.situation)
        # The log is set up by the program. Requests are told of in web/observed.py, without what may be personal.
        shown = Shown(MonthsAside(summaries))
        app = create_app(shown, desk)
        config = uvicorn.Config(app, log_config=None, access_log=False, server_header=False, date_header=True)
        server = uvicorn.Server(config)
        bound.listen(128)
        with _asked_to_stop(), kept_fresh(_freshener(shown, desk, on)):
            ready(f"http://{host}:{bound.getsockname()[1]}/")
            server.run(sockets=[bound])


def _freshener(shown: Shown, desk: Desk | None, on: StandsOn | None) -> Freshener | None:
    if desk is None:
        return None
    now = datetime.now(NORWAY)
    return Freshener(shown, desk, lambda: datetime.now(NORWAY), on or stands_on(desk.database, now.date()))


@contextmanager
def _asked_to_stop() -> Iterator[None]:
    """SIGTERM is taken as Ctrl-C is: the server lets it through when the last page is answered, and the database is closed."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
