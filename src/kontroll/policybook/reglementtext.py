"""Reglement text: the blocks of a text become points, skal-sentences with numbers, and passages that a page can show.

Which point a sentence belongs to: the last numbered heading above it (`3.2 Attestasjon`, `§ 4`, `Kapittel 2`), or a
paragraph that begins with its number. Where no heading has a number the headings are counted, and that is told.
A sentence that ends in a list is one sentence with its items, except for the items that bind somebody themselves.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from kontroll.domain.problem import Gravity, Place, Problem
from kontroll.domain.reglement import (
    BEFORE_POINTS,
    NotCounted,
    Passage,
    PassageKind,
    Piece,
    Point,
    SkalSentence,
)
from kontroll.domain.sentences import spans
from kontroll.domain.skal import LeftOut, binding_words, explains_words, fingerprint, has_binding_word, left_out
from kontroll.policybook.reglementblocks import Block
from kontroll.policybook.reglementmarks import OWNER, RISK, SAMPLE, UNCHECKED, Marked, without_marks
from kontroll.texts import _

_NUMBER = r"(\d{1,3}(?:[.-]\d{1,3})*[a-z]?)"
_NUMBERED = re.compile(
    rf"(?:(§+|kapittel|kap\.?|punkt|pkt\.?|artikkel|del)\s*)?{_NUMBER}(?![\w.-]*\d)[.:)]?(?:\s+|$)", re.IGNORECASE
)
#: A paragraph that begins like this is a point of its own: «3.2 Leder skal …», «§ 4 Attestasjon».
_BEGINS_POINT = re.compile(r"(?:§\s*(\d{1,3}(?:[.-]\d{1,3})*[a-z]?)|([1-9]\d?(?:\.[1-9]\d?){1,4}))[.:)]?\s+(?=\S)")
_ENDED = re.compile(r"[.!?…][»”\"')\]]*\s*$")
_LONGEST_HEADING = 120


@dataclass(slots=True)
class _Found:
    """A skal-sentence on its way. spans: (block, start, end) of each of its parts."""

    point: str
    line: int
    words: tuple[str, ...]
    texts: list[str]
    marks: dict[str, str]
    spans: list[tuple[int, int, int]] = field(default_factory=list)


@dataclass(slots=True)
class Text:
    """What was found in one reglement. title: its first heading without a number."""

    title: str = ""
    points: list[Point] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    sentences: list[SkalSentence] = field(default_factory=list)
    not_counted: list[NotCounted] = field(default_factory=list)


def read_text(blocks: Sequence[Block], id: str, file: str, owner: str, risk: int, problems: list[Problem]) -> Text:
    """owner, risk: of sentences that do not say otherwise."""
    return _Reading(id, file, owner, risk, problems).text(blocks)


class _Reading:
    def __init__(self, id: str, file: str, owner: str, risk: int, problems: list[Problem]) -> None:
        self.id, self.file, self.owner, self.risk, self.problems = id, file, owner, risk, problems
        self.result = Text()
        self.found: list[_Found] = []
        self.point = BEFORE_POINTS
        self.counted = [0] * 7
        self.explaining = False
        self.leads: list[tuple[int, _Found]] = []

    def text(self, blocks: Sequence[Block]) -> Text:
        marked = [without_marks(block, self.file, self.problems) for block in blocks]
        headings = [one.block for one in marked if one.block.kind is PassageKind.HEADING]
        numbered = [found for one in headings if (found := _NUMBERED.match(one.text))]
        self.by_section = any((found[1] or "").startswith("§") for found in numbered)
        begun = any(_BEGINS_POINT.match(o.block.text) for o in marked if o.block.kind is PassageKind.PARAGRAPH)
        self.counting = not numbered and not begun
        for at, one in enumerate(marked):
            if one.block.kind is PassageKind.HEADING:
                self._heading(one.block)
            elif one.block.kind is not PassageKind.CODE and not one.block.header and not one.block.note:
                self._block(at, one)
        if self.counting and headings and self.found:
            self._tell_counted(headings[0])
        self._tell_twice()
        self._number(marked)
        return self.result

    # --- points -------------------------------------------------------------------------------------------------------

    def _heading(self, block: Block) -> None:
        self.leads.clear()
        self.explaining = explains_words(block.text)
        if has_binding_word(block.text):
            self.result.not_counted.append(NotCounted(block.line, block.text, LeftOut.HEADING))
        number = _NUMBERED.match(block.text)
        if number is not None and (
            not self.by_section or (number[1] or "").startswith("§") or self._is_within(number[2])
        ):
            self._begin(number[2], block.text[number.end() :].strip(), block.line)
        elif not self.result.title and not self.result.points and block.level == 1:
            self.result.title = block.text
        elif self.counting:
            level = max(block.level - 1, 1)
            self.counted[level] += 1
            self.counted[level + 1 :] = [0] * (6 - level)
            self._begin(".".join(str(n) for n in self.counted[1 : level + 1] if n), block.text, block.line)

    def _is_within(self, number: str) -> bool:
        """«4.1» under «§ 4»; a number that is not of the section is a chapter's."""
        return "." in number and number.split(".")[0] == self.point.split(".")[0]

    def _begin(self, number: str, heading: str, line: int) -> None:
        self.point = number
        self.result.points.append(Point(number, heading, line))

    def _begun_by(self, block: Block) -> int:
        """Begins a point where a paragraph has its own number; how many letters the number takes."""
        begins = _BEGINS_POINT.match(block.text) if block.kind is PassageKind.PARAGRAPH else None
        if begins is None:
            return 0
        rest = block.text[begins.end() :].strip()
        is_heading = len(rest) <= _LONGEST_HEADING and not _ENDED.search(rest) and not has_binding_word(rest)
        self._begin(begins[1] or begins[2], rest if is_heading else "", block.line)
        self.explaining = is_heading and explains_words(rest)
        return begins.end()

    # --- sentences ----------------------------------------------------------------------------------------------------

    def _block(self, at: int, one: Marked) -> None:
        block = one.block
        begins = self._begun_by(block)
        while self.leads and (block.kind is not PassageKind.ITEM or block.level <= self.leads[-1][0]):
            self.leads.pop()
        own = [(begins + start, begins + end) for start, end in spans(block.text[begins:])]
        bound = [self._sentence(at, one, start, end) for start, end in own]
        if not any(bound) and self.leads:
            self._add_to_lead(at, one)
        elif own and (last := bound[-1]) is not None and not _ENDED.search(block.text):
            self.leads.append((block.level if block.kind is PassageKind.ITEM else 0, last))

    def _sentence(self, at: int, one: Marked, start: int, end: int) -> _Found | None:
        text, line = one.block.text[start:end], one.block.lines[start]
        why = left_out(text)
        words = binding_words(text)
        if self.explaining and (words or why):
            why, words = LeftOut.DEFINITION, ()
        if why is not None:
            self.result.not_counted.append(NotCounted(line, text, why))
        if not words:
            return None
        found = _Found(self.point, line, words, [text], one.of(start, end), [(at, start, end)])
        self.found.append(found)
        return found

    def _add_to_lead(self, at: int, one: Marked) -> None:
        lead = self.leads[-1][1]
        text = one.block.text.strip()
        lead.texts.append(text)
        lead.marks |= one.of(0, len(text))
        lead.spans.append((at, 0, len(one.block.text)))

    # --- numbers ------------------------------------------------------------------------------------------------------

    def _number(self, marked: Sequence[Marked]) -> None:
        in_point = Counter(found.point for found in self.found)
        seen: Counter[str] = Counter()
        cuts: defaultdict[int, list[tuple[int, int, str]]] = defaultdict(list)
        for found in self.found:
            seen[found.point] += 1
            several = in_point[found.point] > 1 or found.point == BEFORE_POINTS
            number = f"{found.point}-{seen[found.point]}" if several else found.point
            self.result.sentences.append(self._made(found, number))
            for at, start, end in found.spans:
                cuts[at].append((start, end, number))
        self.result.passages = _passages(marked, cuts)

    def _made(self, found: _Found, number: str) -> SkalSentence:
        text = " ".join(" ".join(found.texts).split())
        return SkalSentence(
            reglement=self.id,
            number=number,
            point=found.point,
            text=text,
            line=found.line,
            words=tuple(dict.fromkeys(found.words)),
            fingerprint=fingerprint(text),
            risk=int(found.marks.get(RISK) or self.risk),
            owner=found.marks.get(OWNER) or self.owner,
            sample=found.marks.get(SAMPLE) or None,
            unchecked=found.marks.get(UNCHECKED) or None,
        )

    # --- what is told -------------------------------------------------------------------------------------------------

    def _tell_counted(self, heading: Block) -> None:
        self.problems.append(
            Problem(
                Place(self.file, heading.line),
                _("ingen overskrift har nummer"),
                _("kontroll har talt dem i rekkefølge. Kommer det en ny overskrift, får punktene etter den nye numre."),
                _("Sett nummeret først i overskriften, f.eks. «## 3 Budsjett» og «### 3.2 Månedlig oppfølging»."),
                Gravity.NOTICE,
            )
        )

    def _tell_twice(self) -> None:
        first: dict[str, int] = {}
        for point in self.result.points:
            if point.number in first:
                self.problems.append(
                    Problem(
                        Place(self.file, point.line),
                        _("punkt {number} står to ganger").format(number=point.number),
                        _("En regel som viser til punktet, viser da til begge."),
                        _("Gi det ene et annet nummer. Det første står i linje {line}.").format(
                            line=first[point.number]
                        ),
                        Gravity.INCOMPLETE,
                    )
                )
            first.setdefault(point.number, point.line)


def _passages(marked: Sequence[Marked], cuts: dict[int, list[tuple[int, int, str]]]) -> list[Passage]:
    passages: list[Passage] = []
    row: int | None = None
    for at, one in enumerate(marked):
        block, pieces = one.block, _pieces(one.block.text, cuts.get(at, []))
        if block.row is not None and block.row == row:
            # Cells of one row of a table are read together.
            last = passages.pop()
            passages.append(Passage(last.kind, last.level, last.line, (*last.pieces, Piece(" | "), *pieces)))
        else:
            passages.append(Passage(block.kind, block.level, block.line, pieces))
        row = block.row
    return passages


def _pieces(text: str, cuts: list[tuple[int, int, str]]) -> tuple[Piece, ...]:
    pieces, after = [], 0
    for start, end, number in sorted(cuts):
        pieces += [Piece(text[after:start]), Piece(text[start:end], number)]
        after = end
    return tuple(piece for piece in (*pieces, Piece(text[after:])) if piece.text)
