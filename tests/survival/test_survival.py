"""A run that is killed anywhere and begun again ends as if nothing had happened. At full size in `make proof`."""

from __future__ import annotations

import shutil
from pathlib import Path
from random import Random

import pytest

from differential.seed import one_day_in, rotating_seed
from survival.faults import FAULTS
from survival.killing import deaths, killed_life, undisturbed
from survival.process import Death, Story
from survival.story import STEPS

MONTHS, KILLS = 2, 3


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
    assert tally.points.total() >= 1, "on a busy machine some fall after the end"
    assert tally.mails > 5
    assert set(tally.points) <= {*STEPS, "start"}


# --- the mail between the server's answer and our commit --------------------------------------------------------------

SEND = STEPS.index("send")


@pytest.fixture
def sqlite(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    shutil.copy(request.getfixturevalue("_sqlite_template"), tmp_path / "kontroll.db")
    return f"sqlite:///{tmp_path / 'kontroll.db'}"


@one_day_in(3)
def test_a_mail_is_repeated_only_if_the_server_had_taken_it_and_we_had_not_kept_that(
    story: Story, sqlite: str, tmp_path: Path
):
    before = Death(at=(0, SEND), kind="mail", number=1)
    after = Death(at=(0, SEND), kind="mail", number=2)

    tally = killed_life(story, [before, after], tmp_path, sqlite)

    assert not tally.faults, "\n".join(tally.faults[:20])
    assert {"mail": 2} == tally.kinds
    assert tally.repeated == 1


@pytest.mark.slow
@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_does_not_survive(story: Story, sqlite: str, tmp_path: Path, fault: str):
    _plant, at, kind, number = FAULTS[fault]

    tally = killed_life(story, [Death(at=at, kind=kind, number=number)], tmp_path, sqlite, fault=fault)

    assert tally.points.total() == 1
    assert tally.faults
