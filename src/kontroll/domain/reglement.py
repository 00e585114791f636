"""Reglement: the kommune's own rules for itself as text: its points, its skal-sentences, and how it stands with each.

Why a passage and not the file: a page shows the text as it was written, and every skal-sentence in it must be found there
by its number. So the text is kept as passages, cut where a skal-sentence begins and ends.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from kontroll.domain.hjemmel import Hjemmel
from kontroll.domain.skal import LeftOut
from kontroll.domain.spelling import nearest

#: Sentences before the first point belong to this one.
BEFORE_POINTS = "0"
#: Where neither the sentence nor its reglement says how grave it is.
USUAL_RISK = 3


class Standing(Enum):
    """How a skal-sentence is controlled."""

    MACHINE = "kontrolleres maskinelt"
    SAMPLE = "stikkprøve"
    NONE = "ikke kontrollert"


@dataclass(frozen=True, slots=True, kw_only=True)
class SkalSentence:
    """One sentence that binds somebody.

    number: `3.2` where it is the only one of its point, else `3.2-1`, `3.2-2` …; as rules refer to it. line: in the file.
    words: by which it binds. risk: 1–5. sample: how often it is sampled, where it is. unchecked: why nothing controls it.
    """

    reglement: str
    number: str
    point: str
    text: str
    line: int
    words: tuple[str, ...]
    fingerprint: str
    risk: int
    owner: str
    sample: str | None = None
    unchecked: str | None = None


@dataclass(frozen=True, slots=True)
class Point:
    number: str
    heading: str
    line: int


class PassageKind(Enum):
    HEADING = "overskrift"
    PARAGRAPH = "avsnitt"
    ITEM = "punktliste"
    ROW = "tabellrad"
    CODE = "kode"


@dataclass(frozen=True, slots=True)
class Piece:
    """Text of a passage. number: of the skal-sentence that it is, or a part of."""

    text: str
    number: str | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """level: of a heading, or how far in an item stands. line: in the file."""

    kind: PassageKind
    level: int
    line: int
    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class NotCounted:
    """A text with a binding word that is no skal-sentence, and why."""

    line: int
    text: str
    why: LeftOut


@dataclass(frozen=True, slots=True, kw_only=True)
class Reglement:
    """One file. id: its stem. digest: SHA-256 of the whole file, which is what somebody confirms that she has read.

    owner: a word for people, as in policies/varsling.yaml. confirmed_by: such words, `leder` or `alle`. own: the
    kommune's own file, not the one that is shipped.
    """

    id: str
    name: str
    file: str
    digest: str
    owner: str = ""
    adopted: date | None = None
    adopted_by: str = ""
    version: str = ""
    next_revision: date | None = None
    risk: int = USUAL_RISK
    area: str = ""
    confirmed_by: tuple[str, ...] = ()
    own: bool = False
    points: tuple[Point, ...] = ()
    passages: tuple[Passage, ...] = ()
    sentences: tuple[SkalSentence, ...] = ()
    not_counted: tuple[NotCounted, ...] = ()

    def at(self, number: str | None) -> tuple[SkalSentence, ...]:
        """The sentences that a reference means: the one of the number, or all of the point; the whole text for None."""
        if number is None:
            return self.sentences
        asked = plain_number(number)
        one = [sentence for sentence in self.sentences if sentence.number == asked]
        return tuple(one or (sentence for sentence in self.sentences if is_below(sentence.point, asked)))

    def has(self, number: str) -> bool:
        asked = plain_number(number)
        known = (*(point.number for point in self.points), *(sentence.number for sentence in self.sentences))
        return any(one == asked or is_below(one, asked) for one in known)

    def nearest(self, number: str) -> str | None:
        """The point that was probably meant: the one above it where that is there, else one that looks like it."""
        asked = plain_number(number)
        known = [*(s.number for s in self.sentences), *(p.number for p in self.points)]
        while "." in asked or "-" in asked:
            asked = re.split(r"[.-](?=[^.-]*$)", asked)[0]
            below = [one for one in known if is_below(one, asked)]
            if below:
                return min(below, key=lambda one: _distance(one, plain_number(number)))
        return nearest(number, known)


@dataclass(frozen=True, slots=True)
class Reglementer:
    """All of them by id, sorted."""

    by_id: Mapping[str, Reglement] = field(default_factory=dict)

    @property
    def all(self) -> Sequence[Reglement]:
        return list(self.by_id.values())

    @property
    def sentences(self) -> Sequence[SkalSentence]:
        return [sentence for reglement in self.by_id.values() for sentence in reglement.sentences]

    def meant_by(self, hjemmel: Hjemmel) -> tuple[SkalSentence, ...]:
        """The skal-sentences that a hjemmel points at; none where it is a law, or points at nothing that is there."""
        found = self.by_id.get(hjemmel.reglement or "")
        return () if found is None else found.at(hjemmel.punkt)

    def name(self, id: str) -> str:
        """`Økonomireglementet`; the id itself where there is no such reglement."""
        found = self.by_id.get(id)
        return id if found is None else found.name


def plain_number(number: str) -> str:
    """`§ 3.2.` and `3.2` are one."""
    return number.strip().removeprefix("§").strip().rstrip(".)").strip()


def is_below(number: str, above: str) -> bool:
    """Whether the number is that of a point, or stands below it: 3.2 below 3, and not 31.2."""
    return number == above or number.startswith((f"{above}.", f"{above}-"))


def _distance(number: str, asked: str) -> tuple[int, str]:
    digits = [[int(part) for part in re.findall(r"\d+", one)] for one in (number, asked)]
    ours, theirs = (sum(part * 100 ** (4 - i) for i, part in enumerate(one[:4])) for one in digits)
    return abs(ours - theirs), number
