"""Engines by name: those that `--motor` may ask for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from kontroll.engine.backend import Backend
from kontroll.engine.on_polars import OnPolars

POLARS, DUCKDB = "polars", "duckdb"
ENGINES = (POLARS, DUCKDB)


@contextmanager
def opened(name: str) -> Iterator[Backend]:
    """The engine of that name, cleared away afterwards. Raises ValueError for any other word."""
    if name == POLARS:
        yield OnPolars()
    elif name == DUCKDB:
        # Loaded only where it is asked for: nobody else should wait for it.
        from kontroll.engine.on_duckdb import OnDuckDB

        with OnDuckDB() as backend:
            yield backend
    else:
        raise ValueError(name)
