"""Answers: what is true of a case, read from a file that came with it (`--fasit`).

    {"start": "2025-01", "enhet": "5102", "leverandor": "L70001", "poster": ["B25000123", …], "rene": false}

`leverandor` and `person` are an id or a list of ids. A post is a key, or {"datasett", "post", "betalt", "oere"}; where the
day or the amount is not given, it is read from the data. `rene: true` says that there is no case.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from kontroll.domain.month import Month
from kontroll.domain.problem import Gravity, Place, Problem
from kontroll.domain.trial import Answer
from kontroll.texts import _, reason_of

_USUAL = "faktura"


def read_answer(path: Path) -> tuple[Answer | None, list[Problem]]:
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        return None, [_problem(path, _("fasiten kan ikke leses: {reason}").format(reason=reason_of(error)))]
    except ValueError:
        return None, [_problem(path, _("fasiten er ikke JSON"))]
    if not isinstance(raw, dict):
        return None, [_problem(path, _("fasiten er ikke ett JSON-objekt"))]
    try:
        return _answer(raw), []
    except (KeyError, TypeError, ValueError) as error:
        return None, [_problem(path, _("fasiten mangler eller har feil i {what}").format(what=error))]


def _answer(raw: dict[str, Any]) -> Answer:
    clean = bool(raw.get("rene", False))
    return Answer(
        start=Month.parse(raw["start"]),
        enhet="" if clean and "enhet" not in raw else str(raw["enhet"]),
        suppliers=_ids(raw.get("leverandor")),
        persons=_ids(raw.get("person")),
        signs=_ids(raw.get("tegn")),
        posts=dict(_post(post) for post in raw.get("poster", [])),
        clean=clean,
    )


def _ids(value: object) -> tuple[str, ...]:
    if value is None or value == "":
        return ()
    return tuple(str(one) for one in value) if isinstance(value, list) else (str(value),)


def _post(raw: object) -> tuple[tuple[str, str], tuple[date | None, int]]:
    if not isinstance(raw, dict):
        return (_USUAL, str(raw)), (None, 0)
    paid = raw.get("betalt")
    day = date.fromisoformat(paid) if paid else None
    return (str(raw.get("datasett", _USUAL)), str(raw["post"])), (day, int(raw.get("oere", 0)))


def _problem(path: Path, what: str) -> Problem:
    return Problem(
        Place(str(path)),
        what,
        _("Uten fasit kan ingen si om saken ble funnet."),
        _("Skriv den slik «kontroll baerum --help» viser."),
        Gravity.STOPS,
    )
