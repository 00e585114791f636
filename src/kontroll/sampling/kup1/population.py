"""Population: the list that is drawn from, `populasjon.tsv`, read as a stream in pieces of whole lines.

    id <TAB> stratum <TAB> belop_ore <TAB> vekt <TAB> post_sha256        UTF-8, NFC, LF, ascending by the bytes of id

Why in pieces: one pattern reads and checks thousands of lines at once. Ten million of them are read in a few megabytes, and a
piece can be found again by its place when only some of its lines were drawn.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from operator import lt
from typing import BinaryIO

from kontroll.sampling.kup1.refused import Reason, Refused
from kontroll.texts import _

HEADER = b"id\tstratum\tbelop_ore\tvekt\tpost_sha256\n"
_TEXT = rb"(?! )[^\x00-\x1f\x7f]{1,800}(?<! )"
_LINE = re.compile(
    rb"(?m)^(" + _TEXT + rb")\t(" + _TEXT + rb")\t(0|-?[1-9][0-9]{0,17})\t([1-9][0-9]{0,17})\t(?:[0-9a-f]{64}|-)\n"
)
_PIECE = 1 << 20
_LONGEST_ID = 200


@dataclass(frozen=True, slots=True)
class Piece:
    """Whole lines. offset: where in the file they begin. first: the line number of the first, from 1.

    rows: id, stratum, amount and weight of each line, as bytes. amounts: øre of each line.
    """

    offset: int
    first: int
    content: bytes
    rows: list[tuple[bytes, bytes, bytes, bytes]]
    amounts: list[int]


class Population:
    """A population file that is read from its beginning to its end once, and afterwards in single pieces.

    file: open for reading bytes, and seekable. Raises Refused while it is read, with the line.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._hash = sha256()
        self.count = 0
        self.amount = 0
        self.read = False

    @property
    def hash(self) -> str:
        """SHA-256 of the whole file, when it has been read."""
        return self._hash.hexdigest()

    def pieces(self) -> Iterator[Piece]:
        """Every piece, checked: form, order, and sums added up."""
        self._file.seek(0)
        header = self._file.read(len(HEADER))
        self._hash.update(header)
        if header != HEADER:
            raise _form(_("Første linje må være id, stratum, belop_ore, vekt og post_sha256 med tabulator mellom."), 1)
        offset, line, last = len(HEADER), 2, b""
        for content in self._whole_lines():
            self._hash.update(content)
            rows = _rows(content, line)
            piece = Piece(offset, line, content, rows, [int(row[2]) for row in rows])
            last = _in_order(piece, last)
            self.count += len(piece.rows)
            self.amount += sum(piece.amounts)
            yield piece
            offset, line = offset + len(content), line + len(piece.rows)
        self.read = True

    def again(self, offset: int, length: int) -> list[tuple[bytes, bytes, bytes, bytes]]:
        """The rows of a piece that was read before."""
        self._file.seek(offset)
        return _LINE.findall(self._file.read(length))

    def _whole_lines(self) -> Iterator[bytes]:
        rest = b""
        while read := self._file.read(_PIECE):
            end = read.rfind(b"\n") + 1
            if not end:
                rest += read
                continue
            yield rest + read[:end]
            rest = read[end:]
        if rest:
            yield rest


def counted(piece: Piece) -> Counter[bytes]:
    """How many lines of each stratum."""
    return Counter(row[1] for row in piece.rows)


def _rows(content: bytes, first: int) -> list[tuple[bytes, bytes, bytes, bytes]]:
    """Raises Refused with the line that is wrong."""
    rows: list[tuple[bytes, bytes, bytes, bytes]] = _LINE.findall(content)
    if len(rows) != content.count(b"\n") or not content.endswith(b"\n"):
        _find_wrong(content, first)
    if not content.isascii() or len(max(rows, key=_id_length)[0]) > _LONGEST_ID:
        for line, row in enumerate(rows, start=first):
            _check_text(row[0], line)
            _check_text(row[1], line)
    return rows


def _id_length(row: tuple[bytes, bytes, bytes, bytes]) -> int:
    return len(row[0])


def _find_wrong(content: bytes, first: int) -> None:
    lines = content.split(b"\n")
    at = next((at for at, text in enumerate(lines) if not _LINE.fullmatch(text + b"\n")), len(lines) - 1)
    line = first + at
    if b"\r" in lines[at]:
        raise _form(
            _("Linjen slutter med CR. Filen må ha LF som linjeskift; et regneark har trolig lagret den på nytt."), line
        )
    if at == len(lines) - 1:
        raise _form(_("Siste linje må slutte med linjeskift."), line)
    raise _form(
        _(
            "Linjen må ha id, stratum, beløp i hele øre, vekt (et helt tall fra 1) og hash eller «-», med tabulator mellom, "
            "og ingen mellomrom først eller sist."
        ),
        line,
    )


def _check_text(text: bytes, line: int) -> None:
    try:
        decoded = text.decode("utf-8")
    except UnicodeDecodeError as error:
        raise _form(_("Linjen er ikke UTF-8."), line) from error
    if len(decoded) > _LONGEST_ID:
        raise _form(_("Id eller stratum er lengre enn {most} tegn.").format(most=_LONGEST_ID), line)
    if not unicodedata.is_normalized("NFC", decoded):
        raise _form(_("Teksten er ikke i normalform (NFC): en bokstav som Å er skrevet som to tegn."), line)
    if decoded != decoded.strip() or any(unicodedata.category(letter) == "Cc" for letter in decoded):
        raise _form(_("Id eller stratum har kontrolltegn, eller mellomrom først eller sist."), line)


def _in_order(piece: Piece, last: bytes) -> bytes:
    """The last id of the piece. Raises Refused where ids do not go strictly up."""
    ids = [row[0] for row in piece.rows]
    if last < ids[0] and all(map(lt, ids, ids[1:])):
        return ids[-1]
    both = enumerate(pairwise([last, *ids]))
    at, before, after = next((at, before, after) for at, (before, after) in both if not before < after)
    raise Refused(
        Reason.ORDER,
        _("Samme id står to ganger.")
        if before == after
        else _("Linjene står ikke i stigende rekkefølge etter id (byte for byte i UTF-8)."),
        piece.first + at,
    )


def _form(sentence: str, line: int) -> Refused:
    return Refused(Reason.POPULATION_FORM, sentence, line)
