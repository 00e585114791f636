"""A made-up kommune to measure on: enheter, indicators, 36 months of values and ambitions, as a data folder.

The same seed and size write the same bytes. Values have one decimal; one in fifty is delivered empty, some enheter open or
close on the way, and services have ambitions of their own.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

from kontroll.domain.month import Month

#: The newest month with values.
LAST = Month(2026, 10)
SERVICES = ("skole", "barnehage", "hjemmetjeneste", "sykehjem", "barnevern", "kultur", "teknisk", "legevakt")


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is of what."""

    units: int = 220
    indicators: int = 60
    months: int = 36
    seed: int = 1

    @property
    def first(self) -> Month:
        return LAST.plus(1 - self.months)

    @property
    def values(self) -> int:
        """Rows of monthly measurements; the few tertial and yearly ones come on top."""
        return self.units * self.indicators * self.months


def monthly(number: int, size: Size) -> str:
    return f"ind{number % size.indicators:02d}"


def larger_is_better(indicator: str) -> bool:
    return int(indicator[-2:]) % 2 == 1


#: Indicators that are measured more seldom, with the months of their period.
SELDOM = {"tert01": 4, "tert02": 4, "aar01": 12, "aar02": 12}


def write(folder: Path, size: Size) -> None:
    """organisasjon.csv, ambisjoner.csv and one file of measurements a month."""
    chance = random.Random(size.seed)
    (folder / "maalinger").mkdir(parents=True, exist_ok=True)
    units = [f"E{number:06d}" for number in range(size.units)]
    _organisation(folder, units, size)
    _ambitions(folder, units, size)
    for back in reversed(range(size.months)):
        month = LAST.plus(-back)
        rows = [(unit, monthly(number, size), str(month)) for unit in units for number in range(size.indicators)]
        _measurements(folder / "maalinger" / f"maaned-{month}.csv", rows, chance)
    for indicator, length in SELDOM.items():
        periods = range(size.first.ordinal // length, LAST.ordinal // length + 1)
        named = [f"{p // 3}-T{p % 3 + 1}" if length == 4 else str(p) for p in periods]
        rows = [(unit, indicator, period) for unit in units for period in named]
        _measurements(folder / "maalinger" / f"{indicator}.csv", rows, chance)


def _organisation(folder: Path, units: list[str], size: Size) -> None:
    lines = ["enhet;navn;enhetstype;overordnet;tjeneste;leder_id;gjelder_fra;gjelder_til;etterfolger"]
    for number, unit in enumerate(units):
        opened = str(size.first.plus(9)) if number % 40 == 7 else "2018-01"
        closed = str(LAST.plus(-5)) if number % 40 == 23 else ""
        service = SERVICES[number % len(SERVICES)]
        lines.append(f"{unit};Enhet {number};tjenestested;;{service};P{number};{opened};{closed};")
    (folder / "organisasjon.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _ambitions(folder: Path, units: list[str], size: Size) -> None:
    """One line for everybody, one for the schools, one for the first enhet: the most specific holds."""
    lines = ["enhet;indikator;aar;gronn;gul"]
    for indicator in [*(monthly(number, size) for number in range(size.indicators)), *SELDOM]:
        for year in range(size.first.year - 1, LAST.year + 1):
            for number, whom in enumerate(("*", "tjeneste:skole", units[0])):
                green, yellow = (7 - number, 5 - number) if larger_is_better(indicator) else (3 + number, 5 + number)
                lines.append(f"{whom};{indicator};{year};{green};{yellow}")
    (folder / "ambisjoner.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _measurements(file: Path, rows: list[tuple[str, str, str]], chance: random.Random) -> None:
    lines = ["enhet;indikator;periode;verdi;antall"]
    for unit, indicator, period in rows:
        tenths = chance.randrange(-20, 100)
        value = "" if chance.random() < 0.02 else f"{tenths / 10:.1f}".replace(".", ",")
        lines.append(f"{unit};{indicator};{period};{value};")
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
