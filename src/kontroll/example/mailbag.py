"""What Furuvik's sources deliver on which day, so that the 36 months may be lived day by day.

The data folder of `build` is how everything stands at last. Here the same is delivered as it became known: figures and
records in the month after, open records again when they changed, lists when something in them changed. Once all of it
has been received, and later rows supersede earlier ones, the data are those of the folder.

What goes wrong on the way: some files are late, one HR file comes together with the next month's, one file is delivered
twice, one breaks off in the middle and comes again, and Economy corrects a month in a file of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from kontroll.domain.month import Month
from kontroll.example.days import MONTHS
from kontroll.example.inbox import SOURCES
from kontroll.example.postdays import PostDays
from kontroll.example.records import record_files
from kontroll.example.scene import Scene
from kontroll.example.tables import HR, PLAIN, Dialect, csv_bytes, rows_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """One file put in the inbox. name: the path below the inbox, with `/`."""

    day: date
    name: str
    content: bytes


def deliveries(folder: Path, seed: int, last: Month) -> list[Delivered]:
    """What is delivered on the way to `folder`, which `build(folder, seed, last)` wrote; in the order it comes.

    The first day is the first working day of the first month, the last is in the month after `last`. Two files of the
    same day come in the order of their names. The same arguments give the same bytes.
    """
    scene = Scene(seed, last)
    days = PostDays(scene)
    found = [*_lists(folder, scene, days), *_measurements(folder / "maalinger", scene, days)]
    found += record_files(folder / "datasett", scene, days)
    base = scene.days.base
    return [
        Delivered(day=base + timedelta(days=day), name=name, content=content) for day, name, content in sorted(found)
    ]


#: (day as a number, name, content) until the end, where days become dates.
_Post = tuple[int, str, bytes]


def _lists(folder: Path, scene: Scene, days: PostDays) -> Iterator[_Post]:
    """organisasjon.csv, personer.csv and ambisjoner.csv: sent again whole when a month changes something in them."""
    for name, dialect in (("organisasjon.csv", PLAIN), ("personer.csv", HR), ("ambisjoner.csv", PLAIN)):
        headings, *rows = rows_of((folder / name).read_bytes(), dialect)
        sent = b""
        for month in range(MONTHS):
            known = (
                _promises(rows, scene.month(month)) if name[0] == "a" else _spans(headings, rows, scene.month(month))
            )
            content = csv_bytes(headings, known, dialect)
            if content != sent:
                sent = content
                yield days.beginning(month), name, content


def _spans(headings: list[str], rows: list[list[str]], month: Month) -> list[list[str]]:
    """What is known in a month of who and what holds when: the changes at its end, and nothing later."""
    start, end = headings.index("gjelder_fra"), headings.index("gjelder_til")
    known = []
    for row in rows:
        if row[start] > str(month.plus(1)):
            continue
        # The successor of a unit that closes stands after the month it closes, and is known with it.
        known.append([*row[:end], *[""] * len(row[end:])] if row[end] > str(month) else row)
    return known


def _promises(rows: list[list[str]], month: Month) -> list[list[str]]:
    """The resultatavtaler of a year are signed as it begins."""
    return [row for row in rows if int(row[2]) <= month.year]


#: Working days after its period ends that each kind of file is due.
_DUE = {"okonomi": 12, "hr": 5, "timer": 10, "sak": 10, "kvalitet": 10}
_DUE_SURVEY = 20
_TWICE_ECONOMY_MONTH = 16
_BROKEN_CASE_MONTH = 20
_NAME = re.compile(r"(\w+)-(\d{4})(?:-([QT]?)(\d+))?(_rettet)?\.(?:csv|xlsx)")


def _measurements(folder: Path, scene: Scene, days: PostDays) -> Iterator[_Post]:
    for path in sorted(folder.iterdir()):
        found = _NAME.fullmatch(path.name)
        if found is None:
            raise ValueError(f"no period in the name: {path.name}")
        source, content, name = found[1], path.read_bytes(), f"maalinger/{path.name}"
        end = _last_month(int(found[2]), found[3], found[4])
        month = min(scene.number(end), MONTHS - 1)
        day = days.of(source, month, _DUE.get(source, _DUE_SURVEY))
        if source == "timer":
            yield from _by_month(end.plus(-2), content, scene, days)
        elif found[5]:
            # Found at the closing of the month after: well after the first file, well before the next month's.
            yield days.after(day, 6), name, content
        elif source == "okonomi" and month == _TWICE_ECONOMY_MONTH:
            yield day, name, content
            yield days.after(day, 2), name.replace(".csv", " - Kopi.csv"), content
        elif source == "sak" and month == _BROKEN_CASE_MONTH:
            yield day, name, _broken(content)
            yield days.after(day, 3), name.replace(".csv", "_rettet.csv"), content
        else:
            yield day, name, content


def _last_month(year: int, kind: str | None, number: str | None) -> Month:
    if number is None:
        return Month(year, 12)
    return Month(year, int(number) * {"Q": 3, "T": 4}.get(kind or "", 1))


def _by_month(quarter: Month, content: bytes, scene: Scene, days: PostDays) -> Iterator[_Post]:
    """The hours of a quarter, sent month by month as the rules expect them.

    What is about the quarter before was late or wrong then, and comes with the first month of this one.
    """
    headings, *rows = rows_of(content, SOURCES["timer"])
    first = str(quarter)
    for period in sorted({max(row[2], first) for row in rows}):
        sent = [row for row in rows if max(row[2], first) == period]
        day = days.of("timer", scene.number(Month.parse(period)), _DUE["timer"])
        yield day, f"maalinger/timer-{period}.csv", csv_bytes(headings, sent, SOURCES["timer"])


def _broken(content: bytes) -> bytes:
    """The transfer broke off in the middle of a row, and what had come had the decimal mark in the wrong place."""
    dialect: Dialect = SOURCES["sak"]
    headings, *rows = rows_of(content, dialect)
    came = [[*row[:3], row[3].replace(dialect.decimal, ""), row[4]] for row in rows[: len(rows) * 6 // 10]]
    return csv_bytes(headings, came, dialect) + dialect.separator.join(rows[len(came)][:2]).encode(dialect.encoding)
