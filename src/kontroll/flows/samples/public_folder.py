"""Public folder: everything that is public of the draws, laid out for a web server."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from kontroll.domain.problem import KontrollError
from kontroll.flows.samples.published import public_files, public_series
from kontroll.report.sampling.public_index import INDEX, TABLE, index_page, index_table
from kontroll.wiring import Desk


class NoSuchDraw(KontrollError):
    """There is no draw of that number."""


def public_folder(desk: Desk, only: str | None = None) -> Iterator[tuple[str, bytes]]:
    """Name and content of each file: the running series, and a folder for each draw. only: that one, without the series.

    Raises NoSuchDraw.
    """
    with desk.database.reading() as tx:
        series = [(one.id, one.draw) for one in public_series(tx)]
        if only is not None and only not in {id for id, draw in series if draw is not None}:
            raise NoSuchDraw(only)
        for id, draw in series:
            if draw is not None and only in (None, id):
                for name, content in public_files(tx, draw).items():
                    yield f"{id}/{name}", content
    if only is None:
        yield INDEX, index_page(desk.settings.municipality, series).encode()
        yield TABLE, index_table(series).encode()


def write_folder(folder: Path, content: Iterable[tuple[str, bytes]]) -> int:
    """Gives how many files were new or changed. Each is there whole or not at all. Raises OSError."""
    written = 0
    for name, wanted in content:
        file = folder / name
        if file.is_file() and file.read_bytes() == wanted:
            continue
        file.parent.mkdir(parents=True, exist_ok=True)
        beside = file.with_name(f".{file.name}.ny")
        beside.write_bytes(wanted)
        beside.replace(file)
        written += 1
    return written
