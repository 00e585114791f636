"""Handed: what the program hands to its commands: pages and jobs, which commands do not know."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from kontroll.flows.judging.stands_on import StandsOn
    from kontroll.report.summary import Summaries
    from kontroll.wiring import Desk


class Serve(Protocol):
    """Serves the pages until interrupted. `ready` is called with the address once they answer. OSError: the port is taken.

    desk: None where the home has no database yet; then nothing has been followed up. on: what the summaries
    were made from; None = what the database holds now.
    """

    def __call__(
        self,
        summaries: Summaries,
        desk: Desk | None,
        host: str,
        port: int,
        ready: Callable[[str], None],
        on: StandsOn | None = None,
    ) -> None: ...


class Work(Protocol):
    """Runs the jobs until SIGTERM or SIGINT. `ready` is called when it begins."""

    def __call__(self, desk: Desk, ready: Callable[[], None]) -> None: ...


@dataclass(frozen=True, slots=True)
class Handed:
    """A command's `ctx.obj`."""

    serve: Serve
    work: Work
