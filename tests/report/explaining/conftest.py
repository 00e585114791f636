"""A small world with one enhet, A, as the plain evaluator's own tests have it."""

from __future__ import annotations

import pytest

from engine.plain.world import World


@pytest.fixture
def world() -> World:
    world = World()
    world.unit("A")
    return world
