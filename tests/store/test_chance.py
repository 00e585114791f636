"""Salts are new each time, but for the example kommune, which is the same again."""

from __future__ import annotations

from random import Random

import pytest

from kontroll.store import chance


def drawn() -> list[object]:
    return [chance.salt(), chance.secret(), chance.salt()]


def test_no_two_are_alike():
    found = drawn() + drawn()

    assert len(found) == len(set(found))
    assert (32, 32) == (len(chance.salt()), len(chance.secret()))


def test_inside_the_example_they_are_the_same_again_and_afterwards_new():
    with chance.repeatable(Random("1")):
        first = drawn()
    with chance.repeatable(Random("1")):
        assert first == drawn()
    with chance.repeatable(Random("2")):
        assert first != drawn()

    assert first != drawn()


def test_what_goes_wrong_inside_leaves_nothing_behind():
    with pytest.raises(ZeroDivisionError), chance.repeatable(Random("1")):
        1 / 0  # noqa: B018

    assert drawn() != drawn()
