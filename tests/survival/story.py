"""The story that every life tells: which files come before which run. Short, with what is late, corrected and doubled."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kontroll.domain.month import Month
from lives.deliveries import File, out_of_time
from lives.year import year

#: In the order of a turn.
STEPS = ("import", "run", "daily", "digest", "send")


@dataclass(frozen=True, slots=True)
class Turn:
    """One month, or what comes when the year is over. later: months from the month to its run."""

    number: int
    month: Month
    later: int
    files: tuple[File, ...]


def turns(seed: int, months: int) -> list[Turn]:
    lived = year(seed, months)
    files = out_of_time(lived, seed)
    made = [
        Turn(number, month, 1, tuple(file for file in files if file.turn == number))
        for number, month in enumerate(lived.months)
    ]
    last = lived.months[-1]
    rest = tuple(file for file in files if file.turn == months)
    return [*made, Turn(months, last, 2, rest)] if rest else made


def path_of(file: File, turn: Turn, folder: Path) -> Path:
    """Where the file is delivered: the same name may come twice."""
    return folder / str(turn.number) / str(turn.files.index(file)) / Path(file.name).name


def write_down(all_turns: list[Turn], folder: Path) -> None:
    """The files as they are delivered, by turn."""
    for turn in all_turns:
        for file in turn.files:
            path = path_of(file, turn, folder)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(file.content, encoding="utf-8")
