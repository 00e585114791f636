"""A run that is killed anywhere and begun again ends as if nothing had happened. At full size in `make proof`."""

from __future__ import annotations

import shutil
from pathlib import Path
from random import Random

import pytest

from differential.seed import rotating_seed
from survival.killing import Story, deaths, killed_life, undisturbed
from survival.story import STEPS

MONTHS, KILLS = 2, 6


@pytest.fixture(scope="session")
def story(tmp_path_factory: pytest.TempPathFactory, _sqlite_template: Path) -> Story:
    home = tmp_path_factory.mktemp("undisturbed")
    shutil.copy(_sqlite_template, home / "kontroll.db")
    return undisturbed(rotating_seed(), MONTHS, home, f"sqlite:///{home / 'kontroll.db'}")


def test_killed_anywhere_it_goes_on_and_nothing_is_lost_or_doubled(
    story: Story, address: str, tmp_path: Path, request: pytest.FixtureRequest
):
    server = None if address.startswith("sqlite") else request.getfixturevalue("postgres_server")
    chance = Random(f"{rotating_seed()} {server is None}")

    tally = killed_life(
        story, deaths(story, chance, KILLS, restarts=int(server is not None)), tmp_path, address, server
    )

    assert not tally.faults, "\n".join(tally.faults[:20])
    assert tally.points.total() >= KILLS // 2
    assert tally.mails > 5
    assert set(tally.points) <= {*STEPS, "start"}
