"""The files of the data sets as they were delivered: month by month what began and what changed, lists again whole."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kontroll.example import planted
from kontroll.example.days import MONTHS
from kontroll.example.known import STORIES, Record, Story, Turn, as_known
from kontroll.example.postdays import PostDays
from kontroll.example.scene import Scene
from kontroll.example.tables import csv_bytes, rows_of

#: Occasions of a data set: 0 is the first day, 1 to 36 are the months, 37 is when the last month is closed.
_CLOSING = MONTHS + 1


def record_files(folder: Path, scene: Scene, days: PostDays) -> Iterator[tuple[int, str, bytes]]:
    """(day, name below the inbox, content) of every file of every data set below `folder`."""
    for place in sorted(folder.iterdir()):
        story = STORIES[place.name]
        occasions = [days.of(place.name, month, story.working_day) for month in range(-1, MONTHS)] + [days.closing]
        headings, kept = _read(place, scene, story)
        files = _whole(kept, scene, occasions) if story.whole else _changed(kept, scene, occasions)
        for number, records in files:
            content = csv_bytes(headings, [list(record.values()) for record in records], story.dialect)
            name = _name(place.name, number, scene)
            yield occasions[number], f"datasett/{place.name}/{name}.csv", content


def _name(dataset: str, occasion: int, scene: Scene) -> str:
    """Named so that what is sent later sorts later: then `kontroll vurder` reads the inbox the same way."""
    if occasion == _CLOSING:
        return f"{dataset}-{scene.last}_rettet"
    return f"{dataset}-{scene.month(occasion - 1)}"


@dataclass(frozen=True, slots=True)
class _Kept:
    """One version of a record, on which occasion it comes at the earliest, and on which a corrected one does."""

    record: Record
    turns: list[Turn]
    occasion: int
    until: int


def _read(place: Path, scene: Scene, story: Story) -> tuple[list[str], list[_Kept]]:
    """The headings and the records in the order of the files. The first column is the key."""
    months = {str(scene.month(number)): number + 1 for number in range(MONTHS)}
    headings: list[str] = []
    found = list[tuple[Record, int]]()
    for path in sorted(place.glob("*.csv")):
        headings, *rows = rows_of(path.read_bytes(), story.dialect)
        file = path.stem
        for row in rows:
            record: Record = dict(zip(headings, row, strict=True))
            found.append((record, _begun(months, place.name, story, record, file)))
    if story.begins:
        # Several files may hold a record, each as it was then; the last holds all there is to tell.
        latest = {record[headings[0]]: (record, occasion) for record, occasion in found}
        found = list(latest.values())
    kept: list[_Kept] = []
    corrected: dict[str, int] = {}
    for record, occasion in reversed(found):
        until = corrected.get(record[headings[0]], _CLOSING + 1)
        corrected[record[headings[0]]] = occasion
        kept.append(_Kept(record, story.turns(record, scene.seed), occasion, until))
    return headings, kept[::-1]


def _begun(months: dict[str, int], dataset: str, story: Story, record: Record, file: str) -> int:
    """The occasion on which a record is told of for the first time."""
    if dataset == "leverandor_rolle" and record["leverandor"] == planted.SUPPLIER:
        return planted.ROLE_KNOWN_FROM + 1
    month = story.begun(record)[:7] if story.begins else file[-7:]
    return months.get(month, 0 if month < next(iter(months)) else MONTHS)


def _changed(kept: list[_Kept], scene: Scene, occasions: Sequence[int]) -> Iterator[tuple[int, list[Record]]]:
    """Each month what began in it and what has changed since the files before it were drawn."""
    days = [scene.days.text(day) for day in occasions]
    files: list[list[Record]] = [[] for _ in days]
    for k in kept:
        told = {k.occasion}
        for moment, _ in k.turns:
            if moment > days[k.occasion] and (number := min(bisect_left(days, moment), _CLOSING)) < k.until:
                told.add(number)
        for number in sorted(told):
            files[number].append(as_known(k.record, k.turns, days[number]))
    for number, records in enumerate(files):
        # A month without records is told, for «none» is something else than «not delivered».
        if records or 0 < number < _CLOSING:
            yield number, records


def _whole(kept: list[_Kept], scene: Scene, occasions: Sequence[int]) -> Iterator[tuple[int, list[Record]]]:
    """The list as it stood, where it differs from the one before."""
    sent: list[Record] = []
    for number, day in enumerate(occasions):
        text = scene.days.text(day)
        records = [as_known(k.record, k.turns, text) for k in kept if k.occasion <= number]
        if records != sent:
            sent = records
            yield number, records
