"""Progress of a job in stages: a bar on a terminal, a line for each stage elsewhere. Both on standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn


@contextmanager
def stages(count: int) -> Iterator[Callable[[str], None]]:
    """Inside it, call what is given with the name of each stage as it begins. count: how many there are."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda text: print(f"{text} …", file=sys.stderr, flush=True)
        return
    columns = (SpinnerColumn(), BarColumn(bar_width=24), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("", total=count)
        begun = 0

        def tell(text: str) -> None:
            nonlocal begun
            progress.update(task, completed=begun, description=f"{text} …")
            begun += 1

        yield tell
