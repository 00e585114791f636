"""The way in: `kontroll` and `python -m kontroll`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kontroll.cli.handed import Handed, Serving
from kontroll.cli.main import app

if TYPE_CHECKING:
    from kontroll.wiring import Desk


def main() -> None:
    # Commands, pages and jobs do not import each other; this is where they meet.
    app(obj=Handed(serve=_serve, work=_work))


def _serve(how: Serving, desk: Desk | None) -> bool:
    # Loaded only by the commands that serve: the others start in half the time.
    from kontroll.web.serve import serve

    return serve(
        desk, first=how.first, host=how.host, port=how.port, opened=how.opened, shown=how.shown,
        processes=how.processes,
    )  # fmt: skip


def _work(desk: Desk, ready: Callable[[], None]) -> None:
    from kontroll.jobs.worker import work

    work(desk, ready)


if __name__ == "__main__":
    main()
