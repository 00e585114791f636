"""The same year lived with all data in time, and late, wrong at first and doubled: the same end. See comparison.py."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from differential.seed import by_turns, one_day_in, rotating_seed
from lives.comparison import differences
from lives.deliveries import in_time, out_of_time
from lives.export import State
from lives.faults import FIRST, OTHERS, Plant
from lives.proof import lived
from lives.year import year

#: So long that the enhet that is closed down, and the one that is new, have come and gone.
MONTHS = 8
#: For the faults: the same each time. A fault must show in one of them.
SEEDS = range(1, 9)
#: Faults that few deliveries meet are given a whole year.
WHOLE_YEAR = 12


@pytest.fixture(scope="session")
def on_time(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory):
    """How the year of a seed ends when all comes in time; lived once for each seed."""
    known: dict[tuple[int, int], State] = {}

    def of(seed: int, months: int) -> State:
        if (seed, months) not in known:
            folder = tmp_path_factory.mktemp(f"in-time-{seed}")
            shutil.copy(request.getfixturevalue("_sqlite_template"), folder / "kontroll.db")
            one = year(seed, months)
            end, rewritten, told = lived(one, in_time(one), f"sqlite:///{folder / 'kontroll.db'}", folder)
            assert not rewritten
            assert not told.total(), "nothing came late, and nothing was corrected"
            known[seed, months] = end
        return known[seed, months]

    return of


def test_late_corrected_and_doubled_deliveries_end_like_those_in_time(on_time, address: str, tmp_path: Path):
    seed = rotating_seed()
    one = year(seed, MONTHS)

    late, rewritten, told = lived(one, out_of_time(one, seed), address, tmp_path)

    assert [] == differences(on_time(seed, MONTHS), late)
    assert [] == rewritten
    assert min(told["rows"], told["verdicts"], told["avvik"]) > 0, "the trail tells the difference"
    assert len(late.avvik) > 50, "a year in which nothing happens shows nothing"


@pytest.fixture
def differs(on_time, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Whether a fault shows in the year of a seed."""

    def of(fault: Plant, seed: int, months: int) -> bool:
        wanted = on_time(seed, months)  # without the fault
        folder = tmp_path / str(seed)
        folder.mkdir()
        shutil.copy(request.getfixturevalue("_sqlite_template"), folder / "kontroll.db")
        one = year(seed, months)
        with monkeypatch.context() as planted:
            fault(planted)
            late, rewritten, _told = lived(one, out_of_time(one, seed), f"sqlite:///{folder / 'kontroll.db'}", folder)
        return bool(differences(wanted, late) or rewritten)

    return of


@one_day_in(2)
@pytest.mark.parametrize("fault", by_turns(FIRST, 1))
def test_a_planted_fault_makes_the_ends_differ(fault: Plant, differs):
    assert any(differs(fault, seed, MONTHS) for seed in SEEDS)


@pytest.mark.slow
@pytest.mark.parametrize("fault", OTHERS)
def test_a_fault_that_few_deliveries_meet_does_so_too(fault: Plant, differs):
    assert any(differs(fault, seed, WHOLE_YEAR) for seed in SEEDS)
