"""The same year lived with all data in time, and late, wrong at first and doubled: the same end. See comparison.py."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from differential.seed import rotating_seed
from lives.comparison import differences
from lives.deliveries import in_time, out_of_time
from lives.export import State
from lives.faults import FIRST, OTHERS, Plant
from lives.proof import lived
from lives.year import year

#: So long that the enhet that is closed down, and the one that is new, have come and gone.
MONTHS = 8
#: For the faults: the same each time. A fault must show in one of them.
SEEDS = (1, 2, 3, 4)


@pytest.fixture(scope="session")
def on_time(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory):
    """How the year of a seed ends when all comes in time; lived once for each seed."""
    known: dict[int, State] = {}

    def of(seed: int) -> State:
        if seed not in known:
            folder = tmp_path_factory.mktemp(f"in-time-{seed}")
            shutil.copy(request.getfixturevalue("_sqlite_template"), folder / "kontroll.db")
            one = year(seed, MONTHS)
            known[seed], rewritten, told = lived(one, in_time(one), f"sqlite:///{folder / 'kontroll.db'}", folder)
            assert not rewritten
            assert not told.total(), "nothing came late, and nothing was corrected"
        return known[seed]

    return of


def test_late_corrected_and_doubled_deliveries_end_like_those_in_time(on_time, address: str, tmp_path: Path):
    seed = rotating_seed()
    one = year(seed, MONTHS)

    late, rewritten, told = lived(one, out_of_time(one, seed), address, tmp_path)

    assert [] == differences(on_time(seed), late)
    assert [] == rewritten
    assert min(told["rows"], told["verdicts"], told["avvik"]) > 0, "the trail tells the difference"
    assert len(late.avvik) > 50, "a year in which nothing happens shows nothing"


@pytest.mark.parametrize("fault", FIRST)
def test_a_planted_fault_makes_the_ends_differ(
    fault: Plant, on_time, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    assert any(_differs(fault, seed, on_time, request, tmp_path, monkeypatch) for seed in SEEDS)


@pytest.mark.slow
@pytest.mark.parametrize("fault", OTHERS)
def test_a_fault_that_is_harder_to_make_does_so_too(
    fault: Plant, on_time, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    assert any(_differs(fault, seed, on_time, request, tmp_path, monkeypatch) for seed in SEEDS)


def _differs(
    fault: Plant, seed: int, on_time, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> bool:
    wanted = on_time(seed)  # without the fault
    folder = tmp_path / str(seed)
    folder.mkdir()
    shutil.copy(request.getfixturevalue("_sqlite_template"), folder / "kontroll.db")
    one = year(seed, MONTHS)
    with monkeypatch.context() as planted:
        fault(planted)
        late, rewritten, _told = lived(one, out_of_time(one, seed), f"sqlite:///{folder / 'kontroll.db'}", folder)
    return bool(differences(wanted, late) or rewritten)
