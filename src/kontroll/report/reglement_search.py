"""Search in the reglementer: the passages in which every word is found, in whatever form it stands there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kontroll.domain.reglement import PassageKind, Reglement, Reglementer
from kontroll.report.inflection import Wanted

#: Letters that are shown to each side of what was found.
_AROUND = 160


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that has all the words. number: of the first skal-sentence in it; None = it binds nobody. text: of it, cut."""

    reglement: Reglement
    point: str
    number: str | None
    line: int
    text: str


def search(reglementer: Reglementer, asked: str) -> list[Hit]:
    """Passages in which every word of `asked` is found, by reglement and place; none for no words."""
    wanted = Wanted.of(asked)
    return [hit for reglement in reglementer.all for hit in _in(reglement, wanted)] if wanted else []


def _in(reglement: Reglement, wanted: Wanted) -> Iterator[Hit]:
    point = ""
    starts = {one.line: one.number for one in reglement.points}
    for passage in reglement.passages:
        point = starts.get(passage.line, point)
        if passage.kind is PassageKind.CODE or not wanted.is_in(passage.text):
            continue
        number = next((piece.number for piece in passage.pieces if piece.number), None)
        yield Hit(reglement, point, number, passage.line, wanted.cut(passage.text, _AROUND))
