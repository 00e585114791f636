"""What is kept of unpacked contents: the last asked for, within the room there is."""

from __future__ import annotations

import polars as pl

from kontroll.store.kept import Kept

FRAME = pl.DataFrame({"a": list(range(100))})
SIZE = int(FRAME.estimated_size())


def test_what_was_kept_is_found_and_nothing_else_is():
    kept = Kept(room=SIZE)
    kept.keep("x", FRAME)

    assert kept.get("x") is FRAME
    assert kept.get("y") is None


def test_the_one_that_was_not_asked_for_longest_gives_room():
    kept = Kept(room=2 * SIZE)
    kept.keep("a", FRAME)
    kept.keep("b", FRAME)
    kept.get("a")
    kept.keep("c", FRAME)

    assert ["a", "c"] == [salt for salt in "abc" if kept.get(salt) is not None]


def test_what_is_larger_than_the_room_is_given_and_not_kept():
    kept = Kept(room=SIZE - 1)

    assert kept.keep("x", FRAME) is FRAME
    assert kept.get("x") is None


def test_keeping_the_same_twice_takes_its_room_once():
    kept = Kept(room=2 * SIZE)
    for salt in ("a", "a", "b"):
        kept.keep(salt, FRAME)

    assert kept.get("a") is not None
