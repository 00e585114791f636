"""How rows of a data set become files: one a month, a quarter or a year, named so that later files sort later."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from kontroll.example.days import MONTHS
from kontroll.example.scene import Scene
from kontroll.example.tables import PLAIN, Dialect, write_csv

Dated = tuple[int, list[str]]


def period_name(scene: Scene, month: int, length: int) -> str:
    """2026-10, 2026-Q4 or 2026 for a length of 1, 3 or 12 months."""
    moment = scene.month(month)
    if length == 1:
        return str(moment)
    return f"{moment.year}-Q{(moment.number + 2) // 3}" if length == 3 else str(moment.year)


def write_dated(
    folder: Path,
    scene: Scene,
    headings: Sequence[str],
    rows: Iterable[Dated],
    length: int = 1,
    dialect: Dialect = PLAIN,
) -> None:
    """`rows` with the day each is dated; what is dated before the period goes in the first file."""
    files: dict[str, list[list[str]]] = {}
    for month in range(MONTHS):
        files.setdefault(period_name(scene, month, length), [])
    for day, row in rows:
        month = scene.days.month(day)
        if month < MONTHS:
            files[period_name(scene, month, length)].append(row)
    for period, content in files.items():
        write_csv(folder / f"{folder.name}-{period}.csv", headings, content, dialect)


#: A record that changes while it is open: days of start and of each event, and its row as it was known on a day.
Course = tuple[int, tuple[int, ...], Callable[[int], list[str]]]


def write_courses(
    folder: Path, scene: Scene, headings: Sequence[str], courses: Iterable[Course], dialect: Dialect = PLAIN
) -> None:
    """One file a quarter with every record that began or changed in it, as it was known when the quarter ended."""
    ends: dict[str, int] = {}
    for month in range(MONTHS):
        ends[period_name(scene, month, 3)] = scene.days.end[month]
    quarter_of = [list(ends).index(period_name(scene, month, 3)) for month in range(MONTHS)]
    known = list(ends.values())
    files: list[list[list[str]]] = [[] for _ in known]
    for start, events, row in courses:
        touched = {quarter_of[scene.days.month(day)] for day in (start, *events) if day <= scene.today}
        for quarter in sorted(touched):
            files[quarter].append(row(known[quarter]))
    for period, content in zip(ends, files, strict=True):
        write_csv(folder / f"{folder.name}-{period}.csv", headings, content, dialect)
