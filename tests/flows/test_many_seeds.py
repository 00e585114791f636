"""What is kept of many seeds, so that a run that was broken off goes on where it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from kontroll.flows.many_seeds import RESULTS, keep, kept_before


def test_what_was_kept_is_read_in_the_order_it_came(tmp_path: Path) -> None:
    keep(tmp_path / RESULTS, {"fro": 1})
    keep(tmp_path / RESULTS, {"fro": 2})

    assert [{"fro": 1}, {"fro": 2}] == list(kept_before(tmp_path / RESULTS))


@pytest.mark.parametrize("torn", [b'{"fro": 2, "mons', '{"tegn": "ny leverandø'.encode()[:-1]])
def test_a_line_that_was_broken_off_takes_neither_what_came_before_nor_what_comes_after(
    tmp_path: Path, torn: bytes
) -> None:
    kept = tmp_path / RESULTS
    keep(kept, {"fro": 1})
    with kept.open("ab") as file:
        file.write(torn)

    keep(kept, {"fro": 3})

    assert [{"fro": 1}, {"fro": 3}] == list(kept_before(kept))


def test_nothing_is_kept_before_the_first(tmp_path: Path) -> None:
    assert [] == list(kept_before(tmp_path / RESULTS))
