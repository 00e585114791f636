"""Skal: what templates ask about reglementer: addresses, colours, and a text as groups that HTML can show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from kontroll.domain.reglement import Passage, PassageKind, Reglement, Standing
from kontroll.report.plainly.grounds import anchor
from kontroll.report.skal_changes import review_sentence
from kontroll.report.skal_register import SkalRow, evidence_told, owner_name

__all__ = ["address", "anchor", "colour", "evidence_told", "groups", "owner_name", "pairs", "review_sentence"]

#: Told by word as well: the colour says nothing by itself.
_COLOURS = {Standing.MACHINE: "success", Standing.SAMPLE: "info", Standing.NONE: "warning"}


@dataclass(frozen=True, slots=True)
class Part:
    """Text of a passage. id: where a skal-sentence begins; number: of the one it belongs to; both "" for other text."""

    text: str
    number: str
    id: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One passage. rows: of the skal-sentences that begin in it."""

    level: int
    parts: tuple[Part, ...]
    rows: tuple[SkalRow, ...]

    @property
    def text(self) -> str:
        return "".join(part.text for part in self.parts)


@dataclass(frozen=True, slots=True)
class Group:
    """A heading, a paragraph or a row of a table (one passage), or a list (its items)."""

    kind: PassageKind
    passages: tuple[Shown, ...]


def address(reglement: str, number: str | None = None) -> str:
    page = f"/reglement/{quote(reglement, safe='')}"
    return page if number is None else f"{page}#{anchor(number)}"


def colour(standing: Standing) -> str:
    return _COLOURS[standing]


def pairs(values: Iterable[str]) -> list[tuple[str, str]]:
    """Options of a choice that are shown as they are written."""
    return [(value, value) for value in values]


def groups(reglement: Reglement, rows: Mapping[str, SkalRow]) -> list[Group]:
    """The text in its order; items that stand together are one list. The heading of the page itself is left out."""
    begun: set[str] = set()
    found: list[Group] = []
    for passage in _below_title(reglement):
        shown = _shown(passage, rows, begun)
        if passage.kind is PassageKind.ITEM and found and found[-1].kind is PassageKind.ITEM:
            found[-1] = Group(PassageKind.ITEM, (*found[-1].passages, shown))
        else:
            found.append(Group(passage.kind, (shown,)))
    return found


def _below_title(reglement: Reglement) -> Sequence[Passage]:
    first, *rest = reglement.passages or (None,)
    is_title = first is not None and first.kind is PassageKind.HEADING and first.level == 1
    return rest if is_title else reglement.passages


def _shown(passage: Passage, rows: Mapping[str, SkalRow], begun: set[str]) -> Shown:
    starting = [n for n in dict.fromkeys(piece.number for piece in passage.pieces) if n and n not in begun]
    # Under the page's own heading; no level is jumped over where the text has several of the first.
    level = min(max(passage.level, 2), 4) if passage.kind is PassageKind.HEADING else passage.level
    return Shown(level, tuple(_parts(passage, begun)), tuple(rows[n] for n in starting if n in rows))


def _parts(passage: Passage, begun: set[str]) -> Iterator[Part]:
    for piece in passage.pieces:
        number = piece.number or ""
        yield Part(piece.text, number, anchor(number) if number and number not in begun else "")
        if number:
            begun.add(number)
