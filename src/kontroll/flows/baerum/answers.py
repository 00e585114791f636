"""Answers: what is true of a case, read from a file that came with it (`--fasit`).

    {"start": "2025-01", "enhet": "5102", "leverandor": "L70001", "poster": ["B25000123", …], "rene": false}

`leverandor` and `person` are an id or a list of ids. A post is a key, or {"datasett", "post", "betalt", "oere"}; where the
day or the amount is not given, it is read from the data. `rene: true` says that there is no case.

Other words are left alone, but not one that is nearly one of these: with «leverandør» the case would be nobody's.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from kontroll.domain.month import Month
from kontroll.domain.problem import Gravity, Place, Problem
from kontroll.domain.spelling import fold
from kontroll.domain.trial import Answer
from kontroll.texts import _, listed, reason_of

USUAL = "faktura"
_WHO = ("leverandor", "person", "tegn")
_WORDS = ("start", "enhet", *_WHO, "poster", "rene")
_POST = ("datasett", "post", "betalt", "oere")


def read_answer(path: Path) -> tuple[Answer | None, list[Problem]]:
    """The answer, or None with everything that is wrong with it."""
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        return None, [wrong_answer(path, _("fasiten kan ikke leses: {reason}").format(reason=reason_of(error)))]
    except ValueError:
        return None, [wrong_answer(path, _("fasiten er ikke JSON"))]
    if not isinstance(raw, dict):
        return None, [wrong_answer(path, _("fasiten er ikke ett JSON-objekt"))]
    if faults := list(_faults(raw)):
        return None, [wrong_answer(path, fault) for fault in faults]
    return _answer(raw), []


def wrong_answer(path: Path, what: str) -> Problem:
    return Problem(
        Place(str(path)),
        what,
        _("Uten en riktig fasit kan ingen si om saken ble funnet."),
        _("Skriv den slik «kontroll baerum --help» viser."),
        Gravity.STOPS,
    )


def _faults(raw: Mapping[str, Any]) -> Iterator[str]:
    for word in raw:
        for meant in get_close_matches(fold(word).lower(), _WORDS, n=1, cutoff=0.8):
            if meant != word:
                yield _("«{word}» i fasiten leses ikke; skriv «{meant}»").format(word=word, meant=meant)
    if not _is_month(raw.get("start")):
        yield _("«start» i fasiten mangler eller er ikke en måned på formen 2025-01")
    if not isinstance(raw.get("rene", False), bool):
        yield _("«rene» i fasiten er verken true eller false")
    if raw.get("rene") is not True and not (isinstance(raw.get("enhet"), str) and raw["enhet"]):
        yield _("«enhet» i fasiten mangler eller er ikke en tekst")
    for word in _WHO:
        if not _is_ids(raw.get(word)):
            yield _("«{word}» i fasiten er ikke en id eller en liste av id-er i anførselstegn").format(word=word)
    posts = raw.get("poster", [])
    for number, post in enumerate(posts if isinstance(posts, list) else [None], start=1):
        if not _is_post(post):
            yield _("post nr. {number} i fasiten er verken en nøkkel eller et objekt med {words}").format(
                number=number, words=listed([f"«{one}»" for one in _POST])
            )


def _is_month(value: object) -> bool:
    try:
        return isinstance(value, str) and bool(Month.parse(value))
    except ValueError:
        return False


def _is_ids(value: object) -> bool:
    return (
        value is None or isinstance(value, str) or (isinstance(value, list) and all(isinstance(v, str) for v in value))
    )


def _is_post(value: object) -> bool:
    if not isinstance(value, dict):
        return isinstance(value, str)
    return (
        isinstance(value.get("post"), str)
        and isinstance(value.get("datasett", ""), str)
        and type(value.get("oere", 0)) is int
        and _is_day(value.get("betalt"))
    )


def _is_day(value: object) -> bool:
    try:
        return value is None or (isinstance(value, str) and bool(date.fromisoformat(value)))
    except ValueError:
        return False


def _answer(raw: Mapping[str, Any]) -> Answer:
    return Answer(
        start=Month.parse(raw["start"]),
        enhet=str(raw.get("enhet", "")),
        suppliers=_ids(raw.get("leverandor")),
        persons=_ids(raw.get("person")),
        signs=_ids(raw.get("tegn")),
        posts=dict(_post(post) for post in raw.get("poster", [])),
        clean=raw.get("rene", False),
    )


def _ids(value: str | list[str] | None) -> tuple[str, ...]:
    if not value:
        return ()
    return (value,) if isinstance(value, str) else tuple(value)


def _post(raw: str | Mapping[str, Any]) -> tuple[tuple[str, str], tuple[date | None, int]]:
    if isinstance(raw, str):
        return (USUAL, raw), (None, 0)
    paid = raw.get("betalt")
    day = date.fromisoformat(paid) if paid else None
    return (raw.get("datasett", USUAL), raw["post"]), (day, raw.get("oere", 0))
