"""Marks: `{risiko: 5}` and the like at the end of a sentence's paragraph, taken out of the text that people read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from kontroll.domain.problem import Gravity, Place, Problem
from kontroll.domain.spelling import fold, nearest
from kontroll.policybook.reglementblocks import Block
from kontroll.texts import _

RISK, SAMPLE, OWNER, UNCHECKED = "risiko", "stikkprove", "eier", "ikke kontrollert"
#: As they are written; with or without æøå they are the same.
_KEYS = {RISK: "risiko", SAMPLE: "stikkprøve", OWNER: "eier", UNCHECKED: "ikke kontrollert"}
_BRACES = re.compile(r"\s*\{([^{}]*)\}")
_PAIR = re.compile(r"\s*([a-zæøå][a-zæøå _-]*?)\s*(?::\s*(.*?))?\s*", re.IGNORECASE | re.DOTALL)
_NEXT_KEY = re.compile(r"[,;]\s*(?=(?:risiko|stikkpr(?:ø|o)ve|eier|ikke[ _]kontrollert)\s*:)", re.IGNORECASE)


@dataclass(slots=True)
class Marked:
    """A block without its marks. marks: where in the text each stood, its key and its value."""

    block: Block
    marks: list[tuple[int, str, str]] = field(default_factory=list)

    def of(self, start: int, end: int) -> dict[str, str]:
        """Those of a sentence: the ones right after it; where it has none, the ones at the end of the whole block."""
        own = {key: value for at, key, value in self.marks if start < at <= end}
        return own or {key: value for at, key, value in self.marks if at >= len(self.block.text.rstrip())}


def without_marks(block: Block, file: str, problems: list[Problem]) -> Marked:
    """The block as readers see it, with what its marks say. What looks like a mark and is none stays in the text."""
    found = Marked(Block(block.kind, block.level, "", [], block.row, block.header, block.note))
    after = 0
    for braces in _BRACES.finditer(block.text):
        said = list(_said(braces[1], Place(file, block.lines[braces.start()]), problems))
        if not said:
            continue
        _copy(block, found.block, after, braces.start())
        found.marks += [(len(found.block.text), key, value) for key, value in said]
        after = braces.end()
    _copy(block, found.block, after, len(block.text))
    return found


def _copy(block: Block, to: Block, start: int, end: int) -> None:
    to.text += block.text[start:end]
    to.lines += block.lines[start:end]


def _said(text: str, place: Place, problems: list[Problem]) -> Iterator[tuple[str, str]]:
    for part in _NEXT_KEY.split(text):
        pair = _PAIR.fullmatch(part)
        if pair is None:
            continue
        key, value = fold(pair[1]).lower().replace("_", " "), (pair[2] or "").strip()
        if key not in _KEYS:
            if pair[2] is not None and (guess := nearest(key, _KEYS)) is not None:
                problems.append(_unknown(place, pair[1], guess))
                yield from ()
            continue
        if not value or (key == RISK and value not in ("1", "2", "3", "4", "5")):
            problems.append(_unusable(place, key, value))
            # Taken out of the text all the same: nobody should read it there.
            yield key, ""
            continue
        yield key, value


def _unknown(place: Place, key: str, guess: str) -> Problem:
    return Problem(
        place,
        _("«{key}» er ikke et merke").format(key=key),
        _("Merket blir stående i teksten, og betyr ingenting."),
        _("Mente du «{guess}»?").format(guess=_KEYS[guess]),
        Gravity.INCOMPLETE,
    )


def _unusable(place: Place, key: str, value: str) -> Problem:
    wanted = {
        RISK: _("Skriv et tall fra 1 til 5, f.eks. {{risiko: 4}}."),
        SAMPLE: _("Skriv hvor ofte, f.eks. {{stikkprøve: halvårlig}}."),
        OWNER: _("Skriv hvem, f.eks. {{eier: hr}}."),
        UNCHECKED: _("Skriv hvorfor, f.eks. {{ikke kontrollert: krever skjønn}}."),
    }[key].format()
    what = (
        _("merket «{key}» har verdien «{value}»").format(key=_KEYS[key], value=value)
        if value
        else _("merket «{key}» er tomt").format(key=_KEYS[key])
    )
    return Problem(place, what, _("Merket kan ikke brukes slik det står."), wanted, Gravity.INCOMPLETE)
