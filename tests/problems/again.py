"""Again: a folder for files that are written and read many times over."""

from __future__ import annotations

import atexit
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import mkdtemp


@contextmanager
def same_folder() -> Iterator[Path]:
    """An empty folder of the same name each time: a sound file that is written there again need not be parsed again."""
    folder = _parent() / "files"
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


@cache
def _parent() -> Path:
    folder = Path(mkdtemp(prefix="kontroll-problems-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder
