"""When what is true reaches kontroll: all of it in time, or late, wrong at first and corrected, and more than once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import TypeVar

from lives.year import (
    Measured,
    Year,
    contracts,
    invoices,
    measurements,
    organisation,
    persons,
    wrong_contract,
    wrong_invoice,
    wrong_measured,
)

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class File:
    """turn: the month of the year, from 0, before whose run it comes; the number of months: when the year is over."""

    turn: int
    name: str
    content: str


def in_time(year: Year) -> list[File]:
    """Every month's files before the month is run."""
    files = [
        File(0, "organisasjon.csv", organisation()),
        File(0, "personer.csv", persons()),
        File(0, "datasett/kontrakt/alle.csv", contracts(list(year.contracts))),
    ]
    for turn, month in enumerate(year.months):
        files.append(File(turn, f"maalinger/{month}.csv", measurements(year.measured_in(month))))
        files.append(File(turn, f"datasett/faktura/{month}.csv", invoices(year.invoices_in(month))))
    return files


def out_of_time(year: Year, seed: int) -> list[File]:
    """The same in the end: the true row of each key is the last one delivered of it."""
    chance = Random(f"late {seed}")
    end = len(year.months)
    late_list = chance.randint(min(4, end), end)
    files = [
        File(0, "organisasjon.csv", organisation(known=False)),
        File(late_list, "organisasjon.csv", organisation()),
        File(0, "personer.csv", persons()),
    ]
    files += _parts(
        _Kind("datasett/kontrakt", contracts, lambda row: wrong_contract(chance, row)),
        year.contracts, 0, end, chance, share=0.4,
    )  # fmt: skip
    measured = _Kind("maalinger", measurements, lambda row: wrong_measured(chance, row))
    invoiced = _Kind("datasett/faktura", invoices, lambda row: wrong_invoice(chance, row, year.months))
    for turn, month in enumerate(year.months):
        files += _parts(measured, year.measured_in(month), turn, end, chance, share=0.2)
        files += _parts(invoiced, year.invoices_in(month), turn, end, chance, share=0.3)
    return sorted(files, key=lambda file: file.turn)


@dataclass(frozen=True, slots=True)
class _Kind:
    """written: rows as a file. spoiled: a row as it came at first."""

    folder: str
    written: Callable[[list], str]
    spoiled: Callable[[Measured], Measured]


def _parts(kind: _Kind, rows: Sequence[Row], turn: int, end: int, chance: Random, *, share: float) -> Iterator[File]:
    """One month's rows: most when they are due, the share of them late, or wrong first and corrected later."""
    start = min(turn + chance.choice([0, 0, 0, 0, 0, 0, 1, 2, 3]), end)
    first: list = []
    later: dict[int, list] = {}
    for row in rows:
        if chance.random() > share:
            first.append(row)
            continue
        if chance.random() < 0.6:
            first.append(kind.spoiled(row))  # type: ignore[arg-type]
        later.setdefault(min(start + chance.randint(1, 5), end), []).append(row)
    # A file that holds nothing but what is true may come again whenever it likes: it says nothing new.
    yield File(start, f"{kind.folder}/{turn:02}.csv", kind.written(first))
    for number, (when, corrected) in enumerate(sorted(later.items())):
        content = kind.written(corrected)
        yield File(when, f"{kind.folder}/{turn:02}-rettet-{number}.csv", content)
        if chance.random() < 0.4:
            again = min(when + chance.randint(0, 3), end)
            yield File(again, f"{kind.folder}/{turn:02}-rettet-{number}.csv", content)
            yield File(again, f"{kind.folder}/{turn:02}-igjen-{number}.csv", content)
