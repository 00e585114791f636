"""The folder that broken files are written to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from .again import same_folder


@pytest.fixture
def tmp_path() -> Iterator[Path]:
    """Like pytest's own, and the same one for every test."""
    with same_folder() as folder:
        yield folder
