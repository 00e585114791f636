"""Which items are checked by two: a share that the seed chooses."""

from __future__ import annotations

import pytest

from kontroll.sampling.kup1.blind import checked_twice


@pytest.mark.parametrize(("share", "count"), [("0", 0), ("0.04", 1), ("0.11", 3), ("0.5", 10), ("1", 20)])
def test_so_large_a_share_is_checked_twice_rounded_up(share: str, count: int) -> None:
    ids = [f"bilag:{n}" for n in range(20)]

    chosen = checked_twice("Bygda/2026/1/bilag", "63454660390103169462", ids, share)

    assert count == len(chosen)
    assert chosen == checked_twice("Bygda/2026/1/bilag", "63454660390103169462", reversed(ids), share)
    assert count in (0, 20) or chosen != checked_twice("Bygda/2026/1/bilag", "1", ids, share)
