"""The kommune that the tests of the plain evaluator begin with."""

import pytest

from .world import World


@pytest.fixture
def world() -> World:
    """A kommune with one active enhet, «A», of the tjeneste «skole»."""
    small = World()
    small.unit("A")
    return small
