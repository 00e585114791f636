"""The way in: `kontroll` and `python -m kontroll`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kontroll.cli.handed import Handed
from kontroll.cli.main import app

if TYPE_CHECKING:
    from kontroll.flows.judging.stands_on import StandsOn
    from kontroll.report.summary import Summaries
    from kontroll.wiring import Desk


def main() -> None:
    # Commands, pages and jobs do not import each other; this is where they meet.
    app(obj=Handed(serve=_serve, work=_work))


def _serve(
    summaries: Summaries,
    desk: Desk | None,
    host: str,
    port: int,
    ready: Callable[[str], None],
    on: StandsOn | None = None,
) -> None:
    # Loaded only by the commands that serve: the others start in half the time.
    from kontroll.web.serve import serve

    serve(summaries, desk, host, port, ready, on)


def _work(desk: Desk, ready: Callable[[], None]) -> None:
    from kontroll.jobs.worker import work

    work(desk, ready)


if __name__ == "__main__":
    main()
