"""CSV as municipalities write it: UTF-8 or Windows-1252, `;`, `,` or tab, with quotes that do not always close."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from kontroll.domain.problem import Gravity, Place, Problem
from kontroll.facts.sheet import Sheet
from kontroll.sources.base import Row, Source, as_frame
from kontroll.texts import _

_SEPARATORS = (";", "\t", ",")
#: A quoted cell may hold line breaks, but not run on for ever: then a closing quote was forgotten.
_LONGEST_CELL_LINES = 50
_ENCODINGS = {
    "utf-8": "utf-8-sig",
    "utf8": "utf-8-sig",
    "windows-1252": "cp1252",
    "cp1252": "cp1252",
    "latin-1": "cp1252",
    "latin1": "cp1252",
    "iso-8859-1": "cp1252",
}


def read_csv(path: Path, shown_as: str, encoding: str | None) -> tuple[Sheet | None, list[Problem]]:
    text = _decode(path.read_bytes(), encoding)
    lines = io.StringIO(text, newline="").readlines()
    first = next((i for i, line in enumerate(lines) if line.strip()), None)
    if first is None:
        return None, [_empty(shown_as)]
    separator = max(_SEPARATORS, key=lambda mark: lines[first].count(mark))
    rows, problems = _rows(lines[first:], separator, shown_as)
    if first:  # blank lines above the headings still count as lines of the file
        rows = [(line + first, cells) for line, cells in rows]
    headings = [cell.strip() for cell in rows[0][1]]
    return Sheet(shown_as, as_frame(headings, rows[1:])), problems


def _decode(raw: bytes, encoding: str | None) -> str:
    """UTF-8 where it is valid, else Windows-1252, in which every remaining byte means something or nothing."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", errors="replace")
    chosen = _ENCODINGS.get(encoding.lower()) if encoding else None
    if chosen == "cp1252":
        return raw.decode("cp1252", errors="replace")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace")


def _rows(lines: list[str], separator: str, shown_as: str) -> tuple[list[Row], list[Problem]]:
    """Cells of each row with the physical line it starts on."""
    if not any('"' in line for line in lines):
        plain = csv.reader(lines, delimiter=separator, quoting=csv.QUOTE_NONE)
        return [(plain.line_num, row) for row in plain if row], []
    rows: list[Row] = []
    problems: list[Problem] = []
    at = 0
    while at < len(lines):
        cells, used = _quoted_row(lines, at, separator)
        if cells is None:
            problems.append(_open_quote(Place(shown_as, at + 1)))
            cells, used = next(csv.reader([lines[at]], delimiter=separator, quoting=csv.QUOTE_NONE), []), 1
            cells = [cell.replace('"', "") for cell in cells]
        if cells:
            rows.append((at + 1, cells))
        at += used
    return rows, problems


def _quoted_row(lines: list[str], at: int, separator: str) -> tuple[list[str] | None, int]:
    """The row that starts at a line, and how many lines it takes; None where a quote never closes."""
    if '"' not in lines[at]:
        return next(csv.reader([lines[at]], delimiter=separator), []), 1
    for used in range(1, _LONGEST_CELL_LINES + 1):
        if at + used > len(lines):
            break
        try:
            # strict: a quote that is still open at the end of the lines is an error, and so asks for one more.
            parsed = list(csv.reader(lines[at : at + used], delimiter=separator, strict=True))
        except csv.Error:
            continue
        if len(parsed) <= 1:
            return (parsed[0] if parsed else []), used
        break
    loose = list(csv.reader([lines[at]], delimiter=separator))
    return (loose[0], 1) if loose and _closes(lines[at], separator) else (None, 1)


def _closes(line: str, separator: str) -> bool:
    """True where the row ends on its own line although its quotes are not by the book, as in `5" rør`."""
    marked = line.rstrip("\r\n") + separator + "\x00"
    parsed = list(csv.reader([marked], delimiter=separator))
    return bool(parsed) and bool(parsed[0]) and parsed[0][-1] == "\x00"


def _empty(shown_as: str) -> Problem:
    return Problem(
        Place(shown_as),
        _("filen er tom"),
        _("Uten overskrift er det ikke mulig å vite hva filen skulle inneholde."),
        _("Lever filen på nytt; er det ingen rader, skal overskriften likevel stå i linje 1."),
        Gravity.NOTICE,
    )


def _open_quote(place: Place) -> Problem:
    return Problem(
        place,
        _("et anførselstegn er ikke avsluttet"),
        _("Raden er lest uten anførselstegn; resten av filen er lest som vanlig."),
        _("Rett raden i kildesystemet og lever filen på nytt."),
        Gravity.NOTICE,
    )


SOURCE = Source(suffixes=(".csv", ".tsv", ".txt"), read=read_csv)
