"""Handed: what the program hands to its commands: pages and jobs, which commands do not know."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from kontroll.report.summary import Summaries
    from kontroll.wiring import Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Serving:
    """How the pages are served. first: makes what they show; None where it cannot, when it has told why.

    opened: called with the address once the port answers; shown: once
    what needs the months is there.
    """

    first: Callable[[], Summaries | None]
    host: str
    port: int
    opened: Callable[[str], None]
    shown: Callable[[], None] = lambda: None
    processes: int = 1


class Serve(Protocol):
    """Serves the pages until interrupted, from before the months are made. False: they could not be made, and it ended.

    desk: None where the home has no database yet; then nothing has been followed up. OSError: the port is taken.
    """

    def __call__(self, how: Serving, desk: Desk | None) -> bool: ...


class Work(Protocol):
    """Runs the jobs until SIGTERM or SIGINT. `ready` is called when it begins."""

    def __call__(self, desk: Desk, ready: Callable[[], None]) -> None: ...


@dataclass(frozen=True, slots=True)
class Handed:
    """A command's `ctx.obj`."""

    serve: Serve
    work: Work
