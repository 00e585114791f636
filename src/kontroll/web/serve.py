"""Serve the pages until interrupted: by this process, or by several that it looks after.

The port answers before the months are made: who signs in meanwhile is told to wait, and a proxy finds somebody there.
"""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime
from types import FrameType
from typing import Any

import uvicorn

from kontroll.log import logger
from kontroll.report.summary import Summaries
from kontroll.texts import NORWAY
from kontroll.web.app import create_app
from kontroll.web.kept_fresh import Freshener, Shown, Shows, kept_fresh
from kontroll.web.observed import without_the_servers_own_lines
from kontroll.web.several import serve_several, step_back
from kontroll.wiring import Desk

#: The log is set up by the program; requests are told of in web/observed.py, without what may be personal. Pages that are
#: being made are waited for as long as a service manager has patience.
_OPTIONS: dict[str, Any] = {
    "log_config": None, "access_log": False, "server_header": False, "timeout_graceful_shutdown": 20,
}  # fmt: skip
_log = logger(__name__)


def serve(
    desk: Desk | None,
    *,
    first: Callable[[], Summaries | None],
    host: str,
    port: int,
    opened: Callable[[str], None],
    shown: Callable[[], None],
    processes: int = 1,
) -> bool:
    """False where `first` made nothing to show, and the pages ended. port: 0 takes a free one.

    opened: called with the address when the port is ours; shown: when what
    needs the months is there. Raises OSError where the port is taken, KeyboardInterrupt when it is interrupted.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as bound:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((host, port))
        bound.listen(128)
        making = _Making(desk, first, shown, processes > 1)
        without_the_servers_own_lines()
        with _asked_to_stop():
            opened(f"http://{host}:{bound.getsockname()[1]}/")
            if processes == 1:
                _serve_alone(desk, bound, making)
            else:
                serve_several(desk, processes, bound, _OPTIONS, making.kept)
        return making.went_well


@dataclass
class _Making:
    """What is shown is made, and then kept fresh. told: called when the first is shown.

    for_others: other processes show it.
    """

    desk: Desk | None
    first: Callable[[], Summaries | None]
    told: Callable[[], None]
    for_others: bool
    went_well: bool = True

    def kept(self, where: Shows, stop: Callable[[], None]) -> AbstractContextManager[None]:
        """As long as it is entered. stop: called where there is nothing to show."""
        freshener = Freshener(where, self.desk, lambda: datetime.now(NORWAY))
        return kept_fresh(freshener, begun=lambda: self._begun(freshener, stop))

    def _begun(self, freshener: Freshener, stop: Callable[[], None]) -> bool:
        if self.for_others:
            step_back()
        try:
            self.went_well = freshener.begin(self.first)
        except Exception:
            _log.exception("nothing to show was made")
            self.went_well = False
        (self.told if self.went_well else stop)()
        return self.went_well


def _serve_alone(desk: Desk | None, bound: socket.socket, making: _Making) -> None:
    shown = Shown()
    server = uvicorn.Server(uvicorn.Config(create_app(shown, desk), **_OPTIONS))

    def stop() -> None:
        server.should_exit = True

    with making.kept(shown, stop):
        server.run(sockets=[bound])


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
