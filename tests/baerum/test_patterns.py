"""What is planted begins when it says, is smaller when it is weaker, and stands beside the kommune's own records."""

from __future__ import annotations

from pathlib import Path

import pytest

from kontroll.domain.month import Month
from kontroll.example import build
from kontroll.example.built import Built
from kontroll.example.patterns import patterns
from kontroll.example.patterns.base import Case
from kontroll.example.patterns.ground import Ground
from kontroll.example.patterns.written import MARK, answer, write_case

LAST, SEED = Month(2026, 10), 11
IDS = ("endringsmeldinger", "felles-konto", "kameraderi", "private-kjop", "spokelsesansatt")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Built, Path]:
    folder = tmp_path_factory.mktemp("furuvik")
    return build(folder, SEED, LAST, planted=False, calm=True), folder


def planted(built: tuple[Built, Path], id: str, strength: float = 1.0) -> tuple[Ground, Case]:
    ground = Ground(built[0], built[1], id)
    return ground, patterns()[id].plant(ground, strength)


def test_every_module_of_the_folder_is_a_pattern():
    assert IDS == tuple(patterns())


@pytest.mark.parametrize("id", IDS)
def test_the_first_krone_goes_out_in_the_month_it_begins_or_soon_after(built: tuple[Built, Path], id: str):
    ground, case = planted(built, id)
    paid = [post.paid for post in case.posts if post.paid is not None]

    assert paid
    first = ground.built.scene.days.month(min(paid))
    assert case.start <= first <= case.start + 3


@pytest.mark.parametrize("id", IDS)
def test_a_weaker_case_takes_less(built: tuple[Built, Path], id: str):
    strong, weak = (planted(built, id, strength)[1] for strength in (1.0, 0.3))

    taken, less = (sum(post.ore for post in case.posts) for case in (strong, weak))
    # Payments that are turned to another account are what they are.
    assert taken == less if "betaling" in {post.dataset for post in strong.posts} else less < 0.8 * taken


@pytest.mark.parametrize("id", IDS)
def test_the_same_seed_gives_the_same_case(built: tuple[Built, Path], id: str):
    (ground, one), (_ground, other) = planted(built, id), planted(built, id)

    assert answer(ground, one) == answer(ground, other)


@pytest.mark.parametrize("id", IDS)
def test_it_stands_in_files_of_its_own_and_says_nowhere_what_it_is(built: tuple[Built, Path], id: str, tmp_path: Path):
    ground, case = planted(built, id)
    write_case(tmp_path, ground, case)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]

    assert files
    assert all(f"-{MARK}-" in path.name or path.name.startswith(f"{MARK}-") for path in files)
    assert not any(id.encode() in path.read_bytes() or b"fasit" in path.read_bytes() for path in files)


def test_the_twin_has_neither_furuviks_own_case_nor_split_invoices(built: tuple[Built, Path]):
    ground = Ground(built[0], built[1], "kameraderi")

    assert not [row for row in ground.records("leverandor") if row["leverandor"] == "L70001"]


def test_the_twin_has_the_noise_of_real_purchases(built: tuple[Built, Path]):
    """Near the limit 1.8 per cent, at weekends 26.7, repeated 14.3 of the small and 2.2 of the others, about."""
    ground = Ground(built[0], built[1], "kameraderi")
    rows = [row for row in ground.records("kortkjop") if row["belop"]]
    amounts = [int(row["belop"].split(",")[0]) for row in rows]
    same = [(row["kortholder"], row["kjopt_dato"], row["brukersted"], row["belop"]) for row in rows]
    days = [ground.built.scene.days.weekday(_day(ground, row["kjopt_dato"])) for row in rows]

    assert 0.014 < sum(9_000 <= amount <= 10_000 for amount in amounts) / len(rows) < 0.024
    assert 0.10 < _repeated([one for one, amount in zip(same, amounts, strict=True) if amount < 400]) < 0.18
    assert 0.014 < _repeated([one for one, amount in zip(same, amounts, strict=True) if amount >= 400]) < 0.032
    assert 0.24 < sum(day > 5 for day in days) / len(rows) < 0.30


def _repeated(rows: list[tuple[str, ...]]) -> float:
    return (len(rows) - len(set(rows))) / len(rows)


def _day(ground: Ground, text: str) -> int:
    year, month, day = (int(part) for part in text.split("-"))
    scene = ground.built.scene
    return scene.days.of(Month(year, month).first_day) + day - 1
