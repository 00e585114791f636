"""A case as files beside those of the kommune: a file for each data set and month, and the truth about it as JSON."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from kontroll.example.known import STORIES
from kontroll.example.patterns.base import Case
from kontroll.example.patterns.ground import Ground
from kontroll.example.tables import csv_bytes

#: In the name of every file, and sorted after the kommune's own, so that what is planted wins.
MARK = "x"
_MEASURED = "enhet indikator periode verdi antall".split()


def write_case(folder: Path, ground: Ground, case: Case) -> None:
    """Only what is planted. Put on top of the kommune's own folder it makes a whole one."""
    scene = ground.built.scene
    for dataset, rows in case.rows.items():
        headings = ground.headings(dataset)
        months: dict[int, list[list[str]]] = {}
        for row in rows:
            months.setdefault(row.known, []).append([row.values.get(heading, "") for heading in headings])
        for month, content in months.items():
            name = f"{dataset}-{MARK}-{scene.month(month)}.csv"
            _write(folder / "datasett" / dataset / name, csv_bytes(headings, content, STORIES[dataset].dialect))
    by_month: dict[int, list[list[str]]] = {}
    for month, enhet, indicator, value in case.figures:
        by_month.setdefault(month, []).append([enhet, indicator, str(scene.month(month)), value, ""])
    for month, content in by_month.items():
        _write(folder / "maalinger" / f"{MARK}-{scene.month(month)}.csv", csv_bytes(_MEASURED, content))


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def answer(ground: Ground, case: Case) -> dict[str, Any]:
    """The truth, in the form that cases made by others come with."""
    scene = ground.built.scene
    return {
        "start": str(scene.month(case.start)),
        "enhet": case.enhet,
        "leverandor": list(case.suppliers),
        "person": list(case.persons),
        "tegn": list(case.signs),
        "poster": [
            {
                "datasett": post.dataset,
                "post": post.key,
                "betalt": None if post.paid is None else scene.days.text(post.paid),
                "oere": post.ore,
            }
            for post in case.posts
        ],
        "rene": False,
    }


def write_answer(path: Path, ground: Ground, case: Case) -> None:
    text = json.dumps(answer(ground, case), ensure_ascii=False, indent=1)
    _write(path, (text + "\n").encode())
